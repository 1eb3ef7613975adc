//! The board: for each stage of a pipeline its first cards, and what the whole column comes to. Three queries, however
//! many stages and deals there are.

use std::collections::HashMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamp};

use super::list;
use super::sums::{Part, Sums};
use super::totals::{self, StageTotal, Window};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::{Pipeline, Stage};
use crate::listing::Asked;
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
    /// False when a filtered board holds too many deals to add up: the figures are lower bounds.
    pub whole: bool,
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
    let query = list::query(tx, &asked.with("state", "all").without(&["pipeline", "stage"]));
    let window = if shows_all_closed(asked) { Window::All } else { Window::Since(closed_since(tx)) };
    let totals = totals::board_totals(tx, pipeline, &query, window)?;
    let mut first = totals::cards(tx, pipeline, &query, window, CARDS)?;
    first.retain(|(stage, _)| only.is_none_or(|only| only.contains(stage)));
    let ids: Vec<i64> = first.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
    let mut cards = rows(tx, &ids)?;
    let today = tx.company_today();
    let column = |(stage_id, ids): (i64, Vec<i64>)| {
        let of_stage = totals.rows.iter().filter(|row| row.stage_id == stage_id);
        Some(Column {
            stage: directory.stage(stage_id)?.clone(),
            cards: ids.iter().filter_map(|id| cards.remove(id)).collect(),
            sums: Sums::of(of_stage.map(|row| part(row, directory.rates.base())), &directory.rates, today),
            whole: totals.whole,
        })
    };
    Ok(first.into_iter().filter_map(column).collect())
}

fn part(row: &StageTotal, own: Currency) -> Part {
    Part {
        currency: Currency::parse(&row.currency).unwrap_or(own),
        count: row.n,
        amount: row.amount_minor,
        weighted: row.weighted_minor,
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

type CardTypes = (
    (BigInt, BigInt, Text, Nullable<BigInt>, Text, Nullable<Date>),
    (Text, Nullable<Date>, Timestamp, Nullable<BigInt>, BigInt),
    (Nullable<Text>, Nullable<BigInt>, Nullable<BigInt>),
    (Nullable<Text>, Nullable<BigInt>, Nullable<BigInt>),
);
type CardRow = (
    (i64, i64, String, Option<i64>, String, Option<NaiveDate>),
    (String, Option<NaiveDate>, NaiveDateTime, Option<i64>, i64),
    Customer,
    Customer,
);
/// Name, owner and team of an account or a contact.
type Customer = (Option<String>, Option<i64>, Option<i64>);

/// The cards of these deals, by id.
fn rows(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<HashMap<i64, Card>> {
    let sql = Sql::new(&format!(
        "SELECT opportunities.id, opportunities.version, opportunities.name, \
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
    Ok(found.into_iter().map(|row| card(tx, row)).map(|card| (card.id, card)).collect())
}

fn card(tx: &Tx<'_>, (deal, plan, account, contact): CardRow) -> Card {
    let (id, version, name, amount_minor, currency, day) = deal;
    let (next_step, next_step_on, spoken_at, owner_id, team_id) = plan;
    let seen = |scope: crate::access::Scope, (name, owner, team): Customer| {
        name.filter(|_| team.is_some_and(|team| scope.reaches(owner, team)))
    };
    let account = seen(accounts::access::visible(&tx.viewer), account);
    let customer = account.or_else(|| seen(contacts::access::visible(&tx.viewer), contact)).unwrap_or_default();
    Card {
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
    }
}
