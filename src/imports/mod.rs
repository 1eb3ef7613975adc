//! Import of CSV files: leads, accounts, contacts, users, products, opportunities; each row counted, each import revertible.

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
