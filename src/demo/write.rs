//! Puts the stories into the database: records through their stores, so that everything derived is what the stores
//! derive; stays and journal many at a time.

use std::sync::Arc;

use diesel::QueryResult;

use super::customers::Customers;
use super::deals::{Closed, Deal};
use super::diary;
use super::story::Story;
use crate::db::sql::insert_rows;
use crate::db::{Tx, dialect};
use crate::journal::{self, Entry};
use crate::leads::Lead;
use crate::opportunities::closures;
use crate::{accounts, contacts, leads, opportunities};

/// What every entry of the journal names as its request.
const REQUEST: &str = "demo";

/// Writes everything told.
///
/// # Errors
/// What the database answers.
pub fn all(tx: &mut Tx<'_>, customers: Customers, leads: Vec<Story<Lead>>, deals: Vec<Deal>) -> QueryResult<()> {
    let mut entries = Vec::new();
    write_accounts(tx, &customers)?;
    write_contacts(tx, &customers)?;
    leads.iter().try_for_each(|lead| leads::put(tx, &lead.record))?;
    deals.iter().try_for_each(|deal| opportunities::put(tx, &deal.story.record))?;
    write_stays(tx, &deals)?;
    write_closings(tx, &deals)?;
    write_parts(tx, &deals)?;
    entries.extend(diary::write(tx, &deals, &customers)?);
    for table in ["accounts", "contacts", "leads", "opportunities", "activities"] {
        dialect::ids_given(tx.db, table)?;
    }
    entries.extend(customers.all.into_iter().filter_map(|customer| customer.story).flat_map(|story| story.entries));
    entries.extend(customers.people.into_iter().flat_map(|person| person.story.entries));
    entries.extend(leads.into_iter().flat_map(|story| story.entries));
    entries.extend(deals.into_iter().flat_map(|deal| deal.story.entries));
    write_journal(tx, entries)
}

fn write_accounts(tx: &mut Tx<'_>, customers: &Customers) -> QueryResult<()> {
    let mut companies = customers.all.iter().filter_map(|customer| customer.story.as_ref());
    companies.try_for_each(|story| accounts::put(tx, &story.record))
}

fn write_contacts(tx: &mut Tx<'_>, customers: &Customers) -> QueryResult<()> {
    customers.people.iter().try_for_each(|person| contacts::put(tx, &person.story.record))?;
    let columns = "contact_id, account_id, role, is_primary";
    let rows = customers.people.iter().flat_map(|person| {
        let id = person.story.record.id;
        person.works_for.iter().enumerate().map(move |(place, works)| (id, place == 0, works))
    });
    insert_rows(tx.db, "contact_accounts", columns, rows, |sql, (id, is_primary, (account, part))| {
        sql.bind(id).push(", ").bind(*account).push(", ").bind(*part).push(", ").bind(is_primary)
    })
}

fn write_stays(tx: &mut Tx<'_>, deals: &[Deal]) -> QueryResult<()> {
    let mut rows: Vec<_> = deals
        .iter()
        .flat_map(|deal| deal.stays.iter().map(|stay| (deal.story.record.id, stay)))
        .filter_map(|(id, stay)| Some((id, stay, tx.directory.stage(stay.stage_id)?)))
        .collect();
    rows.sort_by_key(|(_, stay, _)| stay.from);
    let columns = "opportunity_id, stage_id, stage_name, stage_kind, entered_at, left_at, moved_by";
    insert_rows(tx.db, "stage_spells", columns, rows, |sql, (id, stay, stage)| {
        let sql = sql.bind(id).push(", ").bind(stage.id).push(", ").bind(stage.name.as_str()).push(", ");
        let sql = sql.bind(stage.kind.name()).push(", ").bind(stay.from).push(", ").bind(stay.until);
        sql.push(", ").bind(stay.by)
    })
}

/// Each closing as the person who closed it would have written it then.
fn write_closings(tx: &mut Tx<'_>, deals: &[Deal]) -> QueryResult<()> {
    let mut closings: Vec<&Closed> = deals.iter().flat_map(|deal| &deal.closings).collect();
    closings.sort_by_key(|closed| closed.at);
    let (me, now) = (Arc::clone(&tx.viewer), tx.now);
    let mut by_whom = me.as_ref().clone();
    for closed in closings {
        by_whom.id = closed.by;
        (tx.viewer, tx.now) = (Arc::new(by_whom.clone()), closed.at);
        closures::write(tx, &closed.deal, &closed.closing)?;
        if let Some((at, by)) = closed.reopened {
            by_whom.id = by;
            (tx.viewer, tx.now) = (Arc::new(by_whom.clone()), at);
            closures::reopen(tx, closed.deal.id)?;
        }
    }
    (tx.viewer, tx.now) = (me, now);
    Ok(())
}

fn write_parts(tx: &mut Tx<'_>, deals: &[Deal]) -> QueryResult<()> {
    let rows = deals.iter().flat_map(|deal| deal.parts.iter().map(|part| (deal.story.record.id, part)));
    insert_rows(
        tx.db,
        "opportunity_contacts",
        "opportunity_id, contact_id, role",
        rows,
        |sql, (id, (contact, part))| sql.bind(id).push(", ").bind(*contact).push(", ").bind(*part),
    )
}

/// In the order it happened: a larger number is a later entry.
fn write_journal(tx: &mut Tx<'_>, mut entries: Vec<Entry>) -> QueryResult<()> {
    entries.sort_by_key(|entry| entry.at);
    journal::write_all(tx.db, REQUEST, &entries)
}
