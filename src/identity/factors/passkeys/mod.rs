//! Passkeys (WebAuthn): a key that somebody's phone, computer or security key holds and uses only after it has made sure
//! of its owner, and only for the address it was made for. A page that looks like ours learns nothing from it.
//!
//! What an authenticator says is examined by the crate `webauthn-rs`: challenge, origin, address, presence and
//! verification of the person, signature, counter. Here is what surrounds it: whose challenge it is and that it is
//! answered once (`challenges`), where keys are kept (`store`), the pages that add (`add`) and change (`one`)
//! them, and what is asked at the door (`door`). Makers of authenticators are not asked about: none is refused.

mod add;
mod challenges;
mod door;
mod offer;
mod one;
mod party;
mod store;

pub use add::{begin as add, finish as keep, show as show_new};
pub use door::{Answer, Asked, Came, ask, ask_anybody, take, take_anybodys};
pub use offer::{Offer, Token, token};
pub use one::{remove, rename, show};
pub use party::are_possible;
pub use store::Listed;
pub(super) use store::all;
