//! What is put on records and taken off again: tags, companies, contacts.

use fursa::contacts::companies::{self, Company};
use fursa::db::Ids;
use fursa::journal::Action::Edited;
use fursa::journal::Entity::{Account, Contact, Lead, Opportunity};
use fursa::opportunities::parties;
use fursa::{contacts, opportunities};
use serde_json::{Value, json};

use super::{Case, Other, account, case, contact, deal, lead};
use crate::support::*;

pub fn all() -> Vec<Case> {
    tags_on().into_iter().chain(tags_off()).chain(companies_and_contacts()).collect()
}

/// What is made has the first tag already; this is the second one.
fn second(app: &TestApp) -> (i64, String) {
    let tag = &app.directory().tags[1];
    (tag.id, tag.name.clone())
}

/// Somebody else leaves the record with the second tag alone.
fn only_the_second(app: &TestApp) -> Value {
    json!(Ids::of([second(app).0]))
}

/// Somebody else takes all tags off.
fn none(_: &TestApp) -> Value {
    json!(Ids::of([]))
}

async fn tagged(app: &TestApp, page: String) -> Page {
    let (_, name) = second(app);
    app.post(Alice, &format!("{page}/tags"), &[("tags", &name)]).await
}

async fn untagged(app: &TestApp, page: String) -> Page {
    let first = app.directory().tags[0].id;
    app.post(Alice, &format!("{page}/tags/{first}/removal"), &[]).await
}

fn tags_on() -> Vec<Case> {
    vec![
        case(
            "tag on a lead",
            (Lead, Edited, Alice),
            lead,
            |app, id| Box::pin(tagged(app, format!("/leads/{id}"))),
            Other::Field("tags", none),
        ),
        case(
            "tag on an account",
            (Account, Edited, Alice),
            account,
            |app, id| Box::pin(tagged(app, format!("/accounts/{id}"))),
            Other::Field("tags", none),
        ),
        case(
            "tag on a contact",
            (Contact, Edited, Alice),
            contact,
            |app, id| Box::pin(tagged(app, format!("/contacts/{id}"))),
            Other::Field("tags", none),
        ),
        case(
            "tag on a deal",
            (Opportunity, Edited, Alice),
            deal,
            |app, id| Box::pin(tagged(app, format!("/opportunities/{id}"))),
            Other::Field("tags", none),
        ),
    ]
}

fn tags_off() -> Vec<Case> {
    vec![
        case(
            "tag off a lead",
            (Lead, Edited, Alice),
            lead,
            |app, id| Box::pin(untagged(app, format!("/leads/{id}"))),
            Other::Field("tags", only_the_second),
        ),
        case(
            "tag off an account",
            (Account, Edited, Alice),
            account,
            |app, id| Box::pin(untagged(app, format!("/accounts/{id}"))),
            Other::Field("tags", only_the_second),
        ),
        case(
            "tag off a contact",
            (Contact, Edited, Alice),
            contact,
            |app, id| Box::pin(untagged(app, format!("/contacts/{id}"))),
            Other::Field("tags", only_the_second),
        ),
        case(
            "tag off a deal",
            (Opportunity, Edited, Alice),
            deal,
            |app, id| Box::pin(untagged(app, format!("/opportunities/{id}"))),
            Other::Field("tags", only_the_second),
        ),
    ]
}

fn companies_and_contacts() -> Vec<Case> {
    vec![
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
            "company off a contact",
            (Contact, Edited, Alice),
            with_a_company,
            |app, id| {
                Box::pin(async move {
                    let company = app.tx(Ada, |tx| companies::of(tx, id).unwrap()).remove(0).account_id;
                    app.post(Alice, &format!("/contacts/{id}/companies/{company}/removal"), &[]).await
                })
            },
            Other::Company,
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
        case(
            "contact out of a deal",
            (Opportunity, Edited, Alice),
            with_a_contact,
            |app, id| {
                Box::pin(async move {
                    let contact = app.tx(Ada, |tx| parties::all(tx, id).unwrap()).remove(0).contact_id;
                    app.post(Alice, &format!("/opportunities/{id}/contacts/{contact}/removal"), &[]).await
                })
            },
            Other::Party,
        ),
    ]
}

fn with_a_company(app: &TestApp) -> i64 {
    let (id, account_id) = (contact(app), account(app));
    app.tx(Ada, |tx| {
        let contact = contacts::find(tx, id).unwrap();
        let place = Company { account_id, role: "Buyer".into(), is_primary: true };
        companies::replace(tx, &contact, &[place]).unwrap().unwrap();
    });
    id
}

fn with_a_contact(app: &TestApp) -> i64 {
    let (id, contact) = (deal(app), contact(app));
    app.tx(Ada, |tx| {
        let deal = opportunities::find(tx, id).unwrap();
        assert!(parties::add(tx, &deal, contact, "Decides").unwrap());
    });
    id
}
