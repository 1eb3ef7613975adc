//! What hangs on a record and has no version of its own: the companies of a contact, those who take part in a deal, its
//! stays and its closings, with whom it is shared. Kept whole wherever a record is taken away and may come back.

mod kept;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::activities::{self, Activity};
use crate::db::Tx;
use crate::db::schema::{closures, contact_accounts, opportunity_contacts, shares, stage_spells};
use crate::journal::{Entity, of_settings};

pub use kept::{FIELD, change, journal, let_stand, of, put_back, stepped_back};

/// A contact's place in a company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = contact_accounts)]
pub struct Place {
    /// The contact.
    pub contact_id: i64,
    /// The company.
    pub account_id: i64,
    /// What the contact is there.
    pub role: String,
    /// Is it the contact's main company?
    pub is_primary: bool,
}

/// A contact's part in a deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = opportunity_contacts)]
pub struct Party {
    /// The deal.
    pub opportunity_id: i64,
    /// The contact.
    pub contact_id: i64,
    /// What part they play.
    pub role: String,
}

/// A stay of a deal in a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = stage_spells)]
pub struct Stay {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = closures)]
pub struct Closing {
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

/// Somebody, or a team, with whom a record is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable)]
#[diesel(table_name = shares)]
pub struct Share {
    id: i64,
    entity: Entity,
    /// The record.
    pub record_id: i64,
    /// The person, or nobody.
    pub person_id: Option<i64>,
    /// The team, or none.
    pub team_id: Option<i64>,
    may_edit: bool,
    created_by: Option<i64>,
    created_at: NaiveDateTime,
}

impl Share {
    /// Is the other one a share with the same person or team?
    pub fn is_with_same(&self, other: &Share) -> bool {
        (self.person_id, self.team_id) == (other.person_id, other.team_id)
    }

    /// Makes it a share of another record.
    ///
    /// # Errors
    /// What the database answers.
    pub fn turn(&self, tx: &mut Tx<'_>, record: i64) -> QueryResult<()> {
        diesel::update(shares::table.find(self.id)).set(shares::record_id.eq(record)).execute(tx.db).map(drop)
    }
}

/// What hangs on one record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// Places in companies.
    #[serde(rename = "links")]
    pub places: Vec<Place>,
    /// Parts in deals.
    pub parties: Vec<Party>,
    /// With whom it is shared.
    pub shares: Vec<Share>,
    /// What was done and is planned about it.
    pub activities: Vec<Activity>,
    /// In what a contact takes part: activities.
    pub guest_of: Vec<i64>,
    spells: Vec<Stay>,
    closures: Vec<Closing>,
}

