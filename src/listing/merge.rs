//! Several ranges as one statement.

use crate::db::sql::Sql;
use crate::db::{Db, dialect};

/// Merges ranges into one statement.
pub(crate) fn union(ranges: Vec<Sql>, columns: &str) -> Sql {
    let start = Sql::new(&format!("SELECT {columns} FROM ("));
    let joined = ranges
        .into_iter()
        .enumerate()
        .map(|(n, range)| Sql::new("SELECT * FROM (").append(range).push(&format!(") AS range_{n}")));
    match joined.reduce(|so_far, next| so_far.push(" UNION ALL ").append(next)) {
        Some(all) => start.append(all).push(") AS ranges"),
        None => Sql::new(&format!("SELECT {columns} FROM (SELECT {}) AS none WHERE 1 = 0", nulls(columns))),
    }
}

/// The first rows of ranges that each have an index in this order, read side by side, and of all of them hardly more rows
/// than are wanted. SQLite does so where the order stands with the ranges themselves, and sorts what lies further inside;
/// PostgreSQL where each range comes in that order already, and gathers everything otherwise.
pub(crate) fn merged(db: &Db, ranges: Vec<Sql>, columns: &str, order: &str, limit: usize) -> Sql {
    let tail = format!(" ORDER BY {order} LIMIT {limit}");
    if !dialect::is_sqlite(db) {
        return union(ranges.into_iter().map(|range| range.push(&tail)).collect(), columns).push(&tail);
    }
    match ranges.into_iter().reduce(|so_far, next| so_far.push(" UNION ALL ").append(next)) {
        Some(all) => all.push(&tail),
        None => union(Vec::new(), columns),
    }
}

fn nulls(columns: &str) -> String {
    // Of some type, or PostgreSQL takes them for text and refuses to add them up.
    columns.split(", ").map(|column| format!("CAST(NULL AS BIGINT) AS {column}")).collect::<Vec<_>>().join(", ")
}
