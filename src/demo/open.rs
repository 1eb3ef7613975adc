//! The demonstration's own database: made where there is none, used again where there is one, refused where there is
//! somebody's real one.

use chrono::{Duration, NaiveDateTime};
use diesel::OptionalExtension;
use diesel::sql_types::{Bool, Nullable, Timestamp};

use crate::config::PasswordCost;
use crate::db::sql::Sql;
use crate::db::{Db, dialect};
use crate::web::Error;

/// Its file, in the working directory.
pub const FILE: &str = "fursa-demo.db";

/// Hours after which the history no longer ends today.
const FRESH_HOURS: i64 = 24;

/// What was found in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// Nothing: it was filled.
    Filled,
    /// The demonstration company, as it was left.
    Kept {
        /// Has the last day of its history gone by?
        aged: bool,
    },
}

/// Why it is not used.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A company that is not the demonstration's.
    #[error("this database holds a company of its own; the demonstration never touches one without its mark")]
    NotADemo,
    /// It could not be read or filled.
    #[error("the demonstration cannot be prepared: {0}")]
    Failed(#[from] Error),
}

/// Fills an empty, migrated database, or checks that it bears the mark.
///
/// # Errors
/// A database without the mark; what the database answers.
pub fn open(db: &mut Db, now: NaiveDateTime, cost: PasswordCost) -> Result<Opened, Refusal> {
    match mark(db)? {
        Some(true) => Ok(Opened::Kept { aged: is_aged(db, now)? }),
        Some(false) => Err(Refusal::NotADemo),
        None => fill(db, now, cost).map(|()| Opened::Filled),
    }
}

/// May the database be thrown away? One that holds a company without the mark may not, and none that cannot be read.
///
/// # Errors
/// A database without the mark; what the database answers.
pub fn may_go(db: &mut Db) -> Result<(), Refusal> {
    match mark(db)? {
        Some(true) | None => Ok(()),
        Some(false) => Err(Refusal::NotADemo),
    }
}

/// Does the company in the database bear the mark of the demonstration? Nothing where there is no company.
fn mark(db: &mut Db) -> Result<Option<bool>, Error> {
    let row = Sql::new("SELECT demo FROM organization").one::<(Bool,), (bool,)>(db).optional()?;
    Ok(row.map(|(mark,)| mark))
}

fn is_aged(db: &mut Db, now: NaiveDateTime) -> Result<bool, Error> {
    let newest = Sql::new("SELECT MAX(at) FROM journal").one::<(Nullable<Timestamp>,), (Option<NaiveDateTime>,)>(db)?;
    Ok(newest.0.is_none_or(|newest| now - newest > Duration::hours(FRESH_HOURS)))
}

/// All or nothing: a start that was broken off leaves an empty database to fill.
fn fill(db: &mut Db, now: NaiveDateTime, cost: PasswordCost) -> Result<(), Refusal> {
    dialect::begin_write(db).map_err(Error::from)?;
    let filled = super::fill(db, now, cost);
    dialect::end(db, filled.is_ok()).map_err(Error::from)?;
    Ok(filled?)
}
