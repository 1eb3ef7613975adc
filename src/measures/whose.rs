//! Whose work is looked at.

use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::web::Error;

/// Whose work a figure counts: people, each within the reach of who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    /// Their ids.
    pub people: Vec<i64>,
    /// As the address says it.
    pub asked: String,
}

impl Whose {
    /// One person.
    pub fn person(id: i64) -> Whose {
        Whose { people: vec![id], asked: format!("person-{id}") }
    }

    /// The people of a team and of those below it who work here now.
    pub fn team(tx: &Tx<'_>, id: i64) -> Whose {
        let teams = tx.directory.teams.subtree(id);
        let people = tx.directory.active_people().filter(|person| teams.contains(&person.team_id));
        Whose { people: people.map(|person| person.id).collect(), asked: format!("team-{id}") }
    }

    /// Rows that are theirs, as far as the viewer reaches them.
    pub(super) fn scope_words(&self, tx: &Tx<'_>, table: &str) -> String {
        let people = Scope::of(self.people.iter().map(|id| Branch::Owner(*id)));
        format!("{} AND {}", people.words(table), reach(tx).words(table))
    }
}

/// What the viewer may look at: their own, what belongs to the teams they lead, everything for who administers.
fn reach(tx: &Tx<'_>) -> Scope {
    if tx.viewer.is_admin() {
        return Scope::everything();
    }
    let teams = tx.viewer.teams.iter().filter(|_| tx.viewer.leads_people()).map(|team| Branch::Team(*team));
    Scope::of(std::iter::once(Branch::Owner(tx.viewer.id)).chain(teams))
}

/// Whose work an address names: `person-7`, `team-3`; one's own where it names nobody.
///
/// # Errors
/// `NotFound` for who is out of the viewer's reach.
pub fn of_whom(tx: &Tx<'_>, asked: &str) -> Result<Whose, Error> {
    let named = |prefix: &str| asked.strip_prefix(prefix).and_then(|id| id.parse::<i64>().ok());
    if asked.is_empty() {
        return Ok(Whose::person(tx.viewer.id));
    }
    if let Some(person) = named("person-").and_then(|id| tx.directory.person(id)) {
        let within = reach(tx).covers(Some(person.id), person.team_id);
        return if within { Ok(Whose::person(person.id)) } else { Err(Error::NotFound) };
    }
    let team = named("team-").filter(|id| tx.directory.teams.get(*id).is_some()).ok_or(Error::NotFound)?;
    if reach(tx).covers(None, team) { Ok(Whose::team(tx, team)) } else { Err(Error::NotFound) }
}
