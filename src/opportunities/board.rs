//! The board: for each stage of a pipeline its first cards, and what the whole column comes to. Three queries, however
//! many stages and deals there are.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::list;
use super::sums::{Part, Sums};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{Pipeline, Stage, StageKind};
use crate::listing::{Asked, Query, union};
use crate::values::money::Currency;
use crate::{accounts, contacts};

/// Cards shown of a column.
pub const CARDS: usize = 12;
/// Won and lost deals are shown this long, unless all are asked for (decision 1).
pub const CLOSED_DAYS: u64 = 30;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its stage.
    pub stage: Stage,
    /// Its first cards.
    pub cards: Vec<Card>,
    /// What the whole column comes to.
    pub sums: Sums,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The deal.
    pub id: i64,
    /// Its version now: a move says which one it saw.
    pub version: i64,
    /// The deal's name.
    pub name: String,
    /// The customer's name, where the viewer may see the customer.
    pub customer: String,
    /// What it is worth, or brought.
    pub amount_minor: Option<i64>,
    /// In which currency.
    pub currency: String,
    /// The day it is expected, or was closed.
    pub day: Option<NaiveDate>,
    /// Next step.
    pub next_step: String,
    /// Its day.
    pub next_step_on: Option<NaiveDate>,
    /// When the customer was last spoken with, or the deal filed.
    pub spoken_at: NaiveDateTime,
    /// Whose it is.
    pub owner_id: Option<i64>,
    /// Its team.
    pub team_id: i64,
}

/// The pipeline asked for, else the first.
pub fn pipeline(tx: &Tx<'_>, asked: &Asked) -> Option<Pipeline> {
    let wanted = asked.value("pipeline").parse().ok();
    let known = wanted.and_then(|id| tx.directory.pipeline(id)).filter(|pipeline| pipeline.active);
    known.or_else(|| tx.directory.active_pipelines().next()).cloned()
}

/// The columns of a pipeline; of these stages only, where given.
///
/// # Errors
/// What the database answers.
pub fn columns(tx: &mut Tx<'_>, pipeline: i64, asked: &Asked, only: Option<&[i64]>) -> QueryResult<Vec<Column>> {
    let directory = tx.directory.clone();
    let wanted = |stage: &&Stage| only.is_none_or(|only| only.contains(&stage.id));
    let stages: Vec<Stage> = directory.stages_of(pipeline).filter(wanted).cloned().collect();
    let query = query(tx, pipeline, asked);
    let mut sums = sums(tx, &query)?;
    let cards = cards(tx, &query, &stages)?;
    let today = tx.company_today();
    let column = |stage: Stage| Column {
        cards: cards.iter().filter(|(at, _)| *at == stage.id).map(|(_, card)| card.clone()).collect(),
        sums: Sums::of(sums.remove(&stage.id).unwrap_or_default(), &directory.rates, today),
        stage,
    };
    Ok(stages.into_iter().map(column).collect())
}

/// Everything the board is about: open deals, and won and lost ones of the last days.
fn query(tx: &Tx<'_>, pipeline: i64, asked: &Asked) -> Query {
    let all = asked.with("state", "all").with("pipeline", &pipeline.to_string());
    let all = if shows_all_closed(asked) { all } else { all.only(recent(tx)) };
    list::query(tx, &all)
}

/// Were all won and lost deals asked for?
pub fn shows_all_closed(asked: &Asked) -> bool {
    asked.value("closed") == "all"
}

/// The first day of which won and lost deals are shown.
pub fn closed_since(tx: &Tx<'_>) -> NaiveDate {
    tx.company_today().checked_sub_days(Days::new(CLOSED_DAYS)).unwrap_or(NaiveDate::MIN)
}

fn recent(tx: &Tx<'_>) -> Sql {
    let since = closed_since(tx);
    Sql::new("(opportunities.closed_on IS NULL OR opportunities.closed_on >= ").bind(since).push(")")
}

/// What a deal counts for: a win what it brought, anything else what it is worth.
const WORTH: &str = "COALESCE(opportunities.actual_minor, opportunities.amount_minor, 0)";

fn sums(tx: &mut Tx<'_>, query: &Query) -> QueryResult<HashMap<i64, Vec<Part>>> {
    // Half away from zero, deal by deal: the same as values::money::weighted. Amounts are never negative.
    let columns = format!(
        "opportunities.stage_id AS stage, opportunities.currency AS currency, {WORTH} AS worth, \
         ({WORTH} * opportunities.probability + 5000) / 10000 AS weighted"
    );
    let rows = union(query.ranges(tx.db, &columns), "stage, currency, worth, weighted");
    let sql = Sql::new(
        "SELECT stage, currency, COUNT(*), CAST(COALESCE(SUM(worth), 0) AS BIGINT), \
         CAST(COALESCE(SUM(weighted), 0) AS BIGINT) FROM (",
    );
    let sql = sql.append(rows).push(") AS deals GROUP BY stage, currency");
    let mut sums: HashMap<i64, Vec<Part>> = HashMap::new();
    for (stage, currency, count, amount, weighted) in sql.load::<SumTypes, SumRow>(tx.db)? {
        let currency = Currency::parse(&currency).unwrap_or(tx.directory.rates.base());
        sums.entry(stage).or_default().push(Part { currency, count, amount, weighted });
    }
    Ok(sums)
}

