//! What hangs on a record and has no version of its own: the companies of a contact, the stays and closings of a deal.
//! Where an action is taken back, the journal keeps them whole, before and after, so that they can be put back.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::db::Tx;
use crate::db::schema::{closures, contact_accounts, stage_spells};
use crate::db::sql::Sql;
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
struct Parts {
    links: Vec<Link>,
    spells: Vec<Spell>,
    closures: Vec<Closure>,
}

impl Parts {
    fn load(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Parts> {
        let mut found = Parts::default();
        if entity == Entity::Contact {
            let links = contact_accounts::table.filter(contact_accounts::contact_id.eq(id));
            found.links = links.order(contact_accounts::account_id).select(Link::as_select()).load(tx.db)?;
        }
        if entity == Entity::Opportunity {
            let spells = stage_spells::table.filter(stage_spells::opportunity_id.eq(id));
            let spells = spells.order((stage_spells::entered_at, stage_spells::id));
            found.spells = spells.select(Spell::as_select()).load(tx.db)?;
            let closings = closures::table.filter(closures::opportunity_id.eq(id)).order(closures::id);
            found.closures = closings.select(Closure::as_select()).load(tx.db)?;
        }
        Ok(found)
    }

    /// Makes the closing of this instant the one that stands; the others have been opened again.
    fn stand(&mut self, closed_at: Option<NaiveDateTime>, now: NaiveDateTime, by: Option<i64>) {
        let standing = self.closures.iter().rposition(|closure| Some(closure.closed_at) == closed_at);
        for (place, closure) in self.closures.iter_mut().enumerate() {
            if Some(place) == standing {
                (closure.reopened_at, closure.reopened_by) = (None, None);
            } else if closure.reopened_at.is_none() {
                (closure.reopened_at, closure.reopened_by) = (Some(now), by);
            }
        }
    }
}

fn value(parts: Parts) -> Value {
    serde_json::to_value(parts).unwrap_or_default()
}

/// What hangs on a record now.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Value> {
    Parts::load(tx, entity, id).map(value)
}

/// What hung on a deal before it came into its present stage: the stay there is gone and the one before goes on; of the
/// closings the one of `closed_at` stands, and the last one is gone where coming there closed the deal.
///
/// # Errors
/// What the database answers.
pub fn stepped_back(tx: &mut Tx<'_>, deal: i64, closing: bool, closed_at: Option<NaiveDateTime>) -> QueryResult<Value> {
    let mut parts = Parts::load(tx, Entity::Opportunity, deal)?;
    let present = parts.spells.iter().rposition(|spell| spell.left_at.is_none());
    if let Some(present) = present.filter(|place| *place > 0) {
        parts.spells.remove(present);
        parts.spells[present - 1].left_at = None;
    }
    if closing {
        parts.closures.pop();
    }
    parts.stand(closed_at, tx.now, tx.viewer.actor());
    Ok(value(parts))
}

/// Makes the closing of this instant the one that stands; none, where the deal is open.
///
/// # Errors
/// What the database answers.
pub fn let_stand(tx: &mut Tx<'_>, deal: i64, closed_at: Option<NaiveDateTime>) -> QueryResult<()> {
    let mut parts = Parts::load(tx, Entity::Opportunity, deal)?;
    parts.stand(closed_at, tx.now, tx.viewer.actor());
    write(tx, Entity::Opportunity, deal, parts)
}

/// What changed about them, as the journal keeps it; nothing where nothing did.
pub fn change(before: &Value, after: &Value) -> Option<Change> {
    let kept = |value: &Value| Some(value.to_string());
    (before != after).then(|| Change { field: FIELD.to_owned(), before: kept(before), after: kept(after) })
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
pub fn put_back(tx: &mut Tx<'_>, entity: Entity, id: i64, kept: &Value) -> QueryResult<()> {
    let kept: Parts =
        serde_json::from_value(kept.clone()).map_err(|e| diesel::result::Error::DeserializationError(e.into()))?;
    write(tx, entity, id, kept)
}

fn write(tx: &mut Tx<'_>, entity: Entity, id: i64, parts: Parts) -> QueryResult<()> {
    remove(tx, entity, id)?;
    for link in parts.links {
        diesel::insert_into(contact_accounts::table).values(link).execute(tx.db)?;
    }
    for mut spell in parts.spells {
        spell.id = free(tx, "stage_spells", spell.id)?;
        diesel::insert_into(stage_spells::table).values(spell).execute(tx.db)?;
    }
    for mut closure in parts.closures {
        closure.id = free(tx, "closures", closure.id)?;
        diesel::insert_into(closures::table).values(closure).execute(tx.db)?;
    }
    Ok(())
}

/// The id a row had, unless another row was given it since: SQLite gives the last one out again once it is gone.
fn free(tx: &mut Tx<'_>, table: &str, id: i64) -> QueryResult<i64> {
    let taken = Sql::new(&format!("SELECT COUNT(*) FROM {table} WHERE id = ")).bind(id);
    let (taken,): (i64,) = taken.one::<(BigInt,), _>(tx.db)?;
    if taken == 0 {
        return Ok(id);
    }
    let (last,): (i64,) = Sql::new(&format!("SELECT MAX(id) FROM {table}")).one::<(BigInt,), _>(tx.db)?;
    Ok(last + 1)
}
