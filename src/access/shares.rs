//! What is shared with a viewer beyond the records they reach by owner and team (rule 41).
//!
//! The directory knows with whom anything is shared at all: for who has nothing every query stays as it is. For the
//! others the shared records are read once a request, and decide in Rust as they do in SQL.

use std::collections::BTreeMap;
use std::sync::Arc;

use diesel::QueryResult;
use diesel::sql_types::{BigInt, Bool, Text};

use super::scope::one_of;
use crate::db::Db;
use crate::db::sql::Sql;
use crate::journal::Entity;

/// A person or a team of whom the directory knows that records of a kind are shared with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// What kind of records.
    pub entity: Entity,
    /// The person, or nobody.
    pub person_id: Option<i64>,
    /// The team, or none.
    pub team_id: Option<i64>,
}

/// Everything that is shared with one viewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    person: Option<i64>,
    teams: Vec<i64>,
    kinds: Vec<Entity>,
    /// The records themselves, and whether they may be edited; read with [`Shares::load`].
    records: Arc<BTreeMap<(Entity, i64), bool>>,
}

impl Shares {
    /// What the directory knows: whether anything is shared with this person, or with a team they belong to or reach.
    pub fn of(person: i64, teams: &[i64], holders: &[Holder]) -> Shares {
        let is_meant = |holder: &&Holder| {
            holder.person_id == Some(person) || holder.team_id.is_some_and(|team| teams.contains(&team))
        };
        let mut shares = Shares::default();
        for holder in holders.iter().filter(is_meant) {
            shares.person = shares.person.or(holder.person_id);
            shares.teams.extend(holder.team_id.filter(|team| !shares.teams.contains(team)));
            if !shares.kinds.contains(&holder.entity) {
                shares.kinds.push(holder.entity);
            }
        }
        shares.teams.sort_unstable();
        shares
    }

    /// Is nothing shared?
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The same with the records as they are shared now.
    ///
    /// # Errors
    /// What the database answers.
    pub fn load(&self, db: &mut Db) -> QueryResult<Shares> {
        let sql = Sql::new(&self.ranges("entity, record_id, may_edit", "1 = 1", "UNION ALL"));
        let mut records = BTreeMap::new();
        for (entity, id, may_edit) in sql.load::<(Text, BigInt, Bool), (Entity, i64, bool)>(db)? {
            *records.entry((entity, id)).or_insert(false) |= may_edit;
        }
        Ok(Shares { records: Arc::new(records), ..self.clone() })
    }

    /// The records of a kind that may be seen.
    pub fn to_see(&self, entity: Entity) -> Option<Shared> {
        self.kinds.contains(&entity).then(|| Shared { entity, to_edit: false, shares: self.clone() })
    }

    /// The records of a kind that may be changed.
    pub fn to_edit(&self, entity: Entity) -> Option<Shared> {
        self.to_see(entity).map(|shared| Shared { to_edit: true, ..shared })
    }

    /// A range by each of the two indexes: what is shared with the person, and with the teams.
    fn ranges(&self, columns: &str, narrowed: &str, union: &str) -> String {
        let holders = [("person_id", self.person.as_slice()), ("team_id", self.teams.as_slice())];
        let ranges = holders.into_iter().filter_map(|(column, ids)| one_of(column, ids));
        let ranges: Vec<String> =
            ranges.map(|holder| format!("SELECT {columns} FROM shares WHERE {holder} AND {narrowed}")).collect();
        ranges.join(&format!(" {union} "))
    }
}

/// The records of one kind that are shared with a viewer, to see or to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    entity: Entity,
    to_edit: bool,
    shares: Shares,
}

impl Shared {
    /// Is this record among them?
    pub fn holds(&self, id: i64) -> bool {
        self.shares.records.get(&(self.entity, id)).is_some_and(|may_edit| *may_edit || !self.to_edit)
    }

    /// Their ids as a statement: each once, in a column `record_id`.
    pub(crate) fn words(&self) -> String {
        let to_edit = if self.to_edit { " AND may_edit" } else { "" };
        self.shares.ranges("record_id", &format!("entity = '{}'{to_edit}", self.entity.name()), "UNION")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: [Holder; 2] = [
        Holder { entity: Entity::Lead, person_id: Some(7), team_id: None },
        Holder { entity: Entity::Account, person_id: None, team_id: Some(3) },
    ];

    #[test]
    fn who_has_nothing_shared_is_asked_about_nothing() {
        let shares = Shares::of(8, &[1, 2], &SHARED);
        assert!(shares.is_empty() && shares.to_see(Entity::Lead).is_none());
    }

    #[test]
    fn what_is_shared_with_a_team_is_shared_with_who_reaches_it() {
        let shares = Shares::of(8, &[1, 3], &SHARED);
        assert!(shares.to_see(Entity::Account).is_some() && shares.to_see(Entity::Lead).is_none());
        assert!(!shares.to_edit(Entity::Account).unwrap().words().contains("person_id"));
    }
}
