//! Several ranges as one statement.

use crate::db::sql::Sql;

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

/// The first rows of ranges that each have an index in this order: the database reads them side by side, and of all of
/// them no more rows than are wanted. The order stands with the ranges themselves: SQLite sorts what lies further inside.
pub(crate) fn merged(ranges: Vec<Sql>, columns: &str, order: &str, limit: usize) -> Sql {
    match ranges.into_iter().reduce(|so_far, next| so_far.push(" UNION ALL ").append(next)) {
        Some(all) => all.push(&format!(" ORDER BY {order} LIMIT {limit}")),
        None => union(Vec::new(), columns),
    }
}

fn nulls(columns: &str) -> String {
    // Of some type, or PostgreSQL takes them for text and refuses to add them up.
    columns.split(", ").map(|column| format!("CAST(NULL AS BIGINT) AS {column}")).collect::<Vec<_>>().join(", ")
}
