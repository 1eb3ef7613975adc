//! New leads of somebody's, and how many wait in the pool.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::PickList;
use crate::leads;

/// How many leads are named.
const SHOWN: i64 = 6;

/// A lead nobody has spoken with yet.
pub struct Fresh {
    /// Its id.
    pub id: i64,
    /// Person, else company.
    pub name: String,
    /// Since when it is known.
    pub since: NaiveDateTime,
}

/// New leads, and how many there are.
#[derive(Default)]
pub struct NewLeads {
    /// Those that have waited longest.
    pub rows: Vec<Fresh>,
    /// All of them.
    pub count: i64,
    /// The id of the status they have.
    pub status: Option<i64>,
}

/// Open leads of the scope that still have the status *new*: the list behind the figure shows the same ones.
///
/// # Errors
/// What the database answers.
pub fn fresh(tx: &mut Tx<'_>, scope: &Scope) -> QueryResult<NewLeads> {
    let Some(status) = tx.directory.pick_by_code(PickList::LeadStatus, "new").map(|item| item.id) else {
        return Ok(NewLeads::default());
    };
    let sql = Sql::new(
        "SELECT id, CASE WHEN name <> '' THEN name ELSE company END, created_at, COUNT(*) OVER () FROM leads \
         WHERE state = 'open' AND status_id = ",
    );
    let sql = sql.bind(status).push(&format!(" AND {} ORDER BY created_at, id LIMIT ", scope.words("leads")));
    let rows = sql.bind(SHOWN).load::<(BigInt, Text, Timestamp, BigInt), (i64, String, NaiveDateTime, i64)>(tx.db)?;
    let count = rows.first().map_or(0, |row| row.3);
    let row = |(id, name, since, _): (i64, String, NaiveDateTime, i64)| Fresh { id, name, since };
    Ok(NewLeads { rows: rows.into_iter().map(row).collect(), count, status: Some(status) })
}

/// How many open leads wait in the pools the viewer reaches.
///
/// # Errors
/// What the database answers.
pub fn waiting(tx: &mut Tx<'_>) -> QueryResult<i64> {
    let pools = Scope::of(tx.viewer.pools.iter().chain(&tx.viewer.teams).map(|team| Branch::Pool(*team)));
    let reach = leads::access::visible(&tx.viewer).words("leads");
    let scope = if tx.viewer.is_admin() { "leads.owner_id IS NULL".to_owned() } else { pools.words("leads") };
    let sql = Sql::new(&format!("SELECT COUNT(*) FROM leads WHERE state = 'open' AND {scope} AND {reach}"));
    Ok(sql.one::<(BigInt,), (i64,)>(tx.db)?.0)
}
