//! The jobs of servers: looked after while they serve, waited for when they stop, taken over when they die.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use diesel::prelude::*;
use fursa::db::schema::outbox;
use fursa::jobs::{self, Job, Runner};

use super::{another, rename, row, take};
use crate::support::server::Server;
use crate::support::*;

both!(
    a_runner_does_what_has_its_turn_and_one_failure_stops_no_other_job,
    nothing_runs_before_there_is_a_company,
    whoever_stops_waits_for_the_job_at_work,
    what_is_not_done_in_time_is_given_back,
    a_server_asked_to_stop_sends_the_letter_it_has_begun,
);

/// Waits until it is so.
#[track_caller]
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

async fn forgot(app: &TestApp, who: Who) {
    app.browser().post("/password-resets", &[("email", &who.email())]).await.assert_status(303);
}

async fn a_runner_does_what_has_its_turn_and_one_failure_stops_no_other_job(app: Mailing) {
    forgot(&app, Alice).await;
    rename(&app, "bin", "elsewhere");
    let runner = Runner::start(another(&app)).unwrap();
    // Nobody is to be reminded of anything, the only letter is that of who forgot, and there is no mailbox.
    let is_on = |job: &Job| job.is_on(&app.app().config);
    let at_work = || Job::ALL.iter().copied().filter(is_on).filter(|job| !job.waits_for_work() || *job == Job::Outbox);
    let ended = || app.db(|db| jobs::all(db).unwrap()).values().filter(|row| row.ended_at.is_some()).count();
    until("every job has run", || ended() == at_work().count());
    runner.stop(Duration::from_secs(10));
    for job in at_work() {
        let row = row(&app, job);
        assert_eq!((row.runs, row.failures), (1, i64::from(job == Job::Bin)), "{job:?} {}", row.last_error);
        assert_eq!((row.holder.as_str(), row.node.as_str()), ("", runner.node()));
    }
    assert_eq!(app.office.letters().len(), 1);
}

async fn nothing_runs_before_there_is_a_company(app: Untouched) {
    let runner = Runner::start(another(&app)).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    runner.stop(Duration::from_secs(10));
    assert!(app.db(|db| jobs::all(db).unwrap()).is_empty());
    assert_eq!(jobs::catch_up(app.app()).unwrap(), 0);
}

async fn whoever_stops_waits_for_the_job_at_work(app: Mailing) {
    forgot(&app, Alice).await;
    let desk = app.office.busy();
    let runner = Arc::new(Runner::start(another(&app)).unwrap());
    until("a letter is on its way", || app.db(|db| is_taken(db) == 1));
    let stopping = std::thread::spawn({
        let runner = runner.clone();
        move || runner.stop(Duration::from_secs(30))
    });
    std::thread::sleep(Duration::from_millis(300));
    assert!(!stopping.is_finished(), "the letter is on its way still");
    drop(desk);
    stopping.join().unwrap();
    let done = row(&app, Job::Outbox);
    assert_eq!((done.holder.as_str(), done.dealt, app.office.letters().len()), ("", 1, 1));
}

/// How many letters somebody has taken to the mail server.
fn is_taken(db: &mut fursa::db::Db) -> i64 {
    outbox::table.filter(outbox::tries.gt(0)).count().get_result(db).unwrap()
}

async fn what_is_not_done_in_time_is_given_back(app: Mailing) {
    forgot(&app, Alice).await;
    forgot(&app, Bob).await;
    let desk = app.office.busy();
    let runner = Runner::start(another(&app)).unwrap();
    until("a letter is on its way", || app.db(|db| is_taken(db) == 1));
    runner.stop(Duration::from_millis(100));
    let next = take(&another(&app), "next", Job::Outbox);
    assert_eq!(next.as_ref().map(|claim| claim.node.as_str()), Some("next"), "at once, its lease is not waited for");
    drop(desk);
    until("the letters have gone", || app.office.letters().len() == 2);
    std::thread::sleep(Duration::from_millis(300));
    let after = row(&app, Job::Outbox);
    assert_eq!((after.holder.as_str(), after.ended_at), ("next", None), "who was left behind wrote nothing");
}

/// A server with this mail server. Letters are due by its own clock too.
fn serve(app: &TestApp, at: &tempfile::TempDir, mail: &str) -> Server {
    let long_ago: NaiveDateTime = "2000-01-01T00:00:00".parse().unwrap();
    let untouched = outbox::table.filter(outbox::tries.eq(0));
    app.db(|db| diesel::update(untouched).set(outbox::next_try_at.eq(long_ago)).execute(db).unwrap());
    let environment = [
        ("DATABASE_URL", app.database_url()),
        ("FURSA_BASE_URL", "http://fursa.test"),
        ("FURSA_MAIL_FROM", "Fursa <crm@fursa.test>"),
        ("FURSA_SMTP_URL", mail),
        ("FURSA_JOB_LEASE_SECONDS", "2"),
    ];
    Server::start(at.path(), &environment)
}

async fn a_server_asked_to_stop_sends_the_letter_it_has_begun(app: Mailing) {
    forgot(&app, Alice).await;
    let (at, desk) = (tempfile::tempdir().unwrap(), app.office.busy());
    let server = serve(&app, &at, &app.office.url());
    until("a letter is on its way", || app.office.visitors() == 1);
    let stopping = std::thread::spawn(move || server.stop());
    std::thread::sleep(Duration::from_millis(500));
    assert!(!stopping.is_finished(), "the letter is on its way still");
    drop(desk);
    let (status, told) = stopping.join().unwrap();
    assert!(status.success() && told.contains("stopped"), "{told}");
    assert_eq!((row(&app, Job::Outbox).holder.as_str(), app.office.letters().len()), ("", 1));
}

#[actix_web::test]
async fn when_a_node_is_killed_in_the_middle_of_a_job_the_other_takes_it_over() {
    in_turn(Backend::Postgres, killed_in_the_middle).await;
}

async fn killed_in_the_middle(app: Mailing) {
    forgot(&app, Alice).await;
    forgot(&app, Bob).await;
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let (at, beside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = serve(&app, &at, &format!("smtp://{}", silent.local_addr().unwrap()));
    let _line = silent.accept().unwrap();
    let second = serve(&app, &beside, &app.office.url());
    std::thread::sleep(Duration::from_secs(8));
    let held = row(&app, Job::Outbox);
    assert_eq!((held.runs, app.office.letters().len()), (1, 0), "it is slow, and it lives");
    // Killed, not stopped.
    drop(first);
    until("the other letter goes", || app.office.letters().len() == 1);
    until("the job is done", || row(&app, Job::Outbox).holder.is_empty());
    let done = row(&app, Job::Outbox);
    assert_ne!(done.node, held.holder);
    assert!(second.said().contains("taken over"), "{}", second.said());
}
