//! Taking an import back, through its journal: what it filed goes, what it changed is set back. What somebody has worked
//! on since stays as it is, and is named.

use std::collections::HashSet;

use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error as DbError};
use diesel::sql_types::{BigInt, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Report;
use super::customers::Customers;
use super::store::{self, Import};
use super::target::{Target, map_of};
use crate::accounts;
use crate::activities;
use crate::contacts;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::identity::user;
use crate::journal::{self, Action, Entity, Event, batch_events, of_settings};
use crate::leads;
use crate::opportunities::{self, Opportunity};
use crate::products::{self, Product};
use crate::records::{parts, table};
use crate::web::Error;
use crate::{bookmarks, duplicates, notifications, tags, text_enum};

/// Entries of the journal that are taken back at a time.
const STEP: i64 = 500;

/// How many records a report names that could not be taken back.
const MOST_NAMED: usize = 200;

text_enum! {
    /// Why a record stays. Its message key is `imports-kept-…`.
    pub enum Kept {
        /// Somebody has changed since what the import had changed or filed.
        Changed = "changed",
        /// Other records refer to it.
        Used = "used",
        /// Nobody else could administer.
        Administers = "administers",
    }
}

/// What came of taking an import back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reverted {
    /// Records removed.
    pub removed: i64,
    /// Records set back.
    pub restored: i64,
    /// Records left as they are.
    pub kept: i64,
}

/// Takes an import back. The caller has checked that the viewer may, and that it is not too late.
///
/// # Errors
/// What the database answers; then nothing is taken back.
pub fn revert(tx: &mut Tx<'_>, import: &Import) -> Result<Reverted, Error> {
    tx.batch = Some(import.id);
    let (mut done, mut report) = (Reverted::default(), Report { kept: Vec::new(), ..import.report.clone() });
    let (mut customers, mut restored) = (Customers::default(), HashSet::new());
    let mut before = None;
    loop {
        let events = batch_events(tx, import.id, before, STEP)?;
        let Some(oldest) = events.last().map(|event| event.id) else { break };
        for event in &events {
            customers.of_record(tx, event.entity, event.record_id)?;
            step(tx, import.id, event, &mut done, &mut restored, &mut report)?;
            customers.of_record(tx, event.entity, event.record_id)?;
        }
        before = Some(oldest);
    }
    done.restored = restored.len() as i64;
    customers.refresh(tx)?;
    store::mark_reverted(tx, import.id, &report)?;
    Ok(done)
}

/// Takes one entry back. A record may have several, and counts once.
fn step(
    tx: &mut Tx<'_>,
    batch: i64,
    event: &Event,
    done: &mut Reverted,
    restored: &mut HashSet<(&'static str, i64)>,
    report: &mut Report,
) -> Result<(), Error> {
    let record = (event.entity.name(), event.record_id);
    let outcome = match event.action {
        Action::Removed | Action::Reverted => return Ok(()),
        Action::Created => remove(tx, batch, event)?,
        _ => restore(tx, batch, event)?,
    };
    match outcome {
        Ok(()) if event.action == Action::Created => {
            restored.remove(&record);
            done.removed += 1;
        }
        Ok(()) => drop(restored.insert(record)),
        Err(why) => {
            done.kept += 1;
            if report.kept.len() < MOST_NAMED {
                report.kept.push(sentence(tx, event, why));
            }
        }
    }
    Ok(())
}

fn sentence(tx: &Tx<'_>, event: &Event, why: Kept) -> String {
    // messages: imports-kept-*, imports-entity-*
    let entity = tx.text.t(&format!("imports-entity-{}", event.entity.name().replace('_', "-")));
    let args = [("entity", entity.into()), ("id", event.record_id.to_string().into())];
    tx.text.plain(&format!("imports-kept-{}", why.name()), &args)
}

/// Removes what the import filed, unless somebody has worked on it or something refers to it.
fn remove(tx: &mut Tx<'_>, batch: i64, event: &Event) -> Result<Result<(), Kept>, Error> {
    let select = Sql::new("SELECT COUNT(*) FROM journal WHERE entity = ").bind(event.entity.name());
    let select = select.push(" AND record_id = ").bind(event.record_id).push(" AND id > ").bind(event.id);
    let select = by_others(select, "batch_id", batch);
    let (later,): (i64,) = select.one::<(BigInt,), _>(tx.db)?;
    if later > 0 {
        return Ok(Err(Kept::Changed));
    }
    let gone = tx_delete(tx, event);
    match gone {
        Ok(true) => {
            journal::record(tx, event.entity, event.record_id, event.version + 1, Action::Removed, &[])?;
            Ok(Ok(()))
        }
        Ok(false) => Ok(Ok(())),
        Err(DbError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _)) => Ok(Err(Kept::Used)),
        Err(other) => Err(other.into()),
    }
}

