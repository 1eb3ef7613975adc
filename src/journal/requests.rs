//! From where the journal was written: one row for each request that changed something. What a request did is one action.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::{Action, Entity, Way};
use crate::db::Tx;
use crate::db::schema::{batches, journal, journal_requests};
use crate::db::sql::Sql;

/// What the batch of an import is called: it is taken back on its own page.
pub const IMPORT: &str = "import";

/// How long an action can be taken back (decision 20).
const REACH: Duration = Duration::days(30);

/// The earliest instant whose actions can still be taken back.
pub fn undo_since(now: NaiveDateTime) -> NaiveDateTime {
    now - REACH
}

/// Notes the request, if it has written to the journal: once, at its end. Says whether all it did can be taken back.
///
/// # Errors
/// What the database answers.
pub fn note(tx: &mut Tx<'_>) -> QueryResult<bool> {
    let written = journal::table.filter(journal::request_id.eq(&tx.request.id));
    let columns = (journal::entity, journal::action, journal::batch_id);
    let kinds: Vec<(Entity, Action, Option<i64>)> = written.select(columns).distinct().load(tx.db)?;
    if kinds.is_empty() || tx.request.id.is_empty() {
        return Ok(false);
    }
    let has_way = kinds.iter().all(|(entity, action, _)| entity.is_undone() && action.way() != Way::Never);
    let reversible = has_way && !is_of_import(tx, kinds.iter().find_map(|(_, _, batch)| *batch))?;
    let request = tx.request.clone();
    let noted = journal_requests::table.find(&request.id).count();
    if noted.get_result::<i64>(tx.db)? > 0 {
        return Ok(reversible);
    }
    let insert = Sql::new(
        "INSERT INTO journal_requests (request_id, at, actor_id, on_behalf_of, address, agent, reversible) VALUES (",
    );
    let insert = insert.bind(request.id.as_str()).push(", ").bind(tx.now).push(", ").bind(tx.viewer.actor());
    let insert = insert
        .push(", ")
        .bind(tx.viewer.on_behalf_of())
        .push(", ")
        .bind(request.address.as_str())
        .push(", ")
        .bind(request.agent.as_str());
    insert.push(", ").bind(reversible).push(")").run(tx.db)?;
    Ok(reversible)
}

/// Is the batch an import?
fn is_of_import(tx: &mut Tx<'_>, batch: Option<i64>) -> QueryResult<bool> {
    let Some(batch) = batch else { return Ok(false) };
    let kind: String = batches::table.find(batch).select(batches::kind).first(tx.db)?;
    Ok(kind == IMPORT)
}

/// Notes the request as one that takes another one back.
///
/// # Errors
/// What the database answers.
pub fn note_undo(tx: &mut Tx<'_>, undone: &str) -> QueryResult<()> {
    note(tx)?;
    let own = journal_requests::table.find(&tx.request.id);
    diesel::update(own).set(journal_requests::undoes.eq(undone)).execute(tx.db).map(drop)
}
