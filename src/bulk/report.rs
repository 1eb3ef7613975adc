//! What became of the chosen records: how many were changed, which were not and why.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde::Deserialize;

use super::back;
use super::change::{Change, Skip, What};
use super::selection::{self, Selection};
use crate::db::Tx;
use crate::db::schema::{batches, bulk_skips};
use crate::db::sql::Sql;
use crate::fields::Field;
use crate::journal::Entity;
use crate::opportunities;
use crate::records::{self, Named};
use crate::removal;
use crate::web::{Cx, Error, Params, Path, Reply, Ui};

/// The most rows a page names of each sort.
const NAMED: usize = 50;

/// What stands for those that were changed, after `?rows=`.
const CHANGED: &str = "changed";
/// What stands for all that were not; else a reason does.
const SKIPPED: &str = "skipped";

/// The page of a batch.
pub(super) fn href(batch: i64) -> String {
    format!("/bulk/{batch}")
}

/// What was done, as it is kept.
pub(super) fn change_of(selection: &Selection) -> Option<Change> {
    serde_json::from_str(&selection.change).ok()
}

/// Which rows the page is about, and from where on; all of them, the first of each sort, where nothing is said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    rows: String,
    after: String,
}

impl Asked {
    fn after(&self) -> i64 {
        self.after.parse().unwrap_or(0)
    }

    /// Are rows of this sort to be named?
    fn wants_changed(&self) -> bool {
        self.rows.is_empty() || self.rows == CHANGED
    }

    /// The reason the page is about, where it is about one.
    fn reason(&self) -> Option<Skip> {
        self.rows.parse().ok()
    }

    fn wants_skipped(&self) -> bool {
        self.rows.is_empty() || self.rows == SKIPPED || self.reason().is_some()
    }
}

/// A record that was not changed.
struct Row {
    named: Named,
    why: String,
}

/// A count of the table, and the page of its rows.
struct Count {
    label: String,
    n: i64,
    href: String,
}

/// Rows of one sort.
struct Part<T> {
    rows: Vec<T>,
    /// How many are not named here, for want of room or because the reader may not know them.
    more: i64,
    /// The next page; none where these are the last.
    next: Option<String>,
}

impl<T> Part<T> {
    fn none() -> Part<T> {
        Part { rows: Vec::new(), more: 0, next: None }
    }

    /// These rows of so many. Counted is on the first page only.
    fn of(rows: Vec<T>, asked: &Asked, all: i64, next: Option<String>) -> Part<T> {
        let named = i64::try_from(rows.len()).unwrap_or(0);
        Part { more: if asked.after() == 0 { all - named } else { 0 }, rows, next }
    }
}

#[derive(Template)]
#[template(path = "bulk/report.html")]
struct ReportPage {
    ui: Ui,
    batch: i64,
    selection: Selection,
    did: String,
    /// Did they go into the bin?
    deletes: bool,
    at: NaiveDateTime,
    changed: i64,
    reverted_at: Option<NaiveDateTime>,
    /// How many of each sort.
    counts: Vec<Count>,
    skipped: Part<Row>,
    done: Part<Done>,
    /// Is it about the rows of one sort?
    is_part: bool,
}

/// A record that was changed.
struct Done {
    name: String,
    detail: String,
    /// Its page; none where it lies in the bin.
    href: Option<String>,
}

impl ReportPage {
    fn title(&self) -> String {
        // messages: bulk-done-*
        self.ui.n(&format!("bulk-done-{}", self.selection.table.name()), self.selection.chosen)
    }

    fn href(&self) -> String {
        href(self.batch)
    }

    fn changed_name(&self) -> &'static str {
        changed_name(&self.ui, self.deletes)
    }

    /// Was it interrupted?
    fn is_left(&self) -> bool {
        self.selection.done < self.selection.chosen
    }

    fn again(&self) -> String {
        format!("{}/change", Selection::href(self.selection.id))
    }

    fn removal(&self) -> String {
        back::removal(self.batch)
    }

    fn is_revertible(&self) -> bool {
        self.reverted_at.is_none() && self.changed > 0
    }
}

fn changed_name(ui: &Ui, deletes: bool) -> &'static str {
    ui.t(if deletes { "bulk-deleted" } else { "bulk-changed" })
}

/// The page of the rows of a sort, from one on.
fn rows_from(batch: i64, rows: &str, after: i64) -> String {
    format!("{}?rows={rows}&after={after}", href(batch))
}

/// `GET /bulk/{id}`: for who did it.
pub async fn show(cx: Cx, id: Path<i64>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let selection = selection::of_batch(tx, *id)?;
        let change = change_of(&selection).ok_or(Error::NotFound)?;
        let row = batches::table.find(*id).select((batches::created_at, batches::rows_updated, batches::reverted_at));
        let (at, changed, reverted_at) = row.first::<(NaiveDateTime, i64, Option<NaiveDateTime>)>(tx.db)?;
        let deletes = change.what() == What::Delete;
        let (entity, reasons) = (selection.table.entity(), reasons(tx, *id)?);
        let ui = Ui::of(tx);
        Reply::page(&ReportPage {
            did: change.told(tx),
            skipped: skipped(tx, *id, entity, &asked, &reasons)?,
            done: done(tx, *id, entity, &asked, changed)?,
            counts: counts(tx, &ui, *id, (changed, deletes), &reasons),
            is_part: !asked.rows.is_empty(),
            deletes,
            ui,
            batch: *id,
            selection,
            at,
            changed,
            reverted_at,
        })
    })
    .await
}

type Reasons = Vec<(Skip, i64)>;

