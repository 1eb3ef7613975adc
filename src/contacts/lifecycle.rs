//! How far the relation with a contact has come: by the same rule as for accounts, from the contact's own deals.

use diesel::prelude::*;

use super::Contact;
use crate::accounts::Lifecycle;
use crate::accounts::lifecycle::{self, Customer, Facts};
use crate::db::Tx;
use crate::db::schema::contacts;
use crate::journal::{self, Action};

fn facts(tx: &mut Tx<'_>, contact: &Contact) -> QueryResult<Facts> {
    let reachable = !contact.emails.is_empty() || !contact.phones.is_empty();
    Ok(Facts { reachable, ..lifecycle::deal_facts(tx, Customer::Contact(contact.id))? })
}

/// The stage a contact would have if nobody had ever set it.
///
/// # Errors
/// What the database answers.
pub fn from_scratch(tx: &mut Tx<'_>, contact: &Contact) -> QueryResult<Lifecycle> {
    let facts = facts(tx, contact)?;
    let limit = tx.directory.organization.inactive_after_days;
    Ok(lifecycle::derived(Lifecycle::Suspect, facts, tx.company_today(), limit))
}

/// Brings a contact's stage up to its facts, unless it was set by hand. Call it when a deal of the contact opens, ends
/// or moves to another contact.
///
/// # Errors
/// What the database answers.
pub fn refresh(tx: &mut Tx<'_>, contact: i64) -> QueryResult<()> {
    let found = contacts::table.find(contact).select(Contact::as_select()).first::<Contact>(tx.db).optional()?;
    let Some(before) = found.filter(|found| !found.lifecycle_pinned) else { return Ok(()) };
    let facts = facts(tx, &before)?;
    let limit = tx.directory.organization.inactive_after_days;
    let stage = lifecycle::derived(before.lifecycle, facts, tx.company_today(), limit);
    if stage == before.lifecycle {
        return Ok(());
    }
    keep(tx, Action::Lifecycle, before, stage)
}

/// Takes back how far a contact had come by an action: from where that left it to what its facts make of where it
/// was before. Nothing happens where it has moved on since, or was set by hand.
///
/// # Errors
/// What the database answers.
pub fn recede(tx: &mut Tx<'_>, contact: i64, left: Lifecycle, before: Lifecycle) -> QueryResult<()> {
    let found = contacts::table.find(contact).select(Contact::as_select()).first::<Contact>(tx.db).optional()?;
    let known = found.filter(|found| !found.lifecycle_pinned && found.lifecycle == left);
    let Some(present) = known else { return Ok(()) };
    let facts = facts(tx, &present)?;
    let limit = tx.directory.organization.inactive_after_days;
    let stage = lifecycle::derived(before, facts, tx.company_today(), limit);
    if stage == present.lifecycle { Ok(()) } else { keep(tx, Action::Undone, present, stage) }
}

fn keep(tx: &mut Tx<'_>, action: Action, before: Contact, stage: Lifecycle) -> QueryResult<()> {
    let mut after = before.clone();
    after.version += 1;
    after.lifecycle = stage;
    let row = contacts::table.find(before.id).filter(contacts::version.eq(before.version));
    let set = (contacts::lifecycle.eq(stage), contacts::version.eq(after.version));
    match diesel::update(row).set(set).execute(tx.db)? {
        0 => refresh(tx, before.id),
        _ => journal::changed(tx, action, &before, &after),
    }
}

/// Refreshes the contacts that only the passing of days has moved; answers how many were looked at.
///
/// # Errors
/// What the database answers.
pub fn sweep(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let due = lifecycle::overdue(tx, "contacts", "contact_id")?;
    due.iter().try_for_each(|id| refresh(tx, *id))?;
    Ok(due.len())
}
