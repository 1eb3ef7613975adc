//! What is done with accounts, contacts and products.

use diesel::prelude::*;
use fursa::db::schema::opportunities;
use fursa::journal::Action::{Assigned, Created, Edited, Lifecycle, Merged};
use fursa::journal::Entity::{Account, Contact, Opportunity, Product};
use serde_json::{Value, json};

use super::{
    Case, Other, account, another_owner, case, contact, filed, fill, merged, other_one, product, somebody_elses_name,
    whole,
};
use crate::support::*;

pub fn all() -> Vec<Case> {
    accounts().into_iter().chain(contacts_and_products()).chain(filings()).chain(mergers()).collect()
}

fn accounts() -> Vec<Case> {
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
            "owner of an account",
            (Account, Assigned, Ada),
            account,
            |app, id| {
                Box::pin(async move {
                    let bob = app.id(Bob).unwrap().to_string();
                    fill(app, Ada, &format!("/accounts/{id}/edit"), &[("owner", &bob)]).await
                })
            },
            Other::Field("owner_id", another_owner),
        ),
    ]
}

fn contacts_and_products() -> Vec<Case> {
    vec![
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
            "stage of a contact",
            (Contact, Lifecycle, Alice),
            contact,
            |app, id| {
                Box::pin(async move {
                    let form = [("stage", "inactive"), ("reason", "Retired")];
                    app.post(Alice, &format!("/contacts/{id}/lifecycle"), &form).await
                })
            },
            Other::Field("lifecycle_reason", |_| json!("Moved away")),
        ),
        case(
            "edit of a product",
            (Product, Edited, Ada),
            product,
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

/// The deals of an account, whole.
fn deals_of(app: &TestApp, account: i64) -> Value {
    let of_account = opportunities::table.filter(opportunities::account_id.eq(account)).select(opportunities::id);
    let ids: Vec<i64> = app.db(|db| of_account.order(opportunities::id).load(db).unwrap());
    ids.into_iter().map(|id| whole(app, Opportunity, id)).collect()
}

fn filings() -> Vec<Case> {
    let account = case(
        "filing of an account",
        (Account, Created, Alice),
        |_| 0,
        |app, _| {
            Box::pin(async move {
                let name = format!("Nilsen {}", app.clock().now().and_utc().timestamp());
                filed(app, Alice, ["/accounts/new", "/accounts"], &[("name", &name)]).await
            })
        },
        Other::Built("name", somebody_elses_name),
    );
    let contact = case(
        "filing of a contact",
        (Contact, Created, Alice),
        |_| 0,
        |app, _| {
            Box::pin(async move {
                let at = app.clock().now().and_utc().timestamp();
                let company = app.account_with(Alice, |account| account.name = format!("Boreal {at}"));
                let (name, email) = (format!("Nora {at}"), format!("nora{at}@x.example"));
                let typed = [("name", name.as_str()), ("emails", email.as_str()), ("company", company.name.as_str())];
                filed(app, Alice, ["/contacts/new", "/contacts"], &typed).await
            })
        },
        Other::Built("name", somebody_elses_name),
    );
    let product = case(
        "filing of a product",
        (Product, Created, Ada),
        |_| 0,
        |app, _| {
            Box::pin(async move {
                let name = format!("Rudder {}", app.clock().now().and_utc().timestamp());
                filed(app, Ada, ["/products/new", "/products"], &[("name", &name)]).await
            })
        },
        Other::Built("name", |app| json!(format!("Other {}", app.clock().now().and_utc().timestamp()))),
    );
    [account, contact, product].into_iter().map(|case| Case { files: true, ..case }).collect()
}

fn mergers() -> Vec<Case> {
    let merging = case(
        "merge of accounts",
        (Account, Merged, Alice),
        |app| {
            let stays = account(app);
            let goes = app.account_with(Alice, |one| (one.name, one.city) = ("Arctic Ltd".into(), "Turku".into())).id;
            assert_eq!(goes, stays + 1);
            app.opportunity_with(Alice, |deal| deal.account_id = Some(goes));
            stays
        },
        |app, id| Box::pin(merged(app, format!("/accounts/{id}"), id)),
        Other::Field("city", |_| json!("Vaasa")),
    );
    let of_contacts = case(
        "merge of contacts",
        (Contact, Merged, Alice),
        |app| {
            let stays = contact(app);
            let goes = app.contact_with(Alice, |one| (one.name, one.title) = ("Carla C".into(), "Captain".into())).id;
            assert_eq!(goes, stays + 1);
            app.opportunity_with(Alice, |deal| deal.contact_id = Some(goes));
            stays
        },
        |app, id| Box::pin(merged(app, format!("/contacts/{id}"), id)),
        Other::Field("title", |_| json!("Mate")),
    );
    vec![
        Case { beside: Some(|app, id| json!([other_one(app, Account, id), deals_of(app, id + 1)])), ..merging },
        Case { beside: Some(|app, id| other_one(app, Contact, id)), ..of_contacts },
    ]
}
