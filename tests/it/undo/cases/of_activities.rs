//! What is done with customers: planned, edited, given away, done, deleted, restored.

use fursa::activities::{self, ActivityFacts};
use fursa::journal::Action::{Assigned, Created, Deleted, Edited, Restored, StepDone};
use fursa::journal::Entity::Activity;
use fursa::removal;
use serde_json::json;

use super::{Case, Other, case, fill};
use crate::support::*;

pub fn all() -> Vec<Case> {
    changed().into_iter().chain(gone()).collect()
}

/// Planned by Alice.
fn planned(app: &TestApp) -> i64 {
    let (owner_id, now) = (app.id(Alice), app.clock().now());
    let facts = ActivityFacts { owner_id, ..ActivityFacts::starting("Ring them", app.team("North-East"), now) };
    app.tx(Ada, |tx| activities::insert(tx, facts).unwrap().id)
}

fn changed() -> Vec<Case> {
    let filed = case(
        "an activity filed",
        (Activity, Created, Alice),
        |_| 0,
        |app, _| Box::pin(async move { app.post(Alice, "/activities", &[("kind", "task"), ("notes", "Write")]).await }),
        Other::Built("place", |_| json!("Quay 4")),
    );
    vec![
        Case { files: true, ..filed },
        case(
            "an activity edited",
            (Activity, Edited, Alice),
            planned,
            |app, id| {
                Box::pin(
                    async move { fill(app, Alice, &format!("/activities/{id}/edit"), &[("place", "Quay 1")]).await },
                )
            },
            Other::Field("place", |_| json!("Quay 4")),
        ),
        case(
            "owner of an activity",
            (Activity, Assigned, Mona),
            planned,
            |app, id| {
                Box::pin(async move {
                    let bob = app.id(Bob).unwrap().to_string();
                    fill(app, Mona, &format!("/activities/{id}/edit"), &[("owner", &bob)]).await
                })
            },
            Other::Field("owner_id", |app| json!(app.id(Mona))),
        ),
        case(
            "an activity done",
            (Activity, StepDone, Alice),
            planned,
            |app, id| {
                Box::pin(
                    async move { app.post(Alice, &format!("/activities/{id}/settlement"), &[("state", "done")]).await },
                )
            },
            Other::Field("state", |_| json!("cancelled")),
        ),
    ]
}

fn gone() -> Vec<Case> {
    vec![
        case(
            "deletion of an activity",
            (Activity, Deleted, Alice),
            planned,
            |app, id| Box::pin(async move { app.post(Alice, &format!("/activities/{id}/removal"), &[]).await }),
            Other::Nothing,
        ),
        case(
            "restoration of an activity",
            (Activity, Restored, Alice),
            |app| {
                let id = planned(app);
                app.tx(Ada, |tx| removal::put_away(tx, Activity, id).unwrap().unwrap());
                id
            },
            |app, id| Box::pin(super::of_bin::restored(app, Alice, Activity, id)),
            Other::Built("place", |_| json!("Quay 4")),
        ),
    ]
}
