//! A form whose sign-in has ended: what was typed waits behind the door, and is sent by a press, never by itself.

use diesel::prelude::*;
use fursa::db::schema::{leads, sessions};

use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    a_form_sent_too_late_waits_behind_the_door,
    a_form_sent_after_signing_out_elsewhere_waits_there_too,
    a_form_of_an_older_sign_in_is_shown_again,
    a_password_is_never_carried,
    a_form_that_does_not_say_where_it_comes_from_is_refused,
    a_button_and_a_fragment_lead_to_the_door,
);

/// What is typed: a name with signs that mean something to a form, and a field sent twice.
const TYPED: [(&str, &str); 3] = [("name", "Grace & Söhne = 1"), ("email", "grace@harbour.example"), ("phone", "")];

fn end_sign_ins(app: &TestApp) {
    app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
}

fn count(app: &TestApp) -> i64 {
    app.db(|db| leads::table.count().get_result(db).unwrap())
}

/// Sends a form of the page as it stands.
async fn send(browser: &Browser, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    let form = page.form(action);
    let kept = form.iter().filter(|(name, _)| !typed.iter().any(|(other, _)| name == other));
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = kept.chain(typed.iter().copied()).collect();
    browser.post_raw(action, &[("sec-fetch-site", "same-origin")], &fields).await
}

async fn a_form_sent_too_late_waits_behind_the_door(app: TestApp) {
    let browser = app.browser_of(Alice);
    let form = browser.get("/leads/new").await;
    end_sign_ins(&app);
    let door = send(&browser, &form, "/leads", &TYPED).await.assert_status(401);
    let door = door.assert_says("Your sign-in ended before this was saved.");
    let wrong = [("email", "alice@fursa.test"), ("password", "not this one")];
    let door = send(&browser, &door, "/sign-in", &wrong).await.assert_status(422);
    let right = [("email", "alice@fursa.test"), ("password", PASSWORD)];
    let again = send(&browser, &door, "/sign-in", &right).await.assert_status(200);
    let again = again.assert_says("Grace & Söhne = 1").assert_says("grace@harbour.example");
    assert_eq!(count(&app), 0);
    send(&browser, &again, "/leads", &[]).await.assert_goes_to("/leads/1");
    let names: Vec<String> = app.db(|db| leads::table.select(leads::name).load(db).unwrap());
    assert_eq!(names, ["Grace & Söhne = 1"]);
}

async fn a_form_sent_after_signing_out_elsewhere_waits_there_too(app: TestApp) {
    let browser = app.browser_of(Alice);
    let form = browser.get("/leads/new").await;
    browser.post("/sign-out", &[]).await.assert_goes_to("/sign-in");
    let door = send(&browser, &form, "/leads", &TYPED).await.assert_status(401);
    let right = [("email", "alice@fursa.test"), ("password", PASSWORD)];
    let again = send(&browser, &door, "/sign-in", &right).await.assert_status(200);
    send(&browser, &again, "/leads", &[]).await.assert_goes_to("/leads/1");
}

async fn a_form_of_an_older_sign_in_is_shown_again(app: TestApp) {
    let browser = app.browser_of(Alice);
    let form = browser.get("/leads/new").await;
    end_sign_ins(&app);
    let door = browser.get("/sign-in").await;
    let right = [("email", "alice@fursa.test"), ("password", PASSWORD)];
    send(&browser, &door, "/sign-in", &right).await.assert_goes_to("/");
    let again = send(&browser, &form, "/leads", &TYPED).await.assert_status(403).assert_says("Grace & Söhne = 1");
    assert_eq!(count(&app), 0);
    send(&browser, &again, "/leads", &[]).await.assert_goes_to("/leads/1");
}

async fn a_password_is_never_carried(app: TestApp) {
    let browser = app.browser_of(Alice);
    let form = browser.get("/profile").await;
    end_sign_ins(&app);
    let secrets = [("old", PASSWORD), ("new", "Fifty anchors, fog"), ("again", "Fifty anchors, fog")];
    let door = send(&browser, &form, "/profile/password", &secrets).await;
    door.assert_hides(PASSWORD).assert_hides("Fifty");
}

async fn a_form_that_does_not_say_where_it_comes_from_is_refused(app: TestApp) {
    let browser = app.browser_of(Alice);
    let page = browser.post_raw("/leads", &[], &[("csrf", "of another site"), ("name", "Mallory")]).await;
    page.assert_status(403).assert_hides("Mallory");
}

async fn a_button_and_a_fragment_lead_to_the_door(app: TestApp) {
    let lead = app.pool_lead("North-East").id;
    let browser = app.browser_of(Alice);
    let form = browser.get(&format!("/leads/{lead}")).await;
    let board = browser.get("/pipeline").await;
    end_sign_ins(&app);
    send(&browser, &form, &format!("/leads/{lead}/claim"), &[]).await.assert_status(303);
    let token = board.form_value("csrf").unwrap();
    let fields = [("csrf", token.as_str()), ("deal", "1"), ("version", "1"), ("to", "2")];
    let dragged = browser
        .post_raw("/opportunities/moves", &[("x-fragment", "1"), ("origin", "http://fursa.test")], &fields)
        .await;
    dragged.assert_status(303);
}
