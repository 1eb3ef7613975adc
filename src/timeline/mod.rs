//! What happened to a record, newest first, read from the journal: who, when, what, and which fields it changed.
//!
//! A record page takes `Params<timeline::Asked>`, calls [`for_record`], keeps the answer in its struct as `timeline` and
//! includes `timeline/_timeline.html`. An account tells what happened to its contacts, deals and leads too, as far as the
//! viewer may see those.

mod history;
mod page;
mod queries;
mod talk;
mod words;

pub use page::{About, Day, Entry, Talk, Timeline};
pub(crate) use words::{beginning, mentioned_by, sentence_of};

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Deserialize;

use crate::db::Tx;
use crate::journal::Entity;
use crate::records;
use crate::text_enum;

crate::routes! {
    get "/leads/{id:[0-9]+}/history" => history::lead,
    get "/accounts/{id:[0-9]+}/history" => history::account,
    get "/contacts/{id:[0-9]+}/history" => history::contact,
    get "/opportunities/{id:[0-9]+}/history" => history::opportunity,
    get "/activities/{id:[0-9]+}/history" => history::activity,
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
    /// Only what was done with the customer.
    Talk,
    /// Only what changed a field.
    Changes,
}

/// What a page's address asks of its timeline.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `talk`, `changes`, or everything.
    pub history: String,
    /// Entries older than this place.
    pub before: String,
}

text_enum! {
    /// What a timeline is told from.
    pub enum Source {
        /// The journal.
        Journal = "journal",
        /// Activities, at the time they took place.
        Activity = "activity",
    }
}

/// A place in a history: when it happened, and which entry of which source it is. All of it stands in the address: an id
/// that is looked up would tell when somebody changed what the reader may not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    at: NaiveDateTime,
    source: Source,
    id: i64,
}

impl Place {
    /// The place as an address says it.
    fn words(self) -> String {
        format!("{}_{}_{}", self.at.format(AT), self.source.name(), self.id)
    }

    /// Reads it; nothing for what is none.
    fn parse(words: &str) -> Option<Place> {
        let (at, entry) = words.split_once('_')?;
        let (source, id) = entry.split_once('_')?;
        Some(Place {
            at: NaiveDateTime::parse_from_str(at, AT).ok()?,
            source: source.parse().ok()?,
            id: id.parse().ok()?,
        })
    }
}

/// How instants stand in an address.
const AT: &str = "%Y-%m-%dT%H:%M:%S%.f";

impl Asked {
    /// Which entries are wanted.
    pub fn filter(&self) -> Filter {
        match self.history.as_str() {
            "talk" => Filter::Talk,
            "changes" => Filter::Changes,
            _ => Filter::All,
        }
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
    let mut told = queries::told(tx, entity, id, filter, before, PAGE + 1)?;
    let older = (told.len() > PAGE).then(|| told.get(PAGE - 1).map(|last| last.place)).flatten();
    told.truncate(PAGE);
    let entries = words::entries(tx, (entity, id), told)?;
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
            let place = Place { at, source: Source::Activity, id: 17 };
            assert_eq!(Place::parse(&place.words()), Some(place));
        }
        assert_eq!(["17", "", "x_journal_1", "2026-11-22T10:00:00_1"].map(Place::parse), [None; 4]);
    }
}
