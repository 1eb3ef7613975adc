//! Whether the counts, totals and timelines the database keeps are right, and making them again when they are not.
//!
//! Triggers keep them; only a restore from elsewhere or a hand in the tables can make them wrong. `fursa doctor` looks.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::spec::{Part, Table};
use crate::db::sql::Sql;
use crate::db::{Db, dialect};

/// A kept table: its name, which of its rows say something, and the statement that makes them afresh.
struct Kept {
    table: &'static str,
    columns: &'static str,
    told: &'static str,
    afresh: String,
}

/// How many kept rows differ from what the records say, per kept table.
///
/// # Errors
/// What the database answers.
pub fn wrong_rows(db: &mut Db) -> QueryResult<Vec<(&'static str, i64)>> {
    kept().into_iter().map(|kept| Ok((kept.table, differing(db, &kept)?))).collect()
}

/// Counts everything afresh, in the transaction the caller has begun.
///
/// # Errors
/// What the database answers.
pub fn rebuild(db: &mut Db) -> QueryResult<()> {
    for kept in kept() {
        Sql::new(&format!("DELETE FROM {}", kept.table)).run(db)?;
        Sql::new(&format!("INSERT INTO {} ({}) {}", kept.table, kept.columns, kept.afresh)).run(db)?;
    }
    rebuild_words(db)
}

/// PostgreSQL's index of words is a part of the table; SQLite's is filled here.
fn rebuild_words(db: &mut Db) -> QueryResult<()> {
    if !dialect::is_sqlite(db) {
        return Ok(());
    }
    for table in Table::ALL {
        let name = table.name();
        Sql::new(&format!("DELETE FROM {name}_words")).run(db)?;
        Sql::new(&format!(
            "INSERT INTO {name}_words (rowid, words) SELECT id, {} FROM {name} ORDER BY id",
            words(*table)
        ))
        .run(db)?;
    }
    Ok(())
}

/// The words of a record, as its trigger writes them.
fn words(table: Table) -> String {
    let part = table
        .condition(Part::Open)
        .map_or_else(String::new, |open| format!(" || CASE WHEN {open} THEN ' @o' ELSE ' @c' END"));
    format!("search_text{part}")
}

fn differing(db: &mut Db, kept: &Kept) -> QueryResult<i64> {
    let Kept { table, columns, told, afresh } = kept;
    let stored = format!("SELECT {columns} FROM {table} {told}");
    let count = |one: &str, other: &str| {
        Sql::new(&format!(
            "SELECT COUNT(*) FROM (SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({other}) AS other) AS differing"
        ))
    };
    let (missing,): (i64,) = count(afresh, &stored).one::<(BigInt,), _>(db)?;
    let (extra,): (i64,) = count(&stored, afresh).one::<(BigInt,), _>(db)?;
    Ok(missing + extra)
}

/// Rows of counts remain when they have come down to nothing.
const COUNTED: &str = "WHERE n <> 0";

fn kept() -> [Kept; 3] {
    let counts = Table::ALL.iter().flat_map(|table| counts(*table)).collect::<Vec<_>>().join(" UNION ALL ");
    [
        Kept {
            table: "record_counts",
            columns: "entity, part, facet, item_id, team_id, owner_id, n",
            told: COUNTED,
            afresh: counts,
        },
        Kept {
            table: "deal_totals",
            columns: "team_id, owner_id, pipeline_id, closed_on, stage_id, currency, n, amount_minor, weighted_minor",
            told: COUNTED,
            afresh: totals(),
        },
        Kept {
            table: "timeline",
            columns: "host, host_id, at, source, source_id, entity, record_id",
            told: "",
            afresh: "SELECT host, host_id, at, source, source_id, entity, record_id FROM timeline_afresh".to_owned(),
        },
    ]
}

/// The counts of one table: all of it and each counted column, by owner and by team.
fn counts(table: Table) -> Vec<String> {
    let name = table.name();
    let part = table
        .condition(Part::Open)
        .map_or_else(|| "'open'".to_owned(), |open| format!("CASE WHEN {open} THEN 'open' ELSE 'closed' END"));
    let facets = std::iter::once(("0", "")).chain(table.facets().iter().copied());
    let each = facets.flat_map(|(column, facet)| {
        ["COALESCE(owner_id, 0)", "-1"].map(|owner| {
            format!(
                "SELECT '{name}' AS entity, part, '{facet}' AS facet, item_id, team_id, owner, COUNT(*) AS n FROM \
                 (SELECT {part} AS part, {column} AS item_id, team_id, {owner} AS owner FROM {name}) AS {name}_rows \
                 GROUP BY part, item_id, team_id, owner"
            )
        })
    });
    each.collect()
}

fn totals() -> String {
    let reaches = [("team_id", "owner_id"), ("team_id", "-1"), ("0", "-1")];
    let each = reaches.map(|(team, owner)| {
        format!(
            "SELECT team, owner, pipeline_id, open_until, stage_id, currency, COUNT(*), \
             CAST(SUM(amount_minor) AS BIGINT), CAST(SUM(weighted_minor) AS BIGINT) FROM \
             (SELECT {team} AS team, {owner} AS owner, pipeline_id, open_until, stage_id, currency, amount_minor, weighted_minor \
             FROM deal_worth) AS deals GROUP BY team, owner, pipeline_id, open_until, stage_id, currency"
        )
    });
    each.join(" UNION ALL ")
}
