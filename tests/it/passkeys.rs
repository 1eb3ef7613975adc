//! Passkeys: added with the password, asked for at the door, refused in every wrong way, and taken away again.

mod alone;

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{factors, journal_values, passkey_challenges, recovery_codes, sign_ins, users};
use fursa::web::routes;

use crate::factors::{app_of, code, require, send, set_up, sign_in};
use crate::support::authenticator::{Authenticator, options};
use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    a_passkey_is_added_with_password_name_and_device,
    a_passkey_signs_in_after_the_password,
    an_answer_that_is_wrong_in_any_way_adds_nothing,
    an_answer_that_is_wrong_in_any_way_opens_nothing,
    a_challenge_is_answered_once_by_whom_it_was_given_to,
    somebody_elses_passkey_opens_nothing,
    a_counter_that_goes_backwards_is_refused_and_told,
    an_authenticator_without_a_counter_is_taken,
    one_device_is_added_once,
    a_passkey_is_renamed_and_removed_with_the_password,
    the_last_factor_takes_the_recovery_codes_along,
    an_app_and_a_passkey_stand_side_by_side,
    a_role_that_needs_a_factor_is_content_with_a_passkey,
    an_administrator_takes_passkeys_away_too,
    where_passkeys_cannot_be_the_page_says_so,
    only_the_public_key_is_kept,
);

const NEW: &str = "/profile/factor/passkeys";
const KEY: &str = "/profile/factor/passkeys/key";
const DOOR: &str = "/sign-in/code";

/// The page that asks for a new key.
async fn begin(browser: &Browser, name: &str) -> Page {
    let page = browser.get("/profile/factor/passkeys/new").await.assert_status(200);
    send(browser, &page, NEW, &[("name", name), ("password", PASSWORD)]).await.assert_status(200)
}

/// Adds a passkey; answers what comes then.
async fn add(browser: &Browser, device: &mut Authenticator, name: &str) -> Page {
    let page = begin(browser, name).await;
    send(browser, &page, KEY, &[("credential", &device.make(&page))]).await
}

/// Somebody with a passkey, and the device that has it.
async fn with_passkey(app: &TestApp, who: Who) -> Authenticator {
    let mut device = Authenticator::new();
    let page = add(&app.browser_of(who), &mut device, "Phone").await.assert_status(200);
    assert_eq!(page.texts("li bdi[translate=no]").len(), 10, "the first factor brings recovery codes");
    device
}

/// Shows a passkey at the second step.
async fn show(browser: &Browser, step: &Page, device: &mut Authenticator) -> Page {
    let shown = device.show(step);
    send(browser, step, DOOR, &[("credential", &shown)]).await
}

fn kept(app: &TestApp, who: Who) -> i64 {
    let person = app.id(who).unwrap();
    app.db(|db| factors::table.filter(factors::user_id.eq(person)).count().get_result(db).unwrap())
}

async fn a_passkey_is_added_with_password_name_and_device(app: TestApp) {
    let browser = app.browser_of(Alice);
    let page = browser.get("/profile/factor/passkeys/new").await.assert_status(200);
    assert_eq!(page.attributes("form[data-passkey]", "hidden").len(), 1, "shown by the script only");
    assert!(page.texts("noscript").concat().contains("JavaScript"));
    let wrong = browser.post(NEW, &[("name", "Phone"), ("password", "a guess")]).await.assert_status(422);
    assert!(wrong.problem("password").is_some());
    let nameless = browser.post(NEW, &[("name", " "), ("password", PASSWORD)]).await.assert_status(422);
    assert!(nameless.problem("name").is_some());
    let other = app.browser();
    sign_in(&other, Alice).await.assert_status(303);
    let before = browser.cookie("fursa").unwrap();
    let mut device = Authenticator::new();
    let page = begin(&browser, "Blue <key>").await;
    let asked = &options(&page)["publicKey"];
    assert_eq!((&asked["rp"]["id"], &asked["attestation"]), (&"fursa.test".into(), &"none".into()));
    assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
    let codes = send(&browser, &page, KEY, &[("credential", &device.make(&page))]).await.assert_status(200);
    assert_eq!(codes.texts("li bdi[translate=no]").len(), 10);
    assert_ne!(browser.cookie("fursa").unwrap(), before, "this sign-in goes on under another token");
    assert_eq!(other.get("/profile").await.status, 303, "the others end");
    browser.get("/profile/factor").await.assert_says("Blue <key>").assert_says("10 left");
    browser.get("/profile").await.assert_says("Passkey added").assert_says("the password alone is not enough");
    assert_eq!(kept(&app, Alice), 1);
}

