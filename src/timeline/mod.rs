//! What happened to a record, newest first, read from the journal: who, when, what, and which fields it changed.
//!
//! A record page takes `Params<timeline::Asked>`, calls [`for_record`], keeps the answer in its struct as `timeline` and
//! includes `timeline/_timeline.html`. An account tells what happened to its contacts, deals and leads too, as far as the
//! viewer may see those.

mod history;
mod page;
mod queries;
mod words;

pub use page::{About, Day, Entry, Timeline};
pub(crate) use words::{beginning, mentioned_by, sentence_of};

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Deserialize;

use crate::db::Tx;
use crate::journal::Entity;
use crate::records;

crate::routes! {
    get "/leads/{id:[0-9]+}/history" => history::lead,
    get "/accounts/{id:[0-9]+}/history" => history::account,
    get "/contacts/{id:[0-9]+}/history" => history::contact,
    get "/opportunities/{id:[0-9]+}/history" => history::opportunity,
    get "/products/{id:[0-9]+}/history" => history::product,
}

/// How many entries a page of history holds.
const PAGE: usize = 30;

/// Which entries are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everything that happened.
    #[default]
    All,
    /// Only what changed a field.
    Changes,
}

/// What a page's address asks of its timeline.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `changes`, or everything.
    pub history: String,
    /// Entries older than this place.
    pub before: String,
}

/// A place in a history: when an entry was made, and its id. Both stand in the address: an id that is looked up would
/// tell when somebody changed what the reader may not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    at: NaiveDateTime,
    id: i64,
}

impl Place {
    /// The place as an address says it.
    fn words(self) -> String {
        format!("{}_{}", self.at.format(AT), self.id)
    }

    /// Reads it; nothing for what is none.
    fn parse(words: &str) -> Option<Place> {
        let (at, id) = words.split_once('_')?;
        Some(Place { at: NaiveDateTime::parse_from_str(at, AT).ok()?, id: id.parse().ok()? })
    }
}

/// How instants stand in an address.
const AT: &str = "%Y-%m-%dT%H:%M:%S%.f";

impl Asked {
    /// Which entries are wanted.
    pub fn filter(&self) -> Filter {
        if self.history == "changes" { Filter::Changes } else { Filter::All }
    }

    /// Older than which place.
    pub fn before(&self) -> Option<Place> {
        Place::parse(&self.before)
    }
}

/// One page of what happened to a record. The caller has checked that the viewer may see it.
///
/// # Errors
/// What the database answers.
pub fn for_record(
    tx: &mut Tx<'_>,
    entity: Entity,
    id: i64,
    filter: Filter,
    before: Option<Place>,
) -> QueryResult<Timeline> {
    let mut events = queries::events(tx, entity, id, filter, before, PAGE + 1)?;
    let older =
        (events.len() > PAGE).then(|| events.get(PAGE - 1).map(|event| Place { at: event.at, id: event.id })).flatten();
    events.truncate(PAGE);
    let entries = words::entries(tx, (entity, id), events)?;
    let whole = records::href(entity, id).map(|href| format!("{href}/history")).unwrap_or_default();
    Ok(page::timeline(tx, whole, filter, before.is_some(), older, entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_stands_in_an_address() {
        let at = NaiveDateTime::parse_from_str("2026-11-22T10:00:00.123456", AT).unwrap();
        for at in [at, NaiveDateTime::default()] {
            let place = Place { at, id: 17 };
            assert_eq!(Place::parse(&place.words()), Some(place));
        }
        assert_eq!(["17", "", "x_1", "2026-11-22_1"].map(Place::parse), [None; 4]);
    }
}
