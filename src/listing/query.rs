//! The one predicate of a list, and the statements built from it: a page of ids, a count, a board.
//!
//! Every way the viewer reaches records becomes a range of its own (its index, its keyset condition, its limit), and the
//! ranges are merged. They never overlap, so that counts and sums over them add up.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::asked::Asked;
use super::check::{Check, Facet, Index};
use super::count::counters;
use super::filters::{self, Wanted};
use super::flags;
use super::merge::union;
use super::spec::{Direction, ListSpec, Part, Sort, SortKind, Table};
use super::tagged;
use super::way::Way;
use crate::access::{Branch, Scope, one_of};
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
    /// The parts in which a record can meet the checks.
    only: Vec<Part>,
    /// The one owner asked for: their index leads then, whatever the ways.
    owner: Option<i64>,
    /// What the page is about (one account's deals): leads too.
    fixed: Vec<Sql>,
    /// A stage of a board, a stretch of days: read off the index that is chosen anyway.
    within: Vec<Sql>,
    /// Everything else, checked on what the index holds beside its order.
    checks: Vec<Check>,
    /// Which of the checks so few records meet that it leads.
    rare: Option<usize>,
    /// Which tag so few records carry that it leads where no order is needed.
    few: Option<usize>,
    /// Every team there is, for who reaches everything.
    teams: Vec<i64>,
    /// Of how many teams one is reached; `None` for who reaches no whole team, or everything.
    one_in: Option<usize>,
    /// The one counted value the list is narrowed to, if it is narrowed to no more than that.
    facet: Option<Facet>,
    words: Option<Words>,
}

/// A condition that no more records meet is read by its own index and sorted: less work than looking for them along an
/// index that is in order. One that more meet turns up soon enough along it.
const RARE: i64 = 1_000;

/// Ranges merged into one list. Who reaches more teams than that reaches a large part of all there is, and finds a page
/// of it soonest among all.
const MOST_RANGES: usize = 40;

/// Who reaches one team in so many, or more of them, is likely to reach some of the first records of all.
const WIDE: usize = 8;

/// How many times as many are looked at as should be needed.
const SLACK: usize = 3;

impl Query {
    /// What was asked of a list, within a scope.
    pub fn of(tx: &Tx<'_>, spec: &ListSpec, scope: &Scope, asked: &Asked) -> Query {
        let wanted = filters::wanted(tx, spec, asked);
        let (owners, others): (Vec<&Wanted>, Vec<&Wanted>) = wanted.iter().partition(|wanted| is_owner(wanted));
        let is_led = |wanted: &Wanted| spec.table.led_columns().contains(&wanted.filter.column);
        // In another order its own index may find what few records meet.
        let ordered_by = asked.order(spec, &tx.viewer).0.column;
        let along = |wanted: &&Wanted| wanted.is_stretch() && (wanted.filter.column == ordered_by || !is_led(wanted));
        let (stretches, others): (Vec<&Wanted>, Vec<&Wanted>) = others.into_iter().partition(along);
        let check = |wanted: &&Wanted| Check {
            alternatives: filters::alternatives(tx, spec.table, wanted),
            index: if is_led(wanted) { Index::Own } else { Index::Missing },
            counted: counted(spec.table, wanted),
            tagged: tagged::led(tx, spec.table, wanted),
        };
        let also = asked.checked().map(|(_, met)| Check {
            alternatives: met.clone(),
            index: Index::Within,
            counted: None,
            tagged: None,
        });
        let only = possible(asked, &wanted);
        let parts = asked.segment(spec).parts.iter().copied();
        let mut query = Query {
            table: spec.table,
            scope: scope.clone(),
            parts: parts.filter(|part| only.contains(part)).collect(),
            only,
            owner: owners.first().and_then(|wanted| wanted.single()),
            fixed: asked.fixed().to_vec(),
            within: stretches.iter().flat_map(|wanted| filters::alternatives(tx, spec.table, wanted)).collect(),
            one_in: tx.directory.teams.ids().count().checked_div(scope.teams().len()),
            facet: facet(spec.table, &others),
            checks: others.iter().map(check).filter(|check| !check.alternatives.is_empty()).chain(also).collect(),
            rare: None,
            few: None,
            teams: if scope.is_everything() { tx.directory.teams.ids().collect() } else { Vec::new() },
            words: (!asked.q().is_empty()).then(|| Words::typed_by(&tx.viewer, asked.q())),
        };
        if flags::is_refused(spec, asked, &wanted) {
            query.fixed.push(Sql::new("1 = 0"));
        }
        let is_more = [&query.fixed, &query.within].iter().any(|some| !some.is_empty());
        if is_more || asked.checked().is_some() || query.words.is_some() {
            query.facet = None;
        }
        query
    }

