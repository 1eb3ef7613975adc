//! Accounts at the provider people may sign in through: whose they are, and taking one away. An account is linked the first
//! time somebody comes with it, by an address the provider has made sure of, to somebody who is here already: nobody is
//! filed by it, and nobody's account is put in place of another.

mod owner;
mod page;
mod store;

pub use owner::{Owner, owner};
pub use page::{remove, show};
pub use store::{Standing, standing, unlink};
