//! Shares as they are kept, each with its entry in the record's journal.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Subject;
use crate::db::schema::shares;
use crate::db::{Tx, dialect};
use crate::journal::{self, Action, Change, Entity};

/// With whom a record is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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
    pub(super) fn field(self) -> &'static str {
        match self {
            With::Person(_) => "shared_person",
            With::Team(_) => "shared_team",
        }
    }

    /// Their id.
    pub(super) fn id(self) -> i64 {
        match self {
            With::Person(id) | With::Team(id) => id,
        }
    }
}

/// The name under which the journal keeps a share whole.
pub const SHARE: &str = "share";

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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    let known = with_whom(tx, subject.record(), with)?;
    if let Some(share) = known.as_ref().filter(|share| share.may_edit == may_edit) {
        return Ok(share.id);
    }
    let (created_by, created_at) = (tx.viewer.actor(), tx.now);
    let id = known.as_ref().map_or(0, |share| share.id);
    let wanted = Share { id, with, may_edit, created_by, created_at };
    Ok(put(tx, subject.record(), with, Some(wanted))?.map_or(0, |share| share.id))
}

/// Ends a share.
///
/// # Errors
/// What the database answers.
pub fn remove(tx: &mut Tx<'_>, record: Record, share: &Share) -> QueryResult<()> {
    put(tx, record, share.with, None).map(drop)
}

/// What a record shares with this person or team.
///
/// # Errors
/// What the database answers.
pub fn with_whom(tx: &mut Tx<'_>, record: Record, with: With) -> QueryResult<Option<Share>> {
    Ok(of(tx, record.0, record.1)?.into_iter().find(|share| share.with == with))
}

/// Makes this what a record shares with a person or a team, or nothing, and journals what it was; the share as it stands
/// then. It keeps its number where no other share has that.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, record: Record, with: With, wanted: Option<Share>) -> QueryResult<Option<Share>> {
    alone(tx)?;
    let before = with_whom(tx, record, with)?;
    if before == wanted {
        return Ok(wanted);
    }
    if let Some(share) = &before {
        diesel::delete(shares::table.find(share.id)).execute(tx.db)?;
    }
    let after = match wanted {
        Some(share) => Some(insert(tx, record, share)?),
        None => None,
    };
    tell(tx, record, with, [before.as_ref(), after.as_ref()])?;
    Ok(after)
}

fn insert(tx: &mut Tx<'_>, record: Record, share: Share) -> QueryResult<Share> {
    tx.directory.hold(tx.db, share.with.person())?;
    let is_taken = share.id == 0 || shares::table.find(share.id).count().get_result::<i64>(tx.db)? > 0;
    let of = (shares::entity.eq(record.0.name()), shares::record_id.eq(record.1));
    let to = (shares::person_id.eq(share.with.person()), shares::team_id.eq(share.with.team()));
    let by = (shares::may_edit.eq(share.may_edit), shares::created_by.eq(share.created_by));
    let row = (of, to, by, shares::created_at.eq(share.created_at));
    let insert = diesel::insert_into(shares::table);
    let id = match is_taken {
        true => insert.values(row).returning(shares::id).get_result(tx.db)?,
        false => insert.values((row, shares::id.eq(share.id))).returning(shares::id).get_result(tx.db)?,
    };
    Ok(Share { id, ..share })
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

/// With whom, and to what end, for people; and the share whole, so that it can be put back.
fn tell(
    tx: &mut Tx<'_>,
    (entity, id, version): Record,
    with: With,
    [before, after]: [Option<&Share>; 2],
) -> QueryResult<()> {
    let action = if after.is_some() { Action::Shared } else { Action::Unshared };
    let change = |field: &str, value: &dyn Fn(&Share) -> String| Change {
        field: field.to_owned(),
        before: before.map(value),
        after: after.map(value),
    };
    let changes = [
        change(with.field(), &|_| with.id().to_string()),
        change("shared_to_edit", &|share| share.may_edit.to_string()),
        change(SHARE, &|share| serde_json::to_string(share).unwrap_or_default()),
    ];
    journal::record(tx, entity, id, version, action, &changes).map(drop)
}

/// The share that a value of the journal tells of.
pub fn kept(value: Value) -> Option<Share> {
    serde_json::from_value(value).ok()
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
