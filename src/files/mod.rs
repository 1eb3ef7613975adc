//! The store of attached files: each lies once in a folder, under the hash of its content, however often it is attached. A
//! row of the database says what it is called and who may have it; the folder knows neither.
//!
//! A file is written before the row that names it, and swept a day after the last one that did: a program that dies in
//! between leaves nothing that anybody misses.

mod kinds;
mod store;

pub use kinds::{Refused, media_type, named};
pub use store::{Kept, Store, is_hash};
