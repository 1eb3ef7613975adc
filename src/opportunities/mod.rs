//! Opportunities: deals on their way through a pipeline, the board and the list, winning, losing, reopening.

pub mod access;
mod assign;
pub mod board;
pub mod close;
pub mod closures;
pub mod duration;
pub mod fields;
mod form;
mod handlers;
pub mod list;
mod model;
pub mod moves;
pub mod parties;
mod picker;
pub mod quiet;
mod rated;
#[cfg(test)]
mod samples;
pub mod spells;
pub mod stage;
pub mod steps;
mod store;
pub mod sums;
mod totals;
mod views;

pub(crate) use assign::candidates;
pub use fields::FIELDS;
pub(crate) use list::OFFER;
pub use model::{Opportunity, OpportunityFacts, OpportunityKind};
pub use spells::Spell;
pub use store::{find, find_editable, insert, open, put, save, save_row, save_within};
pub use totals::{Depth, StageTotal, Window, cards, list_totals, totals};

crate::routes! {
    get "/pipeline" => handlers::board::show,
    get "/opportunities" => handlers::list::show,
    get "/opportunities.csv" => handlers::list::file,
    post "/opportunities/moves" => handlers::board::make,
    get "/opportunities/new" => handlers::new::show,
    post "/opportunities/new" => handlers::new::create,
    get "/opportunities/{id:[0-9]+}" => handlers::record::show,
    get "/opportunities/{id:[0-9]+}/edit" => handlers::edit::show,
    post "/opportunities/{id:[0-9]+}/edit" => handlers::edit::save,
    post "/opportunities/{id:[0-9]+}/step" => handlers::step::save,
    get "/opportunities/{id:[0-9]+}/move" => handlers::moving::show,
    post "/opportunities/{id:[0-9]+}/move" => handlers::moving::make,
    get "/opportunities/{id:[0-9]+}/contacts" => handlers::parties::show,
    post "/opportunities/{id:[0-9]+}/contacts" => handlers::parties::add,
    post "/opportunities/{id:[0-9]+}/contacts/{contact:[0-9]+}/removal" => handlers::parties::remove,
}
