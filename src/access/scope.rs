//! Which records of one kind a viewer reaches, as data: the same value filters a query, opens a list's index ranges
//! and decides in Rust whether a button shows, so the three can never disagree.

use super::Shared;
use crate::db::sql::{Condition, Sql};

/// One way to reach records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    /// Everything there is.
    All,
    /// What this person owns.
    Owner(i64),
    /// What belongs to this team, owned or not.
    Team(i64),
    /// What waits in this team's pool, owned by nobody.
    Pool(i64),
}

/// What is said with the owner of kept figures: an index holds people's only, and a database takes it for nothing else.
pub(crate) const OF_PEOPLE: &str = " AND owner_id > 0";

/// The records of one kind a viewer reaches: those that any branch reaches, and those shared with them one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    branches: Vec<Branch>,
    shared: Option<Shared>,
}

impl Scope {
    /// Reaches nothing.
    pub fn nothing() -> Scope {
        Scope::default()
    }

    /// Reaches everything.
    pub fn everything() -> Scope {
        Scope { branches: vec![Branch::All], shared: None }
    }

    /// Reaches what any of the branches does; a branch inside another is dropped, so that no list reads it twice.
    pub fn of(branches: impl IntoIterator<Item = Branch>) -> Scope {
        let mut branches: Vec<Branch> = branches.into_iter().collect();
        branches.sort();
        branches.dedup();
        if branches.contains(&Branch::All) {
            return Scope::everything();
        }
        let whole_team = |team: i64| branches.contains(&Branch::Team(team));
        let kept = branches.iter().filter(|branch| !matches!(branch, Branch::Pool(team) if whole_team(*team))).copied();
        Scope { branches: kept.collect(), shared: None }
    }

    /// Reaches what is shared, too: nothing more for who reaches everything.
    #[must_use]
    pub fn sharing(self, shared: Option<Shared>) -> Scope {
        let shared = shared.filter(|_| !self.is_everything());
        Scope { shared, ..self }
    }

    /// The branches; a record may lie in several of them, and be [shared](Scope::shared) beside.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// What is shared with the viewer, in the branches or outside them.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }

    /// Reaches nothing at all?
    pub fn is_nothing(&self) -> bool {
        self.branches.is_empty() && self.shared.is_none()
    }

    /// Reaches everything?
    pub fn is_everything(&self) -> bool {
        self.branches == [Branch::All]
    }

    /// Does the scope reach this record, which has this owner and team?
    pub fn reaches(&self, id: i64, owner: Option<i64>, team: i64) -> bool {
        self.covers(owner, team) || self.shared.as_ref().is_some_and(|shared| shared.holds(id))
    }

    /// Does the scope reach whatever has this owner and team, shared or not?
    pub fn covers(&self, owner: Option<i64>, team: i64) -> bool {
        self.branches.iter().any(|branch| match branch {
            Branch::All => true,
            Branch::Owner(person) => owner == Some(*person),
            Branch::Team(of) => team == *of,
            Branch::Pool(of) => owner.is_none() && team == *of,
        })
    }

    /// The same for giving a record with this owner and team to somebody: nothing for who reaches it by a share only,
    /// which is theirs to work with and not to hand on.
    #[must_use]
    pub fn to_hand_on(self, owner: Option<i64>, team: i64) -> Scope {
        if self.covers(owner, team) { self } else { Scope::nothing() }
    }

    /// The same as a condition on a table's columns, for the query builder.
    pub fn condition(&self, table: &str) -> Condition {
        Sql::new(&self.words(table)).condition()
    }

    /// The same as SQL. Only numbers of our own making go into it.
    pub fn words(&self, table: &str) -> String {
        self.words_by(table, "id")
    }

    /// The same of a table that keeps the record's number in another column.
    pub fn words_by(&self, table: &str, id: &str) -> String {
        let shared = self.shared.as_ref().map(|shared| format!("{table}.{id} IN ({})", shared.words()));
        any(self.by_place(table).into_iter().chain(shared))
    }

    /// The branches alone, as conditions of which a record may meet several.
    fn by_place(&self, table: &str) -> Vec<String> {
        self.groups(&format!("{table}."), "", ["", &format!(" AND {table}.owner_id IS NULL")])
    }

    /// What is shared from outside the branches: the ids of all that is, as a statement, and what tells those outside.
    pub(crate) fn shared_from_outside(&self, table: &str) -> Option<(String, String)> {
        // An owner that is nobody is in none of the branches, and not in doubt.
        let outside = || format!("{} IS NOT TRUE", any(self.by_place(table)));
        self.shared.as_ref().map(|shared| (shared.words(), outside()))
    }

