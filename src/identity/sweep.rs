//! What the door remembers is forgotten in time: sign-ins that are over, tries at them, failures that no longer count, and
//! forms that nobody will send again.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{history, throttle};
use crate::config::Config;
use crate::db::Db;
use crate::db::schema::{form_nonces, sessions};

/// Forgets all that is too long ago; answers how many rows that were.
///
/// # Errors
/// What the database answers.
pub fn sweep(db: &mut Db, config: &Config, now: NaiveDateTime) -> QueryResult<usize> {
    let (_, begun) = config.oldest_session(now);
    let over = diesel::delete(sessions::table.filter(sessions::created_at.lt(begun))).execute(db)?;
    let sent = diesel::delete(form_nonces::table.filter(form_nonces::used_at.lt(begun))).execute(db)?;
    Ok(over + sent + history::sweep(db, now)? + throttle::sweep(db, now)?)
}
