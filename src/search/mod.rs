//! Search: leads, accounts, contacts and opportunities by words, phone digits and addresses.

mod find;
mod text;
mod words;

pub use find::ids;
pub(crate) use find::{id_column, matching};
pub use text::{PHONE_MARK, SearchText};
pub use words::Words;

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
