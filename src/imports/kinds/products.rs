//! Products from a file: the catalogue.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::currency;
use crate::db::Tx;
use crate::db::schema::products;
use crate::imports::cells::Row;
use crate::imports::columns::{Column, Columns, Reads};
use crate::imports::desk::{Desk, product_key};
use crate::imports::find;
use crate::imports::model::Fate;
use crate::imports::refusal::Stop;
use crate::imports::target::{Target, named};
use crate::journal::{self, Action, Entity, Journalled};
use crate::web::Error;

/// What a product takes from a file.
pub const COLUMNS: Columns = Columns { fields: FIELDS, nouns: &["product", "item", "article"], needs: &["name"] };

const FIELDS: &[Column] = &[
    Column::one(
        "external_id",
        "external_id",
        Reads::External,
        &["id", "external id", "sku", "code", "item number", "article number", "part number"],
    ),
    Column::one(
        "name",
        "name",
        Reads::Line,
        &["name", "product", "product name", "item", "item name", "title", "produkt", "producto", "nazwa", "artikel"],
    ),
    Column::one(
        "family",
        "family",
        Reads::Line,
        &[
            "family",
            "series",
            "category",
            "product family",
            "product line",
            "group",
            "type",
            "kategoria",
            "kategorie",
            "categoria",
        ],
    ),
    Column::one(
        "price",
        "price_minor",
        Reads::Amount,
        &["price", "sales price", "list price", "unit price", "retail price", "amount", "preis", "precio", "cena"],
    ),
    currency(),
];

/// A product, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = products, treat_none_as_null = true)]
pub struct ProductFacts {
    /// Its name.
    pub name: String,
    /// The one spelling of its name.
    #[serde(default, skip_serializing)]
    pub name_key: String,
    /// The line it belongs to.
    pub family: String,
    /// List price, in minor units of `currency`.
    pub price_minor: Option<i64>,
    /// ISO 4217 code of its price.
    pub currency: String,
    /// Still sold?
    pub active: bool,
    /// Its id in the file it was imported from.
    pub external_id: Option<String>,
    /// When it was filed.
    pub created_at: NaiveDateTime,
}

/// A product as it is stored.
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

impl Journalled for Product {
    const ENTITY: Entity = Entity::Product;

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}

/// Saves a product; `None` if somebody was quicker.
///
/// # Errors
/// What the database answers.
pub fn save(
    tx: &mut Tx<'_>,
    action: Action,
    before: &Product,
    mut facts: ProductFacts,
) -> QueryResult<Option<Product>> {
    facts.name_key = product_key(&facts.name);
    let after = Product { id: before.id, version: before.version + 1, facts };
    let row = products::table.find(before.id).filter(products::version.eq(before.version));
    if diesel::update(row).set((&after.facts, products::version.eq(after.version))).execute(tx.db)? == 0 {
        return Ok(None);
    }
    journal::changed(tx, action, before, &after)?;
    Ok(Some(after))
}

impl Target for Product {
    type Facts = ProductFacts;

    fn facts(&self) -> &ProductFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<ProductFacts, Stop> {
        Ok(ProductFacts {
            name: String::new(),
            name_key: String::new(),
            family: String::new(),
            price_minor: None,
            currency: desk.currency.as_str().to_owned(),
            active: true,
            external_id: None,
            created_at: tx.now,
        })
    }

    fn matching(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        let external = row.trimmed("external_id");
        if !external.is_empty() {
            let found = find::by_external(tx, "products", &external)?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(desk.products.get(&product_key(&row.trimmed("name"))).map(|(id, _)| *id).into_iter().collect())
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Product, Error> {
        Ok(products::table.find(id).select(Product::as_select()).first(tx.db)?)
    }

    fn settle(
        _: &mut Tx<'_>,
        _: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&Product>,
        facts: &mut ProductFacts,
    ) -> Result<(), Stop> {
        named(row, "name", &facts.name)?;
        facts.name_key = known.map_or_else(|| product_key(&facts.name), |known| known.facts.name_key.clone());
        Ok(())
    }

    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, _: Row<'_>, facts: ProductFacts) -> Result<i64, Stop> {
        let id: i64 = diesel::insert_into(products::table).values(&facts).returning(products::id).get_result(tx.db)?;
        desk.products.insert(facts.name_key.clone(), (id, facts.name.clone()));
        journal::created(tx, &Product { id, version: 1, facts })?;
        Ok(id)
    }

    fn update(
        tx: &mut Tx<'_>,
        _: &mut Desk<'_>,
        _: Row<'_>,
        known: &Product,
        facts: ProductFacts,
    ) -> Result<Fate, Stop> {
        if facts == known.facts {
            return Ok(Fate::Skipped);
        }
        save(tx, Action::Edited, known, facts)?.ok_or(Error::Forbidden)?;
        Ok(Fate::Updated)
    }
}
