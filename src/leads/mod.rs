//! Leads: people who might buy, from the first card or form to qualified or disqualified; the shared pool and its claims.

pub mod access;
mod model;
mod store;

pub use model::{Answer, Lead, LeadFacts, LeadState, Timeframe};
pub use store::{find, find_editable, insert, put, save};

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
