//! The second factor: set up with an app, asked for at the door, required by a role, taken away when the phone is lost.

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{factors, journal, journal_values, leads, organization, recovery_codes, sessions, users};
use fursa::web::routes;
use totp_rs::{Builder, Secret, Totp};

use crate::access_matrix::{Cell, Row, rows};
use crate::support::company::PASSWORD;
use crate::support::*;

both!(
    an_app_is_set_up_with_password_picture_and_code,
    a_wrong_password_or_code_sets_nothing_up,
    setting_up_ends_other_sign_ins_and_renews_this_one,
    the_key_is_kept_where_nobody_reads_it,
    signing_in_asks_for_a_code_and_keeps_the_way_on,
    a_form_that_waits_survives_the_second_step,
    a_code_is_taken_once_and_one_span_early_or_late,
    a_recovery_code_is_good_once,
    guessing_codes_is_slow_and_remembered,
    the_ticket_of_the_second_step_opens_nothing_by_itself,
    new_recovery_codes_make_the_old_ones_worthless,
    a_factor_goes_with_the_password_only_and_its_owner_is_told,
    a_changed_password_is_told_at_the_next_sign_in,
    what_changes_is_told_by_mail_too,
    a_role_that_needs_a_factor_reaches_nothing_else,
    what_was_typed_before_the_factor_was_needed_is_shown,
    which_roles_need_a_factor_is_journalled,
    an_administrator_takes_a_lost_factor_away,
);

pub(crate) async fn sign_in(browser: &Browser, who: Who) -> Page {
    browser.post("/sign-in", &[("email", &who.email()), ("password", PASSWORD)]).await
}

/// Sends a form of the page as it stands.
pub(crate) async fn send(browser: &Browser, page: &Page, action: &str, typed: &[(&str, &str)]) -> Page {
    let form = page.form(action);
    let kept = form.iter().filter(|(name, _)| !typed.iter().any(|(other, _)| name == other));
    let kept = kept.map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = kept.chain(typed.iter().copied()).collect();
    browser.post_raw(action, &[("sec-fetch-site", "same-origin")], &fields).await
}

/// What an app makes of the page: the key as text.
pub(crate) fn app_of(page: &Page) -> Totp {
    let key = page.texts("dd bdi[translate=no]").concat().replace(' ', "");
    Builder::new().with_secret(Secret::try_from_base32(&key).unwrap()).build_noncompliant()
}

/// The code the app shows, seconds from now.
pub(crate) fn code(app: &TestApp, totp: &Totp, off: i64) -> String {
    let now = app.clock().now().and_utc().timestamp() + off;
    totp.generate(now.unsigned_abs()).to_string()
}

/// Sets up an app; answers it, and the recovery codes.
pub(crate) async fn set_up(app: &TestApp, browser: &Browser) -> (Totp, Vec<String>) {
    let page = browser.get("/profile/factor").await.assert_status(200);
    let page = send(browser, &page, "/profile/factor", &[("password", PASSWORD)]).await.assert_status(200);
    let totp = app_of(&page);
    let typed = code(app, &totp, 0);
    let page = send(browser, &page, "/profile/factor/app", &[("factor_code", &typed)]).await.assert_status(200);
    let codes = page.texts("li bdi[translate=no]");
    assert_eq!(codes.len(), 10);
    app.clock().advance(Duration::minutes(2));
    (totp, codes)
}

fn count_of(app: &TestApp, who: Who) -> i64 {
    let person = app.id(who).unwrap();
    app.db(|db| factors::table.filter(factors::user_id.eq(person)).count().get_result(db).unwrap())
}

pub(crate) fn require(app: &TestApp, roles: &str) {
    app.db(|db| diesel::update(organization::table).set(organization::factor_roles.eq(roles)).execute(db).unwrap());
}

async fn an_app_is_set_up_with_password_picture_and_code(app: TestApp) {
    let browser = app.browser_of(Alice);
    browser.get("/profile").await.assert_says("None: the password alone is enough");
    let page = browser.post("/profile/factor", &[("password", PASSWORD)]).await.assert_status(200);
    assert_eq!(page.count("svg[role=img] path"), 1);
    let totp = app_of(&page);
    let spaced = format!(" {} ", code(&app, &totp, 0));
    let page = send(&browser, &page, "/profile/factor/app", &[("factor_code", &spaced)]).await.assert_status(200);
    assert_eq!(page.texts("li bdi[translate=no]").len(), 10);
    browser.get("/profile/factor").await.assert_says("10 left");
    browser.get("/profile").await.assert_says("Second factor set up").assert_says("the password alone is not enough");
    assert_eq!(count_of(&app, Alice), 1);
    app.get(Bob, "/profile").await.assert_hides("Second factor set up");
}

