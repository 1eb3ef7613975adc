//! Settings an administrator keeps: people, teams, pipelines and stages, pick lists, currencies and rates, the company.

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
