//! The file of what a list shows: its name and its columns, as they are read on the page.

use std::collections::HashMap;

use diesel::QueryResult;

use super::asked::Asked;
use super::columns::{Cells, Offer};
use super::csv::{Cell, Sheet};
use super::export::export;
use super::spec::{ListSpec, Table};
use crate::access::Scope;
use crate::db::Tx;
use crate::journal::Entity;
use crate::records;
use crate::web::{Body, Error};

/// What a column that is no field of the record says of each of these records.
pub type Beside = fn(&mut Tx<'_>, &[i64]) -> QueryResult<HashMap<i64, String>>;

/// The list as a file with the columns it shows.
///
/// # Errors
/// What the database answers.
pub fn shown_file(
    tx: &mut Tx<'_>,
    offer: &Offer,
    spec: &ListSpec,
    scope: &Scope,
    asked: &Asked,
    beside: Beside,
) -> Result<Body, Error> {
    let shown = offer.shown(&tx.viewer, asked);
    let heads = std::iter::once("listing-name").chain(shown.iter().map(|column| column.label));
    let mut sheet = Sheet::new(&heads.map(|key| tx.text.t(key)).collect::<Vec<_>>());
    export(tx, spec, scope, asked, |tx, ids| {
        let keys: Vec<(Entity, i64)> = ids.iter().map(|id| (entity(offer.table), *id)).collect();
        let (names, cells) = (records::named(tx, &keys)?, Cells::of(tx, offer, &shown, ids)?);
        let others = beside(tx, ids)?;
        for key in keys {
            let name = names.get(&key).map_or("", |named| named.name.as_str());
            let other = others.get(&key.1).map_or("", String::as_str);
            let each =
                shown.iter().map(|column| if column.is_field() { cells.get(&key.1, column.name) } else { other });
            sheet.row(std::iter::once(name).chain(each).map(Cell::text));
        }
        Ok(())
    })?;
    sheet.finish()
}

/// Nothing beside the fields.
///
/// # Errors
/// None.
pub fn nothing_beside(_: &mut Tx<'_>, _: &[i64]) -> QueryResult<HashMap<i64, String>> {
    Ok(HashMap::new())
}

fn entity(table: Table) -> Entity {
    match table {
        Table::Leads => Entity::Lead,
        Table::Accounts => Entity::Account,
        Table::Contacts => Entity::Contact,
        Table::Opportunities => Entity::Opportunity,
    }
}
