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

/// Wins of the scope in a period. A deal opened again is no win any more.
///
/// # Errors
/// What the database answers.
pub fn won(tx: &mut Tx<'_>, scope: &Scope, period: Period) -> QueryResult<Sums> {
    let sql = Sql::new(
        "SELECT currency, COUNT(*), CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) FROM closures \
         WHERE kind = 'won' AND reopened_at IS NULL AND closed_on >= ",
    );
    let sql = sql.bind(period.from).push(" AND closed_on < ").bind(period.to);
    let sql = sql.push(&format!(" AND {} GROUP BY currency", scope.words("closures")));
    let rows = sql.load::<(Text, BigInt, BigInt), (String, i64, i64)>(tx.db)?;
    let part = |(code, count, amount): (String, i64, i64)| {
        Some(Part { currency: Currency::parse(&code).ok()?, count, amount, weighted: amount })
    };
    Ok(Sums::of(rows.into_iter().filter_map(part), &tx.directory.rates, tx.company_today()))
}
