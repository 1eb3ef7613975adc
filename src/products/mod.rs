//! Products: what is sold, with its list price.

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
