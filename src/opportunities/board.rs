//! The board: for each stage of a pipeline its first cards, and what the whole column comes to. Three queries, at
//! most four, however many stages and deals there are.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::list;
use super::sums::{Part, Sums};
use super::totals::{self, Depth, StageTotal, Window};
use crate::access::Scope;
use crate::db::Ids;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{Pipeline, RateBook, Stage, StageKind};
use crate::listing::{Asked, Query};
use crate::values::money::{Currency, Rate};
use crate::{accounts, contacts};

/// Cards shown of a whole board: what a page of 40 KB holds in any script. The rest of a column is a link away.
const CARDS: usize = 32;
/// Cards shown of a column of closed deals, and the fewest and the most of one of open deals.
const CLOSED_CARDS: usize = 4;
const OPEN_CARDS: (usize, usize) = (6, 15);
/// Won and lost deals are shown this long, unless all are asked for.
pub const CLOSED_DAYS: u64 = 30;

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its stage.
    pub stage: Stage,
    /// Its first cards.
    pub cards: Vec<Card>,
    /// How many of them there may be.
    pub shown: usize,
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
    /// The company's words for it.
    pub tags: Ids,
}

/// The pipeline asked for, else the one of the stage asked for, else the first.
pub fn pipeline(tx: &Tx<'_>, asked: &Asked) -> Option<Pipeline> {
    let of_stage = || Some(tx.directory.stage(asked.value("stage").parse().ok()?)?.pipeline_id);
    let wanted = asked.value("pipeline").parse().ok().or_else(of_stage);
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
    let query = list::query(tx, &asked.without(&["pipeline", "state", "closed"]));
    let window = if shows_all_closed(asked) { Window::All } else { Window::Since(closed_since(tx)) };
    let mut sums = sums(&directory.rates, totals::totals(tx, pipeline, &query, window)?);
    let most = open_cards(&directory.stages_of(pipeline).collect::<Vec<_>>());
    let there = |stage: &Stage| sums.get(&stage.id).into_iter().flatten().map(|(part, _)| part.count).sum::<i64>();
    let depth =
        |stage: &Stage| Depth { shown: shown(stage, most), there: usize::try_from(there(stage)).unwrap_or(usize::MAX) };
    let ids = totals::cards(tx, &stages, &query, window, depth)?;
    let cards = cards(tx, &ids.into_iter().map(|(_, id)| id).collect::<Vec<_>>())?;
    let column = |stage: Stage| Column {
        shown: shown(&stage, most),
        cards: cards.iter().filter(|(at, _)| *at == stage.id).map(|(_, card)| card.clone()).collect(),
        sums: Sums::of(sums.remove(&stage.id).unwrap_or_default(), directory.rates.base()),
        stage,
    };
    Ok(stages.into_iter().map(column).collect())
}

/// Cards shown of a column of open deals: the fewer columns, the more.
fn open_cards(stages: &[&Stage]) -> usize {
    let open = stages.iter().filter(|stage| stage.kind == StageKind::Open).count();
    let left = CARDS.saturating_sub((stages.len() - open) * CLOSED_CARDS);
    (left / open.max(1)).clamp(OPEN_CARDS.0, OPEN_CARDS.1)
}

fn shown(stage: &Stage, open_cards: usize) -> usize {
    match stage.kind {
        StageKind::Open => open_cards,
        StageKind::Won | StageKind::Lost => CLOSED_CARDS,
    }
}

/// Were all won and lost deals asked for?
pub fn shows_all_closed(asked: &Asked) -> bool {
    asked.value("closed") == "all"
}

/// The first day of which won and lost deals are shown.
pub fn closed_since(tx: &Tx<'_>) -> NaiveDate {
    tx.company_today().checked_sub_days(Days::new(CLOSED_DAYS)).unwrap_or(NaiveDate::MIN)
}

/// A part and the rate that counts for it.
type Rated = (Part, Option<Rate>);

/// The sums of each stage, a part per currency and rate.
fn sums(rates: &RateBook, rows: Vec<StageTotal>) -> HashMap<i64, Vec<Rated>> {
    let mut sums: HashMap<i64, Vec<Rated>> = HashMap::new();
    for row in rows {
        sums.entry(row.stage_id).or_default().extend(part(rates, &row));
    }
    sums
}

fn part(rates: &RateBook, row: &StageTotal) -> Option<Rated> {
    let currency = Currency::parse(&row.currency).ok()?;
    let part = Part { currency, count: row.n, amount: row.amount_minor, weighted: row.weighted_minor };
    Some((part, rates.rate(currency, row.rated_on)))
}

