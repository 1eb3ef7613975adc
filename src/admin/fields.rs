//! What the fields of an administrator's records are called, for the journal and the conflict page.

use crate::fields::{Field, Kind};

/// The fields of a team.
pub(super) const TEAM: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("parent_id", "admin-team-parent", Kind::Team),
    Field::new("shares_records", "admin-team-shares", Kind::Flag),
    Field::new("active", "admin-active", Kind::Flag),
];

/// The fields of a pipeline.
pub(super) const PIPELINE: &[Field] =
    &[Field::new("name", "admin-name", Kind::Text), Field::new("active", "admin-active", Kind::Flag)];

/// The fields of a stage.
pub(super) const STAGE: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("probability", "admin-stage-probability", Kind::Percent),
    Field::new("quiet_days", "admin-stage-quiet", Kind::Number),
    Field::new("required", "admin-stage-required", Kind::FieldsOf(crate::opportunities::fields::FIELDS)),
    Field::new("colour", "admin-stage-colour", Kind::Number),
];

/// The fields of an item of a pick list.
pub(super) const PICK: &[Field] =
    &[Field::new("name", "admin-name", Kind::Text), Field::new("active", "admin-active", Kind::Flag)];

/// The fields of a tag.
pub(super) const TAG: &[Field] =
    &[Field::new("name", "admin-name", Kind::Text), Field::new("active", "admin-active", Kind::Flag)];

/// The company's own settings.
pub(super) const COMPANY: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("zone", "admin-company-zone", Kind::Text),
    Field::new("country", "admin-company-country", Kind::Country),
    Field::new("fiscal_month", "admin-company-fiscal-month", Kind::Number),
    Field::new("first_weekday", "admin-company-first-weekday", Kind::Number),
    Field::new("lead_cap", "admin-company-lead-cap", Kind::Number),
    Field::new("inactive_after_days", "admin-company-inactive-after", Kind::Number),
    Field::new("factor_roles", "admin-door-roles", Kind::Words("role-")),
    Field::new("amounts_hidden", "admin-amounts-hidden", Kind::Words("role-")),
    Field::new("personal_hidden", "admin-personal-hidden", Kind::Words("role-")),
    Field::new("bin_days", "admin-company-bin-days", Kind::Number),
];
