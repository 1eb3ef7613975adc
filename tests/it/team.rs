//! The board on which who leads people reads what they have done: every figure is the number of its rows.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use fursa::activities::{self, ActivityFacts, ActivityKind, ActivityState};
use fursa::db::schema::activities as rows;
use fursa::journal::Action;
use fursa::opportunities;

use crate::support::*;

both!(
    every_figure_is_the_number_of_its_rows,
    what_is_counted_is_what_the_words_say,
    a_period_has_its_own_days,
    a_person_is_compared_with_their_own_weeks,
    a_team_has_what_its_people_have,
    a_talk_is_written_down_and_what_is_agreed_on_becomes_tasks,
    nobody_reads_of_people_they_do_not_lead,
);

fn done(app: &TestApp, who: Who, kind: ActivityKind, days_ago: i64) {
    let person = app.directory().person(app.id(who).unwrap()).unwrap().clone();
    let at = app.clock().now() - Duration::days(days_ago);
    let mut facts =
        ActivityFacts { kind, owner_id: Some(person.id), ..ActivityFacts::starting("Dock walk", person.team_id, at) };
    facts.settle(ActivityState::Done, at);
    app.tx(who, |tx| activities::insert(tx, facts).unwrap());
}

/// Some of everything, of several people, today and in the weeks before.
fn busy(app: &TestApp) {
    for (who, kind, days) in [
        (Alice, ActivityKind::Call, 0),
        (Alice, ActivityKind::Call, 0),
        (Alice, ActivityKind::Call, 7),
        (Alice, ActivityKind::Visit, 0),
        (Bob, ActivityKind::Meeting, 0),
        (Bob, ActivityKind::Email, 14),
        (Mona, ActivityKind::Call, 0),
        (Charlie, ActivityKind::Call, 0),
    ] {
        done(app, who, kind, days);
    }
    app.lead(Alice);
    app.lead_with(Bob, |lead| lead.first_contact_at = Some(lead.created_at));
    let deal = app.opportunity_with(Alice, |deal| deal.expected_close = NaiveDate::from_ymd_opt(2026, 12, 1));
    app.opportunity_with(Bob, |deal| deal.next_step = "Call".into());
    app.wait(Duration::minutes(5));
    app.tx(Alice, |tx| {
        let before = opportunities::find(tx, deal.id).unwrap();
        let mut facts = before.facts.clone();
        facts.expected_close = NaiveDate::from_ymd_opt(2027, 2, 1);
        opportunities::save(tx, Action::Edited, &before, facts).unwrap().unwrap();
    });
    let late = app.clock().now() - Duration::days(9);
    let team = app.directory().person(app.id(Alice).unwrap()).unwrap().team_id;
    let late = ActivityFacts {
        owner_id: app.id(Alice),
        day: Some(late.date()),
        ..ActivityFacts::starting("Bring the cable", team, late)
    };
    app.tx(Alice, |tx| activities::insert(tx, late).unwrap());
}

/// Each figure of a page, with the way to its rows.
fn figures(page: &Page) -> Vec<(String, i64)> {
    let hrefs = page.attributes("td.num > a", "href");
    let counts = page.texts("td.num > a").into_iter().map(|count| count.parse().unwrap());
    hrefs.into_iter().zip(counts).collect()
}

/// The figure of a measure of somebody's.
fn figure(page: &Page, measure: &str, of: &str) -> i64 {
    let wanted = format!("/figures/{measure}?of={of}");
    let fits = |href: &str| href.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('&'));
    let found = figures(page).into_iter().find(|(href, _)| fits(href));
    found.unwrap_or_else(|| panic!("{wanted} is not on the page")).1
}

/// Follows every figure of a page: the number of rows it is, on the list and in the file.
async fn agree(app: &TestApp, who: Who, path: &str) -> usize {
    let page = app.get(who, path).await.assert_status(200);
    let figures = figures(&page);
    for (href, count) in &figures {
        let list = app.get(who, href).await.assert_status(200);
        assert_eq!(list.count("tbody tr"), usize::try_from(*count).unwrap(), "{path}: {href}");
        let file = app.get(who, &href.replacen('?', "/file?", 1)).await.assert_status(200);
        assert_eq!(file.body.lines().count(), usize::try_from(*count).unwrap() + 1, "{path}: {href}: the file");
    }
    figures.len()
}

async fn every_figure_is_the_number_of_its_rows(app: TestApp) {
    busy(&app);
    let alice = app.id(Alice).unwrap();
    for (who, path) in [
        (Mona, "/team".to_owned()),
        (Ada, "/team?period=this-quarter".to_owned()),
        (Mona, "/team?period=last-week".to_owned()),
        (Mona, "/team?period=own&from=2026-10-01&until=2026-11-30".to_owned()),
        (Mona, format!("/team/people/{alice}")),
        (Alice, format!("/team/people/{alice}")),
    ] {
        assert!(agree(&app, who, &path).await >= 14, "{path} has figures");
    }
}

