//! What colleagues changed lately on somebody's records and on those they follow, and what they keep at hand: one
//! statement, because a page has only so many.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::access::Branch;
use crate::bookmarks::{Kind, Row as Kept, Shelf};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Action, Entity};
use crate::records;
use crate::sharing;

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

/// One row: when, who, which kind of record, which one, what happened or why it is kept, what the record is called and
/// what tells it from others, the entry.
type Row = (NaiveDateTime, i64, Entity, i64, String, String, String, i64);
type Types = (Timestamp, BigInt, Text, BigInt, Text, Text, Text, BigInt);

/// Changes others made by hand to records the viewer sees and owns or follows; and what the viewer keeps at hand.
///
/// # Errors
/// What the database answers.
pub fn at_hand(tx: &mut Tx<'_>) -> QueryResult<(Vec<Change>, Shelf)> {
    let changes = Sql::new("SELECT * FROM (").append(changes(tx)).push(" ORDER BY 1 DESC, 8 DESC LIMIT ").bind(SHOWN);
    let kept = " UNION ALL SELECT k.at, CAST(0 AS BIGINT), k.entity, k.record_id, k.kind, k.name, k.beside, \
                CAST(0 AS BIGINT) FROM (";
    let sql = latest(tx).append(changes).push(") AS news").push(kept).append(Shelf::rows(tx)).push(") AS k");
    let rows: Vec<Row> = sql.load::<Types, _>(tx.db)?;
    let shelf: Vec<Kept> = rows.iter().filter_map(kept_row).collect();
    let mut news: Vec<(i64, Change)> = rows.into_iter().filter_map(change).collect();
    news.sort_by_key(|(entry, change)| std::cmp::Reverse((change.at, *entry)));
    Ok((news.into_iter().map(|(_, change)| change).collect(), Shelf::from(shelf)))
}

fn change((at, actor, entity, id, action, name, _, entry): Row) -> Option<(i64, Change)> {
    let action = action.parse().ok()?;
    Some((entry, Change { at, actor, entity, id, action, name }))
}

fn kept_row((at, _, entity, id, kind, name, beside, _): &Row) -> Option<Kept> {
    let kind: Kind = kind.parse().ok()?;
    Some((kind, *at, *entity, *id, name.clone(), beside.clone()))
}

/// The company's latest changes by hand that are not the viewer's, and all that others did to what the viewer follows:
/// however much an import or a change of many has added since, and even if it was one of those.
fn latest(tx: &Tx<'_>) -> Sql {
    let (me, since) = (tx.viewer.id, tx.now - Duration::days(DAYS));
    let entry = "id, at, actor_id, on_behalf_of, entity, record_id, action";
    let sql = Sql::new(&format!("WITH latest AS (SELECT {entry}, batch_id FROM journal ORDER BY id DESC LIMIT "));
    let sql =
        sql.bind(LATEST).push(&format!("), j AS MATERIALIZED (SELECT {entry} FROM latest WHERE batch_id IS NULL"));
    let sql = sql.push(" AND actor_id <> ").bind(me).push(" AND at >= ").bind(since);
    let sql = sql.push(
        " UNION SELECT n.id, n.at, n.actor_id, n.on_behalf_of, n.entity, n.record_id, n.action \
         FROM bookmarks f CROSS JOIN journal n",
    );
    let sql =
        sql.push(" WHERE n.entity = f.entity AND n.record_id = f.record_id AND f.kind = 'followed' AND f.user_id = ");
    sql.bind(me).push(" AND n.actor_id <> ").bind(me).push(" AND n.at >= ").bind(since).push(") ")
}

/// Those of them that are about records of the viewer's, or followed, within reach.
fn changes(tx: &Tx<'_>) -> Sql {
    let me = tx.viewer.id;
    let mine = crate::access::Scope::of([Branch::Owner(me)]).words("t");
    let each = KINDS.into_iter().map(|(entity, table, name)| {
        let (reach, kind) = (records::visible(&tx.viewer, entity).words("t"), entity.name());
        let told = sharing::told_words(&tx.viewer, entity, "j", "j.record_id");
        format!(
            "SELECT j.at, j.actor_id, j.entity, j.record_id, j.action, {name} AS name, '' AS beside, j.id FROM j \
             JOIN {table} t ON t.id = j.record_id WHERE j.entity = '{kind}' AND {reach} AND {told} \
             AND ({mine} OR EXISTS (SELECT 1 FROM bookmarks f \
             WHERE f.user_id = {me} AND f.kind = 'followed' AND f.entity = '{kind}' AND f.record_id = t.id))"
        )
    });
    Sql::new(&each.collect::<Vec<_>>().join(" UNION ALL "))
}
