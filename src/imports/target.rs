//! What every kind of record goes through: find it by its keys, put the row's cells into it, file or save it.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::cells::{Row, fill};
use super::desk::Desk;
use super::find;
use super::model::Fate;
use super::refusal::{Refusal, Stop, Why};
use crate::db::Tx;
use crate::journal::{Entity, Journalled};
use crate::records::fields_of;
use crate::web::Error;

/// A record that rows of a file become.
pub trait Target: Journalled {
    /// The record without id and version.
    type Facts: Serialize + DeserializeOwned + Clone + PartialEq;

    /// The record's facts.
    fn facts(&self) -> &Self::Facts;

    /// A new record, before a row says anything about it.
    ///
    /// # Errors
    /// When the company lacks what every such record needs.
    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<Self::Facts, Stop>;

    /// Ids of the records a row may mean that no record is known by its id in the other system: by address or name.
    ///
    /// # Errors
    /// When the row says nothing by which a record could be found.
    fn matching(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop>;

    /// Has the row the id of this record by chance, because both come from different systems?
    fn is_another(&self, _: &Tx<'_>, _row: Row<'_>) -> bool {
        false
    }

    /// The record, if the viewer may change it.
    ///
    /// # Errors
    /// `NotFound` or `Forbidden` when not.
    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Self, Error>;

    /// What the row says beyond single fields, and whether the whole makes sense.
    ///
    /// # Errors
    /// When it does not.
    fn settle(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&Self>,
        facts: &mut Self::Facts,
    ) -> Result<(), Stop>;

    /// Files a new record with what belongs to it.
    ///
    /// # Errors
    /// What the database answers.
    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, facts: Self::Facts) -> Result<i64, Stop>;

    /// Saves a record, if anything differs.
    ///
    /// # Errors
    /// What the database answers.
    fn update(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: &Self,
        facts: Self::Facts,
    ) -> Result<Fate, Stop>;
}

/// Takes one row.
///
/// # Errors
/// When the row is wrong, or the database failed.
pub fn take<T: Target>(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Fate, Stop> {
    let known = known::<T>(tx, desk, row)?;
    let before = match &known {
        Some(record) => record.facts().clone(),
        None => T::blank(tx, desk)?,
    };
    let mut fields = map_of(&before);
    fill(tx, desk, row, &mut fields)?;
    if known.is_some() {
        keep_hidden(tx, T::ENTITY, &mut fields, &map_of(&before));
    }
    let mut facts: T::Facts = serde_json::from_value(Value::Object(fields)).map_err(unreadable)?;
    T::settle(tx, desk, row, known.as_ref(), &mut facts)?;
    match known {
        None => {
            let id = T::create(tx, desk, row, facts)?;
            desk.touched.add(id);
            Ok(Fate::Created)
        }
        Some(record) if desk.touched.add(record.id()) => T::update(tx, desk, row, &record, facts),
        // A second row about one record would make every later import change it back and forth.
        Some(_) if facts == before => Ok(Fate::Skipped),
        Some(_) => Err(Refusal::of(Why::Twice, "", "").into()),
    }
}

fn known<T: Target>(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Option<T>, Stop> {
    let external = row.trimmed("external_id");
    let by_id = if external.is_empty() { Vec::new() } else { find::by_external(tx, T::ENTITY, &external)? };
    let has_id = !by_id.is_empty();
    let found = if has_id { by_id } else { T::matching(tx, desk, row)? };
    match found.as_slice() {
        [] => Ok(None),
        [id] => {
            let record = T::find(tx, *id)?;
            let is_another = has_id && record.is_another(tx, row);
            if is_another { Err(Refusal::of(Why::OtherId, "", external).into()) } else { Ok(Some(record)) }
        }
        _ => Err(Refusal::of(Why::SeveralMatch, "", "").into()),
    }
}

/// What is hidden from who imports stays as it is on a record that is there already, whatever the row says.
fn keep_hidden(tx: &Tx<'_>, entity: Entity, fields: &mut Map<String, Value>, before: &Map<String, Value>) {
    let hidden = fields_of(entity).iter().filter(|field| !field.is_seen_by(&tx.viewer));
    for (name, value) in hidden.filter_map(|field| before.get_key_value(field.name)) {
        fields.insert(name.clone(), value.clone());
    }
}

/// A record's facts as a map of fields.
pub fn map_of(facts: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(facts) {
        Ok(Value::Object(map)) => map,
        Ok(_) | Err(_) => Map::new(),
    }
}

/// The fields were made from this very type: reading them back can only fail by a bug.
fn unreadable(cause: serde_json::Error) -> Stop {
    Stop::Broken(Error::Bug(format!("a record's fields: {cause}")))
}

/// The one field that must be filled for a record to have a name.
///
/// # Errors
/// When it is not.
pub fn named(row: Row<'_>, field: &str, name: &str) -> Result<(), Refusal> {
    if !name.trim().is_empty() {
        return Ok(());
    }
    let column = row.job.mapping.of(field).and_then(|mapped| mapped.at.first().copied());
    Err(Refusal::of(Why::Missing, column.map_or(field, |at| row.header(at)), ""))
}
