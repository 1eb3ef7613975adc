//! The rows a figure is made of, and the file of them.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Timestamp};
use serde::Deserialize;

use super::measure::At;
use super::span::Span;
use super::{Measure, NAMED, of_whom};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::Whose;
use crate::journal::Entity;
use crate::listing::csv::{Cell, Sheet};
use crate::records;
use crate::web::{Answer, Cx, Error, Params, Path, Reply, Ui, routes};

/// Rows of a page.
const PAGE: i64 = 50;
/// How many names are asked for at once.
const AT_ONCE: usize = 500;

/// What an address asks for, beside the measure.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whose: `person-7`, `team-3`.
    of: String,
    period: String,
    from: String,
    until: String,
    after: String,
}

/// A row of a figure.
struct Line {
    name: String,
    href: String,
    person: String,
    at: NaiveDateTime,
}

#[derive(Template)]
#[template(path = "measures/list.html")]
struct ListPage {
    ui: Ui,
    measure: Measure,
    who: String,
    span: Span,
    count: i64,
    lines: Vec<Line>,
    later: String,
    file_href: String,
}

impl ListPage {
    /// When a row is, as its measure has it.
    fn when(&self, line: &Line) -> String {
        match self.measure.at() {
            At::Day => self.ui.date(line.at.date()),
            At::Instant | At::Now => self.ui.instant(line.at),
        }
    }

    fn last_day(&self) -> NaiveDate {
        self.span.days.last_day().unwrap_or(self.span.days.from)
    }
}

/// The address of the rows behind a figure.
pub fn href(measure: Measure, whose: &Whose, span: &Span) -> String {
    let last = span.days.last_day().unwrap_or(span.days.from);
    let of = format!("{}/{}?of={}", routes::FIGURES, measure.name(), whose.asked);
    match measure.at() {
        At::Now => of,
        // Where nothing is said this one is meant: a board has hundreds of these.
        At::Day | At::Instant if span.name == NAMED[0] => of,
        At::Day | At::Instant if NAMED.contains(&span.name.as_str()) => format!("{of}&period={}", span.name),
        At::Day | At::Instant => format!("{of}&from={}&until={last}", span.days.from),
    }
}

fn asked_for(tx: &Tx<'_>, measure: &str, asked: &Asked) -> Result<(Measure, Whose, Span), Error> {
    let measure = measure.parse().map_err(|_| Error::NotFound)?;
    Ok((measure, of_whom(tx, &asked.of)?, Span::of(tx, &asked.period, &asked.from, &asked.until)))
}

/// `GET /figures/{measure}`.
pub async fn show(cx: Cx, measure: Path<String>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let (measure, whose, span) = asked_for(tx, &measure, &asked)?;
        page(tx, measure, &whose, span, asked.after.parse().unwrap_or(0))
    })
    .await
}

fn page(tx: &mut Tx<'_>, measure: Measure, whose: &Whose, span: Span, after: i64) -> Answer {
    let (count, rows) = rows(tx, measure, whose, &span, Some((PAGE, after)))?;
    let here = href(measure, whose, &span);
    let later = if count > after + PAGE { format!("{here}&after={}", after + PAGE) } else { String::new() };
    let file_href = here.replacen('?', "/file?", 1);
    let lines = lines(tx, rows)?;
    Reply::page(&ListPage { measure, who: who(tx, whose), span, count, lines, later, file_href, ui: Ui::of(tx) })
}

/// Whose work it is, by name.
fn who(tx: &Tx<'_>, whose: &Whose) -> String {
    let team = whose.asked.strip_prefix("team-").and_then(|id| tx.directory.teams.get(id.parse().ok()?));
    let person = || tx.directory.person_name(whose.people.first().copied()).to_owned();
    team.map_or_else(person, |team| team.name.clone())
}

/// `GET /figures/{measure}/file`: all rows.
pub async fn file(cx: Cx, measure: Path<String>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let (measure, whose, span) = asked_for(tx, &measure, &asked)?;
        let (_, rows) = rows(tx, measure, &whose, &span, None)?;
        let heads = ["measures-head-record", "measures-head-person", "measures-head-when"].map(|key| tx.text.t(key));
        let mut sheet = Sheet::new(&heads);
        for line in lines(tx, rows)? {
            let at = match measure.at() {
                At::Day => line.at.date().to_string(),
                At::Instant | At::Now => tx.text.iso(line.at),
            };
            sheet.row([Cell::text(line.name), Cell::text(line.person), Cell::own(at)]);
        }
        Ok(Reply::download(&format!("{}.csv", measure.name()), "text/csv; charset=utf-8", sheet.finish()?))
    })
    .await
}

type Row = (Entity, i64, Option<i64>, NaiveDateTime);

/// How many rows there are, and these of them, the latest first.
fn rows(
    tx: &mut Tx<'_>,
    measure: Measure,
    whose: &Whose,
    span: &Span,
    page: Option<(i64, i64)>,
) -> QueryResult<(i64, Vec<Row>)> {
    let count = measure.select(tx, whose, span.days, |_| Sql::new("COUNT(*)")).one::<(BigInt,), (i64,)>(tx.db)?.0;
    let mut entity = Entity::Opportunity;
    let sql = measure.select(tx, whose, span.days, |rows| {
        entity = rows.entity;
        Sql::new(&format!("{} AS id, {}.owner_id AS person, {} AS at", rows.id, rows.owner, rows.at))
    });
    let sql = Sql::new("SELECT id, person, at FROM (").append(sql).push(") rows ORDER BY at DESC, id DESC");
    let sql = match page {
        Some((most, after)) => sql.push(" LIMIT ").bind(most).push(" OFFSET ").bind(after),
        None => sql,
    };
    let found: Vec<(i64, Option<i64>, NaiveDateTime)> = match measure.at() {
        At::Day => {
            let days: Vec<(i64, Option<i64>, NaiveDate)> = sql.load::<(BigInt, Nullable<BigInt>, Date), _>(tx.db)?;
            days.into_iter().map(|(id, person, day)| (id, person, day.and_time(NaiveTime::MIN))).collect()
        }
        At::Instant | At::Now => sql.load::<(BigInt, Nullable<BigInt>, Timestamp), _>(tx.db)?,
    };
    Ok((count, found.into_iter().map(|(id, person, at)| (entity, id, person, at)).collect()))
}

/// The rows by name. One whose record the viewer may not know of is counted, and has no name.
fn lines(tx: &mut Tx<'_>, rows: Vec<Row>) -> QueryResult<Vec<Line>> {
    let wanted: Vec<(Entity, i64)> = rows.iter().map(|row| (row.0, row.1)).collect();
    let mut names = records::Names::new();
    for some in wanted.chunks(AT_ONCE) {
        names.extend(records::named(tx, some)?);
    }
    let line = |(entity, id, person, at): Row| {
        let named = names.get(&(entity, id)).filter(|named| named.visible);
        Line {
            name: named.map_or_else(|| tx.text.t("measures-hidden").to_owned(), |named| named.name.clone()),
            href: named.and_then(|named| named.href()).unwrap_or_default(),
            person: tx.directory.person_name(person).to_owned(),
            at,
        }
    };
    Ok(rows.into_iter().map(line).collect())
}
