//! What an account's fields are called and how their values read.

use crate::fields::{Field, Kind};

// messages: accounts-field-* accounts-lifecycle-*
/// One row per field that people know of.
pub const FIELDS: &[Field] = &[
    Field::new("name", "accounts-field-name", Kind::Text),
    Field::new("parent_id", "accounts-field-parent", Kind::Account),
    Field::new("industry_id", "accounts-field-industry", Kind::Pick),
    Field::new("employees", "accounts-field-employees", Kind::Number),
    Field::new("founded", "accounts-field-founded", Kind::Year),
    Field::new("revenue_minor", "accounts-field-revenue", Kind::Revenue),
    Field::new("currency", "accounts-field-currency", Kind::Currency),
    Field::new("domain", "accounts-field-domain", Kind::Text),
    Field::new("website", "accounts-field-website", Kind::Text),
    Field::new("emails", "accounts-field-emails", Kind::Lines),
    Field::new("phones", "accounts-field-phones", Kind::Lines),
    Field::new("street", "accounts-field-street", Kind::Lines),
    Field::new("postcode", "accounts-field-postcode", Kind::Text),
    Field::new("city", "accounts-field-city", Kind::Text),
    Field::new("region", "accounts-field-region", Kind::Text),
    Field::new("country", "accounts-field-country", Kind::Country),
    Field::new("shipping", "accounts-field-shipping", Kind::Lines),
    Field::new("payment_terms", "accounts-field-payment-terms", Kind::Text),
    Field::new("notes", "accounts-field-notes", Kind::Lines),
    Field::new("owner_id", "accounts-field-owner", Kind::Person),
    Field::new("team_id", "accounts-field-team", Kind::Team),
    Field::new("created_at", "accounts-field-created-at", Kind::Instant),
    Field::new("lifecycle", "accounts-field-lifecycle", Kind::Word("accounts-lifecycle-")),
    Field::new("lifecycle_pinned", "accounts-field-lifecycle-pinned", Kind::Flag),
    Field::new("lifecycle_reason", "accounts-field-lifecycle-reason", Kind::Text),
    crate::tags::FIELD,
];
