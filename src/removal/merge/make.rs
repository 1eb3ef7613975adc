//! Merging, as one transaction.

use std::collections::BTreeSet;

use super::moved::{Moved, Pair, has_won};
use super::rules::merged;
use super::trail::{self, Undoing};
use crate::db::Tx;
use crate::journal::{self, Action, Change, Entity};
use crate::records::parts::{Parts, remove_whole};
use crate::removal::away::{refresh, take};
use crate::removal::kept;
use crate::removal::kinds::{self, Leaving, leaving, number};
use crate::web::Error;

/// What the journal calls the record that another one went into.
pub const INTO: &str = "merged_into";

/// What was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The questions in which the answer of the one that goes stays, by their first field.
    pub theirs: BTreeSet<String>,
    /// Two legal entities shall be one all the same.
    pub confirmed: bool,
}

/// Why two records stay two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// They are one and the same.
    Same,
    /// Of a lead that is closed nothing changes (rule 35).
    Closed,
    /// Both have bought, under different domains: somebody must confirm that they are one (rule 48).
    LegalEntities,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The row of the bin whose restoring takes the merge back.
    pub row: i64,
    /// What the record is called that stayed.
    pub name: String,
}

/// Does anything speak against it?
pub(super) fn refusal(tx: &mut Tx<'_>, winner: &Leaving, loser: &Leaving) -> Result<Option<Refusal>, Error> {
    if winner.id == loser.id {
        return Ok(Some(Refusal::Same));
    }
    let is_closed = |one: &Leaving| one.fields.get("state").is_some_and(|state| state != "open");
    if is_closed(winner) || is_closed(loser) {
        return Ok(Some(Refusal::Closed));
    }
    let domain = |one: &Leaving| one.fields.get("domain").and_then(|domain| domain.as_str()).unwrap_or("").to_owned();
    let (own, other) = (domain(winner), domain(loser));
    let differ = winner.entity == Entity::Account && !own.is_empty() && !other.is_empty() && own != other;
    let two = differ && has_won(tx, winner.id)? && has_won(tx, loser.id)?;
    Ok(two.then_some(Refusal::LegalEntities))
}

/// Merges one record into another, or says what speaks against it; then nothing is changed.
///
/// # Errors
/// `NotFound` and `Forbidden` unless the viewer may edit both; what the database answers.
pub fn merge(
    tx: &mut Tx<'_>,
    entity: Entity,
    (winner, loser): (i64, i64),
    asked: &Asked,
) -> Result<Result<Merged, Refusal>, Error> {
    let (winner, loser) = (leaving(tx, entity, winner)?, leaving(tx, entity, loser)?);
    match refusal(tx, &winner, &loser)? {
        Some(Refusal::LegalEntities) if asked.confirmed => {}
        Some(refusal) => return Ok(Err(refusal)),
        None => {}
    }
    let after = one_of_two(&winner, &loser, asked);
    kinds::save(tx, Action::Merged, entity, winner.id, after)?;
    join(tx, &winner, &loser).map(Ok)
}

/// Merges two again that had parted by `parting`: the one that stays says again what it said as long as they were one.
///
/// # Errors
/// As [`merge`].
pub fn again(
    tx: &mut Tx<'_>,
    entity: Entity,
    (winner, loser): (i64, i64),
    parting: &[Change],
) -> Result<Result<Merged, Refusal>, Error> {
    let (mut winner, loser) = (leaving(tx, entity, winner)?, leaving(tx, entity, loser)?);
    match refusal(tx, &winner, &loser)? {
        Some(Refusal::LegalEntities) | None => {}
        Some(refusal) => return Ok(Err(refusal)),
    }
    journal::record(tx, entity, winner.id, winner.version, Action::Merged, &[])?;
    for change in parting {
        if winner.fields.get(&change.field) == Some(&change.was()) {
            winner.fields.insert(change.field.clone(), change.is());
        }
    }
    join(tx, &winner, &loser).map(Ok)
}

/// Moves everything over to the one that stays, which says already what it shall say, and takes the other one away.
/// `winner` is what it said before.
fn join(tx: &mut Tx<'_>, winner: &Leaving, loser: &Leaving) -> Result<Merged, Error> {
    let entity = winner.entity;
    let after = leaving(tx, entity, winner.id)?.fields;
    let pair = Pair { entity, loser: loser.id, winner: winner.id, above: number(&loser.fields, "parent_id") };
    let moved = Moved::make(tx, pair)?;
    let left = Parts::whole(tx, entity, loser.id)?;
    remove_whole(tx, entity, loser.id)?;
    let row = kept::put(tx, loser, &left, &[], None)?;
    let into = Change { field: INTO.to_owned(), before: None, after: Some(winner.id.to_string()) };
    take(tx, loser, Action::Merged, &[into])?;
    trail::write(tx, entity, (loser.id, winner.id), &Undoing { before: winner.fields.clone(), after, moved })?;
    refresh(tx, entity, winner.id)?;
    Ok(Merged { row, name: winner.name.clone() })
}

/// What the one that stays says then. It never lies below the one that goes, nor below itself.
fn one_of_two(winner: &Leaving, loser: &Leaving, asked: &Asked) -> kinds::Fields {
    let mut after = merged(winner.entity, &winner.fields, &loser.fields, &asked.theirs);
    let own = [Some(winner.id), Some(loser.id)];
    if after.contains_key("parent_id") && own.contains(&number(&after, "parent_id")) {
        let above = number(&loser.fields, "parent_id").filter(|above| *above != winner.id);
        after.insert("parent_id".to_owned(), above.into());
    }
    after
}

/// The fields in which what stays differs from what it was.
pub(super) fn changed(undoing: &Undoing) -> Vec<Change> {
    journal::differing(&undoing.before, &undoing.after)
}
