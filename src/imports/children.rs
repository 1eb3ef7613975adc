//! What hangs on a record and has no version of its own: the companies of a contact, the stays and closings of a deal.
//! Where an import changes them, the journal keeps them whole, before and after, so that they can be put back.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::db::Tx;
use crate::db::schema::{closures, contact_accounts, stage_spells};
use crate::journal::{self, Action, Change, Entity};

/// The name under which the journal keeps them.
pub const FIELD: &str = "children";

/// A company of a contact.
#[derive(Clone, Debug, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = contact_accounts)]
struct Link {
    contact_id: i64,
    account_id: i64,
    role: String,
    is_primary: bool,
}

/// A stay of a deal in a stage.
#[derive(Clone, Debug, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = stage_spells)]
struct Spell {
    id: i64,
    opportunity_id: i64,
    stage_id: i64,
    stage_name: String,
    stage_kind: String,
    entered_at: NaiveDateTime,
    left_at: Option<NaiveDateTime>,
    moved_by: Option<i64>,
}

/// A closing of a deal.
#[derive(Clone, Debug, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = closures)]
struct Closure {
    id: i64,
    opportunity_id: i64,
    kind: String,
    stage_id: i64,
    stage_name: String,
    closed_on: NaiveDate,
    closed_at: NaiveDateTime,
    amount_minor: i64,
    currency: String,
    rate: Option<i64>,
    rate_from: Option<NaiveDate>,
    owner_id: Option<i64>,
    team_id: i64,
    reason: String,
    reason_text: String,
    competitor: String,
    closed_by: i64,
    reopened_at: Option<NaiveDateTime>,
    reopened_by: Option<i64>,
}

/// Everything that hangs on one record.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Children {
    links: Vec<Link>,
    spells: Vec<Spell>,
    closures: Vec<Closure>,
}

/// What hangs on a record now.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Value> {
    let mut found = Children::default();
    if entity == Entity::Contact {
        let links = contact_accounts::table.filter(contact_accounts::contact_id.eq(id));
        found.links = links.order(contact_accounts::account_id).select(Link::as_select()).load(tx.db)?;
    }
    if entity == Entity::Opportunity {
        let spells = stage_spells::table.filter(stage_spells::opportunity_id.eq(id)).order(stage_spells::id);
        found.spells = spells.select(Spell::as_select()).load(tx.db)?;
        let closings = closures::table.filter(closures::opportunity_id.eq(id)).order(closures::id);
        found.closures = closings.select(Closure::as_select()).load(tx.db)?;
    }
    Ok(serde_json::to_value(found).unwrap_or_default())
}

/// Journals what an import changed about them.
///
/// # Errors
/// What the database answers.
pub fn journal(tx: &mut Tx<'_>, entity: Entity, id: i64, version: i64, before: &Value) -> QueryResult<()> {
    let after = of(tx, entity, id)?;
    let change = Change { field: FIELD.to_owned(), before: Some(before.to_string()), after: Some(after.to_string()) };
    journal::record(tx, entity, id, version, Action::Edited, &[change]).map(drop)
}

/// Takes away everything that hangs on a record.
///
/// # Errors
/// What the database answers.
pub fn remove(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    if entity == Entity::Contact {
        diesel::delete(contact_accounts::table.filter(contact_accounts::contact_id.eq(id))).execute(tx.db)?;
    }
    if entity == Entity::Opportunity {
        diesel::delete(stage_spells::table.filter(stage_spells::opportunity_id.eq(id))).execute(tx.db)?;
        diesel::delete(closures::table.filter(closures::opportunity_id.eq(id))).execute(tx.db)?;
    }
    Ok(())
}

/// Puts back what hung on a record, as the journal kept it.
///
/// # Errors
/// What the database answers.
pub fn put_back(tx: &mut Tx<'_>, entity: Entity, id: i64, kept: &str) -> QueryResult<()> {
    let kept: Children =
        serde_json::from_str(kept).map_err(|e| diesel::result::Error::DeserializationError(e.into()))?;
    remove(tx, entity, id)?;
    for link in kept.links {
        diesel::insert_into(contact_accounts::table).values(link).execute(tx.db)?;
    }
    for spell in kept.spells {
        diesel::insert_into(stage_spells::table).values(spell).execute(tx.db)?;
    }
    for closure in kept.closures {
        diesel::insert_into(closures::table).values(closure).execute(tx.db)?;
    }
    Ok(())
}
