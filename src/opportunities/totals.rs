//! What the columns of a board add up to, and their first cards: two statements, however many stages, cards and people.
//!
//! Totals are of the whole column, from the table the database keeps (`deal_totals`); only a board that is filtered adds
//! up its deals, and not without end. Sums are per currency: two currencies are never added raw.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Text};

use crate::access::{Branch, Scope};
use crate::db::sql::Sql;
use crate::db::{Db, Tx, dialect};
use crate::directory::{Stage, StageKind};
use crate::listing::{Part, Query, outside, union};

/// The `closed_on` of a deal that is not closed, in the table of totals: later than any day there is.
const OPEN_UNTIL: &str = "9999-12-31";

/// A filtered board adds up so many deals at most.
pub const MOST_ADDED_UP: i64 = 10_000;

/// Which closed deals a board shows besides the open ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Those closed on this day or later.
    Since(NaiveDate),
    /// All of them.
    All,
}

/// One column in one currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StageTotal {
    /// The stage.
    pub stage_id: i64,
    /// The currency.
    pub currency: String,
    /// How many deals.
    pub n: i64,
    /// What they are worth; won ones what they brought.
    pub amount_minor: i64,
    /// The same by their probabilities (rule 21): of won ones all of it, of lost ones nothing.
    pub weighted_minor: i64,
}

/// What a board's columns add up to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// A row per stage and currency; no row, no deal.
    pub rows: Vec<StageTotal>,
    /// False when a filtered board holds more deals than are added up: the figures are lower bounds.
    pub whole: bool,
}

/// What the columns of a board hold of what was asked: from the kept table when it is not filtered.
///
/// # Errors
/// What the database answers.
pub fn board_totals(tx: &mut Tx<'_>, pipeline: i64, query: &Query, window: Window) -> QueryResult<Totals> {
    if query.is_narrowed() {
        return filtered_totals(tx, pipeline, query, window);
    }
    let rows = totals(tx, pipeline, query.scope(), window)?;
    Ok(Totals { rows, whole: true })
}

/// What the columns of a pipeline add up to, within a scope.
///
/// # Errors
/// What the database answers.
pub fn totals(tx: &mut Tx<'_>, pipeline: i64, scope: &Scope, window: Window) -> QueryResult<Vec<StageTotal>> {
    let ranges = kept_rows(scope).into_iter().map(|way| {
        let start = Sql::new("SELECT stage_id, currency, n, amount_minor, weighted_minor FROM deal_totals WHERE ");
        since(start.push(&format!("{way} AND pipeline_id = ")).bind(pipeline), "closed_on", window)
    });
    let rows = union(ranges.collect(), "stage_id, currency, n, amount_minor, weighted_minor");
    read(tx, summed("CAST(SUM(n) AS BIGINT)", rows))
}

/// The rows of the kept table a scope adds up: see the table's own words for team 0 and owners 0 and -1.
fn kept_rows(scope: &Scope) -> Vec<String> {
    let elsewhere = outside(scope, "deal_totals");
    let row = |branch: &Branch| match branch {
        Branch::All => "team_id = 0 AND owner_id = -1".to_owned(),
        Branch::Owner(person) => format!("owner_id = {person}{elsewhere}"),
        Branch::Team(team) => format!("team_id = {team} AND owner_id = -1"),
        Branch::Pool(team) => format!("team_id = {team} AND owner_id = 0"),
    };
    scope.branches().iter().map(row).collect()
}

/// What the deals of a filtered board add up to, deal by deal.
///
/// # Errors
/// What the database answers.
pub fn filtered_totals(tx: &mut Tx<'_>, pipeline: i64, query: &Query, window: Window) -> QueryResult<Totals> {
    let chosen = [Part::Open, Part::Closed].into_iter().flat_map(|part| {
        let start = Sql::new("opportunities.pipeline_id = ").bind(pipeline);
        let inside = match part {
            Part::Open => start,
            Part::Closed => since(start, "opportunities.closed_on", window),
        };
        query.clone().within(part, inside).ranges(tx.db, "opportunities.id AS id")
    });
    let most = format!(" LIMIT {}", MOST_ADDED_UP + 1);
    let ids = union(chosen.map(|range| range.push(&most)).collect(), "id").push(&most);
    let worth = Sql::new("SELECT deal.stage_id, deal.currency, 1 AS n, deal.amount_minor, deal.weighted_minor FROM (")
        .append(ids)
        .push(") AS chosen JOIN deal_worth AS deal ON deal.id = chosen.id");
    let rows = read(tx, summed("COUNT(*)", worth))?;
    let whole = rows.iter().map(|row| row.n).sum::<i64>() <= MOST_ADDED_UP;
    Ok(Totals { rows, whole })
}

