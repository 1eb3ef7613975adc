//! Reads off the journal, as it is written, whom a change concerns.

use diesel::QueryResult;
use serde_json::Value;

use super::store::{ABOUT, tell};
use super::{Event, Told, mentions};
use crate::db::{Ids, Tx};
use crate::journal::{Action, Change, Entity};

/// Fields in which colleagues are named.
const WRITTEN: [&str; 2] = ["notes", "description"];

/// Tells whom it concerns what an entry of the journal says. What takes something back, moves it to the bin or out of it, or
/// makes two records one, is told nobody; of a change of many at once it is told whose they are now, once.
///
/// # Errors
/// What the database answers.
pub fn told_by(tx: &mut Tx<'_>, record: (Entity, i64), action: Action, changes: &[Change]) -> QueryResult<()> {
    // What the program does by itself, nobody has done to anybody.
    if !ABOUT.contains(&record.0) || !is_told(action) || tx.viewer.actor().is_none() {
        return Ok(());
    }
    // Of what comes again the first one is told.
    if changes.iter().any(|change| change.field == "series_id" && change.is().as_i64().is_some_and(|of| of != record.1))
    {
        return Ok(());
    }
    for change in changes {
        for (to, event) in concerned(tx, change) {
            if tx.batch.is_some() && event != Event::Assigned {
                continue;
            }
            tell(tx, &Told { to, event, record, key: key(tx, event, record) })?;
        }
    }
    Ok(())
}

/// Is it a thing somebody does, and not one taken back?
fn is_told(action: Action) -> bool {
    !matches!(
        action,
        Action::Undone | Action::Reverted | Action::Restored | Action::Deleted | Action::Removed | Action::Merged
    )
}

/// Once for each request and record; of a change of many once for all of a kind.
fn key(tx: &Tx<'_>, event: Event, (entity, id): (Entity, i64)) -> String {
    match tx.batch {
        Some(batch) => format!("{}:{}:batch-{batch}", event.name(), entity.name()),
        None => format!("{}:{}-{id}:{}", event.name(), entity.name(), tx.request.id),
    }
}

/// Whom a change concerns, and how: nobody who made it, and nobody who has left.
fn concerned(tx: &Tx<'_>, change: &Change) -> Vec<(i64, Event)> {
    let (was, is) = (change.was(), change.is());
    let (event, people): (Event, Vec<i64>) = match change.field.as_str() {
        "owner_id" => (Event::Assigned, is.as_i64().into_iter().collect()),
        "people" => (Event::Invited, added(&was, &is)),
        "shared_person" => (Event::Shared, shared(&was, &is, |id| vec![id])),
        "shared_team" => (Event::Shared, shared(&was, &is, |team| members(tx, team))),
        field if WRITTEN.contains(&field) => (Event::Mentioned, named(tx, &was, &is)),
        _ => return Vec::new(),
    };
    let me = [Some(tx.viewer.id), tx.viewer.actor()];
    let is_there = |id: i64| tx.directory.person(id).is_some_and(|person| person.active);
    people.into_iter().filter(|id| !me.contains(&Some(*id)) && is_there(*id)).map(|id| (id, event)).collect()
}

fn added(was: &Value, is: &Value) -> Vec<i64> {
    let read = |list: &Value| serde_json::from_value::<Ids>(list.clone()).unwrap_or_default();
    let before: Vec<i64> = read(was).iter().collect();
    read(is).iter().filter(|id| !before.contains(id)).collect()
}

/// With whom a record is shared now that was not before.
fn shared(was: &Value, is: &Value, who: impl Fn(i64) -> Vec<i64>) -> Vec<i64> {
    is.as_i64().filter(|_| was.is_null()).map(who).unwrap_or_default()
}

fn members(tx: &Tx<'_>, team: i64) -> Vec<i64> {
    tx.directory.active_people().filter(|person| person.team_id == team).map(|person| person.id).collect()
}

/// Who is named now and was not before.
fn named(tx: &Tx<'_>, was: &Value, is: &Value) -> Vec<i64> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let is = text(is);
    if !is.contains('@') {
        return Vec::new();
    }
    let all = || tx.directory.active_people().map(|person| (person.id, person.name.as_str()));
    let before = mentions::named(&text(was), all());
    mentions::named(&is, all()).into_iter().filter(|id| !before.contains(id)).collect()
}
