//! Products from a file: the catalogue.

use super::currency;
use crate::db::Tx;
use crate::imports::cells::Row;
use crate::imports::columns::{Column, Columns, Reads};
use crate::imports::desk::Desk;
use crate::imports::model::Fate;
use crate::imports::refusal::{Refusal, Stop, Why};
use crate::imports::target::{Target, named};
use crate::journal::Action;
use crate::products::{self, Product, ProductFacts};
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
        &[
            "name",
            "product",
            "product name",
            "item",
            "item name",
            "title",
            "produkt",
            "produktname",
            "producto",
            "nazwa",
            "artikel",
        ],
    ),
    Column::one(
        "family",
        "family",
        Reads::Line,
        &[
            "family",
            "series",
            "serie",
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
        &[
            "price",
            "sales price",
            "list price",
            "unit price",
            "retail price",
            "amount",
            "preis",
            "einzelpreis",
            "listenpreis",
            "precio",
            "cena",
        ],
    ),
    currency(),
];

impl Target for Product {
    type Facts = ProductFacts;

    fn facts(&self) -> &ProductFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<ProductFacts, Stop> {
        Ok(ProductFacts::starting("", desk.currency.as_str(), tx.now))
    }

    fn matching(_: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        Ok(desk.products.get(&products::key(&row.trimmed("name"))).map(|(id, _)| *id).into_iter().collect())
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Product, Error> {
        products::find(tx, id)
    }

    fn settle(
        _: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&Product>,
        facts: &mut ProductFacts,
    ) -> Result<(), Stop> {
        named(row, "name", &facts.name)?;
        // The id leads to one product and the name to another.
        match desk.products.get(&products::key(&facts.name)) {
            Some((id, _)) if known.is_none_or(|known| known.id != *id) => {
                Err(Refusal::of(Why::SeveralMatch, "", &facts.name).into())
            }
            Some(_) | None => Ok(()),
        }
    }

    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, _: Row<'_>, facts: ProductFacts) -> Result<i64, Stop> {
        let filed = products::insert(tx, facts)?;
        desk.products.insert(products::key(&filed.name), (filed.id, filed.name.clone()));
        Ok(filed.id)
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
        products::save(tx, Action::Edited, known, facts)?.ok_or(Error::Forbidden)?;
        Ok(Fate::Updated)
    }
}
