//! What is done with leads.

use fursa::directory::PickList;
use fursa::journal::Action::{Claimed, Disqualified, Edited, Reactivated, Released};
use fursa::journal::Entity::Lead;
use fursa::leads;
use serde_json::json;

use super::{Case, Other, case, fill, lead, pool_lead, somebody_elses_name};
use crate::support::*;

pub fn all() -> Vec<Case> {
    own().into_iter().chain(of_the_pool()).chain(closings()).collect()
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
