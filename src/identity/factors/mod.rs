//! What somebody shows beside their password: the codes of an authenticator app, a passkey, and recovery codes for the day
//! both are lost. Every change asks for one's own password, ends the other sign-ins, and is told to the person.

mod app;
mod page;
pub mod passkeys;
mod picture;
mod remove;
mod sealed;
mod set_up;
mod store;

pub use page::show;
pub use remove::{by_themselves as remove, remove_all};
pub use set_up::{begin, finish, renew_codes};
pub use store::{Standing, standing, take_code};

use crate::text_enum;

text_enum! {
    /// What kind of factor.
    pub enum Kind {
        /// An app that shows a new code every half minute.
        App = "app",
        /// A key that a device uses for its owner only.
        Passkey = "passkey",
    }
}
