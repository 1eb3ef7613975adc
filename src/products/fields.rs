//! What a product's fields are called and how their values read.

use crate::fields::{Field, Kind};

// messages: products-field-*
/// One row per field that people know of. A list price is no secret: it reads like any amount of a customer's.
pub const FIELDS: &[Field] = &[
    Field::new("name", "products-field-name", Kind::Text),
    Field::new("family", "products-field-family", Kind::Text),
    Field::new("price_minor", "products-field-price", Kind::Revenue),
    Field::new("currency", "products-field-currency", Kind::Currency),
    Field::new("active", "products-field-active", Kind::Flag),
];
