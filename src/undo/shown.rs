//! Taking back that a record was shown to somebody, or no longer: with them alone, whoever else it is shared with since.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Nullable};
use serde_json::Value;

use super::deed::{Deed, Deeds, Turn};
use super::handler::Back;
use super::take::{Kept, Outcome};
use super::turns::{FIELD, ask};
use crate::conflicts::Edit;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::{self, Change, Keep};
use crate::records::{editable, table};
use crate::sharing::{self, Record, SHARE, Share, With};
use crate::web::Error;

/// More entries about one record than a person looks back on before ending what they were shown it by.
const NEWEST: i64 = 50;

/// The record as it is now: its version, whose it is, and of which team.
type Place = (i64, Option<i64>, i64);

/// Takes it back, if nobody has changed the same share since, or if that is wanted all the same.
pub(super) fn take_back(
    tx: &mut Tx<'_>,
    deed: &Deed,
    with: With,
    all: &Deeds,
    posted: &Edit<Back>,
) -> Result<Outcome, Error> {
    let Some(place) = place(tx, deed)? else { return Ok(Outcome::Kept(Kept::Gone)) };
    let record = (deed.entity, deed.id, place.0);
    let Some(change) = deed.change(SHARE) else { return Ok(Outcome::Nothing) };
    let now = sharing::with_whom(tx, record, with)?;
    let (was, left) = (sharing::kept(change.was()), sharing::kept(change.is()));
    if state(now.as_ref()) == state(was.as_ref()) {
        return Ok(Outcome::Nothing);
    }
    if !is_theirs(tx, deed, with, all, place)? {
        return Ok(Outcome::Kept(Kept::NotYours));
    }
    let version = state(now.as_ref());
    let is_changed = version != state(left.as_ref());
    match posted.answer_about(&super::take::about(deed), version, FIELD).filter(|_| is_changed) {
        Some(Keep::Theirs) => Ok(Outcome::Nothing),
        None if is_changed => {
            let sides = [&left, &was, &now].map(|share| told(tx, with, share.as_ref()));
            Ok(ask(tx, deed, version, sides))
        }
        Some(Keep::Mine) | None => put(tx, record, with, was),
    }
}

fn put(tx: &mut Tx<'_>, record: Record, with: With, was: Option<Share>) -> Result<Outcome, Error> {
    sharing::put(tx, record, with, was)?;
    Ok(Outcome::Done)
}

/// What a share allows, as a number: what is asked about it, is asked again once that is another one.
fn state(share: Option<&Share>) -> i64 {
    share.map_or(1, |share| 2 + i64::from(share.may_edit))
}

/// What a share allows, in words.
fn told(tx: &Tx<'_>, with: With, share: Option<&Share>) -> String {
    let key = match share.map(|share| share.may_edit) {
        None => "undo-shown-not",
        Some(false) => "undo-shown-read",
        Some(true) => "undo-shown-edit",
    };
    tx.text.a(key, "with", sharing::name(tx, with))
}

fn place(tx: &mut Tx<'_>, deed: &Deed) -> QueryResult<Option<Place>> {
    let select = Sql::new(&format!("SELECT version, owner_id, team_id FROM {} WHERE id = ", table(deed.entity)));
    let rows = select.bind(deed.id).load::<(BigInt, Nullable<BigInt>, BigInt), Place>(tx.db)?;
    Ok(rows.into_iter().next())
}

/// May the viewer take it back? Whoever may edit the record; whoever handed it on with the same request, or took that back,
/// if they could edit it where that left it; and whoever ended by this what they were shown it by.
fn is_theirs(tx: &mut Tx<'_>, deed: &Deed, with: With, all: &Deeds, place: Place) -> QueryResult<bool> {
    let (editable, (_, owner, team)) = (editable(&tx.viewer, deed.entity), place);
    if editable.reaches(deed.id, owner, team) {
        return Ok(true);
    }
    if !tx.viewer.did(deed.actor_id, deed.on_behalf_of) {
        return Ok(false);
    }
    if let Some(handed) = all.about(deed.entity, deed.id).filter(|one| one.turn == Turn::Stayed) {
        let left = |field: &str, now: Value| match handed.change(field) {
            Some(change) => (change.was() == now).then(|| change.is()),
            None => Some(now),
        };
        let left = left("owner_id", Value::from(owner)).zip(left("team_id", Value::from(team)));
        let reaches = |(owner, team): (Value, Value)| {
            editable.reaches(deed.id, owner.as_i64(), team.as_i64().unwrap_or_default())
        };
        return Ok(left.is_some_and(reaches));
    }
    let was = deed.change(SHARE).and_then(|change| sharing::kept(change.was()));
    let edited = was.is_some_and(|share| share.may_edit) && sharing::is_meant(&tx.viewer, with);
    Ok(edited && is_newest(tx, deed, with)?)
}

/// Has nobody shared it with them, or ended that, since?
fn is_newest(tx: &mut Tx<'_>, deed: &Deed, with: With) -> QueryResult<bool> {
    let events = journal::events_of(tx, deed.entity, deed.id, None, NEWEST)?;
    let is_same = |changes: &[Change]| sharing::told(changes).is_some_and(|(other, _)| other == with);
    Ok(events.into_iter().find(|event| is_same(&event.changes)).is_some_and(|event| event.id == deed.last()))
}
