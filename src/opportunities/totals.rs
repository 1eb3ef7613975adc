//! What the columns of a board add up to, and their first cards: two statements, however many stages, cards and people.
//!
//! Totals are of the whole column, from the table the database keeps (`deal_totals`); only a board that is filtered adds
//! up its deals, and not without end. Sums are per currency and by the rates that count: two currencies are never added
//! raw.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Text};

use super::rated::Periods;
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::directory::{Stage, StageKind};
use crate::listing::{Facet, Part, Query, kept_ways, merged, union};

/// The `closed_on` of a deal that is not closed, in the table of totals: later than any day there is.
const OPEN_UNTIL: &str = "9999-12-31";

/// What a column's cards are in order of.
const BY_CLOSE: &str = "COALESCE(opportunities.expected_close, '9999-12-31')";
const CLOSED_ON: &str = "opportunities.closed_on";
const LAST_FIRST: &str = "place DESC, id DESC";

/// Beyond so many deals a filtered list does not say what they come to.
const MOST_ADDED_UP: i64 = 2_000;

/// Which closed deals a board shows besides the open ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Those closed on this day or later.
    Since(NaiveDate),
    /// All of them.
    All,
}

/// One column in one currency, as far as the same rates count.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StageTotal {
    /// The stage.
    pub stage_id: i64,
    /// The currency.
    pub currency: String,
    /// The day whose rates count: today for open deals, a day with the rates of their closing for closed ones.
    pub rated_on: NaiveDate,
    /// How many deals.
    pub n: i64,
    /// What they are worth; won ones what they brought.
    pub amount_minor: i64,
    /// The same by their probabilities (rule 21): of won ones all of it, of lost ones nothing.
    pub weighted_minor: i64,
}

/// What the columns of a pipeline add up to, of what was asked: from the kept table as far as that knows it (everything,
/// one owner, one stage), else deal by deal.
///
/// # Errors
/// What the database answers.
pub fn totals(tx: &mut Tx<'_>, pipeline: i64, query: &Query, window: Window) -> QueryResult<Vec<StageTotal>> {
    let periods = Periods::of(tx, window);
    if let Some(facet) = query.facet() {
        let narrowed = |row: Sql, [of, closed_on]: Columns| {
            since(row.push(&format!(" AND {of} = ")).bind(pipeline), closed_on, window)
        };
        let rows = kept(tx.db, query, facet, &periods, narrowed);
        return read(tx, summed("CAST(SUM(n) AS BIGINT)", rows), &periods);
    }
    let ranges = Part::ALL.iter().flat_map(|part| {
        let start = Sql::new("opportunities.pipeline_id = ").bind(pipeline);
        let inside = match part {
            Part::Open => start,
            Part::Closed => since(start, "opportunities.closed_on", window),
        };
        query.clone().within(*part, inside).scattered(tx.db, "opportunities.id AS id")
    });
    let ids = union(ranges.collect(), "id");
    read(tx, summed("COUNT(*)", worth(ids, &periods)), &periods)
}

/// What all deals of a list come to, in these pipelines or all there are; nothing when they are filtered and too many to add up for a page, unless `all` are
/// asked for.
///
/// # Errors
/// What the database answers.
pub fn list_totals(
    tx: &mut Tx<'_>,
    query: &Query,
    pipelines: &[i64],
    all: bool,
) -> QueryResult<Option<Vec<StageTotal>>> {
    let periods = Periods::of(tx, Window::All);
    if let Some(facet) = query.facet() {
        // The kept rows lie by pipeline, then by day: without the one the other would not be found.
        let narrowed = |row: Sql, [of, closed_on]: Columns| {
            in_parts(row.push(&format!(" AND {of} IN ")).ids(pipelines), closed_on, query.parts())
        };
        let rows = kept(tx.db, query, facet, &periods, narrowed);
        return read(tx, summed("CAST(SUM(n) AS BIGINT)", rows), &periods).map(Some);
    }
    let most = if all { String::new() } else { format!(" LIMIT {}", MOST_ADDED_UP + 1) };
    let ranges = query.scattered(tx.db, "opportunities.id AS id").into_iter().map(|range| range.push(&most));
    let ids = union(ranges.collect(), "id").push(&most);
    let rows = read(tx, summed("COUNT(*)", worth(ids, &periods)), &periods)?;
    let whole = all || rows.iter().map(|row| row.n).sum::<i64>() <= MOST_ADDED_UP;
    Ok(whole.then_some(rows))
}

