//! Signing in through an OpenID Connect provider: there and back, whose account it is, and what is not believed.

mod accounts;
mod real;

use std::time::Instant;

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{factors, provider_links, provider_states, recovery_codes, sessions, users};

use crate::support::company::PASSWORD;
use crate::support::id_provider::{Account, Twist};
use crate::support::*;

both!(
    somebody_the_provider_knows_comes_in_and_goes_on,
    the_door_offers_it_and_works_without,
    without_a_provider_there_is_no_such_door,
    a_token_that_is_not_right_lets_nobody_in,
    a_way_back_is_good_once_for_a_while_and_in_that_browser,
    what_the_provider_says_by_itself_is_said_in_words,
    a_code_is_taken_by_whoever_asked_for_it_only,
    another_key_of_the_provider_is_fetched,
    a_provider_that_does_not_answer_holds_nobody_up,
    a_second_factor_is_asked_for_all_the_same,
    guessing_at_the_way_back_is_slow,
    a_form_that_waits_is_not_left_behind,
);

/// The link from the door to the provider, with the browser on its way.
async fn leave(browser: &Browser, wanted: &str) -> String {
    let page = browser.get(&format!("/sign-in/provider?return={wanted}")).await.assert_status(303);
    page.location().to_owned()
}

/// Signs in there and comes back.
async fn come(app: &Providing, browser: &Browser, account: &Account) -> Page {
    let link = leave(browser, "").await;
    browser.get(&app.provider.sign_in(&link, account)).await
}

fn links(app: &TestApp) -> Vec<(String, i64)> {
    app.db(|db| provider_links::table.select((provider_links::subject, provider_links::user_id)).load(db).unwrap())
}

#[track_caller]
fn is_out(browser: &Browser, page: &Page, words: &str) {
    assert_eq!(page.status, 422, "{}", page.text());
    let said = page.texts(".errors").concat();
    assert!(said.contains(words), "{words}: {said}");
    assert!(browser.cookie("fursa").is_none());
}

async fn somebody_the_provider_knows_comes_in_and_goes_on(app: Providing) {
    let browser = app.browser();
    let link = leave(&browser, "%2Fleads%3Fstate%3Dopen").await;
    assert!(!link.contains("leads"), "the provider learns nothing of where they go: {link}");
    let back = app.provider.sign_in(&link, &Account::of("Alice@fursa.test"));
    browser.get(&back).await.assert_goes_to("/leads?state=open");
    browser.get("/leads").await.assert_says("Account linked that you may sign in with");
    let alice = app.id(Alice).unwrap();
    assert_eq!(links(&app), [("subject of Alice@fursa.test".to_owned(), alice)]);
    let rows = browser.get("/profile/sign-ins").await.texts("tbody tr");
    assert!(rows[0].contains("Signed in") && rows[0].contains("Other account"), "{rows:?}");
    assert!(browser.cookie("fursa_provider").is_none());
    // The password is as good as before.
    let fields = [("email", "alice@fursa.test"), ("password", PASSWORD)];
    app.browser().post("/sign-in", &fields).await.assert_goes_to("/");
}

async fn the_door_offers_it_and_works_without(app: Providing) {
    let door = app.browser().get("/sign-in?return=%2Fleads%3Fq%3Da%26b").await.assert_status(200);
    let links = door.attributes("main a", "href");
    assert!(links.contains(&"/sign-in/provider?return=%2Fleads%3Fq%3Da%26b".to_owned()), "{links:?}");
    assert!(door.attributes("main a[target]", "href").is_empty());
    let elsewhere = app.browser().get("/sign-in?return=%2F%2Fevil.example").await;
    assert!(elsewhere.attributes("main a", "href").contains(&"/sign-in/provider".to_owned()));
    assert_eq!(app.provider.asked(), 0, "to show the door nothing is asked");
    let browser = app.browser();
    leave(&browser, "").await;
    leave(&browser, "").await;
    assert_eq!(app.provider.asked(), 1);
    app.clock().advance(Duration::minutes(61));
    leave(&browser, "").await;
    assert_eq!(app.provider.asked(), 2, "what is an hour old is asked again");
}

