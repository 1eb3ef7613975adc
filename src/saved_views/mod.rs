//! Saved views: what a list shows (conditions, order, columns) kept under a name, for oneself, a team or the company, and
//! what a list opens with.
//!
//! A view keeps names of fields, ids of values and days relative to today, and shows everybody what of it lies in their own
//! reach. What it asks and this viewer may not, or what is no more, is said and never left out: see
//! `listing::flags` (rule 74). Lists use [`opened`] and [`Bar`].

mod access;
mod bar;
mod change;
mod columns;
mod content;
mod create;
mod fields;
mod first;
mod form;
mod index;
mod lists;
mod store;

pub use bar::{Bar, opened};
pub use fields::FIELDS;

crate::routes! {
    get "/views" => index::show,
    post "/views" => create::create,
    get "/views/new" => create::blank,
    get "/views/columns" => columns::show,
    get "/views/columns/chosen" => columns::chosen,
    post "/views/first" => first::own,
    post "/views/first/roles" => first::roles,
    get "/views/{id:[0-9]+}" => change::show,
    post "/views/{id:[0-9]+}" => change::update,
    post "/views/{id:[0-9]+}/contents" => change::contents,
    post "/views/{id:[0-9]+}/removal" => change::remove,
}
