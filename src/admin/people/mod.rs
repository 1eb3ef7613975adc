//! The people of the company: filed by an administrator, given roles and a team, deactivated and never deleted.

mod deactivate;
mod edit;
mod form;
mod list;
mod password;

pub use deactivate::{activate, ask as ask_deactivation, deactivate};
pub use edit::{blank, create, show, update};
pub use list::list;
pub use password::renew as renew_password;

/// Where people are listed.
const LIST: &str = "/settings/people";
