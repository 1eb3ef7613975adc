//! Taking it back: each record gets its fields back as they were, unless somebody has changed the same fields since.

use actix_web::HttpResponse;
use diesel::prelude::*;
use serde_json::Value;

use super::kinds::Bulk;
use super::of_kind;
use super::{AT_ONCE, report, selection};
use crate::db::Tx;
use crate::db::schema::{batches, selections};
use crate::journal::{self, Event};
use crate::web::{Answer, Button, Cx, Error, Flash, Form, Path, Reply};

/// `POST /bulk/{id}/removal`
pub async fn take(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    let batch = *id;
    loop {
        match cx.ask(move |tx| step(tx, batch)).await {
            Ok(true) => {}
            Ok(false) => break,
            Err(page) => return page,
        }
    }
    cx.write(move |tx| told(tx, batch)).await
}

/// The next entries of the batch, newest first, in one transaction; no, when none are left.
fn step(tx: &mut Tx<'_>, batch: i64) -> Result<bool, Error> {
    let chosen = selection::of_batch(tx, batch)?;
    let chosen = selection::hold(tx, chosen.id)?;
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let events = journal::batch_events(tx, batch, chosen.undone, most)?;
    let mut kept = 0_i64;
    for event in events.iter().filter(|event| event.entity == chosen.table.entity()) {
        if !of_kind!(chosen.table, set_back(tx, event))? {
            kept += 1;
        }
    }
    let Some(oldest) = events.last() else { return Ok(false) };
    let set = (selections::undone.eq(oldest.id), selections::kept.eq(selections::kept + kept));
    diesel::update(selections::table.find(chosen.id)).set(set).execute(tx.db)?;
    Ok(true)
}

/// Sets one record back; no, if somebody was at the same since, or it is no longer the viewer's to change.
fn set_back<R: Bulk>(tx: &mut Tx<'_>, event: &Event) -> Result<bool, Error> {
    R::lock(tx, &[event.record_id])?;
    let found = R::load(tx, &[event.record_id])?.pop();
    let Some(row) = found.filter(|row| row.is_editable(&tx.viewer) && row.is_open()) else { return Ok(false) };
    if row.version() != event.version {
        let theirs = journal::changes_since(tx, R::ENTITY, row.id(), event.version)?;
        if event.changes.iter().any(|change| theirs.contains_key(&change.field)) {
            return Ok(false);
        }
    }
    let mut fields = journal::fields(&row);
    fields.extend(event.changes.iter().map(|change| (change.field.clone(), change.was())));
    let after = serde_json::from_value(Value::Object(fields)).map_err(|e| Error::Bug(format!("setting back: {e}")))?;
    Ok(R::put_back(tx, &row, after)?)
}

/// Says what came of it.
fn told(tx: &mut Tx<'_>, batch: i64) -> Answer {
    let chosen = selection::of_batch(tx, batch)?;
    let open = batches::table.find(batch).filter(batches::reverted_at.is_null());
    let set = (batches::reverted_at.eq(tx.now), batches::reverted_by.eq(tx.viewer.actor()));
    diesel::update(open).set(set).execute(tx.db)?;
    let said = match chosen.kept {
        0 => Flash::good(tx.text.t("bulk-said-back")),
        kept => Flash::bad(tx.text.n("bulk-said-kept", kept)),
    };
    Ok(Reply::go(&report::href(batch)).saying(said))
}
