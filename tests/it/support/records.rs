//! Records for tests, filed through the real stores: everything unsaid is filled in so that it makes sense.

use chrono::NaiveDateTime;
use diesel::sql_types::BigInt;
use fursa::accounts::{self, Account, AccountFacts};
use fursa::activities::{self, Activity, ActivityFacts};
use fursa::contacts::{self, Contact, ContactFacts};
use fursa::db::Tx;
use fursa::db::sql::Sql;
use fursa::directory::{PickList, Stage};
use fursa::journal::Entity;
use fursa::leads::{self, Lead, LeadFacts};
use fursa::opportunities::{self, Opportunity, OpportunityFacts};
use fursa::sharing::{self, Subject, With};

use super::{TestApp, Who};

/// Whose a new record is, and where its lists begin.
struct Ground {
    now: NaiveDateTime,
    owner: Option<i64>,
    team: i64,
    source: i64,
    status: i64,
    stage: Stage,
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
        self.quietly(|tx| leads::insert(tx, facts).unwrap())
    }

    /// As the administrator, and nobody is told: what a test begins with is no news.
    fn quietly<T>(&self, work: impl FnOnce(&mut Tx<'_>) -> T) -> T {
        let newest = Sql::new("SELECT COALESCE(MAX(id), 0) FROM notifications");
        let newest: (i64,) = self.db(|db| newest.one::<(BigInt,), _>(db).unwrap());
        let done = self.tx(Who::Ada, work);
        self.db(|db| Sql::new("DELETE FROM notifications WHERE id > ").bind(newest.0).run(db).unwrap());
        done
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
        self.quietly(|tx| accounts::insert(tx, facts).unwrap())
    }

    /// A contact of somebody's.
    pub fn contact(&self, owner: Who) -> Contact {
        self.contact_with(owner, |_| ())
    }

    /// The same, with something else about it.
    pub fn contact_with(&self, owner: Who, change: impl FnOnce(&mut ContactFacts)) -> Contact {
        let mut facts = contact_facts(&self.ground(owner));
        change(&mut facts);
        self.quietly(|tx| contacts::insert(tx, facts).unwrap())
    }

    /// A deal of somebody's in the first stage, worth 1,000 euros, without a customer.
    pub fn opportunity(&self, owner: Who) -> Opportunity {
        self.opportunity_with(owner, |_| ())
    }

    /// The same, with something else about it.
    pub fn opportunity_with(&self, owner: Who, change: impl FnOnce(&mut OpportunityFacts)) -> Opportunity {
        let mut facts = opportunity_facts(&self.ground(owner));
        change(&mut facts);
        self.quietly(|tx| opportunities::open(tx, facts).unwrap())
    }

    /// Something of somebody's that is planned: a task without a day, about nothing, with something else about it.
    pub fn activity_with(&self, owner: Who, subject: &str, change: impl FnOnce(&mut ActivityFacts)) -> Activity {
        let person = self.id(owner).unwrap();
        let team = self.directory().person(person).unwrap().team_id;
        let begun = ActivityFacts::starting(subject, team, self.clock().now());
        let mut facts = ActivityFacts { owner_id: Some(person), ..begun };
        change(&mut facts);
        self.quietly(|tx| activities::insert(tx, facts).unwrap())
    }

    /// Shares a record, as the administrator.
    pub fn share(&self, entity: Entity, id: i64, with: With, may_edit: bool) {
        self.quietly(|tx| {
            let subject = Subject::find(tx, entity, id).unwrap();
            sharing::add(tx, &subject, with, may_edit).unwrap();
        });
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
        Ground {
            now: self.clock().now(),
            owner,
            team: team.unwrap_or(directory.teams.root().unwrap().id),
            source: directory.picks(PickList::LeadSource).next().unwrap().id,
            status: directory.pick_by_code(PickList::LeadStatus, "new").unwrap().id,
            stage: directory.stages[0].clone(),
        }
    }
}

fn lead_facts(ground: &Ground) -> LeadFacts {
    LeadFacts {
        name: "Lena Lindqvist".into(),
        company: "Lindqvist Shipping".into(),
        emails: "lena@lindqvist.example".into(),
        country: "PL".into(),
        owner_id: ground.owner,
        ..LeadFacts::starting(ground.status, ground.source, "EUR", ground.team, ground.now)
    }
}

fn account_facts(ground: &Ground) -> AccountFacts {
    AccountFacts {
        country: "FI".into(),
        owner_id: ground.owner,
        ..AccountFacts::starting("Arctic Oy", "EUR", ground.team, ground.now)
    }
}

fn contact_facts(ground: &Ground) -> ContactFacts {
    ContactFacts {
        emails: "carlos@arctic.example".into(),
        country: "ES".into(),
        owner_id: ground.owner,
        ..ContactFacts::starting("Carlos Cruz", ground.team, ground.now)
    }
}

fn opportunity_facts(ground: &Ground) -> OpportunityFacts {
    OpportunityFacts {
        amount_minor: Some(100_000),
        owner_id: ground.owner,
        ..OpportunityFacts::starting("Forty anchors", &ground.stage, "EUR", ground.team, ground.now)
    }
}

/// Puts something at an hour in UTC, planned in Warsaw, for so many minutes.
pub fn at_hour(facts: &mut ActivityFacts, begins: &str, minutes: i64) {
    let at = chrono::NaiveDateTime::parse_from_str(begins, "%Y-%m-%d %H:%M").unwrap();
    (facts.starts_at, facts.minutes) = (Some(at), Some(minutes));
    (facts.day, facts.zone) = (Some(at.date()), "Europe/Warsaw".to_owned());
}
