//! The signed-in person, with everything that decides what they reach.

use std::sync::Arc;

use diesel::QueryResult;

use super::{Role, Roles, Sensitive, Shares, Sight};
use crate::db::Db;

/// The stand-in who acts for a viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acting {
    /// Their id.
    pub id: i64,
    /// Their name.
    pub name: String,
}

/// Who is asking. Built from the directory, so that a change of role or team counts from the next request on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The person's id.
    pub id: i64,
    /// The person's name.
    pub name: String,
    /// What they are at work.
    pub roles: Roles,
    /// Their own team.
    pub team_id: i64,
    /// Teams whose records they reach whole: the subtree of a manager, the own team where it shares.
    pub teams: Vec<i64>,
    /// Teams whose pool they reach: their own and those above it.
    pub pools: Vec<i64>,
    /// The stand-in at the keyboard, where it is not the person themselves.
    pub acting: Option<Acting>,
    /// What is shared with them beside.
    pub shares: Shares,
    /// Which groups of fields they see, and by which of their roles.
    pub sight: Sight,
    /// Preferred language tag; empty = as the browser asks.
    pub locale: String,
    /// Preferred time zone; empty = the company's.
    pub zone: String,
    /// `light`, `dark`, or empty to follow the system.
    pub theme: String,
    /// `compact` or empty.
    pub density: String,
    /// Single-key shortcuts on?
    pub keys_on: bool,
    /// A role of theirs needs a second factor, and they have none: until then they reach nothing else.
    pub owes_factor: bool,
}

impl Viewer {
    /// The program itself, at work on a command line: reaches everything, owns nothing.
    pub fn system() -> Viewer {
        Viewer {
            id: 0,
            name: String::new(),
            roles: Roles::of(&[Role::Admin]),
            team_id: 0,
            teams: Vec::new(),
            pools: Vec::new(),
            acting: None,
            shares: Shares::default(),
            sight: Sight::everything(),
            locale: String::new(),
            zone: String::new(),
            theme: String::new(),
            density: String::new(),
            keys_on: true,
            owes_factor: false,
        }
    }

    /// The viewer with the records that are shared with them now: what a request begins with. Asks the database only
    /// where the directory knows of any.
    ///
    /// # Errors
    /// What the database answers.
    pub fn at_work(self: Arc<Viewer>, db: &mut Db) -> QueryResult<Arc<Viewer>> {
        if self.shares.is_empty() {
            return Ok(self);
        }
        let shares = self.shares.load(db)?;
        Ok(Arc::new(Viewer { shares, ..self.as_ref().clone() }))
    }

    /// Holds the role?
    pub fn is(&self, role: Role) -> bool {
        self.roles.has(role)
    }

    /// An administrator?
    pub fn is_admin(&self) -> bool {
        self.is(Role::Admin)
    }

    /// Sells, or leads those who do?
    pub fn sells(&self) -> bool {
        self.roles.sell()
    }

    /// Sees this group of fields? The one place that says so.
    pub fn sees(&self, group: Sensitive) -> bool {
        !self.sight.by(group).is_empty()
    }

    /// Sees every team's leads or deals where a role opens them all: support and marketing, which mostly see them without
    /// what they are worth. Whoever sells as well sees amounts, and so stays with the teams they sell in, unless it is by
    /// that other role, too, that they see the amounts, and so of all.
    pub fn sees_all_as(&self, roles: &[Role]) -> bool {
        let amounts_by = self.sight.by(Sensitive::Amounts);
        let opens_all = |role: &Role| self.is(*role) && (!self.sells() || amounts_by.has(*role));
        self.is_admin() || roles.iter().any(opens_all)
    }

    /// Works with leads.
    pub fn sees_leads(&self) -> bool {
        self.sells() || self.is(Role::Marketer)
    }

    /// May file leads.
    pub fn creates_leads(&self) -> bool {
        self.sees_leads()
    }

    /// Sees deals, with or without what they are worth.
    pub fn sees_deals(&self) -> bool {
        !self.roles.is_empty()
    }

    /// May file accounts and contacts: everybody who talks to customers.
    pub fn creates_customers(&self) -> bool {
        !self.roles.is_empty()
    }

    /// Hands out work: assigns leads and deals to others.
    pub fn leads_people(&self) -> bool {
        self.roles.any(&[Role::Admin, Role::SalesManager])
    }

    /// The person whose work it is; the program itself is none.
    pub fn person(&self) -> Option<i64> {
        (self.id != 0).then_some(self.id)
    }

    /// Who does it, as the journal keeps it: the stand-in, where one acts; the program itself is nobody.
    pub fn actor(&self) -> Option<i64> {
        self.acting.as_ref().map(|acting| acting.id).or(self.person())
    }

    /// For whom a stand-in does it.
    pub fn on_behalf_of(&self) -> Option<i64> {
        self.acting.as_ref().and(self.person())
    }

    /// Was this theirs to do: done by them as themselves, or by a stand-in in their name?
    pub fn did(&self, actor: Option<i64>, behalf: Option<i64>) -> bool {
        actor.is_some() && behalf.or(actor) == self.person()
    }
}
