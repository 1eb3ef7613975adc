//! Delegations as they are kept, their beginning and their end journalled with the person who is away.

use diesel::prelude::*;

use super::form::Named;
use crate::db::schema::delegations;
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::directory::{Delegation, Person};
use crate::identity::notices::{self, Notice, Whose};
use crate::journal::{self, Action, Change, Entity};

/// What is agreed on any of these people that is not over, as it is now. One at a time from here on: of two who name each
/// other's stand-ins at once, the second must know of the first, whom the directory was read before.
///
/// # Errors
/// What the database answers.
pub(super) fn agreed(tx: &mut Tx<'_>, people: &[i64]) -> QueryResult<Vec<Delegation>> {
    dialect::one_at_a_time(tx.db, "delegations")?;
    let theirs = Sql::new("person_id IN ").ids(people).push(" OR stand_in_id IN ").ids(people).condition();
    let found = delegations::table.filter(theirs).filter(delegations::ended_at.is_null());
    let found = found.filter(delegations::until_on.ge(tx.company_today())).order(delegations::id);
    found.select(Delegation::as_select()).load(tx.db)
}

/// Puts somebody's work into somebody else's hands.
///
/// # Errors
/// What the database answers.
pub(super) fn begin(tx: &mut Tx<'_>, away: &Person, named: &Named) -> QueryResult<Delegation> {
    let ([from_on, until_on], stand_in_id) = (named.days, named.stand_in);
    // Whoever leaves takes all of theirs back: none may be named meanwhile.
    [away.id, stand_in_id].into_iter().try_for_each(|person| tx.directory.hold(tx.db, Some(person)))?;
    let row = (
        delegations::person_id.eq(away.id),
        delegations::stand_in_id.eq(stand_in_id),
        delegations::from_on.eq(from_on),
        delegations::until_on.eq(until_on),
        delegations::created_by.eq(tx.viewer.actor()),
        delegations::created_at.eq(tx.now),
    );
    let id: i64 = diesel::insert_into(delegations::table).values(row).returning(delegations::id).get_result(tx.db)?;
    let begun = Delegation { id, person_id: away.id, stand_in_id, from_on, until_on };
    note(tx, Action::Delegated, &begun, |value| (None, Some(value)))?;
    Ok(begun)
}

/// Takes it back: from the next request on, who acts by it is themselves again. No, if it was taken back already.
///
/// # Errors
/// What the database answers.
pub(super) fn end(tx: &mut Tx<'_>, delegation: &Delegation) -> QueryResult<bool> {
    let row = delegations::table.find(delegation.id).filter(delegations::ended_at.is_null());
    let mark = (delegations::ended_at.eq(tx.now), delegations::ended_by.eq(tx.viewer.actor()));
    let is_ended = diesel::update(row).set(mark).execute(tx.db)? > 0;
    if is_ended {
        note(tx, Action::DelegationEnded, delegation, |value| (Some(value), None))?;
    }
    Ok(is_ended)
}

/// Takes back all that are not over by which somebody who leaves stands in or is stood in for, and tells the other one.
///
/// # Errors
/// What the database answers.
pub(crate) fn end_all(tx: &mut Tx<'_>, leaving: i64) -> QueryResult<()> {
    let theirs = delegations::person_id.eq(leaving).or(delegations::stand_in_id.eq(leaving));
    let running = delegations::table.filter(theirs.and(delegations::ended_at.is_null()));
    let running = running.filter(delegations::until_on.ge(tx.company_today())).order(delegations::id);
    let found: Vec<Delegation> = running.select(Delegation::as_select()).load(tx.db)?;
    for one in &found {
        end(tx, one)?;
        let (person, notice) = match one.person_id == leaving {
            true => (one.stand_in_id, Notice::StandsInNoMore),
            false => (one.person_id, Notice::StandInRevoked),
        };
        notices::keep(tx.db, tx.now, Whose { person, actor: tx.viewer.actor().unwrap_or(person) }, notice)?;
    }
    Ok(())
}

fn note(
    tx: &mut Tx<'_>,
    action: Action,
    delegation: &Delegation,
    said: impl Fn(String) -> (Option<String>, Option<String>),
) -> QueryResult<()> {
    let version = tx.directory.person(delegation.person_id).map_or(1, |away| away.version);
    let values = [
        ("stand_in_id", delegation.stand_in_id.to_string()),
        ("from_on", format!("\"{}\"", delegation.from_on)),
        ("until_on", format!("\"{}\"", delegation.until_on)),
    ];
    let changes = values.map(|(field, value)| {
        let (before, after) = said(value);
        Change { field: field.to_owned(), before, after }
    });
    journal::record(tx, Entity::User, delegation.person_id, version, action, &changes).map(drop)
}
