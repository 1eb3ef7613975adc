//! What was told goes out by mail: a little later, all that came together in one letter, in the language of who gets it. What they
//! have read by then, and what is out of their reach by then, is not sent.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::Event;
use super::store::seen;
use super::tray::Line;
use crate::config::Config;
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::journal::Entity;
use crate::mail::{self, Kind, Letter};

/// How long a letter waits for what else happens, and for its reader to see it by themselves.
const PATIENCE: Duration = Duration::minutes(2);

/// What waits to be sent.
const DUE: &str = "by_mail AND mailed_at IS NULL AND at <= ";

/// Is anything to be sent by now?
///
/// # Errors
/// What the database answers.
pub fn is_any_due(db: &mut Db, now: NaiveDateTime) -> QueryResult<bool> {
    let sql = Sql::new("SELECT id FROM notifications WHERE ").push(DUE).bind(now - PATIENCE).push(" LIMIT 1");
    Ok(!sql.load::<(BigInt,), (i64,)>(db)?.is_empty())
}

/// Posts a letter to everybody something waits for; answers how many. Noted in the same transaction: nothing is sent twice.
///
/// # Errors
/// What the database answers.
pub fn send(tx: &mut Tx<'_>, config: &Config) -> QueryResult<usize> {
    let sql = Sql::new("SELECT DISTINCT user_id FROM notifications WHERE ").push(DUE).bind(tx.now - PATIENCE);
    let people: Vec<i64> =
        sql.push(" ORDER BY user_id").load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect();
    let mut sent = 0;
    for person in people {
        sent += usize::from(tx.as_person(person, |tx| post(tx, config))?.unwrap_or_default());
        let noted = Sql::new("UPDATE notifications SET mailed_at = ").bind(tx.now).push(" WHERE ").push(DUE);
        noted.bind(tx.now - PATIENCE).push(" AND user_id = ").bind(person).run(tx.db)?;
    }
    Ok(sent)
}

/// Posts what waits for the reader, as far as they may know of it; says whether there was anything.
fn post(tx: &mut Tx<'_>, config: &Config) -> QueryResult<bool> {
    let rows = waiting(tx)?;
    let lines = Line::all(tx, rows)?;
    let Some(first) = lines.first() else { return Ok(false) };
    let subject = match lines.len() {
        1 => tx.text.plain("notifications-mail-subject-one", &[("what", first.said.clone().into())]),
        n => tx.text.plain("notifications-mail-subject", &[("n", i64::try_from(n).unwrap_or(i64::MAX).into())]),
    };
    let told: Vec<String> =
        lines.iter().map(|line| format!("{}\n{}{}", line.said, config.base_url, line.href)).collect();
    letter(tx, config, "notifications-mail-body", subject, &told)
}

/// Posts a letter of these paragraphs to the reader.
pub(super) fn letter(
    tx: &mut Tx<'_>,
    config: &Config,
    body: &str,
    subject: String,
    paragraphs: &[String],
) -> QueryResult<bool> {
    let Some(person) = tx.directory.person(tx.viewer.id) else { return Ok(false) };
    let Some(recipient) = person.email.clone() else { return Ok(false) };
    let args = [
        ("name", person.name.as_str().into()),
        ("company", tx.directory.organization.name.as_str().into()),
        ("what", paragraphs.join("\n\n").into()),
        ("link", format!("{}/profile/notifications", config.base_url).into()),
    ];
    // messages: notifications-mail-body notifications-digest-body
    let body = tx.text.plain(body, &args);
    let letter = Letter { recipient, kind: Kind::Notification, subject: plain_line(&subject), body };
    mail::post(tx.db, config, tx.now, &letter)
}

/// A subject is one line, whatever a record is called.
fn plain_line(subject: &str) -> String {
    subject.replace(['\u{2068}', '\u{2069}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A row as it is told: its id, what, about which record, how many, by whom, when, and when it was read.
pub(super) type Row = (i64, Event, Entity, i64, i64, Option<i64>, NaiveDateTime, Option<NaiveDateTime>);
/// The columns of [`Row`].
pub(super) const COLUMNS: &str = "t.id, t.event, t.entity, t.record_id, t.n, t.actor_id, t.at, t.read_at";
/// Their types.
pub(super) type Types = (BigInt, Text, Text, BigInt, BigInt, Nullable<BigInt>, Timestamp, Nullable<Timestamp>);

/// What waits to be sent to the reader, the oldest first.
fn waiting(tx: &mut Tx<'_>) -> QueryResult<Vec<Row>> {
    let seen = seen(&tx.viewer);
    let sql = Sql::new(&format!("SELECT {COLUMNS} FROM notifications t WHERE ")).push(DUE).bind(tx.now - PATIENCE);
    let sql = sql.push(" AND (t.read_at IS NULL OR NOT t.in_tray) AND t.user_id = ").bind(tx.viewer.id);
    sql.push(&format!(" AND {seen} ORDER BY t.at, t.id")).load::<Types, _>(tx.db)
}