async fn what_is_counted_is_what_the_words_say(app: TestApp) {
    busy(&app);
    let page = app.get(Mona, "/team?period=this-quarter").await.assert_status(200);
    let (alice, bob) = (format!("person-{}", app.id(Alice).unwrap()), format!("person-{}", app.id(Bob).unwrap()));
    for (measure, of, count) in [
        ("calls", &alice, 3),
        ("visits", &alice, 1),
        ("meetings", &bob, 1),
        ("emails", &bob, 1),
        ("new_leads", &alice, 1),
        ("first_contacts", &alice, 0),
        ("first_contacts", &bob, 1),
        ("opened", &alice, 1),
        ("pushed_out", &alice, 1),
        ("pushed_out", &bob, 0),
        ("overdue", &alice, 1),
        ("unplanned", &alice, 1),
        ("unplanned", &bob, 0),
    ] {
        assert_eq!(figure(&page, measure, of), count, "{measure} of {of}");
    }
    let account = app.account(Bob).id;
    let deal = app.opportunity_with(Bob, |facts| facts.account_id = Some(account));
    for (stage, counts) in [("Proposal", (1, 0)), ("Discovery", (1, 0)), ("Won", (1, 1))] {
        app.wait(Duration::minutes(5));
        let version = app.tx(Bob, |tx| opportunities::find(tx, deal.id).unwrap().version).to_string();
        let to = app.stage(stage).to_string();
        let form = [
            ("to", to.as_str()),
            ("version", &version),
            ("answered", &to),
            ("closed_on", "2026-11-22"),
            ("actual", "10"),
        ];
        app.post(Bob, &format!("/opportunities/{}/move", deal.id), &form).await.assert_status(303);
        let page = app.get(Mona, "/team?period=this-quarter").await;
        assert_eq!((figure(&page, "forward", &bob), figure(&page, "won", &bob)), counts, "{stage}");
    }
}

async fn a_period_has_its_own_days(app: TestApp) {
    busy(&app);
    let alice = format!("person-{}", app.id(Alice).unwrap());
    for (asked, count) in [
        ("", 2),
        ("?period=last-week", 1),
        ("?period=own&from=2026-11-01&until=2026-11-30", 3),
        ("?period=own&from=2026-12-01&until=2026-11-01", 2),
        ("?period=nonsense", 2),
    ] {
        let page = app.get(Mona, &format!("/team{asked}")).await.assert_status(200);
        assert_eq!(figure(&page, "calls", &alice), count, "{asked}");
    }
}

async fn a_person_is_compared_with_their_own_weeks(app: TestApp) {
    for weeks in 1..=4 {
        done(&app, Alice, ActivityKind::Call, 7 * weeks);
        done(&app, Alice, ActivityKind::Call, 7 * weeks);
    }
    let page = app.get(Mona, "/team").await.assert_status(200);
    assert!(page.text_contains("0 before: 2"), "{}", page.text());
    let alice = app.id(Alice).unwrap();
    let own = app.get(Alice, &format!("/team/people/{alice}")).await.assert_status(200);
    let calls: Vec<i64> =
        figures(&own).into_iter().filter(|(href, _)| href.contains("/calls?")).map(|(_, n)| n).collect();
    assert_eq!(calls, [0, 2, 2, 2, 2, 0, 0, 0]);
}

async fn a_team_has_what_its_people_have(app: TestApp) {
    busy(&app);
    let page = app.get(Mona, "/team").await.assert_status(200);
    let (team, below) = (app.team("North"), app.team("North-East"));
    let of = |who: Who| figure(&page, "calls", &format!("person-{}", app.id(who).unwrap()));
    assert_eq!(figure(&page, "calls", &format!("team-{below}")), of(Alice) + of(Bob));
    assert_eq!(figure(&page, "calls", &format!("team-{team}")), of(Alice) + of(Bob) + of(Mona));
    page.assert_hides("Charlie");
}

async fn a_talk_is_written_down_and_what_is_agreed_on_becomes_tasks(app: TestApp) {
    let alice = app.id(Alice).unwrap();
    let path = format!("/team/people/{alice}");
    let action = format!("{path}/talks");
    let wrong = app.post(Mona, &action, &[("notes", " "), ("tasks", "")]).await.assert_status(422);
    assert!(wrong.problem("notes").is_some());
    let nonce = app.get(Mona, &path).await.form_value("nonce").unwrap();
    let form =
        [("nonce", nonce.as_str()), ("notes", "Two deals lie still."), ("tasks", "Ring Arctic\n\nClose Kestrel\n")];
    for _ in 0..2 {
        app.post(Mona, &action, &form).await.assert_goes_to(&path);
    }
    let columns = (rows::subject, rows::owner_id);
    let tasks = rows::table.filter(rows::kind.eq(ActivityKind::Task)).order(rows::id).select(columns);
    let tasks: Vec<(String, Option<i64>)> = app.db(|db| tasks.load(db).unwrap());
    assert_eq!(tasks, [("Ring Arctic".to_owned(), Some(alice)), ("Close Kestrel".to_owned(), Some(alice))]);
    app.get(Mona, &path).await.assert_says("Two deals lie still.");
    app.get(Alice, &path).await.assert_says("Two deals lie still.");
    app.post(Alice, &action, &form).await.assert_status(403);
}

async fn nobody_reads_of_people_they_do_not_lead(app: TestApp) {
    busy(&app);
    let charlie = app.id(Charlie).unwrap();
    for path in [format!("/team/people/{charlie}"), format!("/figures/calls?of=person-{charlie}")] {
        for who in [Alice, Mona, Sam, Mark] {
            app.get(who, &path).await.assert_status(404);
        }
        app.get(Ada, &path).await.assert_status(200);
        app.get(Charlie, &path).await.assert_status(200);
    }
    app.get(Alice, "/team").await.assert_status(404);
    app.get(Alice, "/figures/nonsense").await.assert_status(404);
    let team = app.team("North");
    app.get(Alice, &format!("/figures/calls?of=team-{team}")).await.assert_status(404);
}
