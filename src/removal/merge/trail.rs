//! Where a merged record went: its address leads there, and whatever points to it is pointed there.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};
use serde::{Deserialize, Serialize};

use super::moved::Moved;
use crate::db::Tx;
use crate::db::schema::merges;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records::{self, table};
use crate::removal::kinds::{Fields, number};
use crate::removal::links::{REFERENCES, exists};
use crate::web::{Answer, Error, Reply};

/// What takes a merge back: the record that stayed before and after, and all that went over.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Undoing {
    pub(super) before: Fields,
    pub(super) after: Fields,
    pub(super) moved: Moved,
}

/// One record that was merged into another.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = merges)]
pub(in crate::removal) struct Merge {
    pub(super) winner_id: i64,
    undoing: String,
}

impl Merge {
    pub(super) fn undoing(&self) -> Result<Undoing, Error> {
        serde_json::from_str(&self.undoing).map_err(|e| Error::Bug(format!("a merge: {e}")))
    }
}

/// Writes down a merge, for the record itself and for those that had been merged into it before.
pub(super) fn write(
    tx: &mut Tx<'_>,
    entity: Entity,
    (loser, winner): (i64, i64),
    undoing: &Undoing,
) -> QueryResult<()> {
    let before = merges::table.filter(merges::entity.eq(entity).and(merges::winner_id.eq(loser)));
    let before: Vec<i64> = before.select(merges::loser_id).load(tx.db)?;
    let undoing = serde_json::to_string(undoing).unwrap_or_default();
    for (id, undoing) in std::iter::once((loser, undoing.as_str())).chain(before.iter().map(|id| (*id, ""))) {
        let row = (
            merges::entity.eq(entity),
            merges::loser_id.eq(id),
            merges::winner_id.eq(winner),
            merges::through_id.eq(loser),
            merges::merged_at.eq(tx.now),
            merges::undoing.eq(undoing),
        );
        diesel::insert_into(merges::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

/// The merge in which this record went.
pub(in crate::removal) fn of_loser(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Option<Merge>> {
    let own = merges::loser_id.eq(id).and(merges::through_id.eq(id));
    let rows = merges::table.filter(merges::entity.eq(entity).and(own)).order(merges::id.desc());
    rows.select(Merge::as_select()).first(tx.db).optional()
}

/// Forgets that a record went, and those that went there through it.
pub(super) fn forget(tx: &mut Tx<'_>, entity: Entity, loser: i64) -> QueryResult<()> {
    let through = merges::table.filter(merges::entity.eq(entity).and(merges::through_id.eq(loser)));
    diesel::delete(through).execute(tx.db).map(drop)
}

/// Points to the one that stayed whatever a record points to that was merged into it since.
pub(in crate::removal) fn followed(tx: &mut Tx<'_>, entity: Entity, mut fields: Fields) -> QueryResult<Fields> {
    for reference in REFERENCES.iter().filter(|reference| reference.of == entity) {
        let Some(to) = number(&fields, reference.column) else { continue };
        if !exists(tx, reference.to, to)? {
            let went = merges::table.filter(merges::entity.eq(reference.to).and(merges::loser_id.eq(to)));
            let went: Vec<i64> = went.order(merges::id.desc()).select(merges::winner_id).load(tx.db)?;
            for winner in went {
                if exists(tx, reference.to, winner)? {
                    fields.insert(reference.column.to_owned(), winner.into());
                    break;
                }
            }
        }
    }
    Ok(fields)
}

/// Leads from the address of a record that was merged to the one it was merged into, whoever may see that; from any other
/// nowhere.
///
/// # Errors
/// `NotFound` for whoever may not see it; what the database answers.
pub fn elsewhere(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Answer {
    let reach = records::visible(&tx.viewer, entity).words("t");
    let select =
        Sql::new(&format!("SELECT t.id, t.owner_id FROM merges m JOIN {} t ON t.id = m.winner_id", table(entity)));
    let select = select.push(" WHERE m.entity = ").bind(entity.name()).push(" AND m.loser_id = ").bind(id);
    let select = select.push(&format!(" AND {reach} ORDER BY m.id DESC LIMIT 1"));
    let found: Vec<(i64, Option<i64>)> = select.load::<(BigInt, Nullable<BigInt>), _>(tx.db)?;
    let winner = found.first().and_then(|(winner, _)| records::href(entity, *winner));
    winner.map(|href| Reply::go(&href)).ok_or(Error::NotFound)
}
