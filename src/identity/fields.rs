//! What the fields of a person are called, for the journal and the conflict page.

use crate::fields::{Field, Kind};

/// The fields of a person.
pub const FIELDS: &[Field] = &[
    Field::new("name", "user-name", Kind::Text),
    Field::new("email", "user-email", Kind::Text),
    Field::new("roles", "user-roles", Kind::Words("role-")),
    Field::new("team_id", "user-team", Kind::Team),
    Field::new("sees_amounts", "user-sees-amounts", Kind::Flag),
    Field::new("active", "user-active", Kind::Flag),
    Field::new("locale", "user-language", Kind::Text),
    Field::new("zone", "user-zone", Kind::Text),
    Field::new("theme", "user-theme", Kind::Word("profile-theme-")),
    Field::new("density", "user-density", Kind::Word("profile-density-")),
    Field::new("door", "user-door", Kind::Word("user-door-")),
    Field::new("has_factor", "factor-title", Kind::Flag),
    Field::new("has_provider", "provider-title", Kind::Flag),
    Field::new("external_id", "imports-field-external-id", Kind::Text),
    Field::new("stand_in_id", "delegations-stand-in", Kind::Person),
    Field::new("from_on", "delegations-from", Kind::Day),
    Field::new("until_on", "delegations-until", Kind::Day),
    Field::new("keys_on", "user-keys", Kind::Flag),
];