    /// Looks whether one of the conditions is met by so few records that it should lead.
    pub(super) fn look(&mut self, db: &mut Db) -> QueryResult<()> {
        let is_led = self.owner.is_some() || !self.fixed.is_empty() || self.words.is_some();
        if is_led || !self.scope.branches().iter().any(|b| matches!(b, Branch::All | Branch::Team(_))) {
            return Ok(());
        }
        let is_indexed = |check: &Check| check.index != Index::Missing || check.tagged.is_some();
        let indexed = (0_i64..).zip(&self.checks).filter(|(_, check)| is_indexed(check));
        let ranges: Vec<Sql> = indexed.flat_map(|(place, check)| self.met_by(place, check)).collect();
        if ranges.is_empty() {
            return Ok(());
        }
        let known = Sql::new("SELECT place, CAST(SUM(n) AS BIGINT) AS met FROM (")
            .append(union(ranges, "place, n"))
            .push(") AS known GROUP BY place ORDER BY met, place");
        let found: Vec<(i64, i64)> = known.load::<(BigInt, BigInt), _>(db)?;
        let found = || found.iter().filter_map(|(place, met)| Some((usize::try_from(*place).ok()?, *met)));
        self.rare = found().find(|(_, met)| *met <= RARE).map(|(place, _)| place);
        let is_tag = |place: usize| self.checks.get(place).is_some_and(|check| check.tagged.is_some());
        self.few = found().find(|(place, met)| is_tag(*place) && *met <= tagged::FEW).map(|(place, _)| place);
        Ok(())
    }