async fn without_a_provider_there_is_no_such_door(app: TestApp) {
    let app = TestApp::with(app.backend(), |config| config.provider = None).await;
    app.get(Nobody, "/sign-in").await.assert_hides("/sign-in/provider");
    for path in ["/sign-in/provider", "/sign-in/provider/callback?code=1&state=1", "/profile/provider"] {
        app.get(Alice, path).await.assert_status(404);
    }
    app.post(Alice, "/profile/provider/removal", &[("password", PASSWORD)]).await.assert_status(404);
    app.get(Alice, "/profile").await.assert_hides("/profile/provider");
    let person = format!("/settings/people/{}", app.id(Alice).unwrap());
    app.get(Ada, &format!("{person}/sign-ins")).await.assert_hides(&format!("{person}/provider"));
    app.get(Ada, &format!("{person}/provider")).await.assert_status(404);
}

async fn a_token_that_is_not_right_lets_nobody_in(app: Providing) {
    let wrong = [
        Twist::Nonce,
        Twist::Audience,
        Twist::Issuer,
        Twist::Expired,
        Twist::OtherKey,
        Twist::UnknownKey,
        Twist::Unsigned,
        Twist::Secret,
        Twist::OtherToken,
        Twist::NoCode,
        Twist::Elsewhere,
    ];
    for twist in wrong {
        app.provider.twist(twist);
        let browser = app.browser();
        let page = come(&app, &browser, &Account::of("alice@fursa.test")).await;
        is_out(&browser, &page, "could not be verified");
        assert!(links(&app).is_empty(), "{twist:?}");
    }
    app.provider.twist(Twist::OtherPerson);
    let browser = app.browser();
    let page = come(&app, &browser, &Account { on_request: true, ..Account::of("alice@fursa.test") }).await;
    is_out(&browser, &page, "could not be verified");
    app.provider.twist(Twist::None);
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_goes_to("/");
    let sat: i64 = app.db(|db| sessions::table.count().get_result(db).unwrap());
    assert_eq!(sat, 1);
}

async fn a_way_back_is_good_once_for_a_while_and_in_that_browser(app: Providing) {
    let (browser, other) = (app.browser(), app.browser());
    let account = Account::of("alice@fursa.test");
    let link = leave(&browser, "").await;
    let back = app.provider.sign_in(&link, &account);
    is_out(&other, &other.get(&back).await, "Start again");
    let theirs = leave(&other, "").await;
    is_out(&other, &other.get(&back).await, "Start again");
    assert!(other.cookie("fursa_provider").is_some(), "an address of others ends nothing that has begun");
    is_out(&other, &other.get("/sign-in/provider/callback?code=1&state=").await, "Start again");
    other.get(&app.provider.sign_in(&theirs, &Account::of("bob@fursa.test"))).await.assert_goes_to("/");
    let kept = browser.cookie("fursa_provider").unwrap();
    browser.get(&back).await.assert_goes_to("/");
    browser.get(&back).await.assert_status(422);
    let thief = app.browser();
    thief.set_cookie("fursa_provider", &kept);
    is_out(&thief, &thief.get(&back).await, "Start again");
    let late = app.browser();
    let link = leave(&late, "").await;
    let back = app.provider.sign_in(&link, &account);
    app.clock().advance(Duration::minutes(11));
    is_out(&late, &late.get(&back).await, "Start again");
    app.clock().advance(Duration::minutes(10));
    come(&app, &late, &account).await.assert_goes_to("/");
    let remembered: i64 = app.db(|db| provider_states::table.count().get_result(db).unwrap());
    assert_eq!(remembered, 1, "those that are over are forgotten");
}

async fn what_the_provider_says_by_itself_is_said_in_words(app: Providing) {
    for (error, words) in [
        ("access_denied", "You were not signed in there"),
        ("temporarily_unavailable", "does not answer"),
        ("<script>fursa_x()</script>", "could not be verified"),
    ] {
        let browser = app.browser();
        let link = leave(&browser, "%2Fleads").await;
        let back = app.provider.back(&link, &[("error", error), ("error_description", "Call 555")]);
        let page = browser.get(&back).await.assert_hides("555").assert_hides("fursa_x");
        is_out(&browser, &page, words);
        assert_eq!(page.form_value("return").as_deref(), Some("/leads"), "the way on is kept");
    }
    let browser = app.browser();
    let link = leave(&browser, "").await;
    let back = app.provider.sign_in(&link, &Account::of("alice@fursa.test"));
    let own = url::form_urlencoded::byte_serialize(app.provider.issuer().as_bytes()).collect::<String>();
    let page = browser.get(&back.replace(&own, "https%3A%2F%2Fevil.example")).await;
    is_out(&browser, &page, "could not be verified");
}

