//! Undoing what was done to very many records: some hundred at a time, nothing asked.

use diesel::prelude::*;
use fursa::db::schema::{journal, leads};
use fursa::journal::Entity;
use fursa::leads::LeadFacts;
use serde_json::json;

use super::cases::set;
use crate::support::*;

both!(very_many_are_taken_back_but_for_what_changed_since);

/// More than are taken back in one transaction.
const MANY: i64 = 520;

fn owned_by(app: &TestApp, who: Who) -> i64 {
    let own = leads::table.filter(leads::owner_id.eq(app.id(who).unwrap()));
    app.db(|db| own.count().get_result(db).unwrap())
}

async fn very_many_are_taken_back_but_for_what_changed_since(app: TestApp) {
    let start = app.lead(Alice);
    app.tx(Ada, |tx| {
        for n in 1..MANY {
            let facts = LeadFacts { name: format!("Lead {n:04}"), ..start.facts.clone() };
            fursa::leads::insert(tx, facts).unwrap();
        }
    });
    let all = [("all", "on"), ("return", "/leads?view=all")];
    let page = app.post(Mona, "/leads/selections", &all).await.assert_status(303).location().to_owned();
    let page = page.split('?').next().unwrap().to_owned();
    let bob = app.id(Bob).unwrap().to_string();
    let form = [("change", "owner"), ("person", bob.as_str())];
    app.post(Mona, &format!("{page}/change"), &form).await.assert_status(303);
    assert_eq!(owned_by(&app, Bob), MANY);
    set(&app, Entity::Lead, start.id, "owner_id", json!(app.id(Mona)));
    let batch = journal::table.filter(journal::batch_id.is_not_null()).select(journal::request_id);
    let request: String = app.db(|db| batch.first(db).unwrap());
    let undo = format!("/undo/{request}");
    app.post(Charlie, &undo, &[]).await.assert_status(404);
    let back = [("return", "/leads")];
    app.post(Mona, &undo, &back).await.assert_goes_to("/leads");
    let told = app.get(Mona, "/leads").await.assert_says("519 records are as they were before");
    assert!(told.text_contains("has been changed since"));
    assert_eq!((owned_by(&app, Alice), owned_by(&app, Mona)), (MANY - 1, 1));
    let redo = told.attributes(".flash form", "action").pop().unwrap();
    app.post(Mona, &undo, &back).await.assert_goes_to("/leads");
    app.get(Mona, "/leads").await.assert_says("has been undone already");
    app.post(Mona, &redo, &back).await.assert_goes_to("/leads");
    assert_eq!((owned_by(&app, Bob), owned_by(&app, Mona)), (MANY - 1, 1));
    app.post(Mona, &undo, &back).await.assert_goes_to("/leads");
    assert_eq!(owned_by(&app, Alice), MANY - 1, "what stands again is taken back again");
}
