//! Whose agenda the viewer may look at: their own, that of the people whose records they reach by team, everybody's for who
//! administers. Somebody of the same team whose work the viewer does not see is told as busy.

use crate::access::{Branch, Scope, Viewer};
use crate::db::Tx;
use crate::directory::Whose;
use crate::web::{Choice, Error};

fn reach(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    let teams = viewer.teams.iter().map(|team| Branch::Team(*team));
    Scope::of(std::iter::once(Branch::Owner(viewer.id)).chain(teams))
}

/// Whose agenda an address names.
///
/// # Errors
/// `NotFound` for who is out of reach.
pub fn of_whom(tx: &Tx<'_>, asked: &str) -> Result<Whose, Error> {
    Whose::named(&tx.directory, asked, &reach(&tx.viewer)).ok_or(Error::NotFound)
}

/// Whose agendas there are to choose from: the viewer's own first, then people, then teams.
pub fn choices(tx: &Tx<'_>, chosen: &str) -> Vec<Choice> {
    let within = reach(&tx.viewer);
    let named = |id: i64| chosen == Whose::person(id).asked;
    let people = tx.directory.people.iter().filter(|person| person.active || named(person.id));
    let people = people.filter(|person| person.id == tx.viewer.id || within.covers(Some(person.id), person.team_id));
    let mut people: Vec<_> = people.collect();
    people.sort_by_key(|person| person.id != tx.viewer.id);
    let teams = tx.directory.teams.all().iter().filter(|team| within.covers(None, team.id));
    let team = |name: &str| tx.text.plain("agenda-team", &[("team", name.into())]);
    let teams = teams.map(|team_| Choice::new(format!("team-{}", team_.id), team(&team_.name), chosen));
    let person = |id: i64, name: &str| Choice::new(Whose::person(id).asked, name, chosen);
    people.into_iter().map(|one| person(one.id, &one.name)).chain(teams).collect()
}

/// What an agenda is called: its person's name, or its team's.
pub fn name_of(tx: &Tx<'_>, whose: &Whose) -> String {
    let all = choices(tx, &whose.asked);
    all.into_iter().find(|choice| choice.selected).map(|choice| choice.label).unwrap_or_default()
}
