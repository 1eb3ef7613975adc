//! Who at the customer plays which part in a deal. Coming and going is journalled on the deal.

use diesel::prelude::*;
use serde_json::Value;

use super::Opportunity;
use crate::db::Tx;
use crate::db::schema::opportunity_contacts;
use crate::journal::{self, Action, Change, Entity};
use crate::records;

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

/// Everybody who takes part in a deal. The caller has checked that the viewer may see the deal.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, deal: i64) -> QueryResult<Vec<PartyRow>> {
    let rows: Vec<(i64, String)> = opportunity_contacts::table
        .filter(opportunity_contacts::opportunity_id.eq(deal))
        .order(opportunity_contacts::contact_id)
        .select((opportunity_contacts::contact_id, opportunity_contacts::role))
        .load(tx.db)?;
    let wanted: Vec<(Entity, i64)> = rows.iter().map(|(id, _)| (Entity::Contact, *id)).collect();
    let names = records::named(tx, &wanted)?;
    let name = |id| names.get(&(Entity::Contact, id)).filter(|named| named.visible).map(|named| named.name.clone());
    Ok(rows.into_iter().map(|(contact_id, role)| PartyRow { contact_id, name: name(contact_id), role }).collect())
}

/// Adds a contact, or changes their part.
///
/// # Errors
/// What the database answers.
pub fn add(tx: &mut Tx<'_>, deal: &Opportunity, contact_id: i64, role: &str) -> QueryResult<()> {
    let before = remove_row(tx, deal.id, contact_id)?;
    let row = (
        opportunity_contacts::opportunity_id.eq(deal.id),
        opportunity_contacts::contact_id.eq(contact_id),
        opportunity_contacts::role.eq(role),
    );
    diesel::insert_into(opportunity_contacts::table).values(row).execute(tx.db)?;
    if before.as_deref() == Some(role) {
        return Ok(());
    }
    let came = before.is_none().then(|| (Value::Null, Value::from(contact_id)));
    note(tx, deal, came, (before.map_or(Value::Null, Value::from), Value::from(role)))
}

/// Takes a contact out of a deal; nothing happens when they are not in it.
///
/// # Errors
/// What the database answers.
pub fn remove(tx: &mut Tx<'_>, deal: &Opportunity, contact_id: i64) -> QueryResult<()> {
    match remove_row(tx, deal.id, contact_id)? {
        Some(role) => note(tx, deal, Some((Value::from(contact_id), Value::Null)), (Value::from(role), Value::Null)),
        None => Ok(()),
    }
}

fn remove_row(tx: &mut Tx<'_>, deal: i64, contact_id: i64) -> QueryResult<Option<String>> {
    let row = opportunity_contacts::table.find((deal, contact_id));
    let role = row.select(opportunity_contacts::role).first(tx.db).optional()?;
    diesel::delete(row).execute(tx.db)?;
    Ok(role)
}

type Step = (Value, Value);

fn note(tx: &mut Tx<'_>, deal: &Opportunity, who: Option<Step>, role: Step) -> QueryResult<()> {
    let stored = |value: Value| (!value.is_null()).then(|| value.to_string());
    let change = |field: &str, (before, after): Step| Change {
        field: field.to_owned(),
        before: stored(before),
        after: stored(after),
    };
    let changes: Vec<Change> =
        who.map(|who| change("party_id", who)).into_iter().chain([change("party_role", role)]).collect();
    journal::record(tx, Entity::Opportunity, deal.id, deal.version, Action::Edited, &changes).map(drop)
}
