//! A create form pressed twice makes one record (rule 71): each carries a nonce, and what the first press made is
//! remembered under it.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::form_nonces;
use crate::db::sql::Sql;
use crate::values::token;

/// A fresh nonce for a form; without randomness none, and the form is taken as new each time.
pub fn fresh() -> String {
    token::random().unwrap_or_default()
}

/// The longest that is remembered: ours are shorter, and an index holds no letter.
const LONGEST: usize = 64;

fn is_ours(nonce: &str) -> bool {
    (1..=LONGEST).contains(&nonce.len())
}

/// Takes the nonce for this press. Answers where the record is when an earlier press made it already; a second press
/// that comes at the same time waits here until the first is done. Without a nonce the form is taken as new.
///
/// # Errors
/// What the database answers.
pub fn take(tx: &mut Tx<'_>, nonce: &str) -> QueryResult<Option<String>> {
    if !is_ours(nonce) {
        return Ok(None);
    }
    let insert = Sql::new("INSERT INTO form_nonces (nonce, user_id, location, used_at) VALUES (").bind(nonce);
    let insert = insert.push(", ").bind(tx.viewer.id).push(", '', ").bind(tx.now);
    if insert.push(") ON CONFLICT (nonce) DO NOTHING").run(tx.db)? == 1 {
        return Ok(None);
    }
    form_nonces::table
        .filter(form_nonces::nonce.eq(nonce).and(form_nonces::user_id.eq(tx.viewer.id)))
        .select(form_nonces::location)
        .first(tx.db)
        .optional()
}

/// Remembers what the form made.
///
/// # Errors
/// What the database answers.
pub fn keep(tx: &mut Tx<'_>, nonce: &str, location: &str) -> QueryResult<()> {
    let row = form_nonces::table.filter(form_nonces::nonce.eq(nonce));
    diesel::update(row).set(form_nonces::location.eq(location)).execute(tx.db).map(drop)
}
