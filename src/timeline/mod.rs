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
pub(crate) use words::{mentioned_by, sentence_of};

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
    /// Entries older than this one.
    pub before: String,
}

impl Asked {
    /// Which entries are wanted.
    pub fn filter(&self) -> Filter {
        if self.history == "changes" { Filter::Changes } else { Filter::All }
    }

    /// Older than which entry.
    pub fn before(&self) -> Option<i64> {
        self.before.parse().ok()
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
    before: Option<i64>,
) -> QueryResult<Timeline> {
    let mut events = queries::events(tx, entity, id, filter, before, PAGE + 1)?;
    let older = (events.len() > PAGE).then(|| events.get(PAGE - 1).map(|event| event.id)).flatten();
    events.truncate(PAGE);
    let entries = words::entries(tx, (entity, id), events)?;
    let whole = records::href(entity, id).map(|href| format!("{href}/history")).unwrap_or_default();
    Ok(page::timeline(tx, whole, filter, before.is_some(), older, entries))
}
