//! Where one is signed in, and who signed in or tried to: shown to oneself and to an administrator, for a month.

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{sessions, sign_ins, users};

use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    the_password_until_now_is_no_new_one,
    one_sign_in_ends_at_its_own_button,
    nobody_ends_the_sign_in_of_somebody_else,
    the_oldest_sign_in_ends_when_one_more_is_too_many,
    a_person_sees_their_sign_ins_and_the_tries_of_others,
    a_try_with_an_address_nobody_has_is_kept_nowhere,
    somebody_who_left_and_tries_is_remembered,
    an_administrator_sees_the_sign_ins_of_a_person,
    the_list_of_people_says_who_signed_in_last_and_who_never_did,
    what_is_a_month_ago_is_forgotten,
    who_is_in_already_goes_on,
);

async fn sign_in(browser: &Browser, who: Who, password: &str) -> Page {
    browser.post("/sign-in", &[("email", &who.email()), ("password", password)]).await
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status == 200
}

/// Where the buttons of the list of sign-ins go.
async fn buttons(browser: &Browser) -> Vec<String> {
    let actions = browser.get("/profile").await.attributes("form", "action");
    actions.into_iter().filter(|action| action.starts_with("/profile/sessions/") && action.len() > 30).collect()
}

async fn one_sign_in_ends_at_its_own_button(app: TestApp) {
    let (here, there, elsewhere) = (app.browser(), app.browser(), app.browser());
    for browser in [&here, &there, &elsewhere] {
        sign_in(browser, Alice, PASSWORD).await.assert_status(303);
        app.clock().advance(Duration::minutes(1));
    }
    let found = buttons(&here).await;
    assert_eq!(found.len(), 2, "this browser has no button of its own");
    here.post(&found[0], &[]).await.assert_goes_to("/profile");
    here.get("/profile").await.assert_says("Signed you out there");
    assert!(!is_in(&elsewhere).await, "the newest stands first");
    assert!(is_in(&there).await);
    assert!(is_in(&here).await);
    here.post(&found[0], &[]).await.assert_goes_to("/profile");
    assert_eq!(buttons(&here).await, found[1..]);
}

async fn nobody_ends_the_sign_in_of_somebody_else(app: TestApp) {
    let (here, there) = (app.browser(), app.browser());
    sign_in(&here, Alice, PASSWORD).await.assert_status(303);
    sign_in(&there, Alice, PASSWORD).await.assert_status(303);
    let found = buttons(&here).await;
    app.post(Bob, &found[0], &[]).await.assert_goes_to("/profile");
    assert!(is_in(&there).await);
    let own = found[0].replace(&buttons(&there).await[0], "");
    assert_ne!(own, "", "a handle names one sign-in only");
}

async fn the_oldest_sign_in_ends_when_one_more_is_too_many(app: TestApp) {
    let most = usize::try_from(app.app().config.sessions_per_person).unwrap();
    let browsers: Vec<Browser> = (0..=most).map(|_| app.browser()).collect();
    for browser in &browsers[..most] {
        sign_in(browser, Alice, PASSWORD).await.assert_status(303);
        app.clock().advance(Duration::seconds(1));
    }
    let colleague = app.browser_of(Bob);
    assert!(is_in(&browsers[0]).await);
    sign_in(&browsers[most], Alice, PASSWORD).await.assert_status(303);
    assert!(!is_in(&browsers[0]).await);
    assert!(is_in(&browsers[1]).await);
    assert!(is_in(&browsers[most]).await);
    assert!(is_in(&colleague).await);
    let alice = app.id(Alice).unwrap();
    let left: i64 = app.db(|db| sessions::table.filter(sessions::user_id.eq(alice)).count().get_result(db).unwrap());
    assert_eq!(left, app.app().config.sessions_per_person);
}

async fn a_person_sees_their_sign_ins_and_the_tries_of_others(app: TestApp) {
    let (owner, guesser) = (app.browser(), app.browser());
    guesser.moves_to([192, 0, 2, 7]);
    sign_in(&guesser, Alice, "a guess").await.assert_status(422);
    sign_in(&owner, Alice, PASSWORD).await.assert_status(303);
    let page = owner.get("/profile/sign-ins").await.assert_status(200);
    let rows = page.texts("tbody tr");
    assert_eq!(rows.len(), 2);
    assert!(rows[0].contains("Signed in") && rows[0].contains("127.0.0.1"), "{}", rows[0]);
    assert!(rows[1].contains("Wrong password") && rows[1].contains("192.0.2.7"), "{}", rows[1]);
    app.get(Bob, "/profile/sign-ins").await.assert_says("None in the last 30 days").assert_hides("192.0.2.7");
}

