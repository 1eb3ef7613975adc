//! Many records of a list deleted at once: the count is true, what goes along is said first, each row is judged for itself,
//! and what was deleted comes back as one.

use diesel::prelude::*;
use fursa::db::schema::{accounts, bin, bulk_skips, contacts, leads, opportunities};
use fursa::journal::{Action, Entity};
use fursa::leads::LeadFacts;
use fursa::removal;

use crate::bulk::{change, choose};
use crate::support::*;

both!(
    what_goes_along_is_said_in_sum_before_it_happens,
    each_row_is_judged_for_itself,
    every_kind_is_deleted_and_comes_back,
    twelve_hundred_leads_are_deleted_and_come_back,
    a_form_that_does_not_say_so_deletes_nothing,
);

const DELETE: [(&str, &str); 1] = [("change", "delete")];

fn plain(page: &Page) -> String {
    page.text().replace(['\u{2068}', '\u{2069}'], "")
}

#[track_caller]
fn says(page: &Page, words: &str) {
    assert!(plain(page).contains(words), "{words:?} is not on the page: {}", plain(page));
}

/// How many leads, accounts, contacts, deals there are, and how many records lie in the bin.
fn counts(app: &TestApp) -> [i64; 5] {
    app.db(|db| {
        [
            leads::table.count().get_result(db).unwrap(),
            accounts::table.count().get_result(db).unwrap(),
            contacts::table.count().get_result(db).unwrap(),
            opportunities::table.count().get_result(db).unwrap(),
            bin::table.count().get_result(db).unwrap(),
        ]
    })
}

async fn what_goes_along_is_said_in_sum_before_it_happens(app: TestApp) {
    let [first, second, held] = [(); 3].map(|()| app.account(Alice).id);
    for account in [first, first, second] {
        app.opportunity_with(Alice, |deal| deal.account_id = Some(account));
    }
    app.opportunity_with(Charlie, |deal| deal.account_id = Some(held));
    app.lead_with(Alice, |lead| lead.account_id = Some(first));
    app.account_with(Alice, |child| child.parent_id = Some(first));
    let before = counts(&app);
    let page = choose(&app, Alice, "/accounts", &[first, second, held]).await;
    let asks = app.get(Alice, &format!("{page}?change=delete")).await.assert_status(200);
    for words in
        ["2 of 3 will be deleted", "1: deals would go along that belong to others", "3 deals go along", "Delete 2"]
    {
        says(&asks, words);
    }
    for words in ["1 lead stays and loses its link", "1 account stays and loses its link", "restored from there for"] {
        says(&asks, words);
    }
    assert_eq!(counts(&app), before, "nothing is done before the answer");
    let done = app.post(Alice, &format!("{page}/change"), &DELETE).await.assert_status(303);
    let report = app.get(Alice, done.location()).await.assert_status(200);
    for words in ["Deleted 2", "Deals would go along that belong to others 1", "Arctic Oy"] {
        says(&report, words);
    }
    assert!(report.has_link(&format!("/accounts/{held}")) && !report.has_link(&format!("/accounts/{first}")));
    assert_eq!(counts(&app), [1, 2, 0, 1, 5]);
    app.post(Alice, &format!("{}/removal", done.location()), &[]).await.assert_goes_to(done.location());
    assert_eq!(counts(&app), before);
}

