//! Agendas that calendar programs read: with an address of their own, as their owner sees them, checked by a reader of
//! calendars that others wrote (icalendar, of the Python in `FURSA_TESTS_PYTHON`). Where that is missing its part is skipped with
//! one line, or fails where `FURSA_TESTS_MUST_RUN=1`.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Once;

use chrono::Duration;
use diesel::prelude::*;
use fursa::activities::{self, ActivityState};
use fursa::db::schema::{teams, users};
use fursa::db::sql::Sql;
use fursa::journal::Action;

use crate::support::run::skip;
use crate::support::*;

both!(
    an_agenda_is_read_at_its_address_without_signing_in,
    another_reader_of_calendars_understands_it,
    it_shows_what_its_owner_sees_at_that_moment,
    an_address_is_good_until_it_is_another,
    who_has_left_reads_nothing_more,
    what_changes_keeps_its_name,
);

fn changed(app: &TestApp) {
    app.db(|db| Sql::new("UPDATE organization SET revision = revision + 1").run(db).unwrap());
}

/// Makes an agenda readable elsewhere; answers its address.
async fn open(app: &TestApp, who: Who, of: &str) -> String {
    app.post(who, "/profile/calendars", &[("of", of)]).await.assert_goes_to("/profile/calendars");
    let page = app.get(who, "/profile/calendars").await;
    let address = page.attributes("main input[readonly]", "value").pop().unwrap();
    address[address.find("/calendars/").unwrap()..].to_owned()
}

fn person(app: &TestApp, who: Who) -> String {
    format!("person-{}", app.id(who).unwrap())
}

async fn an_agenda_is_read_at_its_address_without_signing_in(app: TestApp) {
    app.activity_with(Alice, "Look at the yard", |facts| at_hour(facts, "2026-11-24 09:00", 90));
    let path = open(&app, Alice, &person(&app, Alice)).await;
    let page = app.get(Nobody, &path).await.assert_status(200);
    assert_eq!(page.header("content-type"), Some("text/calendar; charset=utf-8"));
    for line in ["BEGIN:VCALENDAR", "SUMMARY:Look at the yard", "DTSTART:20261124T090000Z", "DTEND:20261124T103000Z"] {
        assert!(page.body.contains(line), "{line} in {}", page.body);
    }
    // Once is enough: asking again opens no other.
    assert_eq!(open(&app, Alice, &person(&app, Alice)).await, path);
    app.get(Nobody, &path.replace(".ics", "x.ics")).await.assert_status(404);
    app.get(Nobody, "/calendars/1.AAAA.ics").await.assert_status(404);
}

async fn another_reader_of_calendars_understands_it(app: TestApp) {
    let python = std::env::var("FURSA_TESTS_PYTHON").unwrap_or_else(|_| "python3".into());
    let known = Command::new(&python).args(["-c", "import icalendar"]).stderr(Stdio::null()).status();
    if !known.is_ok_and(|status| status.success()) {
        static SAID: Once = Once::new();
        return skip(&SAID, "calendars read by what others wrote: FURSA_TESTS_PYTHON names no Python with icalendar");
    }
    let long = "Réunion, très; longue\\ بازدید از کارگاه দেখা ".repeat(6);
    app.activity_with(Alice, long.trim(), |facts| {
        at_hour(facts, "2026-11-24 09:00", 90);
        facts.notes = "First line\nSecond, line;\nBEGIN:VEVENT".into();
        facts.place = "Gdynia, pier 4".into();
    });
    app.activity_with(Alice, "Fair", |facts| {
        (facts.day, facts.until_day) = ("2026-11-25".parse().ok(), "2026-11-27".parse().ok());
    });
    app.activity_with(Alice, "Off", |facts| {
        at_hour(facts, "2026-11-26 09:00", 30);
        facts.settle(ActivityState::Cancelled, app.clock().now());
    });
    let path = open(&app, Alice, &person(&app, Alice)).await;
    let text = app.get(Nobody, &path).await.body;
    assert!(text.lines().all(|line| line.len() <= 75), "folded");
    let script = "import sys, json, icalendar\n\
        c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())\n\
        assert c['VERSION'] == '2.0' and c['PRODID']\n\
        print(json.dumps([[str(e['UID']), str(e['SUMMARY']), e.decoded('DTSTART').isoformat(), e.decoded('DTEND').isoformat(), \
        str(e['STATUS']), str(e.get('LOCATION', '')), str(e.get('DESCRIPTION', ''))] for e in c.walk('VEVENT')]))";
    let mut reader =
        Command::new(&python).args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    reader.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let said = reader.wait_with_output().unwrap();
    let events: Vec<[String; 7]> = serde_json::from_slice(&said.stdout).unwrap();
    let told: Vec<[&str; 4]> = events.iter().map(|event| [&*event[1], &*event[2], &*event[3], &*event[4]]).collect();
    assert_eq!(
        told,
        [
            [long.trim(), "2026-11-24T09:00:00+00:00", "2026-11-24T10:30:00+00:00", "CONFIRMED"],
            ["Fair", "2026-11-25", "2026-11-28", "CONFIRMED"],
            ["Off", "2026-11-26T09:00:00+00:00", "2026-11-26T09:30:00+00:00", "CANCELLED"],
        ]
    );
    assert_eq!(events[0][5], "Gdynia, pier 4");
    assert!(events[0][6].starts_with("First line\nSecond, line;\nBEGIN:VEVENT\n"), "{}", events[0][6]);
    assert!(events.iter().all(|event| event[0].contains('@')));
}