/// How many were changed, and how many stay for each reason, with the way to them.
fn counts(tx: &Tx<'_>, ui: &Ui, batch: i64, (changed, deletes): (i64, bool), reasons: &Reasons) -> Vec<Count> {
    let rows = |sort: &str| format!("{}?rows={sort}", href(batch));
    let first = Count { label: changed_name(ui, deletes).to_owned(), n: changed, href: rows(CHANGED) };
    let reason = |(skip, n): &(Skip, i64)| Count { label: why(tx, *skip, ""), n: *n, href: rows(skip.name()) };
    std::iter::once(first).chain(reasons.iter().map(reason)).collect()
}

/// How many of each reason.
fn reasons(tx: &mut Tx<'_>, batch: i64) -> QueryResult<Reasons> {
    let counted = Sql::new("SELECT reason, COUNT(*) FROM bulk_skips WHERE batch_id = ").bind(batch);
    let rows: Vec<(String, i64)> = counted.push(" GROUP BY reason").load::<(Text, BigInt), _>(tx.db)?;
    let mut rows: Reasons = rows.into_iter().filter_map(|(reason, n)| Some((reason.parse().ok()?, n))).collect();
    rows.sort_unstable();
    Ok(rows)
}

/// Why, in the reader's words.
fn why(tx: &Tx<'_>, reason: Skip, detail: &str) -> String {
    // messages: bulk-skip-*
    let why = tx.text.t(&format!("bulk-skip-{}", reason.name()));
    if detail.is_empty() {
        return why.to_owned();
    }
    let fields = opportunities::fields::FIELDS;
    let labels = detail.split(' ').filter_map(|name| Field::find(fields, name)).map(|field| tx.text.t(field.label));
    let labels: Vec<String> = labels.map(str::to_owned).collect();
    tx.text.args("bulk-skip-detail", &[("why", why.into()), ("fields", tx.text.list(&labels).into())])
}

/// One more than a page names, to know whether there is another page.
fn one_more() -> i64 {
    i64::try_from(NAMED + 1).unwrap_or(i64::MAX)
}

/// Takes off the one too many; after which row the next page goes on, where there is one.
fn cut<T>(rows: &mut Vec<T>, id: impl Fn(&T) -> i64) -> Option<i64> {
    let is_over = rows.len() > NAMED;
    rows.truncate(NAMED);
    rows.last().filter(|_| is_over).map(id)
}

/// Those that stay as they are and the reader may know of, with the reason of each.
fn skipped(tx: &mut Tx<'_>, batch: i64, entity: Entity, asked: &Asked, reasons: &Reasons) -> QueryResult<Part<Row>> {
    if !asked.wants_skipped() {
        return Ok(Part::none());
    }
    let rows = bulk_skips::table.filter(bulk_skips::batch_id.eq(batch).and(bulk_skips::record_id.gt(asked.after())));
    let mut rows = rows.order(bulk_skips::record_id).limit(one_more()).into_boxed();
    if let Some(reason) = asked.reason() {
        rows = rows.filter(bulk_skips::reason.eq(reason.name()));
    }
    let columns = (bulk_skips::record_id, bulk_skips::reason, bulk_skips::detail);
    let mut rows: Vec<(i64, String, String)> = rows.select(columns).load(tx.db)?;
    let all = reasons.iter().filter(|(skip, _)| asked.reason().is_none_or(|only| only == *skip)).map(|(_, n)| n).sum();
    let next = cut(&mut rows, |row| row.0);
    let sort = if asked.rows.is_empty() { SKIPPED } else { asked.rows.as_str() };
    let next = next.map(|after| rows_from(batch, sort, after));
    let wanted: Vec<(Entity, i64)> = rows.iter().map(|(id, _, _)| (entity, *id)).collect();
    let mut names = records::named(tx, &wanted)?;
    let row = |(id, reason, detail): (i64, String, String)| {
        let named = names.remove(&(entity, id)).filter(|named| named.visible)?;
        Some(Row { named, why: why(tx, reason.parse().ok()?, &detail) })
    };
    Ok(Part::of(rows.into_iter().filter_map(row).collect(), asked, all, next))
}

/// Those that were changed, as far as the reader may still know of them.
fn done(tx: &mut Tx<'_>, batch: i64, entity: Entity, asked: &Asked, changed: i64) -> QueryResult<Part<Done>> {
    if !asked.wants_changed() {
        return Ok(Part::none());
    }
    let ids = Sql::new("SELECT DISTINCT record_id FROM journal WHERE batch_id = ").bind(batch);
    let ids = ids.push(" AND entity = ").bind(entity.name()).push(" AND record_id > ").bind(asked.after());
    let ids = ids.push(" ORDER BY record_id LIMIT ").bind(one_more());
    let mut ids: Vec<(i64,)> = ids.load::<(BigInt,), _>(tx.db)?;
    let next = cut(&mut ids, |row| row.0);
    let next = next.map(|after| rows_from(batch, CHANGED, after));
    let wanted: Vec<(Entity, i64)> = ids.into_iter().map(|(id,)| (entity, id)).collect();
    Ok(Part::of(still_known(tx, &wanted)?, asked, changed, next))
}

fn still_known(tx: &mut Tx<'_>, wanted: &[(Entity, i64)]) -> QueryResult<Vec<Done>> {
    let mut names = records::named(tx, wanted)?;
    let mut done = Vec::new();
    for (entity, id) in wanted {
        let (named, is_there) = match names.remove(&(*entity, *id)) {
            Some(named) => (Some(named), true),
            None => (removal::named(tx, *entity, *id)?, false),
        };
        if let Some(named) = named.filter(|named| named.visible) {
            let href = named.href().filter(|_| is_there);
            done.push(Done { name: named.name, detail: named.detail, href });
        }
    }
    Ok(done)
}
