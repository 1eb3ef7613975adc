//! A product: what is sold, with its list price.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::schema::products;
use crate::journal::{Bound, Entity, Journalled};

/// A product, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = products, treat_none_as_null = true)]
pub struct ProductFacts {
    /// Its name.
    pub name: String,
    /// The family it is listed under.
    pub family: String,
    /// List price, in minor units of `currency`.
    pub price_minor: Option<i64>,
    /// ISO 4217 code of the price.
    pub currency: String,
    /// Offered for new deals?
    pub active: bool,
    /// Its id in the file it was imported from.
    pub external_id: Option<String>,
    /// When it was filed.
    pub created_at: NaiveDateTime,
}

impl ProductFacts {
    /// A new product on offer, of which only the name is known; the rest is set by who files it.
    pub fn starting(name: &str, currency: &str, now: NaiveDateTime) -> ProductFacts {
        ProductFacts {
            name: name.to_owned(),
            family: String::new(),
            price_minor: None,
            currency: currency.to_owned(),
            active: true,
            external_id: None,
            created_at: now,
        }
    }
}

/// A product as it is stored. Reads as its facts: `product.name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = products)]
pub struct Product {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: ProductFacts,
}

impl Deref for Product {
    type Target = ProductFacts;

    fn deref(&self) -> &ProductFacts {
        &self.facts
    }
}

impl DerefMut for Product {
    fn deref_mut(&mut self) -> &mut ProductFacts {
        &mut self.facts
    }
}

impl Journalled for Product {
    const ENTITY: Entity = Entity::Product;
    const BOUND: &'static [Bound] = &[Bound { by: "currency", fields: &["price_minor"] }];

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}
