//! From the answers to what will be made, every id in them looked up within the viewer's reach (rule 42).

use chrono::NaiveDate;

use super::candidates::Candidates;
use super::form::{NEW, NONE, QualifyForm};
use crate::accounts::{self, Account};
use crate::contacts::{self, Contact};
use crate::db::Tx;
use crate::directory::{Stage, StageKind};
use crate::leads::Lead;
use crate::opportunities::{self, Opportunity, OpportunityFacts, fields, stage};
use crate::values::datetext::parse_day;
use crate::values::money::Currency;
use crate::values::number::{self, NumberError};
use crate::web::{Error, Problems, too_long};

/// The company.
pub enum WithAccount {
    /// None: the person buys for themselves.
    No,
    /// One that is filed already.
    Known(Box<Account>),
    /// A new one of this name.
    New(String),
}

/// The person.
pub enum WithContact {
    /// None: nobody is known by name.
    No,
    /// One that is filed already.
    Known(Box<Contact>),
    /// A new one of this name.
    New(String),
}

/// The deal.
pub enum WithDeal {
    /// None yet.
    No,
    /// An open one of this customer.
    Known(Box<Opportunity>),
    /// A new one.
    New(NewDeal),
}

/// What a new deal is made of.
pub struct NewDeal {
    /// What it is about.
    pub name: String,
    /// Where it begins.
    pub stage: Stage,
    /// What it may bring, in minor units.
    pub amount_minor: Option<i64>,
    /// Of this currency.
    pub currency: String,
    /// The day it may be won.
    pub expected_close: Option<NaiveDate>,
}

/// What will be made.
pub struct Plan {
    /// The company.
    pub account: WithAccount,
    /// The person.
    pub contact: WithContact,
    /// The deal.
    pub deal: WithDeal,
}

/// Answers being read, gathering what is wrong with them.
struct Reading<'a, 'b, 'c> {
    tx: &'a mut Tx<'b>,
    form: &'c QualifyForm,
    problems: Problems,
}

/// Reads the answers.
///
/// # Errors
/// What the database answers; what is wrong with the form is the inner error.
pub fn read(
    tx: &mut Tx<'_>,
    lead: &Lead,
    form: &QualifyForm,
    found: &Candidates,
) -> Result<Result<Plan, Problems>, Error> {
    let mut reading = Reading { tx, form, problems: Problems::new() };
    let plan = Plan { account: reading.account()?, contact: reading.contact()?, deal: WithDeal::No };
    reading.customer(&plan);
    reading.unseen(&plan, found);
    let deal = reading.deal(lead, &plan)?;
    let problems = reading.problems;
    Ok(if problems.is_empty() { Ok(Plan { deal, ..plan }) } else { Err(problems) })
}

