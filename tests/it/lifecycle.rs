//! The lifecycle of customers (rule 75): moved by their deals and the calendar, pinned by hand.

use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use fursa::accounts::{self, Lifecycle, lifecycle};
use fursa::contacts;
use fursa::db::schema::{accounts as table, organization};

use crate::support::*;

both!(
    a_deal_makes_a_potential_customer_and_a_win_an_active_one,
    time_makes_a_customer_inactive_after_the_companys_own_limit,
    what_is_set_by_hand_stays_until_it_is_cleared,
    a_stage_is_set_with_a_reason_only,
    a_contact_follows_the_same_rule,
    a_win_of_somebody_elses_moves_the_account_too,
);

fn today() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

fn stage(app: &TestApp, id: i64) -> Lifecycle {
    app.db(|db| table::table.find(id).select(table::lifecycle).first(db).unwrap())
}

fn refresh(app: &TestApp, who: Who, id: i64) -> Lifecycle {
    app.tx(who, |tx| lifecycle::refresh(tx, id).unwrap());
    stage(app, id)
}

/// A deal of the account, won so many days ago.
fn won(app: &TestApp, account: i64, days_ago: u64) {
    let won = app.stage("Won");
    app.opportunity_with(Alice, |facts| {
        facts.account_id = Some(account);
        facts.stage_id = won;
        facts.closed_on = Some(today() - Days::new(days_ago));
        facts.closed_at = Some(facts.created_at);
    });
}

async fn a_deal_makes_a_potential_customer_and_a_win_an_active_one(app: TestApp) {
    let account = app.account(Alice);
    assert_eq!(refresh(&app, Alice, account.id), Lifecycle::Suspect);
    app.opportunity_with(Alice, |facts| facts.account_id = Some(account.id));
    assert_eq!(refresh(&app, Alice, account.id), Lifecycle::Potential);
    won(&app, account.id, 3);
    assert_eq!(refresh(&app, Alice, account.id), Lifecycle::Active);
    let page = app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_status(200);
    let told = page.texts("#timeline").join(" ").replace(['\u{2068}', '\u{2069}'], "");
    assert!(told.contains("Lifecycle: Potential → Active"), "{told}");
}

async fn time_makes_a_customer_inactive_after_the_companys_own_limit(app: TestApp) {
    app.db(|db| diesel::update(organization::table).set(organization::inactive_after_days.eq(30)).execute(db).unwrap());
    let account = app.account(Alice);
    won(&app, account.id, 20);
    assert_eq!(refresh(&app, Alice, account.id), Lifecycle::Active);
    app.wait(chrono::Duration::days(10));
    assert_eq!(fursa::cli::catch_up(app.app()).unwrap(), 0);
    app.wait(chrono::Duration::days(1));
    assert_eq!(fursa::cli::catch_up(app.app()).unwrap(), 1);
    assert_eq!(stage(&app, account.id), Lifecycle::Inactive);
    app.get(Alice, "/accounts?lifecycle=inactive").await.assert_says("Arctic Oy");
    app.db(|db| diesel::update(organization::table).set(organization::inactive_after_days.eq(90)).execute(db).unwrap());
    assert_eq!(fursa::cli::catch_up(app.app()).unwrap(), 1);
    assert_eq!(stage(&app, account.id), Lifecycle::Active);
    assert_eq!(fursa::cli::catch_up(app.app()).unwrap(), 0);
}

async fn what_is_set_by_hand_stays_until_it_is_cleared(app: TestApp) {
    let account = app.account(Alice);
    let path = format!("/accounts/{}/lifecycle", account.id);
    app.post(Alice, &path, &[("stage", "inactive"), ("reason", "Went to a rival")]).await.assert_status(303);
    won(&app, account.id, 1);
    assert_eq!(refresh(&app, Alice, account.id), Lifecycle::Inactive);
    assert_eq!(fursa::cli::catch_up(app.app()).unwrap(), 0);
    app.get(Alice, &format!("/accounts/{}", account.id)).await.assert_says("Went to a rival");
    app.post(Alice, &format!("{path}/removal"), &[]).await.assert_status(303);
    assert_eq!(stage(&app, account.id), Lifecycle::Active);
}

async fn a_stage_is_set_with_a_reason_only(app: TestApp) {
    let account = app.account(Alice);
    let page = app.post(Alice, &format!("/accounts/{}/lifecycle", account.id), &[("stage", "active")]).await;
    assert!(page.assert_status(422).problem("reason").is_some());
    assert_eq!(stage(&app, account.id), Lifecycle::Suspect);
}

async fn a_contact_follows_the_same_rule(app: TestApp) {
    let contact = app.contact(Alice);
    let stage = || {
        app.tx(Alice, |tx| {
            contacts::lifecycle::refresh(tx, contact.id).unwrap();
            contacts::find(tx, contact.id).unwrap().lifecycle
        })
    };
    assert_eq!(stage(), Lifecycle::Prospect, "there is an address");
    app.opportunity_with(Alice, |facts| facts.contact_id = Some(contact.id));
    assert_eq!(stage(), Lifecycle::Potential);
    let path = format!("/contacts/{}/lifecycle", contact.id);
    app.post(Alice, &path, &[("stage", "suspect"), ("reason", "Wrong person")]).await.assert_status(303);
    assert_eq!(stage(), Lifecycle::Suspect);
    app.post(Alice, &format!("{path}/removal"), &[]).await.assert_status(303);
    assert_eq!(stage(), Lifecycle::Potential);
}

async fn a_win_of_somebody_elses_moves_the_account_too(app: TestApp) {
    let account = app.account(Alice);
    won(&app, account.id, 1);
    assert_eq!(refresh(&app, Charlie, account.id), Lifecycle::Active);
    let version = app.tx(Alice, |tx| accounts::find(tx, account.id).unwrap().version);
    assert_eq!(version, 2);
}
