//! Reads what records are called: one query for all of them.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{Named, Names, visible};
use crate::access::Sensitive;
use crate::activities;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Entity, of_settings};

/// A row of any kind: id, name, two facts that tell it from its namesakes, currency, owner, team.
type Row = (i64, String, String, String, String, Option<i64>, i64);
type Types = (BigInt, Text, Text, Text, Text, Nullable<BigInt>, BigInt);

/// What these records are called: one statement, however many kinds they are of. Kinds without names of their own are
/// left out, like records that are no more.
///
/// # Errors
/// What the database answers.
pub fn named(tx: &mut Tx<'_>, wanted: &[(Entity, i64)]) -> QueryResult<Names> {
    let mut parts = Entity::ALL.iter().filter_map(|entity| part(*entity, wanted));
    let Some(first) = parts.next() else { return Ok(Names::new()) };
    // How many of each there are makes too many statements to keep, once there is more than one kind.
    let sql = parts.fold(first, |sql, part| sql.push(" UNION ALL ").append(part).not_kept());
    let all: Vec<(Entity, Row)> = sql.load::<(Text, Types), _>(tx.db)?;
    let mut names = Names::new();
    for entity in Entity::ALL.iter().copied() {
        let rows: Vec<Row> = all.iter().filter(|(of, _)| *of == entity).map(|(_, row)| row.clone()).collect();
        let seen = seen(tx, entity, &rows)?;
        names.extend(rows.into_iter().zip(seen).map(|(row, seen)| ((entity, row.0), shown(tx, entity, row, seen))));
    }
    Ok(names)
}

/// The rows of one kind; none where none are wanted.
fn part(entity: Entity, wanted: &[(Entity, i64)]) -> Option<Sql> {
    let mut ids: Vec<i64> = wanted.iter().filter(|(of, _)| *of == entity).map(|(_, id)| *id).collect();
    ids.sort_unstable();
    ids.dedup();
    let sql = select(entity).filter(|_| !ids.is_empty())?;
    let kind = Sql::new(&format!("SELECT '{}' AS entity, t.* FROM (", entity.name()));
    Some(kind.push(sql).push(" WHERE id IN ").ids(&ids).push(") t"))
}

/// Which of these rows the viewer may see.
fn seen(tx: &mut Tx<'_>, entity: Entity, rows: &[Row]) -> QueryResult<Vec<bool>> {
    if entity == Entity::Activity {
        let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let seen = activities::seen_of(tx, &ids)?;
        return Ok(ids.iter().map(|id| seen.contains(id)).collect());
    }
    let scope = visible(&tx.viewer, entity);
    Ok(rows.iter().map(|(id, _, _, _, _, owner, team)| scope.reaches(*id, *owner, *team)).collect())
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
        Entity::Activity => Some("SELECT id, subject, '', '', '', owner_id, team_id FROM activities"),
        of_settings!() => None,
    }
}

fn shown(tx: &Tx<'_>, entity: Entity, row: Row, is_seen: bool) -> Named {
    let (id, name, first, second, currency, owner, team_id) = row;
    if !is_seen {
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
