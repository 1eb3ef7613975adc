//! What the program does by itself: one node has a job at a time, a dead one's is taken over, a failure is the job's own.

mod nodes;

use std::sync::Arc;

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::dialect;
use fursa::db::sql::Sql;
use fursa::jobs::{self, Claim, Job, Row};
use fursa::web::App;

use crate::bulk::choose;
use crate::support::server::{fursa, said};
use crate::support::*;

both!(
    of_many_nodes_one_has_a_job,
    a_job_has_its_turn_when_its_time_has_come,
    a_job_left_in_the_middle_is_taken_over_when_its_lease_is_over,
    who_has_lost_a_job_writes_nothing,
    a_lease_is_renewed_while_the_job_works,
    a_failing_job_waits_longer_each_time_and_everybody_in_charge_can_see_it,
    a_panic_is_a_failure_of_that_job_only,
    an_administrator_has_a_job_done_now,
    only_an_administrator_sees_the_jobs,
    nothing_is_written_while_no_letter_is_due,
    what_is_asked_for_during_a_run_comes_after_it,
    what_is_forgotten_in_time_is_forgotten_by_jobs,
);

/// Another program on the same database, with the same clock.
fn another(app: &TestApp) -> Arc<App> {
    Arc::new(fursa::cli::open(app.app().config.clone(), app.clock().clone()).unwrap())
}

fn row(app: &TestApp, job: Job) -> Row {
    app.db(|db| jobs::all(db).unwrap()[&job].clone())
}

fn take(app: &App, node: &str, job: Job) -> Option<Claim> {
    jobs::take(app, node, job).unwrap()
}

/// Takes a job up and does it; was it its turn?
fn turn(app: &App, job: Job) -> bool {
    take(app, "one", job).is_some_and(|claim| jobs::run(app, &claim).unwrap())
}

async fn of_many_nodes_one_has_a_job(app: TestApp) {
    let (one, two) = (another(&app), another(&app));
    let tries: Vec<_> = (0..8)
        .map(|number| {
            let node = if number % 2 == 0 { one.clone() } else { two.clone() };
            std::thread::spawn(move || take(&node, &number.to_string(), Job::Bin))
        })
        .collect();
    let taken: Vec<Claim> = tries.into_iter().filter_map(|it| it.join().unwrap()).collect();
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert_eq!(row(&app, Job::Bin).holder, taken[0].node);
    assert!(take(&two, "two", Job::Accounts).is_some(), "another job is another matter");
}

async fn a_job_has_its_turn_when_its_time_has_come(app: TestApp) {
    let (one, two) = (another(&app), another(&app));
    assert!(turn(&one, Job::Bin), "at the first start at once");
    app.clock().advance(Duration::minutes(59));
    assert!(!turn(&one, Job::Bin) && !turn(&two, Job::Bin));
    app.clock().advance(Duration::minutes(1));
    assert!(turn(&two, Job::Bin));
    assert!(!turn(&one, Job::Bin), "whoever has done it");
    assert_eq!(row(&app, Job::Bin).next_at, app.clock().now() + Duration::hours(1));
}

async fn a_job_left_in_the_middle_is_taken_over_when_its_lease_is_over(app: TestApp) {
    let (one, two) = (another(&app), another(&app));
    assert!(take(&one, "one", Job::Bin).is_some());
    app.clock().advance(Duration::seconds(59));
    assert!(take(&two, "two", Job::Bin).is_none());
    app.clock().advance(Duration::seconds(1));
    let claim = take(&two, "two", Job::Bin).unwrap();
    let left = row(&app, Job::Bin);
    assert_eq!((left.holder.as_str(), left.failures), ("two", 1), "a job that kills its node does not go unseen");
    assert!(jobs::run(&two, &claim).unwrap());
    let done = row(&app, Job::Bin);
    assert_eq!((done.holder.as_str(), done.node.as_str(), done.failures), ("", "two", 0));
}

async fn who_has_lost_a_job_writes_nothing(app: TestApp) {
    let (one, two) = (another(&app), another(&app));
    let lost = take(&one, "one", Job::Bin).unwrap();
    app.clock().advance(Duration::seconds(60));
    let held = take(&two, "two", Job::Bin).unwrap();
    assert!(!jobs::carry_out(&one, &lost, |_| Ok(7)).unwrap());
    app.db(|db| jobs::release(db, &lost).unwrap());
    let after = row(&app, Job::Bin);
    assert_eq!((after.holder.as_str(), after.ended_at, after.dealt), ("two", None, 0));
    assert!(jobs::carry_out(&two, &held, |_| Ok(3)).unwrap());
    assert!(!jobs::carry_out(&one, &lost, |_| Ok(7)).unwrap());
    assert_eq!(row(&app, Job::Bin).dealt, 3);
}

