//! What work on many leads at once knows of leads.

use diesel::QueryResult;

use super::create::is_contacted;
use super::filters::behind_customer;
use super::forms::works_with_leads;
use super::view::View;
use super::{Lead, LeadFacts, access, store};
use crate::access::Scope;
use crate::db::Tx;
use crate::directory::Person;
use crate::journal::Action;
use crate::listing::{Asked, ListSpec};
use crate::web::{Error, routes};

/// The list as somebody looked at it.
///
/// # Errors
/// `NotFound` for who has nothing to do with leads; what the database answers.
pub(crate) fn looked(tx: &mut Tx<'_>, path: &str, asked: Asked) -> Result<(&'static ListSpec, Scope, Asked), Error> {
    let asked = if path == routes::POOL { asked.with("view", View::Pool.name()) } else { asked };
    let (view, asked) = View::narrowed(tx, &asked)?;
    Ok((view.spec(), view.scope(tx), behind_customer(tx, asked)?))
}

/// May the viewer give leads to this person?
pub(crate) fn may_receive(tx: &Tx<'_>, person: &Person) -> bool {
    person.active && works_with_leads(person) && access::may_assign_to(&tx.viewer, person.team_id)
}

/// Saves a lead of a pool with its first owner: a manager hands out what waits above their teams, which they may not edit.
///
/// # Errors
/// What the database answers.
pub(crate) fn hand_out(tx: &mut Tx<'_>, before: &Lead, facts: LeadFacts) -> QueryResult<Option<Lead>> {
    let scope = access::assignable(&tx.viewer);
    store::save_within(tx, &scope, Action::Assigned, before, facts, Vec::new())
}

/// Says where a lead stands, and that somebody spoke with it where that follows.
pub(crate) fn stand(tx: &Tx<'_>, facts: &mut LeadFacts, status: i64) {
    facts.status_id = status;
    facts.note_contact(is_contacted(tx, status), tx.now);
}