    /// The same as the fewest conditions of which no record meets two: the owners, the teams, the pools, what is shared.
    pub(crate) fn apart(&self, table: &str) -> Vec<String> {
        let outside = self.outside(&format!("{table}.team_id"));
        let groups = self.groups(&format!("{table}."), &outside, ["", &format!(" AND {table}.owner_id IS NULL")]);
        let shared = self.shared_from_outside(table);
        let shared = shared.map(|(ids, outside)| format!("{table}.id IN ({ids}) AND {outside}"));
        groups.into_iter().chain(shared).collect()
    }

    /// The branches of a table of kept figures, where owner -1 stands for everybody in a team and 0 for nobody. Such
    /// figures know nothing of shares: what is shared from outside is added to them.
    pub(crate) fn kept(&self) -> Vec<String> {
        let outside = self.outside("team_id");
        self.groups("", &format!("{OF_PEOPLE}{outside}"), [" AND owner_id = -1", " AND owner_id = 0"])
    }

    /// What follows the condition of an owner where a team's records come with the team; nothing without teams. Said team
    /// by team: of a `NOT IN`, SQLite makes a table each time a page asks.
    pub(crate) fn outside(&self, team: &str) -> String {
        self.teams().iter().map(|reached| format!(" AND {team} <> {reached}")).collect()
    }

    /// Owners, teams and pools, each followed by what narrows it.
    fn groups(&self, columns: &str, of_owners: &str, [of_teams, of_pools]: [&str; 2]) -> Vec<String> {
        if self.is_everything() {
            return vec!["1 = 1".to_owned()];
        }
        let group = |column: &str, ids: &[i64], narrowed: &str| {
            one_of(&format!("{columns}{column}"), ids).map(|group| group + narrowed)
        };
        let owners = group("owner_id", &self.owners(), of_owners);
        let (teams, pools) = (group("team_id", &self.teams(), of_teams), group("team_id", &self.pools(), of_pools));
        [owners, teams, pools].into_iter().flatten().collect()
    }

    /// Whose records it reaches by their owner.
    pub(crate) fn owners(&self) -> Vec<i64> {
        self.ids(|branch| if let Branch::Owner(person) = branch { Some(*person) } else { None })
    }

    /// The teams it reaches whole.
    pub(crate) fn teams(&self) -> Vec<i64> {
        self.ids(|branch| if let Branch::Team(team) = branch { Some(*team) } else { None })
    }

    /// The teams of which it reaches the pool, and no more than that.
    pub(crate) fn pools(&self) -> Vec<i64> {
        self.ids(|branch| if let Branch::Pool(team) = branch { Some(*team) } else { None })
    }

    fn ids(&self, id: fn(&Branch) -> Option<i64>) -> Vec<i64> {
        self.branches.iter().filter_map(id).collect()
    }
}

/// That one of the conditions is met; of none, none.
fn any(conditions: impl IntoIterator<Item = String>) -> String {
    match conditions.into_iter().collect::<Vec<_>>().as_slice() {
        [] => "1 = 0".to_owned(),
        conditions => format!("(({}))", conditions.join(") OR (")),
    }
}

/// That a column is one of these numbers; nothing when there are none.
pub(crate) fn one_of(column: &str, ids: &[i64]) -> Option<String> {
    let list: Vec<String> = ids.iter().map(i64::to_string).collect();
    (!list.is_empty()).then(|| format!("{column} IN ({})", list.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_inside_a_reached_team_is_not_read_twice() {
        let scope = Scope::of([Branch::Pool(3), Branch::Owner(1), Branch::Team(3)]);
        assert_eq!(scope.branches(), [Branch::Owner(1), Branch::Team(3)]);
    }

    #[test]
    fn no_branch_reaches_no_record() {
        assert!(!Scope::nothing().reaches(1, Some(1), 1));
        assert_eq!(Scope::nothing().words("leads"), "1 = 0");
    }

    #[test]
    fn what_is_reached_by_a_share_only_is_not_handed_on() {
        let scope = Scope::of([Branch::Owner(1)]);
        assert!(scope.clone().to_hand_on(Some(2), 5).is_nothing());
        assert_eq!(scope.clone().to_hand_on(Some(1), 5), scope);
    }

    #[test]
    fn a_pool_does_not_reach_an_owned_record() {
        let scope = Scope::of([Branch::Pool(2)]);
        assert!(scope.covers(None, 2));
        assert!(!scope.covers(Some(9), 2));
    }
}
