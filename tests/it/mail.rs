//! Mail out: what is written in a transaction goes out afterwards, once, and a secret is not kept longer than needed.

use std::thread::JoinHandle;
use std::time::Instant;

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{outbox, users};
use fursa::i18n::{Language, Text};
use fursa::mail::{self, Standing};

use crate::support::*;

both!(
    an_invitation_goes_out_and_its_link_is_wiped,
    a_forgotten_password_is_replaced_by_mail,
    nothing_tells_whether_an_address_is_known,
    nobodys_mailbox_is_filled_by_others,
    a_letter_is_tried_again_and_given_up,
    of_many_senders_one_takes_a_letter,
    a_letter_is_left_to_who_took_it_as_long_as_a_try_may_last,
    what_is_taken_back_sends_nothing,
    without_a_mail_server_an_administrator_is_asked,
);

const CHOSEN: &str = "lanterns over the harbour";
const NADIA: [(&str, &str); 4] =
    [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep"), ("team_id", "1")];

fn send(app: &TestApp) -> usize {
    mail::send_due(app.app()).unwrap()
}

/// The path of the link in a letter.
fn link(message: &str) -> String {
    let link = message.lines().find_map(|line| line.strip_prefix("http://fursa.test"));
    link.unwrap_or_else(|| panic!("no link in {message}")).to_owned()
}

fn bodies(app: &TestApp) -> Vec<String> {
    app.db(|db| outbox::table.order(outbox::id).select(outbox::body).load(db).unwrap())
}

async fn forgot(app: &TestApp, email: &str) -> Page {
    app.browser().post("/password-resets", &[("email", email)]).await
}

async fn an_invitation_goes_out_and_its_link_is_wiped(app: Mailing) {
    let page = app.post(Ada, "/settings/people", &NADIA).await.assert_status(200);
    page.assert_says("was also sent to");
    assert_eq!(app.office.letters().len(), 0, "nothing goes out before the change is kept");
    assert_eq!((send(&app), send(&app)), (1, 0));
    let letters = app.office.letters();
    assert_eq!(letters[0].recipient, "nadia@fursa.test");
    for head in ["From: Fursa <crm@fursa.test>", "Auto-Submitted: auto-generated", "Message-ID: <1."] {
        assert!(letters[0].message.contains(head), "{}", letters[0].message);
    }
    let path = link(&letters[0].message);
    app.browser().post(&path, &[("password", CHOSEN), ("again", CHOSEN)]).await.assert_goes_to("/");
    assert_eq!(bodies(&app), [""]);
}

async fn a_forgotten_password_is_replaced_by_mail(app: Mailing) {
    let alice = app.id(Alice).unwrap();
    let reader = diesel::update(users::table.find(alice)).set(users::locale.eq("en-XA"));
    app.db(|db| reader.execute(db).unwrap());
    app.get(Alice, "/profile").await.assert_status(200);
    forgot(&app, " ALICE@fursa.test ").await.assert_goes_to("/password-resets/sent");
    app.get(Alice, "/profile").await.assert_status(200);
    let path = link(&bodies(&app)[0]);
    assert_eq!(send(&app), 1);
    let subject: String = app.db(|db| outbox::table.select(outbox::subject).first(db).unwrap());
    let text = Text::new(Language::find("en-XA").unwrap(), chrono_tz::UTC);
    assert_eq!(subject, text.plain("mail-reset-subject", &[("company", "Fjord Trading".into())]));
    app.browser().post(&path, &[("password", CHOSEN), ("again", CHOSEN)]).await.assert_goes_to("/password-resets/done");
    app.get(Alice, "/profile").await.assert_status(303);
    let fields = [("email", "alice@fursa.test"), ("password", CHOSEN)];
    app.browser().post("/sign-in", &fields).await.assert_goes_to("/");
    assert_eq!(send(&app), 1, "they are told that it was changed");
    assert_eq!(app.office.letters()[1].recipient, "alice@fursa.test");
    let kept = bodies(&app);
    assert!(kept[0].is_empty() && !kept[1].is_empty(), "{kept:?}");
}

async fn nothing_tells_whether_an_address_is_known(app: Mailing) {
    for email in ["alice@fursa.test", "nobody@fursa.test"] {
        let begun = std::time::Instant::now();
        forgot(&app, email).await.assert_goes_to("/password-resets/sent");
        assert!(begun.elapsed() >= std::time::Duration::from_millis(400), "{email}");
    }
    let page = app.browser().get("/password-resets/sent").await.assert_status(200);
    page.assert_says("If somebody signs in with this address").assert_hides("alice");
    let bob = app.id(Bob).unwrap();
    let gone = diesel::update(users::table.find(bob)).set(users::active.eq(false));
    app.db(|db| gone.execute(db).unwrap());
    forgot(&app, "bob@fursa.test").await.assert_goes_to("/password-resets/sent");
    assert_eq!(send(&app), 1);
    forgot(&app, "no address").await.assert_status(422);
}

async fn nobodys_mailbox_is_filled_by_others(app: Mailing) {
    let browser = app.browser();
    for _ in 0..10 {
        browser.post("/password-resets", &[("email", "alice@fursa.test")]).await.assert_status(303);
    }
    let early = browser.post("/password-resets", &[("email", "alice@fursa.test")]).await.assert_status(429);
    assert!(early.header("retry-after").is_some());
    assert_eq!(send(&app), 3);
    browser.post("/password-resets", &[("email", "bob@fursa.test")]).await.assert_status(303);
    let fields = [("email", "alice@fursa.test"), ("password", company::PASSWORD)];
    browser.post("/sign-in", &fields).await.assert_goes_to("/");
}

async fn a_letter_is_tried_again_and_given_up(app: Mailing) {
    forgot(&app, "alice@fursa.test").await.assert_status(303);
    app.office.refuse(1);
    assert_eq!((send(&app), send(&app)), (0, 0), "not again at once");
    let (tries, why): (i64, String) =
        app.db(|db| outbox::table.select((outbox::tries, outbox::last_error)).first(db).unwrap());
    assert_eq!(tries, 1);
    assert!(why.contains("come back later"), "{why}");
    app.clock().advance(Duration::minutes(1));
    assert_eq!(send(&app), 1);
    forgot(&app, "bob@fursa.test").await.assert_status(303);
    app.office.refuse(usize::MAX);
    for _ in 0..20 {
        assert_eq!(send(&app), 0);
        app.clock().advance(Duration::hours(13));
    }
    assert_eq!(app.db(|db| mail::standing(db).unwrap()), Standing { waiting: 0, failed: 1 });
    assert_eq!(bodies(&app), ["", ""]);
    app.clock().advance(Duration::days(100));
    assert_eq!(app.db(|db| mail::forget_old(db, app.clock().now()).unwrap()), 2);
}

async fn of_many_senders_one_takes_a_letter(app: Mailing) {
    for who in [Alice, Bob, Charlie, Mona] {
        forgot(&app, &who.email()).await.assert_status(303);
    }
    let senders: Vec<_> = (0..4).map(|_| sender(&app)).collect();
    let sent: usize = senders.into_iter().map(|sender| sender.join().unwrap()).sum();
    assert_eq!((sent, app.office.letters().len()), (4, 4));
}

/// Another program that sends.
fn sender(app: &TestApp) -> JoinHandle<usize> {
    let app = app.app().clone().into_inner();
    std::thread::spawn(move || mail::send_due(&app).unwrap())
}

/// Waits until the letter has been taken so often.
fn taken(app: &TestApp, times: i64) {
    let begun = Instant::now();
    while app.db(|db| outbox::table.select(outbox::tries).first::<i64>(db).unwrap()) < times {
        assert!(begun.elapsed().as_secs() < 20, "nobody takes it");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

async fn a_letter_is_left_to_who_took_it_as_long_as_a_try_may_last(app: Mailing) {
    forgot(&app, "alice@fursa.test").await.assert_status(303);
    let mut desk = app.office.busy();
    let first = sender(&app);
    taken(&app, 1);
    app.clock().advance(Duration::minutes(14));
    assert_eq!(send(&app), 0, "somebody talks with the mail server still");
    app.clock().advance(Duration::minutes(1));
    let second = sender(&app);
    taken(&app, 2);
    desk.refusals = 2;
    drop(desk);
    assert_eq!((first.join().unwrap(), second.join().unwrap()), (0, 0));
    let again: chrono::NaiveDateTime = app.db(|db| outbox::table.select(outbox::next_try_at).first(db).unwrap());
    assert_eq!(again - app.clock().now(), Duration::minutes(5), "as the second one says, who has it now");
    app.clock().advance(Duration::minutes(5));
    assert_eq!((send(&app), app.office.letters().len()), (1, 1));
}

async fn what_is_taken_back_sends_nothing(app: Mailing) {
    let fields = [("name", "Nadia"), ("email", "alice@fursa.test"), ("roles", "sales_rep"), ("team_id", "1")];
    app.post(Ada, "/settings/people", &fields).await.assert_status(422);
    assert_eq!(bodies(&app).len(), 0);
}

async fn without_a_mail_server_an_administrator_is_asked(app: TestApp) {
    let door = app.browser().get("/sign-in").await.assert_status(200);
    assert!(door.has_link("/password-resets"));
    let page = app.browser().get("/password-resets").await.assert_status(200).assert_says("Ask your administrator");
    assert_eq!(page.count("form"), 0);
    let page = app.post(Ada, "/settings/people", &NADIA).await.assert_status(200);
    assert!(!page.text_contains("was also sent to"));
    assert_eq!(bodies(&app).len(), 0);
}
