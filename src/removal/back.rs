//! Restoring a record from the bin, with all that went along.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::Value;

use super::away::refresh_customers;
use super::kept::{self, Kept};
use super::kinds::{self, Fields, number};
use super::links::{Link, REFERENCES, exists};
use super::merge;
use crate::db::Tx;
use crate::db::schema::contact_accounts;
use crate::db::sql::Sql;
use crate::journal::{self, Action, Change, Entity};
use crate::records::parts::Parts;
use crate::records::table;
use crate::web::Error;
use crate::{opportunities, products};

/// How a record comes back whose customer is in the bin too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not at all: whoever asks is told.
    Alone,
    /// With the customer, and what went along with that one.
    WithCustomer,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// What kind of record.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// How many records came along.
    pub along: i64,
    /// Did it belong to somebody who has left? Then it waits for somebody in the team's pool.
    pub is_nobodys: bool,
}

/// Why a record stays in the bin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its customer lies there too; what that one is called, where the viewer may restore it.
    Customer(Option<String>),
    /// Another record has its id in the other system.
    ExternalId,
    /// Another product has its name.
    Name,
    /// The record it was merged into is gone, or not theirs to change.
    Winner,
}

/// Restores a record with what went along, as far as the viewer may edit that, or says why not; then the caller takes back
/// what was begun.
///
/// # Errors
/// `NotFound` when it is not in the bin, or the viewer may not restore it; what the database answers.
pub fn restore(tx: &mut Tx<'_>, entity: Entity, id: i64, way: Way) -> Result<Result<Restored, Refused>, Error> {
    let row = kept::of(tx, entity, id)?.filter(|row| row.is_theirs(tx)).ok_or(Error::NotFound)?;
    if let Some(merge) = merge::of_loser(tx, entity, id)? {
        return merge::undo(tx, row, &merge);
    }
    let mut came = 0;
    if let Some(customer) = missing_customer(tx, &row)? {
        let name = Some(customer.name.clone()).filter(|_| customer.is_theirs(tx));
        if way == Way::Alone || name.is_none() {
            return Ok(Err(Refused::Customer(name)));
        }
        match restore(tx, customer.entity, customer.record_id, way)? {
            Ok(back) => came = 1 + back.along,
            Err(refused) => return Ok(Err(refused)),
        }
        if kept::of(tx, entity, id)?.is_none() {
            let (name, along) = (row.name, came - 1);
            return Ok(Ok(Restored { entity, id, name, along, is_nobodys: false }));
        }
    }
    let mut rows = vec![row];
    rows.extend(kept::along(tx, rows[0].id)?.into_iter().filter(|row| row.is_theirs(tx)));
    let back = put_back(tx, &rows, &[])?;
    Ok(back.map(|back| Restored { along: back.along + came, ..back }))
}

/// The customer of a deal, where it lies in the bin: the company, else the person.
fn missing_customer(tx: &mut Tx<'_>, row: &Kept) -> Result<Option<Kept>, Error> {
    if row.entity != Entity::Opportunity {
        return Ok(None);
    }
    let fields = merge::followed(tx, row.entity, row.fields()?)?;
    let account = number(&fields, "account_id").map(|id| (Entity::Account, id));
    let customer = account.or(number(&fields, "contact_id").map(|id| (Entity::Contact, id)));
    Ok(match customer {
        Some((entity, id)) => kept::of(tx, entity, id)?,
        None => None,
    })
}

/// Puts rows of the bin back, the first of which took the others along; `said` is what is told of them beside their fields.
pub(super) fn put_back(tx: &mut Tx<'_>, rows: &[Kept], said: &[Change]) -> Result<Result<Restored, Refused>, Error> {
    let Some(first) = rows.first() else { return Err(Error::NotFound) };
    let mut back = Restored {
        entity: first.entity,
        id: first.record_id,
        name: first.name.clone(),
        along: i64::try_from(rows.len() - 1).unwrap_or(i64::MAX),
        is_nobodys: false,
    };
    let mut restored = Vec::new();
    for row in rows {
        let fields = row.fields()?;
        if let Some(refused) = taken(tx, row, &fields)? {
            return Ok(Err(refused));
        }
        row.take_out(tx)?;
        let (fields, left) = put_record(tx, row, fields, said)?;
        back.is_nobodys |= left;
        kinds::put(tx, row.entity, fields.clone())?;
        restored.push(fields);
    }
    for row in rows {
        parts_back(tx, row.parts()?)?;
        links_back(tx, row)?;
        follow_stage(tx, row)?;
    }
    refresh_customers(tx, restored.iter())?;
    Ok(Ok(back))
}

/// Has another record meanwhile what only one may have?
fn taken(tx: &mut Tx<'_>, row: &Kept, fields: &Fields) -> Result<Option<Refused>, Error> {
    if let Some(external) = fields.get("external_id").and_then(Value::as_str) {
        let select = Sql::new(&format!("SELECT id FROM {} WHERE external_id = ", table(row.entity)));
        if !select.bind(external).push(" LIMIT 1").load::<(BigInt,), (i64,)>(tx.db)?.is_empty() {
            return Ok(Some(Refused::ExternalId));
        }
    }
    let is_known = row.entity == Entity::Product && products::find_by_key(tx, &row.name)?.is_some();
    Ok(is_known.then_some(Refused::Name))
}

