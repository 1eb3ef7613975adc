//! What became of the chosen records: how many were changed, which were not and why.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

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
use crate::web::{Cx, Error, Path, Reply, Ui};

/// The most rows the report names of each sort.
const NAMED: i64 = 200;

/// The page of a batch.
pub(super) fn href(batch: i64) -> String {
    format!("/bulk/{batch}")
}

/// What was done, as it is kept.
pub(super) fn change_of(selection: &Selection) -> Option<Change> {
    serde_json::from_str(&selection.change).ok()
}

/// A record that was not changed.
struct Row {
    named: Named,
    why: String,
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
    /// How many of each reason.
    reasons: Vec<(String, i64)>,
    skipped: Vec<Row>,
    done: Vec<Done>,
}

/// A record that was changed.
struct Done {
    name: String,
    detail: String,
    /// Its page; none where it lies in the bin.
    href: Option<String>,
}

impl ReportPage {
    // messages: bulk-title-*
    fn title(&self) -> String {
        self.ui.n(&format!("bulk-title-{}", self.selection.table.name()), self.selection.chosen)
    }

    fn changed_name(&self) -> &'static str {
        self.ui.t(if self.deletes { "bulk-deleted" } else { "bulk-changed" })
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

    fn skipped_count(&self) -> i64 {
        self.reasons.iter().map(|(_, n)| n).sum()
    }

    /// How many were changed that the page does not name.
    fn more_done(&self) -> i64 {
        self.changed - i64::try_from(self.done.len()).unwrap_or(0)
    }

    /// How many stay as they are that the page does not name, for want of room or because the reader may not know them.
    fn more_skipped(&self) -> i64 {
        self.skipped_count() - i64::try_from(self.skipped.len()).unwrap_or(0)
    }
}

/// `GET /bulk/{id}`: for who did it.
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let selection = selection::of_batch(tx, *id)?;
        let change = change_of(&selection).ok_or(Error::NotFound)?;
        let row = batches::table.find(*id).select((batches::created_at, batches::rows_updated, batches::reverted_at));
        let (at, changed, reverted_at) = row.first::<(NaiveDateTime, i64, Option<NaiveDateTime>)>(tx.db)?;
        Reply::page(&ReportPage {
            did: change.told(tx),
            deletes: change.what() == What::Delete,
            reasons: reasons(tx, *id)?,
            skipped: skipped(tx, *id, selection.table.entity())?,
            done: done(tx, *id, selection.table.entity())?,
            ui: Ui::of(tx),
            batch: *id,
            selection,
            at,
            changed,
            reverted_at,
        })
    })
    .await
}

fn reasons(tx: &mut Tx<'_>, batch: i64) -> QueryResult<Vec<(String, i64)>> {
    let counted = Sql::new("SELECT reason, COUNT(*) FROM bulk_skips WHERE batch_id = ").bind(batch);
    let mut rows: Vec<(String, i64)> = counted.push(" GROUP BY reason").load::<(Text, BigInt), _>(tx.db)?;
    rows.sort_by_key(|(reason, _)| reason.parse::<Skip>().ok());
    Ok(rows.into_iter().map(|(reason, n)| (why(tx, &reason, ""), n)).collect())
}

/// Why, in the reader's words.
fn why(tx: &Tx<'_>, reason: &str, detail: &str) -> String {
    // messages: bulk-skip-*
    let why = tx.text.t(&format!("bulk-skip-{reason}"));
    if detail.is_empty() {
        return why.to_owned();
    }
    let fields = opportunities::fields::FIELDS;
    let labels = detail.split(' ').filter_map(|name| Field::find(fields, name)).map(|field| tx.text.t(field.label));
    let labels: Vec<String> = labels.map(str::to_owned).collect();
    tx.text.args("bulk-skip-detail", &[("why", why.into()), ("fields", tx.text.list(&labels).into())])
}

/// Those the reader may know of, with the reason of each.
fn skipped(tx: &mut Tx<'_>, batch: i64, entity: Entity) -> QueryResult<Vec<Row>> {
    let of_batch = bulk_skips::table.filter(bulk_skips::batch_id.eq(batch));
    let columns = (bulk_skips::record_id, bulk_skips::reason, bulk_skips::detail);
    let rows: Vec<(i64, String, String)> =
        of_batch.order(bulk_skips::record_id).limit(NAMED).select(columns).load(tx.db)?;
    let wanted: Vec<(Entity, i64)> = rows.iter().map(|(id, _, _)| (entity, *id)).collect();
    let mut names = records::named(tx, &wanted)?;
    let row = |(id, reason, detail): (i64, String, String)| {
        let named = names.remove(&(entity, id)).filter(|named| named.visible)?;
        Some(Row { named, why: why(tx, &reason, &detail) })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}

/// The first of those that were changed, as far as the reader may still know of them.
fn done(tx: &mut Tx<'_>, batch: i64, entity: Entity) -> QueryResult<Vec<Done>> {
    let ids = Sql::new("SELECT DISTINCT record_id FROM journal WHERE batch_id = ").bind(batch);
    let ids = ids.push(" AND entity = ").bind(entity.name()).push(" ORDER BY record_id LIMIT ").bind(NAMED);
    let ids: Vec<(i64,)> = ids.load::<(BigInt,), _>(tx.db)?;
    let wanted: Vec<(Entity, i64)> = ids.into_iter().map(|(id,)| (entity, id)).collect();
    let mut names = records::named(tx, &wanted)?;
    let mut done = Vec::new();
    for (entity, id) in wanted {
        let (named, is_there) = match names.remove(&(entity, id)) {
            Some(named) => (Some(named), true),
            None => (removal::named(tx, entity, id)?, false),
        };
        if let Some(named) = named.filter(|named| named.visible) {
            let href = named.href().filter(|_| is_there);
            done.push(Done { name: named.name, detail: named.detail, href });
        }
    }
    Ok(done)
}
