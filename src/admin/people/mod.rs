//! The people of the company: filed by an administrator, given roles and a team, deactivated and never deleted.

mod deactivate;
mod edit;
mod form;
mod handover;
mod link;
mod list;

pub use deactivate::{activate, ask as ask_deactivation, deactivate};
pub use edit::{blank, create, show, update};
pub use handover::show as show_handover;
pub use link::renew as renew_link;
pub use list::list;

/// Where people are listed.
const LIST: &str = "/settings/people";
