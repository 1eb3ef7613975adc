//! How many records a list has: exact from maintained counters for what everybody sees first (a scope, one owner, one
//! status), counted up to ten thousand for anything narrower, for a search no further than a page shows, and to the end
//! only for who asks.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::asked::Asked;
use super::check::Facet;
use super::merge::union;
use super::page::PAGE_ROWS;
use super::query::Query;
use super::spec::{ListSpec, Part, Table};
use crate::access::{Branch, OF_PEOPLE, Scope, one_of};
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
    /// Of a list that is shown as a whole.
    pub(super) fn whole(shown: usize) -> Count {
        Count::Exact(i64::try_from(shown).unwrap_or(i64::MAX))
    }

    /// From what was counted of a list without words, up to one more than is said.
    pub fn of(found: i64) -> Count {
        if found > MOST { Count::AtLeast(MOST) } else { Count::Exact(found) }
    }

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

/// The count of a list of which a page shows a part.
pub(super) fn count(tx: &mut Tx<'_>, query: &Query, asked: &Asked) -> QueryResult<Count> {
    if asked.counts_all() || query.facet().is_some() {
        return one(tx, exact(tx, query)).map(Count::Exact);
    }
    // Each record in reach may be one of many with the words that are not, and have to be passed over: a search counts
    // what its page has found. How many were passed over must never show.
    if query.is_searched() {
        return Ok(Count::AtLeast(i64::try_from(PAGE_ROWS).unwrap_or(i64::MAX)));
    }
    one(tx, query.counting(tx.db, Some(MOST + 1))).map(Count::of)
}

/// A statement of one number, for [`Count::of`]: how many records a list has, counted no further than is said.
pub fn count_sql(tx: &Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> Sql {
    Query::of(tx, spec, scope, asked).counting(tx.db, Some(MOST + 1))
}

/// How many records a list has, however many that is.
///
/// # Errors
/// What the database answers.
pub fn count_exactly(tx: &mut Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> QueryResult<i64> {
    one(tx, exactly_sql(tx, spec, scope, asked))
}

/// The statement of that number, to be part of a larger one.
pub fn exactly_sql(tx: &Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> Sql {
    exact(tx, &Query::of(tx, spec, scope, asked))
}

fn exact(tx: &Tx<'_>, query: &Query) -> Sql {
    query.facet().map_or_else(|| query.counting(tx.db, None), |facet| kept(tx, query, facet))
}

fn one(tx: &mut Tx<'_>, number: Sql) -> QueryResult<i64> {
    number.one::<(BigInt,), (i64,)>(tx.db).map(|(n,)| n)
}

/// The count from the maintained counters: some rows for each way the viewer reaches records, and one for each record
/// that is shared with them.
fn kept(tx: &Tx<'_>, query: &Query, facet: Facet) -> Sql {
    let ways = kept_ways(query, "owner_id = -1");
    let each = query.parts().iter().flat_map(|part| ways.iter().map(move |way| (*part, way)));
    let ranges = each.map(|(part, way)| counters(query.table(), part, facet, "SELECT n").push(&format!(" AND {way}")));
    let shared = query.shared(tx.db, query.parts(), "1 AS n");
    let all = union(ranges.chain(shared).collect(), "n");
    Sql::new("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM (").append(all).push(") AS counted")
}

/// The maintained counters of a value in one part of a table.
pub(super) fn counters(table: Table, part: Part, (facet, item): Facet, columns: &str) -> Sql {
    Sql::new(&format!("{columns} FROM record_counts WHERE entity = "))
        .bind(table.name())
        .push(" AND part = ")
        .bind(part.name())
        .push(" AND facet = ")
        .bind(facet)
        .push(" AND item_id = ")
        .bind(item)
}

/// Which rows of a kept table a query adds up, none twice: see the tables' own words for owners 0 and -1. `all` are those
/// of everything there is.
pub(crate) fn kept_ways(query: &Query, all: &str) -> Vec<String> {
    let scope = query.scope();
    let is_all = scope.branches().contains(&Branch::All);
    match query.owner() {
        Some(owner) if is_all || scope.owners().contains(&owner) => vec![format!("owner_id = {owner}{OF_PEOPLE}")],
        Some(owner) => {
            let inside = one_of("team_id", &scope.teams());
            inside.map(|inside| format!("{inside} AND owner_id = {owner}")).into_iter().collect()
        }
        None if is_all => vec![all.to_owned()],
        None => scope.kept(),
    }
}
