//! Taking back what one request did to one record.

use serde_json::{Map, Value};

use super::deed::{Deed, Turn};
use super::handler::Back;
use super::kinds::{Undone, Whole};
use crate::conflicts::{Edit, Row};
use crate::db::Tx;
use crate::fields::{Field, Kind};
use crate::journal::{self, Clash, Entity, Keep, Merged, Start};
use crate::sharing::With;
use crate::text_enum;
use crate::web::Error;

text_enum! {
    /// Why a record stays as it is. Its message key is `undo-kept-…`.
    pub enum Kept {
        /// It is no more.
        Gone = "gone",
        /// The viewer may not edit it any more.
        NotYours = "not-yours",
        /// A closed lead is not edited.
        Closed = "closed",
        /// Whom it belonged to has left.
        Left = "left",
        /// Nobody works on more leads of the pool than the company allows.
        Full = "full",
        /// Its stage is out of use.
        Stage = "stage",
        /// Somebody has changed the same since, and it was not asked about.
        Changed = "changed",
        /// It refers to what is no more, or its name is taken.
        Taken = "taken",
        /// Its customer lies in the bin, and is not theirs to restore.
        Customer = "customer",
        /// Another record has its id in the other system.
        External = "external",
        /// The record it was merged into is gone, or not theirs to change.
        Winner = "winner",
        /// The other one of a merge stays merged, or stays apart.
        Joined = "joined",
        /// Something that came with it stays.
        Along = "along",
        /// Deals would go along that are not theirs to delete.
        Deals = "deals",
        /// Deals name this product.
        Used = "used",
    }
}

/// What came of it.
pub(super) enum Outcome {
    /// It is as it was.
    Done,
    /// Nothing was left to take back.
    Nothing,
    /// Somebody has changed the same since.
    Asked(Question),
    /// It stays.
    Kept(Kept),
}

/// What is asked about a record.
pub(super) struct Question {
    /// What it is asked about: its version, and whatever else counts.
    pub(super) version: i64,
    pub(super) about: Doubt,
}

