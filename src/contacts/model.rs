//! A contact: a person, in one or more companies, or an individual customer

use std::ops::{Deref, DerefMut};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::Lifecycle;
use crate::db::Ids;
use crate::db::schema::contacts;
use crate::journal::{Bound, Entity, Journalled};

/// A contact, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = contacts, treat_none_as_null = true)]
pub struct ContactFacts {
    /// Full name.
    pub name: String,
    /// Job title.
    pub title: String,
    /// Buys for themselves, without a company.
    pub individual: bool,
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

impl ContactFacts {
    /// A new contact of whom only the name is known; the rest is set by who files it: `ContactFacts { owner_id,
    /// ..ContactFacts::starting(…) }`.
    pub fn starting(name: &str, team_id: i64, now: NaiveDateTime) -> ContactFacts {
        ContactFacts {
            name: name.to_owned(),
            title: String::new(),
            individual: false,
            website: String::new(),
            emails: String::new(),
            phones: String::new(),
            street: String::new(),
            postcode: String::new(),
            city: String::new(),
            region: String::new(),
            country: String::new(),
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

/// A contact as it is stored. Reads as its facts: `contact.name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = contacts)]
pub struct Contact {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: ContactFacts,
}

impl Deref for Contact {
    type Target = ContactFacts;

    fn deref(&self) -> &ContactFacts {
        &self.facts
    }
}

impl DerefMut for Contact {
    fn deref_mut(&mut self) -> &mut ContactFacts {
        &mut self.facts
    }
}

impl Journalled for Contact {
    const ENTITY: Entity = Entity::Contact;
    const TOLD: &'static [&'static str] = &["owner_id", "notes"];
    const BOUND: &'static [Bound] = &[Bound { by: "owner_id", fields: &["owner_id", "team_id"] }];

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}
