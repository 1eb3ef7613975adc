//! Open deals that ask for something: late, quiet, or without a next step.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use crate::access::Scope;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::opportunities::list::{Mark, condition};
use crate::opportunities::sums::{Part, Sums};
use crate::records;
use crate::values::money::Currency;

/// How many deals are named.
const SHOWN: i64 = 8;

/// How many open deals there are, what they may bring, and how many carry each mark.
pub struct Counts {
    /// All open ones, with their amounts.
    pub open: Sums,
    /// Late ones.
    pub late: i64,
    /// Quiet ones.
    pub quiet: i64,
    /// Those without a next step.
    pub unplanned: i64,
}

/// One deal to look at.
pub struct Due {
    /// Its id.
    pub id: i64,
    /// What it is about.
    pub name: String,
    /// Whom it is with, where the viewer may know.
    pub customer: String,
    /// What happens next; empty where nothing is planned.
    pub next_step: String,
    /// When something should happen: the step, else the close.
    pub on: Option<NaiveDate>,
    /// Has that day passed?
    pub late: bool,
}

fn marked(tx: &Tx<'_>, mark: Mark) -> Sql {
    Sql::new("CAST(COALESCE(SUM(CASE WHEN ").append(condition(tx, mark)).push(" THEN 1 ELSE 0 END), 0) AS BIGINT)")
}

/// The figures, over all open deals of the scope.
///
/// # Errors
/// What the database answers.
pub fn counts(tx: &mut Tx<'_>, scope: &Scope) -> QueryResult<Counts> {
    type Row = (String, i64, i64, i64, i64, i64, i64);
    let weighted = "(opportunities.amount_minor * opportunities.probability + 5000) / 10000";
    let sql = Sql::new(&format!(
        "SELECT opportunities.currency, COUNT(*), CAST(COALESCE(SUM(opportunities.amount_minor), 0) AS BIGINT), \
         CAST(COALESCE(SUM({weighted}), 0) AS BIGINT), "
    ));
    let sql = sql.append(marked(tx, Mark::Late)).push(", ").append(marked(tx, Mark::Quiet)).push(", ");
    let sql = sql.append(marked(tx, Mark::Unplanned)).push(&format!(
        " FROM opportunities WHERE opportunities.closed_on IS NULL AND {} GROUP BY opportunities.currency",
        scope.words("opportunities")
    ));
    let rows: Vec<Row> = sql.load::<(Text, BigInt, BigInt, BigInt, BigInt, BigInt, BigInt), _>(tx.db)?;
    let part = |row: &Row| {
        let currency = Currency::parse(&row.0).ok()?;
        Some(Part { currency, count: row.1, amount: row.2, weighted: row.3 })
    };
    let sums = Sums::of(rows.iter().filter_map(part), &tx.directory.rates, tx.company_today());
    let total = |figure: fn(&Row) -> i64| rows.iter().map(figure).sum();
    Ok(Counts { open: sums, late: total(|row| row.4), quiet: total(|row| row.5), unplanned: total(|row| row.6) })
}

/// The first deals to look at: what is late or due next, then those without a plan.
///
/// # Errors
/// What the database answers.
pub fn due(tx: &mut Tx<'_>, scope: &Scope) -> QueryResult<Vec<Due>> {
    type Row = (i64, String, String, Option<NaiveDate>, Option<NaiveDate>, Option<i64>, Option<i64>);
    let columns = "id, name, next_step, next_step_on, expected_close, account_id, contact_id";
    let sql = Sql::new(&format!("SELECT {columns} FROM opportunities WHERE "));
    let sql = sql.push(&format!("closed_on IS NULL AND {} AND ((", scope.words("opportunities")));
    let sql = sql.append(condition(tx, Mark::Late)).push(") OR (").append(condition(tx, Mark::Quiet)).push(") OR (");
    let sql = sql.append(condition(tx, Mark::Unplanned)).push(
        ")) ORDER BY COALESCE(CASE WHEN next_step_on < expected_close THEN next_step_on END, expected_close, next_step_on, '9999-12-31'), id LIMIT ",
    );
    type Types = (BigInt, Text, Text, Nullable<Date>, Nullable<Date>, Nullable<BigInt>, Nullable<BigInt>);
    let rows: Vec<Row> = sql.bind(SHOWN).load::<Types, _>(tx.db)?;
    let who = |row: &Row| row.5.map(|id| (Entity::Account, id)).or(row.6.map(|id| (Entity::Contact, id)));
    let names = records::named(tx, &rows.iter().filter_map(who).collect::<Vec<_>>())?;
    let today = tx.today();
    let row = |row: Row| {
        let customer = who(&row).and_then(|key| names.get(&key)).map(|named| named.name.clone()).unwrap_or_default();
        let (id, name, next_step, step, close, _, _) = row;
        let on = [step, close].into_iter().flatten().min();
        Due { id, name, customer, next_step, on, late: on.is_some_and(|day| day < today) }
    };
    Ok(rows.into_iter().map(row).collect())
}
