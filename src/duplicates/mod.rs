//! Possible duplicates: under which normalised keys a lead, an account or a contact is known, across all three.

mod find;
mod keys;

pub use find::{Found, Match, find, find_among};
pub use keys::{Key, KeyKind, Keys};

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::identity_keys;
use crate::journal::Entity;

/// Replaces the keys a record is known under.
///
/// # Errors
/// What the database answers.
pub fn index(tx: &mut Tx<'_>, entity: Entity, id: i64, keys: &Keys) -> QueryResult<()> {
    forget(tx, entity, id)?;
    for key in keys.iter() {
        let row = (
            identity_keys::entity.eq(entity),
            identity_keys::record_id.eq(id),
            identity_keys::kind.eq(key.kind),
            identity_keys::key.eq(&key.text),
        );
        diesel::insert_into(identity_keys::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

/// Forgets the keys of a record that is no more.
///
/// # Errors
/// What the database answers.
pub fn forget(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    let of_record = identity_keys::entity.eq(entity).and(identity_keys::record_id.eq(id));
    diesel::delete(identity_keys::table.filter(of_record)).execute(tx.db).map(drop)
}