async fn a_passkey_signs_in_after_the_password(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let browser = app.browser();
    let fields = [("email", "alice@fursa.test"), ("password", PASSWORD), ("return", "/leads?state=open")];
    let step = browser.post("/sign-in", &fields).await.assert_status(200);
    assert!(browser.cookie("fursa").is_none(), "there is no session yet");
    let step = step.assert_says("One of your recovery codes").assert_hides("six digits");
    assert_eq!(options(&step)["publicKey"]["userVerification"], "required");
    show(&browser, &step, &mut device).await.assert_goes_to("/leads?state=open");
    let rows = browser.get("/profile/sign-ins").await.texts("tbody tr");
    assert!(rows[0].contains("Password and passkey") && rows[0].contains("Signed in"), "{rows:?}");
    let page = browser.get("/profile/factor").await;
    assert!(page.texts("section[aria-labelledby=passkeys] li")[0].contains("Last used"));
    // And again: the counter has moved on.
    let again = app.browser();
    let step = sign_in(&again, Alice).await.assert_status(200);
    show(&again, &step, &mut device).await.assert_goes_to("/");
}

/// What can be wrong with what a device says: each changes one thing.
fn spoilt() -> [fn(&mut Authenticator); 5] {
    [
        |device| device.origin = "https://fursa.test".to_owned(),
        |device| device.origin = "http://fursa.test.evil.example".to_owned(),
        |device| device.origin = "http://fursa.test:8080".to_owned(),
        |device| device.party = "evil.example".to_owned(),
        |device| device.verifies = false,
    ]
}

async fn an_answer_that_is_wrong_in_any_way_adds_nothing(app: TestApp) {
    let browser = app.browser_of(Alice);
    for spoil in spoilt() {
        let mut device = Authenticator::new();
        spoil(&mut device);
        add(&browser, &mut device, "Phone").await.assert_goes_to("/profile/factor");
        browser.get("/profile/factor").await.assert_says("was not accepted");
    }
    for nonsense in ["", "{}", "[]", "null", "{\"id\":\"a\"}", "\u{202e}"] {
        let page = begin(&browser, "Phone").await;
        send(&browser, &page, KEY, &[("credential", nonsense)]).await.assert_goes_to("/profile/factor");
    }
    for name in ["", "  ", &"x".repeat(81)] {
        let page = begin(&browser, "Phone").await;
        let made = Authenticator::new().make(&page);
        let fields = [("credential", made.as_str()), ("name", name)];
        send(&browser, &page, KEY, &fields).await.assert_goes_to("/profile/factor");
    }
    assert_eq!(kept(&app, Alice), 0);
    browser.get("/profile").await.assert_hides("Passkey added");
}

async fn an_answer_that_is_wrong_in_any_way_opens_nothing(app: TestApp) {
    let device = with_passkey(&app, Alice).await;
    let browser = app.browser();
    for spoil in spoilt() {
        let mut device = device.clone();
        spoil(&mut device);
        let step = sign_in(&browser, Alice).await.assert_status(200);
        let again = show(&browser, &step, &mut device).await.assert_status(422);
        assert!(again.assert_says("The passkey was not accepted").count("form[data-options]") == 1);
    }
    let rows = |app: &TestApp| -> Vec<(String, String)> {
        let tried = sign_ins::table.filter(sign_ins::outcome.eq("wrong_passkey"));
        app.db(|db| tried.select((sign_ins::outcome, sign_ins::way)).load(db).unwrap())
    };
    assert_eq!(rows(&app).len(), 5);
    assert!(rows(&app).iter().all(|(_, way)| way == "passkey"));
    app.clock().advance(Duration::hours(1));
    // A signature of something else, and a key that is not the one.
    let step = sign_in(&browser, Alice).await.assert_status(200);
    let shown = device.clone().show(&step);
    let mut said: serde_json::Value = serde_json::from_str(&shown).unwrap();
    said["response"]["signature"] =
        serde_json::from_str::<serde_json::Value>(&device.clone().show(&sign_in(&app.browser(), Alice).await)).unwrap()
            ["response"]["signature"]
            .clone();
    let tampered = send(&browser, &step, DOOR, &[("credential", &said.to_string())]).await.assert_status(422);
    show(&browser, &tampered, &mut Authenticator::new()).await.assert_status(422);
    assert!(browser.cookie("fursa").is_none());
}