impl Reading<'_, '_, '_> {
    fn account(&mut self) -> Result<WithAccount, Error> {
        match self.form.account.as_str() {
            NONE => Ok(WithAccount::No),
            NEW => Ok(WithAccount::New(self.name("account_name", &self.form.account_name))),
            id => {
                let found = known(id, |id| accounts::find(self.tx, id))?;
                Ok(self.chosen("account", found).map_or(WithAccount::No, |one| WithAccount::Known(Box::new(one))))
            }
        }
    }

    fn contact(&mut self) -> Result<WithContact, Error> {
        match self.form.contact.as_str() {
            NONE => Ok(WithContact::No),
            NEW => Ok(WithContact::New(self.name("contact_name", &self.form.contact_name))),
            id => {
                let found = known(id, |id| contacts::find(self.tx, id))?;
                Ok(self.chosen("contact", found).map_or(WithContact::No, |one| WithContact::Known(Box::new(one))))
            }
        }
    }

    fn deal(&mut self, lead: &Lead, plan: &Plan) -> Result<WithDeal, Error> {
        match self.form.deal.as_str() {
            NONE => Ok(WithDeal::No),
            NEW => Ok(self.new_deal(lead, plan).map_or(WithDeal::No, WithDeal::New)),
            id => {
                let found = known(id, |id| opportunities::find_editable(self.tx, id))?;
                let open = found.filter(|deal| deal.closed_on.is_none() && belongs(deal, plan));
                if open.is_none() {
                    self.problem("deal", "leads-problem-deal");
                }
                Ok(open.map_or(WithDeal::No, |deal| WithDeal::Known(Box::new(deal))))
            }
        }
    }

    fn new_deal(&mut self, lead: &Lead, plan: &Plan) -> Option<NewDeal> {
        let name = self.name("deal_name", &self.form.deal_name);
        let currency = self.currency(lead);
        let amount_minor = self.amount(&currency);
        let expected_close = self.day();
        let stage = self.stage()?;
        let deal = NewDeal { name, stage, amount_minor, currency, expected_close };
        self.required(lead, plan, &deal);
        Some(deal)
    }

    /// What the stage requires: the page asks for some of it, the lead and the customer bring more; for the rest the deal
    /// has to be filed on its own form.
    fn required(&mut self, lead: &Lead, plan: &Plan, deal: &NewDeal) {
        // Which records they will be is not known yet, only that there will be some.
        let facts = OpportunityFacts {
            account_id: (!matches!(plan.account, WithAccount::No)).then_some(0),
            contact_id: (!matches!(plan.contact, WithContact::No)).then_some(0),
            amount_minor: deal.amount_minor,
            expected_close: deal.expected_close,
            source_id: Some(lead.source_id),
            ..OpportunityFacts::starting(&deal.name, &deal.stage, &deal.currency, lead.team_id, self.tx.now)
        };
        let mut others = Vec::new();
        for field in stage::missing(&deal.stage, &facts) {
            match field {
                "amount_minor" => self.problem("amount", "leads-problem-amount-needed"),
                "expected_close" => self.problem("expected_close", "leads-problem-close-needed"),
                other => others.push(self.tx.text.t(fields::label(other)).to_owned()),
            }
        }
        if !others.is_empty() {
            let (text, stage) = (self.tx.text, deal.stage.name.as_str());
            let said = [("stage", stage.into()), ("fields", text.list(&others).into())];
            self.problems.add("deal", text.args("leads-problem-stage-needs", &said));
        }
    }

    /// The first open stage of the pipeline.
    fn stage(&mut self) -> Option<Stage> {
        let pipeline = self.form.pipeline.parse().ok().and_then(|id| self.tx.directory.pipeline(id));
        let pipeline = pipeline.filter(|pipeline| pipeline.active).map_or(0, |pipeline| pipeline.id);
        let first = self.tx.directory.stages_of(pipeline).find(|stage| stage.kind == StageKind::Open).cloned();
        if first.is_none() {
            self.problem("pipeline", "leads-problem-choice");
        }
        first
    }

    fn currency(&mut self, lead: &Lead) -> String {
        let typed = self.form.currency.as_str();
        let known = typed == lead.currency || self.tx.directory.currencies.iter().any(|code| code == typed);
        if !known {
            self.problem("currency", "leads-problem-choice");
        }
        if known { typed.to_owned() } else { lead.currency.clone() }
    }

    fn amount(&mut self, currency: &str) -> Option<i64> {
        let currency = Currency::parse(currency).unwrap_or(self.tx.directory.rates.base());
        match number::parse_amount(&self.form.amount, currency) {
            Ok(minor) if minor >= 0 => return Some(minor),
            Ok(_) => self.problem("amount", "leads-problem-amount-negative"),
            Err(NumberError::Empty) => {}
            Err(error) => self.problem("amount", crate::leads::forms::amount_problem(error)),
        }
        None
    }

    fn day(&mut self) -> Option<NaiveDate> {
        let typed = self.form.expected_close.trim();
        let day = parse_day(typed);
        if !typed.is_empty() && day.is_none() {
            self.problem("expected_close", "leads-problem-day");
        }
        day
    }

    /// There must be somebody to sell to.
    fn customer(&mut self, plan: &Plan) {
        if matches!((&plan.account, &plan.contact), (WithAccount::No, WithContact::No)) {
            self.problem("account", "leads-problem-no-customer");
        }
    }

    /// Likely records that were filed since the page was drawn: whoever wants a new one must have seen them (rule 32).
    fn unseen(&mut self, plan: &Plan, found: &Candidates) {
        let unseen = |token: String| !self.form.seen.contains(&token);
        let accounts = found.accounts.iter().any(|one| one.strong && unseen(format!("account:{}", one.id)));
        let contacts = found.contacts.iter().any(|one| one.strong && unseen(format!("contact:{}", one.id)));
        let hidden = found.hidden.iter().any(|team| unseen(format!("hidden:{team}")));
        if matches!(plan.account, WithAccount::New(_)) && (accounts || hidden) {
            self.problem("account", "leads-problem-unseen");
        }
        if matches!(plan.contact, WithContact::New(_)) && (contacts || hidden) {
            self.problem("contact", "leads-problem-unseen");
        }
    }

    fn name(&mut self, field: &str, typed: &str) -> String {
        let name = typed.trim();
        if name.is_empty() {
            self.problem(field, "leads-problem-name");
        }
        if name.chars().count() > 200 {
            self.problems.add(field, too_long(&self.tx.text, name, 200));
        }
        name.to_owned()
    }

    fn chosen<R>(&mut self, field: &str, found: Option<R>) -> Option<R> {
        if found.is_none() {
            self.problem(field, "leads-problem-choice");
        }
        found
    }

    fn problem(&mut self, field: &str, key: &str) {
        self.problems.add(field, self.tx.text.t(key));
    }
}

/// The record of this id; out of reach is the same as missing.
fn known<R>(id: &str, find: impl FnOnce(i64) -> Result<R, Error>) -> Result<Option<R>, Error> {
    let Ok(id) = id.parse() else { return Ok(None) };
    match find(id) {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(failed) => Err(failed),
    }
}

/// Is it a deal of the chosen customer?
fn belongs(deal: &Opportunity, plan: &Plan) -> bool {
    let account = match &plan.account {
        WithAccount::Known(account) => deal.account_id == Some(account.id),
        WithAccount::No => deal.account_id.is_none(),
        WithAccount::New(_) => false,
    };
    let contact = match &plan.contact {
        WithContact::Known(contact) => deal.contact_id == Some(contact.id),
        WithContact::No | WithContact::New(_) => false,
    };
    account && (deal.account_id.is_some() || contact)
}
