//! What is done with accounts, contacts and products.

use fursa::journal::Action::{Assigned, Edited, Lifecycle};
use fursa::journal::Entity::{Account, Contact, Product};
use fursa::products;
use serde_json::json;

use super::{Case, Other, account, another_owner, case, contact, fill, somebody_elses_name};
use crate::support::*;

pub fn all() -> Vec<Case> {
    accounts().into_iter().chain(contacts_and_products()).collect()
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
