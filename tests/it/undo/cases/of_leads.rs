//! What is done with leads.

use fursa::directory::PickList;
use fursa::journal::Action::{
    Assigned, Claimed, Created, Disqualified, Edited, Merged, Qualified, Reactivated, Released,
};
use fursa::journal::Entity::{self, Lead};
use fursa::leads;
use serde_json::json;

use super::{Case, Other, case, filed, fill, lead, merged, newest, other_one, pool_lead, somebody_elses_name, whole};
use crate::support::*;

pub fn all() -> Vec<Case> {
    own().into_iter().chain(of_the_pool()).chain(closings()).chain(turns()).collect()
}

fn own() -> Vec<Case> {
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
            "owner of a lead",
            (Lead, Assigned, Mona),
            lead,
            |app, id| {
                Box::pin(async move {
                    let holder = format!("person:{}", app.id(Bob).unwrap());
                    fill(app, Mona, &format!("/leads/{id}/edit"), &[("holder", &holder)]).await
                })
            },
            Other::Field("owner_id", |app| json!(app.id(Mona))),
        ),
    ]
}

fn of_the_pool() -> Vec<Case> {
    vec![
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
    ]
}

fn closings() -> Vec<Case> {
    vec![
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

fn turns() -> Vec<Case> {
    let filing = case(
        "filing of a lead",
        (Lead, Created, Alice),
        |_| 0,
        |app, _| {
            Box::pin(async move {
                let email = format!("nora{}@x.example", app.clock().now().and_utc().timestamp());
                filed(app, Alice, ["/leads/new", "/leads"], &[("name", "Nora"), ("email", &email)]).await
            })
        },
        Other::Built("name", somebody_elses_name),
    );
    let merging = case(
        "merge of leads",
        (Lead, Merged, Alice),
        |app| {
            let stays = app.lead_with(Alice, |lead| lead.name = "Nora".into()).id;
            let goes = app.lead_with(Alice, |lead| (lead.name, lead.title) = ("Nora N".into(), "Captain".into())).id;
            assert_eq!(goes, stays + 1);
            stays
        },
        |app, id| Box::pin(merged(app, format!("/leads/{id}"), id)),
        Other::Field("title", |_| json!("Mate")),
    );
    let merging = Case { beside: Some(|app, id| other_one(app, Lead, id)), ..merging };
    vec![Case { files: true, ..filing }, merging, qualification()]
}

/// A lead becomes a company, a person who works there, and a deal.
fn qualification() -> Case {
    let qualified = case(
        "qualification",
        (Lead, Qualified, Alice),
        |app| {
            let at = app.clock().now().and_utc().timestamp();
            let named = |lead: &mut leads::LeadFacts| {
                (lead.name, lead.company) = (format!("Nora {at}"), format!("Nilsen {at}"));
                lead.emails = format!("nora{at}@nilsen{at}.example");
            };
            app.lead_with(Alice, named).id
        },
        |app, id| {
            Box::pin(async move {
                let page = format!("/leads/{id}/qualification");
                filed(app, Alice, [&page, &page], &[]).await
            })
        },
        Other::Beside("state", "close_note", |_| json!("Wrote back")),
    );
    let became = |app: &TestApp, _| {
        let kinds = [Entity::Account, Entity::Contact, Entity::Opportunity];
        json!(kinds.map(|kind| whole(app, kind, newest(app, kind))))
    };
    Case { beside: Some(became), ..qualified }
}