/// In a savepoint: another record may refer to this one.
fn tx_delete(tx: &mut Tx<'_>, event: &Event) -> QueryResult<bool> {
    tx.savepoint(|tx| {
        parts::remove_own(tx, event.entity, event.record_id)?;
        duplicates::forget(tx, event.entity, event.record_id)?;
        tags::forget(tx, event.entity, event.record_id)?;
        bookmarks::forget(tx, event.entity, event.record_id)?;
        notifications::forget_record(tx, event.entity, event.record_id)?;
        let delete = Sql::new(&format!("DELETE FROM {} WHERE id = ", table(event.entity))).bind(event.record_id);
        Ok(delete.run(tx.db)? == 1)
    })
}

/// Sets back what the import changed, unless somebody has changed the same since.
fn restore(tx: &mut Tx<'_>, batch: i64, event: &Event) -> Result<Result<(), Kept>, Error> {
    if is_overtaken(tx, batch, event)? {
        return Ok(Err(Kept::Changed));
    }
    let done = match event.entity {
        Entity::Account => set_back(tx, event, accounts::save)?,
        Entity::Contact => set_back(tx, event, contacts::save)?,
        Entity::Lead => set_back(tx, event, leads::save)?,
        Entity::Opportunity => set_back::<Opportunity>(tx, event, |tx, action, before, mut facts| {
            if facts.stage_id != before.stage_id || facts.closed_on != before.closed_on {
                // A card drawn meanwhile is stale.
                facts.moved_version = before.version + 1;
            }
            opportunities::save_row(tx, action, before, facts)
        })?,
        Entity::Product => set_back::<Product>(tx, event, products::save)?,
        Entity::Activity => {
            set_fields_back(tx, event, (activities::find_editable, |one| map_of(&one.facts)), activities::save)?
        }
        Entity::User if !set_back(tx, event, user::save)? => return Ok(Err(Kept::Administers)),
        of_settings!() => true,
    };
    if let Some(kept) = event.changes.iter().find(|change| change.field == parts::FIELD) {
        let left = parts::of(tx, event.entity, event.record_id)?;
        parts::put_back(tx, event.entity, event.record_id, &kept.was())?;
        let is = parts::of(tx, event.entity, event.record_id)?;
        if let Some(change) = parts::change(&left, &is) {
            journal::record(tx, event.entity, event.record_id, event.version, Action::Reverted, &[change])?;
        }
    }
    Ok(if done { Ok(()) } else { Err(Kept::Changed) })
}

/// Entries that neither this batch made nor one that has been taken back.
fn by_others(select: Sql, column: &str, batch: i64) -> Sql {
    let select = select.push(&format!(" AND ({column} IS NULL OR ({column} <> ")).bind(batch);
    select.push(&format!(" AND {column} NOT IN (SELECT id FROM batches WHERE reverted_at IS NOT NULL)))"))
}

