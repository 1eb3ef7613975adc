//! What the fields of an administrator's records are called, for the journal and the conflict page.

use crate::fields::{Field, Kind};
use crate::journal::Entity;
use crate::{correspondence, identity, records, saved_views};

/// The fields of a kind of record by the names people know them by: also of what is kept in the settings.
pub(super) fn of(entity: Entity) -> &'static [Field] {
    match entity {
        Entity::User => identity::FIELDS,
        Entity::Team => TEAM,
        Entity::Pipeline => PIPELINE,
        Entity::Stage => STAGE,
        Entity::PickItem => PICK,
        Entity::Tag => TAG,
        Entity::Rate => RATE,
        Entity::Organization => COMPANY,
        Entity::SavedView => saved_views::FIELDS,
        Entity::MailTemplate => correspondence::TEMPLATE_FIELDS,
        Entity::Lead | Entity::Account | Entity::Contact | Entity::Opportunity | Entity::Product | Entity::Activity => {
            records::fields_of(entity)
        }
    }
}

/// The fields of a team.
pub(super) const TEAM: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("parent_id", "admin-team-parent", Kind::Team),
    Field::new("shares_records", "admin-team-shares", Kind::Flag),
    Field::new("active", "admin-active", Kind::Flag),
];

/// The fields of a pipeline.
pub(super) const PIPELINE: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("position", "admin-order", Kind::Number),
    Field::new("active", "admin-active", Kind::Flag),
];

/// The fields of a stage.
pub(super) const STAGE: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("pipeline_id", "admin-journal-kind-pipeline", Kind::Pipeline),
    Field::new("kind", "admin-stage-kind", Kind::Word("stage-kind-")),
    Field::new("probability", "admin-stage-probability", Kind::Percent),
    Field::new("quiet_days", "admin-stage-quiet", Kind::Number),
    Field::new("required", "admin-stage-required", Kind::FieldsOf(crate::opportunities::fields::FIELDS)),
    Field::new("colour", "admin-stage-colour", Kind::Word("colour-")),
    Field::new("position", "admin-order", Kind::Number),
    Field::new("retired_into", "admin-stage-retires-into", Kind::Stage),
];

/// The fields of an item of a pick list.
pub(super) const PICK: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("position", "admin-order", Kind::Number),
    Field::new("active", "admin-list-offered", Kind::Flag),
];

/// The fields of a tag.
pub(super) const TAG: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("active", "admin-list-offered", Kind::Flag),
    Field::new("merged_into", "admin-tag-into", Kind::Tags),
];

/// The fields of a dated rate.
pub(super) const RATE: &[Field] = &[
    Field::new("currency", "admin-rate-currency", Kind::Currency),
    Field::new("valid_from", "admin-rate-from", Kind::Day),
    Field::new("rate", "admin-rate", Kind::Rate),
];

/// The company's own settings.
pub(super) const COMPANY: &[Field] = &[
    Field::new("name", "admin-name", Kind::Text),
    Field::new("currencies", "admin-currencies", Kind::Currency),
    Field::new("letter_resent", "admin-field-letter-resent", Kind::Text),
    Field::new("letter_discarded", "admin-field-letter-discarded", Kind::Text),
    Field::new("zone", "admin-company-zone", Kind::Text),
    Field::new("country", "admin-company-country", Kind::Country),
    Field::new("fiscal_month", "admin-company-fiscal-month", Kind::Word("month-")),
    Field::new("first_weekday", "admin-company-first-weekday", Kind::Word("weekday-")),
    Field::new("lead_cap", "admin-company-lead-cap", Kind::Number),
    Field::new("inactive_after_days", "admin-company-inactive-after", Kind::Number),
    Field::new("factor_roles", "admin-door-roles", Kind::Words("role-")),
    Field::new("amounts_hidden", "admin-amounts-hidden", Kind::Words("role-")),
    Field::new("personal_hidden", "admin-personal-hidden", Kind::Words("role-")),
    Field::new("bin_days", "admin-company-bin-days", Kind::Number),
];
