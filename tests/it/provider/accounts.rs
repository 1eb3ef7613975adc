//! Whose an account at the provider is: linked the first time, never in place of another, and unlinked.

use diesel::prelude::*;
use fursa::db::schema::{journal, journal_values, outbox, security_notices, sign_ins, users};

use super::{come, is_out, leave, links};
use crate::support::company::PASSWORD;
use crate::support::id_provider::{Account, IdProvider, Twist};
use crate::support::*;

both!(
    who_came_without_a_password_is_told_how_to_choose_one,
    who_came_without_a_password_is_sent_a_link,
    an_account_stays_whose_it_is_when_its_address_changes,
    an_address_that_is_not_confirmed_links_nobody,
    an_address_is_asked_for_where_the_token_has_none,
    a_stranger_learns_nothing,
    who_has_left_does_not_come_in,
    nobody_takes_the_place_of_a_linked_account,
    the_account_goes_with_the_password_only_and_its_owner_is_told,
    somebody_links_an_account_with_another_address,
    an_account_of_somebody_else_is_not_linked,
    who_comes_back_is_who_asked,
    an_administrator_unlinks_an_account,
    a_new_account_is_journalled_and_told_by_mail,
);

pub fn tries(app: &TestApp) -> Vec<(String, String)> {
    let rows = sign_ins::table.order(sign_ins::id);
    app.db(|db| {
        let word = diesel::dsl::sql::<diesel::sql_types::Text>;
        rows.select((word("outcome"), word("way"))).load(db).unwrap()
    })
}

async fn an_account_stays_whose_it_is_when_its_address_changes(app: Providing) {
    let account = Account::of("alice@fursa.test");
    come(&app, &app.browser(), &account).await.assert_goes_to("/");
    let browser = app.browser();
    for email in [Some("bob@fursa.test".to_owned()), None] {
        come(&app, &browser, &Account { email, ..account.clone() }).await.assert_goes_to("/");
        browser.get("/profile").await.assert_says("alice@fursa.test");
    }
    assert_eq!(links(&app).len(), 1);
    let told = app.db(|db| security_notices::table.count().get_result::<i64>(db).unwrap());
    assert_eq!(told, 1, "once, when it was linked");
}

async fn an_address_that_is_not_confirmed_links_nobody(app: Providing) {
    let browser = app.browser();
    for email in ["alice@fursa.test", "stranger@fursa.test"] {
        let account = Account { verified: false, ..Account::of(email) };
        is_out(&browser, &come(&app, &browser, &account).await, "has not been confirmed");
    }
    let nameless = Account { email: None, ..Account::of("alice@fursa.test") };
    is_out(&browser, &come(&app, &browser, &nameless).await, "has not been confirmed");
    assert!(links(&app).is_empty() && tries(&app).is_empty());
}

async fn an_address_is_asked_for_where_the_token_has_none(app: Providing) {
    let browser = app.browser();
    let account = Account { on_request: true, ..Account::of("alice@fursa.test") };
    is_out(&browser, &come(&app, &browser, &Account { verified: false, ..account.clone() }).await, "confirmed");
    come(&app, &browser, &account).await.assert_goes_to("/");
    assert_eq!(links(&app).len(), 1);
}

async fn a_stranger_learns_nothing(app: Providing) {
    let people = |app: &TestApp| app.db(|db| users::table.count().get_result::<i64>(db).unwrap());
    let before = people(&app);
    let browser = app.browser();
    let page = come(&app, &browser, &Account::of("stranger@fursa.test")).await;
    is_out(&browser, &page, "Ask your administrator");
    page.assert_hides("stranger@fursa.test");
    assert_eq!(people(&app), before, "nobody is filed");
    assert!(links(&app).is_empty() && tries(&app).is_empty());
}