/// Has anybody else changed one of the event's fields since?
fn is_overtaken(tx: &mut Tx<'_>, batch: i64, event: &Event) -> QueryResult<bool> {
    let select =
        Sql::new("SELECT COUNT(*) FROM journal later JOIN journal_values theirs ON theirs.journal_id = later.id");
    let select =
        select.push(" JOIN journal_values ours ON ours.field = theirs.field AND ours.journal_id = ").bind(event.id);
    let select = select.push(" WHERE later.entity = ").bind(event.entity.name());
    let select = select.push(" AND later.record_id = ").bind(event.record_id).push(" AND later.id > ").bind(event.id);
    let select = by_others(select, "later.batch_id", batch);
    let (later,): (i64,) = select.one::<(BigInt,), _>(tx.db)?;
    Ok(later > 0)
}

type Reading<R> = (fn(&mut Tx<'_>, i64) -> Result<R, Error>, fn(&R) -> Map<String, Value>);
type Save<T> = fn(&mut Tx<'_>, Action, &T, <T as Target>::Facts) -> QueryResult<Option<T>>;

/// Sets the fields of an event back; no, if the record could not be saved.
fn set_back<T: Target>(tx: &mut Tx<'_>, event: &Event, save: Save<T>) -> Result<bool, Error> {
    set_fields_back(tx, event, (T::find, |record| map_of(record.facts())), save)
}

/// The same of what no row of a file is, but follows from one: found, and read as a map.
fn set_fields_back<R, F: DeserializeOwned>(
    tx: &mut Tx<'_>,
    event: &Event,
    (find, map): Reading<R>,
    save: fn(&mut Tx<'_>, Action, &R, F) -> QueryResult<Option<R>>,
) -> Result<bool, Error> {
    let fields: Vec<_> = event.changes.iter().filter(|change| change.field != parts::FIELD).collect();
    if fields.is_empty() {
        return Ok(true);
    }
    let record = match find(tx, event.record_id) {
        Ok(record) => record,
        Err(Error::NotFound | Error::Forbidden) => return Ok(false),
        Err(other) => return Err(other),
    };
    let mut map = map(&record);
    for change in fields {
        let before = change.before.as_deref().and_then(|text| serde_json::from_str(text).ok());
        map.insert(change.field.clone(), before.unwrap_or(Value::Null));
    }
    let facts = serde_json::from_value(Value::Object(map)).map_err(|e| Error::Bug(format!("setting back: {e}")))?;
    let earlier = changed_before(tx, event)?;
    let saved = save(tx, Action::Reverted, &record, facts)?.is_some();
    if let Some(at) = earlier.filter(|_| saved && has_updated_at(event.entity)) {
        let update = Sql::new(&format!("UPDATE {} SET updated_at = ", table(event.entity))).bind(at);
        update.push(" WHERE id = ").bind(event.record_id).run(tx.db)?;
    }
    Ok(saved)
}

fn has_updated_at(entity: Entity) -> bool {
    matches!(entity, Entity::Account | Entity::Contact | Entity::Lead | Entity::Opportunity | Entity::Activity)
}

/// When the record had last changed before the import: every change is journalled at the instant it is saved with.
fn changed_before(tx: &mut Tx<'_>, event: &Event) -> QueryResult<Option<chrono::NaiveDateTime>> {
    let select = Sql::new("SELECT at FROM journal WHERE entity = ").bind(event.entity.name());
    let select = select.push(" AND record_id = ").bind(event.record_id).push(" AND id < ").bind(event.id);
    let select = select.push(" AND action <> ").bind(Action::Reverted.name());
    let select = select
        .push(" AND (batch_id IS NULL OR batch_id NOT IN (SELECT id FROM batches WHERE reverted_at IS NOT NULL))");
    let rows: Vec<(chrono::NaiveDateTime,)> =
        select.push(" ORDER BY id DESC LIMIT 1").load::<(Timestamp,), _>(tx.db)?;
    Ok(rows.into_iter().next().map(|(at,)| at))
}
