//! How the journal keeps what hangs on a record: whole, before and after, so that an action can be taken back.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::Value;

use super::{Parts, remove_own};
use crate::db::Tx;
use crate::journal::{self, Action, Change, Entity};

/// The name under which the journal keeps them.
pub const FIELD: &str = "children";

impl Parts {
    /// Makes the closing of this instant the one that stands; the others have been opened again.
    fn stand(&mut self, closed_at: Option<NaiveDateTime>, now: NaiveDateTime, by: Option<i64>) {
        let standing = self.closures.iter().rposition(|closure| Some(closure.closed_at) == closed_at);
        for (place, closure) in self.closures.iter_mut().enumerate() {
            if Some(place) == standing {
                (closure.reopened_at, closure.reopened_by) = (None, None);
            } else if closure.reopened_at.is_none() {
                (closure.reopened_at, closure.reopened_by) = (Some(now), by);
            }
        }
    }
}

fn value(parts: Parts) -> Value {
    serde_json::to_value(parts).unwrap_or_default()
}

/// What a record has for itself now.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Value> {
    Parts::own(tx, entity, id).map(value)
}

/// What hung on a deal before it came into its present stage: the stay there is gone and the one before goes on; of the
/// closings the one of `closed_at` stands, and the last one is gone where coming there closed the deal.
///
/// # Errors
/// What the database answers.
pub fn stepped_back(tx: &mut Tx<'_>, deal: i64, closing: bool, closed_at: Option<NaiveDateTime>) -> QueryResult<Value> {
    let mut parts = Parts::own(tx, Entity::Opportunity, deal)?;
    let present = parts.spells.iter().rposition(|stay| stay.left_at.is_none());
    if let Some(present) = present.filter(|place| *place > 0) {
        parts.spells.remove(present);
        parts.spells[present - 1].left_at = None;
    }
    if closing {
        parts.closures.pop();
    }
    parts.stand(closed_at, tx.now, tx.viewer.actor());
    Ok(value(parts))
}

/// Makes the closing of this instant the one that stands; none, where the deal is open.
///
/// # Errors
/// What the database answers.
pub fn let_stand(tx: &mut Tx<'_>, deal: i64, closed_at: Option<NaiveDateTime>) -> QueryResult<()> {
    let mut parts = Parts::own(tx, Entity::Opportunity, deal)?;
    parts.stand(closed_at, tx.now, tx.viewer.actor());
    write(tx, Entity::Opportunity, deal, parts)
}

/// What changed about them, as the journal keeps it; nothing where nothing did.
pub fn change(before: &Value, after: &Value) -> Option<Change> {
    let kept = |value: &Value| Some(value.to_string());
    (before != after).then(|| Change { field: FIELD.to_owned(), before: kept(before), after: kept(after) })
}

/// Journals what an import changed about them.
///
/// # Errors
/// What the database answers.
pub fn journal(tx: &mut Tx<'_>, entity: Entity, id: i64, version: i64, before: &Value) -> QueryResult<()> {
    let after = of(tx, entity, id)?;
    let change = Change { field: FIELD.to_owned(), before: Some(before.to_string()), after: Some(after.to_string()) };
    journal::record(tx, entity, id, version, Action::Edited, &[change]).map(drop)
}

/// Puts back what a record had for itself, as the journal kept it.
///
/// # Errors
/// What the database answers.
pub fn put_back(tx: &mut Tx<'_>, entity: Entity, id: i64, kept: &Value) -> QueryResult<()> {
    let kept: Parts =
        serde_json::from_value(kept.clone()).map_err(|e| diesel::result::Error::DeserializationError(e.into()))?;
    write(tx, entity, id, kept)
}

fn write(tx: &mut Tx<'_>, entity: Entity, id: i64, parts: Parts) -> QueryResult<()> {
    remove_own(tx, entity, id)?;
    parts.put_back(tx)
}
