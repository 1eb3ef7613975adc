//! The pages of this feature.

mod board;
mod choices;
mod filters;
mod form;
mod list;
mod moving;
mod parties;
mod record;
mod step;

pub use board::{BoardPage, ColumnsFragment};
pub use choices::Choices;
pub use form::FormPage;
pub use list::ListPage;
pub use moving::MovePage;
pub use parties::PartyPage;
pub use record::RecordPage;
pub use step::StepCard;
