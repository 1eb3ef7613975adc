//! What deleting a record means for others: what goes along, what only loses its link, and what stands in the way. Counted
//! within what the viewer sees; of what they may not see they learn only that it stands in the way.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable};

use super::links::{self, REFERENCES};
use crate::activities;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::i18n::Text;
use crate::journal::{Entity, of_settings};
use crate::records;

/// Records asked about in one statement.
const AT_ONCE: usize = 500;

/// Why a record stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// Deals would go along that the viewer may not delete. How many is not said: they may not see them.
    Deals,
    /// Deals name this product.
    Used,
}

/// Records that stay and only lose a link, by kind.
pub type Unlinked = BTreeMap<Entity, BTreeSet<i64>>;

/// What deleting a record means for others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Deals that go along.
    pub along: Vec<i64>,
    /// Activities that go along, as far as the viewer sees them.
    pub activities: Vec<i64>,
    /// What stays and only loses its link, as far as the viewer sees it.
    pub unlinked: Unlinked,
    /// What stands in the way.
    pub stays: Option<Stays>,
}

impl Plan {
    /// Does nothing else go or lose a link?
    pub fn is_empty(&self) -> bool {
        self.along.is_empty() && self.activities.is_empty() && self.unlinked.is_empty()
    }

    /// How many records go along or lose a link.
    pub fn count(&self) -> i64 {
        let unlinked = self.unlinked.values().map(BTreeSet::len).sum::<usize>();
        counted(self.along.len() + self.activities.len() + unlinked)
    }

    /// What goes along and what stays, one line each.
    pub fn lines(&self, text: &Text) -> Vec<String> {
        let along = counted(self.along.len());
        let goes = (along > 0).then(|| text.n("removal-along", along));
        // messages: removal-unlinked-lead removal-unlinked-account removal-unlinked-contact removal-unlinked-opportunity
        let stay = |(entity, ids): (&Entity, &BTreeSet<i64>)| {
            text.n(&format!("removal-unlinked-{}", entity.name()), counted(ids.len()))
        };
        let done = counted(self.activities.len());
        let done = (done > 0).then(|| text.n("removal-activities", done));
        goes.into_iter().chain(done).chain(self.unlinked.iter().map(stay)).collect()
    }
}

