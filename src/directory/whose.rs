//! Whose work a page is about: one person's, or that of a team and of those below it.

use super::Directory;
use crate::access::Scope;

/// Whose work is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Their ids.
    pub people: Vec<i64>,
    /// As the address says it: `person-7`, `team-3`.
    pub asked: String,
}

impl Whose {
    /// One person.
    pub fn person(id: i64) -> Whose {
        Whose { people: vec![id], asked: format!("person-{id}") }
    }

    /// The people of a team and of those below it who work here now.
    pub fn team(directory: &Directory, id: i64) -> Whose {
        let teams = directory.teams.subtree(id);
        let people = directory.active_people().filter(|person| teams.contains(&person.team_id));
        Whose { people: people.map(|person| person.id).collect(), asked: format!("team-{id}") }
    }

    /// Whom an address names; nobody where they are out of this scope, or are not at all.
    pub fn named(directory: &Directory, asked: &str, within: &Scope) -> Option<Whose> {
        let id = |prefix: &str| asked.strip_prefix(prefix).and_then(|id| id.parse::<i64>().ok());
        if let Some(person) = id("person-").and_then(|id| directory.person(id)) {
            return within.covers(Some(person.id), person.team_id).then(|| Whose::person(person.id));
        }
        let team = id("team-").filter(|id| directory.teams.get(*id).is_some())?;
        within.covers(None, team).then(|| Whose::team(directory, team))
    }
}
