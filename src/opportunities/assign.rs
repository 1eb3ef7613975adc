//! Whose deal it is. A deal belongs to its owner's team; handing it to somebody else is for who leads people.

use super::{OpportunityFacts, access};
use crate::access::Viewer;
use crate::db::Tx;
use crate::directory::Person;
use crate::web::Problems;

/// Who may be given a deal by the viewer: people who sell, in the teams the viewer leads; oneself always.
pub fn candidates<'d>(tx: &'d Tx<'_>) -> Vec<&'d Person> {
    tx.directory.active_people().filter(|person| person.roles().sell()).filter(|person| reaches(tx, person)).collect()
}

fn reaches(tx: &Tx<'_>, person: &Person) -> bool {
    let viewer = &tx.viewer;
    person.id == viewer.id || viewer.is_admin() || (viewer.leads_people() && viewer.teams.contains(&person.team_id))
}

/// May the viewer put a deal with this owner and team into other hands, where they may change it? Who edits it by a share
/// does not take it from its owner.
pub fn may_hand_on(viewer: &Viewer, owner: Option<i64>, team: i64) -> bool {
    access::editable(viewer).covers(owner, team)
}

/// Gives the deal to who was chosen; nothing happens when it is theirs already.
pub fn put(tx: &Tx<'_>, chosen: &str, facts: &mut OpportunityFacts, wrong: &mut Problems) {
    let wanted = chosen.parse::<i64>().ok();
    if !tx.viewer.leads_people() || wanted == facts.owner_id {
        return;
    }
    if !may_hand_on(&tx.viewer, facts.owner_id, facts.team_id) {
        wrong.add("owner_id", tx.text.t("opportunities-problem-owner"));
        return;
    }
    let Some(id) = wanted else {
        facts.owner_id = None;
        return;
    };
    match candidates(tx).into_iter().find(|person| person.id == id) {
        Some(person) => {
            facts.owner_id = Some(person.id);
            facts.team_id = person.team_id;
        }
        None => wrong.add("owner_id", tx.text.t("opportunities-problem-owner")),
    }
}
