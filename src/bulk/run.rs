//! Doing it: row by row, each judged again in the transaction that changes it, some hundred to a transaction. Whatever
//! was interrupted goes on where it stopped; a second press finds it done.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use diesel::prelude::*;

use super::change::{Change, Skip};
use super::confirm::{ChangeForm, page as again, read as read_form};
use super::kinds::Bulk;
use super::of_kind;
use super::selection::{self, Chosen, Selection};
use super::{AT_ONCE, KIND, back, report};
use crate::db::Ids;
use crate::db::Tx;
use crate::db::schema::{batches, bulk_skips, selections};
use crate::db::sql::insert_rows;
use crate::journal::{self, Action};
use crate::removal::{self, Stays};
use crate::tags;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Reply};

/// `POST /selections/{id}/change`
pub async fn make(cx: Cx, id: Path<i64>, Form(form): Form<ChangeForm>) -> HttpResponse {
    let id = *id;
    let begun = cx.clone().write(move |tx| begin(tx, id, &form)).await;
    if begun.status() != StatusCode::SEE_OTHER {
        return begun;
    }
    loop {
        match cx.ask(move |tx| step(tx, id)).await {
            Ok(true) => {}
            Ok(false) => return begun,
            Err(page) => return page,
        }
    }
}

/// Takes the change up, once, and does the first of it.
fn begin(tx: &mut Tx<'_>, id: i64, form: &ChangeForm) -> Answer {
    let selection = selection::hold(tx, id)?;
    if let Some(batch) = selection.batch_id {
        return Ok(Reply::go(&report::href(batch)));
    }
    let read = of_kind!(selection.table, read_form(tx, form))?;
    let change = match read {
        Ok(change) => change,
        Err(wrong) => return of_kind!(selection.table, again(tx, selection, form.clone(), wrong)),
    };
    let batch = open(tx, &selection, &change)?;
    step(tx, id)?;
    let said = Flash::good(tx.text.t("bulk-said-done"));
    let said = said.undo(back::removal(batch), tx.text.t("undo"));
    Ok(Reply::go(&report::href(batch)).saying(said))
}

fn open(tx: &mut Tx<'_>, selection: &Selection, change: &Change) -> Result<i64, Error> {
    let row = (
        batches::kind.eq(KIND),
        batches::title.eq(""),
        batches::created_by.eq(tx.viewer.person()),
        batches::created_at.eq(tx.now),
        batches::rows_total.eq(selection.chosen),
    );
    let batch: i64 = diesel::insert_into(batches::table).values(row).returning(batches::id).get_result(tx.db)?;
    let kept = serde_json::to_string(change).map_err(|e| Error::Bug(format!("keeping a change: {e}")))?;
    let set = (selections::batch_id.eq(batch), selections::change.eq(kept));
    diesel::update(selections::table.find(selection.id)).set(set).execute(tx.db)?;
    Ok(batch)
}

/// The next rows, in one transaction; no, when none are left.
fn step(tx: &mut Tx<'_>, id: i64) -> Result<bool, Error> {
    let selection = selection::hold(tx, id)?;
    let (Some(batch), Some(change)) = (selection.batch_id, report::change_of(&selection)) else { return Ok(false) };
    let done = usize::try_from(selection.done).unwrap_or(0);
    let next: Vec<Chosen> = selection.records().into_iter().skip(done).take(AT_ONCE).collect();
    if next.is_empty() {
        return Ok(false);
    }
    tx.batch = Some(batch);
    of_kind!(selection.table, rows(tx, batch, &change, &next))?;
    let reached = selection.done + i64::try_from(next.len()).unwrap_or(0);
    diesel::update(selections::table.find(id)).set(selections::done.eq(reached)).execute(tx.db)?;
    Ok(reached < selection.chosen)
}

type Skipped = (i64, Skip, String);

