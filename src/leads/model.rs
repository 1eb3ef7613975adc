//! A lead: a person, or a person inside a company, who might buy

use std::ops::{Deref, DerefMut};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::Ids;
use crate::db::schema::leads;
use crate::journal::{Bound, Entity, Journalled};
use crate::text_enum;

text_enum! {
    /// Where a lead is in its life.
    pub enum LeadState {
        /// Being worked, or waiting in the pool.
        Open = "open",
        /// Turned into a customer and, mostly, a deal.
        Qualified = "qualified",
        /// Closed with a reason.
        Disqualified = "disqualified",
    }
}

text_enum! {
    /// An answer to a question of qualification.
    pub enum Answer {
        /// Not asked yet.
        Unknown = "unknown",
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
    }
}

text_enum! {
    /// When a lead wants to buy.
    pub enum Timeframe {
        /// Not asked yet.
        Unknown = "unknown",
        /// At once.
        Now = "now",
        /// Within three months.
        Quarter = "quarter",
        /// Within a year.
        Year = "year",
        /// Later than that.
        Later = "later",
    }
}

/// A lead, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = leads, treat_none_as_null = true)]
pub struct LeadFacts {
    /// Open, qualified or disqualified.
    pub state: LeadState,
    /// Where an open lead stands: an item of the list of statuses.
    pub status_id: i64,
    /// The person, as far as known.
    pub name: String,
    /// Company, as far as known.
    pub company: String,
    /// Job title.
    pub title: String,
    /// Addresses as typed, one a line; the first is the main one.
    pub emails: String,
    /// Phone numbers as typed, one a line; the first is the main one.
    pub phones: String,
    /// Web address as typed.
    pub website: String,
    /// Street and house.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// State or region.
    pub region: String,
    /// ISO 3166 code; empty = unknown.
    pub country: String,
    /// Where it came from.
    pub source_id: i64,
    /// The part it plays in the purchase.
    pub buying_role_id: Option<i64>,
    /// Does it have a need for what we sell?
    pub need: Answer,
    /// Which need.
    pub need_note: String,
    /// Can it afford it?
    pub budget: Answer,
    /// The budget, in minor units of `currency`.
    pub budget_minor: Option<i64>,
    /// When does it want to buy?
    pub timeframe: Timeframe,
    /// May it decide?
    pub authority: Answer,
    /// What it asked about.
    pub product_interest: String,
    /// Estimated value, in minor units of `currency`.
    pub value_minor: Option<i64>,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// Notes.
    pub notes: String,
    /// Whose it is; nobody: it waits in the pool of its team.
    pub owner_id: Option<i64>,
    /// The team it belongs to: reach goes by it.
    pub team_id: i64,
    /// When the owner took it from the pool.
    pub claimed_at: Option<NaiveDateTime>,
    /// When somebody first spoke with it.
    pub first_contact_at: Option<NaiveDateTime>,
    /// Instant of the win or loss.
    pub closed_at: Option<NaiveDateTime>,
    /// Why it was disqualified.
    pub close_reason_id: Option<i64>,
    /// What was said about that.
    pub close_note: String,
    /// The account it became.
    pub account_id: Option<i64>,
    /// The contact it became.
    pub contact_id: Option<i64>,
    /// The deal it became.
    pub opportunity_id: Option<i64>,
    /// Its id in the file it was imported from.
    pub external_id: Option<String>,
    /// When it was filed.
    pub created_at: NaiveDateTime,
    /// When it last changed.
    pub updated_at: NaiveDateTime,
    /// The company's words for it.
    #[serde(default)]
    pub tags: Ids,
}

impl LeadFacts {
    /// A new lead of which nothing is known; the rest is set by who files it: `LeadFacts { name,
    /// ..LeadFacts::starting(…) }`.
    pub fn starting(status_id: i64, source_id: i64, currency: &str, team_id: i64, now: NaiveDateTime) -> LeadFacts {
        LeadFacts {
            state: LeadState::Open,
            status_id,
            name: String::new(),
            company: String::new(),
            title: String::new(),
            emails: String::new(),
            phones: String::new(),
            website: String::new(),
            street: String::new(),
            postcode: String::new(),
            city: String::new(),
            region: String::new(),
            country: String::new(),
            source_id,
            buying_role_id: None,
            need: Answer::Unknown,
            need_note: String::new(),
            budget: Answer::Unknown,
            budget_minor: None,
            timeframe: Timeframe::Unknown,
            authority: Answer::Unknown,
            product_interest: String::new(),
            value_minor: None,
            currency: currency.to_owned(),
            notes: String::new(),
            owner_id: None,
            team_id,
            claimed_at: None,
            first_contact_at: None,
            closed_at: None,
            close_reason_id: None,
            close_note: String::new(),
            account_id: None,
            contact_id: None,
            opportunity_id: None,
            external_id: None,
            created_at: now,
            updated_at: now,
            tags: Ids::default(),
        }
    }
}

/// A lead as it is stored. Reads as its facts: `lead.name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = leads)]
pub struct Lead {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: LeadFacts,
}

impl Deref for Lead {
    type Target = LeadFacts;

    fn deref(&self) -> &LeadFacts {
        &self.facts
    }
}

impl DerefMut for Lead {
    fn deref_mut(&mut self) -> &mut LeadFacts {
        &mut self.facts
    }
}

impl Journalled for Lead {
    const ENTITY: Entity = Entity::Lead;
    const TOLD: &'static [&'static str] = &["owner_id", "notes"];
    const BOUND: &'static [Bound] = &[
        Bound { by: "currency", fields: &["value_minor", "budget_minor"] },
        Bound { by: "owner_id", fields: &["owner_id", "team_id", "claimed_at"] },
        Bound { by: "status_id", fields: &["status_id", "first_contact_at"] },
        Bound { by: "state", fields: &["state", "closed_at", "close_reason_id", "close_note"] },
    ];

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}
