//! Reading the journal back.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Action, Change, Entity};
use crate::db::Tx;
use crate::db::schema::{journal, journal_values};
use crate::db::sql::{Sql, among};

/// One entry of the journal with its values.
#[derive(Clone, Debug)]
pub struct Event {
    /// The entry's id; grows with time.
    pub id: i64,
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// Who; the program itself has no id.
    pub actor_id: Option<i64>,
    /// For whom, where they stood in for somebody.
    pub on_behalf_of: Option<i64>,
    /// The request it was written by.
    pub request_id: String,
    /// The batch it was part of.
    pub batch_id: Option<i64>,
    /// What kind of record.
    pub entity: Entity,
    /// Which record.
    pub record_id: i64,
    /// The record's version afterwards.
    pub version: i64,
    /// What happened.
    pub action: Action,
    /// What changed.
    pub changes: Vec<Change>,
}

type Columns = (
    journal::id,
    journal::at,
    journal::actor_id,
    journal::on_behalf_of,
    journal::request_id,
    journal::batch_id,
    journal::entity,
    journal::record_id,
    journal::version,
    journal::action,
);
type Row = (i64, NaiveDateTime, Option<i64>, Option<i64>, String, Option<i64>, Entity, i64, i64, Action);

const COLUMNS: Columns = (
    journal::id,
    journal::at,
    journal::actor_id,
    journal::on_behalf_of,
    journal::request_id,
    journal::batch_id,
    journal::entity,
    journal::record_id,
    journal::version,
    journal::action,
);

/// The newest entries about one record, newest first, older than entry `before` where given.
/// The caller has checked that the viewer may see the record.
///
/// # Errors
/// What the database answers.
pub fn events_of(tx: &mut Tx<'_>, entity: Entity, id: i64, before: Option<i64>, most: i64) -> QueryResult<Vec<Event>> {
    events_told(tx, (entity, id), before, most, "1 = 1")
}

/// The same, of those entries that meet a condition on the journal's own columns.
///
/// # Errors
/// What the database answers.
pub fn events_told(
    tx: &mut Tx<'_>,
    (entity, id): (Entity, i64),
    before: Option<i64>,
    most: i64,
    told: &str,
) -> QueryResult<Vec<Event>> {
    let rows = journal::table
        .filter(journal::entity.eq(entity).and(journal::record_id.eq(id)))
        .filter(journal::id.lt(before.unwrap_or(i64::MAX)))
        .filter(Sql::new(told).condition())
        .order(journal::id.desc())
        .limit(most)
        .select(COLUMNS)
        .load::<Row>(tx.db)?;
    with_values(tx, rows)
}

/// Every entry of a batch, newest first: the order in which it is taken back.
///
/// # Errors
/// What the database answers.
pub fn batch_events(tx: &mut Tx<'_>, batch: i64, before: Option<i64>, most: i64) -> QueryResult<Vec<Event>> {
    let rows = journal::table
        .filter(journal::batch_id.eq(batch))
        .filter(journal::id.lt(before.unwrap_or(i64::MAX)))
        .order(journal::id.desc())
        .limit(most)
        .select(COLUMNS)
        .load::<Row>(tx.db)?;
    with_values(tx, rows)
}

/// These entries, in this order.
///
/// # Errors
/// What the database answers.
pub fn events(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<Event>> {
    let rows = journal::table.filter(among("journal.id", ids)).select(COLUMNS).load::<Row>(tx.db)?;
    let mut found: HashMap<i64, Event> = with_values(tx, rows)?.into_iter().map(|event| (event.id, event)).collect();
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// Every entry of a request, in the order it was written.
///
/// # Errors
/// What the database answers.
pub fn request_events(tx: &mut Tx<'_>, request: &str) -> QueryResult<Vec<Event>> {
    let rows = journal::table
        .filter(journal::request_id.eq(request))
        .order(journal::id.asc())
        .select(COLUMNS)
        .load::<Row>(tx.db)?;
    with_values(tx, rows)
}

/// What has changed on a record since a version: per field the value before the first change and after the last.
///
/// # Errors
/// What the database answers.
pub fn changes_since(tx: &mut Tx<'_>, entity: Entity, id: i64, version: i64) -> QueryResult<BTreeMap<String, Change>> {
    let rows = journal::table
        .inner_join(journal_values::table.on(journal_values::journal_id.eq(journal::id)))
        .filter(journal::entity.eq(entity).and(journal::record_id.eq(id)))
        .filter(journal::version.gt(version))
        .order(journal::id.asc())
        .select((journal_values::field, journal_values::before, journal_values::after))
        .load::<(String, Option<String>, Option<String>)>(tx.db)?;
    let mut changes: BTreeMap<String, Change> = BTreeMap::new();
    for (field, before, after) in rows {
        let known = changes.entry(field.clone()).or_insert(Change { field, before, after: None });
        known.after = after;
    }
    Ok(changes)
}

/// What these entries changed, by entry.
///
/// # Errors
/// What the database answers.
pub fn changes_of(tx: &mut Tx<'_>, entries: &[i64]) -> QueryResult<HashMap<i64, Vec<Change>>> {
    let values = journal_values::table
        .filter(among("journal_values.journal_id", entries))
        .select((journal_values::journal_id, journal_values::field, journal_values::before, journal_values::after))
        .load::<(i64, String, Option<String>, Option<String>)>(tx.db)?;
    let mut by_entry: HashMap<i64, Vec<Change>> = HashMap::new();
    for (entry, field, before, after) in values {
        by_entry.entry(entry).or_default().push(Change { field, before, after });
    }
    Ok(by_entry)
}

fn with_values(tx: &mut Tx<'_>, rows: Vec<Row>) -> QueryResult<Vec<Event>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let mut by_entry = changes_of(tx, &ids)?;
    let event = |row: Row| {
        let (id, at, actor_id, on_behalf_of, request_id, batch_id, entity, record_id, version, action) = row;
        let changes = by_entry.remove(&id).unwrap_or_default();
        Event { id, at, actor_id, on_behalf_of, request_id, batch_id, entity, record_id, version, action, changes }
    };
    Ok(rows.into_iter().map(event).collect())
}
