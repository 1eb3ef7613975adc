//! What follows a person: their open records go along to another team, or over to somebody else when they leave or stop
//! selling (rule 44). Closed ones stay where they were closed.

use diesel::prelude::*;

use crate::activities::ActivityState;
use crate::db::Tx;
use crate::db::schema::{accounts, activities, batches, contacts, leads, opportunities};
use crate::directory::Person;
use crate::identity::user::User;
use crate::journal::{Action, Entity};
use crate::leads::LeadState;
use crate::text_enum;
use crate::web::{Error, routes};

/// What a batch of records that changed hands at once is called.
pub(super) const KIND: &str = "handover";

text_enum! {
    /// What somebody can have open.
    pub enum Held {
        /// Leads still open.
        Leads = "leads",
        /// Deals still open.
        Opportunities = "opportunities",
        /// Accounts.
        Accounts = "accounts",
        /// Contacts.
        Contacts = "contacts",
        /// Activities still to come.
        Activities = "activities",
    }
}

impl Held {
    /// What the journal calls one of them.
    pub fn entity(self) -> Entity {
        match self {
            Held::Leads => Entity::Lead,
            Held::Opportunities => Entity::Opportunity,
            Held::Accounts => Entity::Account,
            Held::Contacts => Entity::Contact,
            Held::Activities => Entity::Activity,
        }
    }

    /// Work that only somebody who sells can open, and that may wait for one?
    pub fn is_for_sales(self) -> bool {
        match self {
            Held::Leads | Held::Opportunities => true,
            Held::Accounts | Held::Contacts | Held::Activities => false,
        }
    }

    /// The list of those somebody has: the rows behind their number.
    pub(super) fn rows(self, tx: &Tx<'_>, owner: &User) -> String {
        // Open leads alone stand in the list of the viewer's teams; who is outside of them is found among all.
        let near = tx.directory.teams.subtree(tx.viewer.team_id).contains(&owner.team_id);
        let view = if near { "team" } else { "all" };
        match self {
            Held::Leads => format!("{}?view={view}&owner={}", routes::LEADS, owner.id),
            Held::Opportunities => format!("{}?owner={}", routes::OPPORTUNITIES, owner.id),
            Held::Accounts => format!("{}?owner={}", routes::ACCOUNTS, owner.id),
            Held::Contacts => format!("{}?owner={}", routes::CONTACTS, owner.id),
            Held::Activities => format!("{}?of=person-{}", routes::AGENDA, owner.id),
        }
    }
}

/// Whose the records become.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heir {
    /// The person.
    pub owner: i64,
    /// Their team.
    pub team: i64,
}

/// Where records go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goes {
    /// To somebody.
    To(Heir),
    /// Into the pool of the team they are in: nobody's.
    Pool,
}

/// How many open records somebody has, kind by kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Holding(Vec<(Held, i64)>);

impl Holding {
    /// The kinds there is something of.
    pub fn kinds(&self) -> impl Iterator<Item = (Held, i64)> + '_ {
        self.0.iter().copied().filter(|(_, many)| *many > 0)
    }

    /// Work that only somebody who sells can open?
    pub fn is_for_sales(&self) -> bool {
        self.kinds().any(|(kind, _)| kind.is_for_sales())
    }
}

/// Counts what somebody has.
///
/// # Errors
/// What the database answers.
pub(super) fn holding(tx: &mut Tx<'_>, person: i64) -> QueryResult<Holding> {
    let open_leads = leads::table.filter(leads::owner_id.eq(person).and(leads::state.eq(LeadState::Open)));
    let open_deals =
        opportunities::table.filter(opportunities::owner_id.eq(person).and(opportunities::closed_on.is_null()));
    let planned = activities::table.filter(activities::owner_id.eq(person));
    let planned = planned.filter(activities::state.eq(ActivityState::Planned));
    Ok(Holding(vec![
        (Held::Leads, open_leads.count().get_result(tx.db)?),
        (Held::Opportunities, open_deals.count().get_result(tx.db)?),
        (Held::Accounts, accounts::table.filter(accounts::owner_id.eq(person)).count().get_result(tx.db)?),
        (Held::Contacts, contacts::table.filter(contacts::owner_id.eq(person)).count().get_result(tx.db)?),
        (Held::Activities, planned.count().get_result(tx.db)?),
    ]))
}

