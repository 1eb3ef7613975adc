//! Whose a customer may become.

use crate::access::Scope;
use crate::db::Tx;
use crate::directory::Person;
use crate::web::Choice;

/// Nobody, and everybody the viewer may give a customer to: those whose customers they could then change themselves.
/// The one who has it now stays on offer.
pub fn owners(tx: &Tx<'_>, editable: &Scope, current: &str) -> Vec<Choice> {
    let offered = |person: &&Person| {
        person.id.to_string() == current || (person.active && editable.covers(Some(person.id), person.team_id))
    };
    let people = tx.directory.people.iter().filter(offered);
    let people = people.map(|person| Choice::new(person.id.to_string(), &person.name, current));
    std::iter::once(Choice::new("", tx.text.t("customers-nobody"), current)).chain(people).collect()
}

/// Whose a new customer is: who sells keeps what they file; what others file belongs to nobody yet, so that sales see it.
pub fn first_owner(tx: &Tx<'_>) -> Option<i64> {
    tx.viewer.sells().then_some(tx.viewer.id)
}
