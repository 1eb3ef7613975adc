//! Delegations as they are kept, their beginning and their end journalled with the person who is away.

use chrono::NaiveDate;
use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{delegations, sessions};
use crate::directory::{Delegation, Person};
use crate::journal::{self, Action, Change, Entity};

/// Puts somebody's work into somebody else's hands.
///
/// # Errors
/// What the database answers.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    away: &Person,
    stand_in: i64,
    [from_on, until_on]: [NaiveDate; 2],
) -> QueryResult<()> {
    let row = (
        delegations::person_id.eq(away.id),
        delegations::stand_in_id.eq(stand_in),
        delegations::from_on.eq(from_on),
        delegations::until_on.eq(until_on),
        delegations::created_by.eq(tx.viewer.actor()),
        delegations::created_at.eq(tx.now),
    );
    let id: i64 = diesel::insert_into(delegations::table).values(row).returning(delegations::id).get_result(tx.db)?;
    let begun = Delegation { id, person_id: away.id, stand_in_id: stand_in, from_on, until_on };
    tell(tx, away, Action::Delegated, &begun, |value| (None, Some(value)))
}

/// Takes it back; who acts by it at the moment is themselves again.
///
/// # Errors
/// What the database answers.
pub(super) fn end(tx: &mut Tx<'_>, away: &Person, delegation: &Delegation) -> QueryResult<()> {
    let row = delegations::table.find(delegation.id).filter(delegations::ended_at.is_null());
    let mark = (delegations::ended_at.eq(tx.now), delegations::ended_by.eq(tx.viewer.actor()));
    if diesel::update(row).set(mark).execute(tx.db)? == 0 {
        return Ok(());
    }
    let acting = sessions::table.filter(sessions::acting_for.eq(delegation.id));
    diesel::update(acting).set(sessions::acting_for.eq(None::<i64>)).execute(tx.db)?;
    tell(tx, away, Action::DelegationEnded, delegation, |value| (Some(value), None))
}

fn tell(
    tx: &mut Tx<'_>,
    away: &Person,
    action: Action,
    delegation: &Delegation,
    said: impl Fn(String) -> (Option<String>, Option<String>),
) -> QueryResult<()> {
    let values = [
        ("stand_in_id", delegation.stand_in_id.to_string()),
        ("from_on", format!("\"{}\"", delegation.from_on)),
        ("until_on", format!("\"{}\"", delegation.until_on)),
    ];
    let changes = values.map(|(field, value)| {
        let (before, after) = said(value);
        Change { field: field.to_owned(), before, after }
    });
    journal::record(tx, Entity::User, away.id, away.version, action, &changes).map(drop)
}
