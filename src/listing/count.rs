//! How many records a list has: exact from maintained counters for what everybody sees first (a scope, one owner, one
//! status), counted up to ten thousand for anything narrower (decision 2), and to the end only for who asks.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::asked::Asked;
use super::query::{Query, outside, union, whole_teams};
use super::spec::ListSpec;
use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::web::Ui;

/// Counting stops here unless it was asked for.
const MOST: i64 = 10_000;

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// So many.
    Exact(i64),
    /// So many and more.
    AtLeast(i64),
}

impl Count {
    /// The number, for the plural of a message.
    pub fn number(self) -> i64 {
        match self {
            Count::Exact(n) | Count::AtLeast(n) => n,
        }
    }

    /// As read: `214` or `10,000+`.
    pub fn shown(self, ui: &Ui) -> String {
        match self {
            Count::Exact(n) => ui.number(n),
            Count::AtLeast(n) => ui.n("listing-at-least", n),
        }
    }

    /// Nothing at all?
    pub fn is_none(self) -> bool {
        self.number() == 0
    }
}

/// The count of a page's list; `whole` is known when the page holds all there is.
pub(super) fn count(tx: &mut Tx<'_>, query: &Query, asked: &Asked, whole: Option<usize>) -> QueryResult<Count> {
    if let Some(rows) = whole {
        return Ok(Count::Exact(i64::try_from(rows).unwrap_or(i64::MAX)));
    }
    if asked.counts_all() || query.facet().is_some() {
        return exact(tx, query).map(Count::Exact);
    }
    let found = counted(tx, query, Some(MOST + 1))?;
    Ok(if found > MOST { Count::AtLeast(MOST) } else { Count::Exact(found) })
}

/// How many records a list has, however many that is.
///
/// # Errors
/// What the database answers.
pub fn count_exactly(tx: &mut Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> QueryResult<i64> {
    let query = Query::of(tx, spec, scope, asked);
    exact(tx, &query)
}

fn exact(tx: &mut Tx<'_>, query: &Query) -> QueryResult<i64> {
    match query.facet() {
        Some(facet) => kept(tx, query, facet),
        None => counted(tx, query, None),
    }
}

fn counted(tx: &mut Tx<'_>, query: &Query, most: Option<i64>) -> QueryResult<i64> {
    query.counting(tx.db, most).one::<(BigInt,), (i64,)>(tx.db).map(|(n,)| n)
}

/// The count from the maintained counters: some rows for each way the viewer reaches records.
fn kept(tx: &mut Tx<'_>, query: &Query, (facet, item): (&'static str, i64)) -> QueryResult<i64> {
    let ways = rows(query);
    let each = query.parts().iter().flat_map(|part| ways.iter().map(move |way| (*part, way)));
    let ranges = each.map(|(part, way)| {
        Sql::new("SELECT n FROM record_counts WHERE entity = ")
            .bind(query.table().name())
            .push(" AND part = ")
            .bind(part.name())
            .push(" AND facet = ")
            .bind(facet)
            .push(" AND item_id = ")
            .bind(item)
            .push(&format!(" AND {way}"))
    });
    let all = union(ranges.collect(), "n");
    let sum = Sql::new("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM (").append(all).push(") AS counted");
    sum.one::<(BigInt,), (i64,)>(tx.db).map(|(n,)| n)
}

/// Which counters a scope adds up: see the table's own words for owners 0 and -1.
fn rows(query: &Query) -> Vec<String> {
    let scope = query.scope();
    if let Some(owner) = query.owner() {
        return of_owner(scope, owner);
    }
    let elsewhere = outside(scope, "record_counts");
    let row = |branch: &Branch| match branch {
        Branch::All => "owner_id = -1".to_owned(),
        Branch::Owner(person) => format!("owner_id = {person}{elsewhere}"),
        Branch::Team(team) => format!("team_id = {team} AND owner_id = -1"),
        Branch::Pool(team) => format!("team_id = {team} AND owner_id = 0"),
    };
    scope.branches().iter().map(row).collect()
}

/// One owner's rows of a kept table, as far as the scope reaches them.
pub(crate) fn of_owner(scope: &Scope, owner: i64) -> Vec<String> {
    let whole = scope.branches().iter().any(|branch| matches!(branch, Branch::All) || *branch == Branch::Owner(owner));
    if whole {
        return vec![format!("owner_id = {owner}")];
    }
    whole_teams(scope).map(|team| format!("team_id = {team} AND owner_id = {owner}")).collect()
}
