//! The ways to the records of one kind, each a range of its own on an index of its own.

use super::spec::{Part, Table};
use crate::access::{Branch, Scope};

/// A way in which a viewer reaches records, none overlapping another.
pub(super) struct Way {
    /// What is read before the table, if anything.
    pub(super) beside: String,
    /// What its records meet.
    pub(super) met: String,
}

impl Way {
    pub(super) fn plain(met: String) -> Way {
        Way { beside: String::new(), met }
    }

    pub(super) fn of(branch: &Branch, scope: &Scope, table: Table, part: Part) -> Way {
        let name = table.name();
        match branch {
            Branch::All => Way::plain("1 = 1".to_owned()),
            Branch::Owner(person) if scope.teams().is_empty() => Way::plain(format!("{name}.owner_id = {person}")),
            Branch::Owner(person) => Way::elsewhere(*person, scope, table, part),
            Branch::Team(team) => Way::plain(format!("{name}.team_id = {team}")),
            Branch::Pool(team) => Way::plain(format!("{name}.team_id = {team} AND {name}.owner_id IS NULL")),
        }
    }

    /// What is shared with the viewer and lies in none of their other ways: a handful of records, each by its number.
    pub(super) fn shared(scope: &Scope, table: Table) -> Option<Way> {
        let name = table.name();
        scope.shared_from_outside(name).map(|(ids, outside)| Way {
            beside: format!("({ids}) AS shared CROSS JOIN "),
            met: format!("{name}.id = shared.record_id AND {outside}"),
        })
    }

    /// What somebody owns outside the teams they reach whole: mostly nothing. The kept counts say in which teams, so that
    /// their own records are not gone through to find out.
    fn elsewhere(person: i64, scope: &Scope, table: Table, part: Part) -> Way {
        let (name, part) = (table.name(), table.condition(part).map_or(Part::Open, |_| part).name());
        Way {
            beside: format!(
                "(SELECT team_id FROM record_counts WHERE entity = '{name}' AND part = '{part}' AND facet = '' \
                 AND item_id = 0 AND owner_id = {person} AND n > 0{outside}) AS elsewhere CROSS JOIN ",
                outside = scope.outside("team_id"),
            ),
            met: format!("{name}.team_id = elsewhere.team_id AND {name}.owner_id = {person}"),
        }
    }
}