async fn a_code_is_taken_by_whoever_asked_for_it_only(app: Providing) {
    let (victim, thief) = (app.browser(), app.browser());
    let stolen = app.provider.sign_in(&leave(&victim, "").await, &Account::of("alice@fursa.test"));
    let own = app.provider.sign_in(&leave(&thief, "").await, &Account::of("bob@fursa.test"));
    let code = |back: &str| back.rsplit_once("code=").unwrap().1.to_owned();
    // The thief's own state, and the code of another: the provider is shown a proof that does not fit.
    let page = thief.get(&own.replace(&code(&own), &code(&stolen))).await;
    is_out(&thief, &page, "could not be verified");
    assert!(links(&app).is_empty());
}

async fn another_key_of_the_provider_is_fetched(app: Providing) {
    let browser = app.browser();
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_goes_to("/");
    assert_eq!(app.provider.asked(), 1);
    app.provider.turn_key();
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_goes_to("/");
    assert_eq!(app.provider.asked(), 2);
}

async fn a_provider_that_does_not_answer_holds_nobody_up(app: Providing) {
    app.provider.twist(Twist::Slow);
    let (browser, begun) = (app.browser(), Instant::now());
    let page = browser.get("/sign-in/provider").await;
    is_out(&browser, &page, "does not answer");
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    let begun = Instant::now();
    browser.get("/sign-in").await.assert_status(200);
    browser.get("/sign-in/provider").await.assert_status(422);
    assert!(begun.elapsed().as_secs() < 2, "it is left alone for a while: {:?}", begun.elapsed());
    let fields = [("email", "alice@fursa.test"), ("password", PASSWORD)];
    browser.post("/sign-in", &fields).await.assert_goes_to("/");
    app.provider.twist(Twist::None);
    app.clock().advance(Duration::seconds(11));
    come(&app, &app.browser(), &Account::of("alice@fursa.test")).await.assert_goes_to("/");
    let absent = app.another().await.browser();
    is_out(&absent, &absent.get("/sign-in/provider?return=%2Fleads").await, "does not answer");
}

async fn a_second_factor_is_asked_for_all_the_same(app: Providing) {
    let alice = app.id(Alice).unwrap();
    app.db(|db| {
        let code = fursa::values::token::hash("ABCDEFGHJKLMNPQR");
        let row = (
            factors::user_id.eq(alice),
            factors::kind.eq(fursa::identity::factors::Kind::App),
            factors::name.eq(""),
            factors::secret.eq(""),
            factors::created_at.eq(app.clock().now()),
        );
        diesel::insert_into(factors::table).values(row).execute(db).unwrap();
        let row = (recovery_codes::user_id.eq(alice), recovery_codes::code_hash.eq(code));
        diesel::insert_into(recovery_codes::table).values(row).execute(db).unwrap();
        diesel::update(users::table.find(alice)).set(users::has_factor.eq(true)).execute(db).unwrap();
    });
    let browser = app.browser();
    let link = leave(&browser, "%2Fleads").await;
    let step = browser.get(&app.provider.sign_in(&link, &Account::of("alice@fursa.test"))).await.assert_status(200);
    assert!(browser.cookie("fursa").is_none(), "there is no session yet");
    browser.get("/leads").await.assert_status(303);
    let ticket = step.form_value("ticket").unwrap();
    let fields = [("ticket", ticket.as_str()), ("return", "/leads"), ("factor_code", "ABCD-EFGH-JKLM-NPQR")];
    browser.post("/sign-in/code", &fields).await.assert_goes_to("/leads");
    let last = accounts::tries(&app).pop().unwrap();
    assert_eq!(last, ("in".to_owned(), "provider_and_factor".to_owned()));
}

async fn guessing_at_the_way_back_is_slow(app: Providing) {
    app.provider.twist(Twist::NoCode);
    let browser = app.browser();
    for _ in 0..50 {
        come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_status(422);
    }
    let early = come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_status(429);
    assert!(early.header("retry-after").is_some());
    app.provider.twist(Twist::None);
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_status(429);
    browser.moves_to([192, 0, 2, 9]);
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_goes_to("/");
}

async fn a_form_that_waits_is_not_left_behind(app: Providing) {
    let browser = app.browser_of(Alice);
    browser.get("/leads/new").await.assert_status(200);
    let token = browser.csrf().await;
    app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    let fields = [("csrf", token.as_str()), ("name", "Grace Hopper")];
    let send = || browser.post_raw("/leads", &[("sec-fetch-site", "same-origin")], &fields);
    let door = send().await.assert_status(401);
    assert_eq!(door.attributes("main a[target=_blank]", "href"), ["/sign-in/provider"]);
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_goes_to("/");
    // The page that was left open, loaded again.
    send().await.assert_status(403).assert_says("Grace Hopper");
}
