//! The place of a company among those it belongs to.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::accounts;

/// How many levels a group of companies may have.
const DEEPEST: usize = 50;

/// Is `company` the account itself, or anywhere below it? Looks at every company on the way up, whoever may see them: a
/// cycle through a hidden one would be a cycle all the same. Groups deeper than any real one count as cycles.
///
/// # Errors
/// What the database answers.
pub fn lies_below(tx: &mut Tx<'_>, company: i64, account: i64) -> QueryResult<bool> {
    let mut above = Some(company);
    for _ in 0..DEEPEST {
        let Some(id) = above else { return Ok(false) };
        if id == account {
            return Ok(true);
        }
        above = accounts::table.find(id).select(accounts::parent_id).first(tx.db).optional()?.flatten();
    }
    Ok(true)
}