/// What is in doubt.
pub(super) enum Doubt {
    /// What some fields shall say.
    Fields { fields: &'static [Field], currency: String, clashes: Vec<Clash> },
    /// Whether the record shall be there.
    Turn(Row),
}

/// What the questions about a record are called on the page and in the form.
pub(super) fn about(deed: &Deed) -> String {
    let of_record = format!("{}-{}-", deed.entity.name(), deed.id);
    match deed.turn {
        Turn::Shown(With::Person(id)) => format!("shown-person-{id}-{of_record}"),
        Turn::Shown(With::Team(id)) => format!("shown-team-{id}-{of_record}"),
        Turn::Stayed | Turn::Filed | Turn::Restored | Turn::Went | Turn::Merged(_) | Turn::Parted(_) => of_record,
    }
}

/// Takes back what a deed did to its record.
pub(super) fn take_back<R: Undone>(tx: &mut Tx<'_>, deed: &Deed, posted: &Edit<Back>) -> Result<Outcome, Error> {
    let Some(record) = R::held(tx, deed.id)? else { return Ok(Outcome::Kept(Kept::Gone)) };
    let current = Whole { beside: R::beside(tx, deed.id)?, record };
    let mine = before(&current, deed)?;
    if let Some(kept) = refused(tx, deed, &current, &mine) {
        return Ok(Outcome::Kept(kept));
    }
    let start = start::<R>(tx, deed, current.record.version(), posted);
    match journal::merge(tx, &current, &mine, &start)? {
        Merged::Clean(wanted) => put::<R>(tx, deed, &current, wanted),
        Merged::Clashes(clashes) => {
            let currency = text_of(&fields(&current), "currency");
            let about = Doubt::Fields { fields: R::FIELDS, currency, clashes };
            Ok(Outcome::Asked(Question { version: current.record.version(), about }))
        }
    }
}

fn fields<R: Undone>(whole: &Whole<R>) -> Map<String, Value> {
    journal::fields(whole)
}

fn text_of(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The record with every field that the deed changed as it was before. How far the relation with a customer has come
/// follows from facts, unless it was set by hand: it is taken back when everything else is.
fn before<R: Undone>(current: &Whole<R>, deed: &Deed) -> Result<Whole<R>, Error> {
    let mut map = fields(current);
    let pinned = deed.is_lifecycle() || deed.change("lifecycle_pinned").is_some();
    for change in deed.fields().filter(|change| pinned || change.field != "lifecycle") {
        if map.contains_key(&change.field) {
            map.insert(change.field.clone(), change.was());
        }
    }
    serde_json::from_value(Value::Object(map)).map_err(|e| Error::Bug(format!("taking back: {e}")))
}

/// Where the merge starts: at what the deed left. Instants are nobody's own words, and about what is hidden from them
/// nobody can choose: where these differ, the later ones stay.
fn start<R: Undone>(tx: &Tx<'_>, deed: &Deed, version: i64, posted: &Edit<Back>) -> Start {
    let mut start = posted.start_about(&about(deed), deed.version, version);
    let is_not_asked = |field: &&Field| field.kind == Kind::Instant || !field.is_seen_by(&tx.viewer);
    for field in R::FIELDS.iter().filter(is_not_asked) {
        start.answers.insert(field.name.to_owned(), Keep::Theirs);
    }
    start
}

/// Why the record stays, before anything is asked.
fn refused<R: Undone>(tx: &Tx<'_>, deed: &Deed, current: &Whole<R>, mine: &Whole<R>) -> Option<Kept> {
    let now = fields(current);
    if !is_theirs(tx, deed, current, mine, &now) {
        return Some(Kept::NotYours);
    }
    let is_open = text_of(&now, "state") == "open" || deed.entity != Entity::Lead;
    if !is_open && deed.change("state").is_none() {
        return Some(Kept::Closed);
    }
    let wanted = fields(mine);
    let moved = |field: &str| Some(wanted.get(field)?.as_i64()?).filter(|_| wanted.get(field) != now.get(field));
    let opens = is_shut(&now) && !is_shut(&wanted);
    let to = if opens { wanted.get("owner_id").and_then(Value::as_i64) } else { moved("owner_id") };
    if tx.directory.has_left(to) {
        return Some(Kept::Left);
    }
    let is_retired = |id| !tx.directory.stage(id).is_some_and(|stage| tx.directory.takes_deals(stage));
    moved("stage_id").is_some_and(is_retired).then_some(Kept::Stage)
}

/// Is it closed, as a lead or as a deal, or settled?
fn is_shut(fields: &Map<String, Value>) -> bool {
    let is_open = fields.get("state").is_none_or(|state| state == "open" || state == "planned");
    !is_open || fields.get("closed_on").is_some_and(|day| !day.is_null())
}

/// May the viewer take it back? Whoever may edit the record; and whoever did it themselves, while the record is where
/// they left it: who gave a record away may take it back.
fn is_theirs<R: Undone>(
    tx: &Tx<'_>,
    deed: &Deed,
    current: &Whole<R>,
    mine: &Whole<R>,
    now: &Map<String, Value>,
) -> bool {
    let editable = R::editable(tx);
    let (owner, team) = current.record.place();
    let (owner_then, team_then) = mine.record.place();
    let left = |field: &str| deed.left(field, now.get(field).unwrap_or(&Value::Null));
    let is_own = tx.viewer.did(deed.actor_id, deed.on_behalf_of) && left("owner_id") && left("team_id");
    let id = current.record.id();
    editable.reaches(id, owner, team) || (is_own && editable.reaches(id, owner_then, team_then))
}

/// Writes the record as it shall be.
fn put<R: Undone>(tx: &mut Tx<'_>, deed: &Deed, current: &Whole<R>, mut wanted: Whole<R>) -> Result<Outcome, Error> {
    R::settle(tx, deed, &current.record, &mut wanted.record);
    if *current == wanted {
        return Ok(Outcome::Nothing);
    }
    if let Some(kept) = R::refused(tx, &current.record, &wanted.record)? {
        return Ok(Outcome::Kept(kept));
    }
    let written = tx.savepoint(|tx| {
        let mut said: Vec<_> = R::follow(tx, deed, &current.record, &wanted.record)?.into_iter().collect();
        said.extend(journal::diff(&current.beside, &wanted.beside));
        if current.beside != wanted.beside {
            R::put_beside(tx, deed.id, &wanted.beside)?;
        }
        R::save(tx, &current.record, wanted.record.clone(), said)
    });
    match written {
        Ok(true) => Ok(Outcome::Done),
        Ok(false) => Err(Error::Overtaken),
        Err(diesel::result::Error::DatabaseError(kind, _)) if is_refusal(&kind) => Ok(Outcome::Kept(Kept::Taken)),
        Err(other) => Err(other.into()),
    }
}

fn is_refusal(kind: &diesel::result::DatabaseErrorKind) -> bool {
    use diesel::result::DatabaseErrorKind::{ForeignKeyViolation, UniqueViolation};
    matches!(kind, ForeignKeyViolation | UniqueViolation)
}
