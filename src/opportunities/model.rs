//! An opportunity: a real need with a high chance of a sale.

use std::ops::{Deref, DerefMut};

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use crate::db::Ids;
use crate::db::schema::opportunities;
use crate::directory::Stage;
use crate::journal::{Bound, Entity, Journalled};
use crate::text_enum;

text_enum! {
    /// What kind of business it is.
    pub enum OpportunityKind {
        /// A new customer, or a new line with an old one.
        New = "new",
        /// More for an active customer.
        CrossSell = "cross_sell",
        /// A customer who had stopped buying.
        WinBack = "win_back",
        /// The same again.
        Renewal = "renewal",
    }
}

/// An opportunity, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = opportunities, treat_none_as_null = true)]
pub struct OpportunityFacts {
    /// What it is about.
    pub name: String,
    /// The customer company.
    pub account_id: Option<i64>,
    /// The person it is discussed with.
    pub contact_id: Option<i64>,
    /// The product it is about.
    pub product_id: Option<i64>,
    /// New business, cross-sell, win-back or renewal.
    pub kind: OpportunityKind,
    /// The pipeline.
    pub pipeline_id: i64,
    /// The stage.
    pub stage_id: i64,
    /// When it came into the stage.
    pub stage_since: NaiveDateTime,
    /// Version at which stage or closure last changed: a card drawn before that is stale.
    pub moved_version: i64,
    /// Estimated revenue, in minor units of `currency`.
    pub amount_minor: Option<i64>,
    /// ISO 4217 code of its amounts.
    pub currency: String,
    /// Chance of a win, in basis points.
    pub probability: i64,
    /// Set by the rep: a change of stage leaves it.
    pub probability_overridden: bool,
    /// The day the rep expects to win it.
    pub expected_close: Option<NaiveDate>,
    /// What happens next: what the earliest planned activity says, kept by the database. A form that says something else
    /// plans it.
    #[diesel(skip_insertion, skip_update)]
    pub next_step: String,
    /// When.
    #[diesel(skip_insertion, skip_update)]
    pub next_step_on: Option<NaiveDate>,
    /// When the customer was last spoken with.
    pub last_contact_at: Option<NaiveDateTime>,
    /// Who supplies the customer today.
    pub incumbent: String,
    /// Have they been dropped?
    pub incumbent_dropped: bool,
    /// Who else is bidding.
    pub competitors: String,
    /// Payment terms.
    pub payment_terms: String,
    /// The campaign it came from.
    pub campaign: String,
    /// Notes.
    pub notes: String,
    /// Where it came from.
    pub source_id: Option<i64>,
    /// The lead it came from.
    pub source_lead_id: Option<i64>,
    /// Whose it is.
    pub owner_id: Option<i64>,
    /// The team it belongs to: reach goes by it.
    pub team_id: i64,
    /// Day of the win or loss, in the company's zone. Empty while open.
    pub closed_on: Option<NaiveDate>,
    /// Instant of the win or loss.
    pub closed_at: Option<NaiveDateTime>,
    /// What the win really brought, in minor units.
    pub actual_minor: Option<i64>,
    /// Why it was lost.
    pub lost_reason_id: Option<i64>,
    /// Why, in words.
    pub lost_text: String,
    /// To whom.
    pub lost_to: String,
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

impl OpportunityFacts {
    /// A new deal in a stage, with what every deal has; the rest is set by who files it: `OpportunityFacts { owner_id,
    /// ..OpportunityFacts::starting(…) }`.
    pub fn starting(name: &str, stage: &Stage, currency: &str, team_id: i64, now: NaiveDateTime) -> OpportunityFacts {
        OpportunityFacts {
            name: name.to_owned(),
            account_id: None,
            contact_id: None,
            product_id: None,
            kind: OpportunityKind::New,
            pipeline_id: stage.pipeline_id,
            stage_id: stage.id,
            stage_since: now,
            moved_version: 1,
            amount_minor: None,
            currency: currency.to_owned(),
            probability: i64::from(stage.default_probability().basis_points()),
            probability_overridden: false,
            expected_close: None,
            next_step: String::new(),
            next_step_on: None,
            last_contact_at: None,
            incumbent: String::new(),
            incumbent_dropped: false,
            competitors: String::new(),
            payment_terms: String::new(),
            campaign: String::new(),
            notes: String::new(),
            source_id: None,
            source_lead_id: None,
            owner_id: None,
            team_id,
            closed_on: None,
            closed_at: None,
            actual_minor: None,
            lost_reason_id: None,
            lost_text: String::new(),
            lost_to: String::new(),
            external_id: None,
            created_at: now,
            updated_at: now,
            tags: Ids::default(),
        }
    }
}

/// An opportunity as it is stored. Reads as its facts: `opportunity.name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = opportunities)]
pub struct Opportunity {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: OpportunityFacts,
}

impl Deref for Opportunity {
    type Target = OpportunityFacts;

    fn deref(&self) -> &OpportunityFacts {
        &self.facts
    }
}

impl DerefMut for Opportunity {
    fn deref_mut(&mut self) -> &mut OpportunityFacts {
        &mut self.facts
    }
}

/// Where a deal stands: its stage, since when, and what closing it said.
const STANDING: &[&str] =
    &["stage_id", "pipeline_id", "closed_on", "closed_at", "actual_minor", "lost_reason_id", "lost_text", "lost_to"];

impl Journalled for Opportunity {
    const ENTITY: Entity = Entity::Opportunity;
    const TOLD: &'static [&'static str] = &["owner_id", "notes"];
    const BOUND: &'static [Bound] = &[
        Bound { by: "currency", fields: &["amount_minor", "actual_minor"] },
        Bound { by: "probability_overridden", fields: &["probability"] },
        Bound { by: "owner_id", fields: &["owner_id", "team_id"] },
        Bound { by: "stage_since", fields: STANDING },
    ];
    const ELSEWHERE: &'static [&'static str] = &["next_step", "next_step_on"];

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}
