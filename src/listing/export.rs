//! The whole list, chunk by chunk, in the order of its pages: what a file of it is made from.

use diesel::QueryResult;

use super::asked::Asked;
use super::page::{order, places};
use super::query::Query;
use super::slice::Slice;
use super::spec::{ListSpec, Sort};
use crate::access::Scope;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::web::Error;

/// Rows handed over at once.
const CHUNK: usize = 500;

/// The first records of the list, as its pages show them: what a change of everything listed begins with.
///
/// # Errors
/// What the database answers.
pub fn first(tx: &mut Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked, limit: usize) -> QueryResult<Vec<i64>> {
    let query = Query::of(tx, spec, scope, asked);
    let (sort, direction) = order(tx, spec, &query, asked);
    let sql = query.slice(tx.db, &Slice { sort, direction, from: None, limit });
    Ok(places(tx.db, sql, sort)?.into_iter().map(|place| place.id).collect())
}

/// [`first`] as a statement with a column `id`, to be put into another one.
pub fn first_sql(tx: &mut Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked, limit: usize) -> Sql {
    let query = Query::of(tx, spec, scope, asked);
    let (sort, direction) = order(tx, spec, &query, asked);
    query.slice(tx.db, &Slice { sort, direction, from: None, limit })
}

/// [`first_sql`] in an order of the caller's own, which has its indexes.
pub fn first_by(tx: &Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked, sort: Sort, limit: usize) -> Sql {
    let query = Query::of(tx, spec, scope, asked);
    query.slice(tx.db, &Slice { sort, direction: sort.first, from: None, limit })
}

/// Hands over the ids of every record of the list, five hundred at a time.
///
/// # Errors
/// What the database or the receiver answers.
pub fn export(
    tx: &mut Tx<'_>,
    spec: &ListSpec,
    scope: &Scope,
    asked: &Asked,
    mut take: impl FnMut(&mut Tx<'_>, &[i64]) -> Result<(), Error>,
) -> Result<(), Error> {
    let query = Query::of(tx, spec, scope, asked);
    let (sort, direction) = order(tx, spec, &query, asked);
    let mut from = None;
    loop {
        let slice = Slice { sort, direction, from: from.as_ref(), limit: CHUNK };
        let sql = query.slice(tx.db, &slice);
        let mut found = places(tx.db, sql, sort)?;
        let ids: Vec<i64> = found.iter().map(|place| place.id).collect();
        take(tx, &ids)?;
        if ids.len() < CHUNK {
            return Ok(());
        }
        from = found.pop();
    }
}
