//! What a contact's fields are called and how their values read.

use crate::fields::{Field, Kind};

// messages: contacts-field-*
/// One row per field that people know of; `companies` stands for the links to accounts, which have a table of their own.
pub const FIELDS: &[Field] = &[
    Field::new("name", "contacts-field-name", Kind::Text),
    Field::new("title", "contacts-field-title", Kind::Text),
    Field::new("companies", "contacts-field-companies", Kind::Companies),
    Field::new("individual", "contacts-field-individual", Kind::Flag),
    Field::new("website", "contacts-field-website", Kind::Text).personal(),
    Field::new("emails", "contacts-field-emails", Kind::Lines).personal(),
    Field::new("phones", "contacts-field-phones", Kind::Lines).personal(),
    Field::new("street", "contacts-field-street", Kind::Lines).personal(),
    Field::new("postcode", "contacts-field-postcode", Kind::Text).personal(),
    Field::new("city", "contacts-field-city", Kind::Text).personal(),
    Field::new("region", "contacts-field-region", Kind::Text),
    Field::new("country", "contacts-field-country", Kind::Country),
    Field::new("notes", "contacts-field-notes", Kind::Lines),
    Field::new("owner_id", "contacts-field-owner", Kind::Person),
    Field::new("team_id", "contacts-field-team", Kind::Team),
    Field::new("created_at", "contacts-field-created-at", Kind::Instant),
    Field::new("lifecycle", "contacts-field-lifecycle", Kind::Word("accounts-lifecycle-")),
    Field::new("lifecycle_pinned", "contacts-field-lifecycle-pinned", Kind::Flag),
    Field::new("lifecycle_reason", "contacts-field-lifecycle-reason", Kind::Text),
    crate::tags::FIELD,
];
