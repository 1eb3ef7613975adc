//! What was won this month, by the records of the wins themselves: who owned a deal then, what it was worth then.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};

use crate::access::Scope;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::opportunities::sums::{Part, Sums};
use crate::values::money::Currency;
use crate::values::period::Period;

/// The month it is where the company is.
pub fn current(tx: &Tx<'_>) -> Period {
    Period::month(tx.company_today())
}

/// Wins of the scope in this month, and in the one before to compare with. A deal opened again is no win any more.
///
/// # Errors
/// What the database answers.
pub fn won(tx: &mut Tx<'_>, scope: &Scope, month: Period, before: Period) -> QueryResult<[Sums; 2]> {
    let sql = Sql::new("SELECT CAST(CASE WHEN closed_on >= ").bind(month.from).push(
        " THEN 1 ELSE 0 END AS BIGINT) AS is_now, currency, COUNT(*), CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) \
         FROM closures WHERE kind = 'won' AND reopened_at IS NULL AND closed_on >= ",
    );
    let sql = sql.bind(before.from).push(" AND closed_on < ").bind(month.to);
    let sql = sql.push(&format!(" AND {} GROUP BY is_now, currency", scope.words("closures")));
    let rows: Vec<(i64, String, i64, i64)> = sql.load::<(BigInt, Text, BigInt, BigInt), _>(tx.db)?;
    let part = |(_, code, count, amount): &(i64, String, i64, i64)| {
        Some(Part { currency: Currency::parse(code).ok()?, count: *count, amount: *amount, weighted: *amount })
    };
    let sums = |is_now: i64| {
        let parts = rows.iter().filter(|row| row.0 == is_now).filter_map(part);
        Sums::of(parts, &tx.directory.rates, tx.company_today())
    };
    Ok([sums(1), sums(0)])
}
