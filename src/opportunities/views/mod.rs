//! The pages of this feature.

mod choices;
mod form;
mod moving;
mod parties;
mod record;
mod step;

pub use choices::Choices;
pub use form::FormPage;
pub use moving::MovePage;
pub use parties::PartyPage;
pub use record::RecordPage;
pub use step::StepCard;
