//! Search: leads, accounts, contacts and opportunities by words, phone digits and addresses.

mod find;
mod page;
mod text;
mod words;

pub use find::ids;
pub(crate) use find::{has_word, id_column, matching};
pub use text::{PHONE_MARK, SearchText};
pub use words::{Words, start_of};

crate::routes! {
    get "/search" => page::show,
}
