//! Taking a merge back: the record that went returns, what went over goes back, and the one that stayed says again what it
//! said, where nobody has changed it since.

use diesel::prelude::*;

use super::make::{INTO, changed};
use super::moved::Pair;
use super::trail::{self, Merge};
use crate::db::Tx;
use crate::db::schema::journal as entries;
use crate::journal::{self, Action, Change, Entity};
use crate::removal::away::refresh;
use crate::removal::back::{Refused, Restored, put_back};
use crate::removal::kept::Kept;
use crate::removal::kinds::{self, Fields, leaving, number};
use crate::removal::links::{Link, exists};
use crate::web::Error;

/// Restores a record that was merged into another one.
pub(in crate::removal) fn undo(tx: &mut Tx<'_>, row: Kept, merge: &Merge) -> Result<Result<Restored, Refused>, Error> {
    let (entity, loser, winner) = (row.entity, row.record_id, merge.winner_id);
    let undoing = merge.undoing()?;
    let now = match leaving(tx, entity, winner) {
        Ok(now) => now,
        Err(Error::NotFound | Error::Forbidden) => return Ok(Err(Refused::Winner)),
        Err(other) => return Err(other),
    };
    let mut fields = now.fields.clone();
    for change in changed(&undoing) {
        let is_untouched = now.fields.get(&change.field) == undoing.after.get(&change.field);
        if let Some(before) = undoing.before.get(&change.field).filter(|_| is_untouched) {
            fields.insert(change.field.clone(), before.clone());
        }
    }
    let was_below = number(&fields, "parent_id") == Some(loser);
    if was_below {
        fields.insert("parent_id".to_owned(), serde_json::Value::Null);
    }
    settle(tx, entity, &mut fields)?;
    if !journal::differing(&now.fields, &fields).is_empty() || !is_told(tx, entity, winner)? {
        kinds::save(tx, Action::Undone, entity, winner, fields)?;
    }
    let from = Change { field: INTO.to_owned(), before: Some(winner.to_string()), after: None };
    let back = match put_back(tx, &[row], &[from])? {
        Ok(back) => back,
        Err(refused) => return Ok(Err(refused)),
    };
    let pair = Pair { entity, loser, winner, above: None };
    undoing.moved.take_back(tx, pair)?;
    if was_below {
        Link { entity, id: winner, column: "parent_id".to_owned() }.set(tx, loser)?;
    }
    trail::forget(tx, entity, loser)?;
    refresh(tx, entity, winner)?;
    refresh(tx, entity, loser)?;
    Ok(Ok(back))
}

/// The request that merged a record into another one, where somebody has changed since what that one took over from it.
/// Nothing, where nobody has, or where the viewer may not change that one, as they are told.
pub(in crate::removal) fn overtaken(tx: &mut Tx<'_>, entity: Entity, loser: i64) -> Result<Option<String>, Error> {
    let Some(merge) = trail::of_loser(tx, entity, loser)? else { return Ok(None) };
    let now = match leaving(tx, entity, merge.winner_id) {
        Ok(now) => now.fields,
        Err(Error::NotFound | Error::Forbidden) => return Ok(None),
        Err(other) => return Err(other),
    };
    let undoing = merge.undoing()?;
    let is_changed = |change: &Change| now.get(&change.field) != undoing.after.get(&change.field);
    if !changed(&undoing).iter().any(is_changed) {
        return Ok(None);
    }
    let merged = entries::entity.eq(entity).and(entries::record_id.eq(loser)).and(entries::action.eq(Action::Merged));
    let newest = entries::table.filter(merged).order(entries::id.desc()).select(entries::request_id);
    Ok(newest.first(tx.db).optional()?)
}

/// Does the history of the one that stays say already that this request takes something back?
fn is_told(tx: &mut Tx<'_>, entity: Entity, winner: i64) -> QueryResult<bool> {
    let last = journal::events_of(tx, entity, winner, None, 1)?.pop();
    Ok(last.is_some_and(|event| event.action == Action::Undone && event.request_id == tx.request.id))
}

/// A company above that is no more is none.
fn settle(tx: &mut Tx<'_>, entity: Entity, fields: &mut Fields) -> QueryResult<()> {
    if let Some(above) = number(fields, "parent_id")
        && !exists(tx, entity, above)?
    {
        fields.insert("parent_id".to_owned(), serde_json::Value::Null);
    }
    Ok(())
}
