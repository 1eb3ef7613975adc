//! What the form asks of the journal, and the entries that answer it, newest first.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

use crate::db::schema::{journal as entries, journal_requests};
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::journal::{self, Entity, Event};
use crate::values::text;

/// How many records of a name are looked for in each table.
const NAMESAKES: i64 = 50;

/// Records that have a name, and a page of their own.
const NAMED: [(&str, &str); 4] =
    [("lead", "leads"), ("account", "accounts"), ("contact", "contacts"), ("opportunity", "opportunities")];

/// What is searched for; everything is optional.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Id of a record, or how its name begins.
    pub(super) q: String,
    pub(super) person: String,
    /// In whose name.
    pub(super) behalf: String,
    pub(super) kind: String,
    pub(super) action: String,
    pub(super) from: String,
    pub(super) to: String,
    /// A request, or an address.
    pub(super) source: String,
    /// Entries before this one.
    #[serde(skip_serializing)]
    pub(super) before: String,
}

/// From where an entry was written.
#[derive(Clone, Debug, Default, Queryable)]
pub(super) struct Source {
    pub(super) request: String,
    pub(super) address: String,
    pub(super) agent: String,
}

/// Is this how requests are called?
fn is_request(source: &str) -> bool {
    source.len() == 16 && source.chars().all(|c| c.is_ascii_hexdigit())
}

/// The newest entries that answer, before entry `before` where given.
///
/// # Errors
/// What the database answers.
pub(super) fn found(tx: &mut Tx<'_>, asked: &Asked, before: Option<i64>, most: i64) -> QueryResult<Vec<Event>> {
    let mut sql = Sql::new("SELECT j.id FROM journal j WHERE 1 = 1");
    for (column, typed) in [("j.entity", &asked.kind), ("j.action", &asked.action)] {
        if !typed.is_empty() {
            sql = sql.push(&format!(" AND {column} = ")).bind(typed.as_str());
        }
    }
    for (column, typed) in [("j.actor_id", &asked.person), ("j.on_behalf_of", &asked.behalf)] {
        if let Ok(person) = typed.parse::<i64>() {
            sql = sql.push(&format!(" AND {column} = ")).bind(person);
        }
    }
    sql = within(tx, sql, asked);
    sql = from_source(sql, asked.source.trim());
    sql = about(tx, sql, asked.q.trim())?;
    // What a record's own index finds is little: it is sorted, not looked for from the newest entry on.
    let sorted = if asked.q.trim().is_empty() { "" } else { dialect::unindexed(tx.db) };
    sql = older(tx, sql, before)?;
    sql = sql.push(&format!(" ORDER BY {sorted}j.at DESC, {sorted}j.id DESC LIMIT ")).bind(most);
    let ids = sql.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect::<Vec<_>>();
    journal::events(tx, &ids)
}

/// Days are the reader's own; the last one counts.
fn within(tx: &Tx<'_>, mut sql: Sql, asked: &Asked) -> Sql {
    let zone = tx.text.zone();
    let midnight = |day: NaiveDate| {
        let local = zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest();
        local.map(|at| at.naive_utc())
    };
    let day = |typed: &str| typed.parse::<NaiveDate>().ok();
    if let Some(from) = day(&asked.from).and_then(midnight) {
        sql = sql.push(" AND j.at >= ").bind(from);
    }
    let end = day(&asked.to).and_then(|day| day.checked_add_days(Days::new(1)));
    if let Some(end) = end.and_then(midnight) {
        sql = sql.push(" AND j.at < ").bind(end);
    }
    sql
}

fn from_source(sql: Sql, source: &str) -> Sql {
    if source.is_empty() {
        sql
    } else if is_request(source) {
        sql.push(" AND j.request_id = ").bind(source.to_lowercase())
    } else {
        let sql = sql.push(" AND j.request_id IN (SELECT request_id FROM journal_requests WHERE address = ");
        sql.bind(source).push(")")
    }
}

/// About the records of an id, or of names that begin like this. Kind and number lead to few entries by their own index.
fn about(tx: &mut Tx<'_>, sql: Sql, typed: &str) -> QueryResult<Sql> {
    if typed.is_empty() {
        return Ok(sql);
    }
    if let Ok(id) = typed.parse::<i64>() {
        let kinds: Vec<String> = Entity::ALL.iter().map(|entity| format!("'{}'", entity.name())).collect();
        return Ok(sql.push(&format!(" AND j.entity IN ({}) AND j.record_id = ", kinds.join(", "))).bind(id));
    }
    let begin = text::sort_key(typed);
    let mut pairs: Vec<Sql> = Vec::new();
    for (entity, table) in NAMED {
        let alike = Sql::new(&format!("SELECT id FROM {table} WHERE sort_name >= ")).bind(begin.as_str());
        let alike =
            alike.push(" AND sort_name < ").bind(format!("{begin}\u{10ffff}")).push(" ORDER BY sort_name LIMIT ");
        let ids: Vec<i64> =
            alike.bind(NAMESAKES).load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect();
        if !ids.is_empty() {
            pairs.push(Sql::new(&format!("(j.entity = '{entity}' AND j.record_id IN ")).ids(&ids).push(")"));
        }
    }
    let any = pairs.into_iter().reduce(|one, other| one.push(" OR ").append(other));
    Ok(match any {
        Some(any) => sql.push(" AND (").append(any).push(")"),
        None => sql.push(" AND 1 = 0"),
    })
}

fn older(tx: &mut Tx<'_>, sql: Sql, before: Option<i64>) -> QueryResult<Sql> {
    let Some(id) = before else { return Ok(sql) };
    let at = entries::table.find(id).select(entries::at).first::<NaiveDateTime>(tx.db).optional()?;
    let Some(at) = at else { return Ok(sql) };
    let sql = sql.push(" AND j.at <= ").bind(at).push(" AND (j.at < ").bind(at).push(" OR j.id < ").bind(id);
    Ok(sql.push(")"))
}

/// From where these entries were written, by request.
///
/// # Errors
/// What the database answers.
pub(super) fn sources(tx: &mut Tx<'_>, events: &[Event]) -> QueryResult<HashMap<String, Source>> {
    let mut requests: Vec<&str> = events.iter().map(|event| event.request_id.as_str()).collect();
    requests.sort_unstable();
    requests.dedup();
    let columns = (journal_requests::request_id, journal_requests::address, journal_requests::agent);
    let words = requests
        .iter()
        .fold(Sql::new("journal_requests.request_id IN (''"), |words, request| words.push(", ").bind(*request));
    let rows = journal_requests::table.filter(words.push(")").condition()).select(columns);
    Ok(rows.load::<Source>(tx.db)?.into_iter().map(|source| (source.request.clone(), source)).collect())
}
