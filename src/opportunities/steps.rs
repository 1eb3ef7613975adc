//! What comes next on a deal: the earliest planned activity about it. A deal's form that says something else plans it.

use diesel::QueryResult;

use super::{Opportunity, OpportunityFacts};
use crate::access::Scope;
use crate::activities::{self, Activity, ActivityFacts, ActivityState};
use crate::db::Tx;
use crate::journal::{Action, Entity};

/// What is planned about a deal, the earliest first, whoever may see it.
///
/// # Errors
/// What the database answers.
pub fn planned(tx: &mut Tx<'_>, deal: i64) -> QueryResult<Vec<Activity>> {
    activities::planned_about(tx, (Entity::Opportunity, deal))
}

/// Plans what a deal says from now on, where it says something else than it did: nothing of a deal that is closed.
///
/// # Errors
/// What the database answers.
pub fn follow(tx: &mut Tx<'_>, before: Option<&OpportunityFacts>, deal: &Opportunity) -> QueryResult<()> {
    let said = |facts: &OpportunityFacts| (facts.next_step.clone(), facts.next_step_on);
    let was = before.map(said).unwrap_or_default();
    if was == said(deal) || deal.closed_on.is_some() {
        return Ok(());
    }
    let is_nothing = deal.next_step.is_empty() && deal.next_step_on.is_none();
    match planned(tx, deal.id)?.into_iter().next() {
        None if is_nothing => Ok(()),
        None => activities::insert(tx, of(tx, deal)).map(drop),
        Some(next) => {
            let mut facts = next.facts.clone();
            if is_nothing {
                facts.settle(ActivityState::Cancelled, tx.now);
            } else {
                facts.subject = subject(deal);
                if facts.day != deal.next_step_on {
                    (facts.day, facts.until_day, facts.starts_at) = (deal.next_step_on, None, None);
                }
            }
            activities::save_within(tx, &Scope::everything(), Action::Edited, &next, facts, Vec::new()).map(drop)
        }
    }
}

/// A task that does what a deal says comes next.
pub(super) fn of(tx: &Tx<'_>, deal: &Opportunity) -> ActivityFacts {
    ActivityFacts {
        day: deal.next_step_on,
        opportunity_id: Some(deal.id),
        owner_id: deal.owner_id,
        ..ActivityFacts::starting(&subject(deal), deal.team_id, tx.now)
    }
}

/// Where only the day is said, it is about the deal.
fn subject(deal: &Opportunity) -> String {
    if deal.next_step.is_empty() { deal.name.clone() } else { deal.next_step.clone() }
}
