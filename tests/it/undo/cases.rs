//! The actions that can be undone, one case each.

use std::future::Future;
use std::pin::Pin;

use fursa::contacts::companies::{self, Company};
use fursa::directory::PickList;
use fursa::journal::{Action, Entity, fields};
use fursa::opportunities::moves::{self, Asked};
use fursa::opportunities::{Opportunity, parties};
use fursa::{accounts, contacts, leads, opportunities, products};
use serde_json::{Value, json};

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
}

impl Other {
    /// The field that is asked about.
    pub fn field(&self) -> &'static str {
        match self {
            Other::Field(name, _) | Other::Beside(name, _, _) => name,
            Other::Moved(_) => "stage_id",
            Other::Party => "contacts",
            Other::Company => "companies",
        }
    }

    /// What is chosen, in the state of a record.
    pub fn of<'a>(&self, whole: &'a Value) -> &'a Value {
        match self {
            Other::Field(name, _) | Other::Beside(name, _, _) => &whole["facts"][*name],
            Other::Moved(_) => &whole["facts"]["stage_id"],
            Other::Party | Other::Company => &whole["beside"],
        }
    }

    pub fn happens(&self, app: &TestApp, entity: Entity, id: i64) {
        match self {
            Other::Field(name, value) | Other::Beside(_, name, value) => set(app, entity, id, name, value(app)),
            Other::Moved(stage) => move_on(app, id, stage),
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
fn set(app: &TestApp, entity: Entity, id: i64, name: &str, value: Value) {
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
    Case { name, entity, action, who, make, act, beside: None, other }
}

/// All of them.
pub fn cases() -> Vec<Case> {
    [on_leads(), on_deals(), on_closings(), on_customers()].into_iter().flatten().collect()
}

fn on_leads() -> Vec<Case> {
    use Action::{Assigned, Claimed, Disqualified, Edited, Reactivated, Released};
    use Entity::Lead;
    vec![
        case(
            "edit of a lead",
            (Lead, Edited, Alice),
            lead,
            |app, id| {
                Box::pin(async move {
                    fill(app, Alice, &format!("/leads/{id}/edit"), &[("name", "Nora"), ("email", "n@x.example")]).await
                })
            },
            Other::Field("name", somebody_elses_name),
        ),
        case(
            "status of a lead",
            (Lead, Edited, Alice),
            lead,
            |app, id| {
                Box::pin(async move {
                    let status = app.pick(PickList::LeadStatus, "Contacted").to_string();
                    app.post(Alice, &format!("/leads/{id}/status"), &[("status", &status)]).await
                })
            },
            Other::Field("status_id", |app| json!(app.pick(PickList::LeadStatus, "Nurturing"))),
        ),
        case(
            "claim",
            (Lead, Claimed, Alice),
            pool_lead,
            |app, id| Box::pin(async move { app.post(Alice, &format!("/leads/{id}/claim"), &[]).await }),
            Other::Beside("owner_id", "team_id", |app| json!(app.team("North"))),
        ),
        case(
            "release",
            (Lead, Released, Alice),
            lead,
            |app, id| {
                Box::pin(async move {
                    let reason = app.pick(PickList::ReleaseReason, "Not my region").to_string();
                    app.post(Alice, &format!("/leads/{id}/release"), &[("reason", &reason)]).await
                })
            },
            Other::Beside("owner_id", "team_id", |app| json!(app.team("North"))),
        ),
        case(
            "hand-out",
            (Lead, Assigned, Mona),
            pool_lead,
            |app, id| {
                Box::pin(async move {
                    let (id, alice) = (id.to_string(), app.id(Alice).unwrap().to_string());
                    app.post(Mona, "/leads/assignments", &[("id", &id), ("person", &alice)]).await
                })
            },
            Other::Field("owner_id", |app| json!(app.id(Bob))),
        ),
        case(
            "disqualification",
            (Lead, Disqualified, Alice),
            lead,
            |app, id| {
                Box::pin(async move {
                    let reason = app.pick(PickList::DisqualifyReason, "No interest").to_string();
                    app.post(Alice, &format!("/leads/{id}/disqualification"), &[("reason", &reason)]).await
                })
            },
            Other::Beside("state", "close_reason_id", |app| {
                json!(app.pick(PickList::DisqualifyReason, "Cannot be reached"))
            }),
        ),
        case(
            "reactivation",
            (Lead, Reactivated, Alice),
            |app| {
                let reason = app.pick(PickList::DisqualifyReason, "No interest");
                let closed = |lead: &mut leads::LeadFacts| {
                    lead.state = leads::LeadState::Disqualified;
                    (lead.close_reason_id, lead.closed_at) = (Some(reason), Some(app.clock().now()));
                };
                app.lead_with(Alice, closed).id
            },
            |app, id| Box::pin(async move { app.post(Alice, &format!("/leads/{id}/reactivation"), &[]).await }),
            Other::Beside("state", "close_note", |_| json!("Wrote back")),
        ),
    ]
}

fn on_deals() -> Vec<Case> {
    use Action::{Assigned, Edited, Moved, StepDone};
    use Entity::Opportunity;
    vec![
        case(
            "edit of a deal",
            (Opportunity, Edited, Alice),
            deal,
            |app, id| {
                Box::pin(async move {
                    let page = format!("/opportunities/{id}/edit");
                    fill(app, Alice, &page, &[("name", "Fifty anchors"), ("amount", "50")]).await
                })
            },
            Other::Field("amount_minor", |_| json!(7_000)),
        ),
        case(
            "owner of a deal",
            (Opportunity, Assigned, Mona),
            deal,
            |app, id| {
                Box::pin(async move {
                    let bob = app.id(Bob).unwrap().to_string();
                    fill(app, Mona, &format!("/opportunities/{id}/edit"), &[("owner_id", &bob)]).await
                })
            },
            Other::Field("owner_id", |app| json!(app.id(Mona))),
        ),
        case(
            "move on the board",
            (Opportunity, Moved, Alice),
            deal,
            |app, id| {
                Box::pin(async move {
                    let card = format!("{id}-{}", deal_of(app, id).version);
                    let to = app.stage("Proposal").to_string();
                    app.post(Alice, "/opportunities/moves", &[("deal", &card), ("to", &to)]).await
                })
            },
            Other::Moved("Verbal yes"),
        ),
        case(
            "move",
            (Opportunity, Moved, Alice),
            deal,
            |app, id| Box::pin(move_to(app, id, "Proposal", &[])),
            Other::Moved("Negotiation"),
        ),
        case(
            "step done",
            (Opportunity, StepDone, Alice),
            deal,
            |app, id| {
                Box::pin(async move {
                    let version = deal_of(app, id).version.to_string();
                    app.post(Alice, &format!("/opportunities/{id}/step"), &[("act", "done"), ("version", &version)])
                        .await
                })
            },
            Other::Field("next_step", |_| json!("Write")),
        ),
        case(
            "contact into a deal",
            (Opportunity, Edited, Alice),
            deal,
            |app, id| {
                Box::pin(async move {
                    let contact = app.contact_with(Alice, |contact| contact.name = format!("Carla {id}"));
                    let form = [("contact", contact.name.as_str()), ("role", "Decides")];
                    app.post(Alice, &format!("/opportunities/{id}/contacts"), &form).await
                })
            },
            Other::Party,
        ),
    ]
}

fn on_closings() -> Vec<Case> {
    use Action::{Lost, Reopened, Won};
    use Entity::Opportunity;
    let won = case(
        "win",
        (Opportunity, Won, Alice),
        deal,
        |app, id| Box::pin(move_to(app, id, "Won", &[("actual", "900"), ("closed_on", "2026-11-20")])),
        Other::Moved("Negotiation"),
    );
    let lost = case(
        "loss",
        (Opportunity, Lost, Alice),
        deal,
        |app, id| {
            Box::pin(async move {
                let reason = app.pick(PickList::LostReason, "Price").to_string();
                move_to(app, id, "Lost", &[("reason_id", &reason), ("closed_on", "2026-11-20")]).await
            })
        },
        Other::Moved("Negotiation"),
    );
    let reopened = case(
        "reopening",
        (Opportunity, Reopened, Alice),
        |app| {
            let id = deal(app);
            let to = app.stage("Won");
            app.tx(Ada, |tx| {
                let version = opportunities::find(tx, id).unwrap().version;
                let on = tx.company_today();
                let closing = opportunities::close::Closing::Won { actual_minor: 90_000, on };
                moves::make(tx, id, &Asked { to, version, closing: Some(closing) }, |_| ()).unwrap().unwrap();
            });
            id
        },
        |app, id| Box::pin(move_to(app, id, "Negotiation", &[])),
        Other::Moved("Verbal yes"),
    );
    [won, lost, reopened].into_iter().map(|case| Case { beside: Some(customer), ..case }).collect()
}

fn on_customers() -> Vec<Case> {
    use Action::{Assigned, Edited, Lifecycle};
    use Entity::{Account, Contact, Product};
    vec![
        case(
            "edit of an account",
            (Account, Edited, Alice),
            account,
            |app, id| {
                Box::pin(async move {
                    let page = format!("/accounts/{id}/edit");
                    fill(app, Alice, &page, &[("name", "Boreal"), ("emails", "a@boreal.example")]).await
                })
            },
            Other::Field("name", somebody_elses_name),
        ),
        case(
            "stage of an account",
            (Account, Lifecycle, Alice),
            account,
            |app, id| {
                Box::pin(async move {
                    let form = [("stage", "inactive"), ("reason", "Closed down")];
                    app.post(Alice, &format!("/accounts/{id}/lifecycle"), &form).await
                })
            },
            Other::Field("lifecycle_reason", |_| json!("Moved away")),
        ),
        case(
            "edit of a contact",
            (Contact, Edited, Alice),
            contact,
            |app, id| {
                Box::pin(async move {
                    let page = format!("/contacts/{id}/edit");
                    fill(app, Alice, &page, &[("name", "Carla Cruz"), ("emails", "carla@x.example")]).await
                })
            },
            Other::Field("name", somebody_elses_name),
        ),
        case(
            "owner of a contact",
            (Contact, Assigned, Ada),
            contact,
            |app, id| {
                Box::pin(async move {
                    let bob = app.id(Bob).unwrap().to_string();
                    fill(app, Ada, &format!("/contacts/{id}/edit"), &[("owner", &bob)]).await
                })
            },
            Other::Field("owner_id", another_owner),
        ),
        case(
            "company of a contact",
            (Contact, Edited, Alice),
            contact,
            |app, id| {
                Box::pin(async move {
                    let company = app.account_with(Alice, |account| account.name = format!("Boreal {id}"));
                    let form = [("company", company.name.as_str()), ("role", "Buyer")];
                    app.post(Alice, &format!("/contacts/{id}/companies"), &form).await
                })
            },
            Other::Company,
        ),
        case(
            "edit of a product",
            (Product, Edited, Ada),
            |app| app.tx(Ada, |tx| products::all(tx).unwrap()[0].id),
            |app, id| {
                Box::pin(async move {
                    let name = format!("Anchor {}", app.clock().now().and_utc().timestamp());
                    fill(app, Ada, &format!("/products/{id}/edit"), &[("name", &name)]).await
                })
            },
            Other::Field("name", |app| json!(format!("Other {}", app.clock().now().and_utc().timestamp()))),
        ),
    ]
}
