//! What follows a person: their open records go along to another team, or over to somebody else when they
//! leave (rule 44). Closed ones stay where they were closed.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, contacts, leads, opportunities};
use crate::directory::Person;
use crate::journal::Action;
use crate::leads::LeadState;
use crate::web::Error;

/// Whose the records become.
#[derive(Clone, Copy, Debug)]
pub(super) struct Heir {
    /// The person.
    pub owner: i64,
    /// Their team.
    pub team: i64,
}

/// How many open records somebody has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Holding {
    /// Leads still open.
    pub leads: i64,
    /// Deals still open.
    pub opportunities: i64,
    /// Accounts.
    pub accounts: i64,
    /// Contacts.
    pub contacts: i64,
}

impl Holding {
    /// Work that only somebody who sells can open?
    pub fn is_for_sales(self) -> bool {
        self.leads + self.opportunities > 0
    }

    /// Nothing at all?
    pub fn is_empty(self) -> bool {
        self.leads + self.opportunities + self.accounts + self.contacts == 0
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
    Ok(Holding {
        leads: open_leads.count().get_result(tx.db)?,
        opportunities: open_deals.count().get_result(tx.db)?,
        accounts: accounts::table.filter(accounts::owner_id.eq(person)).count().get_result(tx.db)?,
        contacts: contacts::table.filter(contacts::owner_id.eq(person)).count().get_result(tx.db)?,
    })
}

/// Who can take over what somebody has: everybody else who is here; of leads and deals, whoever sells.
pub(super) fn heirs<'d>(tx: &'d Tx<'_>, leaving: i64, held: Holding) -> impl Iterator<Item = &'d Person> {
    let able = move |person: &&Person| person.id != leaving && (!held.is_for_sales() || person.roles().sell());
    tx.directory.active_people().filter(able)
}

/// The one of them a form names.
pub(super) fn heir(tx: &Tx<'_>, leaving: i64, held: Holding, given: &str) -> Option<Heir> {
    let found = heirs(tx, leaving, held).find(|person| person.id.to_string() == given)?;
    Some(Heir { owner: found.id, team: found.team_id })
}

macro_rules! hand_over {
    ($tx:ident, $from:ident, $to:ident, $action:ident, $feature:ident, $record:ident, $open:expr) => {
        let theirs = $feature::table.filter($feature::owner_id.eq($from)).filter($open);
        let theirs = theirs.select(crate::$feature::$record::as_select()).load($tx.db)?;
        for record in theirs {
            let mut facts = record.facts.clone();
            (facts.owner_id, facts.team_id) = (Some($to.owner), $to.team);
            // Somebody quicker at this very record: the whole change starts over rather than leave it behind.
            crate::$feature::save($tx, $action, &record, facts)?.ok_or(Error::Overtaken)?;
        }
    };
}

/// Gives a person's open records to their heir, each with its journal entry.
///
/// # Errors
/// `Busy` when somebody edits one of them at this moment; what the database answers.
pub(super) fn hand_over(tx: &mut Tx<'_>, from: i64, to: Heir) -> Result<(), Error> {
    let action = if from == to.owner { Action::Edited } else { Action::Assigned };
    hand_over!(tx, from, to, action, leads, Lead, leads::state.eq(LeadState::Open));
    hand_over!(tx, from, to, action, opportunities, Opportunity, opportunities::closed_on.is_null());
    hand_over!(tx, from, to, action, accounts, Account, accounts::owner_id.is_not_null());
    hand_over!(tx, from, to, action, contacts, Contact, contacts::owner_id.is_not_null());
    Ok(())
}
