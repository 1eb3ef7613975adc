//! Tags: words of the company's own that records carry, to be found together again.
//!
//! The words are kept by administrators like pick lists and known to everybody; whoever may change a record chooses
//! among them. Were anybody free to coin one, a word would tell everybody of a record that not everybody sees
//! (rule 43). What a record carries is a field of it, in its history like any other; the same stands once more by tag,
//! for the filters of lists.

mod index;
mod part;
mod record;
mod words;

pub use index::{forget, index};
pub use part::{OnRecord, TagFilter, Tagged, told};
pub(crate) use part::{list_of, offered};
pub(crate) use words::{BETWEEN, LONGEST, MOST, Typed, coin, look_up, read};

use crate::accounts::Account;
use crate::contacts::Contact;
use crate::fields::{Field, Kind};
use crate::leads::Lead;
use crate::listing::Filter;
use crate::opportunities::Opportunity;

/// The tags of a record as a field of it.
pub const FIELD: Field = Field::new("tags", "tags-field", Kind::Tags);

/// What the filter is called in an address.
pub const NAME: &str = "tag";

/// The filter of a list; the column with its table.
pub const fn filter(column: &'static str) -> Filter {
    Filter::new(NAME, "tags-field", column, Kind::Tags)
}

crate::routes! {
    post "/leads/{id:[0-9]+}/tags" => record::add::<Lead>,
    post "/leads/{id:[0-9]+}/tags/{tag:[0-9]+}/removal" => record::remove::<Lead>,
    post "/accounts/{id:[0-9]+}/tags" => record::add::<Account>,
    post "/accounts/{id:[0-9]+}/tags/{tag:[0-9]+}/removal" => record::remove::<Account>,
    post "/contacts/{id:[0-9]+}/tags" => record::add::<Contact>,
    post "/contacts/{id:[0-9]+}/tags/{tag:[0-9]+}/removal" => record::remove::<Contact>,
    post "/opportunities/{id:[0-9]+}/tags" => record::add::<Opportunity>,
    post "/opportunities/{id:[0-9]+}/tags/{tag:[0-9]+}/removal" => record::remove::<Opportunity>,
}
