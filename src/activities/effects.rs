//! What follows from a word with the customer: the deal is not quiet, the lead has been reached.

use diesel::QueryResult;

use super::{Activity, ActivityKind, ActivityState, Direction};
use crate::access::Scope;
use crate::db::Tx;
use crate::journal::Action;
use crate::leads::{self, Lead};
use crate::opportunities::{self, Opportunity, OpportunityFacts};
use crate::web::Error;

/// Notes on the record that somebody spoke with the customer; whoever may see the record has done so.
///
/// # Errors
/// When somebody was quicker; what the database answers.
pub fn took_place(tx: &mut Tx<'_>, activity: &Activity) -> Result<(), Error> {
    let at = activity.settled_at.filter(|_| activity.state == ActivityState::Done && activity.kind.is_talk());
    let Some(at) = at else { return Ok(()) };
    if let Some(id) = activity.opportunity_id {
        let Some(deal) = unless_gone(opportunities::find(tx, id))? else { return Ok(()) };
        if deal.last_contact_at.is_none_or(|last| last < at) {
            spoke(tx, &deal, at)?.ok_or(Error::Overtaken)?;
        }
    }
    // That they wrote is no word of ours: a lead waits until somebody answers (rule 56).
    let is_theirs = activity.kind == ActivityKind::Email && activity.direction == Some(Direction::In);
    if let Some(id) = activity.lead_id.filter(|_| !is_theirs) {
        let Some(lead) = unless_gone(leads::find(tx, id))? else { return Ok(()) };
        if lead.first_contact_at.is_none() {
            reached(tx, &lead, at)?.ok_or(Error::Overtaken)?;
        }
    }
    Ok(())
}

fn unless_gone<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn spoke(tx: &mut Tx<'_>, deal: &Opportunity, at: chrono::NaiveDateTime) -> QueryResult<Option<Opportunity>> {
    let facts = OpportunityFacts { last_contact_at: Some(at), ..deal.facts.clone() };
    opportunities::save_within(tx, &Scope::everything(), Action::Edited, deal, facts, Vec::new())
}

fn reached(tx: &mut Tx<'_>, lead: &Lead, at: chrono::NaiveDateTime) -> QueryResult<Option<Lead>> {
    let mut facts = lead.facts.clone();
    facts.note_contact(true, at);
    leads::save_within(tx, &Scope::everything(), Action::Edited, lead, facts, Vec::new())
}
