//! Making afresh the words and keys by which records are found. They are stored, and made here in Rust: after an upgrade
//! that makes others of the same records, those that are filed already would be found by the old ones only.

use diesel::prelude::*;

use super::Stored;
use crate::accounts::Account;
use crate::contacts::Contact;
use crate::db::schema::{accounts, contacts, leads, opportunities, organization};
use crate::db::{Db, Tx};
use crate::duplicates;
use crate::journal::Journalled;
use crate::leads::Lead;
use crate::opportunities::Opportunity;

/// How many rows are read at once.
const AT_ONCE: i64 = 500;

/// Has a migration said that what is stored comes from an older version?
///
/// # Errors
/// What the database answers.
pub fn is_stale(db: &mut Db) -> QueryResult<bool> {
    let said = organization::table.select(organization::words_stale).first(db).optional()?;
    Ok(said.unwrap_or(false))
}

/// Goes through a table: what is derived from each row, and the keys of its duplicates where it has any.
macro_rules! derive {
    ($tx:ident, $table:ident: $kind:ident) => {
        let home = $tx.directory.organization.country.clone();
        let mut last = 0;
        loop {
            let next = $table::table.filter($table::id.gt(last)).order($table::id).limit(AT_ONCE);
            let rows: Vec<$kind> = next.select(<$kind>::as_select()).load($tx.db)?;
            let Some(end) = rows.last().map(|row| row.id) else { break };
            for row in &rows {
                let derived = $kind::derive(row, &home);
                let is_other =
                    $table::search_text.ne(&derived.search_text).or($table::sort_name.ne(&derived.sort_name));
                let made = ($table::sort_name.eq(&derived.sort_name), $table::search_text.eq(&derived.search_text));
                diesel::update($table::table.find(row.id).filter(is_other)).set(made).execute($tx.db)?;
                if let Some(keys) = $kind::keys(row, &home) {
                    duplicates::index($tx, $kind::ENTITY, row.id, &keys)?;
                }
            }
            last = end;
        }
    };
}

/// Makes the words and keys of every record afresh.
///
/// # Errors
/// What the database answers.
pub fn derive_again(tx: &mut Tx<'_>) -> QueryResult<()> {
    derive!(tx, leads: Lead);
    derive!(tx, accounts: Account);
    derive!(tx, contacts: Contact);
    derive!(tx, opportunities: Opportunity);
    diesel::update(organization::table).set(organization::words_stale.eq(false)).execute(tx.db).map(drop)
}
