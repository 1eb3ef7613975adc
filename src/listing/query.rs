//! The one predicate of a list, and the statements built from it: a page of ids, a count, a board.
//!
//! Every way the viewer reaches records becomes a range of its own (its index, its keyset condition, its limit), and the
//! ranges are merged. They never overlap, so that counts and sums over them add up.

use super::asked::Asked;
use super::cursor::Place;
use super::filters::{self, Wanted};
use super::spec::{Direction, ListSpec, Part, Sort, SortKind, Table};
use crate::access::{Branch, Scope};
use crate::db::sql::Sql;
use crate::db::{Db, Tx, dialect};
use crate::fields::Kind;
use crate::search::{self, Words};

/// Which records a list shows.
#[derive(Clone, Debug)]
pub struct Query {
    table: Table,
    scope: Scope,
    parts: Vec<Part>,
    /// The one owner asked for: their index leads then, whatever the ways.
    owner: Option<i64>,
    /// What the page is about (one account's deals): leads too.
    fixed: Vec<Sql>,
    /// A stage of a board, a stretch of days: read off the index that is chosen anyway.
    within: Vec<Sql>,
    /// Everything else, checked on what the index holds beside its order.
    conditions: Vec<Sql>,
    /// The one counted value the list is narrowed to, if it is narrowed to no more than that.
    facet: Option<(&'static str, i64)>,
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
        let (owners, others): (Vec<&Wanted>, Vec<&Wanted>) = wanted.iter().partition(|wanted| is_owner(wanted));
        let (stretches, others): (Vec<&Wanted>, Vec<&Wanted>) = others.into_iter().partition(|w| w.is_stretch());
        let sql = |wanted: Vec<&Wanted>| -> Vec<Sql> {
            wanted.iter().filter_map(|wanted| filters::condition(tx, wanted)).collect()
        };
        let mut query = Query {
            table: spec.table,
            scope: scope.clone(),
            parts: asked.segment(spec).parts.to_vec(),
            owner: owners.first().and_then(|wanted| wanted.single()),
            fixed: asked.fixed().to_vec(),
            within: sql(stretches),
            facet: facet(spec.table, &others),
            conditions: sql(others).into_iter().chain(asked.checked().iter().cloned()).collect(),
            words: (!asked.q().is_empty()).then(|| Words::of(asked.q())),
        };
        let is_more = [&query.fixed, &query.within].iter().any(|some| !some.is_empty());
        if is_more || !asked.checked().is_empty() || query.words.is_some() {
            query.facet = None;
        }
        query
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

    /// The one owner asked for.
    pub(crate) fn owner(&self) -> Option<i64> {
        self.owner
    }

    /// What maintained counters know the count by: everything, or one counted value.
    pub(crate) fn facet(&self) -> Option<(&'static str, i64)> {
        self.facet
    }

    /// Narrowed by more than scope and part?
    pub fn is_narrowed(&self) -> bool {
        let narrows = [&self.fixed, &self.within, &self.conditions].iter().any(|some| !some.is_empty());
        narrows || self.owner.is_some() || self.words.is_some()
    }

    /// Searched by words?
    pub(super) fn is_searched(&self) -> bool {
        self.words.is_some()
    }

    /// The order of a search nobody chose an order for: newest first, as the index of words has it.
    pub(super) fn newest(&self, db: &Db) -> Sort {
        Sort::new("", "", search::id_column(db, self.table), SortKind::Number, Direction::Down)
    }

    /// Of these records those in one part under one condition more, which the index that is chosen must know.
    #[must_use]
    pub fn within(mut self, part: Part, condition: Sql) -> Query {
        self.parts = vec![part];
        self.within.push(condition);
        self.facet = None;
        self
    }

    /// The ranges the records lie in: `SELECT <columns> FROM … WHERE …`, one each, none overlapping another.
    pub fn ranges(&self, db: &Db, columns: &str) -> Vec<Sql> {
        if let Some(words) = &self.words {
            return vec![self.searched(db, words, columns)];
        }
        let parts = self.parts.iter().map(|part| self.table.condition(*part));
        let ways = self.ways(db);
        parts
            .flat_map(|part| ways.iter().map(move |way| (part, way)))
            .map(|(part, way)| self.range(db, columns, part, way))
            .collect()
    }

    /// The ways to the records. Where something narrower leads, there is one, and the scope is only checked.
    fn ways(&self, db: &Db) -> Vec<String> {
        let table = self.table.name();
        let checked = format!("{}{}", dialect::unindexed(db), self.scope.words(table));
        match self.owner {
            Some(_) if self.scope.is_nothing() => Vec::new(),
            Some(owner) => vec![format!("{table}.owner_id = {owner} AND {checked}")],
            None if !self.fixed.is_empty() => vec![checked],
            None => ways(&self.scope, self.table),
        }
    }

    fn range(&self, db: &Db, columns: &str, part: Option<&str>, way: &str) -> Sql {
        let part = part.map_or_else(String::new, |part| format!(" AND {part}"));
        let start = Sql::new(&format!("SELECT {columns} FROM {} WHERE {way}{part}", self.table.name()));
        self.narrowed(db, start)
    }

    /// Behind an index that is led by a team or an owner, the filters must not lead to another one: SQLite, which keeps
    /// no statistics here, would take any. Who sees everything has indexes that are led by the filters.
    fn narrowed(&self, db: &Db, start: Sql) -> Sql {
        let led = self.owner.is_some() || !self.fixed.is_empty() || !is_everything(&self.scope);
        let checked = if led { format!(" AND {}", dialect::unindexed(db)) } else { " AND ".to_owned() };
        let bare = self.fixed.iter().chain(&self.within);
        let start = bare.fold(start, |sql, condition| sql.push(" AND ").append(condition.clone()));
        self.conditions.iter().fold(start, |sql, condition| sql.push(&checked).append(condition.clone()))
    }

    /// A search is led by the index of words: it knows scope and part too, so that a frequent word costs a reader of
    /// few records little. The table's own columns decide all the same.
    fn searched(&self, db: &Db, words: &Words, columns: &str) -> Sql {
        let table = self.table.name();
        let parts: Vec<&str> = self.parts.iter().filter_map(|part| self.table.condition(*part)).collect();
        let parts = if parts.is_empty() { String::new() } else { format!(" AND ({})", parts.join(" OR ")) };
        let owner = self.owner.map_or_else(String::new, |owner| format!(" AND {table}.owner_id = {owner}"));
        let found = search::matching(db, self.table, &self.scope, &self.parts, words, columns);
        self.narrowed(db, found.push(&format!(" AND {}{parts}{owner}", self.scope.words(table))))
    }

    /// One page of ids with their sort values.
    pub(super) fn slice(&self, db: &Db, slice: &Slice<'_>) -> Sql {
        let Slice { sort, direction, from, limit } = slice;
        let id = format!("{}.id", self.table.name());
        let (column, word) = (sort.column, direction_word(*direction));
        // The index of words hands out ids in order, and knows no second key.
        let by_id = column == search::id_column(db, self.table);
        let then = if by_id { String::new() } else { format!(", {id} {word}") };
        let tail = format!(" ORDER BY {column} {word}{then} LIMIT {limit}");
        let ranges = self.ranges(db, &format!("{id} AS id, {column} AS place"));
        let ranges = ranges.into_iter().map(|range| beyond(range, column, &id, by_id, *direction, *from).push(&tail));
        union(ranges.collect(), "id, place").push(&merged(db, word)).push(&format!(" LIMIT {limit}"))
    }

    /// How many there are, counting no further than `most`.
    pub fn counting(&self, db: &Db, most: Option<i64>) -> Sql {
        let limit = most.map_or_else(String::new, |most| format!(" LIMIT {most}"));
        let ranges = self.ranges(db, "1 AS one").into_iter().map(|range| range.push(&limit)).collect();
        let all = union(ranges, "one").push(&limit);
        Sql::new("SELECT COUNT(*) FROM (").append(all).push(") AS counted")
    }
}

fn is_everything(scope: &Scope) -> bool {
    scope.branches() == [Branch::All]
}

fn is_owner(wanted: &Wanted) -> bool {
    wanted.filter.kind == Kind::Person && wanted.filter.column.ends_with(".owner_id") && wanted.single().is_some()
}

/// The one counted value a list is narrowed to; everything when it is not narrowed at all.
fn facet(table: Table, others: &[&Wanted]) -> Option<(&'static str, i64)> {
    match others {
        [] => Some(("", 0)),
        [wanted] => {
            let (_, name) = table.facets().iter().find(|(column, _)| *column == wanted.filter.column)?;
            Some((name, wanted.single()?))
        }
        _ => None,
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

/// The order of merged ranges. SQLite would merge them by sorting each again; told that the order is a new one, it sorts
/// the few rows once, in a quarter of the time.
fn merged(db: &Db, word: &str) -> String {
    let sign = dialect::unindexed(db);
    format!(" ORDER BY {sign}place {word}, {sign}id {word}")
}

fn nulls(columns: &str) -> String {
    // Of some type, or PostgreSQL takes them for text and refuses to add them up.
    columns.split(", ").map(|column| format!("CAST(NULL AS BIGINT) AS {column}")).collect::<Vec<_>>().join(", ")
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

/// The ways a viewer reaches records, none overlapping another: what they own inside a team they reach whole is read
/// with the team.
fn ways(scope: &Scope, table: Table) -> Vec<String> {
    let table = table.name();
    let elsewhere = outside(scope, table);
    let way = |branch: &Branch| match branch {
        Branch::All => "1 = 1".to_owned(),
        Branch::Owner(person) => format!("{table}.owner_id = {person}{elsewhere}"),
        Branch::Team(team) => format!("{table}.team_id = {team}"),
        Branch::Pool(team) => format!("{table}.team_id = {team} AND {table}.owner_id IS NULL"),
    };
    scope.branches().iter().map(way).collect()
}

/// The condition that a row belongs to none of the teams a scope reaches whole; nothing when it reaches none.
pub(crate) fn outside(scope: &Scope, table: &str) -> String {
    let teams: Vec<String> = whole_teams(scope).map(|team| team.to_string()).collect();
    if teams.is_empty() { String::new() } else { format!(" AND {table}.team_id NOT IN ({})", teams.join(", ")) }
}

/// The teams a scope reaches whole.
pub(crate) fn whole_teams(scope: &Scope) -> impl Iterator<Item = i64> {
    scope.branches().iter().filter_map(|branch| match branch {
        Branch::Team(team) => Some(*team),
        Branch::All | Branch::Owner(_) | Branch::Pool(_) => None,
    })
}
