//! The board: what its columns say, and how cards get from one to the other.

use actix_web::test::TestRequest;
use chrono::Days;
use diesel::prelude::*;
use fursa::db::schema::{closures, opportunities, stage_spells, stages};
use fursa::opportunities::moves::{self, Asked, Refused};

use crate::support::*;

both!(
    a_column_counts_all_its_deals_and_shows_the_first,
    cards_behind_many_of_other_people_are_shown_too,
    currencies_are_never_added_raw,
    ticked_cards_move_and_the_others_say_why,
    one_card_that_asks_something_goes_to_its_move_page,
    a_stale_card_stays_and_the_board_says_where_it_is,
    an_edit_of_other_fields_does_not_make_a_card_stale,
    the_same_column_is_no_move,
    of_two_moves_of_one_card_one_counts,
    a_move_pressed_twice_is_made_once,
    a_win_pressed_twice_is_one_win_and_another_revenue_is_told,
    two_who_move_many_cards_back_and_forth_both_come_through,
    ten_notes_of_what_is_next_all_come_through,
    no_deal_is_left_in_a_stage_that_is_retired_meanwhile,
    a_dragged_card_is_answered_with_both_columns,
    marks_filter_board_and_list_alike,
);

/// What the page says, without the marks that isolate names.
fn said(page: &Page) -> String {
    page.text().replace(['\u{2068}', '\u{2069}'], "")
}

/// Lets every stage take every deal.
fn ask_nothing(app: &TestApp) {
    app.db(|db| diesel::update(stages::table).set(stages::required.eq("")).execute(db).unwrap());
}

fn stage_of(app: &TestApp, deal: i64) -> i64 {
    app.db(|db| opportunities::table.find(deal).select(opportunities::stage_id).first(db).unwrap())
}

fn column(app: &TestApp, stage: &str) -> String {
    format!("#stage-{}", app.stage(stage))
}

async fn a_column_counts_all_its_deals_and_shows_the_first(app: TestApp) {
    for _ in 0..15 {
        app.opportunity(Alice);
    }
    let page = app.get(Alice, "/pipeline").await.assert_status(200);
    let new = column(&app, "Discovery");
    assert_eq!(page.count(&format!("{new} .deal")), 6);
    let head = page.texts(&format!("{new} header")).join(" ");
    assert!(head.contains("15") && head.contains("€15,000"), "{head}");
    let more = page.attributes(&format!("{new} footer a:not(.jump)"), "href").pop().unwrap();
    let list = app.get(Alice, &more).await.assert_status(200);
    assert_eq!(list.count("tbody tr"), 15);
}

async fn cards_behind_many_of_other_people_are_shown_too(app: TestApp) {
    let today = app.clock().now().date();
    let closing = |who: Who, days: u64| {
        let day = Some(today + Days::new(days));
        app.opportunity_with(who, |deal| deal.expected_close = day).id.to_string()
    };
    // As many of other teams as are looked at of everybody's before a manager's own ways are gone: see Query::nearby.
    for n in 0..60 {
        closing(Charlie, n / 10);
    }
    let late = [closing(Bob, 20), closing(Alice, 21), closing(Mona, 22)];
    let cards = |page: Page| page.attributes(&format!("{} .deal [name=deal]", column(&app, "Discovery")), "value");
    let shown = cards(app.get(Mona, "/pipeline").await.assert_status(200));
    assert_eq!(shown, late.clone().map(|id| format!("{id}-1")));
    // Among the first of everybody's.
    let soon = closing(Alice, 1);
    let shown = cards(app.get(Mona, "/pipeline").await.assert_status(200));
    assert_eq!(shown, [vec![soon], late.to_vec()].concat().iter().map(|id| format!("{id}-1")).collect::<Vec<_>>());
}

async fn currencies_are_never_added_raw(app: TestApp) {
    for (currency, amount) in [("EUR", 100_000), ("USD", 100_000), ("GBP", 50_000)] {
        app.opportunity_with(Alice, |deal| {
            deal.currency = currency.into();
            deal.amount_minor = Some(amount);
        });
    }
    for path in ["/pipeline", "/opportunities", "/pipeline?owner=me", "/opportunities?owner=me"] {
        let page = app.get(Alice, path).await.assert_status(200);
        // 1,000 euros and 1,000 dollars at 0.9; pounds have no rate and are named.
        let said = said(&page);
        for words in ["≈ €1,900", "£500", "no rate: GBP"] {
            assert!(said.contains(words), "{path}: {words}: {said}");
        }
        assert!(!said.contains("€2,500"), "{path}: {said}");
    }
}