    /// How many records meet a check, in reach or not: from the maintained counters where they know it, else counted no
    /// further than matters. Rows of the check's place and a number.
    fn met_by(&self, place: i64, check: &Check) -> Vec<Sql> {
        let start = format!("SELECT CAST({place} AS BIGINT) AS place");
        if let Some(tagged) = &check.tagged {
            return vec![tagged.counted(&start)];
        }
        if let Some(facet) = check.counted {
            // A sum is a row even where there is no counter: a value nobody has is the rarest.
            let columns = format!("{start}, COALESCE(SUM(n), 0) AS n");
            let kept = |part: &Part| counters(self.table, *part, facet, &columns).push(" AND owner_id = -1");
            return self.parts.iter().map(kept).collect();
        }
        let counted = |range: Sql| {
            let limited = range.push(&format!(" LIMIT {}", RARE + 1));
            Sql::new(&format!("{start}, COUNT(*) AS n FROM (")).append(limited).push(") AS met")
        };
        self.led_by(check, "1 AS one").into_iter().map(counted).collect()
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
    pub(crate) fn facet(&self) -> Option<Facet> {
        self.facet
    }

    /// Narrowed by more than scope and part?
    pub fn is_narrowed(&self) -> bool {
        let narrows = [&self.fixed, &self.within].iter().any(|some| !some.is_empty());
        narrows || !self.checks.is_empty() || self.owner.is_some() || self.words.is_some()
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
        self.parts.retain(|part| self.only.contains(part));
        self.within.push(condition);
        self.facet = None;
        self
    }

    /// The ranges the records lie in: `SELECT <columns> FROM … WHERE …`, one each, none overlapping another. Each has an
    /// index in the order of the list; where none is needed, [`Query::scattered`] has fewer.
    pub fn ranges(&self, db: &Db, columns: &str) -> Vec<Sql> {
        if let Some(words) = &self.words {
            return vec![self.searched(db, words, columns)];
        }
        if let Some(rare) = self.rare() {
            return self.led_ranges(db, rare, columns);
        }
        let ranges = self.parts.iter().flat_map(|part| {
            let ways = self.ways(db, *part);
            ways.into_iter().map(|way| self.range(columns, *part, &way)).collect::<Vec<_>>()
        });
        let ranges: Vec<Sql> = ranges.collect();
        ranges.into_iter().map(|range| self.checked(db, range, None)).collect()
    }

    /// The same in no order: to be counted, or added up.
    pub fn scattered(&self, db: &Db, columns: &str) -> Vec<Sql> {
        let within = self.checks.iter().find(|check| check.index == Index::Within);
        match within.or_else(|| self.by_tag()).filter(|_| self.words.is_none() && self.fixed.is_empty()) {
            Some(check) => self.led_ranges(db, check, columns),
            None => self.ranges(db, columns),
        }
    }

    /// The tag by which the records are counted: one that few records carry, or any where there is no narrower way to them.
    fn by_tag(&self) -> Option<&Check> {
        if self.owner.is_some() {
            return None;
        }
        let any = || self.checks.iter().find(|check| check.tagged.is_some()).filter(|_| self.scope.is_everything());
        self.few.and_then(|place| self.checks.get(place)).or_else(any)
    }

    /// The first records whoever's they are, and of these the ones in reach: for who reaches a good part of everything a
    /// shorter way to the first of them than many ranges, though nothing promises that as many are among them as there
    /// are. Nothing for everybody else, and where anything is asked but a part and what its index begins with.
    pub(crate) fn nearby(&self, read: &str, columns: &str, order: &str, limit: usize) -> Option<Sql> {
        let narrows = self.owner.is_some() || !self.fixed.is_empty() || !self.checks.is_empty() || self.words.is_some();
        let one_in = self.one_in.filter(|one_in| *one_in <= WIDE && !narrows)?;
        let (part, table) = (self.parts.first()?, self.table.name());
        let read = format!("{read}, {table}.owner_id AS owner_id, {table}.team_id AS team_id");
        let nearest = self.range(&read, *part, &Way::plain("1 = 1".to_owned()));
        let looked_at = format!(" ORDER BY {order} LIMIT {}", limit * one_in * SLACK);
        let reach = format!(") AS near WHERE {} ORDER BY {order} LIMIT {limit}", self.scope.words("near"));
        let start = Sql::new(&format!("SELECT {columns} FROM ("));
        Some(start.append(nearest).push(&looked_at).push(&reach))
    }

    /// What kept figures leave out, which know owners and teams: the records shared with the viewer from outside these
    /// (decision 8). No range where nothing is shared.
    pub(crate) fn shared(&self, db: &Db, parts: &[Part], columns: &str) -> Vec<Sql> {
        let Some(way) = Way::shared(&self.scope, self.table) else { return Vec::new() };
        let owner = self.owner.map(|owner| format!(" AND {}.owner_id = {owner}", self.table.name()));
        let way = Way { met: way.met + &owner.unwrap_or_default(), ..way };
        parts.iter().map(|part| self.checked(db, self.range(columns, *part, &way), None)).collect()
    }

    /// In the order of the list already?
    pub(super) fn is_sorted(&self) -> bool {
        self.rare.is_none()
    }

    fn rare(&self) -> Option<&Check> {
        self.rare.and_then(|place| self.checks.get(place))
    }

    /// The ranges of one check's index, everything else looked at record by record.
    fn led_ranges(&self, db: &Db, check: &Check, columns: &str) -> Vec<Sql> {
        let reach = format!(" AND {}{}", dialect::unindexed(db), self.scope.words(self.table.name()));
        self.led_by(check, columns).into_iter().map(|range| self.checked(db, range.push(&reach), Some(check))).collect()
    }

    /// The ranges of one check's index, and no more than that.
    fn led_by(&self, check: &Check, columns: &str) -> Vec<Sql> {
        let table = self.table.name();
        let ways = match (check.index, self.owner) {
            (_, Some(owner)) => vec![format!("{table}.owner_id = {owner}")],
            (Index::Within, None) if self.scope.is_everything() => {
                one_of(&format!("{table}.team_id"), &self.teams).into_iter().collect()
            }
            (Index::Within, None) => self.scope.apart(table),
            (Index::Own | Index::Missing, None) => vec!["1 = 1".to_owned()],
        };
        let each = self.parts.iter().flat_map(|part| ways.iter().map(move |way| (part, way)));
        let (beside, alternatives) = match &check.tagged {
            Some(tagged) => (tagged.beside(), std::slice::from_ref(tagged.met())),
            None => ("", check.alternatives.as_slice()),
        };
        let each = each.flat_map(|(part, way)| alternatives.iter().map(move |met| (part, way, met)));
        let range = |(part, way, met): (&Part, &String, &Sql)| {
            let way = Way { beside: beside.to_owned(), met: way.clone() };
            self.range(columns, *part, &way).push(" AND ").append(met.clone())
        };
        each.map(range).collect()
    }

    /// The ways to the records. Where something narrower leads, there is one, and the scope is only checked.
    fn ways(&self, db: &Db, part: Part) -> Vec<Way> {
        let table = self.table.name();
        let checked = format!("{}{}", dialect::unindexed(db), self.scope.words(table));
        match self.owner {
            Some(_) if self.scope.is_nothing() => Vec::new(),
            Some(owner) => vec![Way::plain(format!("{table}.owner_id = {owner} AND {checked}"))],
            None if !self.fixed.is_empty() || self.scope.branches().len() > MOST_RANGES => vec![Way::plain(checked)],
            None => {
                let branches =
                    self.scope.branches().iter().map(|branch| Way::of(branch, &self.scope, self.table, part));
                branches.chain(Way::shared(&self.scope, self.table)).collect()
            }
        }
    }

    fn range(&self, columns: &str, part: Part, way: &Way) -> Sql {
        let part = self.table.condition(part).map_or_else(String::new, |part| format!(" AND {part}"));
        let start = format!("SELECT {columns} FROM {}{} WHERE {}{part}", way.beside, self.table.name(), way.met);
        let bare = self.fixed.iter().chain(&self.within);
        bare.fold(Sql::new(&start), |sql, condition| sql.push(" AND ").append(condition.clone()))
    }

    /// Behind the index that leads, no other condition must lead to another one: SQLite, which keeps no statistics here,
    /// would take any.
    fn checked(&self, db: &Db, start: Sql, leading: Option<&Check>) -> Sql {
        let others = self.checks.iter().filter(|check| !leading.is_some_and(|leading| std::ptr::eq(*check, leading)));
        others.fold(start, |sql, check| sql.push(&format!(" AND {}", dialect::unindexed(db))).append(check.condition()))
    }

    /// A search is led by the index of words; the table's own columns decide the rest.
    fn searched(&self, db: &Db, words: &Words, columns: &str) -> Sql {
        search::matching(db, self.table, &self.scope, &self.parts, words, columns).push(" AND ").append(self.met())
    }

    /// Everything but the words, as one condition.
    fn met(&self) -> Sql {
        let table = self.table.name();
        let each = self.parts.iter().map(|part| self.table.condition(*part).unwrap_or("1 = 1"));
        // Words that only an open record can meet, asked of closed ones: there are none.
        let parts = each.collect::<Vec<_>>().join(" OR ");
        let parts = if parts.is_empty() { " AND 1 = 0".to_owned() } else { format!(" AND ({parts})") };
        let owner = self.owner.map_or_else(String::new, |owner| format!(" AND {table}.owner_id = {owner}"));
        let reach = Sql::new(&format!("{}{parts}{owner}", self.scope.words(table)));
        let bare = self.fixed.iter().chain(&self.within).cloned();
        let all = bare.chain(self.checks.iter().map(Check::condition));
        all.fold(reach, |sql, condition| sql.push(" AND ").append(condition))
    }

    /// How many there are, counting no further than `most`.
    pub fn counting(&self, db: &Db, most: Option<i64>) -> Sql {
        let limit = most.map_or_else(String::new, |most| format!(" LIMIT {most}"));
        let ranges = self.scattered(db, "1 AS one").into_iter().map(|range| range.push(&limit)).collect();
        let all = union(ranges, "one").push(&limit);
        Sql::new("SELECT COUNT(*) FROM (").append(all).push(") AS counted")
    }
}

fn is_owner(wanted: &Wanted) -> bool {
    wanted.filter.kind == Kind::Person && wanted.filter.column.ends_with(".owner_id") && wanted.single().is_some()
}

/// The one counted value a list is narrowed to; everything when it is not narrowed at all.
fn facet(table: Table, others: &[&Wanted]) -> Option<Facet> {
    match others {
        [] => Some(("", 0)),
        [wanted] => counted(table, wanted),
        _ => None,
    }
}

/// The parts of the table in which a record can meet everything that was asked.
fn possible(asked: &Asked, wanted: &[Wanted]) -> Vec<Part> {
    let checked = asked.checked().map_or(Part::ALL, |(parts, _)| *parts);
    let met_in =
        |part: &Part| wanted.iter().filter(|one| one.is_understood()).all(|one| one.filter.parts.contains(part));
    checked.iter().copied().filter(met_in).collect()
}

/// The counted value a filter asks for, if it is one.
fn counted(table: Table, wanted: &Wanted) -> Option<Facet> {
    let (_, name) = table.facets().iter().find(|(column, _)| *column == wanted.filter.column)?;
    Some((name, wanted.single()?))
}
