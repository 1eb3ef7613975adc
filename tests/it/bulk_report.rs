//! What became of many records: numbers that lead to their rows, however many there are, and a fair share for everybody.

use diesel::prelude::*;
use fursa::leads::LeadFacts;

use crate::bulk::{change, says, stored, tag};
use crate::support::*;

both!(two_thousand_leads_are_changed_and_taken_back, several_share_evenly_what_one_of_them_has);

async fn two_thousand_leads_are_changed_and_taken_back(app: TestApp) {
    let (vip, team) = (tag(&app, "VIP"), app.team("North-East"));
    let start = app.lead(Alice).facts;
    app.tx(Ada, |tx| {
        for n in 0..1_999_i64 {
            let facts = LeadFacts { name: format!("Lead {n:04}"), team_id: team, ..start.clone() };
            fursa::leads::insert(tx, facts).unwrap();
        }
    });
    let all = [("all", "on"), ("return", "/leads?view=all")];
    let page = app.post(Mona, "/leads/selections", &all).await.assert_status(303).location().to_owned();
    let page = page.split('?').next().unwrap().to_owned();
    says(&app.get(Mona, &format!("{page}?change=tags")).await, "2,000 of 2,000 will be changed");
    let form = [("change", "tags"), ("add", "VIP")];
    let done = app.post(Mona, &format!("{page}/change"), &form).await.assert_status(303);
    let report = app.get(Mona, done.location()).await;
    says(&report, "Changed 2,000");
    says(&report, "and 1,950 more");
    assert!(report.body.len() < 40 * 1024, "{}", report.body.len());
    every_row_is_named_once(&app, done.location(), 2_000).await;
    let carried = |count: usize| {
        let found: i64 = app.db(|db| {
            use fursa::db::schema::taggings;
            taggings::table.filter(taggings::tag_id.eq(vip)).count().get_result(db).unwrap()
        });
        assert_eq!(found, i64::try_from(count).unwrap());
    };
    carried(2_000);
    app.post(Mona, &format!("{}/removal", done.location()), &[]).await.assert_goes_to(done.location());
    carried(0);
    app.get(Mona, done.location()).await.assert_says("Everything is as it was").assert_says("Taken back");
}

/// From the number of the table through all pages of its rows.
async fn every_row_is_named_once(app: &TestApp, report: &str, count: usize) {
    let mut named: Vec<String> = Vec::new();
    let mut next = Some(format!("{report}?rows=changed"));
    assert!(app.get(Mona, report).await.has_link(next.as_deref().unwrap()));
    while let Some(path) = next {
        let page = app.get(Mona, &path).await.assert_status(200);
        named.extend(page.attributes("ul.related a", "href"));
        let on = page.attributes(".sheet p a", "href");
        assert!(on.len() <= 1, "{on:?}");
        next = on.into_iter().next();
    }
    let rows = named.len();
    named.sort_unstable();
    named.dedup();
    assert_eq!((rows, named.len()), (count, count));
}

async fn several_share_evenly_what_one_of_them_has(app: TestApp) {
    let ids = [(); 6].map(|()| app.lead(Alice).id);
    let people = [Alice, Bob].map(|who| app.id(who).unwrap().to_string());
    let form = [("change", "owner"), ("person", people[0].as_str()), ("person", people[1].as_str())];
    let done = change(&app, Mona, "/leads", &ids, &form).await.assert_status(303);
    let report = app.get(Mona, done.location()).await;
    says(&report, "Changed 3");
    says(&report, "So already 3");
    let owner = |id| stored(&app, id).owner_id;
    assert_eq!(ids.iter().filter(|id| owner(**id) == app.id(Bob)).count(), 3, "rule 38");
    let of_reason = app.get(Mona, &format!("{}?rows=same", done.location())).await;
    assert_eq!(of_reason.count("ul.related li"), 3, "a number leads to its rows");
    assert!(report.has_link(&format!("{}?rows=same", done.location())));
}