/// The columns a range of totals is narrowed by: pipeline, and the day of closing.
type Columns = [&'static str; 2];

/// The kept rows of what was asked, each range narrowed further, and what they leave out: deals shared from outside.
fn kept(
    db: &Db,
    query: &Query,
    (facet, item): Facet,
    periods: &Periods,
    narrowed: impl Fn(Sql, Columns) -> Sql,
) -> Sql {
    let period = periods.number("closed_on");
    let columns = format!("stage_id, currency, {period} AS period, n, amount_minor, weighted_minor");
    let ranges = kept_ways(query, "team_id = 0 AND owner_id = -1").into_iter().map(|way| {
        let row = Sql::new(&format!("SELECT {columns} FROM deal_totals WHERE "));
        let row = narrowed(row.push(&way), ["pipeline_id", "closed_on"]);
        if facet == "stage" { row.push(" AND stage_id = ").bind(item) } else { row }
    });
    let shared = query.shared(db, Part::ALL, "opportunities.id AS id");
    let shared = (!shared.is_empty()).then(|| {
        let row = worth(union(shared, "id"), periods);
        narrowed(row, ["deal.pipeline_id", "deal.open_until"])
    });
    union(ranges.chain(shared).collect(), "stage_id, currency, period, n, amount_minor, weighted_minor")
}

fn in_parts(row: Sql, closed_on: &str, parts: &[Part]) -> Sql {
    match parts {
        [Part::Open] => row.push(&format!(" AND {closed_on} = '{OPEN_UNTIL}'")),
        [Part::Closed] => row.push(&format!(" AND {closed_on} < '{OPEN_UNTIL}'")),
        _ => row,
    }
}

/// What chosen deals are worth, a row each.
fn worth(ids: Sql, periods: &Periods) -> Sql {
    let period = periods.number("deal.open_until");
    let columns = format!("deal.stage_id, deal.currency, {period} AS period, 1 AS n");
    Sql::new(&format!("SELECT {columns}, deal.amount_minor, deal.weighted_minor FROM ("))
        .append(ids)
        .push(") AS chosen JOIN deal_worth AS deal ON deal.id = chosen.id")
}

fn since(start: Sql, column: &str, window: Window) -> Sql {
    match window {
        Window::Since(day) => start.push(&format!(" AND {column} >= ")).bind(day),
        Window::All => start,
    }
}

fn summed(n: &str, rows: Sql) -> Sql {
    let head = format!(
        "SELECT stage_id, currency, CAST(period AS BIGINT) AS period, {n} AS n, CAST(SUM(amount_minor) AS BIGINT) AS amount_minor, \
         CAST(SUM(weighted_minor) AS BIGINT) AS weighted_minor FROM ("
    );
    let tail = ") AS deals GROUP BY stage_id, currency, period HAVING SUM(n) <> 0 ORDER BY stage_id, currency, period";
    Sql::new(&head).append(rows).push(tail)
}

fn read(tx: &mut Tx<'_>, sql: Sql, periods: &Periods) -> QueryResult<Vec<StageTotal>> {
    type Row = (i64, String, i64, i64, i64, i64);
    let rows = sql.load::<(BigInt, Text, BigInt, BigInt, BigInt, BigInt), Row>(tx.db)?;
    let total = |(stage_id, currency, period, n, amount_minor, by_chance): Row| {
        let kind = tx.directory.stage(stage_id).map_or(StageKind::Open, |stage| stage.kind);
        let (weighted_minor, rated_on) = match kind {
            StageKind::Open => (by_chance, tx.company_today()),
            StageKind::Won => (amount_minor, periods.day(period)),
            StageKind::Lost => (0, periods.day(period)),
        };
        StageTotal { stage_id, currency, rated_on, n, amount_minor, weighted_minor }
    };
    Ok(rows.into_iter().map(total).collect())
}

/// How deep a column of cards is read.
#[derive(Clone, Copy, Debug)]
pub struct Depth {
    /// So many cards at most.
    pub shown: usize,
    /// So many deals are in it.
    pub there: usize,
}

/// The first cards of every stage given, in the order of the columns: open deals by the day they are to close, closed ones
/// by the day they did, the last first. One statement, and one more for columns whose first deals are mostly out of reach.
///
/// # Errors
/// What the database answers.
pub fn cards(
    tx: &mut Tx<'_>,
    stages: &[Stage],
    query: &Query,
    window: Window,
    depth: impl Fn(&Stage) -> Depth,
) -> QueryResult<Vec<(i64, i64)>> {
    let near = stages.iter().filter_map(|stage| Column::of(query, stage, window).near(depth(stage).shown));
    let mut found = places(tx, near.collect())?;
    let had = |stage: &Stage| found.iter().filter(|(at, ..)| *at == stage.id).count();
    let is_short = |stage: &&Stage| had(stage) < depth(stage).shown.min(depth(stage).there);
    let short: Vec<&Stage> = stages.iter().filter(is_short).collect();
    found.retain(|(at, ..)| !short.iter().any(|stage| stage.id == *at));
    let ranges = short.iter().filter_map(|stage| Column::of(query, stage, window).ranges(tx.db, depth(stage).shown));
    let ranges = ranges.collect();
    found.extend(places(tx, ranges)?);
    // Each column comes in its order already, but nothing promises that the union of them keeps it.
    let is_open = |id: i64| stages.iter().any(|stage| stage.id == id && stage.kind == StageKind::Open);
    found.sort_by(|(stage, id, place), (other, other_id, other_place)| {
        let along = (place, id).cmp(&(other_place, other_id));
        stage.cmp(other).then(if is_open(*stage) { along } else { along.reverse() })
    });
    Ok(found.into_iter().map(|(stage, id, _)| (stage, id)).collect())
}

fn places(tx: &mut Tx<'_>, columns: Vec<Sql>) -> QueryResult<Vec<(i64, i64, NaiveDate)>> {
    if columns.is_empty() {
        return Ok(Vec::new());
    }
    union(columns, "stage, id, place").load::<(BigInt, BigInt, Date), _>(tx.db)
}

/// How one column's cards are read.
struct Column {
    query: Query,
    place: &'static str,
    order: &'static str,
}

impl Column {
    fn of(query: &Query, stage: &Stage, window: Window) -> Column {
        // Written out, not bound: there is a range for each stage and each way to the deals, and the words are the same all day.
        let inside = format!("opportunities.stage_id = {}", stage.id);
        let column = |part: Part, inside: &str, place: &'static str, order: &'static str| Column {
            query: query.clone().within(part, Sql::new(inside)),
            place,
            order,
        };
        match (stage.kind, window) {
            (StageKind::Open, _) => column(Part::Open, &inside, BY_CLOSE, "place ASC, id ASC"),
            (StageKind::Won | StageKind::Lost, Window::All) => column(Part::Closed, &inside, CLOSED_ON, LAST_FIRST),
            (StageKind::Won | StageKind::Lost, Window::Since(day)) => {
                let inside = format!("{inside} AND {CLOSED_ON} >= '{day}'");
                column(Part::Closed, &inside, CLOSED_ON, LAST_FIRST)
            }
        }
    }

    fn columns(&self) -> String {
        format!("opportunities.stage_id AS stage, opportunities.id AS id, {} AS place", self.place)
    }

    /// The cards among the first of everybody's, for who reaches a good part of them.
    fn near(&self, limit: usize) -> Option<Sql> {
        self.query.nearby(&self.columns(), "stage, id, place", self.order, limit)
    }

    /// The cards by every way to the deals; nothing where no deal of the stage can meet what was asked.
    fn ranges(&self, db: &Db, limit: usize) -> Option<Sql> {
        let ranges = self.query.ranges(db, &self.columns());
        (!ranges.is_empty()).then(|| merged(db, ranges, "stage, id, place", self.order, limit))
    }
}
