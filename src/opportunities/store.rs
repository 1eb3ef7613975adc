//! Filing and saving an opportunity: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;

use super::{Opportunity, OpportunityFacts, access, spells, steps};
use crate::access::Scope;
use crate::db::Ids;
use crate::db::Tx;
use crate::db::schema::opportunities;
use crate::journal::{Action, Change};
use crate::records::{Derived, Stored, stored};
use crate::search::SearchText;
use crate::values::text;
use crate::{accounts, contacts};

impl OpportunityFacts {
    /// What it is called in lists: its own name.
    pub fn title_name(&self) -> &str {
        &self.name
    }

    /// The words it is found by.
    fn search_text(&self) -> String {
        SearchText::new().words(&self.name).finish()
    }
}

impl Stored for Opportunity {
    type Facts = OpportunityFacts;

    fn derive(facts: &OpportunityFacts, _home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text() }
    }

    fn tags(facts: &OpportunityFacts) -> &Ids {
        &facts.tags
    }
}

stored!(Opportunity in opportunities);

/// Files a deal and begins its first stay in a stage. What every new deal goes through, however it came about.
///
/// # Errors
/// What the database answers.
pub fn open(tx: &mut Tx<'_>, facts: OpportunityFacts) -> QueryResult<Opportunity> {
    let filed = insert(tx, facts)?;
    spells::begin(tx, &filed)?;
    steps::follow(tx, None, &filed)?;
    tell_customers(tx, &filed)?;
    Ok(filed)
}

/// A deal opened, closed, opened again or given another customer moves how far the relation has come (rule 75).
fn tell_customers(tx: &mut Tx<'_>, facts: &OpportunityFacts) -> QueryResult<()> {
    if let Some(account) = facts.account_id {
        accounts::lifecycle::refresh(tx, account)?;
    }
    if let Some(contact) = facts.contact_id {
        contacts::lifecycle::refresh(tx, contact)?;
    }
    Ok(())
}

/// Did anything change that the customers' lifecycle follows from?
fn concerns_customers(before: &OpportunityFacts, after: &OpportunityFacts) -> bool {
    let facts = |deal: &OpportunityFacts| (deal.account_id, deal.contact_id, deal.closed_on, deal.actual_minor);
    facts(before) != facts(after)
}

/// Saves what an action made of an opportunity, if nobody was quicker since `before` was read; `None` if somebody was.
/// The caller has checked that the viewer may; the update checks again, in its own condition.
///
/// # Errors
/// What the database answers.
pub fn save(
    tx: &mut Tx<'_>,
    action: Action,
    before: &Opportunity,
    facts: OpportunityFacts,
) -> QueryResult<Option<Opportunity>> {
    let scope = access::editable(&tx.viewer);
    save_within(tx, &scope, action, before, facts, Vec::new())
}

/// As [`save`], where another scope decides, and with what changed beside the record's own fields.
///
/// # Errors
/// What the database answers.
pub fn save_within(
    tx: &mut Tx<'_>,
    scope: &Scope,
    action: Action,
    before: &Opportunity,
    facts: OpportunityFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Opportunity>> {
    let Some(after) = write(tx, scope, action, before, facts, said)? else { return Ok(None) };
    steps::follow(tx, Some(before), &after)?;
    if concerns_customers(before, &after) {
        tell_customers(tx, before)?;
        tell_customers(tx, &after)?;
    }
    Ok(Some(after))
}

/// Saves the row of an opportunity alone: for who tells the customers of many deals at once.
///
/// # Errors
/// What the database answers.
pub fn save_row(
    tx: &mut Tx<'_>,
    action: Action,
    before: &Opportunity,
    facts: OpportunityFacts,
) -> QueryResult<Option<Opportunity>> {
    let scope = access::editable(&tx.viewer);
    let Some(after) = write(tx, &scope, action, before, facts, Vec::new())? else { return Ok(None) };
    steps::follow(tx, Some(before), &after)?;
    Ok(Some(after))
}
