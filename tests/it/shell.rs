//! What holds for every page: who is asked to sign in, and what is said to somebody who lost the way.

use crate::support::*;

both!(
    an_address_that_leads_nowhere_shows_the_way_on,
    a_message_is_shown_once,
    a_sign_in_ends_with_its_row,
    a_deactivated_person_is_out_at_once,
    nothing_is_there_before_the_installation_is_set_up,
);

async fn an_address_that_leads_nowhere_shows_the_way_on(app: TestApp) {
    for who in Who::CAST {
        let page = app.get(who, "/no-such-page").await.assert_status(404).assert_says(who.name());
        assert!(page.has_link("/accounts"), "{who:?} is shown the navigation");
    }
    app.get(Nobody, "/no-such-page").await.assert_status(404).assert_hides("Alice");
}

async fn a_message_is_shown_once(app: TestApp) {
    let browser = app.browser_of(Alice);
    browser.post("/profile/sessions/removal", &[]).await.assert_status(303);
    let given = browser.cookie("fursa_flash").unwrap();
    browser.get("/no-such-page").await.assert_says("Signed you out everywhere else");
    browser.get("/no-such-page").await.assert_hides("Signed you out everywhere else");
    let theirs = app.browser_of(Bob);
    theirs.set_cookie("fursa_flash", &given);
    theirs.get("/no-such-page").await.assert_hides("Signed you out everywhere else");
    let unsigned = "eyJtZXNzYWdlIjoiU2F2ZWQgdGhlIGFuY2hvciIsInVuZG8iOm51bGwsImJhZCI6ZmFsc2V9";
    browser.set_cookie("fursa_flash", unsigned);
    browser.get("/no-such-page").await.assert_hides("Saved the anchor");
}

async fn a_sign_in_ends_with_its_row(app: TestApp) {
    use diesel::prelude::*;
    use fursa::db::schema::sessions;

    app.get(Alice, "/no-such-page").await.assert_says("Alice");
    app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    app.get(Alice, "/no-such-page").await.assert_hides("Alice");
}

async fn a_deactivated_person_is_out_at_once(app: TestApp) {
    use diesel::prelude::*;
    use fursa::db::schema::users;

    app.get(Bob, "/no-such-page").await.assert_says("Bob");
    let bob = users::table.filter(users::name.eq("Bob"));
    app.db(|db| diesel::update(bob).set(users::active.eq(false)).execute(db).unwrap());
    app.get(Bob, "/no-such-page").await.assert_hides("Bob");
}

async fn nothing_is_there_before_the_installation_is_set_up(app: Untouched) {
    app.get(Nobody, "/readyz").await.assert_status(200);
    app.get(Nobody, "/no-such-page").await.assert_status(404);
}
