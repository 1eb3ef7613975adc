//! An account: a customer company or legal entity

use std::ops::{Deref, DerefMut};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::Ids;
use crate::db::schema::accounts;
use crate::journal::{Bound, Entity, Journalled};
use crate::text_enum;

text_enum! {
    /// How far the relation with a customer has come (rule 75); later is further.
    pub enum Lifecycle {
        /// May be interested, not yet contacted.
        Suspect = "suspect",
        /// Known and reachable.
        Prospect = "prospect",
        /// Confirmed that they can use what we sell.
        Potential = "potential",
        /// Bought at least once, recently enough.
        Active = "active",
        /// Stopped buying for longer than the company's own limit.
        Inactive = "inactive",
    }
}

/// An account, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = accounts, treat_none_as_null = true)]
pub struct AccountFacts {
    /// The company.
    pub name: String,
    /// The company above it.
    pub parent_id: Option<i64>,
    /// What it does: an item of the list of industries.
    pub industry_id: Option<i64>,
    /// How many people work there.
    pub employees: Option<i64>,
    /// Year it was founded.
    pub founded: Option<i64>,
    /// Annual revenue, in minor units of `currency`.
    pub revenue_minor: Option<i64>,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// Host name of its site and mail.
    pub domain: String,
    /// Web address as typed.
    pub website: String,
    /// Addresses as typed, one a line; the first is the main one.
    pub emails: String,
    /// Phone numbers as typed, one a line; the first is the main one.
    pub phones: String,
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
    /// Shipping address, where it differs.
    pub shipping: String,
    /// Payment terms.
    pub payment_terms: String,
    /// Notes.
    pub notes: String,
    /// Whose it is.
    pub owner_id: Option<i64>,
    /// The team it belongs to: reach goes by it.
    pub team_id: i64,
    /// How far the relation has come (rule 75).
    pub lifecycle: Lifecycle,
    /// Set by hand: facts no longer move it.
    pub lifecycle_pinned: bool,
    /// Why it was set by hand.
    pub lifecycle_reason: String,
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

impl AccountFacts {
    /// A new account of which only the name is known; the rest is set by who files it: `AccountFacts { owner_id,
    /// ..AccountFacts::starting(…) }`.
    pub fn starting(name: &str, currency: &str, team_id: i64, now: NaiveDateTime) -> AccountFacts {
        AccountFacts {
            name: name.to_owned(),
            parent_id: None,
            industry_id: None,
            employees: None,
            founded: None,
            revenue_minor: None,
            currency: currency.to_owned(),
            domain: String::new(),
            website: String::new(),
            emails: String::new(),
            phones: String::new(),
            street: String::new(),
            postcode: String::new(),
            city: String::new(),
            region: String::new(),
            country: String::new(),
            shipping: String::new(),
            payment_terms: String::new(),
            notes: String::new(),
            owner_id: None,
            team_id,
            lifecycle: Lifecycle::Suspect,
            lifecycle_pinned: false,
            lifecycle_reason: String::new(),
            external_id: None,
            created_at: now,
            updated_at: now,
            tags: Ids::default(),
        }
    }
}

/// An account as it is stored. Reads as its facts: `account.name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Account {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: AccountFacts,
}

impl Deref for Account {
    type Target = AccountFacts;

    fn deref(&self) -> &AccountFacts {
        &self.facts
    }
}

impl DerefMut for Account {
    fn deref_mut(&mut self) -> &mut AccountFacts {
        &mut self.facts
    }
}

impl Journalled for Account {
    const ENTITY: Entity = Entity::Account;
    const TOLD: &'static [&'static str] = &["owner_id", "notes"];
    const BOUND: &'static [Bound] = &[
        Bound { by: "currency", fields: &["revenue_minor"] },
        Bound { by: "owner_id", fields: &["owner_id", "team_id"] },
    ];

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}
