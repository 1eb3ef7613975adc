//! Contacts: people, in one or more companies with a role in each, or individual customers.

pub mod access;
mod fields;
pub mod lifecycle;
mod model;
mod store;

pub use fields::FIELDS;
pub use model::{Contact, ContactFacts};
pub use store::{find, find_editable, insert, put, save};

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
