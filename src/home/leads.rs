//! New leads of somebody's, and how many wait in the pool.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::PickList;
use crate::leads::OPEN;
use crate::listing::{self, Asked};

/// How many leads are named.
const SHOWN: usize = 6;

/// A lead nobody has spoken with yet.
pub struct Fresh {
    /// Its id.
    pub id: i64,
    /// Person, else company.
    pub name: String,
    /// Since when it is known.
    pub since: NaiveDateTime,
}

/// New leads, how many there are, and how many wait for anybody.
#[derive(Default)]
pub struct NewLeads {
    /// Those that have waited longest.
    pub rows: Vec<Fresh>,
    /// All of them.
    pub count: i64,
    /// The id of the status they have.
    pub status: Option<i64>,
}

/// Open leads of the scope that still have the status *new*: the list behind the figure shows the same ones, and the
/// list's own counters and ranges find them, however many there are. And how many open leads wait in the pools the viewer
/// reaches.
///
/// # Errors
/// What the database answers.
pub fn fresh(tx: &mut Tx<'_>, scope: &Scope) -> QueryResult<(NewLeads, i64)> {
    let Some(status) = tx.directory.pick_by_code(PickList::LeadStatus, "new").map(|item| item.id) else {
        return Ok((NewLeads::default(), waiting(tx)?));
    };
    let asked = Asked::default().with("status", &status.to_string()).with("sort", "-created");
    let first = listing::first_sql(tx, &OPEN, scope, &asked, SHOWN);
    let sql =
        Sql::new("SELECT id, CASE WHEN name <> '' THEN name ELSE company END, created_at FROM leads WHERE id IN ");
    let sql = sql.push("(SELECT first.id FROM (").append(first).push(") first) ORDER BY created_at, id");
    let rows: Vec<(i64, String, NaiveDateTime)> = sql.load::<(BigInt, Text, Timestamp), _>(tx.db)?;
    let counts = Sql::new("SELECT (").append(listing::exactly_sql(tx, &OPEN, scope, &asked)).push("), (");
    let (count, pool): (i64, i64) = counts.append(pools(tx)).push(")").one::<(BigInt, BigInt), _>(tx.db)?;
    let rows = rows.into_iter().map(|(id, name, since)| Fresh { id, name, since }).collect();
    Ok((NewLeads { rows, count, status: Some(status) }, pool))
}

/// How many open leads wait in the pools the viewer reaches.
///
/// # Errors
/// What the database answers.
pub fn waiting(tx: &mut Tx<'_>) -> QueryResult<i64> {
    pools(tx).one::<(BigInt,), (i64,)>(tx.db).map(|(n,)| n)
}

/// The statement of that number; an administrator reaches all pools.
fn pools(tx: &Tx<'_>) -> Sql {
    let is_admin = tx.viewer.is_admin();
    let all = tx.directory.teams.all().iter().filter(|_| is_admin).map(|team| team.id);
    let pools = all.chain(tx.viewer.pools.iter().chain(&tx.viewer.teams).copied());
    listing::exactly_sql(tx, &OPEN, &Scope::of(pools.map(Branch::Pool)), &Asked::default())
}