/// The fields a record comes back with, journalled; and whether its owner has left.
fn put_record(tx: &mut Tx<'_>, row: &Kept, before: Fields, said: &[Change]) -> Result<(Fields, bool), Error> {
    let mut fields = merge::followed(tx, row.entity, before.clone())?;
    let is_open = fields.get("state").is_none_or(|state| state == "open" || state == "planned")
        && fields.get("closed_on").is_none_or(Value::is_null);
    let person = number(&fields, "owner_id").map(|owner| tx.directory.person(owner).map(|person| person.active));
    // A closed record keeps the name of whoever has left (rule 44), as long as there is somebody of that name.
    let left = match person {
        None | Some(Some(true)) => false,
        Some(Some(false)) => is_open,
        Some(None) => true,
    };
    if left {
        fields.insert("owner_id".to_owned(), Value::Null);
    }
    empty_missing(tx, row, &mut fields)?;
    let mut changes = journal::differing(&before, &fields);
    let version = number(&before, "version").unwrap_or(1) + i64::from(!changes.is_empty());
    fields.insert("version".to_owned(), version.into());
    changes.extend_from_slice(said);
    journal::record(tx, row.entity, row.record_id, version, Action::Restored, &changes)?;
    Ok((fields, left))
}

/// Empties what points to records that are no more; one that lies in the bin will point back when it is restored.
fn empty_missing(tx: &mut Tx<'_>, row: &Kept, fields: &mut Fields) -> Result<(), Error> {
    for reference in REFERENCES.iter().filter(|reference| reference.of == row.entity) {
        let Some(to) = number(fields, reference.column) else { continue };
        if exists(tx, reference.to, to)? {
            continue;
        }
        fields.insert(reference.column.to_owned(), Value::Null);
        if let Some(other) = kept::of(tx, reference.to, to)? {
            let column = reference.column.to_owned();
            other.add_link(tx, Link { entity: row.entity, id: row.record_id, column })?;
        }
    }
    Ok(())
}

/// Puts back what hung on a record. Where that ties it to one that lies in the bin too, it waits there.
fn parts_back(tx: &mut Tx<'_>, mut parts: Parts) -> Result<(), Error> {
    let (mut places, mut parties) = (Vec::new(), Vec::new());
    for place in std::mem::take(&mut parts.places) {
        let ends = [(Entity::Contact, place.contact_id), (Entity::Account, place.account_id)];
        let tie = Parts::of_place(place.clone());
        if waits(tx, ends, tie)? {
            continue;
        }
        if place.is_primary {
            let others = contact_accounts::table.filter(contact_accounts::contact_id.eq(place.contact_id));
            diesel::update(others).set(contact_accounts::is_primary.eq(false)).execute(tx.db)?;
        }
        places.push(place);
    }
    for party in std::mem::take(&mut parts.parties) {
        let ends = [(Entity::Opportunity, party.opportunity_id), (Entity::Contact, party.contact_id)];
        let tie = Parts::of_party(party.clone());
        if !waits(tx, ends, tie)? {
            parties.push(party);
        }
    }
    (parts.places, parts.parties) = (places, parties);
    Ok(parts.put_back(tx)?)
}

/// Is an end of a tie missing? Then the tie waits with it in the bin; where it is not there either, it is no more.
fn waits(tx: &mut Tx<'_>, ends: [(Entity, i64); 2], tie: Parts) -> Result<bool, Error> {
    for (entity, id) in ends {
        if !exists(tx, entity, id)? {
            if let Some(other) = kept::of(tx, entity, id)? {
                other.add_parts(tx, tie)?;
            }
            return Ok(true);
        }
    }
    Ok(false)
}

/// Points to the record again what pointed to it and has stayed empty.
fn links_back(tx: &mut Tx<'_>, row: &Kept) -> Result<(), Error> {
    for link in row.links()? {
        match kept::of(tx, link.entity, link.id)? {
            Some(other) => other.point(tx, &link.column, row.record_id)?,
            None => link.set(tx, row.record_id)?,
        }
    }
    Ok(())
}

/// A deal whose stage was retired meanwhile goes where the others of that stage went.
fn follow_stage(tx: &mut Tx<'_>, row: &Kept) -> Result<(), Error> {
    if row.entity != Entity::Opportunity {
        return Ok(());
    }
    let deal = opportunities::find(tx, row.record_id)?;
    let directory = tx.directory.clone();
    let Some(from) = directory.stage(deal.stage_id) else { return Ok(()) };
    let mut to = from;
    while let Some(next) = to.retired_into.and_then(|next| directory.stage(next)) {
        to = next;
    }
    if to.id == from.id { Ok(()) } else { opportunities::moves::follow(tx, &deal, from, to) }
}
