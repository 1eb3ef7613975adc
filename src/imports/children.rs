//! What hangs on a record, as far as imports change it: the journal keeps it whole, before and after, so that it can be put
//! back.

use diesel::QueryResult;
use serde_json::Value;

use crate::db::Tx;
use crate::journal::{self, Action, Change, Entity};
use crate::records::parts::{Parts, remove_own};

/// The name under which the journal keeps them.
pub const FIELD: &str = "children";

/// What hangs on a record now.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Value> {
    Parts::own(tx, entity, id).map(|found| serde_json::to_value(found).unwrap_or_default())
}

/// Journals what an import changed about them.
///
/// # Errors
/// What the database answers.
pub fn journal(tx: &mut Tx<'_>, entity: Entity, id: i64, version: i64, before: &Value) -> QueryResult<()> {
    let after = of(tx, entity, id)?;
    let change = Change { field: FIELD.to_owned(), before: Some(before.to_string()), after: Some(after.to_string()) };
    journal::record(tx, entity, id, version, Action::Edited, &[change]).map(drop)
}

/// Puts back what hung on a record, as the journal kept it.
///
/// # Errors
/// What the database answers.
pub fn put_back(tx: &mut Tx<'_>, entity: Entity, id: i64, kept: &str) -> QueryResult<()> {
    let kept: Parts = serde_json::from_str(kept).map_err(|e| diesel::result::Error::DeserializationError(e.into()))?;
    remove_own(tx, entity, id)?;
    kept.put_back(tx)
}