async fn who_has_left_does_not_come_in(app: Providing) {
    let (alice, bob) = (app.id(Alice).unwrap(), app.id(Bob).unwrap());
    come(&app, &app.browser(), &Account::of("alice@fursa.test")).await.assert_goes_to("/");
    for person in [alice, bob] {
        app.db(|db| diesel::update(users::table.find(person)).set(users::active.eq(false)).execute(db).unwrap());
    }
    let browser = app.browser();
    for who in [Alice, Bob] {
        let page = come(&app, &browser, &Account::of(&who.email())).await.assert_status(422);
        assert!(page.problem("email").unwrap().contains("switched off"));
    }
    assert!(browser.cookie("fursa").is_none());
    assert_eq!(links(&app).len(), 1, "hers is kept, and he gets none");
    let refused = ("inactive".to_owned(), "provider".to_owned());
    assert_eq!(tries(&app)[1..], [refused.clone(), refused]);
    app.db(|db| diesel::update(users::table.find(alice)).set(users::active.eq(true)).execute(db).unwrap());
    come(&app, &browser, &Account::of("alice@fursa.test")).await.assert_goes_to("/");
}

async fn nobody_takes_the_place_of_a_linked_account(app: Providing) {
    let account = Account::of("alice@fursa.test");
    come(&app, &app.browser(), &account).await.assert_goes_to("/");
    let browser = app.browser();
    let other = Account { subject: "somebody else".to_owned(), ..account.clone() };
    is_out(&browser, &come(&app, &browser, &other).await, "another account");
    assert_eq!(links(&app), [(account.subject, app.id(Alice).unwrap())]);
    let rows = app.get(Alice, "/profile/sign-ins").await.texts("tbody tr");
    assert!(rows[0].contains("Refused: another account is linked"), "{rows:?}");
}

async fn the_account_goes_with_the_password_only_and_its_owner_is_told(app: Providing) {
    let (here, there) = (app.browser(), app.browser());
    let account = Account::of("alice@fursa.test");
    come(&app, &there, &account).await.assert_goes_to("/");
    come(&app, &here, &account).await.assert_goes_to("/");
    let page = here.get("/profile").await;
    assert!(page.attributes("main a", "href").contains(&"/profile/provider".to_owned()));
    here.get("/profile/provider").await.assert_says("Linked").assert_says("2026");
    let wrong = here.post("/profile/provider/removal", &[("password", "a guess")]).await.assert_status(422);
    assert!(wrong.problem("password").is_some());
    assert_eq!(links(&app).len(), 1);
    let before = here.cookie("fursa").unwrap();
    let done = here.post("/profile/provider/removal", &[("password", PASSWORD)]).await;
    done.assert_goes_to("/profile/provider");
    assert_ne!(here.cookie("fursa").unwrap(), before, "the sign-in goes on under another token");
    assert!(links(&app).is_empty());
    assert_eq!(there.get("/profile").await.status, 303, "others end");
    here.get("/profile/provider").await.assert_says("Unlinked your account").assert_says("Not linked yet");
    here.get("/profile").await.assert_says("Account unlinked that you could sign in with");
    app.post(Bob, "/profile/provider/removal", &[("password", PASSWORD)]).await.assert_status(303);
    app.get(Bob, "/profile").await.assert_hides("Account unlinked");
}

/// The link to the provider, for who has given their password to have an account linked.
async fn ask_to_link(browser: &Browser) -> String {
    let page = browser.post("/profile/provider/link", &[("password", PASSWORD)]).await.assert_status(200);
    page.attributes("main a.primary", "href").remove(0)
}

async fn somebody_links_an_account_with_another_address(app: Providing) {
    let browser = app.browser_of(Alice);
    let wrong = browser.post("/profile/provider/link", &[("password", "a guess")]).await.assert_status(422);
    assert!(wrong.problem("password").is_some());
    assert!(browser.cookie("fursa_provider").is_none(), "without the password nobody is on their way");
    let account = Account::of("alice.private@elsewhere.test");
    let link = ask_to_link(&browser).await;
    browser.get(&app.provider.sign_in(&link, &account)).await.assert_goes_to("/profile/provider");
    browser.get("/profile/provider").await.assert_says("Linked your account at");
    assert_eq!(links(&app), [(account.subject.clone(), app.id(Alice).unwrap())]);
    browser.get("/profile").await.assert_says("Account linked that you may sign in with");
    come(&app, &app.browser(), &account).await.assert_goes_to("/");
    let page = browser.post("/profile/provider/link", &[("password", PASSWORD)]).await;
    page.assert_goes_to("/profile/provider");
    assert_eq!(links(&app).len(), 1);
}

