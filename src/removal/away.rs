//! Putting a record into the bin, with all that goes along.

use diesel::prelude::*;

use super::kept;
use super::kinds::{Leaving, leaving, number};
use super::links;
use super::plan::{Stays, plan};
use crate::db::Tx;
use crate::db::schema::contact_accounts;
use crate::db::sql::Sql;
use crate::journal::{self, Action, Change, Entity, of_settings};
use crate::records::parts::{Parts, remove_whole};
use crate::records::table;
use crate::web::Error;
use crate::{accounts, contacts, duplicates, tags};

/// What was put into the bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Its row there: what restores it.
    pub row: i64,
    /// What the record is called.
    pub name: String,
    /// How many deals went along.
    pub along: i64,
}

/// Puts a record into the bin with the deals that go along, or says what stands in the way; then nothing is changed.
///
/// # Errors
/// `NotFound` when the viewer may not know of the record, `Forbidden` when they may see it only; what the database answers.
pub fn put_away(tx: &mut Tx<'_>, entity: Entity, id: i64) -> Result<Result<Away, Stays>, Error> {
    let first = leaving(tx, entity, id)?;
    let plan = plan(tx, entity, id)?;
    if let Some(stays) = plan.stays {
        return Ok(Err(stays));
    }
    let mut all = vec![first];
    for deal in &plan.along {
        all.push(leaving(tx, Entity::Opportunity, *deal)?);
    }
    let row = put_all(tx, &all)?;
    refresh_customers(tx, all.iter().map(|one| &one.fields))?;
    let name = all.first().map(|one| one.name.clone()).unwrap_or_default();
    Ok(Ok(Away { row, name, along: i64::try_from(plan.along.len()).unwrap_or(i64::MAX) }))
}

/// Writes the first one's row first, and takes its table's row last: the others point to it.
fn put_all(tx: &mut Tx<'_>, all: &[Leaving]) -> Result<i64, Error> {
    let going: Vec<(Entity, i64)> = all.iter().map(|one| (one.entity, one.id)).collect();
    let mut first = None;
    for one in all {
        let parts = Parts::whole(tx, one.entity, one.id)?;
        remove_whole(tx, one.entity, one.id)?;
        another_main_company(tx, one, &parts)?;
        let links = links::empty(tx, (one.entity, one.id), &going)?;
        let row = kept::put(tx, one, &parts, &links, first)?;
        first.get_or_insert(row);
    }
    for one in all.iter().rev() {
        take(tx, one, Action::Deleted, &[])?;
    }
    first.ok_or(Error::NotFound)
}

/// Whoever loses their main company has the next one as such: one of several is always the main one.
fn another_main_company(tx: &mut Tx<'_>, leaving: &Leaving, parts: &Parts) -> QueryResult<()> {
    for place in parts.places.iter().filter(|place| leaving.entity == Entity::Account && place.is_primary) {
        let of_contact = contact_accounts::table.filter(contact_accounts::contact_id.eq(place.contact_id));
        let next = of_contact.order(contact_accounts::account_id).select(contact_accounts::account_id);
        if let Some(next) = next.first::<i64>(tx.db).optional()? {
            let row = contact_accounts::table.find((place.contact_id, next));
            diesel::update(row).set(contact_accounts::is_primary.eq(true)).execute(tx.db)?;
        }
    }
    Ok(())
}

/// Takes the row out of its table, if nobody has changed it since it was read.
pub(super) fn take(tx: &mut Tx<'_>, leaving: &Leaving, action: Action, said: &[Change]) -> Result<(), Error> {
    duplicates::forget(tx, leaving.entity, leaving.id)?;
    tags::forget(tx, leaving.entity, leaving.id)?;
    let delete = Sql::new(&format!("DELETE FROM {} WHERE id = ", table(leaving.entity))).bind(leaving.id);
    if delete.push(" AND version = ").bind(leaving.version).run(tx.db)? == 0 {
        return Err(Error::Overtaken);
    }
    journal::record(tx, leaving.entity, leaving.id, leaving.version, action, said)?;
    Ok(())
}

/// How far the relation with a customer has come follows from the deals there are (rule 75).
pub(super) fn refresh_customers<'f>(
    tx: &mut Tx<'_>,
    records: impl Iterator<Item = &'f super::kinds::Fields>,
) -> QueryResult<()> {
    for deal in records.filter(|fields| fields.contains_key("stage_id")) {
        if let Some(account) = number(deal, "account_id") {
            accounts::lifecycle::refresh(tx, account)?;
        }
        if let Some(contact) = number(deal, "contact_id") {
            contacts::lifecycle::refresh(tx, contact)?;
        }
    }
    Ok(())
}

/// The same of one customer; other records have nothing that follows from deals.
pub(super) fn refresh(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    match entity {
        Entity::Account => accounts::lifecycle::refresh(tx, id),
        Entity::Contact => contacts::lifecycle::refresh(tx, id),
        Entity::Lead | Entity::Opportunity | Entity::Product | Entity::Activity | of_settings!() => Ok(()),
    }
}