async fn each_row_is_judged_for_itself(app: TestApp) {
    let (own, waiting, late) = (app.lead(Alice), app.pool_lead("North-East"), app.lead(Alice));
    let gone = app.lead(Alice).id;
    let page = choose(&app, Alice, "/leads", &[own.id, waiting.id, late.id, gone]).await;
    let asks = app.get(Alice, &format!("{page}?change=delete")).await;
    says(&asks, "3 of 4 will be deleted");
    says(&asks, "1: not yours to change");
    let renamed = LeadFacts { name: "Renamed".into(), ..late.facts.clone() };
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Edited, &late, renamed).unwrap().unwrap());
    app.tx(Ada, |tx| removal::put_away(tx, Entity::Lead, gone).unwrap().unwrap());
    app.post(Alice, &format!("{page}/change"), &DELETE).await.assert_status(303);
    let left: Vec<i64> = app.db(|db| leads::table.order(leads::id).select(leads::id).load(db).unwrap());
    assert_eq!(left, [waiting.id, late.id]);
    let skips: Vec<(i64, String)> = app.db(|db| {
        let rows = bulk_skips::table.order(bulk_skips::record_id);
        rows.select((bulk_skips::record_id, bulk_skips::reason)).load(db).unwrap()
    });
    let reasons = [(waiting.id, "not-yours"), (late.id, "changed"), (gone, "gone")];
    assert_eq!(skips, reasons.map(|(id, reason)| (id, reason.to_owned())));
}

async fn every_kind_is_deleted_and_comes_back(app: TestApp) {
    let lists = [
        ("/leads", app.lead(Alice).id),
        ("/accounts", app.account(Alice).id),
        ("/contacts", app.contact(Alice).id),
        ("/opportunities", app.opportunity(Alice).id),
    ];
    let before = counts(&app);
    for (list, id) in lists {
        assert!(app.get(Alice, list).await.text_contains("Delete"), "{list}");
        let done = change(&app, Alice, list, &[id], &DELETE).await.assert_status(303);
        let report = app.get(Alice, done.location()).await.assert_status(200);
        let undo = report.attributes(".flash form", "action").pop().unwrap();
        app.get(Alice, &format!("{list}/{id}")).await.assert_status(404);
        let undone = app.post(Alice, &undo, &[]).await.assert_status(303);
        let redo = app.get(Alice, undone.location()).await.attributes(".flash form", "action").pop().unwrap();
        app.get(Alice, &format!("{list}/{id}")).await.assert_status(200);
        app.post(Alice, &redo, &[]).await.assert_status(303);
        app.get(Alice, &format!("{list}/{id}")).await.assert_status(404);
        app.post(Alice, &undo, &[]).await.assert_status(303);
        app.get(Alice, &format!("{list}/{id}")).await.assert_status(200);
    }
    assert_eq!(counts(&app), before);
    // What is not theirs to delete is said to stay; a forged form deletes nothing either.
    let page = choose(&app, Sam, "/accounts", &[lists[1].1]).await;
    let asks = app.get(Sam, &format!("{page}?change=delete")).await.assert_status(200);
    says(&asks, "0 of 1 will be deleted");
    assert!(asks.attributes("form.danger button", "class").is_empty(), "there is nothing to press");
    let done = app.post(Sam, &format!("{page}/change"), &DELETE).await.assert_status(303);
    says(&app.get(Sam, done.location()).await, "Not yours to change");
    assert_eq!(counts(&app), before);
}

async fn twelve_hundred_leads_are_deleted_and_come_back(app: TestApp) {
    let facts = app.lead(Alice).facts;
    app.tx(Ada, |tx| {
        for _ in 1..1_200 {
            fursa::leads::insert(tx, facts.clone()).unwrap();
        }
    });
    let before = counts(&app);
    let page = app.post(Alice, "/leads/selections", &[("all", "on"), ("return", "/leads")]).await.assert_status(303);
    let page = page.location().split('?').next().unwrap().to_owned();
    let done = app.post(Alice, &format!("{page}/change"), &DELETE).await.assert_status(303);
    assert_eq!(counts(&app), [0, 0, 0, 0, 1_200]);
    says(&app.get(Alice, done.location()).await, "Deleted 1,200");
    app.post(Alice, &format!("{}/removal", done.location()), &[]).await.assert_status(303);
    assert_eq!(counts(&app), before);
}

async fn a_form_that_does_not_say_so_deletes_nothing(app: TestApp) {
    let lead = app.lead(Alice).id;
    let page = choose(&app, Alice, "/leads", &[lead]).await;
    app.post(Alice, &format!("{page}/change"), &[]).await.assert_status(422);
    assert_eq!(counts(&app)[0], 1);
}
