//! Undoing what was done to very many records: some hundred at a time, nothing asked.

use diesel::prelude::*;
use fursa::db::schema::{journal, leads};
use fursa::journal::Entity;
use fursa::leads::LeadFacts;
use serde_json::json;

use super::cases::set;
use crate::statements::{heard, listened_to};
use crate::support::*;

both!(very_many_are_taken_back_but_for_what_changed_since, a_record_of_many_costs_few_statements);

/// More than are taken back in one transaction.
const MANY: i64 = 520;

fn owned_by(app: &TestApp, who: Who) -> i64 {
    let own = leads::table.filter(leads::owner_id.eq(app.id(who).unwrap()));
    app.db(|db| own.count().get_result(db).unwrap())
}

/// Files them, all of them Alice's; answers the first one.
fn filed(app: &TestApp) -> i64 {
    let start = app.lead(Alice);
    app.tx(Ada, |tx| {
        for n in 1..MANY {
            let emails = format!("lead{n}@arctic.example");
            let facts = LeadFacts { name: format!("Lead {n:04}"), emails, ..start.facts.clone() };
            fursa::leads::insert(tx, facts).unwrap();
        }
    });
    start.id
}

/// Changes all of them at once; answers where that is undone.
async fn changed(app: &TestApp, form: &[(&str, &str)]) -> String {
    let all = [("all", "on"), ("return", "/leads?view=all")];
    let page = app.post(Mona, "/leads/selections", &all).await.assert_status(303).location().to_owned();
    let page = page.split('?').next().unwrap().to_owned();
    app.post(Mona, &format!("{page}/change"), form).await.assert_status(303);
    let batches = journal::table.filter(journal::batch_id.is_not_null()).order(journal::id.desc());
    let request: String = app.db(|db| batches.select(journal::request_id).first(db).unwrap());
    format!("/undo/{request}")
}

/// What the undoing of one of many records may ask the database, beside what is asked of all of them at once.
async fn a_record_of_many_costs_few_statements(app: TestApp) {
    let app = listened_to(&app).await;
    filed(&app);
    let bob = app.id(Bob).unwrap().to_string();
    let owner = [("change", "owner"), ("person", bob.as_str())];
    // PostgreSQL holds the row first, and whoever it is given to.
    let held = usize::from(app.backend() == Backend::Postgres);
    // What is planned about a record goes along with its owner, and is looked for.
    for (form, most) in [(&owner[..], 7 + 2 * held), (&[("change", "delete")][..], 12 + held)] {
        let undo = changed(&app, form).await;
        heard(&app);
        app.post(Mona, &undo, &[("return", "/leads")]).await.assert_goes_to("/leads");
        let asked = heard(&app);
        let many = usize::try_from(MANY).unwrap();
        assert!(asked.len() <= most * many + 150, "{form:?}: {}", told(&asked));
        assert_eq!(owned_by(&app, Alice), MANY, "{form:?}");
    }
}

/// What was asked how often, most often first.
fn told(asked: &[String]) -> String {
    let mut counts = std::collections::BTreeMap::<String, usize>::new();
    for one in asked {
        *counts.entry(one.chars().take(90).filter(|letter| !letter.is_ascii_digit()).collect()).or_default() += 1;
    }
    let mut counts: Vec<(usize, String)> = counts.into_iter().map(|(asked, times)| (times, asked)).collect();
    counts.sort_by(|one, other| other.cmp(one));
    let lines: Vec<String> = counts.iter().take(30).map(|(times, asked)| format!("{times} {asked}")).collect();
    format!("{} statements\n{}", asked.len(), lines.join("\n"))
}

async fn very_many_are_taken_back_but_for_what_changed_since(app: TestApp) {
    let first = filed(&app);
    let bob = app.id(Bob).unwrap().to_string();
    let undo = changed(&app, &[("change", "owner"), ("person", bob.as_str())]).await;
    assert_eq!(owned_by(&app, Bob), MANY);
    set(&app, Entity::Lead, first, "owner_id", json!(app.id(Mona)));
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