async fn a_challenge_is_answered_once_by_whom_it_was_given_to(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let (browser, other) = (app.browser(), app.browser());
    let step = sign_in(&browser, Alice).await.assert_status(200);
    let shown = device.show(&step);
    // The same answer in a browser that was given another challenge, with its own ticket and with the stolen one.
    let elsewhere = sign_in(&other, Alice).await.assert_status(200);
    send(&other, &elsewhere, DOOR, &[("credential", &shown)]).await.assert_status(422);
    let elsewhere = sign_in(&other, Alice).await.assert_status(200);
    let stolen = step.form_value("challenge").unwrap();
    send(&other, &elsewhere, DOOR, &[("credential", &shown), ("challenge", &stolen)]).await.assert_status(422);
    // A second time nowhere, not even where it was right.
    let before = browser.cookie("fursa_guest").unwrap();
    send(&browser, &step, DOOR, &[("credential", &shown)]).await.assert_goes_to("/");
    let again = app.browser();
    again.set_cookie("fursa_guest", &before);
    let again_refused = send(&again, &step, DOOR, &[("credential", &shown)]).await.assert_status(422);
    assert!(again_refused.text_contains("was not accepted"), "{}", again_refused.text());
    let replayed = sign_in(&again, Alice).await.assert_status(200);
    send(&again, &replayed, DOOR, &[("credential", &shown)]).await.assert_status(422);
    // Not when minutes have gone by.
    let late = sign_in(&again, Alice).await.assert_status(200);
    app.clock().advance(Duration::minutes(6));
    show(&again, &late, &mut device).await.assert_status(422);
    // Adding: another's challenge, and the same one twice.
    let (alice, bob) = (app.browser_of(Alice), app.browser_of(Bob));
    let hers = begin(&alice, "Two").await;
    let made = Authenticator::new().make(&hers);
    let challenge = hers.form_value("challenge").unwrap();
    let fields = [("name", "Two"), ("challenge", challenge.as_str()), ("credential", made.as_str())];
    bob.post(KEY, &fields).await.assert_goes_to("/profile/factor");
    assert_eq!(kept(&app, Bob), 0);
    send(&alice, &hers, KEY, &[("credential", &made)]).await.assert_goes_to("/profile/factor");
    alice.post(KEY, &fields).await.assert_goes_to("/profile/factor");
    alice.get("/profile/factor").await.assert_says("was not accepted");
    assert_eq!(kept(&app, Alice), 2);
}

async fn somebody_elses_passkey_opens_nothing(app: TestApp) {
    let (_, mut bobs) = (with_passkey(&app, Alice).await, with_passkey(&app, Bob).await);
    let browser = app.browser();
    let step = sign_in(&browser, Alice).await.assert_status(200);
    show(&browser, &step, &mut bobs).await.assert_status(422);
    let id: i64 = app.db(|db| factors::table.select(factors::id).order(factors::id.desc()).first(db).unwrap());
    let page = format!("{NEW}/{id}");
    app.get(Bob, &page).await.assert_status(200);
    app.get(Alice, &page).await.assert_status(404);
    for action in [page.clone(), format!("{page}/removal")] {
        app.post(Alice, &action, &[("name", "Mine"), ("password", PASSWORD)]).await.assert_status(404);
    }
    assert_eq!(kept(&app, Bob), 1);
}

async fn a_counter_that_goes_backwards_is_refused_and_told(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let mut copy = device.clone();
    let browser = app.browser();
    let step = sign_in(&browser, Alice).await.assert_status(200);
    show(&browser, &step, &mut device).await.assert_goes_to("/");
    let thief = app.browser();
    let step = sign_in(&thief, Alice).await.assert_status(200);
    show(&thief, &step, &mut copy).await.assert_status(422);
    browser.get("/profile").await.assert_says("there may be a copy of it");
    // Two challenges at once, answered with the same count: the second is as late as a copy.
    let (one, two) = (app.browser(), app.browser());
    let (first, second) = (sign_in(&one, Alice).await, sign_in(&two, Alice).await);
    let mut twin = device.clone();
    show(&one, &first, &mut device).await.assert_goes_to("/");
    show(&two, &second, &mut twin).await.assert_status(422);
}

