//! Taking back where a deal stands: its stage, its closing, and the stays and closings behind them.

use diesel::QueryResult;
use serde_json::Value;

use super::deed::Deed;
use crate::db::{Tx, dialect};
use crate::journal::{Change, Entity, fields};
use crate::opportunities::{Opportunity, spells};
use crate::records::parts;

/// Is the deal still where the action left it?
fn stands(deed: &Deed, deal: &Opportunity) -> bool {
    let now = fields(&deal.facts);
    let left = |field: &str| deed.left(field, now.get(field).unwrap_or(&Value::Null));
    left("stage_id") && left("stage_since")
}

fn is_moved(before: &Opportunity, after: &Opportunity) -> bool {
    (before.stage_id, before.closed_at) != (after.stage_id, after.closed_at)
}

/// A card drawn before is stale; a chance that came with the stage goes with it; a deal that has been elsewhere
/// meanwhile comes back now.
pub(super) fn settle(tx: &Tx<'_>, deed: &Deed, before: &Opportunity, after: &mut Opportunity) {
    if is_moved(before, after) {
        after.moved_version = before.version + 1;
        if !stands(deed, before) {
            after.stage_since = tx.now;
        }
        let chance = deed.change("probability").and_then(|change| change.was().as_i64());
        if let Some(chance) = chance.filter(|_| !after.probability_overridden) {
            after.probability = chance;
        }
    }
}

/// Takes back the stay and the closing that came with the action; where the deal has been elsewhere since, it goes on
/// from there as by any other move.
pub(super) fn follow(
    tx: &mut Tx<'_>,
    deed: &Deed,
    before: &Opportunity,
    after: &Opportunity,
) -> QueryResult<Option<Change>> {
    if !is_moved(before, after) {
        return Ok(None);
    }
    let was = parts::of(tx, Entity::Opportunity, before.id)?;
    if stands(deed, before) {
        dialect::hold(tx.db, "stages", after.stage_id, "retired_into IS NULL")?;
        let kept = match deed.change(parts::FIELD) {
            Some(kept) => kept.was(),
            None => parts::stepped_back(tx, before.id, deed.closing, after.closed_at)?,
        };
        parts::put_back(tx, Entity::Opportunity, before.id, &kept)?;
    } else {
        spells::end(tx, before.id)?;
        spells::begin(tx, after)?;
        parts::let_stand(tx, before.id, after.closed_at)?;
    }
    let is = parts::of(tx, Entity::Opportunity, before.id)?;
    Ok(parts::change(&was, &is))
}
