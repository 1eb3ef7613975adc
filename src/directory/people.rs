//! People and the tree of their teams.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::Organization;
use crate::access::{Holder, Role, Roles, Sensitive, Shares, Sight, Viewer};
use crate::db::schema::{teams, users};

/// A team; teams form a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = teams, treat_none_as_null = true)]
pub struct Team {
    /// Its id.
    pub id: i64,
    /// Counts its edits.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// The team above it; none for the root.
    pub parent_id: Option<i64>,
    /// May members see all of its records, or only their own and the pool?
    pub shares_records: bool,
    /// Still in use?
    pub active: bool,
}

/// A person as the directory knows them: no password, no session.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct Person {
    /// Their id.
    pub id: i64,
    /// Counts their edits.
    pub version: i64,
    /// Their name.
    pub name: String,
    /// Their address; without one they own records and cannot sign in.
    pub email: Option<String>,
    #[diesel(column_name = roles)]
    pub(super) roles_text: String,
    /// Their own team.
    pub team_id: i64,
    /// May see amounts although no role of theirs says so?
    pub sees_amounts: bool,
    /// May sign in and be given work?
    pub active: bool,
    locale: String,
    zone: String,
    theme: String,
    density: String,
    keys_on: bool,
    /// Shows something beside their password?
    pub has_factor: bool,
}

impl Person {
    /// What they are at work.
    pub fn roles(&self) -> Roles {
        Roles::parse(&self.roles_text)
    }

    /// Their preferred language tag; empty = as the browser asks.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// Which groups of fields they see with these roles: as the company has it, and amounts where they were given them.
    fn sight(&self, roles: Roles, company: &Organization) -> Sight {
        let sight = Sight::of(roles, |group| company.hidden_from(group));
        if self.sees_amounts { sight.given(Sensitive::Amounts, roles) } else { sight }
    }

    /// The viewer they are when signed in; `holders` are all with whom anything is shared.
    pub fn viewer(&self, teams: &Teams, holders: &[Holder], company: &Organization) -> Viewer {
        self.viewer_as(self.roles(), teams, holders, company)
    }

    /// The same with these roles only.
    pub(super) fn viewer_as(&self, roles: Roles, teams: &Teams, holders: &[Holder], company: &Organization) -> Viewer {
        let reached = reach(self, roles, teams);
        let with: Vec<i64> = reached.iter().copied().chain([self.team_id]).collect();
        Viewer {
            acting: None,
            shares: Shares::of(self.id, &with, holders),
            id: self.id,
            name: self.name.clone(),
            roles,
            team_id: self.team_id,
            teams: reached,
            pools: teams.with_ancestors(self.team_id),
            sight: self.sight(roles, company),
            locale: self.locale.clone(),
            zone: self.zone.clone(),
            theme: self.theme.clone(),
            density: self.density.clone(),
            keys_on: self.keys_on,
            owes_factor: !self.has_factor && company.needs_factor(roles),
        }
    }
}

/// Teams whose records a person reaches whole.
fn reach(person: &Person, roles: Roles, teams: &Teams) -> Vec<i64> {
    if roles.has(Role::SalesManager) {
        return teams.subtree(person.team_id);
    }
    let shared = teams.get(person.team_id).is_some_and(|team| team.shares_records);
    if shared { vec![person.team_id] } else { Vec::new() }
}

/// The tree of teams.
#[derive(Clone, Debug, Default)]
pub struct Teams {
    all: Vec<Team>,
    children: HashMap<i64, Vec<i64>>,
}

impl Teams {
    /// Builds the tree.
    pub fn new(all: Vec<Team>) -> Teams {
        let mut children: HashMap<i64, Vec<i64>> = HashMap::new();
        for team in &all {
            if let Some(parent) = team.parent_id {
                children.entry(parent).or_default().push(team.id);
            }
        }
        Teams { all, children }
    }

    /// Every team, by name.
    pub fn all(&self) -> &[Team] {
        &self.all
    }

    /// The id of every team.
    pub fn ids(&self) -> impl Iterator<Item = i64> {
        self.all.iter().map(|team| team.id)
    }

    /// The team with this id.
    pub fn get(&self, id: i64) -> Option<&Team> {
        self.all.iter().find(|team| team.id == id)
    }

    /// A team's name.
    pub fn name(&self, id: i64) -> &str {
        self.get(id).map_or("", |team| team.name.as_str())
    }

    /// The team at the top: its pool is everyone's.
    pub fn root(&self) -> Option<&Team> {
        self.all.iter().find(|team| team.parent_id.is_none())
    }

    /// The team and everything below it. A cycle, which the forms refuse, would end here instead of turning forever.
    pub fn subtree(&self, id: i64) -> Vec<i64> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(team) = found.get(next).copied() {
            let below = self.children.get(&team).into_iter().flatten().copied();
            let fresh: Vec<i64> = below.filter(|child| !found.contains(child)).collect();
            found.extend(fresh);
            next += 1;
        }
        found
    }

    /// The team and those above it, up to the root.
    pub fn with_ancestors(&self, id: i64) -> Vec<i64> {
        let mut found = vec![id];
        let mut above = self.get(id).and_then(|team| team.parent_id);
        while let Some(parent) = above.filter(|parent| !found.contains(parent)) {
            found.push(parent);
            above = self.get(parent).and_then(|team| team.parent_id);
        }
        found
    }

    /// How deep the team lies; the root is 0.
    pub fn depth(&self, id: i64) -> usize {
        self.with_ancestors(id).len() - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn team(id: i64, parent_id: Option<i64>) -> Team {
        Team { id, version: 1, name: format!("Team {id}"), parent_id, shares_records: false, active: true }
    }

    #[test]
    fn a_manager_reaches_the_subtree_and_not_the_sister() {
        let teams = Teams::new(vec![team(1, None), team(2, Some(1)), team(3, Some(2)), team(4, Some(1))]);
        assert_eq!(teams.subtree(2), [2, 3]);
        assert_eq!(teams.with_ancestors(3), [3, 2, 1]);
    }

    #[test]
    fn a_cycle_does_not_turn_forever() {
        let teams = Teams::new(vec![team(1, Some(2)), team(2, Some(1))]);
        assert_eq!(teams.subtree(1), [1, 2]);
        assert_eq!(teams.with_ancestors(1), [1, 2]);
    }
}
