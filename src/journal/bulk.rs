//! Many entries at once, each at its own instant and by its own person: for what brings a history along.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::{Action, Change, Entity};
use crate::db::sql::{Sql, insert_rows};
use crate::db::{Db, dialect};

/// One entry to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// Who; the program itself has no id.
    pub actor_id: Option<i64>,
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

/// Writes the entries in their order, behind those there are. Nobody else may be writing.
///
/// # Errors
/// What the database answers.
pub fn write_all(db: &mut Db, request_id: &str, entries: &[Entry]) -> QueryResult<()> {
    let (last,): (i64,) = Sql::new("SELECT COALESCE(MAX(id), 0) FROM journal").one::<(BigInt,), _>(db)?;
    let numbered = || (last + 1..).zip(entries);
    let columns = "id, at, actor_id, request_id, entity, record_id, version, action";
    insert_rows(db, "journal", columns, numbered(), |sql, (id, entry)| {
        let sql = sql.bind(id).push(", ").bind(entry.at).push(", ").bind(entry.actor_id).push(", ").bind(request_id);
        let sql = sql.push(", ").bind(entry.entity.name()).push(", ").bind(entry.record_id);
        sql.push(", ").bind(entry.version).push(", ").bind(entry.action.name())
    })?;
    let values = numbered().flat_map(|(id, entry)| entry.changes.iter().map(move |change| (id, change)));
    write_values(db, values)?;
    dialect::ids_given(db, "journal")
}

/// Writes what entries changed, each with the id of its entry.
pub(super) fn write_values<'c>(db: &mut Db, values: impl IntoIterator<Item = (i64, &'c Change)>) -> QueryResult<()> {
    insert_rows(db, "journal_values", "journal_id, field, before, after", values, |sql, (id, change)| {
        let sql = sql.bind(id).push(", ").bind(change.field.as_str());
        sql.push(", ").bind(change.before.clone()).push(", ").bind(change.after.clone())
    })
}
