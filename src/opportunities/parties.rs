//! Who at the customer plays which part in a deal. They stand in a table of their own and are part of the deal's history
//! all the same: field `contacts` of its journal.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::Opportunity;
use crate::db::Tx;
use crate::db::schema::{opportunities, opportunity_contacts};
use crate::journal::{self, Action, Change, Entity};
use crate::records;

/// The name of the field in the journal.
pub const FIELD: &str = "contacts";

/// A contact's part in a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = opportunity_contacts)]
pub struct Party {
    /// Which contact.
    pub contact_id: i64,
    /// Their part.
    pub role: String,
}

/// Somebody who takes part.
#[derive(Clone, Debug)]
pub struct PartyRow {
    /// The contact.
    pub contact_id: i64,
    /// Their name; none where the viewer may not see them.
    pub name: Option<String>,
    /// Their part.
    pub role: String,
}

impl PartyRow {
    /// What a button about them adds to its words.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }
}

/// Everybody who takes part in a deal, by name. The caller has checked that the viewer may see the deal.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, deal: i64) -> QueryResult<Vec<PartyRow>> {
    let rows = all(tx, deal)?;
    let wanted: Vec<(Entity, i64)> = rows.iter().map(|party| (Entity::Contact, party.contact_id)).collect();
    let names = records::named(tx, &wanted)?;
    let name = |id| names.get(&(Entity::Contact, id)).filter(|named| named.visible).map(|named| named.name.clone());
    let row = |Party { contact_id, role }| PartyRow { contact_id, name: name(contact_id), role };
    Ok(rows.into_iter().map(row).collect())
}

/// Everybody who takes part in a deal. The caller has checked that the viewer may see the deal.
///
/// # Errors
/// What the database answers.
pub fn all(tx: &mut Tx<'_>, deal: i64) -> QueryResult<Vec<Party>> {
    opportunity_contacts::table
        .filter(opportunity_contacts::opportunity_id.eq(deal))
        .order(opportunity_contacts::contact_id)
        .select(Party::as_select())
        .load(tx.db)
}

/// Adds a contact, or changes their part; no, if somebody changed the deal since it was read.
///
/// # Errors
/// What the database answers.
pub fn add(tx: &mut Tx<'_>, deal: &Opportunity, contact_id: i64, role: &str) -> QueryResult<bool> {
    let mut parties = all(tx, deal.id)?;
    parties.retain(|party| party.contact_id != contact_id);
    parties.push(Party { contact_id, role: role.to_owned() });
    parties.sort_by_key(|party| party.contact_id);
    replace(tx, deal, &parties)
}

/// Takes a contact out of a deal; nothing happens when they are not in it. No, if somebody changed the deal since.
///
/// # Errors
/// What the database answers.
pub fn remove(tx: &mut Tx<'_>, deal: &Opportunity, contact_id: i64) -> QueryResult<bool> {
    let mut parties = all(tx, deal.id)?;
    parties.retain(|party| party.contact_id != contact_id);
    replace(tx, deal, &parties)
}

fn replace(tx: &mut Tx<'_>, deal: &Opportunity, parties: &[Party]) -> QueryResult<bool> {
    let old = all(tx, deal.id)?;
    if old == parties {
        return Ok(true);
    }
    let version = deal.version + 1;
    let row = opportunities::table.find(deal.id).filter(opportunities::version.eq(deal.version));
    let set = (opportunities::version.eq(version), opportunities::updated_at.eq(tx.now));
    if diesel::update(row).set(set).execute(tx.db)? == 0 {
        return Ok(false);
    }
    write(tx, deal.id, parties)?;
    let change = Change { field: FIELD.to_owned(), before: stored(&old), after: stored(parties) };
    journal::record(tx, Entity::Opportunity, deal.id, version, Action::Edited, &[change])?;
    Ok(true)
}

/// Writes the rows alone: for what journals the change itself, such as undoing.
///
/// # Errors
/// What the database answers.
pub fn write(tx: &mut Tx<'_>, deal: i64, parties: &[Party]) -> QueryResult<()> {
    let of_deal = opportunity_contacts::opportunity_id.eq(deal);
    diesel::delete(opportunity_contacts::table.filter(of_deal)).execute(tx.db)?;
    for party in parties {
        let values = (
            of_deal,
            opportunity_contacts::contact_id.eq(party.contact_id),
            opportunity_contacts::role.eq(&party.role),
        );
        diesel::insert_into(opportunity_contacts::table).values(values).execute(tx.db)?;
    }
    Ok(())
}

fn stored(parties: &[Party]) -> Option<String> {
    if parties.is_empty() { None } else { serde_json::to_string(parties).ok() }
}
