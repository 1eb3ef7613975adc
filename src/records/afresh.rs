//! Making afresh the words and keys by which records are found. They are stored, and made here in Rust: after an upgrade
//! that makes others of the same records, those that are filed already would be found by the old ones only.

use diesel::prelude::*;

use crate::db::schema::organization;
use crate::db::{Db, Tx};
use crate::{accounts, contacts, leads, opportunities};

/// How many rows are read at once.
pub const AT_ONCE: i64 = 500;

/// Makes afresh what is derived from some rows of a table, those after an id; answers the last of them.
type Next = fn(&mut Tx<'_>, i64) -> QueryResult<Option<i64>>;

/// Has a migration said that what is stored comes from an older version?
///
/// # Errors
/// What the database answers.
pub fn is_stale(db: &mut Db) -> QueryResult<bool> {
    let said = organization::table.select(organization::words_stale).first(db).optional()?;
    Ok(said.unwrap_or(false))
}

/// Makes the words and keys of every record afresh.
///
/// # Errors
/// What the database answers.
pub fn derive_again(tx: &mut Tx<'_>) -> QueryResult<()> {
    let tables: [Next; 4] =
        [leads::derive_again, accounts::derive_again, contacts::derive_again, opportunities::derive_again];
    for next in tables {
        let mut last = 0;
        while let Some(id) = next(tx, last)? {
            last = id;
        }
    }
    diesel::update(organization::table).set(organization::words_stale.eq(false)).execute(tx.db).map(drop)
}
