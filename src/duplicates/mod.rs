//! Possible duplicates: under which normalised keys a lead, an account or a contact is known, across all three.

mod find;
mod keys;

pub use find::{Found, Match, find, find_among, mergeable};
pub use keys::{Key, KeyKind, Keys};

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::identity_keys;
use crate::db::sql::insert_rows;
use crate::journal::Entity;

/// Replaces the keys a record is known under.
///
/// # Errors
/// What the database answers.
pub fn index(tx: &mut Tx<'_>, entity: Entity, id: i64, keys: &Keys) -> QueryResult<()> {
    forget(tx, entity, id)?;
    insert_rows(tx.db, "identity_keys", "entity, record_id, kind, key", keys.iter(), |sql, key| {
        let sql = sql.bind(entity.name()).push(", ").bind(id).push(", ").bind(key.kind.name());
        sql.push(", ").bind(key.text.as_str())
    })
}

/// Forgets the keys of a record that is no more.
///
/// # Errors
/// What the database answers.
pub fn forget(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    let of_record = identity_keys::entity.eq(entity).and(identity_keys::record_id.eq(id));
    diesel::delete(identity_keys::table.filter(of_record)).execute(tx.db).map(drop)
}
