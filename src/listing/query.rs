//! The one predicate of a list, and the statements built from it: a page of ids, a count, totals.
//!
//! Every way the viewer reaches records becomes a range of its own (its index, its keyset condition, its limit), and the
//! ranges are merged. They never overlap, so that counts and sums over them add up.

use super::asked::Asked;
use super::cursor::Place;
use super::filters;
use super::spec::{Direction, ListSpec, Part, Sort, SortKind, Table};
use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::search::{self, Words};

/// Which records a list shows.
#[derive(Clone, Debug)]
pub struct Query {
    table: Table,
    scope: Scope,
    parts: Vec<Part>,
    conditions: Vec<Sql>,
    words: Option<Words>,
}

/// How a page of it is read.
pub(super) struct Slice<'a> {
    pub(super) sort: Sort,
    pub(super) direction: Direction,
    pub(super) from: Option<&'a Place>,
    pub(super) limit: usize,
}

impl Query {
    /// What was asked of a list, within a scope.
    pub fn of(tx: &Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> Query {
        let wanted = filters::wanted(tx, spec, asked);
        let conditions = wanted.iter().filter_map(|wanted| filters::condition(tx, wanted));
        Query {
            table: spec.table,
            scope: scope.clone(),
            parts: asked.segment(spec).parts.to_vec(),
            conditions: conditions.chain(asked.fixed().iter().cloned()).collect(),
            words: (!asked.q().is_empty()).then(|| Words::of(asked.q())),
        }
    }

    /// Whose rows.
    pub fn table(&self) -> Table {
        self.table
    }

    /// Which parts of the table.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Within which scope.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Narrowed by more than scope and part?
    pub fn is_narrowed(&self) -> bool {
        !self.conditions.is_empty() || self.words.is_some()
    }

    /// Searched by words?
    pub(super) fn is_searched(&self) -> bool {
        self.words.is_some()
    }

    /// The order of a search nobody chose an order for: newest first, as the index of words has it.
    pub(super) fn newest(&self) -> Sort {
        let column = search::id_column(self.table);
        Sort::new("", "", column, SortKind::Number, Direction::Down)
    }

    /// The same records, of these parts only.
    #[must_use]
    pub fn of_parts(mut self, parts: &[Part]) -> Query {
        self.parts = parts.to_vec();
        self
    }

    /// The ranges the records lie in: `SELECT <columns> FROM … WHERE …`, one each, none overlapping another.
    pub fn ranges(&self, db: &crate::db::Db, columns: &str) -> Vec<Sql> {
        if let Some(words) = &self.words {
            return vec![self.searched(db, words, columns)];
        }
        let parts = self.parts.iter().map(|part| self.table.condition(*part));
        let each = parts.flat_map(|part| ways(&self.scope, self.table).into_iter().map(move |way| (part, way)));
        each.map(|(part, way)| self.range(columns, part, &way)).collect()
    }

    fn range(&self, columns: &str, part: Option<&str>, way: &str) -> Sql {
        let part = part.map_or_else(String::new, |part| format!(" AND {part}"));
        let start = Sql::new(&format!("SELECT {columns} FROM {} WHERE {way}{part}", self.table.name()));
        self.narrowed(start)
    }

    fn narrowed(&self, start: Sql) -> Sql {
        self.conditions.iter().fold(start, |sql, condition| sql.push(" AND ").append(condition.clone()))
    }

    /// A search is led by the index of words: it knows scope and part too, so that a frequent word costs a reader of
    /// few records little. The table's own columns decide all the same.
    fn searched(&self, db: &crate::db::Db, words: &Words, columns: &str) -> Sql {
        let parts: Vec<&str> = self.parts.iter().filter_map(|part| self.table.condition(*part)).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" AND ({})", parts.join(" OR ")) };
        let found = search::matching(db, self.table, &self.scope, &self.parts, words, columns);
        let scope = self.scope.words(self.table.name());
        self.narrowed(found.push(&format!(" AND {scope}{parts}")))
    }

    /// One page of ids with their sort values.
    pub(super) fn slice(&self, db: &crate::db::Db, slice: &Slice<'_>) -> Sql {
        let Slice { sort, direction, from, limit } = slice;
        let id = format!("{}.id", self.table.name());
        let (column, word) = (sort.column, direction_word(*direction));
        let tail = format!(" ORDER BY {column} {word}, {id} {word} LIMIT {limit}");
        let ranges = self.ranges(db, &format!("{id} AS id, {column} AS place"));
        let ranges = ranges.into_iter().map(|range| beyond(range, sort, &id, *direction, *from).push(&tail));
        union(ranges.collect(), "id, place").push(&format!(" ORDER BY place {word}, id {word} LIMIT {limit}"))
    }

    /// How many there are, counting no further than `most`.
    pub fn counting(&self, db: &crate::db::Db, most: Option<i64>) -> Sql {
        let limit = most.map_or_else(String::new, |most| format!(" LIMIT {most}"));
        let ranges = self.ranges(db, "1 AS one").into_iter().map(|range| range.push(&limit)).collect();
        let all = union(ranges, "one").push(&limit);
        Sql::new("SELECT COUNT(*) FROM (").append(all).push(") AS counted")
    }
}

/// Merges ranges into one statement.
pub(crate) fn union(ranges: Vec<Sql>, columns: &str) -> Sql {
    let start = Sql::new(&format!("SELECT {columns} FROM ("));
    let joined = ranges
        .into_iter()
        .enumerate()
        .map(|(n, range)| Sql::new("SELECT * FROM (").append(range).push(&format!(") AS range_{n}")));
    match joined.reduce(|so_far, next| so_far.push(" UNION ALL ").append(next)) {
        Some(all) => start.append(all).push(") AS ranges"),
        None => Sql::new(&format!("SELECT {columns} FROM (SELECT {}) AS none WHERE 1 = 0", nulls(columns))),
    }
}

fn nulls(columns: &str) -> String {
    columns.split(", ").map(|column| format!("NULL AS {column}")).collect::<Vec<_>>().join(", ")
}

fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "ASC",
        Direction::Down => "DESC",
    }
}

/// Only what comes after a place, in this direction.
fn beyond(range: Sql, sort: &Sort, id: &str, direction: Direction, from: Option<&Place>) -> Sql {
    let Some(place) = from else { return range };
    let sign = match direction {
        Direction::Up => ">",
        Direction::Down => "<",
    };
    let start = range.push(&format!(" AND ({}, {id}) {sign} (", sort.column));
    start.bind(place.value.clone()).push(", ").bind(place.id).push(")")
}

/// The ways a viewer reaches records, none overlapping another: what they own inside a team they reach whole is read
/// with the team.
pub(crate) fn ways(scope: &Scope, table: Table) -> Vec<String> {
    let table = table.name();
    let teams: Vec<String> = scope
        .branches()
        .iter()
        .filter_map(|branch| match branch {
            Branch::Team(team) => Some(team.to_string()),
            Branch::All | Branch::Owner(_) | Branch::Pool(_) => None,
        })
        .collect();
    let elsewhere =
        if teams.is_empty() { String::new() } else { format!(" AND {table}.team_id NOT IN ({})", teams.join(", ")) };
    let way = |branch: &Branch| match branch {
        Branch::All => "1 = 1".to_owned(),
        Branch::Owner(person) => format!("{table}.owner_id = {person}{elsewhere}"),
        Branch::Team(team) => format!("{table}.team_id = {team}"),
        Branch::Pool(team) => format!("{table}.team_id = {team} AND {table}.owner_id IS NULL"),
    };
    scope.branches().iter().map(way).collect()
}
