//! The records a lead may belong to: those that look like it, those searched for, and the open deals of them all.

use diesel::prelude::*;

use super::form::QualifyForm;
use crate::access::Scope;
use crate::db::Tx;
use crate::db::schema::opportunities;
use crate::duplicates::{self, Found, Match};
use crate::journal::Entity;
use crate::leads::Lead;
use crate::listing::{Asked, Direction, ListSpec, Segment, Sort, SortKind, Table, first};
use crate::records;
use crate::{accounts, contacts};

/// How many a search offers.
const MOST_FOUND: usize = 10;
/// How many open deals are offered.
const MOST_DEALS: i64 = 20;

const ACCOUNTS: ListSpec = ListSpec {
    table: Table::Accounts,
    sorts: &[Sort::new("name", "leads-field-name", "accounts.sort_name", SortKind::Text, Direction::Up)],
    filters: &[],
    segments: &[Segment::ONLY],
};

const CONTACTS: ListSpec = ListSpec {
    table: Table::Contacts,
    sorts: &[Sort::new("name", "leads-field-name", "contacts.sort_name", SortKind::Text, Direction::Up)],
    ..ACCOUNTS
};

/// A record to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What tells it from its namesakes.
    pub detail: String,
    /// Does it look like the lead, more than by the sound of its name?
    pub strong: bool,
}

/// Everything there is to choose from.
#[derive(Clone, Debug, Default)]
pub struct Candidates {
    /// Companies.
    pub accounts: Vec<Candidate>,
    /// People.
    pub contacts: Vec<Candidate>,
    /// Open deals of either.
    pub deals: Vec<Candidate>,
    /// Other leads that look like this one.
    pub leads: Vec<Match>,
    /// Teams that have a matching record the viewer may not see.
    pub hidden: Vec<String>,
}

impl Candidates {
    /// Looks everything up, for the form as it stands.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, lead: &Lead, form: &QualifyForm) -> QueryResult<Candidates> {
        let keys = lead.facts.keys(&tx.directory.organization.country);
        let found = duplicates::find(tx, &keys, Some((Entity::Lead, lead.id)))?;
        let accounts = candidates(tx, &found, Entity::Account, &form.account, &form.account_q)?;
        let contacts = candidates(tx, &found, Entity::Contact, &form.contact, &form.contact_q)?;
        let deals = deals(tx, &accounts, &contacts)?;
        let leads = found.of(Entity::Lead).cloned().collect();
        Ok(Candidates { accounts, contacts, deals, leads, hidden: found.hidden })
    }

    /// What the page told the reader, so that a later look can say what is new.
    pub fn told(&self) -> Vec<String> {
        let accounts = self.accounts.iter().map(|one| format!("account:{}", one.id));
        let contacts = self.contacts.iter().map(|one| format!("contact:{}", one.id));
        let hidden = self.hidden.iter().map(|team| format!("hidden:{team}"));
        accounts.chain(contacts).chain(hidden).collect()
    }
}

/// Those that look like the lead, then those searched for, then the one chosen already.
fn candidates(tx: &mut Tx<'_>, found: &Found, entity: Entity, chosen: &str, q: &str) -> QueryResult<Vec<Candidate>> {
    let like = found.of(entity).map(|one| Candidate {
        id: one.id,
        name: one.name.clone(),
        detail: one.detail.clone(),
        strong: one.is_strong(),
    });
    let mut all: Vec<Candidate> = like.collect();
    let mut more = searched(tx, entity, q)?;
    more.extend(chosen.parse::<i64>().ok());
    more.retain(|id| all.iter().all(|one| one.id != *id));
    let wanted: Vec<(Entity, i64)> = more.iter().map(|id| (entity, *id)).collect();
    let mut names = records::named(tx, &wanted)?;
    let named = wanted.iter().filter_map(|key| names.remove(key)).filter(|named| named.visible);
    all.extend(named.map(|one| Candidate { id: one.id, name: one.name, detail: one.detail, strong: false }));
    Ok(all)
}

fn searched(tx: &mut Tx<'_>, entity: Entity, q: &str) -> QueryResult<Vec<i64>> {
    if q.trim().is_empty() {
        return Ok(Vec::new());
    }
    let asked = Asked::default().with("q", q.trim());
    match entity {
        Entity::Account => first(tx, &ACCOUNTS, &accounts::access::visible(&tx.viewer), &asked, MOST_FOUND),
        _ => first(tx, &CONTACTS, &contacts::access::visible(&tx.viewer), &asked, MOST_FOUND),
    }
}

/// Open deals of the candidates, of those the viewer may change.
fn deals(tx: &mut Tx<'_>, accounts: &[Candidate], contacts: &[Candidate]) -> QueryResult<Vec<Candidate>> {
    let ids = |all: &[Candidate]| all.iter().map(|one| one.id).collect::<Vec<_>>();
    let scope: Scope = crate::opportunities::access::editable(&tx.viewer);
    let theirs = opportunities::account_id.eq_any(ids(accounts)).or(opportunities::contact_id.eq_any(ids(contacts)));
    let open: Vec<i64> = opportunities::table
        .filter(opportunities::closed_on.is_null())
        .filter(theirs.assume_not_null())
        .filter(scope.condition("opportunities"))
        .order(opportunities::id.desc())
        .limit(MOST_DEALS)
        .select(opportunities::id)
        .load(tx.db)?;
    let wanted: Vec<(Entity, i64)> = open.into_iter().map(|id| (Entity::Opportunity, id)).collect();
    let mut names = records::named(tx, &wanted)?;
    let named = wanted.iter().filter_map(|key| names.remove(key));
    Ok(named.map(|one| Candidate { id: one.id, name: one.name, detail: one.detail, strong: true }).collect())
}
