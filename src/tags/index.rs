//! Who carries a tag: the records' own column turned round. Written wherever the column is.

use diesel::QueryResult;

use crate::db::Ids;
use crate::db::Tx;
use crate::db::sql::{Sql, insert_rows};
use crate::journal::Entity;

/// Brings a record's entries up to what it carries now.
///
/// # Errors
/// What the database answers.
pub fn index(tx: &mut Tx<'_>, entity: Entity, id: i64, before: &Ids, after: &Ids) -> QueryResult<()> {
    if before == after {
        return Ok(());
    }
    forget(tx, entity, id)?;
    insert_rows(tx.db, "taggings", "entity, record_id, tag_id", after.iter(), |sql, tag| {
        sql.bind(entity.name()).push(", ").bind(id).push(", ").bind(tag)
    })
}

/// Forgets the tags of a record that is no more.
///
/// # Errors
/// What the database answers.
pub fn forget(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    let delete = Sql::new("DELETE FROM taggings WHERE entity = ").bind(entity.name());
    delete.push(" AND record_id = ").bind(id).run(tx.db).map(drop)
}
