//! One-time links: an invitation lets somebody in once, a forgotten password is replaced once, and nothing about a link
//! that does not work says why.

use chrono::Duration;
use diesel::prelude::*;
use fursa::config::PasswordCost;
use fursa::db::schema::{journal, journal_values, one_time_links, users};
use fursa::identity::links::{self, LinkKind};
use fursa::identity::{passwords, user};

use crate::support::*;

both!(
    what_was_done_about_a_password_is_journalled,
    an_invitation_lets_somebody_in_once,
    a_weak_first_password_is_refused_beside_its_field,
    a_link_that_does_not_work_does_not_say_why,
    a_new_link_ends_the_one_before,
    a_link_ends_with_the_address_and_with_the_person,
    guessing_links_is_slow_and_hinders_nobody_else,
    a_reset_ends_every_sign_in_and_leads_to_the_door,
    what_is_kept_of_a_link_opens_nothing,
    somebody_without_an_address_gets_no_link,
);

const CHOSEN: &str = "lanterns over the harbour";

fn both_fields(password: &str) -> [(&str, &str); 2] {
    [("password", password), ("again", password)]
}

fn person(app: &TestApp, who: Who) -> String {
    format!("/settings/people/{}", app.id(who).unwrap())
}

/// The path of the link a page shows.
fn shown(page: &Page) -> String {
    let link = page.attributes("#link", "value").pop().unwrap();
    let path = link.strip_prefix("http://fursa.test").unwrap_or_else(|| panic!("{link} is not on this site"));
    path.to_owned()
}

