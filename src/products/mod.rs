//! Products: what is sold, with its list price. Managers and administrators keep the catalogue, deals and imports name
//! its entries.

pub mod access;
mod fields;
mod handlers;
mod model;
mod store;

pub use fields::FIELDS;
pub use model::{Product, ProductFacts};
pub use store::{all, find, find_by_key, insert, key, put, save};

crate::routes! {
    get "/products" => handlers::list,
    get "/products/new" => handlers::new,
    post "/products" => handlers::create,
    get "/products/{id:[0-9]+}/edit" => handlers::form,
    post "/products/{id:[0-9]+}/edit" => handlers::save,
}
