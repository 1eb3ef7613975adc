//! What colleagues changed lately on somebody's records.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::access::Branch;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Action, Entity};
use crate::records;

/// How far back one looks.
const DAYS: i64 = 7;
/// How many of the company's latest changes are looked through: a busy company has more than anybody reads.
const LATEST: i64 = 1000;
/// How many are told.
const SHOWN: i64 = 8;

/// One change.
pub struct Change {
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// Who.
    pub actor: i64,
    /// What kind of record.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// What happened.
    pub action: Action,
    /// What the record is called.
    pub name: String,
}

/// Table, and what its records are called, by kind.
const KINDS: [(Entity, &str, &str); 4] = [
    (Entity::Opportunity, "opportunities", "t.name"),
    (Entity::Lead, "leads", "CASE WHEN t.name <> '' THEN t.name ELSE t.company END"),
    (Entity::Account, "accounts", "t.name"),
    (Entity::Contact, "contacts", "t.name"),
];

/// Changes others made by hand to records the viewer owns and sees.
///
/// # Errors
/// What the database answers.
pub fn of_mine(tx: &mut Tx<'_>) -> QueryResult<Vec<Change>> {
    type Row = (NaiveDateTime, i64, Entity, i64, Action, String, i64);
    let since = tx.now - Duration::days(DAYS);
    let recent =
        Sql::new("WITH latest AS (SELECT id, at, actor_id, entity, record_id, action, batch_id FROM journal ORDER BY id DESC LIMIT ")
            .bind(LATEST)
            .push("), j AS MATERIALIZED (SELECT * FROM latest WHERE batch_id IS NULL AND actor_id <> ")
            .bind(tx.viewer.id)
            .push(" AND at >= ")
            .bind(since)
            .push(")");
    let mine = crate::access::Scope::of([Branch::Owner(tx.viewer.id)]).words("t");
    let mut sql = recent;
    for (place, (entity, table, name)) in KINDS.into_iter().enumerate() {
        let reach = records::visible(&tx.viewer, entity).words("t");
        let union = if place == 0 { "" } else { " UNION ALL" };
        sql = sql.push(&format!(
            "{union} SELECT j.at, j.actor_id, j.entity, j.record_id, j.action, {name}, j.id FROM j \
                 JOIN {table} t ON t.id = j.record_id WHERE j.entity = '{}' AND {mine} AND {reach}",
            entity.name()
        ));
    }
    let rows: Vec<Row> =
        sql.push(" ORDER BY 1 DESC, 7 DESC LIMIT ")
            .bind(SHOWN)
            .load::<(Timestamp, BigInt, Text, BigInt, Text, Text, BigInt), _>(tx.db)?;
    let change = |(at, actor, entity, id, action, name, _): Row| Change { at, actor, entity, id, action, name };
    Ok(rows.into_iter().map(change).collect())
}