/// Who can take over what somebody has: everybody else who is here; of leads and deals, whoever sells.
pub(super) fn heirs<'d>(tx: &'d Tx<'_>, leaving: i64, for_sales: bool) -> impl Iterator<Item = &'d Person> {
    let able = move |person: &&Person| person.id != leaving && (!for_sales || person.roles().sell());
    tx.directory.active_people().filter(able)
}

/// The one of them a form names.
pub(super) fn heir(tx: &Tx<'_>, leaving: i64, for_sales: bool, given: &str) -> Option<Heir> {
    let found = heirs(tx, leaving, for_sales).find(|person| person.id.to_string() == given)?;
    Some(Heir { owner: found.id, team: found.team_id })
}

macro_rules! give {
    ($tx:ident, $from:ident, $goes:ident, $action:ident, $feature:ident, $record:ident, $open:expr, $free:expr) => {
        let theirs = $feature::table.filter($feature::owner_id.eq($from)).filter($open);
        let theirs = theirs.select(crate::$feature::$record::as_select()).load($tx.db)?;
        for record in theirs {
            let mut facts = record.facts.clone();
            match $goes {
                Goes::To(heir) if heir.owner == $from => facts.team_id = heir.team,
                Goes::To(heir) => {
                    $free(&mut facts);
                    (facts.owner_id, facts.team_id) = (Some(heir.owner), heir.team);
                }
                Goes::Pool => $free(&mut facts),
            }
            // Somebody quicker at this very record: the whole change starts over rather than leave it behind.
            crate::$feature::save($tx, $action, &record, facts)?.ok_or(Error::Overtaken)?;
        }
    };
}

/// Gives a person's open records of one kind away, each with its journal entry.
fn give(tx: &mut Tx<'_>, kind: Held, from: i64, goes: Goes, action: Action) -> Result<(), Error> {
    use crate::accounts::AccountFacts;
    use crate::activities::ActivityFacts;
    use crate::contacts::ContactFacts;
    use crate::leads::LeadFacts;
    use crate::opportunities::OpportunityFacts;

    let (deal, account, contact, activity) = (
        |facts: &mut OpportunityFacts| facts.owner_id = None,
        |facts: &mut AccountFacts| facts.owner_id = None,
        |facts: &mut ContactFacts| facts.owner_id = None,
        |facts: &mut ActivityFacts| facts.owner_id = None,
    );
    match kind {
        Held::Leads => {
            give!(tx, from, goes, action, leads, Lead, leads::state.eq(LeadState::Open), LeadFacts::release);
        }
        Held::Opportunities => {
            give!(tx, from, goes, action, opportunities, Opportunity, opportunities::closed_on.is_null(), deal);
        }
        Held::Accounts => {
            give!(tx, from, goes, action, accounts, Account, accounts::owner_id.is_not_null(), account);
        }
        Held::Contacts => {
            give!(tx, from, goes, action, contacts, Contact, contacts::owner_id.is_not_null(), contact);
        }
        Held::Activities => {
            let planned = activities::state.eq(ActivityState::Planned);
            give!(tx, from, goes, action, activities, Activity, planned, activity);
        }
    }
    Ok(())
}

/// Takes a person's open records along to another team.
///
/// # Errors
/// `Overtaken` when somebody edits one of them at this moment; what the database answers.
pub(super) fn move_along(tx: &mut Tx<'_>, person: i64, team: i64) -> Result<(), Error> {
    let along = Goes::To(Heir { owner: person, team });
    Held::ALL.iter().try_for_each(|kind| give(tx, *kind, person, along, Action::Edited))
}

/// Hands a person's open records over as one batch, each kind to where the plan says; answers the batch.
///
/// # Errors
/// `Overtaken` when somebody edits one of them at this moment; what the database answers.
pub(super) fn hand_over(tx: &mut Tx<'_>, from: &User, plan: &[(Held, i64, Goes)]) -> Result<i64, Error> {
    let many: i64 = plan.iter().map(|(_, many, _)| many).sum();
    let row = (
        batches::kind.eq(KIND),
        batches::title.eq(&from.name),
        batches::created_by.eq(tx.viewer.actor()),
        batches::created_at.eq(tx.now),
        batches::rows_total.eq(many),
        batches::rows_updated.eq(many),
    );
    let batch: i64 = diesel::insert_into(batches::table).values(row).returning(batches::id).get_result(tx.db)?;
    tx.batch = Some(batch);
    for (kind, _, goes) in plan {
        give(tx, *kind, from.id, *goes, Action::Assigned)?;
    }
    tx.batch = None;
    Ok(batch)
}