async fn a_try_with_an_address_nobody_has_is_kept_nowhere(app: TestApp) {
    let fields = [("email", "stranger@fursa.test"), ("password", "a guess")];
    app.browser().post("/sign-in", &fields).await.assert_status(422);
    assert_eq!(app.db(|db| sign_ins::table.count().get_result::<i64>(db).unwrap()), 0);
}

async fn somebody_who_left_and_tries_is_remembered(app: TestApp) {
    let bob = app.id(Bob).unwrap();
    app.db(|db| diesel::update(users::table.find(bob)).set(users::active.eq(false)).execute(db).unwrap());
    sign_in(&app.browser(), Bob, PASSWORD).await.assert_status(422);
    let page = app.get(Ada, &format!("/settings/people/{bob}/sign-ins")).await.assert_status(200);
    assert!(page.texts("tbody tr")[0].contains("Switched off"));
}

async fn an_administrator_sees_the_sign_ins_of_a_person(app: TestApp) {
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(303);
    let path = format!("/settings/people/{}", app.id(Alice).unwrap());
    let links = app.get(Ada, &path).await.attributes("main a", "href");
    assert!(links.contains(&format!("{path}/sign-ins")));
    app.get(Ada, &format!("{path}/sign-ins")).await.assert_says("Signed in").assert_says("127.0.0.1");
    app.get(Mona, &format!("{path}/sign-ins")).await.assert_status(403);
}

async fn what_is_a_month_ago_is_forgotten(app: TestApp) {
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(303);
    app.wait(Duration::days(31));
    app.get(Alice, "/profile/sign-ins").await.assert_says("None in the last 30 days");
    sign_in(&app.browser(), Bob, PASSWORD).await.assert_status(303);
    fursa::cli::catch_up(app.app()).unwrap();
    assert_eq!(app.db(|db| sign_ins::table.count().get_result::<i64>(db).unwrap()), 1, "only the last one is kept");
}

async fn the_list_of_people_says_who_signed_in_last_and_who_never_did(app: TestApp) {
    sign_in(&app.browser(), Alice, "a guess").await.assert_status(422);
    sign_in(&app.browser(), Bob, PASSWORD).await.assert_status(303);
    app.db(|db| {
        let charlie = users::table.filter(users::email.eq(Charlie.email()));
        diesel::update(charlie).set(users::password_hash.eq(None::<String>)).execute(db).unwrap();
    });
    let page = app.get(Ada, "/settings/people").await.assert_status(200);
    let row = |who: Who| page.texts("tbody tr").into_iter().find(|row| row.contains(&who.email())).unwrap();
    assert!(page.attributes("tbody tr:has(time) th a", "href").len() == 1, "only Bob was in");
    assert!(row(Bob).contains("2026") && !row(Alice).contains("2026"), "{}", row(Bob));
    assert!(row(Charlie).contains("Never signed in") && !row(Alice).contains("Never signed in"), "{}", row(Charlie));
}

async fn the_password_until_now_is_no_new_one(app: TestApp) {
    let form = [("old", PASSWORD), ("new", PASSWORD), ("again", PASSWORD)];
    let page = app.post(Alice, "/profile/password", &form).await.assert_status(422);
    assert!(page.problem("new").is_some_and(|said| said.contains("until now")));
    // Whoever does not know it learns nothing.
    let form = [("old", "a guess of somebody's"), ("new", "a guess of somebody's"), ("again", "a guess of somebody's")];
    let page = app.post(Alice, "/profile/password", &form).await.assert_status(422);
    assert!(page.problem("new").is_none() && page.problem("old").is_some());
}

/// Nobody who is in is asked to sign in, by whatever page of the door; and the door leads nowhere else than it does them.
async fn who_is_in_already_goes_on(app: TestApp) {
    let browser = app.browser();
    browser.get("/sign-in?return=%2Fleads").await.assert_status(200);
    sign_in(&browser, Alice, PASSWORD).await.assert_goes_to("/");
    for (asked, goal) in [
        ("", "/"),
        ("?return=%2Fleads%3Fview%3Dall", "/leads?view=all"),
        ("?return=%2F%2Fevil.example", "/"),
        ("?return=https%3A%2F%2Fevil.example", "/"),
    ] {
        browser.get(&format!("/sign-in{asked}")).await.assert_goes_to(goal);
    }
    for path in ["/sign-in/code", "/sign-in/passkey"] {
        browser.get(path).await.assert_goes_to("/sign-in");
    }
    // Who forgot their password, or came in without one, chooses another.
    browser.get("/password-resets").await.assert_status(200);
    app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    browser.get("/sign-in").await.assert_status(200);
    let browser = app.browser();
    sign_in(&browser, Bob, PASSWORD).await.assert_goes_to("/");
    app.db(|db| diesel::update(users::table).set(users::active.eq(false)).execute(db).unwrap());
    browser.get("/sign-in").await.assert_status(200);
}
