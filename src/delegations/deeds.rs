//! What was done in somebody's name, newest first.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::BigInt;

use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{self, Event};
use crate::records::{self, Named};
use crate::timeline;

/// How many are told; the journal has them all, and each record its own.
const TOLD: i64 = 25;

/// One of them.
pub(super) struct Deed {
    pub(super) at: NaiveDateTime,
    /// Who did what.
    pub(super) said: String,
    /// The record's name and page; none where it is out of the viewer's reach by now.
    pub(super) record: Option<(String, String)>,
}

/// What others did lately in the name of a person.
///
/// # Errors
/// What the database answers.
pub(super) fn of(tx: &mut Tx<'_>, person: i64) -> QueryResult<Vec<Deed>> {
    let latest = Sql::new("SELECT id FROM journal WHERE on_behalf_of = ").bind(person);
    let latest = latest.push(" ORDER BY at DESC, id DESC LIMIT ").bind(TOLD);
    let ids: Vec<i64> = latest.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect();
    let events = journal::events(tx, &ids)?;
    let wanted: Vec<_> = events.iter().map(|event| (event.entity, event.record_id)).collect();
    let names = records::named(tx, &wanted)?;
    let seen = |event: &Event| names.get(&(event.entity, event.record_id)).filter(|named| named.visible);
    let deed = |event: &Event| Deed {
        at: event.at,
        said: timeline::sentence_of(tx, (event.entity, event.action), (event.actor_id, None), &event.changes),
        record: seen(event).and_then(place),
    };
    Ok(events.iter().map(deed).collect())
}

fn place(named: &Named) -> Option<(String, String)> {
    Some((named.name.clone(), format!("{}/history", named.href()?)))
}
