//! What is done about who sees a record.

use diesel::prelude::*;
use fursa::db::schema::shares;
use fursa::journal::Action::{Assigned, Shared, Unshared};
use fursa::journal::Entity::{Account, Lead, Opportunity};

use super::{Case, Other, account, case, deal, fill, lead};
use crate::support::*;

/// Whoever is shown what is made already is Charlie, to read.
pub fn all() -> Vec<Case> {
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
            "end of a share",
            (Lead, Unshared, Alice),
            lead,
            |app, id| {
                Box::pin(async move {
                    let of_lead = shares::table.filter(shares::entity.eq("lead").and(shares::record_id.eq(id)));
                    let share: i64 = app.db(|db| of_lead.select(shares::id).first(db).unwrap());
                    app.post(Alice, &format!("/leads/{id}/shares/{share}/removal"), &[]).await
                })
            },
            Other::Nothing,
        ),
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
        ),
    ]
}

/// Shares a record to edit, on its page.
pub async fn shared(app: &TestApp, record: String, with: Who) -> Page {
    let with = format!("person-{}", app.id(with).unwrap());
    app.post(Alice, &format!("{record}/shares"), &[("with", with.as_str()), ("access", "edit")]).await
}
