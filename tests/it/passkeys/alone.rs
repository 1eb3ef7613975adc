//! Signing in with a passkey and nothing else: one press, and no way around anything.

use diesel::prelude::*;
use fursa::db::schema::{sign_ins, users};

use super::{spoilt, with_passkey};
use crate::factors::{send, sign_in};
use crate::support::authenticator::{Authenticator, options};
use crate::support::*;

both!(
    a_passkey_alone_signs_in,
    a_passkey_alone_is_no_way_around_anything,
    a_whole_office_comes_in_by_one_address,
    a_door_knocked_at_for_nothing_is_closed_for_a_while,
);

const ALONE: &str = "/sign-in/passkey";
const ALONE_KEY: &str = "/sign-in/passkey/key";

/// From the door to the page that asks for a passkey.
async fn knock(browser: &Browser) -> Page {
    let door = browser.get("/sign-in?return=%2Fleads").await.assert_status(200);
    send(browser, &door, ALONE, &[]).await.assert_status(200)
}

async fn show_alone(browser: &Browser, step: &Page, device: &mut Authenticator) -> Page {
    let shown = device.show(step);
    send(browser, step, ALONE_KEY, &[("credential", &shown)]).await
}

async fn a_passkey_alone_signs_in(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let browser = app.browser();
    let step = knock(&browser).await;
    let asked = &options(&step)["publicKey"];
    assert_eq!(asked["allowCredentials"].as_array().map(Vec::len), Some(0), "nobody's passkeys are named");
    assert_eq!(asked["userVerification"], "required");
    assert!(browser.cookie("fursa").is_none());
    show_alone(&browser, &step, &mut device).await.assert_goes_to("/leads");
    let rows = browser.get("/profile/sign-ins").await.texts("tbody tr");
    assert!(rows[0].contains("Signed in Passkey"), "{rows:?}");
    app.get(Bob, ALONE).await.assert_goes_to("/sign-in");
}

async fn a_passkey_alone_is_no_way_around_anything(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    let bobs = with_passkey(&app, Bob).await;
    let browser = app.browser();
    for spoil in spoilt() {
        let mut spoilt = device.clone();
        spoil(&mut spoilt);
        let refused = show_alone(&browser, &knock(&browser).await, &mut spoilt).await.assert_status(422);
        refused.assert_says("The passkey was not accepted");
    }
    // A key that says it is another's, one that says nothing, one that nobody has.
    for owner in [bobs.owner, serde_json::Value::Null, "AAAA".into()] {
        let mut lying = device.clone();
        lying.owner = owner;
        show_alone(&browser, &knock(&browser).await, &mut lying).await.assert_status(422);
    }
    let mut unknown = Authenticator::new();
    unknown.owner.clone_from(&device.owner);
    show_alone(&browser, &knock(&browser).await, &mut unknown).await.assert_status(422);
    // An answer from the second step is none here, and the other way round; nor is one given twice or elsewhere.
    let step = sign_in(&browser, Alice).await.assert_status(200);
    let challenge = step.form_value("challenge").unwrap();
    let shown = device.show(&step);
    let fields = [("challenge", challenge.as_str()), ("credential", shown.as_str())];
    browser.post(ALONE_KEY, &fields).await.assert_status(422);
    let (step, other) = (knock(&browser).await, app.browser());
    let shown = device.show(&step);
    let challenge = step.form_value("challenge").unwrap();
    let fields = [("challenge", challenge.as_str()), ("credential", shown.as_str())];
    other.post(ALONE_KEY, &fields).await.assert_status(422);
    let copy = app.browser();
    copy.set_cookie("fursa_guest", &browser.cookie("fursa_guest").unwrap());
    send(&browser, &step, ALONE_KEY, &[("credential", &shown)]).await.assert_goes_to("/leads");
    send(&copy, &step, ALONE_KEY, &[("credential", &shown)]).await.assert_status(422);
    // Nor for somebody who has left.
    let alice = app.id(Alice).unwrap();
    app.db(|db| diesel::update(users::table.find(alice)).set(users::active.eq(false)).execute(db).unwrap());
    let left = show_alone(&copy, &knock(&copy).await, &mut device).await.assert_status(422);
    assert!(left.problem("email").is_some());
    let rows: Vec<String> = app
        .db(|db| sign_ins::table.filter(sign_ins::way.eq("passkey_alone")).select(sign_ins::outcome).load(db).unwrap());
    assert_eq!(rows.iter().filter(|outcome| *outcome == "wrong_passkey").count(), 6, "{rows:?}");
    assert_eq!(rows.iter().filter(|outcome| *outcome == "in").count(), 1);
}

/// More tries than a door without names allows.
const MANY: usize = 55;

async fn a_whole_office_comes_in_by_one_address(app: TestApp) {
    let mut device = with_passkey(&app, Alice).await;
    for _ in 0..MANY {
        let browser = app.browser();
        show_alone(&browser, &knock(&browser).await, &mut device).await.assert_goes_to("/leads");
    }
}

async fn a_door_knocked_at_for_nothing_is_closed_for_a_while(app: TestApp) {
    let browser = app.browser();
    let door = browser.get("/sign-in").await;
    let mut answers = Vec::new();
    for _ in 0..MANY {
        answers.push(send(&browser, &door, ALONE, &[]).await.status);
    }
    assert_eq!((answers[49], answers[50]), (200, 429), "{answers:?}");
    app.wait(chrono::Duration::seconds(30));
    send(&browser, &door, ALONE, &[]).await.assert_status(200);
}
