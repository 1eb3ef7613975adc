//! Accounts at the provider people may sign in through: whose they are, and taking one away. An account is linked the first
//! time somebody comes with it, by an address the provider has made sure of, to somebody who is here already; or by whoever
//! is signed in here and wants it. Nobody is filed by it, and nobody's account is put in place of another.

mod linking;
mod owner;
mod page;
mod store;

pub use linking::ask as ask_to_link;
pub(super) use linking::come as come_to_link;
pub use owner::{Owner, owner};
pub use page::{remove, show};
pub use store::{Standing, standing, unlink};
