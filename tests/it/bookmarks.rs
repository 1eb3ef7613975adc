//! What a person keeps at hand: records looked at lately, favourites and followed ones, as long as they reach them.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use fursa::accounts;
use fursa::db::schema::{accounts as rows, bookmarks};
use fursa::journal::Action;

use crate::support::*;

both!(
    records_looked_at_are_named_the_latest_first,
    no_more_than_twenty_are_remembered,
    looking_again_at_the_same_record_writes_nothing,
    a_page_that_was_refused_was_not_looked_at,
    a_favourite_is_at_hand_until_it_is_none,
    a_record_out_of_reach_is_gone_and_comes_back,
    a_deleted_record_is_at_hand_no_more,
    of_two_merged_records_the_one_that_stays_is_the_favourite,
    changes_of_a_followed_record_are_told,
    what_is_followed_is_told_however_much_happens,
    whoever_sells_nothing_follows_too,
);

fn account(app: &TestApp, name: &str) -> String {
    let account = app.account_with(Alice, |facts| facts.name = name.into());
    format!("/accounts/{}", account.id)
}

fn named(page: &Page) -> Vec<String> {
    page.texts("section.sheet ul.related a")
}

/// Sends the form of a record's page with the button that goes there.
async fn press(app: &TestApp, who: Who, page: &str, to: &str) {
    let form = app.get(who, page).await.assert_status(200).form("/favourites");
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(who, to, &fields).await.assert_goes_to(page);
}

/// Hands a record to somebody else, as an assignment does.
fn hand(app: &TestApp, page: &str, to: Who) {
    let id: i64 = page.rsplit('/').next().unwrap().parse().unwrap();
    let team = app.directory().person(app.id(to).unwrap()).unwrap().team_id;
    let to = (rows::owner_id.eq(app.id(to)), rows::team_id.eq(team));
    app.db(|db| diesel::update(rows::table.find(id)).set(to).execute(db).unwrap());
}

fn edit(app: &TestApp, who: Who, page: &str, city: &str) {
    let id: i64 = page.rsplit('/').next().unwrap().parse().unwrap();
    app.tx(who, |tx| {
        let before = accounts::find(tx, id).unwrap();
        let mut facts = before.facts.clone();
        facts.city = city.into();
        accounts::save(tx, Action::Edited, &before, facts).unwrap().unwrap();
    });
}

async fn records_looked_at_are_named_the_latest_first(app: TestApp) {
    let (one, two) = (account(&app, "One"), account(&app, "Two"));
    assert_eq!(named(&app.get(Alice, "/search").await), [""; 0]);
    for page in [&one, &two, &one] {
        app.get(Alice, page).await.assert_status(200);
    }
    let lead = app.lead(Alice);
    app.get(Alice, &format!("/leads/{}", lead.id)).await.assert_status(200);
    assert_eq!(named(&app.get(Alice, "/search").await), ["Lena Lindqvist", "One", "Two"]);
    app.get(Alice, "/").await.assert_says("Recently viewed");
    app.get(Mona, "/search").await.assert_status(200).assert_hides("Two");
}

async fn no_more_than_twenty_are_remembered(app: TestApp) {
    for n in 0..23 {
        let page = account(&app, &format!("Account {n}"));
        app.get(Alice, &page).await.assert_status(200);
    }
    let kept: i64 = app.db(|db| bookmarks::table.count().get_result(db).unwrap());
    let named = named(&app.get(Alice, "/search").await);
    assert_eq!((kept, named.len()), (20, 20));
    assert_eq!((named[0].as_str(), named[19].as_str()), ("Account 22", "Account 3"));
}

async fn looking_again_at_the_same_record_writes_nothing(app: TestApp) {
    let page = account(&app, "One");
    let at = || app.db(|db| bookmarks::table.select(bookmarks::at).load::<NaiveDateTime>(db).unwrap());
    app.get(Alice, &page).await.assert_status(200);
    let first = at();
    assert_eq!(first.len(), 1);
    app.wait(Duration::hours(1));
    app.get(Alice, &page).await.assert_status(200);
    assert_eq!(at(), first);
}

async fn a_page_that_was_refused_was_not_looked_at(app: TestApp) {
    let page = account(&app, "One");
    app.get(Charlie, &page).await.assert_status(404);
    assert_eq!(app.db(|db| bookmarks::table.count().get_result::<i64>(db).unwrap()), 0);
}

async fn a_favourite_is_at_hand_until_it_is_none(app: TestApp) {
    let page = account(&app, "Dear");
    press(&app, Alice, &page, "/favourites").await;
    let shown = app.get(Alice, &page).await.assert_says("is among your favourites");
    assert_eq!(shown.attributes("[formaction='/favourites/removal']", "aria-pressed"), ["true"]);
    app.get(Alice, "/").await.assert_says("Favourites").assert_says("Dear");
    assert_eq!(named(&app.get(Alice, "/search").await), ["Dear", "Dear"], "a favourite, and looked at");
    press(&app, Alice, &page, "/favourites/removal").await;
    app.fresh_browsers();
    app.get(Alice, "/search").await.assert_status(200).assert_hides("Favourites");
}