async fn ticked_cards_move_and_the_others_say_why(app: TestApp) {
    ask_nothing(&app);
    let (mine, stale) = (app.opportunity(Alice), app.opportunity_with(Alice, |deal| deal.name = "Stale one".into()));
    let away = app.stage("Negotiation").to_string();
    let path = format!("/opportunities/{}/move", stale.id);
    app.post(Mona, &path, &[("to", &away), ("version", "1")]).await.assert_status(303);
    let (a, b) = (format!("{}-1", mine.id), format!("{}-1", stale.id));
    let to = app.stage("Proposal").to_string();
    let form = [("deal", a.as_str()), ("deal", b.as_str()), ("to", to.as_str()), ("return", "/pipeline?owner=me")];
    app.post(Alice, "/opportunities/moves", &form).await.assert_goes_to("/pipeline?owner=me");
    let page = app.get(Alice, "/pipeline").await;
    let said = said(&page);
    for words in ["1 opportunity moved to Proposal", "Stale one: Somebody moved it meanwhile: it is in Negotiation now"]
    {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(stage_of(&app, mine.id), app.stage("Proposal"));
    assert_eq!(stage_of(&app, stale.id), app.stage("Negotiation"));
}

async fn one_card_that_asks_something_goes_to_its_move_page(app: TestApp) {
    let deal = app.opportunity(Alice);
    let (card, to) = (format!("{}-1", deal.id), app.stage("Lost").to_string());
    let form = [("deal", card.as_str()), ("to", to.as_str()), ("return", "/pipeline")];
    let page = app.post(Alice, "/opportunities/moves", &form).await.assert_status(303);
    let asks = format!("/opportunities/{}/move?to={to}&return=%2Fpipeline", deal.id);
    assert_eq!(page.location(), asks);
}

async fn a_stale_card_stays_and_the_board_says_where_it_is(app: TestApp) {
    ask_nothing(&app);
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}/move", deal.id);
    let (first, second) = (app.stage("Proposal").to_string(), app.stage("Negotiation").to_string());
    app.post(Mona, &path, &[("to", &first), ("version", "1")]).await.assert_status(303);
    let page = app.post(Alice, &path, &[("to", &second), ("version", "1")]).await.assert_status(409);
    assert_eq!(stage_of(&app, deal.id), app.stage("Proposal"));
    assert!(said(&page).contains("it is in Proposal now"), "{}", said(&page));
    assert_eq!(page.form_value("version").as_deref(), Some("2"));
}

async fn an_edit_of_other_fields_does_not_make_a_card_stale(app: TestApp) {
    let deal = app.opportunity(Alice);
    let edit = format!("/opportunities/{}/edit", deal.id);
    app.post(Mona, &edit, &[("version", "1"), ("part", "origin"), ("campaign", "Spring")]).await.assert_status(303);
    let to = app.stage("Proposal").to_string();
    let path = format!("/opportunities/{}/move", deal.id);
    app.post(Alice, &path, &[("to", &to), ("version", "1")]).await.assert_status(303);
    let campaign: String = app.db(|db| opportunities::table.select(opportunities::campaign).first(db).unwrap());
    assert_eq!((stage_of(&app, deal.id), campaign.as_str()), (app.stage("Proposal"), "Spring"));
}

async fn the_same_column_is_no_move(app: TestApp) {
    let deal = app.opportunity(Alice);
    let (card, to) = (format!("{}-1", deal.id), app.stage("Discovery").to_string());
    app.post(Alice, "/opportunities/moves", &[("deal", &card), ("to", &to)]).await.assert_status(303);
    let page = app.get(Alice, "/pipeline").await;
    assert!(said(&page).contains("It is in Discovery already"), "{}", said(&page));
    let spells: i64 = app.db(|db| stage_spells::table.count().get_result(db).unwrap());
    let version: i64 = app.db(|db| opportunities::table.select(opportunities::version).first(db).unwrap());
    assert_eq!((spells, version), (1, 1));
}

async fn of_two_moves_of_one_card_one_counts(app: TestApp) {
    ask_nothing(&app);
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}/move", deal.id);
    let (one, two) = (app.stage("Proposal").to_string(), app.stage("Negotiation").to_string());
    let (first, second) = ([("to", one.as_str()), ("version", "1")], [("to", two.as_str()), ("version", "1")]);
    let (a, b) = tokio::join!(app.post(Alice, &path, &first), app.post(Mona, &path, &second));
    let mut answers = [a.status, b.status];
    answers.sort_unstable();
    assert_eq!(answers, [303, 409]);
    let spells: i64 = app.db(|db| stage_spells::table.count().get_result(db).unwrap());
    assert_eq!(spells, 2);
    let again = Asked { to: app.stage("Verbal yes"), version: 1, closing: None };
    let late = app.tx(Ada, |tx| moves::make(tx, deal.id, &again, |_| ()).unwrap());
    assert_eq!(late, Err(Refused::Stale));
}

