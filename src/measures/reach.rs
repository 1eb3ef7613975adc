//! Whose figures somebody may look at, and which rows those count.

use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::directory::Whose;
use crate::web::Error;

/// What the viewer may look at: their own, what belongs to the teams they lead, everything for who administers.
fn reach(tx: &Tx<'_>) -> Scope {
    if tx.viewer.is_admin() {
        return Scope::everything();
    }
    let teams = tx.viewer.teams.iter().filter(|_| tx.viewer.leads_people()).map(|team| Branch::Team(*team));
    Scope::of(std::iter::once(Branch::Owner(tx.viewer.id)).chain(teams))
}

/// Whose work an address names; one's own where it names nobody.
///
/// # Errors
/// `NotFound` for who is out of the viewer's reach.
pub fn of_whom(tx: &Tx<'_>, asked: &str) -> Result<Whose, Error> {
    if asked.is_empty() {
        return Ok(Whose::person(tx.viewer.id));
    }
    Whose::named(&tx.directory, asked, &reach(tx)).ok_or(Error::NotFound)
}

/// The condition on a table that a row is somebody's of these, as far as the viewer reaches it.
pub(super) fn scope_words(tx: &Tx<'_>, whose: &Whose, table: &str) -> String {
    let people = Scope::of(whose.people.iter().map(|id| Branch::Owner(*id)));
    format!("{} AND {}", people.words(table), reach(tx).words(table))
}