async fn an_account_of_somebody_else_is_not_linked(app: Providing) {
    let account = Account::of("bob@fursa.test");
    come(&app, &app.browser(), &account).await.assert_goes_to("/");
    let browser = app.browser_of(Alice);
    let link = ask_to_link(&browser).await;
    let page = browser.get(&app.provider.sign_in(&link, &account)).await.assert_status(422);
    assert!(page.problem("password").unwrap().contains("linked to somebody else here"));
    assert_eq!(links(&app), [(account.subject, app.id(Bob).unwrap())]);
    // What the provider says by itself is said here, not at the door.
    let link = ask_to_link(&browser).await;
    let page = browser.get(&app.provider.back(&link, &[("error", "access_denied")])).await.assert_status(422);
    assert!(page.problem("password").unwrap().contains("not signed in there"));
    app.provider.twist(Twist::Nonce);
    let link = ask_to_link(&browser).await;
    let back = app.provider.sign_in(&link, &Account::of("alice.private@elsewhere.test"));
    browser.get(&back).await.assert_status(422);
    assert_eq!(links(&app).len(), 1);
}

async fn who_comes_back_is_who_asked(app: Providing) {
    let account = Account::of("alice.private@elsewhere.test");
    let (browser, other) = (app.browser_of(Alice), app.browser_of(Bob));
    let link = ask_to_link(&browser).await;
    let back = app.provider.sign_in(&link, &account);
    // Another browser, with the cookie too.
    other.set_cookie("fursa_provider", &browser.cookie("fursa_provider").unwrap());
    other.get(&back).await.assert_status(422);
    // Whoever has signed out meanwhile.
    browser.post("/sign-out", &[]).await.assert_status(303);
    browser.get(&back).await;
    assert!(links(&app).is_empty());
    assert!(browser.cookie("fursa").is_none());
}

async fn an_administrator_unlinks_an_account(app: Providing) {
    let browser = app.browser();
    let old = Account::of("alice@fursa.test");
    come(&app, &browser, &old).await.assert_goes_to("/");
    let person = format!("/settings/people/{}", app.id(Alice).unwrap());
    let page = app.get(Ada, &format!("{person}/sign-ins")).await;
    assert!(page.attributes("main a", "href").contains(&format!("{person}/provider")));
    let removal = format!("{person}/provider/removal");
    app.get(Ada, &format!("{person}/provider")).await.assert_says("Linked");
    app.post(Ada, &removal, &[("password", "a guess")]).await.assert_status(422);
    app.post(Mona, &removal, &[("password", PASSWORD)]).await.assert_status(403);
    assert_eq!(links(&app).len(), 1);
    app.post(Ada, &removal, &[("password", PASSWORD)]).await.assert_goes_to(&format!("{person}/provider"));
    app.get(Ada, &format!("{person}/provider")).await.assert_says("No account is linked");
    assert_eq!(browser.get("/profile").await.status, 303, "her sign-ins end");
    let new = Account { subject: "a new one".to_owned(), ..old };
    come(&app, &browser, &new).await.assert_goes_to("/");
    let told = browser.get("/profile").await.texts("section[aria-labelledby=notices] li");
    assert!(told.iter().any(|row| row.contains("Account unlinked") && row.contains("Ada")), "{told:?}");
}

