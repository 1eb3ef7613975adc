//! People at the door: set-up, sign-in and sign-out, throttles, passwords, one's own profile.

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
