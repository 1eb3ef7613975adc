//! What was won this month, by the records of the wins themselves: who owned a deal then, what it was worth then.

use chrono::NaiveDate;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Nullable, Text};

use crate::access::Scope;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::RateBook;
use crate::opportunities::list;
use crate::opportunities::sums::{Part, Sums};
use crate::values::money::{Currency, Rate};
use crate::values::period::Period;

/// The month it is where the company is.
pub fn current(tx: &Tx<'_>) -> Period {
    Period::month(tx.company_today())
}

/// Wins of two months.
pub struct Won {
    /// This month's.
    pub now: Sums,
    /// Those of the month before, to compare with.
    pub before: Sums,
    /// How many of this month's the viewer does not see any more: somebody else's now.
    pub gone: i64,
}

/// One row: is it this month's, currency, the frozen rate, the day where none was frozen, how many, how much, how many
/// are gone.
type Row = (i64, String, Option<i64>, Option<NaiveDate>, i64, i64, i64);
type Types = (BigInt, Text, Nullable<BigInt>, Nullable<Date>, BigInt, BigInt, BigInt);

/// Wins of the scope in two months, each at the rate frozen with it (rule 10). Where none was known then, one entered
/// later for that day counts. A deal opened again is no win any more. `own` looks for those that are gone, too.
///
/// # Errors
/// What the database answers.
pub fn won(tx: &mut Tx<'_>, scope: &Scope, month: Period, before: Period, own: bool) -> QueryResult<Won> {
    let sql = Sql::new("SELECT CAST(CASE WHEN closed_on >= ").bind(month.from).push(
        " THEN 1 ELSE 0 END AS BIGINT) AS is_now, currency, rate, \
         CASE WHEN rate IS NULL THEN closed_on END AS unrated_on, COUNT(*), \
         CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT), CAST(SUM(CASE WHEN ",
    );
    let sql = sql.push(&if own { gone(tx) } else { "1 = 0".to_owned() }).push(
        " THEN 1 ELSE 0 END) AS BIGINT) \
         FROM closures WHERE kind = 'won' AND reopened_at IS NULL AND closed_on >= ",
    );
    let sql = sql.bind(before.from).push(" AND closed_on < ").bind(month.to);
    let sql = sql.push(&format!(" AND {} GROUP BY is_now, currency, rate, unrated_on", scope.words("closures")));
    let rows: Vec<Row> = sql.load::<Types, _>(tx.db)?;
    let rates = &tx.directory.rates;
    let [now, before] = [1, 0].map(|is_now| {
        let of_month = rows.iter().filter(|row| row.0 == is_now);
        Sums::of(of_month.filter_map(|row| part(rates, row)), rates.base())
    });
    Ok(Won { now, before, gone: rows.iter().filter(|row| row.0 == 1).map(|row| row.6).sum() })
}

/// The deal of a closing is out of the viewer's reach.
fn gone(tx: &Tx<'_>) -> String {
    let seen = list::scope(tx).words("deal");
    format!("NOT EXISTS (SELECT 1 FROM opportunities deal WHERE deal.id = closures.opportunity_id AND {seen})")
}

fn part(rates: &RateBook, row: &Row) -> Option<(Part, Option<Rate>)> {
    let (_, code, frozen, unrated_on, count, amount, _) = row;
    let currency = Currency::parse(code).ok()?;
    let rate = frozen.and_then(Rate::new).or_else(|| rates.rate(currency, (*unrated_on)?));
    Some((Part { currency, count: *count, amount: *amount, weighted: *amount }, rate))
}
