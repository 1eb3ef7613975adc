//! Cookies: what is planted before somebody signs in is worth nothing afterwards, and no script and no open line sees
//! one.

use std::collections::BTreeSet;

use diesel::prelude::*;
use fursa::db::schema::sessions;

use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    a_cookie_planted_before_is_not_the_session_after,
    a_token_known_before_opens_no_form_after,
    cookies_are_kept_from_scripts_and_from_open_lines,
    what_lies_in_the_database_opens_nothing,
    an_address_is_believed_from_our_own_proxy_only,
);

/// Signs in from the page as it stands.
async fn sign_in(browser: &Browser, who: Who) -> Page {
    let form = browser.get("/sign-in").await.form("/sign-in");
    let token = form.iter().find(|(name, _)| name == "csrf").map(|(_, token)| token.as_str()).unwrap();
    let fields = [("email", who.email()), ("password", PASSWORD.to_owned()), ("csrf", token.to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post_raw("/sign-in", &[], &fields).await
}

async fn a_cookie_planted_before_is_not_the_session_after(app: TestApp) {
    let attackers = app.browser_of(Charlie).cookie("fursa").unwrap();
    for planted in [attackers.as_str(), "made-up"] {
        let victim = app.browser();
        victim.set_cookie("fursa", planted);
        if planted == attackers {
            // A door shows no form to who is in already, under somebody else's name as here.
            victim.get("/sign-in").await.assert_goes_to("/");
            victim.get("/").await.assert_says("Charlie");
            victim.post("/sign-out", &[]).await.assert_status(303);
        }
        sign_in(&victim, Alice).await.assert_status(303);
        victim.get("/profile").await.assert_status(200).assert_says("Alice");
        assert_ne!(victim.cookie("fursa").as_deref(), Some(planted));
        let thief = app.browser();
        thief.set_cookie("fursa", planted);
        thief.get("/profile").await.assert_status(303).assert_hides("Alice");
    }
}

async fn a_token_known_before_opens_no_form_after(app: TestApp) {
    let (attacker, victim) = (app.browser(), app.browser());
    attacker.set_cookie("fursa_guest", "planted");
    victim.set_cookie("fursa_guest", "planted");
    let known = attacker.get("/sign-in").await.form_value("csrf").unwrap();
    sign_in(&victim, Alice).await.assert_status(303);
    victim.post_raw("/leads", &[], &[("csrf", &known), ("name", "Forged")]).await.assert_status(403);
    victim.get("/leads").await.assert_status(200).assert_hides("Forged");
}

async fn cookies_are_kept_from_scripts_and_from_open_lines(app: TestApp) {
    for (site, secure) in [("", false), ("https://fursa.test", true)] {
        let served = TestApp::with(app.backend(), |config| config.base_url = site.to_owned()).await;
        let browser = served.browser();
        let mut given: Vec<String> = Vec::new();
        for page in [browser.get("/sign-in").await, sign_in(&browser, Alice).await, browser.get("/").await] {
            given.extend(page.headers.get_all("set-cookie").map(|cookie| cookie.to_str().unwrap().to_owned()));
        }
        let names: BTreeSet<&str> = given.iter().filter_map(|cookie| cookie.split('=').next()).collect();
        let session = if secure { "__Host-fursa" } else { "fursa" };
        assert_eq!(names, BTreeSet::from(["fursa_guest", session, "fursa_known"]), "{given:?}");
        for cookie in &given {
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
                "{cookie}"
            );
            assert!(!cookie.contains("Domain"), "{cookie}");
            assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
        }
    }
}

async fn what_lies_in_the_database_opens_nothing(app: TestApp) {
    let browser = app.browser();
    sign_in(&browser, Alice).await.assert_status(303);
    let kept: Vec<String> = app.db(|db| sessions::table.select(sessions::token_hash).load(db).unwrap());
    assert!(!kept.is_empty());
    // A digest, not a token: that has 43 letters of both cases.
    let is_digest = |kept: &String| kept.len() == 64 && kept.chars().all(|c| c.is_ascii_hexdigit());
    assert!(kept.iter().all(is_digest), "{kept:?}");
    for token in &kept {
        let thief = app.browser();
        thief.set_cookie("fursa", token);
        thief.get("/profile").await.assert_status(303).assert_hides("Alice");
    }
}

async fn an_address_is_believed_from_our_own_proxy_only(app: TestApp) {
    for (trusted, seen) in [(false, "192.0.2.44"), (true, "203.0.113.9")] {
        let served = TestApp::with(app.backend(), |config| config.trust_proxy = trusted).await;
        let browser = served.browser();
        browser.moves_to([192, 0, 2, 44]);
        let (token, email) = (browser.csrf().await, Alice.email());
        let fields = [("email", email.as_str()), ("password", PASSWORD), ("csrf", token.as_str())];
        let said = [("x-forwarded-for", "198.51.100.1, 203.0.113.9")];
        browser.post_raw("/sign-in", &said, &fields).await.assert_status(303);
        let told: Vec<String> = served.db(|db| sessions::table.select(sessions::address).load(db).unwrap());
        assert_eq!(told, [seen], "trusted: {trusted}");
    }
}
