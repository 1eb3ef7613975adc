//! What was told, as it is kept.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::Event;
use crate::access::Viewer;
use crate::activities;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;

/// How long what was told is kept.
const KEPT: Duration = Duration::days(90);

/// Nobody counts further than this.
const MOST: i64 = 99;

/// Kinds of records somebody may be told of.
pub(super) const ABOUT: [Entity; 5] =
    [Entity::Lead, Entity::Account, Entity::Contact, Entity::Opportunity, Entity::Activity];

/// Something to be told to somebody.
#[derive(Clone, Debug)]
pub struct Told {
    /// To whom.
    pub to: i64,
    /// What.
    pub event: Event,
    /// Which record it is about.
    pub record: (Entity, i64),
    /// What happens twice under one key is told once, and how often it happened.
    pub key: String,
}

/// Tells somebody something, as they have chosen to be told. Who does something themselves is not told of it: the caller has seen to
/// that.
///
/// # Errors
/// What the database answers.
pub fn tell(tx: &mut Tx<'_>, told: &Told) -> QueryResult<()> {
    let (event, mailed) = (told.event.name(), told.event.is_mailed());
    let chosen = |column: &str, usual: bool| {
        let usual = if usual { "TRUE" } else { "FALSE" };
        Sql::new(&format!("COALESCE((SELECT c.{column} FROM notification_choices c WHERE c.user_id = "))
            .bind(told.to)
            .push(" AND c.event = ")
            .bind(event)
            .push(&format!("), {usual})"))
    };
    let columns = "user_id, event, key, entity, record_id, actor_id, at, in_tray, by_mail";
    let insert = Sql::new(&format!("INSERT INTO notifications ({columns}) VALUES (")).bind(told.to);
    let insert = insert.push(", ").bind(event).push(", ").bind(told.key.as_str()).push(", ").bind(told.record.0.name());
    let insert = insert.push(", ").bind(told.record.1).push(", ").bind(tx.viewer.actor()).push(", ").bind(tx.now);
    let insert = insert.push(", ").append(chosen("in_tray", true)).push(", ").append(chosen("by_mail", mailed));
    let insert = insert.push(
        ") ON CONFLICT (user_id, key) DO UPDATE SET n = notifications.n + 1, at = excluded.at, \
         record_id = excluded.record_id, read_at = NULL",
    );
    insert.run(tx.db).map(drop)
}

/// The condition that a viewer may know of what a notification `t` is about; of many at once that is the last.
pub(super) fn seen(viewer: &Viewer) -> String {
    let each = ABOUT.iter().map(|entity| {
        let (table, name) = (records::table(*entity), entity.name());
        let reach = match entity {
            Entity::Activity => activities::access::seen(viewer, "about_it"),
            _ => records::visible(viewer, *entity).words("about_it"),
        };
        format!("(t.entity = '{name}' AND EXISTS (SELECT 1 FROM {table} about_it WHERE about_it.id = t.record_id AND {reach}))")
    });
    // An import is shown to whoever made it, and nobody else is told of it.
    let own = format!("t.event = '{}'", Event::ImportFinished.name());
    format!("({own} OR {})", each.collect::<Vec<_>>().join(" OR "))
}

/// How many the viewer has still to read, as far as they may know of what these are about; no further than to a hundred.
///
/// # Errors
/// What the database answers.
pub fn unread(tx: &mut Tx<'_>) -> QueryResult<i64> {
    let seen = seen(&tx.viewer);
    let sql = Sql::new(
        "SELECT COUNT(*) FROM (SELECT 1 FROM notifications t WHERE t.in_tray AND t.read_at IS NULL AND t.user_id = ",
    );
    let sql = sql.bind(tx.viewer.id).push(&format!(" AND {seen} LIMIT {}) AS waiting", MOST + 1));
    sql.one::<(BigInt,), (i64,)>(tx.db).map(|(n,)| n)
}

/// The statement by which the viewer has read what is told of a record: they are looking at it.
pub fn read_about(me: i64, entity: Entity, id: i64, now: NaiveDateTime) -> Sql {
    let sql = Sql::new("UPDATE notifications SET read_at = ")
        .bind(now)
        .push(" WHERE read_at IS NULL AND n = 1 AND user_id = ");
    sql.bind(me).push(" AND entity = ").bind(entity.name()).push(" AND record_id = ").bind(id)
}

/// Forgets what was told long ago; answers how much.
///
/// # Errors
/// What the database answers.
pub fn forget_old(tx: &mut Tx<'_>) -> QueryResult<usize> {
    Sql::new("DELETE FROM notifications WHERE at < ").bind(tx.now - KEPT).run(tx.db)
}

/// Forgets what was told of a record that is no more and does not come back.
///
/// # Errors
/// What the database answers.
pub fn forget_record(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    let delete = Sql::new("DELETE FROM notifications WHERE entity = ").bind(entity.name());
    delete.push(" AND record_id = ").bind(id).run(tx.db).map(drop)
}
