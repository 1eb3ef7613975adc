//! The actions that can be undone, one case each.

mod of_activities;
mod of_bin;
mod of_customers;
mod of_deals;
mod of_leads;
mod of_shares;
mod of_ties;

use std::future::Future;
use std::pin::Pin;

use fursa::contacts::companies::{self, Company};
use fursa::journal::{Action, Entity, fields};
use fursa::opportunities::moves::{self, Asked};
use fursa::opportunities::{Opportunity, parties};
use fursa::{accounts, activities, contacts, leads, opportunities, products, removal};
use serde_json::{Value, json};

pub use of_shares::shared;

use super::{newest, whole};
use crate::support::*;

type Doing<'a> = Pin<Box<dyn Future<Output = Page> + 'a>>;

/// An action that can be undone.
pub struct Case {
    pub name: &'static str,
    pub entity: Entity,
    pub action: Action,
    pub who: Who,
    /// Files a record to do it to.
    pub make: fn(&TestApp) -> i64,
    /// Does it.
    pub act: for<'a> fn(&'a TestApp, i64) -> Doing<'a>,
    /// Does it file the record itself? Then there is none before.
    pub files: bool,
    /// What else must be as it was.
    pub beside: Option<fn(&TestApp, i64) -> Value>,
    /// What somebody else does to the same since.
    pub other: Other,
}

/// What somebody else does meanwhile.
pub enum Other {
    /// Gives a field another value.
    Field(&'static str, fn(&TestApp) -> Value),
    /// Gives a field another value that is asked about as one with the first one.
    Beside(&'static str, &'static str, fn(&TestApp) -> Value),
    /// Moves the deal on.
    Moved(&'static str),
    /// Brings another contact into the deal.
    Party,
    /// Gives the contact another company.
    Company,
    /// Changes a field of a record that is to go.
    Built(&'static str, fn(&TestApp) -> Value),
    /// Deletes the customer of the deal, that was filed last.
    Customer,
    /// There is nothing that could be in the way.
    Nothing,
}

impl Other {
    /// The field that is asked about.
    pub fn field(&self) -> &'static str {
        match self {
            Other::Field(name, _) | Other::Beside(name, _, _) => name,
            Other::Moved(_) => "stage_id",
            Other::Party => "contacts",
            Other::Company => "companies",
            Other::Built(..) | Other::Customer | Other::Nothing => "record",
        }
    }

    /// What is chosen, in the state of a record.
    pub fn of<'a>(&self, whole: &'a Value) -> &'a Value {
        match self {
            Other::Field(name, _) | Other::Beside(name, _, _) => &whole["facts"][*name],
            Other::Moved(_) => &whole["facts"]["stage_id"],
            Other::Party | Other::Company => &whole["beside"],
            Other::Built(..) | Other::Customer | Other::Nothing => whole,
        }
    }

    pub fn happens(&self, app: &TestApp, entity: Entity, id: i64) {
        match self {
            Other::Field(name, value) | Other::Beside(_, name, value) | Other::Built(name, value) => {
                set(app, entity, id, name, value(app));
            }
            Other::Moved(stage) => move_on(app, id, stage),
            Other::Customer => {
                let account = newest(app, Entity::Account);
                app.tx(Ada, |tx| removal::put_away(tx, Entity::Account, account).unwrap().unwrap());
            }
            Other::Nothing => {}
            Other::Party => {
                let contact = app.contact(Alice).id;
                app.tx(Ada, |tx| {
                    let deal = opportunities::find(tx, id).unwrap();
                    assert!(parties::add(tx, &deal, contact, "Advises").unwrap());
                });
            }
            Other::Company => {
                let company = Company { account_id: app.account(Alice).id, role: "Buyer".into(), is_primary: false };
                app.tx(Ada, |tx| {
                    let contact = contacts::find(tx, id).unwrap();
                    let all = companies::with(companies::of(tx, id).unwrap(), company);
                    companies::replace(tx, &contact, &all).unwrap().unwrap();
                });
            }
        }
    }
}

/// Somebody else saves the record with another value in a field.
pub fn set(app: &TestApp, entity: Entity, id: i64, name: &str, value: Value) {
    macro_rules! save {
        ($module:ident, $tx:ident) => {{
            let known = $module::find($tx, id).unwrap();
            let mut map = fields(&known.facts);
            map.insert(name.to_owned(), value);
            let facts = serde_json::from_value(Value::Object(map)).unwrap();
            $module::save($tx, Action::Edited, &known, facts).unwrap().unwrap();
        }};
    }
    app.tx(Ada, |tx| match entity {
        Entity::Lead => save!(leads, tx),
        Entity::Account => save!(accounts, tx),
        Entity::Contact => save!(contacts, tx),
        Entity::Opportunity => save!(opportunities, tx),
        Entity::Product => save!(products, tx),
        Entity::Activity => save!(activities, tx),
        other => panic!("{other:?} is not undone"),
    });
}

