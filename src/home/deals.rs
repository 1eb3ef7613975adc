//! Open deals that ask for something: late, quiet, or without a next step.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use crate::access::Scope;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::listing::{self, Asked, Count, Query};
use crate::opportunities::board;
use crate::opportunities::list::{BY_DUE, Mark, SPEC, any_marked, marked};
use crate::opportunities::sums::Sums;

/// How many deals are named.
const SHOWN: usize = 8;

/// Deals to look at, and how many carry each mark. The lists behind the figures count the same way.
pub struct Waiting {
    /// The first of them: what is late or due next, then those without a plan.
    pub due: Vec<Due>,
    /// Late ones.
    pub late: Count,
    /// Quiet ones.
    pub quiet: Count,
    /// Those without a next step.
    pub unplanned: Count,
}

/// One deal to look at.
pub struct Due {
    /// Its id.
    pub id: i64,
    /// What it is about.
    pub name: String,
    /// Whom it is with.
    pub with: Option<(Entity, i64)>,
    /// What happens next; empty where nothing is planned.
    pub next_step: String,
    /// When something should happen: the step, else the close.
    pub on: Option<NaiveDate>,
    /// Has that day passed?
    pub late: bool,
}

/// What all open deals of the scope come to.
///
/// # Errors
/// What the database answers.
pub fn open(tx: &mut Tx<'_>, scope: &Scope) -> QueryResult<Option<Sums>> {
    let query = Query::of(tx, &SPEC, scope, &Asked::default());
    let pipelines: Vec<i64> = tx.directory.pipelines.iter().map(|pipeline| pipeline.id).collect();
    board::sums_of(tx, &query, &pipelines, false)
}

/// The deals of the scope that ask for something: who has none with a mark has none to name either, so that one
/// statement says both.
///
/// # Errors
/// What the database answers.
pub fn waiting(tx: &mut Tx<'_>, scope: &Scope) -> QueryResult<Waiting> {
    type Deal = (i64, String, String, Option<NaiveDate>, Option<NaiveDate>, Option<i64>, Option<i64>);
    let first = listing::first_by(tx, &SPEC, scope, &any_marked(tx, Asked::default()), BY_DUE, SHOWN);
    let counts = [Mark::Late, Mark::Quiet, Mark::Unplanned].map(|mark| {
        let asked = marked(tx, Asked::default(), mark);
        listing::count_sql(tx, &SPEC, scope, &asked)
    });
    let columns = "id, name, next_step, next_step_on, expected_close, account_id, contact_id";
    let sql = Sql::new(&format!("SELECT {columns}"));
    let sql = counts.into_iter().fold(sql, |sql, count| sql.push(", (").append(count).push(")"));
    let sql = sql.push(" FROM opportunities WHERE id IN (SELECT first.id FROM (").append(first);
    let sql = sql.push(&format!(") first) ORDER BY {}, id", BY_DUE.column));
    type Types = (
        (BigInt, Text, Text, Nullable<Date>, Nullable<Date>, Nullable<BigInt>, Nullable<BigInt>),
        (BigInt, BigInt, BigInt),
    );
    let rows: Vec<(Deal, (i64, i64, i64))> = sql.load::<Types, _>(tx.db)?;
    let (late, quiet, unplanned) = rows.first().map(|(_, counts)| *counts).unwrap_or_default();
    let who = |deal: &Deal| deal.5.map(|id| (Entity::Account, id)).or(deal.6.map(|id| (Entity::Contact, id)));
    let today = tx.today();
    let row = |deal: Deal| {
        let with = who(&deal);
        let (id, name, next_step, step, close, _, _) = deal;
        let on = [step, close].into_iter().flatten().min();
        Due { id, name, with, next_step, on, late: on.is_some_and(|day| day < today) }
    };
    let [late, quiet, unplanned] = [late, quiet, unplanned].map(Count::of);
    Ok(Waiting { due: rows.into_iter().map(|(deal, _)| row(deal)).collect(), late, quiet, unplanned })
}
