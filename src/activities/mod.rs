//! Activities: what people do with customers, planned and done. One regards a record at most, and stands on the timelines of
//! all that record is tied to; the earliest planned one of a deal is its next step.

pub mod access;
mod day;
mod effects;
mod fields;
mod form;
mod handlers;
mod model;
mod pages;
mod part;
mod recurrence;
mod series;
mod several;
mod store;

pub use day::{Stretch, planned as planned_by_day};
pub use effects::took_place;
pub use fields::FIELDS;
pub use form::{about_value, record_of};
pub use model::{Activity, ActivityFacts, ActivityKind, ActivityState, Direction, Priority};
pub use pages::owners;
pub use part::{Line, OnRecord};
pub use recurrence::Repeats;
pub use series::plan_ahead as plan_series_ahead;
pub use store::{
    about, about_any, contacts_of, find, find_editable, find_guests, follow_lead, follow_owner, insert, of_ids,
    planned_about, put, put_back, remove_about, replace_guest, save, save_within, seen_of, settle_about, with_contact,
};

crate::routes! {
    get "/activities/new" => handlers::new,
    post "/activities" => handlers::create,
    post "/activities/several" => several::change,
    get "/activities/{id:[0-9]+}" => handlers::show,
    get "/activities/{id:[0-9]+}/edit" => handlers::edit,
    post "/activities/{id:[0-9]+}/edit" => handlers::save,
    post "/activities/{id:[0-9]+}/settlement" => handlers::settle,
}