async fn a_wrong_password_or_code_sets_nothing_up(app: TestApp) {
    let browser = app.browser_of(Alice);
    let page = browser.post("/profile/factor", &[("password", "a guess")]).await.assert_status(422);
    assert!(page.problem("password").is_some());
    let page = browser.post("/profile/factor", &[("password", PASSWORD)]).await.assert_status(200);
    let key = app_of(&page);
    let page = send(&browser, &page, "/profile/factor/app", &[("factor_code", "000000")]).await.assert_status(422);
    assert!(page.problem("factor_code").is_some());
    assert_eq!(app_of(&page).secret().to_base32(), key.secret().to_base32(), "the same key is shown again");
    let typed = code(&app, &key, 0);
    let forged = [("factor_key", "1.abc.def"), ("factor_code", typed.as_str())];
    browser.post("/profile/factor/app", &forged).await.assert_goes_to("/profile/factor");
    app.clock().advance(Duration::minutes(11));
    let typed = code(&app, &key, 0);
    let late = send(&browser, &page, "/profile/factor/app", &[("factor_code", &typed)]).await;
    late.assert_goes_to("/profile/factor");
    assert_eq!(count_of(&app, Alice), 0);
}

async fn setting_up_ends_other_sign_ins_and_renews_this_one(app: TestApp) {
    let (here, there, stolen) = (app.browser(), app.browser(), app.browser());
    sign_in(&here, Alice).await.assert_status(303);
    sign_in(&there, Alice).await.assert_status(303);
    stolen.set_cookie("fursa", &here.cookie("fursa").unwrap());
    set_up(&app, &here).await;
    assert_eq!(there.get("/profile").await.status, 303);
    assert_eq!(stolen.get("/profile").await.status, 303, "the token before is worth nothing");
    here.get("/profile").await.assert_status(200);
    assert_eq!(app.db(|db| sessions::table.count().get_result::<i64>(db).unwrap()), 1);
}

async fn the_key_is_kept_where_nobody_reads_it(app: TestApp) {
    let (totp, codes) = set_up(&app, &app.browser_of(Alice)).await;
    let (kept, key): (String, String) =
        (app.db(|db| factors::table.select(factors::secret).first(db).unwrap()), totp.secret().to_base32());
    assert!(!kept.contains(&key));
    let hashes: Vec<String> = app.db(|db| recovery_codes::table.select(recovery_codes::code_hash).load(db).unwrap());
    assert!(hashes.iter().all(|hash| hash.len() == 64 && !codes.contains(hash)));
    let journalled: Vec<(String, Option<String>)> =
        app.db(|db| journal_values::table.select((journal_values::field, journal_values::after)).load(db).unwrap());
    assert_eq!(journalled, [("has_factor".to_owned(), Some("true".to_owned()))]);
}

async fn signing_in_asks_for_a_code_and_keeps_the_way_on(app: TestApp) {
    let (totp, _) = set_up(&app, &app.browser_of(Alice)).await;
    let browser = app.browser();
    let fields = [("email", "alice@fursa.test"), ("password", PASSWORD), ("return", "/leads?state=open")];
    let step = browser.post("/sign-in", &fields).await.assert_status(200);
    assert!(browser.cookie("fursa").is_none(), "there is no session yet");
    assert_eq!(step.form_value("factor_code").as_deref(), Some(""));
    browser.get("/leads").await.assert_status(303);
    let wrong = send(&browser, &step, "/sign-in/code", &[("factor_code", "000000")]).await.assert_status(422);
    assert!(wrong.problem("factor_code").is_some());
    let typed = code(&app, &totp, 0);
    let right = send(&browser, &wrong, "/sign-in/code", &[("factor_code", &typed)]).await;
    right.assert_goes_to("/leads?state=open");
    let rows = browser.get("/profile/sign-ins").await.texts("tbody tr");
    assert!(rows[0].contains("Password and code") && rows[1].contains("Wrong code"), "{rows:?}");
    browser.get("/sign-in/code").await.assert_goes_to("/sign-in");
}

