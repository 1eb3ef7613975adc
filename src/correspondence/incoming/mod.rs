//! Mail that comes in: read, told apart from what programs send, put with the record it belongs to.
//!
//! It comes from the mailbox of the settings (`imap`), or by `fursa ingest < message.eml`. What it belongs to is said by the
//! message it answers, then by the address it was sent to, which is made for one mail or one person, then by who wrote it;
//! never by its subject (rule 61). What belongs to nothing waits for somebody to take it up.

mod address;
mod belongs;
mod imap;
mod intake;
pub mod pages;
mod parse;

pub use address::for_answers;
pub use imap::fetch;
pub use intake::{Outcome, ingest};
