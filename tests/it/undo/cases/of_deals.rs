//! What is done with deals.

use fursa::directory::PickList;
use fursa::journal::Action::{Assigned, Created, Edited, Lost, Moved, Reopened, StepDone, Won};
use fursa::journal::Entity::Opportunity;
use fursa::opportunities;
use fursa::opportunities::moves::{self, Asked};
use serde_json::json;

use super::{Case, Other, case, customer, deal, deal_of, filed, fill, move_to, somebody_elses_name};
use crate::support::*;

pub fn all() -> Vec<Case> {
    edits().into_iter().chain(moved()).chain(closings()).chain([filing()]).collect()
}

fn edits() -> Vec<Case> {
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
            Other::Nothing,
        ),
    ]
}

fn moved() -> Vec<Case> {
    vec![
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
    ]
}

fn closings() -> Vec<Case> {
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

fn filing() -> Case {
    let filing = case(
        "filing of a deal",
        (Opportunity, Created, Alice),
        |app| app.account_with(Alice, |account| account.name = "Boreal".into()).id,
        |app, id| {
            Box::pin(async move {
                let page = format!("/opportunities/new?account={id}");
                filed(app, Alice, [&page, "/opportunities/new"], &[("name", "Ten anchors"), ("amount", "10")]).await
            })
        },
        Other::Built("name", somebody_elses_name),
    );
    Case { files: true, ..filing }
}
