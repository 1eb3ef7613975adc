//! Records for tests, filed through the real stores: everything unsaid is filled in so that it makes sense.

use chrono::NaiveDateTime;
use fursa::accounts::{self, Account, AccountFacts, Lifecycle};
use fursa::contacts::{self, Contact, ContactFacts};
use fursa::directory::PickList;
use fursa::leads::{self, Answer, Lead, LeadFacts, LeadState, Timeframe};
use fursa::opportunities::{self, Opportunity, OpportunityFacts, OpportunityKind};

use super::{TestApp, Who};

/// Whose a new record is, and where its lists begin.
struct Ground {
    now: NaiveDateTime,
    owner: Option<i64>,
    team: i64,
    source: i64,
    status: i64,
    pipeline: i64,
    stage: i64,
    probability: i64,
}

impl TestApp {
    /// An open lead of somebody's; nobody's lies in the pool of the whole company.
    pub fn lead(&self, owner: Who) -> Lead {
        self.lead_with(owner, |_| ())
    }

    /// The same, with something else about it.
    pub fn lead_with(&self, owner: Who, change: impl FnOnce(&mut LeadFacts)) -> Lead {
        let mut facts = lead_facts(&self.ground(owner));
        change(&mut facts);
        self.tx(Who::Ada, |tx| leads::insert(tx, facts).unwrap())
    }

    /// A lead that waits in a team's pool.
    pub fn pool_lead(&self, team: &str) -> Lead {
        let team = self.team(team);
        self.lead_with(Who::Nobody, |lead| lead.team_id = team)
    }

    /// An account of somebody's.
    pub fn account(&self, owner: Who) -> Account {
        self.account_with(owner, |_| ())
    }

    /// The same, with something else about it.
    pub fn account_with(&self, owner: Who, change: impl FnOnce(&mut AccountFacts)) -> Account {
        let mut facts = account_facts(&self.ground(owner));
        change(&mut facts);
        self.tx(Who::Ada, |tx| accounts::insert(tx, facts).unwrap())
    }

    /// A contact of somebody's.
    pub fn contact(&self, owner: Who) -> Contact {
        self.contact_with(owner, |_| ())
    }

    /// The same, with something else about it.
    pub fn contact_with(&self, owner: Who, change: impl FnOnce(&mut ContactFacts)) -> Contact {
        let mut facts = contact_facts(&self.ground(owner));
        change(&mut facts);
        self.tx(Who::Ada, |tx| contacts::insert(tx, facts).unwrap())
    }

    /// A deal of somebody's in the first stage, worth 1,000 euros, without a customer.
    pub fn opportunity(&self, owner: Who) -> Opportunity {
        self.opportunity_with(owner, |_| ())
    }

    /// The same, with something else about it.
    pub fn opportunity_with(&self, owner: Who, change: impl FnOnce(&mut OpportunityFacts)) -> Opportunity {
        let mut facts = opportunity_facts(&self.ground(owner));
        change(&mut facts);
        self.tx(Who::Ada, |tx| opportunities::open(tx, facts).unwrap())
    }

    /// The id of a list's item, by its name.
    pub fn pick(&self, list: PickList, name: &str) -> i64 {
        let directory = self.directory();
        directory.picks.iter().find(|item| item.list == list && item.name == name).unwrap().id
    }

    /// The id of a stage: `Discovery`, `Proposal`, `Negotiation`, `Verbal yes`, `Won` or `Lost`.
    pub fn stage(&self, name: &str) -> i64 {
        self.directory().stages.iter().find(|stage| stage.name == name).unwrap().id
    }