async fn it_shows_what_its_owner_sees_at_that_moment(app: TestApp) {
    let deal = app.opportunity(Alice);
    app.activity_with(Alice, "Secret talk", |facts| {
        at_hour(facts, "2026-11-24 09:00", 60);
        facts.opportunity_id = Some(deal.id);
    });
    app.activity_with(Alice, "Secret fair", |facts| facts.day = "2026-11-24".parse().ok());
    let helper = app.hire("Hanna", "support", "North-East");
    app.post(helper, "/profile/calendars", &[("of", &*person(&app, Alice))]).await.assert_status(404);
    app.db(|db| diesel::update(teams::table).set(teams::shares_records.eq(true)).execute(db).unwrap());
    changed(&app);
    let team = format!("team-{}", app.team("North-East"));
    let path = open(&app, helper, &team).await;
    let body = app.get(Nobody, &path).await.assert_status(200).body;
    assert!(body.contains("SUMMARY:Busy") && !body.contains("Secret") && !body.contains(&deal.name), "{body}");
    let bobs = open(&app, Bob, &team).await;
    assert!(app.get(Nobody, &bobs).await.body.contains("Secret fair"));
    // What left the reach of its owner left the calendar with it (rule 41).
    app.db(|db| diesel::update(teams::table).set(teams::shares_records.eq(false)).execute(db).unwrap());
    changed(&app);
    for path in [path, bobs] {
        app.get(Nobody, &path).await.assert_status(404);
    }
}

async fn an_address_is_good_until_it_is_another(app: TestApp) {
    let path = open(&app, Alice, &person(&app, Alice)).await;
    let page = app.get(Alice, "/profile/calendars").await;
    let renew = page.attributes("form[action$='/renewal']", "action").remove(0);
    app.post(Bob, &renew, &[]).await.assert_status(404);
    app.get(Nobody, &path).await.assert_status(200);
    app.post(Alice, &renew, &[]).await.assert_status(303);
    app.get(Nobody, &path).await.assert_status(404);
    let page = app.get(Alice, "/profile/calendars").await;
    let address = page.attributes("main input[readonly]", "value").remove(0);
    let other = &address[address.find("/calendars/").unwrap()..];
    app.get(Nobody, other).await.assert_status(200);
    app.post(Alice, &renew.replace("renewal", "end"), &[]).await.assert_status(303);
    app.get(Nobody, other).await.assert_status(404);
}

async fn who_has_left_reads_nothing_more(app: TestApp) {
    let path = open(&app, Alice, &person(&app, Alice)).await;
    let alice = diesel::update(users::table.find(app.id(Alice).unwrap())).set(users::active.eq(false));
    app.db(|db| alice.execute(db).unwrap());
    changed(&app);
    app.get(Nobody, &path).await.assert_status(404);
}

async fn what_changes_keeps_its_name(app: TestApp) {
    let talk = app.activity_with(Alice, "Talk", |facts| at_hour(facts, "2026-11-24 09:00", 60));
    let path = open(&app, Alice, &person(&app, Alice)).await;
    let line = |body: &str, name: &str| body.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    let before = app.get(Nobody, &path).await.body;
    app.wait(Duration::minutes(5));
    app.tx(Alice, |tx| {
        let mut facts = talk.facts.clone();
        at_hour(&mut facts, "2026-11-24 11:00", 60);
        activities::save(tx, Action::Edited, &talk, facts).unwrap().unwrap()
    });
    let after = app.get(Nobody, &path).await.body;
    assert_eq!(line(&before, "UID:"), line(&after, "UID:"));
    assert_eq!((line(&before, "SEQUENCE:"), line(&after, "SEQUENCE:")), ("SEQUENCE:0".into(), "SEQUENCE:1".into()));
    assert_ne!(line(&before, "DTSTAMP:"), line(&after, "DTSTAMP:"));
}
