//! Opportunities: deals on their way through a pipeline, the board and the list, winning, losing, reopening.

pub mod access;
pub mod close;
pub mod duration;
mod model;
pub mod quiet;
#[cfg(test)]
mod samples;
pub mod spells;
pub mod stage;
mod store;
mod totals;

pub use model::{Opportunity, OpportunityFacts, OpportunityKind};
pub use spells::Spell;
pub use store::{find, find_editable, insert, open, save};
pub use totals::{MOST_ADDED_UP, StageTotal, Totals, Window, board_totals, cards, filtered_totals, totals};

use crate::web::Route;

/// The routes of this feature.
pub const ROUTES: &[Route] = &[];

/// Serves the routes of this feature.
pub fn configure(_: &mut actix_web::web::ServiceConfig) {}
