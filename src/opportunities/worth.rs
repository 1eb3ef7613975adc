//! What everything that a list shows comes to, in each currency.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};

use super::list::{self, SPEC};
use super::sums::{Part, Sums};
use super::totals::{self, MOST_ADDED_UP, Window};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::StageKind;
use crate::listing::{self, Asked, Query, union};
use crate::values::money::Currency;

/// The sums of a list, and whether they are of all of it: a narrowed list of very many deals is not added up to its end.
///
/// # Errors
/// What the database answers.
pub fn of_list(tx: &mut Tx<'_>, asked: &Asked) -> QueryResult<(Sums, bool)> {
    let query = list::query(tx, asked);
    let (parts, whole) = if query.is_narrowed() { added_up(tx, &query)? } else { (kept(tx, asked)?, true) };
    Ok((Sums::of(parts, &tx.directory.rates, tx.company_today()), whole))
}

/// From the table the database keeps: one pipeline after the other.
fn kept(tx: &mut Tx<'_>, asked: &Asked) -> QueryResult<Vec<Part>> {
    let directory = tx.directory.clone();
    let shown = asked.segment(&SPEC).parts;
    let part_of = |stage: i64| match directory.stage(stage).map_or(StageKind::Open, |stage| stage.kind) {
        StageKind::Open => listing::Part::Open,
        StageKind::Won | StageKind::Lost => listing::Part::Closed,
    };
    let mut parts = Vec::new();
    for pipeline in &directory.pipelines {
        let rows = totals::totals(tx, pipeline.id, &list::scope(tx), Window::All)?;
        let shown = rows.into_iter().filter(|row| shown.contains(&part_of(row.stage_id)));
        parts.extend(shown.map(|row| part(tx, &row.currency, (row.n, row.amount_minor, row.weighted_minor))));
    }
    Ok(parts)
}

/// Deal by deal.
fn added_up(tx: &mut Tx<'_>, query: &Query) -> QueryResult<(Vec<Part>, bool)> {
    let most = format!(" LIMIT {}", MOST_ADDED_UP + 1);
    let ranges = query.ranges(tx.db, "opportunities.id AS id").into_iter().map(|range| range.push(&most));
    let ids = union(ranges.collect(), "id").push(&most);
    let sql = Sql::new(
        "SELECT deal.currency, COUNT(*), CAST(COALESCE(SUM(deal.amount_minor), 0) AS BIGINT), \
         CAST(COALESCE(SUM(deal.weighted_minor), 0) AS BIGINT) FROM (",
    );
    let sql = sql.append(ids).push(") AS chosen JOIN deal_worth AS deal ON deal.id = chosen.id GROUP BY deal.currency");
    let rows = sql.load::<(Text, BigInt, BigInt, BigInt), (String, i64, i64, i64)>(tx.db)?;
    let whole = rows.iter().map(|row| row.1).sum::<i64>() <= MOST_ADDED_UP;
    Ok((rows.iter().map(|(code, n, amount, weighted)| part(tx, code, (*n, *amount, *weighted))).collect(), whole))
}

fn part(tx: &Tx<'_>, code: &str, (count, amount, weighted): (i64, i64, i64)) -> Part {
    Part { currency: Currency::parse(code).unwrap_or(tx.directory.rates.base()), count, amount, weighted }
}
