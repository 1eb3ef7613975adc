//! One page of a list: ids, count, and every address the page links to.

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Date, Text, Timestamp};

use super::asked::Asked;
use super::chips::{self, Chip};
use super::columns::Column;
use super::count::{Count, count};
use super::cursor::Place;
use super::flags;
use super::query::Query;
use super::slice::Slice;
use super::spec::{Direction, ListSpec, Segment, Sort, SortKind};
use crate::access::Scope;
use crate::db::sql::{Bind, Sql};
use crate::db::{Db, Tx};

/// Rows on a page: what one of 40 KB holds in any script.
pub const PAGE_ROWS: usize = 40;

/// A page of a list. Addresses are relative to the page; an empty one is no link.
#[derive(Clone, Debug)]
pub struct Page {
    /// The records, in order.
    pub ids: Vec<i64>,
    /// How many there are in all.
    pub count: Count,
    /// The list with all of them counted, where the count is only a lower bound.
    pub count_href: String,
    /// The first page, when this is another.
    pub first: String,
    /// The page before.
    pub previous: String,
    /// The page after.
    pub next: String,
    /// What of a saved view cannot be applied, a sentence each.
    pub flags: Vec<String>,
    /// What the list is narrowed by.
    pub chips: Vec<Chip>,
    /// The list without any of it.
    pub clear: String,
    /// The columns it can be ordered by.
    pub heads: Vec<Head>,
    /// What of the table is shown.
    pub segment: Segment,
}

/// The head of a column that sorts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The sort's word.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// The list in this order; in the other direction when it is in this order already.
    pub href: String,
    /// `ascending`, `descending`, or empty when the list is in another order.
    pub direction: &'static str,
}

impl Page {
    /// The head of this column; none when the viewer may not sort by it.
    pub fn head(&self, name: &str) -> Option<&Head> {
        self.heads.iter().find(|head| head.name == name)
    }

    /// The head of a column that sorts; none where it does not.
    pub fn head_of(&self, column: &Column) -> Option<&Head> {
        column.sort.and_then(|sort| self.head(sort))
    }

    /// Puts loaded rows into the order of the page.
    pub fn in_order<T>(&self, mut rows: Vec<T>, id: impl Fn(&T) -> i64) -> Vec<T> {
        rows.sort_by_key(|row| self.ids.iter().position(|known| *known == id(row)));
        rows
    }

    /// Narrowed by anything?
    pub fn is_filtered(&self) -> bool {
        !self.chips.is_empty()
    }
}

/// The page that was asked for.
///
/// # Errors
/// What the database answers.
pub fn page(tx: &mut Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> QueryResult<Page> {
    page_of(tx, spec, scope, asked, None)
}

/// [`page`] of a list of which somebody has found out already how many records it has.
///
/// # Errors
/// What the database answers.
pub fn page_of(
    tx: &mut Tx<'_>,
    spec: &ListSpec,
    scope: &Scope,
    asked: &Asked,
    known: Option<i64>,
) -> QueryResult<Page> {
    let mut query = Query::of(tx, spec, scope, asked);
    query.look(tx.db)?;
    let (sort, direction) = order(tx, spec, &query, asked);
    let window = window(tx.db, &query, sort, direction, asked)?;
    let is_whole = !window.has_before && !window.has_after;
    let count = match known {
        _ if is_whole => Count::whole(window.rows.len()),
        Some(n) => Count::Exact(n),
        None => count(tx, &query, asked)?,
    };
    let edge = |place: Option<&Place>| place.map(|place| place.written(sort)).unwrap_or_default();
    let (start, end) = (edge(window.rows.first()), edge(window.rows.last()));
    let link = |shown: bool, asked: Asked| if shown { asked.href() } else { String::new() };
    Ok(Page {
        first: link(window.has_before, asked.without(&[])),
        previous: link(window.has_before && !start.is_empty(), asked.ending_before(&start)),
        next: link(window.has_after, asked.starting_after(&end)),
        count_href: link(matches!(count, Count::AtLeast(_)), asked.counting_all()),
        count,
        flags: flags::flags(tx, spec, asked),
        chips: chips::chips(tx, spec, asked, &[]),
        clear: chips::clear(spec, asked),
        heads: heads(tx, spec, asked, (sort, direction)),
        segment: asked.segment(spec),
        ids: window.rows.into_iter().map(|place| place.id).collect(),
    })
}

/// The order of the list: the one asked for, newest first for a search without one, else the list's own.
pub(super) fn order(tx: &Tx<'_>, spec: &ListSpec, query: &Query, asked: &Asked) -> (Sort, Direction) {
    if query.is_searched() && !asked.is_sorted() {
        return (query.newest(tx.db), Direction::Down);
    }
    asked.order(spec, &tx.viewer)
}

struct Window {
    rows: Vec<Place>,
    has_before: bool,
    has_after: bool,
}

fn window(db: &mut Db, query: &Query, sort: Sort, direction: Direction, asked: &Asked) -> QueryResult<Window> {
    if let Some(place) = Place::read(asked.before(), sort) {
        let (mut rows, more) = rows(db, query, sort, direction.turned(), Some(&place))?;
        // Fewer than a page: the rows before it are the first page.
        if rows.len() == PAGE_ROWS {
            rows.reverse();
            return Ok(Window { rows, has_before: more, has_after: true });
        }
    }
    let after = Place::read(asked.after(), sort);
    let (rows, more) = rows(db, query, sort, direction, after.as_ref())?;
    Ok(Window { rows, has_before: after.is_some(), has_after: more })
}

/// A page of rows, and whether there are more.
fn rows(
    db: &mut Db,
    query: &Query,
    sort: Sort,
    direction: Direction,
    from: Option<&Place>,
) -> QueryResult<(Vec<Place>, bool)> {
    let slice = Slice { sort, direction, from, limit: PAGE_ROWS + 1 };
    let sql = query.slice(db, &slice);
    let mut found = places(db, sql, sort)?;
    let more = found.len() > PAGE_ROWS;
    found.truncate(PAGE_ROWS);
    Ok((found, more))
}

/// Runs a statement of ids and sort values.
pub(super) fn places(db: &mut Db, sql: Sql, sort: Sort) -> QueryResult<Vec<Place>> {
    fn made<V: Into<Bind>>(rows: Vec<(i64, V)>) -> Vec<Place> {
        rows.into_iter().map(|(id, value)| Place { id, value: value.into() }).collect()
    }
    Ok(match sort.kind {
        SortKind::Text => made(sql.load::<(BigInt, Text), (i64, String)>(db)?),
        SortKind::Number => made(sql.load::<(BigInt, BigInt), (i64, i64)>(db)?),
        SortKind::Instant => made(sql.load::<(BigInt, Timestamp), (i64, chrono::NaiveDateTime)>(db)?),
        SortKind::Day => made(sql.load::<(BigInt, Date), (i64, chrono::NaiveDate)>(db)?),
    })
}

fn heads(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked, current: (Sort, Direction)) -> Vec<Head> {
    let head = |sort: &Sort| {
        let now = (current.0.name == sort.name).then_some(current.1);
        let next = now.map_or(sort.first, Direction::turned);
        Head {
            name: sort.name,
            label: tx.text.t(sort.label),
            href: asked.sorted(*sort, next).href(),
            direction: now.map_or("", spoken),
        }
    };
    spec.sorts.iter().filter(|sort| sort.is_for(&tx.viewer)).map(head).collect()
}

fn spoken(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "ascending",
        Direction::Down => "descending",
    }
}