async fn a_record_out_of_reach_is_gone_and_comes_back(app: TestApp) {
    let page = account(&app, "Wanderer");
    press(&app, Alice, &page, "/favourites").await;
    app.fresh_browsers();
    hand(&app, &page, Charlie);
    for place in ["/", "/search"] {
        app.get(Alice, place).await.assert_status(200).assert_hides("Wanderer");
    }
    hand(&app, &page, Alice);
    for place in ["/", "/search"] {
        app.get(Alice, place).await.assert_says("Wanderer");
    }
}

async fn a_deleted_record_is_at_hand_no_more(app: TestApp) {
    let page = account(&app, "Doomed");
    press(&app, Alice, &page, "/favourites").await;
    app.post(Alice, &format!("{page}/removal"), &[]).await.assert_status(303);
    app.fresh_browsers();
    for place in ["/", "/search"] {
        app.get(Alice, place).await.assert_status(200).assert_hides("Doomed");
    }
}

async fn of_two_merged_records_the_one_that_stays_is_the_favourite(app: TestApp) {
    let (winner, loser) = (account(&app, "Winner"), account(&app, "Loser"));
    press(&app, Alice, &loser, "/favourites").await;
    press(&app, Mona, &loser, "/followed").await;
    let with = loser.rsplit('/').next().unwrap();
    app.post(Alice, &format!("{winner}/merger"), &[("with", with)]).await.assert_status(303);
    let page = app.get(Alice, &winner).await.assert_status(200);
    assert_eq!(page.attributes("[formaction='/favourites/removal']", "aria-pressed"), ["true"]);
    let page = app.get(Mona, &winner).await.assert_status(200);
    assert_eq!(page.attributes("[formaction='/followed/removal']", "aria-pressed"), ["true"]);
}

async fn changes_of_a_followed_record_are_told(app: TestApp) {
    let page = account(&app, "Watched");
    press(&app, Mona, &page, "/followed").await;
    let told =
        |page: &Page| page.text().replace(['\u{2068}', '\u{2069}'], "").contains("Ada edited the account Watched");
    assert!(!told(&app.get(Mona, "/").await));
    edit(&app, Ada, &page, "Turku");
    assert!(told(&app.get(Mona, "/").await));
    hand(&app, &page, Charlie);
    assert!(!told(&app.get(Mona, "/").await), "not within reach, not told");
    hand(&app, &page, Alice);
    assert!(told(&app.get(Mona, "/").await));
    let shelf = app.get(Mona, "/search").await;
    assert!(shelf.texts("h2").contains(&"Followed".to_owned()), "{:?}", shelf.texts("h2"));
    press(&app, Mona, &page, "/followed/removal").await;
    let shelf = app.get(Mona, "/search").await;
    assert!(!shelf.texts("h2").contains(&"Followed".to_owned()));
    assert!(!told(&app.get(Mona, "/").await));
}

async fn what_is_followed_is_told_however_much_happens(app: TestApp) {
    let [edited, tagged, other] =
        ["Crane", "Egret", "Gull"].map(|name| app.lead_with(Alice, |lead| lead.name = name.into()));
    for lead in [&edited, &tagged] {
        press(&app, Mona, &format!("/leads/{}", lead.id), "/followed").await;
    }
    let facts = fursa::leads::LeadFacts { name: "Heron".into(), ..edited.facts.clone() };
    app.tx(Ada, |tx| fursa::leads::save(tx, Action::Edited, &edited, facts).unwrap().unwrap());
    app.tx(Ada, |tx| (0..1_100).for_each(|_| drop(fursa::leads::insert(tx, other.facts.clone()).unwrap())));
    let told = |page: &Page, name: &str| {
        page.text().replace(['\u{2068}', '\u{2069}'], "").contains(&format!("Ada edited the lead {name}"))
    };
    assert!(told(&app.get(Mona, "/").await, "Heron"));
    app.wait(Duration::hours(1));
    let ids = [tagged.id, other.id].map(|id| id.to_string());
    let form: Vec<(&str, &str)> = ids.iter().map(|id| ("id", id.as_str())).chain([("return", "/leads")]).collect();
    let page = app.post(Ada, "/leads/selections", &form).await.location().split('?').next().unwrap().to_owned();
    let tags = [("change", "tags"), ("add", "VIP")];
    app.post(Ada, &format!("{page}/change"), &tags).await.assert_status(303);
    let home = app.get(Mona, "/").await;
    assert!(told(&home, "Egret"), "a change of many is one too");
    assert!(!told(&home, "Gull"));
}

async fn whoever_sells_nothing_follows_too(app: TestApp) {
    let page = account(&app, "Watched");
    press(&app, Sam, &page, "/followed").await;
    edit(&app, Ada, &page, "Turku");
    let home = app.get(Sam, "/").await.assert_status(200);
    assert!(home.text().replace(['\u{2068}', '\u{2069}'], "").contains("Ada edited the account Watched"));
}