async fn a_form_that_waits_survives_the_second_step(app: TestApp) {
    let browser = app.browser_of(Alice);
    let (totp, _) = set_up(&app, &browser).await;
    let form = browser.get("/leads/new").await;
    app.db(|db| diesel::delete(sessions::table).execute(db).unwrap());
    let door = send(&browser, &form, "/leads", &[("name", "Grace & S\u{f6}hne"), ("email", "grace@harbour.example")])
        .await
        .assert_status(401);
    let fields = [("email", "alice@fursa.test"), ("password", PASSWORD)];
    let step = send(&browser, &door, "/sign-in", &fields).await.assert_status(200);
    let typed = code(&app, &totp, 0);
    let again = send(&browser, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_status(200);
    let again = again.assert_says("Grace & S\u{f6}hne").assert_hides(&typed);
    send(&browser, &again, "/leads", &[]).await.assert_goes_to("/leads/1");
    assert_eq!(app.db(|db| leads::table.count().get_result::<i64>(db).unwrap()), 1);
}

async fn a_code_is_taken_once_and_one_span_early_or_late(app: TestApp) {
    let (totp, _) = set_up(&app, &app.browser_of(Alice)).await;
    let try_code = async |off: i64| {
        let browser = app.browser();
        let step = sign_in(&browser, Alice).await.assert_status(200);
        let typed = code(&app, &totp, off);
        send(&browser, &step, "/sign-in/code", &[("factor_code", &typed)]).await.status
    };
    assert_eq!(try_code(-60).await, 422);
    assert_eq!(try_code(-30).await, 303);
    assert_eq!(try_code(-30).await, 422, "a code is good once");
    assert_eq!(try_code(30).await, 303);
    assert_eq!(try_code(0).await, 422, "older than the last one taken");
    app.clock().advance(Duration::seconds(60));
    assert_eq!(try_code(0).await, 303);
}

async fn a_recovery_code_is_good_once(app: TestApp) {
    let (_, codes) = set_up(&app, &app.browser_of(Alice)).await;
    let typed = codes[3].replace('-', " ").to_lowercase();
    let browser = app.browser();
    let step = sign_in(&browser, Alice).await.assert_status(200);
    send(&browser, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_goes_to("/");
    browser.get("/profile/factor").await.assert_says("9 left");
    browser.get("/profile").await.assert_says("Signed in with a recovery code");
    let other = app.browser();
    let step = sign_in(&other, Alice).await.assert_status(200);
    send(&other, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_status(422);
    set_up(&app, &app.browser_of(Bob)).await;
    let step = sign_in(&other, Bob).await.assert_status(200);
    let hers = [("factor_code", codes[4].as_str())];
    send(&other, &step, "/sign-in/code", &hers).await.assert_status(422);
}

async fn guessing_codes_is_slow_and_remembered(app: TestApp) {
    let owner = app.browser();
    sign_in(&owner, Alice).await.assert_status(303);
    let (totp, _) = set_up(&app, &owner).await;
    let guesser = app.browser();
    for number in 0..10 {
        guesser.moves_to([192, 0, 2, number]);
        let step = sign_in(&guesser, Alice).await.assert_status(200);
        send(&guesser, &step, "/sign-in/code", &[("factor_code", "000000")]).await.assert_status(422);
    }
    let step = sign_in(&guesser, Alice).await.assert_status(200);
    let typed = code(&app, &totp, 0);
    let early = send(&guesser, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_status(429);
    assert!(early.header("retry-after").is_some());
    owner.post("/sign-out", &[]).await.assert_status(303);
    let step = sign_in(&owner, Alice).await.assert_status(200);
    send(&owner, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_status(303);
    let tried = owner.get("/profile/sign-ins").await.texts("tbody tr");
    assert_eq!(tried.iter().filter(|row| row.contains("Wrong code")).count(), 10);
}

async fn the_ticket_of_the_second_step_opens_nothing_by_itself(app: TestApp) {
    let (totp, _) = set_up(&app, &app.browser_of(Alice)).await;
    let (browser, other) = (app.browser(), app.browser());
    let step = sign_in(&browser, Alice).await.assert_status(200);
    let ticket = step.form_value("ticket").unwrap();
    let typed = code(&app, &totp, 0);
    let fields = [("ticket", ticket.as_str()), ("factor_code", typed.as_str())];
    let refused = other.post("/sign-in/code", &fields).await.assert_status(422);
    assert!(refused.problem("password").is_some(), "good in the browser that was given it only");
    other.post("/sign-in/code", &[("factor_code", &typed)]).await.assert_status(422);
    let alice = app.id(Alice).unwrap();
    let hash: Option<String> = app.db(|db| users::table.find(alice).select(users::password_hash).first(db).unwrap());
    let set = |app: &TestApp, hash: Option<&str>| {
        app.db(|db| diesel::update(users::table.find(alice)).set(users::password_hash.eq(hash)).execute(db).unwrap());
    };
    set(&app, Some("another"));
    send(&browser, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_status(422);
    set(&app, hash.as_deref());
    app.clock().advance(Duration::minutes(11));
    let typed = code(&app, &totp, 0);
    let late = send(&browser, &step, "/sign-in/code", &[("factor_code", &typed)]).await.assert_status(422);
    assert!(late.problem("password").is_some());
    assert!(browser.cookie("fursa").is_none());
}

async fn new_recovery_codes_make_the_old_ones_worthless(app: TestApp) {
    let browser = app.browser_of(Alice);
    let (_, old) = set_up(&app, &browser).await;
    browser.post("/profile/factor/codes", &[("password", "a guess")]).await.assert_status(422);
    let page = browser.post("/profile/factor/codes", &[("password", PASSWORD)]).await.assert_status(200);
    let new = page.texts("li bdi[translate=no]");
    assert_eq!(new.len(), 10);
    let door = app.browser();
    for (typed, status) in [(&old[0], 422), (&new[0], 303)] {
        let step = sign_in(&door, Alice).await.assert_status(200);
        send(&door, &step, "/sign-in/code", &[("factor_code", typed)]).await.assert_status(status);
    }
    app.post(Bob, "/profile/factor/codes", &[("password", PASSWORD)]).await.assert_goes_to("/profile/factor");
    let bob = app.id(Bob).unwrap();
    let made: i64 =
        app.db(|db| recovery_codes::table.filter(recovery_codes::user_id.eq(bob)).count().get_result(db).unwrap());
    assert_eq!(made, 0, "without a factor there is nothing to recover");
}

async fn a_factor_goes_with_the_password_only_and_its_owner_is_told(app: TestApp) {
    let browser = app.browser_of(Alice);
    set_up(&app, &browser).await;
    browser.post("/profile/factor/removal", &[("password", "a guess")]).await.assert_status(422);
    assert_eq!(count_of(&app, Alice), 1);
    let before = browser.cookie("fursa").unwrap();
    browser.post("/profile/factor/removal", &[("password", PASSWORD)]).await.assert_goes_to("/profile/factor");
    assert_ne!(browser.cookie("fursa").unwrap(), before);
    browser.get("/profile/factor").await.assert_says("Removed your second factor");
    assert_eq!(count_of(&app, Alice), 0);
    let door = app.browser();
    sign_in(&door, Alice).await.assert_goes_to("/");
    door.get("/").await.assert_says("Second factor removed");
    sign_in(&door, Alice).await.assert_goes_to("/");
    door.get("/").await.assert_hides("Second factor removed");
    door.get("/profile").await.assert_says("Second factor removed");
}

async fn a_changed_password_is_told_at_the_next_sign_in(app: TestApp) {
    let browser = app.browser_of(Alice);
    let before = browser.cookie("fursa").unwrap();
    let new = "a horse and a battery";
    let fields = [("old", PASSWORD), ("new", new), ("again", new)];
    browser.post("/profile/password", &fields).await.assert_goes_to("/profile");
    assert_ne!(browser.cookie("fursa").unwrap(), before, "the sign-in goes on under a new token");
    browser.get("/profile").await.assert_says("Changed your password");
    let door = app.browser();
    door.post("/sign-in", &[("email", "alice@fursa.test"), ("password", new)]).await.assert_goes_to("/");
    door.get("/").await.assert_says("Password changed");
}

async fn what_changes_is_told_by_mail_too(app: Mailing) {
    set_up(&app, &app.browser_of(Alice)).await;
    assert_eq!(fursa::mail::send_due(app.app()).unwrap(), 1);
    let letters = app.office.letters();
    assert_eq!(letters[0].recipient, "alice@fursa.test");
    assert!(letters[0].message.contains("Second factor set up"), "{}", letters[0].message);
}

async fn a_role_that_needs_a_factor_reaches_nothing_else(app: TestApp) {
    let browser = app.browser_of(Ada);
    require(&app, "admin sales_manager");
    let token = browser.get(routes::FACTOR).await.assert_says("Your role needs a second factor").form_value("csrf");
    let token = token.unwrap();
    let closed =
        |row: &Row| row.cells().any(|cell| cell == (Nobody, Cell::SignIn)) && !routes::leads_to_factor(&row.route);
    for row in rows().into_iter().filter(closed) {
        let records = row.records(&app);
        let path = row.path(&records);
        let mut fields = row.fields(&app, &records);
        fields.push(("csrf".to_owned(), token.clone()));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let page = match (row.method.as_str(), path.as_str()) {
            ("get", _) => browser.get(&path).await,
            (_, "/imports") => browser.upload_raw(&path, &fields, "name").await,
            _ => browser.post_raw(&path, &[("sec-fetch-site", "same-origin")], &fields).await,
        };
        match row.method.as_str() {
            "get" => assert_eq!((page.status, page.location()), (303, routes::FACTOR), "{path}"),
            _ => drop(page.assert_status(403).assert_says("A second factor comes first")),
        }
    }
    browser.get("/no-such-page").await.assert_goes_to(routes::FACTOR);
    app.get(Alice, "/leads").await.assert_status(200);
    let door = app.browser();
    sign_in(&door, Ada).await.assert_goes_to("/");
    door.get("/").await.assert_goes_to(routes::FACTOR);
    set_up(&app, &door).await;
    door.get("/settings").await.assert_status(200);
}

async fn what_was_typed_before_the_factor_was_needed_is_shown(app: TestApp) {
    let browser = app.browser_of(Alice);
    let form = browser.get("/leads/new").await;
    require(&app, "sales_rep");
    let kept = send(&browser, &form, "/leads", &[("name", "Grace Hopper"), ("email", "grace@harbour.example")])
        .await
        .assert_status(403);
    let kept = kept.assert_says("Grace Hopper");
    let other = app.browser();
    sign_in(&other, Bob).await.assert_status(303);
    require(&app, "");
    send(&browser, &kept, "/leads", &[]).await.assert_goes_to("/leads/1");
}

async fn which_roles_need_a_factor_is_journalled(app: TestApp) {
    let page = app.get(Ada, "/settings/sign-in").await.assert_status(200);
    let ada = app.browser_of(Ada);
    let roles = [("roles", "sales_manager"), ("roles", "marketer"), ("roles", "emperor")];
    send(&ada, &page, "/settings/sign-in", &roles).await.assert_goes_to("/settings/sign-in");
    let kept: String = app.db(|db| organization::table.select(organization::factor_roles).first(db).unwrap());
    assert_eq!(kept, "sales_manager marketer");
    let (entity, field): (String, String) = app.db(|db| {
        let values = journal::table.inner_join(journal_values::table.on(journal_values::journal_id.eq(journal::id)));
        values.select((journal::entity, journal_values::field)).first(db).unwrap()
    });
    assert_eq!((entity.as_str(), field.as_str()), ("organization", "factor_roles"));
    app.get(Ada, "/settings").await.assert_says("Marketer");
    app.get(Mona, "/leads").await.assert_goes_to(routes::FACTOR);
    send(&ada, &page, "/settings/sign-in", &[("roles", "admin")]).await.assert_status(409);
}

async fn an_administrator_takes_a_lost_factor_away(app: TestApp) {
    require(&app, "sales_rep");
    let alice = app.browser();
    sign_in(&alice, Alice).await.assert_status(303);
    set_up(&app, &alice).await;
    let person = format!("/settings/people/{}", app.id(Alice).unwrap());
    app.get(Ada, &format!("{person}/sign-ins")).await.assert_says("10 left");
    let removal = format!("{person}/factor/removal");
    app.post(Ada, &removal, &[("password", "a guess")]).await.assert_status(422);
    app.post(Mona, &removal, &[("password", PASSWORD)]).await.assert_status(403);
    assert_eq!(count_of(&app, Alice), 1);
    app.post(Ada, &removal, &[("password", PASSWORD)]).await.assert_goes_to(&format!("{person}/sign-ins"));
    assert_eq!(count_of(&app, Alice), 0);
    assert_eq!(alice.get("/profile").await.status, 303, "her sign-ins end");
    let again = app.browser();
    sign_in(&again, Alice).await.assert_goes_to("/");
    again.get("/leads").await.assert_goes_to(routes::FACTOR);
    set_up(&app, &again).await;
    let told = again.get("/profile").await.texts("section[aria-labelledby=notices] li");
    assert!(told.iter().any(|row| row.contains("Second factor removed") && row.contains("Ada")), "{told:?}");
}
