//! Taking it back, as any other action is undone, some hundred to a transaction: nothing is asked, and whatever somebody
//! has changed since stays as it is.

use actix_web::HttpResponse;
use diesel::prelude::*;

use super::{AT_ONCE, report, selection};
use crate::db::Tx;
use crate::db::schema::{batches, journal, selections};
use crate::journal as entries;
use crate::undo;
use crate::web::{Answer, Button, Cx, Error, Flash, Form, Path, Reply};

/// Where a batch is taken back.
pub fn removal(batch: i64) -> String {
    format!("{}/removal", report::href(batch))
}

/// What was taken back was done again: it can be taken back once more.
///
/// # Errors
/// What the database answers.
pub fn stands_again(tx: &mut Tx<'_>, batch: i64) -> QueryResult<()> {
    let of_it = selections::table.filter(selections::batch_id.eq(batch));
    let set = (selections::undone.eq(None::<i64>), selections::kept.eq(0));
    diesel::update(of_it).set(set).execute(tx.db).map(drop)
}

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
    let events = entries::batch_events(tx, batch, chosen.undone, most)?;
    let Some(oldest) = events.last().map(|event| event.id) else { return Ok(false) };
    let own = events.into_iter().filter(|event| event.entity == chosen.table.entity()).collect();
    let kept = undo::take_back_many(tx, own)?;
    let set = (selections::undone.eq(oldest), selections::kept.eq(selections::kept + kept));
    diesel::update(selections::table.find(chosen.id)).set(set).execute(tx.db)?;
    Ok(true)
}

/// Says what came of it.
fn told(tx: &mut Tx<'_>, batch: i64) -> Answer {
    let chosen = selection::of_batch(tx, batch)?;
    let open = batches::table.find(batch).filter(batches::reverted_at.is_null());
    let set = (batches::reverted_at.eq(tx.now), batches::reverted_by.eq(tx.viewer.actor()));
    diesel::update(open).set(set).execute(tx.db)?;
    let first = journal::table.filter(journal::batch_id.eq(batch)).order(journal::id).select(journal::request_id);
    let first = first.first::<String>(tx.db).optional()?;
    if let Some(done) = first.map(|request| undo::known(tx, &request)).transpose()?.flatten() {
        entries::note_undo(tx, &done.request_id)?;
    }
    let said = match chosen.kept {
        0 => Flash::good(tx.text.t("bulk-said-back")),
        kept => Flash::bad(tx.text.n("bulk-said-kept", kept)),
    };
    Ok(Reply::go(&report::href(batch)).saying(said))
}
