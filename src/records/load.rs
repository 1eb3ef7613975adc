//! Reads what records are called: one query for each kind of record asked for.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{Named, Names, visible};
use crate::access::Sensitive;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Entity, of_settings};

/// A row of any kind: id, name, two facts that tell it from its namesakes, currency, owner, team.
type Row = (i64, String, String, String, String, Option<i64>, i64);
type Types = (BigInt, Text, Text, Text, Text, Nullable<BigInt>, BigInt);

/// What these records are called. Kinds without names of their own are left out, like records that are no more.
///
/// # Errors
/// What the database answers.
pub fn named(tx: &mut Tx<'_>, wanted: &[(Entity, i64)]) -> QueryResult<Names> {
    let mut names = Names::new();
    for entity in Entity::ALL.iter().copied() {
        let mut ids: Vec<i64> = wanted.iter().filter(|(of, _)| *of == entity).map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let Some(sql) = select(entity).filter(|_| !ids.is_empty()) else { continue };
        let rows: Vec<Row> = Sql::new(sql).push(" WHERE id IN ").ids(&ids).load::<Types, _>(tx.db)?;
        names.extend(rows.into_iter().map(|row| ((entity, row.0), shown(tx, entity, row))));
    }
    Ok(names)
}

/// The statement up to the list of ids; none for what is kept in memory anyway.
fn select(entity: Entity) -> Option<&'static str> {
    match entity {
        Entity::Lead => Some(
            "SELECT id, CASE WHEN name <> '' THEN name ELSE company END, CASE WHEN name <> '' THEN company ELSE '' END, \
             city, currency, owner_id, team_id FROM leads",
        ),
        Entity::Account => Some("SELECT id, name, domain, city, currency, owner_id, team_id FROM accounts"),
        Entity::Contact => Some("SELECT id, name, title, city, '', owner_id, team_id FROM contacts"),
        Entity::Opportunity => Some("SELECT id, name, '', '', currency, owner_id, team_id FROM opportunities"),
        Entity::Product => Some("SELECT id, name, family, '', currency, CAST(NULL AS BIGINT), id FROM products"),
        of_settings!() => None,
    }
}

fn shown(tx: &Tx<'_>, entity: Entity, row: Row) -> Named {
    let (id, name, first, second, currency, owner, team_id) = row;
    if !visible(&tx.viewer, entity).reaches(id, owner, team_id) {
        return Named::hidden(entity, id, team_id);
    }
    let of_person = matches!(entity, Entity::Lead | Entity::Contact);
    // Where a person lives is not told to everybody.
    let second = if of_person && !tx.viewer.sees(Sensitive::Personal) { String::new() } else { second };
    let owner = tx.directory.person_name(owner);
    let facts: Vec<&str> =
        [first.as_str(), second.as_str(), owner].into_iter().filter(|fact| !fact.is_empty()).collect();
    Named { entity, id, name, detail: tx.text.row(&facts), currency, team_id, visible: true }
}
