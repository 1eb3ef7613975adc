//! Filing, finding and saving products. Everybody sees them; who may change them is said in [`access`](super::access).

use diesel::prelude::*;

use super::{Product, ProductFacts};
use crate::db::schema::products;
use crate::db::{Tx, dialect};
use crate::journal::{self, Action, Entity};
use crate::values::text;
use crate::web::Error;

/// The one spelling under which a name is known: folded, without blanks and punctuation, so that
/// *GTX Pro* and *GTXPro* meet.
pub fn key(name: &str) -> String {
    text::words(name).concat()
}

/// Every product: offered ones first, then by family and name.
///
/// # Errors
/// What the database answers.
pub fn all(tx: &mut Tx<'_>) -> QueryResult<Vec<Product>> {
    products::table
        .order((products::active.desc(), products::family, products::name_key))
        .select(Product::as_select())
        .load(tx.db)
}

/// The product with this id.
///
/// # Errors
/// `NotFound` when there is none.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Product, Error> {
    Ok(products::table.find(id).select(Product::as_select()).first(tx.db)?)
}

/// The product known under a name, however it is spelled.
///
/// # Errors
/// What the database answers.
pub fn find_by_key(tx: &mut Tx<'_>, name: &str) -> QueryResult<Option<Product>> {
    products::table.filter(products::name_key.eq(key(name))).select(Product::as_select()).first(tx.db).optional()
}

/// Files a product. The caller has checked that none of its name is known.
///
/// # Errors
/// What the database answers.
pub fn insert(tx: &mut Tx<'_>, facts: ProductFacts) -> QueryResult<Product> {
    let id = dialect::next_id(tx.db, "products", Entity::Product.name())?;
    let filed = Product { id, version: 1, facts };
    put(tx, &filed)?;
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Files a product that brings its id and version along. The caller writes its journal.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, row: &Product) -> QueryResult<()> {
    let own = (products::id.eq(row.id), products::version.eq(row.version), products::name_key.eq(key(&row.name)));
    diesel::insert_into(products::table).values((own, &row.facts)).execute(tx.db).map(drop)
}

/// Saves what an action made of a product, if nobody was quicker since `before` was read; `None` if somebody was.
///
/// # Errors
/// What the database answers.
pub fn save(tx: &mut Tx<'_>, action: Action, before: &Product, facts: ProductFacts) -> QueryResult<Option<Product>> {
    let after = Product { id: before.id, version: before.version + 1, facts };
    let row = products::table.find(before.id).filter(products::version.eq(before.version));
    let set = (&after.facts, products::name_key.eq(key(&after.name)), products::version.eq(after.version));
    if diesel::update(row).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    journal::changed(tx, action, before, &after)?;
    Ok(Some(after))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn blanks_case_and_punctuation_do_not_make_another_product() {
        assert_eq!(key("GTX Pro"), key("gtxpro"));
        assert_eq!(key("GTX-Pro."), key("GTX Pro"));
        assert_ne!(key("GTX Basic"), key("GTX Pro"));
    }
}