async fn two_who_move_many_cards_back_and_forth_both_come_through(app: TestApp) {
    ask_nothing(&app);
    let deals: Vec<String> = (0..8).map(|_| format!("{}-9", app.opportunity(Alice).id)).collect();
    let backwards: Vec<String> = deals.iter().rev().cloned().collect();
    let (one, two) = (app.stage("Proposal").to_string(), app.stage("Negotiation").to_string());
    let form = |cards: &[String], to: &str| -> Vec<(String, String)> {
        let cards = cards.iter().map(|card| ("deal".to_owned(), card.clone()));
        cards.chain([("to".to_owned(), to.to_owned())]).collect()
    };
    let mut sent = Vec::new();
    for round in 0..6 {
        let (who, fields) = if round % 2 == 0 { (Alice, form(&deals, &one)) } else { (Mona, form(&backwards, &two)) };
        let browser = app.browser_of(who);
        sent.push(actix_web::rt::spawn(async move {
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            browser.post("/opportunities/moves", &fields).await.status
        }));
    }
    for one in sent {
        assert_eq!(one.await.unwrap(), 303);
    }
    let open: i64 =
        app.db(|db| stage_spells::table.filter(stage_spells::left_at.is_null()).count().get_result(db).unwrap());
    assert_eq!(open, 8, "each deal is in one stage");
}

async fn a_move_pressed_twice_is_made_once(app: TestApp) {
    ask_nothing(&app);
    let deal = app.opportunity(Alice);
    let (path, to) = (format!("/opportunities/{}/move", deal.id), app.stage("Proposal").to_string());
    let card = format!("{}-1", deal.id);
    for _ in 0..2 {
        let page = app.post(Alice, &path, &[("to", &to), ("version", "1")]).await.assert_status(303);
        assert_eq!(page.location(), format!("/opportunities/{}", deal.id));
        app.post(Alice, "/opportunities/moves", &[("deal", &card), ("to", &to)]).await.assert_status(303);
        let board = said(&app.get(Alice, "/pipeline").await);
        assert!(board.contains("Forty anchors is in Proposal now"), "{board}");
        app.clock().advance(chrono::Duration::seconds(1));
    }
    let spells: i64 = app.db(|db| stage_spells::table.count().get_result(db).unwrap());
    assert_eq!((spells, stage_of(&app, deal.id)), (2, app.stage("Proposal")));
}

async fn a_win_pressed_twice_is_one_win_and_another_revenue_is_told(app: TestApp) {
    let account = app.account(Alice).id;
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account));
    let (path, to) = (format!("/opportunities/{}/move", deal.id), app.stage("Won").to_string());
    let win = |actual: &'static str| {
        [("to", to.clone()), ("version", "1".into()), ("answered", to.clone()), ("actual", actual.to_owned())]
            .into_iter()
            .chain([("closed_on", "2026-11-22".to_owned())])
            .collect::<Vec<_>>()
    };
    for (actual, status) in [("900", 303), ("900", 303), ("950", 409)] {
        let form = win(actual);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = app.post(Alice, &path, &form).await.assert_status(status);
        assert!(status == 303 || said(&page).contains("it is in Won now"), "{}", said(&page));
        app.clock().advance(chrono::Duration::seconds(1));
    }
    let won: Vec<i64> = app.db(|db| closures::table.select(closures::amount_minor).load(db).unwrap());
    assert_eq!(won, [90_000]);
}

async fn ten_notes_of_what_is_next_all_come_through(app: TestApp) {
    let path = format!("/opportunities/{}/step", app.opportunity(Alice).id);
    let mut sent = Vec::new();
    for _ in 0..10 {
        let (browser, path) = (app.browser_of(Alice), path.clone());
        let done = [("version", "1"), ("act", "done")];
        app.clock().advance(chrono::Duration::seconds(1));
        sent.push(actix_web::rt::spawn(async move { browser.post(&path, &done).await.status }));
    }
    for one in sent {
        assert_eq!(one.await.unwrap(), 303);
    }
}