/// What everything that a list shows comes to.
///
/// # Errors
/// What the database answers.
pub fn whole(tx: &mut Tx<'_>, asked: &Asked) -> QueryResult<Sums> {
    let query = list::query(tx, asked);
    let parts = sums(tx, &query)?.into_values().flatten();
    Ok(Sums::of(parts, &tx.directory.rates, tx.company_today()))
}

type SumTypes = (BigInt, Text, BigInt, BigInt, BigInt);
type SumRow = (i64, String, i64, i64, i64);

/// Open deals come by their expected close, closed ones the latest first.
fn order(stage: &Stage) -> (&'static str, &'static str) {
    match stage.kind {
        StageKind::Open => ("COALESCE(opportunities.expected_close, '9999-12-31')", "ASC"),
        StageKind::Won | StageKind::Lost => ("COALESCE(opportunities.closed_on, '9999-12-31')", "DESC"),
    }
}

/// The first cards of every stage, in the order of the column.
fn cards(tx: &mut Tx<'_>, query: &Query, stages: &[Stage]) -> QueryResult<Vec<(i64, Card)>> {
    let each = stages.iter().flat_map(|stage| column_ids(tx, query, stage)).collect();
    let ids: Vec<(i64,)> = union(each, "id").load::<(BigInt,), _>(tx.db)?;
    let ids: Vec<i64> = ids.into_iter().map(|(id,)| id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut cards = rows(tx, &ids)?;
    cards.sort_by_key(|(_, card)| ids.iter().position(|id| *id == card.id));
    Ok(cards)
}

fn column_ids(tx: &Tx<'_>, query: &Query, stage: &Stage) -> Option<Sql> {
    let (place, way) = order(stage);
    let tail = format!(" ORDER BY {place} {way}, opportunities.id {way} LIMIT {CARDS}");
    let ranges = query.ranges(tx.db, &format!("opportunities.id AS id, {place} AS place"));
    let here = |range: Sql| range.push(" AND opportunities.stage_id = ").bind(stage.id).push(&tail);
    let ranges: Vec<Sql> = ranges.into_iter().map(here).collect();
    if ranges.is_empty() {
        return None;
    }
    Some(union(ranges, "id").push(&format!(" ORDER BY place {way}, id {way} LIMIT {CARDS}")))
}

type CardTypes = (
    (BigInt, BigInt, BigInt, Text, Nullable<BigInt>, Text, Nullable<Date>),
    (Text, Nullable<Date>, Timestamp, Nullable<BigInt>, BigInt),
    (Nullable<Text>, Nullable<BigInt>, Nullable<BigInt>),
    (Nullable<Text>, Nullable<BigInt>, Nullable<BigInt>),
);
type CardRow = (
    (i64, i64, i64, String, Option<i64>, String, Option<NaiveDate>),
    (String, Option<NaiveDate>, NaiveDateTime, Option<i64>, i64),
    Customer,
    Customer,
);
/// Name, owner and team of an account or a contact.
type Customer = (Option<String>, Option<i64>, Option<i64>);

fn rows(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<(i64, Card)>> {
    let sql = Sql::new(&format!(
        "SELECT opportunities.id, opportunities.version, opportunities.stage_id, opportunities.name, \
         COALESCE(opportunities.actual_minor, opportunities.amount_minor), opportunities.currency, \
         COALESCE(opportunities.closed_on, opportunities.expected_close), opportunities.next_step, \
         opportunities.next_step_on, COALESCE(opportunities.last_contact_at, opportunities.created_at), \
         opportunities.owner_id, opportunities.team_id, a.name, a.owner_id, a.team_id, c.name, c.owner_id, c.team_id \
         FROM opportunities LEFT JOIN accounts a ON a.id = opportunities.account_id \
         LEFT JOIN contacts c ON c.id = opportunities.contact_id WHERE {} AND opportunities.id IN (0",
        list::scope(tx).words("opportunities")
    ));
    let sql = ids.iter().fold(sql, |sql, id| sql.push(", ").bind(*id)).push(")");
    let found = sql.load::<CardTypes, CardRow>(tx.db)?;
    Ok(found.into_iter().map(|row| card(tx, row)).collect())
}

fn card(tx: &Tx<'_>, (deal, plan, account, contact): CardRow) -> (i64, Card) {
    let (id, version, stage, name, amount_minor, currency, day) = deal;
    let (next_step, next_step_on, spoken_at, owner_id, team_id) = plan;
    let seen = |scope: crate::access::Scope, (name, owner, team): Customer| {
        name.filter(|_| team.is_some_and(|team| scope.reaches(owner, team)))
    };
    let account = seen(accounts::access::visible(&tx.viewer), account);
    let customer = account.or_else(|| seen(contacts::access::visible(&tx.viewer), contact)).unwrap_or_default();
    let card = Card {
        id,
        version,
        name,
        customer,
        amount_minor,
        currency,
        day,
        next_step,
        next_step_on,
        spoken_at,
        owner_id,
        team_id,
    };
    (stage, card)
}
