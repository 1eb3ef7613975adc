//! The fields of an opportunity, as timelines, conflict pages, exports and the importer read them.

use crate::access::Viewer;
use crate::fields::{Field, Kind};

// messages: opportunities-field-* opportunities-kind-*
/// One row per field.
pub const FIELDS: &[Field] = &[
    Field::new("name", "opportunities-field-name", Kind::Text),
    Field::new("account_id", "opportunities-field-account", Kind::Account),
    Field::new("contact_id", "opportunities-field-contact", Kind::Contact),
    Field::new("product_id", "opportunities-field-product", Kind::Product),
    Field::new("kind", "opportunities-field-kind", Kind::Word("opportunities-kind-")),
    Field::new("pipeline_id", "opportunities-field-pipeline", Kind::Pipeline),
    Field::new("stage_id", "opportunities-field-stage", Kind::Stage),
    Field::new("stage_since", "opportunities-field-stage-since", Kind::Instant),
    Field::new("amount_minor", "opportunities-field-amount", Kind::Money),
    Field::new("currency", "opportunities-field-currency", Kind::Currency),
    Field::new("probability", "opportunities-field-probability", Kind::Percent),
    Field::new("probability_overridden", "opportunities-field-overridden", Kind::Flag),
    Field::new("expected_close", "opportunities-field-expected", Kind::Day),
    Field::new("next_step", "opportunities-field-step", Kind::Text),
    Field::new("next_step_on", "opportunities-field-step-on", Kind::Day),
    Field::new("last_contact_at", "opportunities-field-contacted", Kind::Instant),
    Field::new("incumbent", "opportunities-field-incumbent", Kind::Text),
    Field::new("incumbent_dropped", "opportunities-field-dropped", Kind::Flag),
    Field::new("competitors", "opportunities-field-competitors", Kind::Text),
    Field::new("payment_terms", "opportunities-field-terms", Kind::Text),
    Field::new("campaign", "opportunities-field-campaign", Kind::Text),
    Field::new("notes", "opportunities-field-notes", Kind::Lines),
    Field::new("source_id", "opportunities-field-source", Kind::Pick),
    Field::new("source_lead_id", "opportunities-field-lead", Kind::Lead),
    Field::new("owner_id", "opportunities-field-owner", Kind::Person),
    Field::new("team_id", "opportunities-field-team", Kind::Team),
    Field::new("closed_on", "opportunities-field-closed-on", Kind::Day),
    Field::new("closed_at", "opportunities-field-closed-at", Kind::Instant),
    Field::new("actual_minor", "opportunities-field-actual", Kind::Money),
    Field::new("lost_reason_id", "opportunities-field-reason", Kind::Pick),
    Field::new("lost_text", "opportunities-field-reason-text", Kind::Text),
    Field::new("lost_to", "opportunities-field-lost-to", Kind::Text),
    Field::new("external_id", "opportunities-field-external", Kind::Text),
    crate::tags::FIELD,
    // Who takes part in the deal stands in a table of its own; coming and going is journalled on the deal.
    Field::new("contacts", "opportunities-parties", Kind::Parties),
];

/// The label of a field.
pub fn label(name: &str) -> &'static str {
    Field::find(FIELDS, name).map_or("opportunities-field-name", |field| field.label)
}

/// May this viewer read a field?
pub fn sees(viewer: &Viewer, name: &str) -> bool {
    Field::sees(viewer, FIELDS, name)
}