    fn ground(&self, owner: Who) -> Ground {
        let directory = self.directory();
        let owner = self.id(owner);
        let team = owner.and_then(|owner| directory.person(owner)).map(|person| person.team_id);
        let stage = &directory.stages[0];
        Ground {
            now: self.clock().now(),
            owner,
            team: team.unwrap_or(directory.teams.root().unwrap().id),
            source: directory.picks(PickList::LeadSource).next().unwrap().id,
            status: directory.pick_by_code(PickList::LeadStatus, "new").unwrap().id,
            pipeline: stage.pipeline_id,
            stage: stage.id,
            probability: stage.probability,
        }
    }
}

fn lead_facts(ground: &Ground) -> LeadFacts {
    LeadFacts {
        state: LeadState::Open,
        status_id: ground.status,
        name: "Lena Lindqvist".into(),
        company: "Lindqvist Shipping".into(),
        title: String::new(),
        emails: "lena@lindqvist.example".into(),
        phones: String::new(),
        website: String::new(),
        street: String::new(),
        postcode: String::new(),
        city: String::new(),
        region: String::new(),
        country: "PL".into(),
        source_id: ground.source,
        buying_role_id: None,
        need: Answer::Unknown,
        need_note: String::new(),
        budget: Answer::Unknown,
        budget_minor: None,
        timeframe: Timeframe::Unknown,
        authority: Answer::Unknown,
        product_interest: String::new(),
        value_minor: None,
        currency: "EUR".into(),
        notes: String::new(),
        owner_id: ground.owner,
        team_id: ground.team,
        claimed_at: None,
        first_contact_at: None,
        closed_at: None,
        close_reason_id: None,
        close_note: String::new(),
        account_id: None,
        contact_id: None,
        opportunity_id: None,
        external_id: None,
        created_at: ground.now,
        updated_at: ground.now,
    }
}

fn account_facts(ground: &Ground) -> AccountFacts {
    AccountFacts {
        name: "Arctic Oy".into(),
        parent_id: None,
        industry_id: None,
        employees: None,
        founded: None,
        revenue_minor: None,
        currency: "EUR".into(),
        domain: String::new(),
        website: String::new(),
        emails: String::new(),
        phones: String::new(),
        street: String::new(),
        postcode: String::new(),
        city: String::new(),
        region: String::new(),
        country: "FI".into(),
        shipping: String::new(),
        payment_terms: String::new(),
        notes: String::new(),
        owner_id: ground.owner,
        team_id: ground.team,
        lifecycle: Lifecycle::Suspect,
        lifecycle_pinned: false,
        lifecycle_reason: String::new(),
        external_id: None,
        created_at: ground.now,
        updated_at: ground.now,
    }
}

fn contact_facts(ground: &Ground) -> ContactFacts {
    ContactFacts {
        name: "Carlos Cruz".into(),
        title: String::new(),
        individual: false,
        website: String::new(),
        emails: "carlos@arctic.example".into(),
        phones: String::new(),
        street: String::new(),
        postcode: String::new(),
        city: String::new(),
        region: String::new(),
        country: "ES".into(),
        notes: String::new(),
        owner_id: ground.owner,
        team_id: ground.team,
        lifecycle: Lifecycle::Suspect,
        lifecycle_pinned: false,
        lifecycle_reason: String::new(),
        external_id: None,
        created_at: ground.now,
        updated_at: ground.now,
    }
}

fn opportunity_facts(ground: &Ground) -> OpportunityFacts {
    OpportunityFacts {
        name: "Forty anchors".into(),
        account_id: None,
        contact_id: None,
        product_id: None,
        kind: OpportunityKind::New,
        pipeline_id: ground.pipeline,
        stage_id: ground.stage,
        stage_since: ground.now,
        moved_version: 1,
        amount_minor: Some(100_000),
        currency: "EUR".into(),
        probability: ground.probability,
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
        owner_id: ground.owner,
        team_id: ground.team,
        closed_on: None,
        closed_at: None,
        actual_minor: None,
        lost_reason_id: None,
        lost_text: String::new(),
        lost_to: String::new(),
        external_id: None,
        created_at: ground.now,
        updated_at: ground.now,
    }
}