fn counted(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// What deleting this record means. The caller has checked that the viewer may delete the record itself.
///
/// # Errors
/// What the database answers.
pub fn plan(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Plan> {
    let deals = going(tx, entity, &[id])?;
    let along: Vec<i64> = deals.iter().map(|deal| deal.id).collect();
    let stays = match deals.iter().any(|deal| deal.foreign) {
        true => Some(Stays::Deals),
        false if entity == Entity::Product && is_used(tx, id)? => Some(Stays::Used),
        false => None,
    };
    let activities = done_about(tx, entity, &[id], &along)?;
    let unlinked = unlinked(tx, entity, &[id].into(), &along)?;
    Ok(Plan { along, activities, unlinked, stays })
}

/// What deleting these records together means: what goes along with those that can go, and those that cannot, for deals
/// that are not the viewer's to delete.
///
/// # Errors
/// What the database answers.
pub fn plan_of_many(tx: &mut Tx<'_>, entity: Entity, ids: &[i64]) -> QueryResult<(Plan, BTreeSet<i64>)> {
    let deals = going(tx, entity, ids)?;
    let stay: BTreeSet<i64> = deals.iter().filter(|deal| deal.foreign).map(|deal| deal.of).collect();
    let along: Vec<i64> = deals.iter().filter(|deal| !stay.contains(&deal.of)).map(|deal| deal.id).collect();
    let own: BTreeSet<i64> = ids.iter().copied().filter(|id| !stay.contains(id)).collect();
    let ids: Vec<i64> = own.iter().copied().collect();
    let activities = done_about(tx, entity, &ids, &along)?;
    let unlinked = unlinked(tx, entity, &own, &along)?;
    Ok((Plan { along, activities, unlinked, stays: None }, stay))
}

/// What was done and is planned about records that go, and about the deals that go along.
fn done_about(tx: &mut Tx<'_>, entity: Entity, own: &[i64], along: &[i64]) -> QueryResult<Vec<i64>> {
    let mut found = Vec::new();
    for (of, ids) in [(entity, own), (Entity::Opportunity, along)] {
        for some in ids.chunks(AT_ONCE).filter(|some| !some.is_empty()) {
            found.extend(activities::about_any(tx, of, some)?);
        }
    }
    Ok(found)
}

/// A deal that goes along.
struct Going {
    id: i64,
    /// The customer it goes with.
    of: i64,
    /// Is it not the viewer's to delete?
    foreign: bool,
}

/// The deals that go along: all of a company, and those of a person that belong to no company.
fn going(tx: &mut Tx<'_>, entity: Entity, ids: &[i64]) -> QueryResult<Vec<Going>> {
    let (column, condition) = match entity {
        Entity::Account => ("account_id", ""),
        Entity::Contact => ("contact_id", "account_id IS NULL AND "),
        Entity::Lead | Entity::Opportunity | Entity::Product | Entity::Activity | of_settings!() => {
            return Ok(Vec::new());
        }
    };
    let deletable = records::deletable(&tx.viewer, Entity::Opportunity);
    let mut found = Vec::new();
    for some in ids.chunks(AT_ONCE) {
        let select = format!("SELECT id, {column}, owner_id, team_id FROM opportunities WHERE {condition}{column} IN ");
        let select = Sql::new(&select).ids(some).push(" ORDER BY id");
        let rows: Vec<(i64, i64, Option<i64>, i64)> =
            select.load::<(BigInt, BigInt, Nullable<BigInt>, BigInt), _>(tx.db)?;
        let going = |(id, of, owner, team)| Going { id, of, foreign: !deletable.covers(owner, team) };
        found.extend(rows.into_iter().map(going));
    }
    Ok(found)
}

fn is_used(tx: &mut Tx<'_>, product: i64) -> QueryResult<bool> {
    let select = Sql::new("SELECT id FROM opportunities WHERE product_id = ").bind(product).push(" LIMIT 1");
    Ok(!select.load::<(BigInt,), (i64,)>(tx.db)?.is_empty())
}

/// Records that point to what goes, or are tied to it by a row between them.
fn unlinked(tx: &mut Tx<'_>, entity: Entity, own: &BTreeSet<i64>, along: &[i64]) -> QueryResult<Unlinked> {
    let deals: BTreeSet<i64> = along.iter().copied().collect();
    let goes =
        |of: Entity, id: i64| (of == entity && own.contains(&id)) || (of == Entity::Opportunity && deals.contains(&id));
    let mut found = Unlinked::new();
    // What is done about a record goes with it.
    for reference in REFERENCES.iter().filter(|reference| reference.of != Entity::Activity) {
        let mut to: Vec<i64> = if reference.to == entity { own.iter().copied().collect() } else { Vec::new() };
        to.extend(along.iter().filter(|_| reference.to == Entity::Opportunity));
        let visible = records::visible(&tx.viewer, reference.of);
        for some in to.chunks(AT_ONCE) {
            let seen = links::pointing(tx, reference, some)?
                .into_iter()
                .filter(|(id, owner, team)| visible.reaches(*id, *owner, *team));
            let seen = seen.map(|(id, _, _)| id).filter(|id| !goes(reference.of, *id));
            found.entry(reference.of).or_default().extend(seen);
        }
    }
    let own: Vec<i64> = own.iter().copied().collect();
    for (of, tie) in ties(entity) {
        let reach = records::visible(&tx.viewer, *of).words("t");
        for some in own.chunks(AT_ONCE) {
            let select = Sql::new("SELECT DISTINCT t.id FROM ").push(tie).ids(some).push(" AND ").push(&reach);
            let seen = select.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id);
            found.entry(*of).or_default().extend(seen.filter(|id| !goes(*of, *id)));
        }
    }
    found.retain(|_, ids| !ids.is_empty());
    Ok(found)
}

/// The rows that tie a kind of record to others.
fn ties(entity: Entity) -> &'static [(Entity, &'static str)] {
    const PEOPLE: &str = "contacts t JOIN contact_accounts r ON r.contact_id = t.id WHERE r.account_id IN ";
    const COMPANIES: &str = "accounts t JOIN contact_accounts r ON r.account_id = t.id WHERE r.contact_id IN ";
    const DEALS: &str = "opportunities t JOIN opportunity_contacts r ON r.opportunity_id = t.id WHERE r.contact_id IN ";
    const PARTIES: &str = "contacts t JOIN opportunity_contacts r ON r.contact_id = t.id WHERE r.opportunity_id IN ";
    match entity {
        Entity::Account => &[(Entity::Contact, PEOPLE)],
        Entity::Contact => &[(Entity::Account, COMPANIES), (Entity::Opportunity, DEALS)],
        Entity::Opportunity => &[(Entity::Contact, PARTIES)],
        Entity::Lead | Entity::Product | Entity::Activity | of_settings!() => &[],
    }
}