fn since(start: Sql, column: &str, window: Window) -> Sql {
    match window {
        Window::Since(day) => start.push(&format!(" AND {column} >= ")).bind(day),
        Window::All => start,
    }
}

fn summed(n: &str, rows: Sql) -> Sql {
    let head = format!(
        "SELECT stage_id, currency, {n} AS n, CAST(SUM(amount_minor) AS BIGINT) AS amount_minor, \
         CAST(SUM(weighted_minor) AS BIGINT) AS weighted_minor FROM ("
    );
    let tail = ") AS deals GROUP BY stage_id, currency HAVING SUM(n) <> 0 ORDER BY stage_id, currency";
    Sql::new(&head).append(rows).push(tail)
}

fn read(tx: &mut Tx<'_>, sql: Sql) -> QueryResult<Vec<StageTotal>> {
    type Row = (i64, String, i64, i64, i64);
    let rows = sql.load::<(BigInt, Text, BigInt, BigInt, BigInt), Row>(tx.db)?;
    let directory = tx.directory.clone();
    Ok(rows
        .into_iter()
        .map(|(stage_id, currency, n, amount_minor, by_chance)| {
            let kind = directory.stage(stage_id).map_or(StageKind::Open, |stage| stage.kind);
            let weighted_minor = match kind {
                StageKind::Open => by_chance,
                StageKind::Won => amount_minor,
                StageKind::Lost => 0,
            };
            StageTotal { stage_id, currency, n, amount_minor, weighted_minor }
        })
        .collect())
}

/// The first cards of every column of a pipeline, by stage: open deals by the day they are to close, closed ones by the
/// day they did, the last first.
///
/// # Errors
/// What the database answers.
pub fn cards(
    tx: &mut Tx<'_>,
    pipeline: i64,
    query: &Query,
    window: Window,
    per_column: usize,
) -> QueryResult<Vec<(i64, Vec<i64>)>> {
    let stages: Vec<Stage> = tx.directory.stages_of(pipeline).cloned().collect();
    let columns = stages.iter().map(|stage| column(tx.db, query, stage, window, per_column));
    let all = union(columns.collect(), "stage, id, place");
    // What the ranges hand out is in order already, but nothing says that the whole is.
    let found: Vec<(i64, i64, NaiveDate)> = all.load::<(BigInt, BigInt, Date), _>(tx.db)?;
    let cards_of = |stage: &Stage| {
        let mut cards: Vec<_> = found.iter().filter(|(of, _, _)| *of == stage.id).collect();
        cards.sort_by_key(|(_, id, place)| (*place, *id));
        if stage.kind != StageKind::Open {
            cards.reverse();
        }
        (stage.id, cards.into_iter().map(|(_, id, _)| *id).collect())
    };
    Ok(stages.iter().map(cards_of).collect())
}

/// The statement of one column's cards.
fn column(db: &Db, query: &Query, stage: &Stage, window: Window, limit: usize) -> Sql {
    let inside = Sql::new("opportunities.stage_id = ").bind(stage.id);
    let (part, inside, place, word) = match stage.kind {
        StageKind::Open => {
            let place = format!("COALESCE(opportunities.expected_close, '{OPEN_UNTIL}')");
            (Part::Open, inside, place, "ASC")
        }
        StageKind::Won | StageKind::Lost => {
            let inside = since(inside, "opportunities.closed_on", window);
            (Part::Closed, inside, "opportunities.closed_on".to_owned(), "DESC")
        }
    };
    let columns = format!("opportunities.stage_id AS stage, opportunities.id AS id, {place} AS place");
    let tail = format!(" ORDER BY {place} {word}, opportunities.id {word} LIMIT {limit}");
    let ranges = query.clone().within(part, inside).ranges(db, &columns);
    let sign = dialect::unindexed(db);
    union(ranges.into_iter().map(|range| range.push(&tail)).collect(), "stage, id, place")
        .push(&format!(" ORDER BY {sign}place {word}, {sign}id {word} LIMIT {limit}"))
}
