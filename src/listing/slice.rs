//! A page of a query: from a place on, in an order, so many.

use super::cursor::Place;
use super::merge::{merged, union};
use super::query::Query;
use super::spec::{Direction, Sort};
use crate::db::sql::Sql;
use crate::db::{Db, dialect};
use crate::search;

/// How a page of it is read.
pub(super) struct Slice<'a> {
    pub(super) sort: Sort,
    pub(super) direction: Direction,
    pub(super) from: Option<&'a Place>,
    pub(super) limit: usize,
}

impl Query {
    /// One page of ids with their sort values.
    pub(super) fn slice(&self, db: &Db, slice: &Slice<'_>) -> Sql {
        let Slice { sort, direction, from, limit } = slice;
        let id = format!("{}.id", self.table().name());
        let (column, word) = (sort.column, direction_word(*direction));
        let ranges = self.ranges(db, &format!("{id} AS id, {column} AS place"));
        // The index of words hands out ids in order, and knows no second key.
        let by_id = column == search::id_column(db, self.table());
        let ranges = ranges.into_iter().map(|range| beyond(range, column, &id, by_id, *direction, *from)).collect();
        if !self.is_sorted() {
            let sign = dialect::unindexed(db);
            let order = format!(" ORDER BY {sign}place {word}, {sign}id {word} LIMIT {limit}");
            return union(ranges, "id, place").push(&order);
        }
        let order = if by_id { format!("place {word}") } else { format!("place {word}, id {word}") };
        merged(db, ranges, "id, place", &order, *limit)
    }
}

fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "ASC",
        Direction::Down => "DESC",
    }
}

/// Only what comes after a place, in this direction.
fn beyond(range: Sql, column: &str, id: &str, by_id: bool, direction: Direction, from: Option<&Place>) -> Sql {
    let Some(place) = from else { return range };
    let sign = match direction {
        Direction::Up => ">",
        Direction::Down => "<",
    };
    if by_id {
        return range.push(&format!(" AND {column} {sign} ")).bind(place.id);
    }
    let start = range.push(&format!(" AND ({column}, {id}) {sign} ("));
    start.bind(place.value.clone()).push(", ").bind(place.id).push(")")
}