async fn an_authenticator_without_a_counter_is_taken(app: TestApp) {
    let mut device = Authenticator::new();
    device.counter = 0;
    add(&app.browser_of(Alice), &mut device, "Synced").await.assert_status(200);
    for _ in 0..2 {
        let browser = app.browser();
        let step = sign_in(&browser, Alice).await.assert_status(200);
        show(&browser, &step, &mut device).await.assert_goes_to("/");
    }
}

async fn one_device_is_added_once(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let alice = app.browser_of(Alice);
    let page = begin(&alice, "Again").await;
    assert_eq!(options(&page)["publicKey"]["excludeCredentials"].as_array().map(Vec::len), Some(1));
    send(&alice, &page, KEY, &[("credential", &device.make(&page))]).await.assert_goes_to("/profile/factor");
    let bob = app.browser_of(Bob);
    add(&bob, &mut device, "Hers").await.assert_goes_to("/profile/factor");
    bob.get("/profile/factor").await.assert_says("already has a passkey");
    assert_eq!((kept(&app, Alice), kept(&app, Bob)), (1, 0));
}

async fn a_passkey_is_renamed_and_removed_with_the_password(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let browser = app.browser_of(Alice);
    add(&browser, &mut Authenticator::new(), "Key").await.assert_goes_to("/profile/factor");
    let page = browser.get("/profile/factor").await.assert_says("Added the passkey");
    let links = page.links().into_iter().filter(|(to, _)| to.starts_with(NEW));
    let links: Vec<String> = links.map(|(to, _)| to).filter(|to| !to.ends_with("/new")).collect();
    assert_eq!(links.len(), 2);
    let (phone, removal) = (links[0].as_str(), format!("{}/removal", links[0]));
    let wrong = browser.post(phone, &[("name", "Old phone"), ("password", "a guess")]).await.assert_status(422);
    assert!(wrong.problem("password").is_some());
    let long = "x".repeat(81);
    browser.post(phone, &[("name", &long), ("password", PASSWORD)]).await.assert_status(422);
    let fields = [("name", " Old phone "), ("password", PASSWORD)];
    browser.post(phone, &fields).await.assert_goes_to("/profile/factor");
    browser.get(phone).await.assert_says("Old phone").assert_says("Not yet");
    browser.post(&removal, &[("password", "a guess")]).await.assert_status(422);
    assert_eq!(kept(&app, Alice), 2);
    let step = sign_in(&app.browser(), Alice).await.assert_status(200);
    assert_eq!(options(&step)["publicKey"]["allowCredentials"].as_array().map(Vec::len), Some(2));
    let door = app.browser();
    let step = sign_in(&door, Alice).await.assert_status(200);
    browser.post(&removal, &[("password", PASSWORD)]).await.assert_goes_to("/profile/factor");
    browser.get("/profile/factor").await.assert_says("Removed the passkey").assert_says("10 left");
    browser.get("/profile").await.assert_says("Passkey removed");
    browser.get(phone).await.assert_status(404);
    // A challenge from before it was removed is of no use to it.
    show(&door, &step, &mut device).await.assert_status(422);
}

async fn the_last_factor_takes_the_recovery_codes_along(app: TestApp) {
    with_passkey(&app, Alice).await;
    let browser = app.browser_of(Alice);
    let id: i64 = app.db(|db| factors::table.select(factors::id).first(db).unwrap());
    let removal = format!("{NEW}/{id}/removal");
    browser.post(&removal, &[("password", PASSWORD)]).await.assert_goes_to("/profile/factor");
    assert_eq!(app.db(|db| recovery_codes::table.count().get_result::<i64>(db).unwrap()), 0);
    sign_in(&app.browser(), Alice).await.assert_goes_to("/");
}

async fn an_app_and_a_passkey_stand_side_by_side(app: TestApp) {
    let browser = app.browser_of(Alice);
    let (totp, codes) = set_up(&app, &browser).await;
    let mut device = Authenticator::new();
    add(&browser, &mut device, "Phone").await.assert_goes_to("/profile/factor");
    let (one, two, three) = (app.browser(), app.browser(), app.browser());
    let step = sign_in(&one, Alice).await.assert_says("six digits");
    show(&one, &step, &mut device).await.assert_goes_to("/");
    let step = sign_in(&two, Alice).await;
    let typed = code(&app, &totp, 0);
    send(&two, &step, DOOR, &[("factor_code", &typed)]).await.assert_goes_to("/");
    let step = sign_in(&three, Alice).await;
    send(&three, &step, DOOR, &[("factor_code", &codes[0])]).await.assert_goes_to("/");
    // Another app takes the place of the app, and of nothing else.
    let page = browser.post("/profile/factor", &[("password", PASSWORD)]).await.assert_status(200);
    let typed = code(&app, &app_of(&page), 0);
    send(&browser, &page, "/profile/factor/app", &[("factor_code", &typed)]).await.assert_status(200);
    assert_eq!(kept(&app, Alice), 2);
    browser.post("/profile/factor/removal", &[("password", PASSWORD)]).await.assert_goes_to("/profile/factor");
    browser.get("/profile/factor").await.assert_says("Removed your authenticator app").assert_says("10 left");
    let step = sign_in(&app.browser(), Alice).await.assert_status(200);
    step.assert_hides("six digits");
}

