//! How many records a list has: exact from maintained counters for what everybody sees first, counted up to ten
//! thousand for anything narrower (decision 2), and to the end only for who asks.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::asked::Asked;
use super::query::Query;
use super::spec::ListSpec;
use crate::access::Scope;
use crate::db::Tx;
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
    if asked.counts_all() || !query.is_narrowed() {
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
    counted(tx, query, None)
}

fn counted(tx: &mut Tx<'_>, query: &Query, most: Option<i64>) -> QueryResult<i64> {
    query.counting(tx.db, most).one::<(BigInt,), (i64,)>(tx.db).map(|(n,)| n)
}