async fn no_deal_is_left_in_a_stage_that_is_retired_meanwhile(app: TestApp) {
    ask_nothing(&app);
    let (from, into) = (app.stage("Proposal"), app.stage("Negotiation").to_string());
    let mut sent = Vec::new();
    for _ in 0..12 {
        let (browser, path) = (app.browser_of(Alice), format!("/opportunities/{}/move", app.opportunity(Alice).id));
        let to = from.to_string();
        sent.push(actix_web::rt::spawn(async move {
            browser.post(&path, &[("to", to.as_str()), ("version", "1")]).await.status
        }));
    }
    let retirement = format!("/settings/stages/{from}/retirement");
    app.post(Ada, &retirement, &[("into", &into)]).await.assert_status(303);
    for one in sent {
        // Moved along, or told that the stage is not in use any more.
        let status = one.await.unwrap();
        assert!([303, 422].contains(&status), "{status}");
    }
    let left: i64 =
        app.db(|db| opportunities::table.filter(opportunities::stage_id.eq(from)).count().get_result(db).unwrap());
    assert_eq!(left, 0);
}

async fn a_dragged_card_is_answered_with_both_columns(app: TestApp) {
    let deal = app.opportunity(Alice);
    let browser = app.browser_of(Alice);
    let token = browser.csrf().await;
    let (id, to) = (deal.id.to_string(), app.stage("Proposal").to_string());
    let discovery = app.stage("Discovery").to_string();
    let elsewhere = app.stage("Negotiation").to_string();
    let send = |to: &str| {
        let back = "/pipeline?owner=me";
        let (csrf, from) = (token.as_str(), discovery.as_str());
        let form = [("csrf", csrf), ("deal", &id), ("version", "1"), ("from", from), ("to", to), ("return", back)];
        let request = TestRequest::post().uri("/opportunities/moves").insert_header(("x-fragment", "1"));
        request.set_form(form.map(|(name, value)| (name.to_owned(), value.to_owned())))
    };
    let page = browser.send(send(&to)).await.assert_status(200);
    assert_eq!((page.count(".column"), page.count(&format!("{} .deal", column(&app, "Proposal")))), (2, 1));
    assert!(said(&page).contains("Moved to Proposal. 1 opportunity, €1,000"), "{}", said(&page));
    // The card's way on leads back to the board as it was, not to where the columns came from.
    assert!(page.has_link(&format!("/opportunities/{id}/move?return=/pipeline%3Fowner%3Dme")), "{:?}", page.links());
    let stale = browser.send(send(&elsewhere)).await.assert_status(409);
    assert_eq!(stale.count(&format!("{} .deal", column(&app, "Proposal"))), 1);
    // The column that the stale card was drawn in comes along: the card is gone from it.
    assert_eq!((stale.count(&column(&app, "Discovery")), stale.count(".deal")), (1, 1));
}

async fn marks_filter_board_and_list_alike(app: TestApp) {
    app.opportunity_with(Alice, |deal| deal.name = "Fresh and planned".into());
    let now = app.clock().now();
    app.opportunity_with(Alice, |deal| {
        deal.name = "Long silent".into();
        deal.next_step = "Think".into();
        deal.created_at = now - chrono::Duration::days(90);
    });
    app.opportunity_with(Alice, |deal| {
        deal.name = "Planned ahead".into();
        deal.created_at = now - chrono::Duration::days(90);
        deal.next_step = "Visit".into();
        deal.next_step_on = Some(now.date() + chrono::Duration::days(20));
    });
    app.opportunity_with(Alice, |deal| {
        deal.name = "Slipped".into();
        deal.next_step = "Sign".into();
        deal.expected_close = Some(now.date() - chrono::Duration::days(4));
    });
    for path in ["/pipeline", "/opportunities"] {
        let quiet = app.get(Alice, &format!("{path}?mark=quiet")).await.assert_says("Long silent");
        quiet.assert_hides("Planned ahead").assert_hides("Slipped").assert_hides("Fresh and planned");
        let late = app.get(Alice, &format!("{path}?mark=late")).await.assert_says("Slipped").assert_says("4 days late");
        late.assert_hides("Long silent");
        app.get(Alice, &format!("{path}?mark=unplanned"))
            .await
            .assert_says("Fresh and planned")
            .assert_hides("Slipped");
    }
    // Only an open deal is late: of closed ones none is, whatever else is asked.
    for more in ["", "&q=slipped", "&sort=name"] {
        let closed = app.get(Alice, &format!("/opportunities?state=closed&mark=late{more}")).await.assert_status(200);
        assert_eq!(closed.count("tbody tr"), 0, "{more}");
    }
}
