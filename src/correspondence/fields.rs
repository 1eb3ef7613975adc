//! What the fields of a template are called.

use crate::fields::{Field, Kind};

/// The fields of a template.
pub const TEMPLATE_FIELDS: &[Field] = &[
    Field::new("name", "mails-template-name", Kind::Text),
    Field::new("language", "mails-template-language", Kind::Text),
    Field::new("subject", "mails-field-subject", Kind::Text),
    Field::new("body", "mails-field-text", Kind::Lines),
    Field::new("owner_id", "mails-template-owner", Kind::Person),
    Field::new("active", "admin-active", Kind::Flag),
];
