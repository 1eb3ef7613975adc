//! The door: setting up, signing in, staying signed in, and one's own page.

use chrono::Duration;
use diesel::prelude::*;
use fursa::config::PasswordCost;
use fursa::db::schema::{organization, pick_items, secrets, sessions, stages, users};
use fursa::identity::{passwords, set_up, user};
use fursa::values::token;

use crate::support::*;

both!(
    the_right_password_opens_the_page_one_wanted,
    no_way_back_leads_elsewhere,
    a_wrong_password_and_an_unknown_address_look_the_same,
    only_the_right_password_tells_that_somebody_left,
    signing_in_gives_a_new_session_and_ends_the_old,
    signing_out_ends_the_session_on_the_server,
    a_sign_in_ends_when_nobody_comes,
    a_sign_in_ends_after_a_month_in_any_case,
    a_guesser_waits_and_the_owner_elsewhere_does_not,
    a_waiting_guesser_gets_another_try,
    a_colleague_who_guesses_locks_nobody_out,
    a_known_browser_is_never_kept_waiting_by_others,
    a_good_old_password_is_no_guess,
    a_sign_in_that_is_over_is_not_listed,
    a_nonce_of_any_length_is_survived,
    the_right_password_forgives_wrong_ones,
    a_cheap_hash_is_renewed_at_sign_in,
    a_new_password_asks_the_old_one_and_ends_other_sign_ins,
    a_weak_password_is_refused_and_says_why,
    preferences_are_kept_and_seen_at_once,
    nonsense_preferences_come_back_as_they_were_sent,
    sign_ins_elsewhere_end_at_a_press,
    everything_leads_to_set_up_before_there_is_a_company,
    the_code_founds_the_company_once,
    a_wrong_code_founds_nothing_and_keeps_what_was_typed,
    guessing_the_code_is_slow,
);

const PASSWORD: &str = "a horse and a battery";

fn give_password(app: &TestApp, who: Who) {
    let (id, hash) = (app.id(who).unwrap(), passwords::hash(PasswordCost::Cheap, PASSWORD).unwrap());
    app.db(|db| user::set_password(db, id, &hash).unwrap());
}

async fn sign_in(browser: &Browser, who: Who, password: &str) -> Page {
    browser.post("/sign-in", &[("email", &who.email()), ("password", password)]).await
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/profile").await.status == 200
}

async fn the_right_password_opens_the_page_one_wanted(app: TestApp) {
    give_password(&app, Alice);
    let browser = app.browser();
    let wanted = browser.get("/profile?lang=en").await.assert_status(303).location().to_owned();
    let form = browser.get(&wanted).await.assert_status(200);
    assert_eq!(form.form_value("return").as_deref(), Some("/profile?lang=en"));
    let fields = [("email", " ALICE@fursa.test "), ("password", PASSWORD), ("return", "/profile?lang=en")];
    browser.post("/sign-in", &fields).await.assert_goes_to("/profile?lang=en");
    browser.get("/profile").await.assert_status(200).assert_says("Alice");
}

async fn no_way_back_leads_elsewhere(app: TestApp) {
    give_password(&app, Alice);
    for foreign in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
        let fields = [("email", "alice@fursa.test"), ("password", PASSWORD), ("return", foreign)];
        app.browser().post("/sign-in", &fields).await.assert_goes_to("/");
    }
}