async fn a_lease_is_renewed_while_the_job_works(app: TestApp) {
    let mut config = app.app().config.clone();
    config.job_lease = std::time::Duration::from_millis(300);
    let (one, two) = (fursa::cli::open(config, app.clock().clone()).unwrap(), another(&app));
    let claim = take(&one, "one", Job::Bin).unwrap();
    let first = row(&app, Job::Bin).held_until;
    let done = jobs::carry_out(&one, &claim, |_| {
        app.clock().advance(Duration::milliseconds(250));
        for _ in 0..100 {
            std::thread::sleep(std::time::Duration::from_millis(50));
            if row(&app, Job::Bin).held_until > first {
                break;
            }
        }
        app.clock().advance(Duration::milliseconds(100));
        assert!(take(&two, "two", Job::Bin).is_none(), "the first lease is over, and the job goes on");
        Ok(1)
    });
    assert!(done.unwrap());
    assert_eq!(row(&app, Job::Bin).last_error, "");
}

/// Makes emptying the bin impossible, or possible again.
fn rename(app: &TestApp, from: &str, to: &str) {
    app.db(|db| Sql::new(&format!("ALTER TABLE {from} RENAME TO {to}")).run(db).unwrap());
}

fn doctor(app: &TestApp) -> String {
    let at = tempfile::tempdir().unwrap();
    said(&fursa(at.path(), &[("DATABASE_URL", app.database_url())], &["doctor"]).output().unwrap())
}

async fn a_failing_job_waits_longer_each_time_and_everybody_in_charge_can_see_it(app: TestApp) {
    let node = another(&app);
    rename(&app, "bin", "elsewhere");
    assert!(turn(&node, Job::Bin) && turn(&node, Job::Accounts), "the next one runs");
    assert_eq!(row(&app, Job::Accounts).failures, 0);
    for (failures, wait) in [(1, 10), (2, 20)] {
        let failed = row(&app, Job::Bin);
        assert_eq!((failed.failures, failed.dealt), (failures, 0));
        assert_eq!(failed.next_at, app.clock().now() + Duration::seconds(wait));
        app.clock().advance(Duration::seconds(wait - 1));
        assert!(!turn(&node, Job::Bin));
        app.clock().advance(Duration::seconds(1));
        assert!(turn(&node, Job::Bin));
    }
    let page = app.get(Ada, "/settings/jobs").await.assert_status(200);
    let said = page.texts("#bin").join(" ");
    assert!(said.contains("Failed 3 times in a row") && said.contains("database: "), "{said}");
    app.get(Ada, "/settings").await.assert_says("1 job fails");
    assert!(doctor(&app).contains("jobs      bin has failed 3 times in a row: database: "), "{}", doctor(&app));
    rename(&app, "elsewhere", "bin");
    app.clock().advance(Duration::seconds(40));
    assert!(turn(&node, Job::Bin));
    let page = app.get(Ada, "/settings/jobs").await.assert_status(200).assert_hides("Failed").assert_says("Every hour");
    assert!(page.texts("#bin").join(" ").contains("dealt with 0"), "{:?}", page.texts("#bin"));
    assert!(doctor(&app).contains("jobs      2 looked after, none of them fails again and again"));
}

async fn a_panic_is_a_failure_of_that_job_only(app: TestApp) {
    let node = another(&app);
    let claim = take(&node, "one", Job::Bin).unwrap();
    let done = jobs::carry_out(&node, &claim, |node| {
        let mut db = node.pools.writer().unwrap();
        dialect::begin_write(&mut db).unwrap();
        Sql::new("UPDATE organization SET name = 'Gone'").run(&mut db).unwrap();
        panic!("on purpose")
    });
    assert!(done.unwrap());
    let failed = row(&app, Job::Bin);
    assert_eq!((failed.failures, failed.last_error.as_str()), (1, "panic: on purpose"));
    assert!(turn(&node, Job::Contacts), "the connection of the panic is not used again");
    assert_eq!(app.directory().organization.name, "Fjord Trading");
}

