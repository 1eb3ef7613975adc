//! What an activity's fields are called and how their values read.

use crate::fields::{Field, Kind};

// messages: activities-field-* activities-kind-* activities-state-* activities-direction-* activities-priority-*
// messages: activities-repeats-*
/// One row per field that people know of.
pub const FIELDS: &[Field] = &[
    Field::new("kind", "activities-field-kind", Kind::Word("activities-kind-")),
    Field::new("state", "activities-field-state", Kind::Word("activities-state-")),
    Field::new("subject", "activities-field-subject", Kind::Text),
    Field::new("notes", "activities-field-notes", Kind::Lines),
    Field::new("outcome_id", "activities-field-outcome", Kind::Pick),
    Field::new("direction", "activities-field-direction", Kind::Word("activities-direction-")),
    Field::new("day", "activities-field-day", Kind::Day),
    Field::new("until_day", "activities-field-until", Kind::Day),
    Field::new("starts_at", "activities-field-starts", Kind::Instant),
    Field::new("settled_at", "activities-field-settled", Kind::Instant),
    Field::new("minutes", "activities-field-minutes", Kind::Number),
    Field::new("remind", "activities-field-remind", Kind::Number),
    Field::new("repeats", "activities-field-repeats", Kind::Word("activities-repeats-")),
    Field::new("repeats_until", "activities-field-repeats-until", Kind::Day),
    Field::new("repeats_at", "activities-field-repeats-at", Kind::Text),
    Field::new("series_id", "activities-field-series", Kind::Number),
    Field::new("apart_from", "activities-field-apart", Kind::Day),
    Field::new("place", "activities-field-place", Kind::Text),
    Field::new("priority", "activities-field-priority", Kind::Word("activities-priority-")),
    Field::new("lead_id", "activities-field-lead", Kind::Lead),
    Field::new("account_id", "activities-field-account", Kind::Account),
    Field::new("contact_id", "activities-field-contact", Kind::Contact),
    Field::new("opportunity_id", "activities-field-opportunity", Kind::Opportunity),
    Field::new("people", "activities-field-people", Kind::People),
    Field::new("guests", "activities-field-guests", Kind::Contacts),
    Field::new("owner_id", "activities-field-owner", Kind::Person),
    Field::new("team_id", "activities-field-team", Kind::Team),
];
