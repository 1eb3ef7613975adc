//! The first page: what waits for each person, and figures that agree with the lists behind them.

use chrono::NaiveDate;
use diesel::prelude::*;
use fursa::accounts;
use fursa::db::schema::{closures, opportunities};
use fursa::journal::Action;

use crate::support::*;

both!(
    everybody_finds_something,
    a_rep_sees_what_waits_and_the_lists_agree,
    the_month_counts_the_wins_of_who_owned_them,
    colleagues_changes_are_told_and_ones_own_are_not,
    a_figure_says_nothing_of_other_peoples_deals,
    the_list_of_the_months_wins_is_by_who_owned_them,
);

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

async fn everybody_finds_something(app: TestApp) {
    for who in Who::CAST {
        let page = app.get(who, "/").await.assert_status(200);
        assert!(page.count("section") >= 2, "{who:?}");
    }
    app.get(Ada, "/").await.assert_says("People").assert_says("Teams");
    app.account(Charlie);
    app.get(Sam, "/").await.assert_says("Arctic Oy");
}

async fn a_rep_sees_what_waits_and_the_lists_agree(app: TestApp) {
    app.opportunity_with(Alice, |facts| {
        facts.name = "Late deal".into();
        facts.next_step = "Call".into();
        facts.next_step_on = day("2026-11-20");
    });
    app.opportunity_with(Alice, |facts| facts.name = "Unplanned deal".into());
    app.lead(Alice);
    app.pool_lead("North-East");
    let page = app.get(Alice, "/").await.assert_status(200);
    let page = page.assert_says("Late deal").assert_says("Unplanned deal").assert_says("Lena Lindqvist");
    let page = page
        .assert_says("Late: \u{2068}1\u{2069}")
        .assert_says("No next step: \u{2068}1\u{2069}")
        .assert_says("1 new lead");
    let page = page.assert_says("1 lead waits in the pool").assert_says("€2,000");
    for mark in ["late", "unplanned"] {
        let link = page.links().into_iter().find(|(to, _)| to.contains(&format!("mark={mark}"))).unwrap().0;
        let list = app.get(Alice, &link).await.assert_status(200);
        assert_eq!(list.count("tbody tr"), 1, "{link}");
    }
    let leads = page.links().into_iter().find(|(to, _)| to.contains("view=mine")).unwrap().0;
    assert_eq!(app.get(Alice, &leads).await.assert_status(200).count("tbody tr"), 1);
    app.get(Mona, "/").await.assert_says("Late: \u{2068}1\u{2069}").assert_says("Late deal");
}

fn win(app: &TestApp, who: Who, on: &str, minor: i64, currency: &str) {
    let deal = app.opportunity(who);
    let (won, person) = (app.stage("Won"), app.id(who).unwrap());
    let row = (
        closures::opportunity_id.eq(deal.id),
        closures::kind.eq("won"),
        closures::stage_id.eq(won),
        closures::stage_name.eq("Won"),
        closures::closed_on.eq(day(on).unwrap()),
        closures::closed_at.eq(app.clock().now()),
        closures::amount_minor.eq(minor),
        closures::currency.eq(currency),
        closures::owner_id.eq(Some(person)),
        closures::team_id.eq(deal.team_id),
        closures::closed_by.eq(person),
    );
    app.db(|db| diesel::insert_into(closures::table).values(row).execute(db).unwrap());
}

async fn the_month_counts_the_wins_of_who_owned_them(app: TestApp) {
    win(&app, Alice, "2026-11-01", 500_000, "EUR");
    win(&app, Alice, "2026-10-31", 700_000, "EUR");
    win(&app, Charlie, "2026-11-02", 900_000, "EUR");
    let page = app.get(Alice, "/").await.assert_status(200);
    assert_eq!(page.texts(".figure")[0], "€5,000");
    win(&app, Alice, "2026-11-03", 100, "GBP");
    let page = app.get(Alice, "/").await.assert_says("GBP");
    assert_eq!(page.texts(".figure")[0], "€5,000");
}

async fn colleagues_changes_are_told_and_ones_own_are_not(app: TestApp) {
    let account = app.account_with(Alice, |facts| facts.name = "Shared Works".into());
    let change = |who: Who, city: &str| {
        app.tx(who, |tx| {
            let before = accounts::find(tx, account.id).unwrap();
            let mut facts = before.facts.clone();
            facts.city = city.into();
            accounts::save(tx, Action::Edited, &before, facts).unwrap().unwrap();
        });
    };
    app.wait(chrono::Duration::days(10));
    change(Alice, "Oulu");
    app.get(Alice, "/").await.assert_hides("Shared Works");
    change(Mona, "Turku");
    let page = app.get(Alice, "/").await.assert_says("Shared Works");
    assert!(page.text().replace(['\u{2068}', '\u{2069}'], "").contains("Mona edited the account"));
    app.get(Mona, "/").await.assert_hides("Shared Works");
}

async fn a_figure_says_nothing_of_other_peoples_deals(app: TestApp) {
    let before = app.get(Bob, "/").await.text();
    app.opportunity(Alice);
    app.lead(Alice);
    assert_eq!(app.get(Bob, "/").await.text(), before);
}

async fn the_list_of_the_months_wins_is_by_who_owned_them(app: TestApp) {
    let win = |who: Who, actual: &'static str| {
        let account = app.account(who);
        let deal = app.opportunity_with(who, |deal| deal.account_id = Some(account.id));
        let (won, app) = (app.stage("Won").to_string(), &app);
        async move {
            let answers = [("to", won.as_str()), ("answered", &won), ("version", "1"), ("closed_on", "2026-11-20")];
            let answers = [&answers[..], &[("actual", actual)]].concat();
            app.post(who, &format!("/opportunities/{}/move", deal.id), &answers).await.assert_status(303);
            deal.id
        }
    };
    let (kept, lent, given) = (win(Alice, "1000").await, win(Alice, "2000").await, win(Bob, "4000").await);
    let hand = |deal: i64, to: Who| {
        let team = app.directory().person(app.id(to).unwrap()).unwrap().team_id;
        let to = (opportunities::owner_id.eq(app.id(to)), opportunities::team_id.eq(team));
        app.db(|db| diesel::update(opportunities::table.find(deal)).set(to).execute(db).unwrap());
    };
    let wins = |page: &Page| page.links().into_iter().find(|(to, _)| to.contains("closed-on-from")).unwrap().0;
    hand(given, Alice);
    let home = app.get(Alice, "/").await.assert_status(200).assert_hides("somebody else’s now");
    assert_eq!(home.texts(".figure")[0], "€3,000");
    let list = app.get(Alice, &wins(&home)).await.assert_status(200).assert_says("€3,000");
    assert_eq!(list.count("tbody tr"), 2);
    // What one does not see any more is in no list, and the figure says so.
    hand(lent, Charlie);
    let home = app.get(Alice, "/").await.assert_status(200).assert_says("of them is somebody else’s now");
    assert_eq!(home.texts(".figure")[0], "€3,000");
    let list = app.get(Alice, &wins(&home)).await.assert_status(200);
    assert_eq!((list.count("tbody tr"), list.count(&format!("#r{kept}"))), (1, 1));
    let before = home.links().into_iter().find(|(to, _)| to.contains("closed-on-from=2026-10-01")).unwrap().0;
    assert_eq!(app.get(Alice, &before).await.assert_status(200).count("tbody tr"), 0);
}