/// What everything that a list shows comes to; nothing when it is filtered, too many to add up, and nobody asked for all.
///
/// # Errors
/// What the database answers.
pub fn whole(tx: &mut Tx<'_>, asked: &Asked) -> QueryResult<Option<Sums>> {
    let all = asked.counts_all();
    let wide = list::query(tx, &asked.without(&["pipeline"]));
    match one_pipeline(tx, asked).filter(|_| wide.facet().is_some()) {
        // The kept totals know pipelines: their deals need not be added up one by one.
        Some(pipeline) => sums_of(tx, &wide, &[pipeline], all),
        None => {
            let pipelines: Vec<i64> = tx.directory.pipelines.iter().map(|pipeline| pipeline.id).collect();
            sums_of(tx, &list::query(tx, asked), &pipelines, all)
        }
    }
}

/// The one pipeline asked for, if it is one.
fn one_pipeline(tx: &Tx<'_>, asked: &Asked) -> Option<i64> {
    let mut asked_for = asked.values("pipeline").map(|id| id.parse().ok().and_then(|id| tx.directory.pipeline(id)));
    let first = asked_for.next()??;
    asked_for.next().is_none().then_some(first.id)
}

/// [`whole`] of a query in these pipelines; however many there are, if `all` are to be added up.
///
/// # Errors
/// What the database answers.
pub fn sums_of(tx: &mut Tx<'_>, query: &Query, pipelines: &[i64], all: bool) -> QueryResult<Option<Sums>> {
    let rows = totals::list_totals(tx, query, pipelines, all)?;
    let rates = &tx.directory.rates;
    Ok(rows.map(|rows| Sums::of(rows.iter().filter_map(|row| part(rates, row)), rates.base())))
}

/// The cards of these deals with their stages, in this order, as far as the viewer sees them.
///
/// # Errors
/// What the database answers.
pub fn cards(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<(i64, Card)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut cards = rows(tx, ids)?;
    cards.sort_by_key(|(_, card)| ids.iter().position(|id| *id == card.id));
    Ok(cards)
}

type CardTypes = (
    (BigInt, BigInt, BigInt, Text, Nullable<BigInt>, Text, Nullable<Date>),
    (Text, Nullable<Date>, Timestamp, Nullable<BigInt>, BigInt, Text),
    (Nullable<Text>, Nullable<BigInt>, Nullable<BigInt>, Nullable<BigInt>),
    (Nullable<Text>, Nullable<BigInt>, Nullable<BigInt>, Nullable<BigInt>),
);
type CardRow = (
    (i64, i64, i64, String, Option<i64>, String, Option<NaiveDate>),
    (String, Option<NaiveDate>, NaiveDateTime, Option<i64>, i64, Ids),
    Customer,
    Customer,
);
/// Name, id, owner and team of an account or a contact.
type Customer = (Option<String>, Option<i64>, Option<i64>, Option<i64>);

fn rows(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<(i64, Card)>> {
    let sql = Sql::new(&format!(
        "SELECT opportunities.id, opportunities.version, opportunities.stage_id, opportunities.name, \
         COALESCE(opportunities.actual_minor, opportunities.amount_minor), opportunities.currency, \
         COALESCE(opportunities.closed_on, opportunities.expected_close), opportunities.next_step, \
         opportunities.next_step_on, COALESCE(opportunities.last_contact_at, opportunities.created_at), \
         opportunities.owner_id, opportunities.team_id, opportunities.tags, a.name, a.id, a.owner_id, a.team_id, c.name, \
         c.id, c.owner_id, c.team_id \
         FROM opportunities LEFT JOIN accounts a ON a.id = opportunities.account_id \
         LEFT JOIN contacts c ON c.id = opportunities.contact_id WHERE {} AND opportunities.id IN ",
        list::scope(tx).words("opportunities")
    ));
    let found = sql.ids(ids).load::<CardTypes, CardRow>(tx.db)?;
    let reach = [accounts::access::visible(&tx.viewer), contacts::access::visible(&tx.viewer)];
    Ok(found.into_iter().map(|row| card(&reach, row)).collect())
}

fn card([accounts, contacts]: &[Scope; 2], (deal, plan, account, contact): CardRow) -> (i64, Card) {
    let (id, version, stage, name, amount_minor, currency, day) = deal;
    let (next_step, next_step_on, spoken_at, owner_id, team_id, tags) = plan;
    let seen = |scope: &Scope, (name, id, owner, team): Customer| {
        name.filter(|_| id.zip(team).is_some_and(|(id, team)| scope.reaches(id, owner, team)))
    };
    let customer = seen(accounts, account).or_else(|| seen(contacts, contact)).unwrap_or_default();
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
        tags,
    };
    (stage, card)
}
