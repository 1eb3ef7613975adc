//! Search: leads, accounts, contacts and opportunities by words, phone digits and addresses.

mod text;

pub use text::SearchText;

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
