//! Who sees and who changes activities. The one place that says so.

use crate::access::{Branch, Role, Scope, Viewer};
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;

/// What an activity may be about.
pub const ABOUT: [(Entity, &str); 4] = [
    (Entity::Opportunity, "opportunity_id"),
    (Entity::Lead, "lead_id"),
    (Entity::Contact, "contact_id"),
    (Entity::Account, "account_id"),
];

/// Which activities the viewer sees by whose they are: their own, those of the teams they see, all who administer.
/// Beside these they see what [`seen`] says.
pub fn visible(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    let teams = viewer.teams.iter().filter(|_| viewer.sells()).map(|team| Branch::Team(*team));
    Scope::of(std::iter::once(Branch::Owner(viewer.id)).chain(teams))
}

/// Which activities the viewer may change: their own, those of the teams they lead, all who administer.
pub fn editable(viewer: &Viewer) -> Scope {
    if viewer.is_admin() {
        return Scope::everything();
    }
    let teams = viewer.teams.iter().filter(|_| viewer.is(Role::SalesManager)).map(|team| Branch::Team(*team));
    Scope::of(std::iter::once(Branch::Owner(viewer.id)).chain(teams))
}

/// What is planned by these people, or with them, as a condition on the table of activities.
pub fn of_people(people: &[i64]) -> Sql {
    let own =
        Sql::new("activities.id IN (SELECT id FROM activities WHERE state = 'planned' AND owner_id IN ").ids(people);
    own.push(" UNION SELECT activity_id FROM activity_people WHERE user_id IN ").ids(people).push(")")
}

/// All the viewer sees, as a condition on a table of activities: by whose they are, as one who takes part, and about what
/// record they see.
pub fn seen(viewer: &Viewer, table: &str) -> String {
    let place = visible(viewer);
    if place.is_everything() {
        return "1 = 1".to_owned();
    }
    let takes_part = format!(
        "EXISTS (SELECT 1 FROM activity_people p WHERE p.user_id = {} AND p.activity_id = {table}.id)",
        viewer.id
    );
    let about = ABOUT.iter().map(|(entity, column)| {
        let (of, reach) = (records::table(*entity), records::visible(viewer, *entity).words("about"));
        format!("EXISTS (SELECT 1 FROM {of} about WHERE about.id = {table}.{column} AND {reach})")
    });
    let ways: Vec<String> = [place.words(table), takes_part].into_iter().chain(about).collect();
    format!("({})", ways.join(" OR "))
}
