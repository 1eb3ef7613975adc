//! The newest customers, for who does not sell.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::access::Sensitive;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;

/// How many are named.
const SHOWN: i64 = 8;

/// A customer filed lately.
pub struct Newcomer {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Where it is; of a person, to who may know.
    pub city: String,
    /// When it was filed.
    pub since: NaiveDateTime,
}

/// The newest accounts or contacts the viewer sees.
///
/// # Errors
/// What the database answers.
pub fn newest(tx: &mut Tx<'_>, entity: Entity) -> QueryResult<Vec<Newcomer>> {
    let table = if entity == Entity::Contact { "contacts" } else { "accounts" };
    let city = if entity == Entity::Account || tx.viewer.sees(Sensitive::Personal) { "t.city" } else { "''" };
    let reach = records::visible(&tx.viewer, entity).words("t");
    let sql = Sql::new(&format!(
        "SELECT t.id, t.name, {city}, t.created_at FROM {table} t WHERE {reach} ORDER BY t.created_at DESC, t.id DESC LIMIT "
    ));
    let rows = sql.bind(SHOWN).load::<(BigInt, Text, Text, Timestamp), (i64, String, String, NaiveDateTime)>(tx.db)?;
    let row = |(id, name, city, since): (i64, String, String, NaiveDateTime)| {
        Some(Newcomer { href: records::href(entity, id)?, name, city, since })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
