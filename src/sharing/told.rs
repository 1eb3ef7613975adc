//! Who is told of a share: who may change with whom the record is shared, whom the share is meant for, and whose doing it
//! was. Nobody else learns of it, whether by the page of shares, by a history, or by how long that is.

use super::is_meant;
use super::store::With;
use crate::access::Viewer;
use crate::journal::{Action, Entity};
use crate::records;

/// Is the viewer told of a share with these, who may edit the record or not?
pub fn is_told(viewer: &Viewer, edits: bool, with: With) -> bool {
    edits || is_meant(viewer, with)
}

/// The same of an entry of the journal, as a condition: `entry` is the row, and `record` says the number of the record,
/// of this kind, that it is to be judged by. What is no entry of a share is told by this. Only numbers go into it.
pub(crate) fn told_words(viewer: &Viewer, entity: Entity, entry: &str, record: &str) -> String {
    let editable = records::editable(viewer, entity);
    let is_shared = matches!(entity, Entity::Lead | Entity::Account | Entity::Contact | Entity::Opportunity);
    if !is_shared || editable.is_everything() {
        return "1 = 1".to_owned();
    }
    let others = format!("{entry}.action NOT IN ('{}', '{}')", Action::Shared.name(), Action::Unshared.name());
    let own = format!("COALESCE({entry}.on_behalf_of, {entry}.actor_id) = {}", viewer.id);
    let teams = viewer.teams.iter().copied().chain([viewer.team_id]);
    let with: Vec<String> = teams.map(With::Team).chain([With::Person(viewer.id)]).map(is_with).collect();
    let meant = format!("SELECT 1 FROM journal_values s WHERE s.journal_id = {entry}.id AND ({})", with.join(" OR "));
    let edits = format!("SELECT 1 FROM {} e WHERE e.id = {record} AND {}", records::table(entity), editable.words("e"));
    format!("({others} OR {own} OR EXISTS ({meant}) OR EXISTS ({edits}))")
}

/// That a value of the journal says with whom.
fn is_with(with: With) -> String {
    format!("s.field = '{}' AND COALESCE(s.after, s.before) = '{}'", with.field(), with.id())
}
