//! What deleting a record means for others: what goes along, what only loses its link, and what stands in the way. Counted
//! within what the viewer sees; of what they may not see they learn only that it stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable};

use super::links::{self, Pointing, REFERENCES};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{Entity, of_settings};
use crate::records;

/// Why a record stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// So many deals would go along that the viewer may not delete.
    Deals(i64),
    /// Deals name this product.
    Used,
}

/// What deleting a record means for others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Deals that go along.
    pub along: Vec<i64>,
    /// What stays and only loses its link, as far as the viewer sees it: how many of each kind.
    pub unlinked: Vec<(Entity, i64)>,
    /// What stands in the way.
    pub stays: Option<Stays>,
}

/// What deleting this record means. The caller has checked that the viewer may delete the record itself.
///
/// # Errors
/// What the database answers.
pub fn plan(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Plan> {
    let deals = going(tx, entity, id)?;
    let deletable = records::deletable(&tx.viewer, Entity::Opportunity);
    let foreign = deals.iter().filter(|(_, owner, team)| !deletable.covers(*owner, *team)).count();
    let along: Vec<i64> = deals.iter().map(|(id, _, _)| *id).collect();
    let is_used = entity == Entity::Product && is_used(tx, id)?;
    let stays = match foreign {
        0 if is_used => Some(Stays::Used),
        0 => None,
        foreign => Some(Stays::Deals(i64::try_from(foreign).unwrap_or(i64::MAX))),
    };
    let unlinked = unlinked(tx, (entity, id), &along)?;
    Ok(Plan { along, unlinked, stays })
}

/// The deals that go along: all of a company, and those of a person that belong to no company.
fn going(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Vec<Pointing>> {
    let condition = match entity {
        Entity::Account => "account_id = ",
        Entity::Contact => "account_id IS NULL AND contact_id = ",
        Entity::Lead | Entity::Opportunity | Entity::Product | of_settings!() => return Ok(Vec::new()),
    };
    let select = Sql::new("SELECT id, owner_id, team_id FROM opportunities WHERE ").push(condition).bind(id);
    select.push(" ORDER BY id").load::<(BigInt, Nullable<BigInt>, BigInt), _>(tx.db)
}

fn is_used(tx: &mut Tx<'_>, product: i64) -> QueryResult<bool> {
    let select = Sql::new("SELECT id FROM opportunities WHERE product_id = ").bind(product).push(" LIMIT 1");
    Ok(!select.load::<(BigInt,), (i64,)>(tx.db)?.is_empty())
}

/// Records that point to what goes, or are tied to it by a row between them.
fn unlinked(tx: &mut Tx<'_>, own: (Entity, i64), along: &[i64]) -> QueryResult<Vec<(Entity, i64)>> {
    let goes = |entity: Entity, id: i64| own == (entity, id) || (entity == Entity::Opportunity && along.contains(&id));
    let mut found: BTreeMap<Entity, BTreeSet<i64>> = BTreeMap::new();
    for reference in &REFERENCES {
        let mut to = if reference.to == own.0 { vec![own.1] } else { Vec::new() };
        to.extend(along.iter().filter(|_| reference.to == Entity::Opportunity));
        if !to.is_empty() {
            let visible = records::visible(&tx.viewer, reference.of);
            let seen = links::pointing(tx, reference, &to)?
                .into_iter()
                .filter(|(id, owner, team)| visible.reaches(*id, *owner, *team));
            let seen = seen.map(|(id, _, _)| id).filter(|id| !goes(reference.of, *id));
            found.entry(reference.of).or_default().extend(seen);
        }
    }
    for (entity, tie) in ties(own.0) {
        let reach = records::visible(&tx.viewer, *entity).words("t");
        let select = Sql::new("SELECT t.id FROM ").push(tie).bind(own.1).push(" AND ").push(&reach);
        let seen = select.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id);
        found.entry(*entity).or_default().extend(seen.filter(|id| !goes(*entity, *id)));
    }
    let count = |(entity, ids): (Entity, BTreeSet<i64>)| (entity, i64::try_from(ids.len()).unwrap_or(i64::MAX));
    Ok(found.into_iter().filter(|(_, ids)| !ids.is_empty()).map(count).collect())
}

/// The rows that tie a kind of record to others.
fn ties(entity: Entity) -> &'static [(Entity, &'static str)] {
    const PEOPLE: &str = "contacts t JOIN contact_accounts r ON r.contact_id = t.id WHERE r.account_id = ";
    const COMPANIES: &str = "accounts t JOIN contact_accounts r ON r.account_id = t.id WHERE r.contact_id = ";
    const DEALS: &str = "opportunities t JOIN opportunity_contacts r ON r.opportunity_id = t.id WHERE r.contact_id = ";
    const PARTIES: &str = "contacts t JOIN opportunity_contacts r ON r.contact_id = t.id WHERE r.opportunity_id = ";
    match entity {
        Entity::Account => &[(Entity::Contact, PEOPLE)],
        Entity::Contact => &[(Entity::Account, COMPANIES), (Entity::Opportunity, DEALS)],
        Entity::Opportunity => &[(Entity::Contact, PARTIES)],
        Entity::Lead | Entity::Product | of_settings!() => &[],
    }
}
