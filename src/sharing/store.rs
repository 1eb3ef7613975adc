//! Shares as they are kept, each with its entry in the record's journal.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::Subject;
use crate::db::schema::shares;
use crate::db::{Tx, dialect};
use crate::journal::{self, Action, Change, Entity};

/// With whom a record is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    /// One person.
    Person(i64),
    /// A team: its members, and who reaches its records from above.
    Team(i64),
}

impl With {
    fn person(self) -> Option<i64> {
        match self {
            With::Person(id) => Some(id),
            With::Team(_) => None,
        }
    }

    fn team(self) -> Option<i64> {
        match self {
            With::Person(_) => None,
            With::Team(id) => Some(id),
        }
    }

    /// What the journal calls it.
    fn field(self) -> &'static str {
        match self {
            With::Person(_) => "shared_person",
            With::Team(_) => "shared_team",
        }
    }

    fn id(self) -> i64 {
        match self {
            With::Person(id) | With::Team(id) => id,
        }
    }
}

/// Which record: its kind, its id, and its version, which sharing does not change.
pub type Record = (Entity, i64, i64);

/// What a form says that gives a record to another owner.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Handover {
    /// `on` where nobody else is to keep seeing the record.
    unshare: String,
}

impl Handover {
    /// What a form said of it.
    pub fn new(unshare: &str) -> Handover {
        Handover { unshare: unshare.to_owned() }
    }

    /// Ends every share of a record that changed hands, if that was asked for; otherwise they stay (rule 41).
    ///
    /// # Errors
    /// What the database answers.
    pub fn done(&self, tx: &mut Tx<'_>, [before, after]: [Option<i64>; 2], record: Record) -> QueryResult<()> {
        if self.unshare.is_empty() || before == after {
            return Ok(());
        }
        of(tx, record.0, record.1)?.iter().try_for_each(|share| remove(tx, record, share))
    }
}

/// One share of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its id.
    pub id: i64,
    /// With whom.
    pub with: With,
    /// To edit, or to read only?
    pub may_edit: bool,
    /// Who shared it.
    pub created_by: Option<i64>,
    /// When, in UTC.
    pub created_at: NaiveDateTime,
}

type Row = (i64, Option<i64>, Option<i64>, bool, Option<i64>, NaiveDateTime);

/// The shares of a record, the oldest first.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Vec<Share>> {
    let found = shares::table.filter(shares::entity.eq(entity.name()).and(shares::record_id.eq(id)));
    let columns =
        (shares::id, shares::person_id, shares::team_id, shares::may_edit, shares::created_by, shares::created_at);
    let rows: Vec<Row> = found.order(shares::id).select(columns).load(tx.db)?;
    let share = |(id, person, team, may_edit, created_by, created_at): Row| {
        let with = person.map(With::Person).or(team.map(With::Team))?;
        Some(Share { id, with, may_edit, created_by, created_at })
    };
    Ok(rows.into_iter().filter_map(share).collect())
}

/// Shares a record, or changes what a share allows; nothing happens where it is shared so already. Answers the share's id.
///
/// # Errors
/// What the database answers.
pub fn add(tx: &mut Tx<'_>, subject: &Subject, with: With, may_edit: bool) -> QueryResult<i64> {
    alone(tx)?;
    let known = of(tx, subject.entity, subject.id)?.into_iter().find(|share| share.with == with);
    if let Some(share) = known.as_ref().filter(|share| share.may_edit == may_edit) {
        return Ok(share.id);
    }
    let by = (shares::may_edit.eq(may_edit), shares::created_by.eq(tx.viewer.actor()), shares::created_at.eq(tx.now));
    let id = match known {
        Some(share) => diesel::update(shares::table.find(share.id)).set(by).execute(tx.db).map(|_| share.id)?,
        None => {
            let of = (shares::entity.eq(subject.entity.name()), shares::record_id.eq(subject.id));
            let to = (shares::person_id.eq(with.person()), shares::team_id.eq(with.team()));
            diesel::insert_into(shares::table).values((of, to, by)).returning(shares::id).get_result(tx.db)?
        }
    };
    let said = |value: String| (None, Some(value));
    tell(tx, subject.record(), Action::Shared, with, may_edit, said)?;
    Ok(id)
}

/// Ends a share.
///
/// # Errors
/// What the database answers.
pub fn remove(tx: &mut Tx<'_>, record: Record, share: &Share) -> QueryResult<()> {
    alone(tx)?;
    if diesel::delete(shares::table.find(share.id)).execute(tx.db)? == 0 {
        return Ok(());
    }
    tell(tx, record, Action::Unshared, share.with, share.may_edit, |value| (Some(value), None))
}

/// Is the record shared with anybody?
///
/// # Errors
/// What the database answers.
pub fn is_shared(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<bool> {
    Ok(!of(tx, entity, id)?.is_empty())
}

/// One at a time: whether a share is somebody's first or last is for the directory to know, and two who both find another
/// one would both be wrong.
fn alone(tx: &mut Tx<'_>) -> QueryResult<()> {
    dialect::one_at_a_time(tx.db, "shares")
}

fn tell(
    tx: &mut Tx<'_>,
    (entity, id, version): Record,
    action: Action,
    with: With,
    may_edit: bool,
    said: impl Fn(String) -> (Option<String>, Option<String>),
) -> QueryResult<()> {
    let values = [(with.field(), with.id().to_string()), ("shared_to_edit", may_edit.to_string())];
    let changes = values.map(|(field, value)| {
        let (before, after) = said(value);
        Change { field: field.to_owned(), before, after }
    });
    journal::record(tx, entity, id, version, action, &changes).map(drop)
}

/// What a journal entry says of a share: with whom it began or ended, and whether it was to edit.
pub fn told(changes: &[Change]) -> Option<(With, bool)> {
    let value = |field: &str| {
        let change = changes.iter().find(|change| change.field == field)?;
        change.after.as_deref().or(change.before.as_deref())
    };
    let person = value("shared_person").and_then(|id| id.parse().ok()).map(With::Person);
    let with = person.or_else(|| value("shared_team")?.parse().ok().map(With::Team))?;
    Some((with, value("shared_to_edit") == Some("true")))
}
