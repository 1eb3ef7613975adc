//! A form whose sign-in has ended: what was typed waits behind the door, and is sent by a press, never by itself.

use diesel::prelude::*;
use fursa::db::schema::{leads, sessions};
use fursa::db::sql::Sql;

use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    a_form_sent_too_late_waits_behind_the_door,
    a_form_sent_after_signing_out_elsewhere_waits_there_too,
    a_form_of_an_older_sign_in_is_shown_again,
    a_password_is_never_carried,
    a_form_that_does_not_say_where_it_comes_from_is_refused,
    a_button_and_a_fragment_lead_to_the_door,
    a_record_handed_away_gives_back_what_was_typed,
    a_lead_closed_meanwhile_keeps_the_form,
    a_field_that_comes_twice_is_no_reason_to_refuse,
    what_is_too_much_is_shown_to_who_typed_it,
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

/// Changes one field of a page's form.
async fn typed(app: &TestApp, path: &str, field: &str, words: &str) -> Vec<(String, String)> {
    let mut form = app.get(Alice, path).await.assert_status(200).form(path);
    form.retain(|(name, _)| name != field);
    form.push((field.to_owned(), words.to_owned()));
    form
}

async fn post(app: &TestApp, path: &str, form: &[(String, String)]) -> Page {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, path, &form).await
}

/// Gives every record to somebody.
fn hand_all(app: &TestApp, who: Who, team: &str) {
    let (owner, team) = (app.id(who), app.team(team));
    for table in ["leads", "accounts", "contacts", "opportunities"] {
        let update = Sql::new(&format!("UPDATE {table} SET team_id = ")).bind(team).push(", owner_id = ").bind(owner);
        app.db(|db| update.run(db).unwrap());
    }
}

async fn a_record_handed_away_gives_back_what_was_typed(app: TestApp) {
    let paths = [
        format!("/leads/{}/edit", app.lead(Alice).id),
        format!("/accounts/{}/edit", app.account(Alice).id),
        format!("/contacts/{}/edit", app.contact(Alice).id),
        format!("/opportunities/{}/edit", app.opportunity(Alice).id),
    ];
    for path in paths {
        let form = typed(&app, &path, "notes", "Two pages of notes").await;
        hand_all(&app, Charlie, "South");
        let page = post(&app, &path, &form).await.assert_status(404).assert_says("Two pages of notes");
        // Pressed again where it was handed back meanwhile, it is saved.
        let again = page.form(&path);
        assert!(again.contains(&("notes".to_owned(), "Two pages of notes".to_owned())), "{path}: {again:?}");
        hand_all(&app, Alice, "North-East");
        post(&app, &path, &again).await.assert_status(303);
    }
    let seen = app.opportunity(Alice).id;
    let form = [("next_step", "Call Grace at noon"), ("act", "plan")];
    let page = app.post(Sam, &format!("/opportunities/{seen}/step"), &form).await;
    page.assert_status(403).assert_says("Call Grace at noon");
}

async fn a_lead_closed_meanwhile_keeps_the_form(app: TestApp) {
    let lead = app.lead(Alice).id;
    let (edit, qualify) = (format!("/leads/{lead}/edit"), format!("/leads/{lead}/qualification"));
    let form = typed(&app, &edit, "notes", "Two pages of notes").await;
    let deal = typed(&app, &qualify, "deal_name", "Forty anchors and a chain").await;
    app.db(|db| diesel::update(leads::table).set(leads::state.eq("disqualified")).execute(db).unwrap());
    let page = post(&app, &edit, &form).await.assert_status(409).assert_says("is closed");
    assert_eq!(page.form_value("notes").as_deref(), Some("Two pages of notes"));
    let page = post(&app, &qualify, &deal).await.assert_status(409).assert_says("is closed");
    assert_eq!(page.form_value("deal_name").as_deref(), Some("Forty anchors and a chain"));
}

async fn a_field_that_comes_twice_is_no_reason_to_refuse(app: TestApp) {
    let twice = [("name", "Grace"), ("email", "grace@harbour.example"), ("name", "Grace Söhne")];
    app.post(Alice, "/leads", &twice).await.assert_goes_to("/leads/1");
    let names: Vec<String> = app.db(|db| leads::table.select(leads::name).load(db).unwrap());
    assert_eq!(names, ["Grace Söhne"]);
    let lead = typed(&app, "/leads/1/edit", "notes", "Once").await;
    let doubled: Vec<(String, String)> = lead.iter().chain(&lead).cloned().collect();
    post(&app, "/leads/1/edit", &doubled).await.assert_status(303);
}

async fn what_is_too_much_is_shown_to_who_typed_it(app: TestApp) {
    let long = "Two pages of notes. ".repeat(60_000);
    let page = app.post(Alice, "/leads", &[("name", "Grace Söhne"), ("notes", &long)]).await.assert_status(413);
    let page = page.assert_says("Grace Söhne").assert_says("Two pages of notes. Two pages of notes.");
    assert!(!page.text_contains("Send again"));
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
