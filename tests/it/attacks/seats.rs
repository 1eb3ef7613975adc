//! Cookies: what is planted before somebody signs in is worth nothing afterwards, and no script and no open line sees
//! one.

use std::collections::BTreeSet;

use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    a_cookie_planted_before_is_not_the_session_after,
    a_token_known_before_opens_no_form_after,
    cookies_are_kept_from_scripts_and_from_open_lines,
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