async fn a_wrong_password_and_an_unknown_address_look_the_same(app: TestApp) {
    give_password(&app, Alice);
    let wrong = sign_in(&app.browser(), Alice, "not the password").await.assert_status(422);
    let fields = [("email", "alice@fursa.test".replace("alice", "nobody")), ("password", "not the password".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let unknown = app.browser().post("/sign-in", &fields).await.assert_status(422);
    assert_eq!(wrong.text(), unknown.text());
    assert_eq!(wrong.problem("email"), unknown.problem("email"));
    assert_eq!(wrong.form_value("email").as_deref(), Some("alice@fursa.test"));
    assert_eq!(wrong.form_value("password").as_deref(), Some(""), "a password is never sent back");
}

async fn only_the_right_password_tells_that_somebody_left(app: TestApp) {
    give_password(&app, Bob);
    let bob = app.id(Bob).unwrap();
    app.db(|db| diesel::update(users::table.find(bob)).set(users::active.eq(false)).execute(db).unwrap());
    let wrong = sign_in(&app.browser(), Bob, "not the password").await.assert_status(422);
    assert!(wrong.problem("email").unwrap().contains("wrong"));
    let right = sign_in(&app.browser(), Bob, PASSWORD).await.assert_status(422);
    assert!(right.problem("email").unwrap().contains("switched off"));
}

async fn signing_in_gives_a_new_session_and_ends_the_old(app: TestApp) {
    give_password(&app, Alice);
    let (browser, stolen) = (app.browser(), app.browser());
    sign_in(&browser, Alice, PASSWORD).await.assert_status(303);
    let before = browser.cookie("fursa").unwrap();
    stolen.set_cookie("fursa", &before);
    assert!(is_in(&stolen).await);
    sign_in(&browser, Alice, PASSWORD).await.assert_status(303);
    assert_ne!(browser.cookie("fursa").unwrap(), before);
    assert!(is_in(&browser).await);
    assert!(!is_in(&stolen).await, "what was known before signing in is worth nothing after");
}

async fn signing_out_ends_the_session_on_the_server(app: TestApp) {
    give_password(&app, Alice);
    let (browser, kept) = (app.browser(), app.browser());
    sign_in(&browser, Alice, PASSWORD).await.assert_status(303);
    kept.set_cookie("fursa", &browser.cookie("fursa").unwrap());
    let out = browser.post("/sign-out", &[]).await.assert_goes_to("/sign-in");
    assert_eq!(out.header("clear-site-data"), Some("\"cache\""));
    assert!(!is_in(&kept).await);
    assert_eq!(app.db(|db| sessions::table.count().get_result::<i64>(db).unwrap()), 0);
}

async fn a_sign_in_ends_when_nobody_comes(app: TestApp) {
    let browser = app.browser_of(Alice);
    let idle = Duration::hours(app.app().config.session_idle_hours);
    app.clock().advance(idle - Duration::minutes(1));
    assert!(is_in(&browser).await);
    app.clock().advance(idle - Duration::minutes(1));
    assert!(is_in(&browser).await, "each visit begins the time anew");
    app.clock().advance(idle + Duration::minutes(1));
    assert!(!is_in(&browser).await);
}

async fn a_sign_in_ends_after_a_month_in_any_case(app: TestApp) {
    let browser = app.browser_of(Alice);
    for _ in 0..app.app().config.session_max_days {
        assert!(is_in(&browser).await);
        app.clock().advance(Duration::days(1));
    }
    app.clock().advance(Duration::minutes(1));
    assert!(!is_in(&browser).await);
}

async fn a_guesser_waits_and_the_owner_elsewhere_does_not(app: TestApp) {
    give_password(&app, Alice);
    let guesser = app.browser();
    guesser.moves_to([192, 0, 2, 7]);
    for _ in 0..10 {
        sign_in(&guesser, Alice, "a guess").await.assert_status(422);
    }
    let early = sign_in(&guesser, Alice, "a guess").await.assert_status(429);
    assert_eq!(early.header("retry-after"), Some("30"));
    assert!(early.problem("email").unwrap().contains("30"), "{:?}", early.problem("email"));
    sign_in(&guesser, Alice, PASSWORD).await.assert_status(429);
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(303);
}

async fn a_waiting_guesser_gets_another_try(app: TestApp) {
    give_password(&app, Alice);
    let browser = app.browser();
    for _ in 0..10 {
        sign_in(&browser, Alice, "a guess").await.assert_status(422);
    }
    sign_in(&browser, Alice, PASSWORD).await.assert_status(429);
    app.clock().advance(Duration::seconds(31));
    sign_in(&browser, Alice, PASSWORD).await.assert_status(303);
}

async fn a_colleague_who_guesses_locks_nobody_out(app: TestApp) {
    give_password(&app, Alice);
    let guesser = app.browser();
    for number in 0..50 {
        let email = format!("guess-{number}@fursa.test");
        guesser.post("/sign-in", &[("email", email.as_str()), ("password", "a guess")]).await.assert_status(422);
    }
    guesser.post("/sign-in", &[("email", "guess-1@fursa.test"), ("password", "a guess")]).await.assert_status(429);
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(303);
    let changed = [("old", PASSWORD), ("new", "a different horse"), ("again", "a different horse")];
    app.post(Alice, "/profile/password", &changed).await.assert_goes_to("/profile");
}

async fn a_known_browser_is_never_kept_waiting_by_others(app: TestApp) {
    give_password(&app, Alice);
    give_password(&app, Bob);
    let (owner, guesser) = (app.browser(), app.browser());
    sign_in(&owner, Alice, PASSWORD).await.assert_status(303);
    owner.post("/sign-out", &[]).await.assert_status(303);
    for _ in 0..10 {
        sign_in(&guesser, Alice, "a guess").await.assert_status(422);
    }
    sign_in(&guesser, Alice, PASSWORD).await.assert_status(429);
    sign_in(&owner, Alice, PASSWORD).await.assert_status(303);
    owner.post("/sign-out", &[]).await.assert_status(303);
    for _ in 0..10 {
        sign_in(&owner, Alice, "a guess").await.assert_status(422);
    }
    sign_in(&owner, Alice, PASSWORD).await.assert_status(429);
    for _ in 0..10 {
        sign_in(&owner, Bob, "a guess").await.assert_status(422);
    }
    sign_in(&owner, Bob, PASSWORD).await.assert_status(429);
    guesser.set_cookie("fursa_known", "anything.anything");
    sign_in(&guesser, Alice, PASSWORD).await.assert_status(429);
}

async fn a_good_old_password_is_no_guess(app: TestApp) {
    give_password(&app, Alice);
    for _ in 0..12 {
        let refused = [("old", PASSWORD), ("new", "short"), ("again", "short")];
        app.post(Alice, "/profile/password", &refused).await.assert_status(422);
    }
    for _ in 0..10 {
        app.post(Alice, "/profile/password", &[("old", "a guess")]).await.assert_status(422);
    }
    app.post(Alice, "/profile/password", &[("old", "a guess")]).await.assert_status(429);
}

async fn a_sign_in_that_is_over_is_not_listed(app: TestApp) {
    let listed = |page: Page| page.text().matches("127.0.0.1").count();
    let there = app.browser_of(Alice);
    there.get("/profile").await.assert_status(200);
    app.fresh_browsers();
    assert_eq!(listed(app.get(Alice, "/profile").await), 2);
    app.clock().advance(Duration::hours(app.app().config.session_idle_hours + 1));
    app.fresh_browsers();
    assert_eq!(listed(app.get(Alice, "/profile").await), 1);
}

async fn a_nonce_of_any_length_is_survived(app: TestApp) {
    let long: String = (0..4000).map(|_| token::random().unwrap()).collect();
    let fields = [("nonce", long.as_str()), ("name", "Nadia"), ("roles", "sales_rep"), ("team_id", "99")];
    app.post(Ada, "/settings/people", &fields).await.assert_status(422);
}

async fn the_right_password_forgives_wrong_ones(app: TestApp) {
    give_password(&app, Alice);
    let browser = app.browser();
    for _ in 0..3 {
        for _ in 0..9 {
            sign_in(&browser, Alice, "a guess").await.assert_status(422);
        }
        sign_in(&browser, Alice, PASSWORD).await.assert_status(303);
    }
}

async fn a_cheap_hash_is_renewed_at_sign_in(app: TestApp) {
    let id = app.id(Alice).unwrap();
    let dear = passwords::hash(PasswordCost::Full, PASSWORD).unwrap();
    app.db(|db| user::set_password(db, id, &dear).unwrap());
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(303);
    let kept: Option<String> = app.db(|db| users::table.find(id).select(users::password_hash).first(db).unwrap());
    assert_ne!(kept.as_deref(), Some(dear.as_str()));
    assert!(passwords::matches(PasswordCost::Cheap, kept.as_deref(), PASSWORD));
}

async fn a_new_password_asks_the_old_one_and_ends_other_sign_ins(app: TestApp) {
    give_password(&app, Alice);
    let (here, there) = (app.browser(), app.browser());
    sign_in(&here, Alice, PASSWORD).await.assert_status(303);
    sign_in(&there, Alice, PASSWORD).await.assert_status(303);
    let new = "a different horse";
    let change = |old| [("old", old), ("new", new), ("again", new)];
    let refused = here.post("/profile/password", &change("not the old one")).await.assert_status(422);
    assert!(refused.problem("old").is_some());
    assert!(is_in(&there).await);
    here.post("/profile/password", &change(PASSWORD)).await.assert_goes_to("/profile");
    assert!(is_in(&here).await);
    assert!(!is_in(&there).await);
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(422);
    sign_in(&app.browser(), Alice, new).await.assert_status(303);
}

async fn a_weak_password_is_refused_and_says_why(app: TestApp) {
    give_password(&app, Alice);
    let refuse = async |new: &str, again: &str| {
        let fields = [("old", PASSWORD), ("new", new), ("again", again)];
        app.post(Alice, "/profile/password", &fields).await.assert_status(422)
    };
    assert!(refuse("short", "short").await.problem("new").unwrap().contains("10"));
    assert!(refuse("password123", "password123").await.problem("new").is_some());
    assert!(refuse("Fjord Trading", "Fjord Trading").await.problem("new").is_some());
    assert!(refuse("long enough by far", "long enough by fat").await.problem("again").is_some());
    sign_in(&app.browser(), Alice, PASSWORD).await.assert_status(303);
}

async fn preferences_are_kept_and_seen_at_once(app: TestApp) {
    let form = app.get(Alice, "/profile").await.form("/profile");
    let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.retain(|(name, _)| !["csrf", "name", "theme", "zone", "language", "keys"].contains(name));
    fields.extend([("name", "Alice Øst"), ("theme", "dark"), ("zone", "Asia/Dhaka"), ("language", "ar-XB")]);
    app.post(Alice, "/profile", &fields).await.assert_goes_to("/profile");
    let page = app.get(Alice, "/profile").await.assert_status(200);
    assert_eq!(page.attributes("html", "dir"), ["rtl"]);
    assert_eq!(page.attributes("html", "data-theme"), ["dark"]);
    assert_eq!(page.attributes("html", "data-keys"), ["off"]);
    assert_eq!(page.form_value("zone").as_deref(), Some("Asia/Dhaka"));
    assert!(page.text_contains("Alice Øst"));
}

async fn nonsense_preferences_come_back_as_they_were_sent(app: TestApp) {
    let fields = [("name", " "), ("theme", "neon"), ("zone", "Mars/Olympus"), ("language", "tlh")];
    let page = app.post(Alice, "/profile", &fields).await.assert_status(422);
    for field in ["name", "theme", "zone", "language"] {
        assert!(page.problem(field).is_some(), "{field}");
    }
    app.get(Alice, "/profile").await.assert_says("Alice");
}

async fn sign_ins_elsewhere_end_at_a_press(app: TestApp) {
    give_password(&app, Alice);
    let there = app.browser();
    sign_in(&there, Alice, PASSWORD).await.assert_status(303);
    app.get(Alice, "/profile").await.assert_says("127.0.0.1");
    app.post(Alice, "/profile/sessions/removal", &[]).await.assert_goes_to("/profile");
    assert!(!is_in(&there).await);
    app.get(Alice, "/profile").await.assert_status(200);
}

const CODE: &str = "ABCD-EFGH-JKLM-NPQR";

fn put_code(app: &TestApp) {
    let row = (secrets::name.eq("set_up"), secrets::value.eq(token::hash("ABCDEFGHJKLMNPQR")));
    app.db(|db| diesel::insert_into(secrets::table).values(row).execute(db).unwrap());
}

fn company(code: &'static str) -> [(&'static str, &'static str); 10] {
    [
        ("code", code),
        ("company", "Żabka i Syn"),
        ("currency", "PLN"),
        ("zone", "Europe/Warsaw"),
        ("country", "PL"),
        ("fiscal_month", "4"),
        ("name", "Zofia"),
        ("email", "zofia@zabka.test"),
        ("password", PASSWORD),
        ("again", PASSWORD),
    ]
}

async fn everything_leads_to_set_up_before_there_is_a_company(app: Untouched) {
    let browser = app.browser();
    for path in ["/profile", "/settings", "/settings/people"] {
        let door = browser.get(path).await.assert_status(303).location().to_owned();
        browser.get(&door).await.assert_goes_to("/set-up");
    }
    set_up::announce(app.app()).unwrap();
    let first: String = app.db(|db| secrets::table.find("set_up").select(secrets::value).first(db).unwrap());
    set_up::announce(app.app()).unwrap();
    let second: String = app.db(|db| secrets::table.find("set_up").select(secrets::value).first(db).unwrap());
    assert_ne!(first, second, "each start has a code of its own");
    assert_eq!(first.len(), 64, "the code itself is kept nowhere");
}

async fn the_code_founds_the_company_once(app: Untouched) {
    put_code(&app);
    let browser = app.browser();
    browser.get("/set-up").await.assert_status(200);
    browser.post("/set-up", &company(" abcd efgh jklm npqr ")).await.assert_goes_to("/");
    browser.get("/settings").await.assert_status(200).assert_says("Żabka i Syn");
    let kept: (String, String, i64) = app.db(|db| {
        let columns = (organization::currency, organization::country, organization::fiscal_month);
        organization::table.select(columns).first(db).unwrap()
    });
    assert_eq!(kept, ("PLN".into(), "PL".into(), 4));
    assert_eq!(app.db(|db| stages::table.count().get_result::<i64>(db).unwrap()), 6);
    assert!(app.db(|db| pick_items::table.count().get_result::<i64>(db).unwrap()) > 40);
    let again = app.browser();
    again.get("/set-up").await.assert_goes_to("/sign-in");
    again.post("/set-up", &company(CODE)).await.assert_goes_to("/sign-in");
    assert_eq!(app.db(|db| users::table.count().get_result::<i64>(db).unwrap()), 1);
}

async fn a_wrong_code_founds_nothing_and_keeps_what_was_typed(app: Untouched) {
    put_code(&app);
    let mut fields = company("ABCD-EFGH-JKLM-NPQS");
    fields[7].1 = "no address";
    let page = app.browser().post("/set-up", &fields).await.assert_status(422);
    assert!(page.problem("code").is_some());
    assert!(page.problem("email").is_some());
    for (name, value) in &fields[..8] {
        assert_eq!(page.form_value(name).as_deref(), Some(*value), "{name}");
    }
    assert_eq!(page.form_value("password").as_deref(), Some(""));
    assert_eq!(app.db(|db| organization::table.count().get_result::<i64>(db).unwrap()), 0);
}

async fn guessing_the_code_is_slow(app: Untouched) {
    put_code(&app);
    let browser = app.browser();
    for _ in 0..10 {
        browser.post("/set-up", &company("AAAA-AAAA-AAAA-AAAA")).await.assert_status(422);
    }
    let early = browser.post("/set-up", &company(CODE)).await.assert_status(429);
    assert_eq!(early.header("retry-after"), Some("30"));
    app.clock().advance(Duration::seconds(31));
    browser.post("/set-up", &company(CODE)).await.assert_goes_to("/");
}