fn move_on(app: &TestApp, id: i64, stage: &str) {
    let to = app.stage(stage);
    app.tx(Ada, |tx| {
        let version = opportunities::find(tx, id).unwrap().version;
        moves::make(tx, id, &Asked { to, version, closing: None }, |_| ()).unwrap().unwrap();
    });
}

fn lead(app: &TestApp) -> i64 {
    app.lead(Alice).id
}

fn pool_lead(app: &TestApp) -> i64 {
    app.pool_lead("North-East").id
}

fn account(app: &TestApp) -> i64 {
    app.account(Alice).id
}

/// Known and reachable, and filed as that.
fn contact(app: &TestApp) -> i64 {
    app.contact_with(Alice, |contact| contact.lifecycle = accounts::Lifecycle::Prospect).id
}

/// Planned, with a customer: whatever closing ends is there.
fn deal(app: &TestApp) -> i64 {
    let account = app.account(Alice).id;
    let planned = |deal: &mut opportunities::OpportunityFacts| {
        deal.account_id = Some(account);
        deal.next_step = "Call".into();
        deal.next_step_on = Some(app.clock().now().date());
    };
    app.opportunity_with(Alice, planned).id
}

/// A product of a name that no other one has.
fn product(app: &TestApp) -> i64 {
    let name = format!("Sextant {}", newest(app, Entity::Product));
    let facts = products::ProductFacts::starting(&name, "EUR", app.clock().now());
    app.tx(Ada, |tx| products::insert(tx, facts).unwrap()).id
}

fn deal_of(app: &TestApp, id: i64) -> Opportunity {
    app.tx(Ada, |tx| opportunities::find(tx, id).unwrap())
}

/// The customer of a deal, without what changes with every write.
fn customer(app: &TestApp, id: i64) -> Value {
    let account = deal_of(app, id).account_id.unwrap();
    json!(app.tx(Ada, |tx| accounts::find(tx, account).unwrap()).lifecycle)
}

/// Sends a page's own form with some fields filled in otherwise.
async fn fill(app: &TestApp, who: Who, page: &str, changed: &[(&str, &str)]) -> Page {
    let mut form = app.get(who, page).await.assert_status(200).form(page);
    form.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
    form.extend(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(who, page, &form).await
}

async fn move_to(app: &TestApp, id: i64, stage: &str, answers: &[(&str, &str)]) -> Page {
    let (to, version) = (app.stage(stage).to_string(), deal_of(app, id).version.to_string());
    let mut form = vec![("to", to.as_str()), ("version", version.as_str()), ("answered", to.as_str())];
    form.extend(answers);
    app.post(Alice, &format!("/opportunities/{id}/move"), &form).await
}

fn another_owner(app: &TestApp) -> Value {
    json!(app.id(Charlie))
}

fn somebody_elses_name(_: &TestApp) -> Value {
    json!("Somebody else's")
}

/// An action with nothing beside the record itself.
fn case(
    name: &'static str,
    (entity, action, who): (Entity, Action, Who),
    make: fn(&TestApp) -> i64,
    act: for<'a> fn(&'a TestApp, i64) -> Doing<'a>,
    other: Other,
) -> Case {
    Case { name, entity, action, who, make, act, files: false, beside: None, other }
}

/// A record that is filed by a form, whatever it is like: the form's page, where it goes, and what is typed.
async fn filed(app: &TestApp, who: Who, [page, to]: [&str; 2], typed: &[(&str, &str)]) -> Page {
    let mut form = app.get(who, page).await.assert_status(200).form(to);
    form.retain(|(name, _)| name != "find" && typed.iter().all(|(other, _)| other != name));
    let typed = typed.iter().chain([&("anyway", "yes")]);
    form.extend(typed.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(who, to, &form).await
}

/// Merges the record that was filed after this one into it.
async fn merged(app: &TestApp, page: String, id: i64) -> Page {
    app.post(Alice, &format!("{page}/merger"), &[("with", &(id + 1).to_string())]).await
}

/// The record that was filed after this one.
fn other_one(app: &TestApp, entity: Entity, id: i64) -> Value {
    whole(app, entity, id + 1)
}

/// All of them.
pub fn cases() -> Vec<Case> {
    let all = [
        of_leads::all(),
        of_deals::all(),
        of_customers::all(),
        of_ties::all(),
        of_shares::all(),
        of_bin::all(),
        of_activities::all(),
    ];
    all.into_iter().flatten().collect()
}
