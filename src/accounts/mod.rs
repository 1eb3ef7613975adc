//! Accounts: customer companies and legal entities, their place in a group of companies, and how far the relation has come.

pub mod access;
mod fields;
pub mod lifecycle;
mod model;
mod store;

pub use fields::FIELDS;
pub use model::{Account, AccountFacts, Lifecycle};
pub use store::{find, find_editable, insert, put, save};

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