/// Changes these rows or skips them, and notes which.
fn rows<R: Bulk>(tx: &mut Tx<'_>, batch: i64, change: &Change, chosen: &[Chosen]) -> Result<(), Error> {
    let ids: Vec<i64> = chosen.iter().map(|(id, _)| *id).collect();
    R::lock(tx, &ids)?;
    let found = R::load(tx, &ids)?;
    let mut changed: i64 = batches::table.find(batch).select(batches::rows_updated).first(tx.db)?;
    // Whoever has one already has had their turn: several share them evenly all the same.
    let same = bulk_skips::table.filter(bulk_skips::batch_id.eq(batch).and(bulk_skips::reason.eq(Skip::Same.name())));
    let mut turn = changed + same.count().get_result::<i64>(tx.db)?;
    let mut skipped: Vec<Skipped> = Vec::new();
    for (id, version) in chosen {
        let outcome = match found.iter().find(|row| row.id() == *id) {
            Some(row) => row_of(tx, change, row, *version, turn)?,
            None => Err((Skip::Gone, String::new())),
        };
        match outcome {
            Ok(()) => (changed, turn) = (changed + 1, turn + 1),
            Err((skip, detail)) => {
                turn += i64::from(skip == Skip::Same);
                skipped.push((*id, skip, detail));
            }
        }
    }
    let count = i64::try_from(skipped.len()).unwrap_or(0);
    insert_rows(tx.db, "bulk_skips", "batch_id, record_id, reason, detail", skipped, |sql, (id, skip, detail)| {
        let sql = sql.bind(batch).push(", ").bind(id).push(", ").bind(skip.name());
        sql.push(", ").bind(detail)
    })?;
    let set = (batches::rows_updated.eq(changed), batches::rows_skipped.eq(batches::rows_skipped + count));
    diesel::update(batches::table.find(batch)).set(set).execute(tx.db)?;
    Ok(())
}

/// One row: changed, or why not.
fn row_of<R: Bulk>(
    tx: &mut Tx<'_>,
    change: &Change,
    row: &R,
    seen: i64,
    turn: i64,
) -> Result<Result<(), (Skip, String)>, Error> {
    let what = change.what();
    let skip = |skip| Ok(Err((skip, String::new())));
    if let Some(why) = what.refuses(&tx.viewer, row) {
        return skip(why);
    }
    if row.version() != seen {
        let theirs = journal::changes_since(tx, R::ENTITY, row.id(), seen)?;
        if what.is_late(theirs.keys()) {
            return skip(Skip::Changed);
        }
    }
    if *change == Change::Delete {
        return Ok(match removal::put_away(tx, R::ENTITY, row.id())? {
            Ok(_) => Ok(()),
            Err(Stays::Deals | Stays::Used) => Err((Skip::Deals, String::new())),
        });
    }
    if let Change::Stage { stage } = change {
        return row.bring(tx, *stage, row.version());
    }
    let after = changed(tx, change, row, turn);
    if after.tags().iter().count() > tags::MOST && after.tags() != row.tags() {
        return skip(Skip::Full);
    }
    if journal::diff(row, &after).is_empty() {
        return skip(Skip::Same);
    }
    let saved = match change {
        Change::Assign { .. } => R::save_assigned(tx, row, after)?,
        Change::Owner { .. } | Change::Team { .. } => R::save(tx, Action::Assigned, row, after)?,
        Change::Status { .. } | Change::Stage { .. } | Change::Tags { .. } | Change::Delete => {
            R::save(tx, Action::Edited, row, after)?
        }
    };
    saved.map(|_| Ok(())).ok_or(Error::Overtaken)
}

/// The row as the change has it; `turn` says whose turn it is where several receive.
fn changed<R: Bulk>(tx: &Tx<'_>, change: &Change, row: &R, turn: i64) -> R {
    let mut after = row.clone();
    match change {
        Change::Assign { people } | Change::Owner { people } => {
            let place = usize::try_from(turn).unwrap_or(0) % people.len().max(1);
            let person = people.get(place).and_then(|id| tx.directory.person(*id));
            if let Some(person) = person.filter(|person| row.owner_id() != Some(person.id)) {
                after.hand_to(Some(person.id), person.team_id);
            }
        }
        Change::Team { team } => after.hand_to(None, *team),
        Change::Status { status } => after.stand(tx, *status),
        Change::Stage { .. } | Change::Delete => {}
        Change::Tags { add, remove } => {
            let gone: Vec<i64> = remove.iter().flat_map(|tag| tx.directory.tag_and_merged(tag)).collect();
            let kept = row.tags().iter().filter(|tag| !gone.contains(tag));
            after.set_tags(Ids::of(kept.chain(add.iter())));
        }
    }
    after
}
