//! What the fields of a view are called, for the journal and the conflict page.

use crate::fields::{Field, Kind};

/// One row per field that people know of.
pub const FIELDS: &[Field] = &[
    Field::new("name", "saved-name", Kind::Text),
    Field::new("shared", "saved-shared", Kind::Word("saved-shared-")),
    Field::new("team_id", "saved-team", Kind::Team),
    Field::new("query", "saved-conditions", Kind::Text),
    Field::new("sort", "saved-order", Kind::Text),
    Field::new("shown", "saved-columns", Kind::Text),
    Field::new("owner_id", "saved-owner", Kind::Person),
    Field::new("first_for", "saved-first", Kind::Word("role-")),
];
