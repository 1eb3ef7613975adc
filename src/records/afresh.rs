//! Making afresh the words and keys by which records are found. They are stored, and made here in Rust: after an upgrade
//! that makes others of the same records, those that are filed already would be found by the old ones only.

use diesel::prelude::*;

use crate::accounts::Account;
use crate::contacts::Contact;
use crate::db::schema::{accounts, contacts, leads, opportunities, organization};
use crate::db::{Db, Tx};
use crate::duplicates::{self, Keys};
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
    ($tx:ident, $table:ident, $row:ident: $kind:ty, $derived:expr, $keys:expr) => {
        let mut last = 0;
        loop {
            let next = $table::table.filter($table::id.gt(last)).order($table::id).limit(AT_ONCE);
            let rows: Vec<$kind> = next.select(<$kind>::as_select()).load($tx.db)?;
            let Some(end) = rows.last().map(|row| row.id) else { break };
            for $row in &rows {
                let derived = $derived;
                let is_other =
                    $table::search_text.ne(&derived.search_text).or($table::sort_name.ne(&derived.sort_name));
                diesel::update($table::table.find($row.id).filter(is_other)).set(&derived).execute($tx.db)?;
                let keys: Option<Keys> = $keys;
                if let Some(keys) = keys {
                    duplicates::index($tx, <$kind>::ENTITY, $row.id, &keys)?;
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
    let home = tx.directory.organization.country.clone();
    derive!(tx, leads, row: Lead, crate::leads::Derived::of(&row.facts, &home), Some(row.facts.keys(&home)));
    derive!(tx, accounts, row: Account, crate::accounts::Derived::of(&row.facts, &home), Some(row.facts.keys(&home)));
    derive!(tx, contacts, row: Contact, crate::contacts::Derived::of(&row.facts, &home), Some(row.facts.keys(&home)));
    derive!(tx, opportunities, row: Opportunity, crate::opportunities::Derived::of(&row.facts), None);
    diesel::update(organization::table).set(organization::words_stale.eq(false)).execute(tx.db).map(drop)
}
