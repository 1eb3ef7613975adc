//! The tray: what one was told, the latest first.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde::Deserialize;

use super::Event;
use super::letters::{COLUMNS, Row, Types};
use super::store::seen;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;
use crate::web::{Answer, Button, Cx, Error, Form, Params, Path, Reply, Ui, routes};

/// Rows of a page.
const PAGE: usize = 30;

/// Something one was told.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) id: i64,
    /// In words.
    pub(super) said: String,
    /// Where it leads.
    pub(super) href: String,
    pub(super) at: NaiveDateTime,
    pub(super) unread: bool,
}

impl Line {
    /// The words of these rows. Of what is gone, or has no name for the reader, nothing is said.
    ///
    /// # Errors
    /// What the database answers.
    pub(super) fn all(tx: &mut Tx<'_>, rows: Vec<Row>) -> QueryResult<Vec<Line>> {
        let wanted: Vec<(Entity, i64)> = rows.iter().map(|row| (row.2, row.3)).collect();
        let names = records::named(tx, &wanted)?;
        let line = |(id, event, entity, record, n, actor, at, read): Row| {
            let many = n > 1;
            let named = names.get(&(entity, record)).filter(|named| named.visible);
            let (name, href) = match named {
                // Of an import it is the number; the kind is that of its records.
                _ if event == Event::ImportFinished => (String::new(), routes::import(record)),
                _ if many => (String::new(), list_of(entity)),
                Some(named) => (named.name.clone(), named.href()?),
                None => return None,
            };
            let who = tx.directory.person_name(actor);
            // messages: notifications-told-*
            let key = match (many, event) {
                (true, Event::Assigned) => "notifications-told-assigned-many".to_owned(),
                _ => format!("notifications-told-{}", event.name()),
            };
            let args = [("who", who.into()), ("record", name.into()), ("n", n.into())];
            Some(Line { id, said: tx.text.args(&key, &args), href, at, unread: read.is_none() })
        };
        Ok(rows.into_iter().filter_map(line).collect())
    }

    /// Where it is said that it was read.
    fn action(&self) -> String {
        format!("{}/{}/read", routes::NOTIFICATIONS, self.id)
    }
}

/// Where the records of a kind are.
fn list_of(entity: Entity) -> String {
    match entity {
        Entity::Lead => format!("{}?view=mine", routes::LEADS),
        Entity::Account => format!("{}?owner=me", routes::ACCOUNTS),
        Entity::Contact => format!("{}?owner=me", routes::CONTACTS),
        Entity::Opportunity => format!("{}?owner=me", routes::OPPORTUNITIES),
        _ => routes::AGENDA.to_owned(),
    }
}

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Those told before this one.
    before: String,
}

#[derive(Template)]
#[template(path = "notifications/tray.html")]
struct TrayPage {
    ui: Ui,
    lines: Vec<Line>,
    /// The page of what was told before; empty where nothing was.
    older: String,
}

/// `GET /notifications`.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| page(tx, asked.before.parse().ok())).await
}

fn page(tx: &mut Tx<'_>, before: Option<i64>) -> Answer {
    let seen = seen(&tx.viewer);
    let sql =
        Sql::new(&format!("SELECT {COLUMNS} FROM notifications t WHERE t.in_tray AND t.user_id = ")).bind(tx.viewer.id);
    let sql = sql
        .push(" AND t.id < ")
        .bind(before.unwrap_or(i64::MAX))
        .push(&format!(" AND {seen} ORDER BY t.id DESC LIMIT "));
    let mut rows: Vec<Row> = sql.bind(i64::try_from(PAGE + 1).unwrap_or(i64::MAX)).load::<Types, _>(tx.db)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let older = rows.last().filter(|_| more).map(|last| format!("{}?before={}", routes::NOTIFICATIONS, last.0));
    let lines = Line::all(tx, rows)?;
    Reply::page(&TrayPage { lines, older: older.unwrap_or_default(), ui: Ui::of(tx) })
}

/// `POST /notifications/read`: all of them.
pub async fn read_all(cx: Cx, Form(_): Form<Button>) -> HttpResponse {
    cx.write(|tx| {
        mark(tx, Sql::default())?;
        Ok(Reply::go(routes::NOTIFICATIONS))
    })
    .await
}

/// `POST /notifications/{id}/read`: this one.
pub async fn read(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let known = Sql::new("SELECT id FROM notifications WHERE user_id = ").bind(tx.viewer.id).push(" AND id = ");
        if known.bind(*id).load::<(diesel::sql_types::BigInt,), (i64,)>(tx.db)?.is_empty() {
            return Err(Error::NotFound);
        }
        mark(tx, Sql::new(" AND id = ").bind(*id))?;
        Ok(Reply::go(routes::NOTIFICATIONS))
    })
    .await
}

/// The viewer has read those that this says.
fn mark(tx: &mut Tx<'_>, which: Sql) -> QueryResult<()> {
    let sql =
        Sql::new("UPDATE notifications SET read_at = ").bind(tx.now).push(" WHERE read_at IS NULL AND user_id = ");
    sql.bind(tx.viewer.id).append(which).run(tx.db).map(drop)
}