async fn invitation(app: &TestApp) -> String {
    let fields = [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep"), ("team_id", "1")];
    shown(&app.post(Ada, "/settings/people", &fields).await.assert_status(200))
}

async fn reset_of(app: &TestApp, who: Who) -> String {
    let id = app.id(who).unwrap();
    let hash = passwords::hash(PasswordCost::Cheap, "forgotten long ago").unwrap();
    app.db(|db| user::set_password(db, id, &hash).unwrap());
    shown(&app.post(Ada, &format!("{}/link", person(app, who)), &[]).await.assert_status(200))
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> u16 {
    app.browser().post("/sign-in", &[("email", email), ("password", password)]).await.status
}

async fn an_invitation_lets_somebody_in_once(app: TestApp) {
    let link = invitation(&app).await;
    assert!(link.starts_with("/invitations/"), "{link}");
    let (first, second) = (app.browser(), app.browser());
    for browser in [&first, &second] {
        let page = browser.get(&link).await.assert_status(200).assert_says("Nadia").assert_says("nadia@fursa.test");
        assert_eq!(page.attributes("input[type=password]", "autocomplete"), ["new-password", "new-password"]);
    }
    first.post(&link, &both_fields(CHOSEN)).await.assert_goes_to("/");
    first.get("/profile").await.assert_status(200).assert_says("Nadia");
    second.post(&link, &both_fields("another one entirely")).await.assert_status(404);
    second.get("/profile").await.assert_status(303);
    assert_eq!(sign_in(&app, "nadia@fursa.test", CHOSEN).await, 303);
}

async fn a_weak_first_password_is_refused_beside_its_field(app: TestApp) {
    let link = invitation(&app).await;
    let browser = app.browser();
    for weak in ["short", "nadia@fursa.test", "Fjord Trading", "password123"] {
        let page = browser.post(&link, &both_fields(weak)).await.assert_status(422);
        assert!(page.problem("password").is_some(), "{weak}");
        assert_eq!(page.form_value("password").as_deref(), Some(""), "a password is never sent back");
    }
    let page = browser.post(&link, &[("password", CHOSEN), ("again", "lanterns")]).await.assert_status(422);
    assert!(page.problem("again").is_some());
    browser.post(&link, &both_fields(CHOSEN)).await.assert_goes_to("/");
}

async fn a_link_that_does_not_work_does_not_say_why(app: TestApp) {
    let used = invitation(&app).await;
    app.browser().post(&used, &both_fields(CHOSEN)).await.assert_goes_to("/");
    let expired = {
        app.tx(Ada, |tx| {
            let eve = user::UserFacts::new("Eve", Some("eve@fursa.test"), tx.viewer.roles, tx.viewer.team_id, tx.now);
            let eve = user::insert(tx, eve).unwrap();
            links::make(tx.db, eve.id, LinkKind::Invitation, tx.now).unwrap().path
        })
    };
    let told =
        app.browser().get("/invitations/no-such-link").await.assert_status(404).assert_says("ask your administrator");
    app.browser().get(&expired).await.assert_status(200);
    app.wait(LinkKind::Invitation.lifetime());
    for link in [&used, &expired] {
        let (opened, sent) = (app.browser(), app.browser());
        assert_eq!(opened.get(link).await.assert_status(404).text(), told.text());
        assert_eq!(sent.post(link, &both_fields(CHOSEN)).await.assert_status(404).text(), told.text());
    }
    let other_door = used.replace("invitations", "password-resets");
    app.browser().get(&other_door).await.assert_status(404);
}

async fn a_new_link_ends_the_one_before(app: TestApp) {
    let first = invitation(&app).await;
    let nadia: i64 = app.db(|db| users::table.filter(users::name.eq("Nadia")).select(users::id).first(db).unwrap());
    let page = app.get(Ada, &format!("/settings/people/{nadia}")).await.assert_says("Never signed in");
    assert_eq!(page.count("form[action$='/link']"), 1);
    let second = shown(&app.post(Ada, &format!("/settings/people/{nadia}/link"), &[]).await.assert_status(200));
    app.browser().get(&first).await.assert_status(404);
    app.browser().get(&second).await.assert_status(200);
}

async fn a_link_ends_with_the_address_and_with_the_person(app: TestApp) {
    let alices = reset_of(&app, Alice).await;
    let form = app.get(Ada, &person(&app, Alice)).await.form(&person(&app, Alice));
    let fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let fields: Vec<(&str, &str)> = fields
        .into_iter()
        .filter(|(name, _)| !["csrf", "email", "roles"].contains(name))
        .chain([("email", "alice@elsewhere.test"), ("roles", "sales_rep")])
        .collect();
    app.post(Ada, &person(&app, Alice), &fields).await.assert_status(303);
    app.browser().get(&alices).await.assert_status(404);
    let bobs = reset_of(&app, Bob).await;
    let page = app.get(Ada, &format!("{}/deactivation", person(&app, Bob))).await;
    page.assert_says("1 one-time link");
    app.post(Ada, &format!("{}/deactivation", person(&app, Bob)), &[]).await.assert_status(303);
    app.browser().get(&bobs).await.assert_status(404);
}

async fn guessing_links_is_slow_and_hinders_nobody_else(app: TestApp) {
    let link = invitation(&app).await;
    let guesser = app.browser();
    guesser.moves_to([192, 0, 2, 7]);
    for number in 0..10 {
        guesser.post(&format!("/invitations/guess-{number}"), &both_fields(CHOSEN)).await.assert_status(404);
    }
    let early = guesser.post(&link, &both_fields(CHOSEN)).await.assert_status(429);
    assert_eq!(early.header("retry-after"), Some("30"));
    early.assert_hides("Nadia");
    app.browser().post(&link, &both_fields(CHOSEN)).await.assert_goes_to("/");
}

async fn a_reset_ends_every_sign_in_and_leads_to_the_door(app: TestApp) {
    let link = reset_of(&app, Alice).await;
    assert!(link.starts_with("/password-resets/"), "{link}");
    app.get(Alice, "/profile").await.assert_status(200);
    assert_eq!(sign_in(&app, "alice@fursa.test", "forgotten long ago").await, 303, "until it is used, nothing changes");
    let browser = app.browser();
    browser.post(&link, &both_fields(CHOSEN)).await.assert_goes_to("/password-resets/done");
    browser.get("/password-resets/done").await.assert_status(200).assert_says("signed out everywhere");
    browser.get("/profile").await.assert_status(303);
    app.get(Alice, "/profile").await.assert_status(303);
    assert_eq!(sign_in(&app, "alice@fursa.test", "forgotten long ago").await, 422);
    assert_eq!(sign_in(&app, "alice@fursa.test", CHOSEN).await, 303);
    app.wait(Duration::hours(2));
    app.get(Alice, "/profile").await.assert_says("Password changed");
    let late = reset_of(&app, Alice).await;
    app.wait(LinkKind::Reset.lifetime());
    app.browser().get(&late).await.assert_status(404);
}

async fn what_is_kept_of_a_link_opens_nothing(app: TestApp) {
    let link = invitation(&app).await;
    let kept: Vec<String> = app.db(|db| one_time_links::table.select(one_time_links::token_hash).load(db).unwrap());
    let token = link.rsplit('/').next().unwrap();
    assert_eq!(kept.len(), 1);
    assert!(token.len() == 43 && kept[0] != token);
    app.browser().get(&format!("/invitations/{}", kept[0])).await.assert_status(404);
}

async fn somebody_without_an_address_gets_no_link(app: TestApp) {
    let (id, place) = (app.id(Bob).unwrap(), person(&app, Bob));
    let nowhere = (users::email.eq(None::<String>), users::email_key.eq(None::<String>));
    app.db(|db| diesel::update(users::table.find(id)).set(nowhere).execute(db).unwrap());
    let page = app.get(Ada, &place).await.assert_status(200);
    assert_eq!(page.count("form[action$='/link']"), 0);
    app.post(Ada, &format!("{place}/link"), &[]).await.assert_goes_to(&place);
    assert_eq!(app.db(|db| one_time_links::table.count().get_result::<i64>(db).unwrap()), 0);
}

async fn what_was_done_about_a_password_is_journalled(app: TestApp) {
    let (ada, alice) = (app.id(Ada), app.id(Alice));
    let link = reset_of(&app, Alice).await;
    app.browser().post(&link, &both_fields(CHOSEN)).await.assert_goes_to("/password-resets/done");
    app.fresh_browsers();
    let browser = app.browser();
    let door = [("email", "alice@fursa.test"), ("password", CHOSEN)];
    browser.post("/sign-in", &door).await.assert_goes_to("/");
    let form = [("old", CHOSEN), ("new", "a lantern in the fog"), ("again", "a lantern in the fog")];
    browser.post("/profile/password", &form).await.assert_goes_to("/profile");
    let told: Vec<(Option<i64>, Option<String>)> = app.db(|db| {
        let rows = journal::table.inner_join(journal_values::table.on(journal_values::journal_id.eq(journal::id)));
        let rows = rows.filter(journal::record_id.eq(alice.unwrap()).and(journal_values::field.eq("door")));
        rows.order(journal::id).select((journal::actor_id, journal_values::after)).load(db).unwrap()
    });
    let word = |word: &str| Some(format!("\"{word}\""));
    assert_eq!(told, [(ada, word("reset")), (alice, word("chosen")), (alice, word("chosen"))]);
    let file = app.get(Ada, "/settings/journal/export").await.assert_status(200);
    for said in [",Alice,door,,reset,", ",Alice,door,,chosen,"] {
        assert!(file.body.contains(said), "{}", file.body);
    }
}