async fn a_role_that_needs_a_factor_is_content_with_a_passkey(app: TestApp) {
    require(&app, "sales_rep");
    let browser = app.browser_of(Alice);
    browser.get("/leads").await.assert_goes_to(routes::FACTOR);
    add(&browser, &mut Authenticator::new(), "Phone").await.assert_status(200);
    browser.get("/leads").await.assert_status(200);
    let id: i64 = app.db(|db| factors::table.select(factors::id).first(db).unwrap());
    browser.get(&format!("{NEW}/{id}")).await.assert_says("this is the only one");
    browser.post(&format!("{NEW}/{id}/removal"), &[("password", PASSWORD)]).await.assert_goes_to("/profile/factor");
    browser.get("/leads").await.assert_goes_to(routes::FACTOR);
}

async fn an_administrator_takes_passkeys_away_too(app: TestApp) {
    with_passkey(&app, Alice).await;
    let person = format!("/settings/people/{}", app.id(Alice).unwrap());
    app.get(Ada, &format!("{person}/sign-ins")).await.assert_says("Passkey").assert_says("10 left");
    app.post(Ada, &format!("{person}/factor/removal"), &[("password", PASSWORD)]).await.assert_status(303);
    assert_eq!(kept(&app, Alice), 0);
    let alice = app.id(Alice).unwrap();
    assert!(!app.db(|db| users::table.find(alice).select(users::has_factor).first::<bool>(db).unwrap()));
    sign_in(&app.browser(), Alice).await.assert_goes_to("/");
}

async fn where_passkeys_cannot_be_the_page_says_so(app: TestApp) {
    with_passkey(&app, Alice).await;
    let browser = app.browser();
    let form = browser.get("/sign-in").await;
    let csrf = form.form_value("csrf").unwrap();
    browser.is_at("192.0.2.7:8080");
    let fields = [("email", "alice@fursa.test"), ("password", PASSWORD), ("csrf", csrf.as_str())];
    let step = browser.post_raw("/sign-in", &[("sec-fetch-site", "same-origin")], &fields).await.assert_status(200);
    let step = step.assert_says("belong to a name");
    assert_eq!((step.count("form[data-passkey]"), step.count("script[src*=passkeys]")), (0, 0));
    let alice = app.browser_of(Alice);
    alice.is_at("[2001:db8::1]");
    let page = alice.get("/profile/factor/passkeys/new").await.assert_says("belong to a name");
    assert_eq!(page.count("main form"), 0);
    let refused = alice.post(NEW, &[("name", "Phone"), ("password", PASSWORD)]).await.assert_status(422);
    refused.assert_says("belong to a name");
}

async fn only_the_public_key_is_kept(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let browser = app.browser();
    let step = sign_in(&browser, Alice).await;
    show(&browser, &step, &mut device).await.assert_goes_to("/");
    assert_eq!(app.db(|db| passkey_challenges::table.count().get_result::<i64>(db).unwrap()), 0);
    let values: Vec<(String, Option<String>)> =
        app.db(|db| journal_values::table.select((journal_values::field, journal_values::after)).load(db).unwrap());
    assert_eq!(values, [("has_factor".to_owned(), Some("true".to_owned()))]);
    let (kind, secret): (String, String) =
        app.db(|db| factors::table.select((factors::kind, factors::secret)).first(db).unwrap());
    assert_eq!(kind, "passkey");
    let kept: serde_json::Value = serde_json::from_str(&secret).unwrap();
    assert_eq!(kept["cred"]["cred"]["type_"], "ES256");
    assert_eq!((&kept["cred"]["counter"], &kept["cred"]["attestation"]["data"]), (&2.into(), &"None".into()));
}
