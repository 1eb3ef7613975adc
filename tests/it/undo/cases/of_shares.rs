//! What is done about who sees a record.

use diesel::prelude::*;
use fursa::db::schema::shares;
use fursa::journal::Action::{Assigned, Shared, Unshared};
use fursa::journal::Entity::{self, Account, Contact, Lead, Opportunity};

use super::{Case, Other, account, case, contact, deal, fill, lead};
use crate::support::*;

/// Whoever is shown what is made already is Charlie, to read.
pub fn all() -> Vec<Case> {
    shown().into_iter().chain(no_longer()).chain([alone()]).collect()
}

fn shown() -> Vec<Case> {
    vec![
        case(
            "share of a lead",
            (Lead, Shared, Alice),
            lead,
            |app, id| Box::pin(async move { shared(app, format!("/leads/{id}"), Bob).await }),
            Other::Nothing,
        ),
        case(
            "share of an account for more than reading",
            (Account, Shared, Alice),
            account,
            |app, id| Box::pin(async move { shared(app, format!("/accounts/{id}"), Charlie).await }),
            Other::Nothing,
        ),
        case(
            "share of an account",
            (Account, Shared, Alice),
            account,
            |app, id| Box::pin(async move { shared(app, format!("/accounts/{id}"), Bob).await }),
            Other::Nothing,
        ),
        case(
            "share of a contact",
            (Contact, Shared, Alice),
            contact,
            |app, id| Box::pin(async move { shared(app, format!("/contacts/{id}"), Bob).await }),
            Other::Nothing,
        ),
        case(
            "share of a deal",
            (Opportunity, Shared, Alice),
            deal,
            |app, id| Box::pin(async move { shared(app, format!("/opportunities/{id}"), Bob).await }),
            Other::Nothing,
        ),
    ]
}

fn no_longer() -> Vec<Case> {
    vec![
        case(
            "end of a share",
            (Lead, Unshared, Alice),
            lead,
            |app, id| Box::pin(ended(app, Lead, format!("/leads/{id}"), id)),
            Other::Nothing,
        ),
        case(
            "end of an account's share",
            (Account, Unshared, Alice),
            account,
            |app, id| Box::pin(ended(app, Account, format!("/accounts/{id}"), id)),
            Other::Nothing,
        ),
        case(
            "end of a contact's share",
            (Contact, Unshared, Alice),
            contact,
            |app, id| Box::pin(ended(app, Contact, format!("/contacts/{id}"), id)),
            Other::Nothing,
        ),
        case(
            "end of a deal's share",
            (Opportunity, Unshared, Alice),
            deal,
            |app, id| Box::pin(ended(app, Opportunity, format!("/opportunities/{id}"), id)),
            Other::Nothing,
        ),
    ]
}

fn alone() -> Case {
    case(
        "owner of a deal who is to see it alone",
        (Opportunity, Assigned, Mona),
        deal,
        |app, id| {
            Box::pin(async move {
                let bob = app.id(Bob).unwrap().to_string();
                let form = [("owner_id", bob.as_str()), ("unshare", "on")];
                fill(app, Mona, &format!("/opportunities/{id}/edit"), &form).await
            })
        },
        Other::Nothing,
    )
}

/// Shares a record to edit, on its page.
pub async fn shared(app: &TestApp, record: String, with: Who) -> Page {
    let with = format!("person-{}", app.id(with).unwrap());
    app.post(Alice, &format!("{record}/shares"), &[("with", with.as_str()), ("access", "edit")]).await
}

/// Ends the share a record has, on its page.
async fn ended(app: &TestApp, entity: Entity, record: String, id: i64) -> Page {
    let of_record = shares::table.filter(shares::entity.eq(entity.name()).and(shares::record_id.eq(id)));
    let share: i64 = app.db(|db| of_record.select(shares::id).first(db).unwrap());
    app.post(Alice, &format!("{record}/shares/{share}/removal"), &[]).await
}