async fn a_new_account_is_journalled_and_told_by_mail(app: Mailing) {
    let provider = IdProvider::open();
    let (url, from) = (app.office.url(), app.app().config.mail_from.clone());
    let app = TestApp::with(app.backend(), |config| {
        (config.smtp_url, config.mail_from, config.provider) = (url, from, Some(provider.settings()));
    })
    .await;
    let browser = app.browser();
    let link = leave(&browser, "").await;
    browser.get(&provider.sign_in(&link, &Account::of("alice@fursa.test"))).await.assert_goes_to("/");
    let (actor, field, after): (Option<i64>, String, Option<String>) = app.db(|db| {
        let values = journal::table.inner_join(journal_values::table.on(journal_values::journal_id.eq(journal::id)));
        values.select((journal::actor_id, journal_values::field, journal_values::after)).first(db).unwrap()
    });
    assert_eq!((actor, field.as_str(), after.as_deref()), (app.id(Alice), "has_provider", Some("true")));
    app.get(Ada, "/settings/journal").await.assert_says("Sign-in with another account");
    let letter: String = app.db(|db| {
        let bodies = outbox::table.select(outbox::body);
        bodies.first(db).unwrap()
    });
    assert!(letter.contains("Account linked that you may sign in with"), "{letter}");
}

/// Somebody who is invited, and has come through the provider before choosing a password.
fn invite(app: &TestApp) -> i64 {
    let eve = app.id(app.hire("Eve", "sales_rep", "North")).unwrap();
    let none = users::password_hash.eq(None::<String>);
    app.db(|db| diesel::update(users::table.find(eve)).set(none).execute(db).unwrap());
    eve
}

async fn who_came_without_a_password_is_told_how_to_choose_one(app: Providing) {
    let (eve, browser) = (invite(&app), app.browser());
    let person = format!("/settings/people/{eve}");
    app.get(Ada, &person).await.assert_says("Never signed in");
    come(&app, &browser, &Account::of("eve@fursa.test")).await.assert_goes_to("/");
    app.get(Ada, &person).await.assert_hides("Never signed in");
    app.get(Ada, "/settings/people").await.assert_hides("Never signed in");
    let form = [("old", ""), ("new", "a lantern in the fog"), ("again", "a lantern in the fog"), ("password", "")];
    for (path, field) in
        [("/profile/password", "old"), ("/profile/factor", "password"), ("/profile/provider/removal", "password")]
    {
        let page = browser.post(path, &form).await.assert_status(422);
        assert!(page.problem(field).is_some_and(|said| said.contains("not chosen a password yet")), "{path}");
    }
    let given = app.post(Ada, &format!("{person}/link"), &[]).await.assert_status(200);
    let link = given.attributes("#link", "value").pop().unwrap();
    let link = &link[link.find("/password-resets/").unwrap()..];
    let chosen = [("password", "a lantern in the fog"), ("again", "a lantern in the fog")];
    app.browser().post(link, &chosen).await.assert_goes_to("/password-resets/done");
    come(&app, &browser, &Account::of("eve@fursa.test")).await.assert_goes_to("/");
    let page = browser.post("/profile/factor", &[("password", "a lantern in the fog")]).await.assert_status(200);
    page.assert_says("Set up an authenticator app");
}

async fn who_came_without_a_password_is_sent_a_link(app: Mailing) {
    let provider = IdProvider::open();
    let (url, from) = (app.office.url(), app.app().config.mail_from.clone());
    let app = TestApp::with(app.backend(), |config| {
        (config.smtp_url, config.mail_from, config.provider) = (url, from, Some(provider.settings()));
    })
    .await;
    let (_, browser) = (invite(&app), app.browser());
    let letters =
        |app: &TestApp| app.db(|db| outbox::table.order(outbox::id).select(outbox::body).load::<String>(db).unwrap());
    app.browser().post("/password-resets", &[("email", "eve@fursa.test")]).await.assert_status(303);
    assert!(letters(&app).is_empty(), "who has never signed in has nothing to forget");
    let link = leave(&browser, "").await;
    browser.get(&provider.sign_in(&link, &Account::of("eve@fursa.test"))).await.assert_goes_to("/");
    let page = browser.post("/profile/factor", &[("password", "")]).await.assert_status(422);
    assert!(page.problem("password").is_some_and(|said| said.contains("Forgot your password")));
    app.browser().post("/password-resets", &[("email", "eve@fursa.test")]).await.assert_status(303);
    assert!(letters(&app).last().is_some_and(|letter| letter.contains("/password-resets/")));
}