impl Parts {
    /// What a record has for itself: a contact its places, a deal its stays and closings.
    ///
    /// # Errors
    /// What the database answers.
    pub fn own(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Parts> {
        let mut found = Parts::default();
        if entity == Entity::Contact {
            let places = contact_accounts::table.filter(contact_accounts::contact_id.eq(id));
            found.places = places.order(contact_accounts::account_id).select(Place::as_select()).load(tx.db)?;
        }
        if entity == Entity::Opportunity {
            let stays = stage_spells::table.filter(stage_spells::opportunity_id.eq(id));
            let stays = stays.order((stage_spells::entered_at, stage_spells::id));
            found.spells = stays.select(Stay::as_select()).load(tx.db)?;
            let closings = closures::table.filter(closures::opportunity_id.eq(id)).order(closures::id);
            found.closures = closings.select(Closing::as_select()).load(tx.db)?;
        }
        Ok(found)
    }

    /// The same with what it shares with another record: the people of a company, those who take part in a deal.
    ///
    /// # Errors
    /// What the database answers.
    pub fn whole(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Parts> {
        let mut found = Parts::own(tx, entity, id)?;
        let shared = shares::table.filter(shares::entity.eq(entity).and(shares::record_id.eq(id)));
        found.shares = shared.order(shares::id).select(Share::as_select()).load(tx.db)?;
        found.activities = activities::about(tx, (entity, id))?;
        let parties = opportunity_contacts::table.into_boxed();
        let parties = match entity {
            Entity::Account => {
                let places = contact_accounts::table.filter(contact_accounts::account_id.eq(id));
                found.places = places.order(contact_accounts::contact_id).select(Place::as_select()).load(tx.db)?;
                return Ok(found);
            }
            Entity::Contact => {
                found.guest_of = activities::with_contact(tx, id)?;
                parties.filter(opportunity_contacts::contact_id.eq(id))
            }
            Entity::Opportunity => parties.filter(opportunity_contacts::opportunity_id.eq(id)),
            Entity::Lead | Entity::Product | Entity::Activity | of_settings!() => return Ok(found),
        };
        found.parties = parties.select(Party::as_select()).load(tx.db)?;
        Ok(found)
    }

    /// One place in a company.
    pub fn of_place(place: Place) -> Parts {
        Parts { places: vec![place], ..Parts::default() }
    }

    /// One part in a deal.
    pub fn of_party(party: Party) -> Parts {
        Parts { parties: vec![party], ..Parts::default() }
    }

    /// Puts back what hung on a record. Each keeps its number, unless another has been given it since.
    ///
    /// # Errors
    /// What the database answers.
    pub fn put_back(self, tx: &mut Tx<'_>) -> QueryResult<()> {
        for place in self.places {
            diesel::insert_into(contact_accounts::table).values(place).execute(tx.db)?;
        }
        for party in self.parties {
            diesel::insert_into(opportunity_contacts::table).values(party).execute(tx.db)?;
        }
        for mut share in self.shares {
            if shares::table.find(share.id).count().get_result::<i64>(tx.db)? > 0 {
                share.id = shares::table.select(diesel::dsl::max(shares::id)).first(tx.db).map(after)?;
            }
            diesel::insert_into(shares::table).values(share).execute(tx.db)?;
        }
        for activity in self.activities {
            activities::put_back(tx, activity)?;
        }
        activities::find_guests(tx, &self.guest_of)?;
        for mut stay in self.spells {
            if stage_spells::table.find(stay.id).count().get_result::<i64>(tx.db)? > 0 {
                stay.id = stage_spells::table.select(diesel::dsl::max(stage_spells::id)).first(tx.db).map(after)?;
            }
            diesel::insert_into(stage_spells::table).values(stay).execute(tx.db)?;
        }
        for mut closing in self.closures {
            if closures::table.find(closing.id).count().get_result::<i64>(tx.db)? > 0 {
                closing.id = closures::table.select(diesel::dsl::max(closures::id)).first(tx.db).map(after)?;
            }
            diesel::insert_into(closures::table).values(closing).execute(tx.db)?;
        }
        Ok(())
    }
}

/// The number after the highest. On PostgreSQL none is given twice, so that it is never asked for there.
fn after(highest: Option<i64>) -> i64 {
    highest.unwrap_or(0) + 1
}

/// Takes away what a record has for itself.
///
/// # Errors
/// What the database answers.
pub fn remove_own(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    if entity == Entity::Contact {
        diesel::delete(contact_accounts::table.filter(contact_accounts::contact_id.eq(id))).execute(tx.db)?;
    }
    if entity == Entity::Opportunity {
        diesel::delete(stage_spells::table.filter(stage_spells::opportunity_id.eq(id))).execute(tx.db)?;
        diesel::delete(closures::table.filter(closures::opportunity_id.eq(id))).execute(tx.db)?;
    }
    Ok(())
}

/// Takes away everything that hangs on a record, also what it shares with others.
///
/// # Errors
/// What the database answers.
pub fn remove_whole(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    remove_own(tx, entity, id)?;
    activities::remove_about(tx, (entity, id))?;
    match entity {
        Entity::Account => {
            diesel::delete(contact_accounts::table.filter(contact_accounts::account_id.eq(id))).execute(tx.db)?;
        }
        Entity::Contact => {
            diesel::delete(opportunity_contacts::table.filter(opportunity_contacts::contact_id.eq(id)))
                .execute(tx.db)?;
        }
        Entity::Opportunity => {
            diesel::delete(opportunity_contacts::table.filter(opportunity_contacts::opportunity_id.eq(id)))
                .execute(tx.db)?;
        }
        Entity::Lead | Entity::Product | Entity::Activity | of_settings!() => {}
    }
    Ok(())
}