async fn an_administrator_has_a_job_done_now(app: TestApp) {
    let node = another(&app);
    app.get(Ada, "/settings").await.assert_says("What Fursa does by itself");
    let page = app.get(Ada, "/settings/jobs").await.assert_status(200).assert_says("Not yet");
    let on = Job::ALL.iter().filter(|job| job.is_on(&app.app().config)).count();
    assert_eq!(
        (page.count("button[formaction]"), on),
        (on, Job::ALL.len() - 4),
        "nothing is sent or fetched without a mail server"
    );
    assert!(turn(&node, Job::Bin) && !turn(&node, Job::Bin));
    let browser = app.browser_of(Ada);
    browser.post("/settings/jobs/bin/run", &[]).await.assert_goes_to("/settings/jobs");
    browser.get("/settings/jobs").await.assert_says("Runs within seconds");
    let claim = take(&node, "node-of-now", Job::Bin).unwrap();
    let page = app.get(Ada, "/settings/jobs").await.assert_status(200);
    let said = page.texts("#bin").join(" ");
    assert!(said.contains("Running") && said.contains("node-of-now"), "{said}");
    assert!(jobs::run(&node, &claim).unwrap() && !turn(&node, Job::Bin), "once");
    for none in ["/settings/jobs/nothing/run", "/settings/jobs/outbox/run"] {
        app.post(Ada, none, &[]).await.assert_status(404);
    }
}

async fn only_an_administrator_sees_the_jobs(app: TestApp) {
    for who in [Alice, Mona, Sam, Mark] {
        app.get(who, "/settings/jobs").await.assert_status(403);
        app.post(who, "/settings/jobs/bin/run", &[]).await.assert_status(403);
    }
    assert!(app.db(|db| jobs::all(db).unwrap()).is_empty());
}

async fn nothing_is_written_while_no_letter_is_due(app: Mailing) {
    let node = another(&app);
    assert!(take(&node, "one", Job::Outbox).is_none());
    assert_eq!(row(&app, Job::Outbox).runs, 0);
    app.get(Ada, "/settings/jobs").await.assert_says("As soon as there is something to do");
    app.browser().post("/password-resets", &[("email", "alice@fursa.test")]).await.assert_status(303);
    assert!(turn(&node, Job::Outbox));
    assert_eq!((row(&app, Job::Outbox).dealt, app.office.letters().len()), (1, 1));
    app.clock().advance(Duration::seconds(5));
    assert!(!turn(&node, Job::Outbox));
    app.post(Ada, "/settings/jobs/outbox/run", &[]).await.assert_status(303);
    assert!(turn(&node, Job::Outbox) && !turn(&node, Job::Outbox), "it is said to run, and runs");
}

async fn what_is_asked_for_during_a_run_comes_after_it(app: TestApp) {
    let node = another(&app);
    let claim = take(&node, "one", Job::Bin).unwrap();
    app.post(Ada, "/settings/jobs/bin/run", &[]).await.assert_status(303);
    assert!(take(&node, "two", Job::Bin).is_none());
    assert!(jobs::run(&node, &claim).unwrap());
    assert!(turn(&node, Job::Bin) && !turn(&node, Job::Bin));
}

async fn what_is_forgotten_in_time_is_forgotten_by_jobs(app: TestApp) {
    use fursa::db::schema::{form_nonces, imports, selections, sessions, sign_ins, throttles};

    let lead = app.lead(Alice);
    choose(&app, Alice, "/leads", &[lead.id]).await;
    let fields = [("kind", "leads")];
    app.browser_of(Mona).upload("/imports", &fields, "name\nAda\n").await.assert_status(303);
    let file: String = app.db(|db| imports::table.select(imports::file).first(db).unwrap());
    let file = std::env::temp_dir().join("fursa-uploads").join(file);
    app.db(|db| {
        let sent = (form_nonces::nonce.eq("n"), form_nonces::user_id.eq(1), form_nonces::location.eq("/"));
        let sent = (sent, form_nonces::used_at.eq(app.clock().now()));
        diesel::insert_into(form_nonces::table).values(sent).execute(db).unwrap();
    });
    let guess = [("email", "alice@fursa.test"), ("password", "a guess")];
    app.browser().post("/sign-in", &guess).await.assert_status(422);
    let count = |app: &TestApp| {
        app.db(|db| {
            let sessions: i64 = sessions::table.count().get_result(db).unwrap();
            let forms: i64 = form_nonces::table.count().get_result(db).unwrap();
            let tries: i64 = sign_ins::table.count().get_result(db).unwrap();
            let counted: i64 = throttles::table.count().get_result(db).unwrap();
            [sessions, forms, tries, counted, selections::table.count().get_result(db).unwrap()]
        })
    };
    let kept = |app: &TestApp| count(app).map(|rows| rows > 0);
    fursa::cli::catch_up(app.app()).unwrap();
    assert_eq!((kept(&app), file.exists()), ([true; 5], true));
    app.clock().advance(Duration::days(2));
    fursa::cli::catch_up(app.app()).unwrap();
    assert_eq!((kept(&app), file.exists()), ([true, true, true, false, false], false));
    assert_eq!(app.db(|db| imports::table.count().get_result::<i64>(db).unwrap()), 0);
    app.clock().advance(Duration::days(29));
    fursa::cli::catch_up(app.app()).unwrap();
    assert_eq!(kept(&app), [false; 5]);
}
