//! Columns of records that point to other records: emptied where the other one goes to the bin, and set again where it
//! comes back.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable};
use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records::table;

/// A column of one kind of record that points to another.
pub(super) struct Reference {
    pub(super) of: Entity,
    pub(super) column: &'static str,
    pub(super) to: Entity,
}

const fn reference(of: Entity, column: &'static str, to: Entity) -> Reference {
    Reference { of, column, to }
}

/// All of them.
pub(super) const REFERENCES: [Reference; 12] = [
    reference(Entity::Account, "parent_id", Entity::Account),
    reference(Entity::Lead, "account_id", Entity::Account),
    reference(Entity::Lead, "contact_id", Entity::Contact),
    reference(Entity::Lead, "opportunity_id", Entity::Opportunity),
    reference(Entity::Opportunity, "account_id", Entity::Account),
    reference(Entity::Opportunity, "contact_id", Entity::Contact),
    reference(Entity::Opportunity, "product_id", Entity::Product),
    reference(Entity::Opportunity, "source_lead_id", Entity::Lead),
    reference(Entity::Activity, "lead_id", Entity::Lead),
    reference(Entity::Activity, "account_id", Entity::Account),
    reference(Entity::Activity, "contact_id", Entity::Contact),
    reference(Entity::Activity, "opportunity_id", Entity::Opportunity),
];

/// A column that pointed to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) entity: Entity,
    pub(super) id: i64,
    pub(super) column: String,
}

/// A record that points to another: id, owner, team.
pub(super) type Pointing = (i64, Option<i64>, i64);

/// Which records point to any of these by a column. A product points to nothing.
pub(super) fn pointing(tx: &mut Tx<'_>, reference: &Reference, to: &[i64]) -> QueryResult<Vec<Pointing>> {
    let (table, column) = (table(reference.of), reference.column);
    let select = Sql::new(&format!("SELECT id, owner_id, team_id FROM {table} WHERE {column} IN ")).ids(to);
    select.push(" ORDER BY id").load::<(BigInt, Nullable<BigInt>, BigInt), _>(tx.db)
}

/// Empties every column that points to a record, except of those that go with it.
pub(super) fn empty(tx: &mut Tx<'_>, (entity, id): (Entity, i64), going: &[(Entity, i64)]) -> QueryResult<Vec<Link>> {
    let mut emptied = Vec::new();
    for reference in REFERENCES.iter().filter(|reference| reference.to == entity) {
        let found = pointing(tx, reference, &[id])?.into_iter().map(|(of, _, _)| of);
        let ids: Vec<i64> = found.filter(|of| !going.contains(&(reference.of, *of))).collect();
        if ids.is_empty() {
            continue;
        }
        let update =
            format!("UPDATE {} SET {column} = NULL WHERE id IN ", table(reference.of), column = reference.column);
        Sql::new(&update).ids(&ids).run(tx.db)?;
        let link = |id| Link { entity: reference.of, id, column: reference.column.to_owned() };
        emptied.extend(ids.into_iter().map(link));
    }
    Ok(emptied)
}

impl Link {
    /// The reference it is one of; a column that is no more has none.
    fn reference(&self) -> Option<&'static Reference> {
        REFERENCES.iter().find(|known| known.of == self.entity && known.column == self.column)
    }

    /// Points the column to a record again, if it is still empty.
    pub(super) fn set(&self, tx: &mut Tx<'_>, to: i64) -> QueryResult<()> {
        let Some(reference) = self.reference() else { return Ok(()) };
        let (table, column) = (table(reference.of), reference.column);
        let update = Sql::new(&format!("UPDATE {table} SET {column} = ")).bind(to).push(" WHERE id = ").bind(self.id);
        update.push(&format!(" AND {column} IS NULL")).run(tx.db).map(drop)
    }
}

/// Is there such a record now?
///
/// # Errors
/// What the database answers.
pub fn exists(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<bool> {
    let select = Sql::new(&format!("SELECT id FROM {} WHERE id = ", table(entity))).bind(id);
    Ok(!select.load::<(BigInt,), (i64,)>(tx.db)?.is_empty())
}

/// Does one record point to another by a column?
///
/// # Errors
/// What the database answers.
pub fn points(tx: &mut Tx<'_>, (of, id): (Entity, i64), (to, other): (Entity, i64)) -> QueryResult<bool> {
    for reference in REFERENCES.iter().filter(|reference| reference.of == of && reference.to == to) {
        if pointing(tx, reference, &[other])?.iter().any(|(pointing, _, _)| *pointing == id) {
            return Ok(true);
        }
    }
    Ok(false)
}
