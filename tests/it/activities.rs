//! Activities: planned, written down, settled; on the timelines they belong to, and as the next step of a deal.

use diesel::prelude::*;
use fursa::activities::{Activity, ActivityFacts, ActivityKind, ActivityState};
use fursa::db::schema::{activities, leads, opportunities};
use fursa::directory::PickList;
use fursa::journal::Entity;
use fursa::listing::upkeep;
use fursa::removal;

use crate::support::*;

both!(
    a_word_with_the_customer_is_logged_from_the_page_of_the_deal,
    a_form_pressed_twice_logs_once,
    what_is_typed_wrong_comes_back,
    the_earliest_planned_activity_is_the_next_step,
    an_activity_is_told_where_its_record_is,
    an_outsider_learns_nothing_of_it,
    done_and_what_comes_next_is_one_form,
    an_hour_is_read_on_the_clock_of_the_reader,
    two_people_edit_one_activity,
    it_goes_with_its_deal_and_comes_back_with_it,
    what_is_planned_follows_a_qualified_lead,
    what_is_planned_follows_the_owner_of_a_deal,
    closing_a_deal_calls_off_what_is_planned,
    what_is_done_can_be_undone,
    who_takes_part_is_chosen_among_those_one_sees,
    who_leaves_hands_over_what_is_planned,
    the_agenda_shows_what_is_late_first,
);

fn all(app: &TestApp) -> Vec<Activity> {
    app.db(|db| activities::table.order(activities::id).select(Activity::as_select()).load(db).unwrap())
}

fn step(app: &TestApp, deal: i64) -> (String, Option<chrono::NaiveDate>) {
    let columns = (opportunities::next_step, opportunities::next_step_on);
    app.db(|db| opportunities::table.find(deal).select(columns).first(db).unwrap())
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().unwrap())
}

fn told(page: &Page) -> String {
    page.texts("#timeline").join(" ").replace(['\u{2068}', '\u{2069}'], "")
}

async fn a_word_with_the_customer_is_logged_from_the_page_of_the_deal(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}", deal.id);
    let mut form = app.get(Alice, &path).await.form("/activities");
    form.retain(|(name, _)| !["kind", "notes", "then", "then_day"].contains(&name.as_str()));
    let typed = [
        ("kind", "visit"),
        ("notes", "Saw the yard\nThey want two."),
        ("then", "Send the offer"),
        ("then_day", "2026-11-27"),
    ];
    form.extend(typed.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, "/activities", &form).await.assert_goes_to(&path);
    let [visit, next] = all(&app).try_into().unwrap();
    assert_eq!(
        (visit.kind, visit.state, visit.settled_at),
        (ActivityKind::Visit, ActivityState::Done, Some(app.clock().now()))
    );
    assert_eq!((visit.subject.as_str(), visit.notes.as_str()), ("Saw the yard", "They want two."));
    assert_eq!((next.kind, next.state, next.day), (ActivityKind::Task, ActivityState::Planned, day("2026-11-27")));
    assert_eq!(step(&app, deal.id), ("Send the offer".to_owned(), day("2026-11-27")));
    let spoken: Option<chrono::NaiveDateTime> =
        app.db(|db| opportunities::table.find(deal.id).select(opportunities::last_contact_at).first(db).unwrap());
    assert_eq!(spoken, Some(app.clock().now()));
    let page = app.get(Alice, &path).await;
    let told = told(&page);
    assert!(told.contains("Visit") && told.contains("Saw the yard") && told.contains("They want two."), "{told}");
    let talk = app.get(Alice, &format!("{path}?history=talk")).await;
    assert_eq!(talk.count("#timeline .entry"), 1);
}

async fn a_form_pressed_twice_logs_once(app: TestApp) {
    let lead = app.lead(Alice);
    let form = [
        ("nonce", "once-and-once-only"),
        ("about", &*format!("lead-{}", lead.id)),
        ("state", "done"),
        ("kind", "call"),
        ("notes", "Rang"),
    ];
    for _ in 0..2 {
        app.post(Alice, "/activities", &form).await.assert_goes_to(&format!("/leads/{}", lead.id));
    }
    assert_eq!(all(&app).len(), 1);
    let reached: Option<chrono::NaiveDateTime> =
        app.db(|db| leads::table.find(lead.id).select(leads::first_contact_at).first(db).unwrap());
    assert_eq!(reached, Some(app.clock().now()));
}

async fn what_is_typed_wrong_comes_back(app: TestApp) {
    let deal = app.opportunity(Alice);
    let about = format!("opportunity-{}", deal.id);
    let form = [
        ("about", about.as_str()),
        ("kind", "meeting"),
        ("place", "Quay 4"),
        ("time", "noon"),
        ("day", "2026-13-01"),
        ("until_day", "2026-11-01"),
        ("minutes", "long"),
    ];
    let page = app.post(Alice, "/activities", &form).await.assert_status(422);
    for field in ["notes", "time", "day", "minutes"] {
        assert!(page.problem(field).is_some(), "{field}");
    }
    assert_eq!(page.form_value("place").as_deref(), Some("Quay 4"));
    assert_eq!(page.form_value("time").as_deref(), Some("noon"));
    assert!(all(&app).is_empty());
}

async fn the_earliest_planned_activity_is_the_next_step(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| {
        deal.next_step = "Send the offer".into();
        deal.next_step_on = day("2026-11-27");
    });
    assert_eq!(step(&app, deal.id), ("Send the offer".to_owned(), day("2026-11-27")));
    let about = |facts: &mut ActivityFacts| (facts.opportunity_id, facts.day) = (Some(deal.id), day("2026-11-24"));
    let call = app.activity_with(Alice, "Ring them", about);
    assert_eq!(step(&app, deal.id), ("Ring them".to_owned(), day("2026-11-24")));
    let settlement = format!("/activities/{}/settlement", call.id);
    app.post(Alice, &settlement, &[("state", "cancelled")]).await.assert_status(303);
    assert_eq!(step(&app, deal.id), ("Send the offer".to_owned(), day("2026-11-27")));
    app.post(Alice, &settlement, &[("state", "planned")]).await.assert_status(303);
    assert_eq!(step(&app, deal.id), ("Ring them".to_owned(), day("2026-11-24")));
    app.post(Alice, &format!("/activities/{}/removal", call.id), &[]).await.assert_status(303);
    assert_eq!(step(&app, deal.id), ("Send the offer".to_owned(), day("2026-11-27")));
    app.get(Alice, "/opportunities?mark=unplanned").await.assert_hides(&deal.name);
}

async fn an_activity_is_told_where_its_record_is(app: TestApp) {
    let (account, other) = (app.account(Alice), app.account(Alice));
    let contact = app.contact(Alice);
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    app.activity_with(Alice, "Toured the dock", |facts| {
        facts.opportunity_id = Some(deal.id);
        facts.guests = fursa::db::Ids::of([contact.id]);
        facts.settle(ActivityState::Done, app.clock().now());
    });
    let pages = [
        format!("/opportunities/{}", deal.id),
        format!("/accounts/{}", account.id),
        format!("/contacts/{}", contact.id),
    ];
    for path in &pages {
        let told = told(&app.get(Alice, path).await);
        assert!(told.contains("Toured the dock"), "{path}: {told}");
    }
    app.tx(Ada, |tx| {
        let known = fursa::opportunities::find(tx, deal.id).unwrap();
        let mut facts = known.facts.clone();
        facts.account_id = Some(other.id);
        fursa::opportunities::save(tx, fursa::journal::Action::Edited, &known, facts).unwrap().unwrap();
    });
    assert!(!told(&app.get(Alice, &format!("/accounts/{}", account.id)).await).contains("Toured the dock"));
    assert!(told(&app.get(Alice, &format!("/accounts/{}", other.id)).await).contains("Toured the dock"));
    let wrong: i64 = app.db(|db| upkeep::wrong_rows(db).unwrap().into_iter().map(|(_, wrong)| wrong).sum());
    assert_eq!(wrong, 0);
}

async fn an_outsider_learns_nothing_of_it(app: TestApp) {
    let account = app.account(Nobody);
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    let about = |facts: &mut ActivityFacts| {
        facts.opportunity_id = Some(deal.id);
        facts.settle(ActivityState::Done, app.clock().now());
    };
    let done = app.activity_with(Alice, "A secret word", about);
    app.activity_with(Alice, "A secret plan", |facts| facts.opportunity_id = Some(deal.id));
    let path = format!("/accounts/{}", account.id);
    app.get(Ada, &path).await.assert_says("A secret word");
    for who in [Bob, Charlie] {
        app.get(who, &path).await.assert_hides("A secret");
        app.get(who, &format!("/agenda?of=person-{}", app.id(Alice).unwrap())).await.assert_hides("A secret");
        app.get(who, &format!("/activities/new?about=opportunity-{}", deal.id)).await.assert_status(404);
        let form = [("about", &*format!("opportunity-{}", deal.id)), ("notes", "Mine too")];
        app.post(who, "/activities", &form).await.assert_status(404);
    }
    app.tx(Ada, |tx| {
        let mut facts = done.facts.clone();
        facts.people = fursa::db::Ids::of([app.id(Bob).unwrap()]);
        fursa::activities::save(tx, fursa::journal::Action::Edited, &done, facts).unwrap().unwrap();
    });
    app.get(Bob, &format!("/activities/{}", done.id)).await.assert_says("A secret word");
    app.get(Bob, &format!("/opportunities/{}", deal.id)).await.assert_status(404);
}

async fn done_and_what_comes_next_is_one_form(app: TestApp) {
    let lead = app.lead(Alice);
    let call = app
        .activity_with(Alice, "Ring them", |facts| (facts.lead_id, facts.kind) = (Some(lead.id), ActivityKind::Call));
    let reached = app.directory().pick_by_code(PickList::CallOutcome, "reached").unwrap().id;
    let outcome = reached.to_string();
    let settlement = format!("/activities/{}/settlement", call.id);
    let form = [
        ("state", "done"),
        ("outcome", outcome.as_str()),
        ("notes", "She was in."),
        ("then", "Visit"),
        ("then_kind", "visit"),
        ("then_day", "2026-12-01"),
    ];
    for _ in 0..2 {
        app.post(Alice, &settlement, &form).await.assert_goes_to(&format!("/leads/{}", lead.id));
    }
    let [call, visit] = all(&app).try_into().unwrap();
    assert_eq!((call.state, call.outcome_id, call.notes.as_str()), (ActivityState::Done, Some(reached), "She was in."));
    assert_eq!((visit.kind, visit.lead_id, visit.day), (ActivityKind::Visit, Some(lead.id), day("2026-12-01")));
    app.get(Alice, &format!("/leads/{}", lead.id)).await.assert_says("She was in.").assert_says("Visit");
}

async fn an_hour_is_read_on_the_clock_of_the_reader(app: TestApp) {
    let form = [("kind", "meeting"), ("notes", "Board"), ("day", "2026-07-01"), ("time", "9:30"), ("minutes", "45")];
    app.post(Alice, "/activities", &form).await.assert_status(303);
    let [meeting] = all(&app).try_into().unwrap();
    assert_eq!(meeting.starts_at, Some("2026-07-01T07:30:00".parse().unwrap()));
    assert_eq!((meeting.zone.as_str(), meeting.minutes), ("Europe/Warsaw", Some(45)));
    let page = app.get(Alice, &format!("/activities/{}/edit", meeting.id)).await;
    assert_eq!(page.form_value("time").as_deref(), Some("09:30"));
}

async fn two_people_edit_one_activity(app: TestApp) {
    let task = app.activity_with(Alice, "Ring them", |_| ());
    let path = format!("/activities/{}/edit", task.id);
    let edit = |changed: &'static [(&'static str, &'static str)]| {
        let path = path.clone();
        let app = &app;
        async move {
            let mut form = vec![("version", "1"), ("kind", "task"), ("subject", "Ring them"), ("priority", "normal")];
            form.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
            form.extend(changed.iter().copied());
            app.post(Alice, &path, &form).await
        }
    };
    edit(&[("place", "Quay 4")]).await.assert_status(303);
    edit(&[("priority", "high")]).await.assert_status(303);
    let [task] = all(&app).try_into().unwrap();
    assert_eq!((task.place.as_str(), task.priority), ("Quay 4", fursa::activities::Priority::High));
    edit(&[("place", "Quay 5")]).await.assert_status(409).assert_says("Quay 4").assert_says("Quay 5");
}

async fn it_goes_with_its_deal_and_comes_back_with_it(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.next_step = "Ring them".into());
    app.activity_with(Alice, "Toured the dock", |facts| {
        facts.opportunity_id = Some(deal.id);
        facts.settle(ActivityState::Done, app.clock().now());
    });
    let before = all(&app);
    app.get(Alice, &format!("/opportunities/{}/removal", deal.id)).await.assert_says("2 activities go with it");
    app.post(Alice, &format!("/opportunities/{}/removal", deal.id), &[]).await.assert_status(303);
    assert!(all(&app).is_empty());
    app.tx(Alice, |tx| removal::restore(tx, Entity::Opportunity, deal.id, removal::Way::Alone).unwrap().unwrap());
    assert_eq!(all(&app), before);
    let page = app.get(Alice, &format!("/opportunities/{}", deal.id)).await;
    page.assert_says("Toured the dock").assert_says("Ring them");
}

async fn what_is_planned_follows_a_qualified_lead(app: TestApp) {
    let lead = app.lead(Alice);
    app.activity_with(Alice, "Ring them", |facts| facts.lead_id = Some(lead.id));
    let path = format!("/leads/{}/qualification", lead.id);
    let form = app.get(Alice, &path).await.form(&path);
    let form: Vec<(&str, &str)> =
        form.iter().filter(|(name, _)| name != "find").map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &path, &form).await.assert_status(303);
    let deal: Option<i64> = app.db(|db| leads::table.find(lead.id).select(leads::opportunity_id).first(db).unwrap());
    let [task] = all(&app).try_into().unwrap();
    assert_eq!((task.lead_id, task.opportunity_id), (None, deal));
    assert_eq!(step(&app, deal.unwrap()).0, "Ring them");
}

async fn what_is_planned_follows_the_owner_of_a_deal(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.next_step = "Ring them".into());
    let own = app.activity_with(Mona, "Look at it", |facts| facts.opportunity_id = Some(deal.id));
    let bob = app.id(Bob).unwrap().to_string();
    let form = [("version", "1"), ("part", "about"), ("name", deal.name.as_str()), ("owner_id", bob.as_str())];
    app.post(Mona, &format!("/opportunities/{}/edit", deal.id), &form).await.assert_status(303);
    let owners: Vec<(i64, Option<i64>)> = all(&app).iter().map(|one| (one.id, one.owner_id)).collect();
    assert!(owners.contains(&(own.id, app.id(Mona))), "{owners:?}");
    assert_eq!(owners.iter().filter(|(_, owner)| *owner == app.id(Bob)).count(), 1);
}

async fn closing_a_deal_calls_off_what_is_planned(app: TestApp) {
    for (answer, state) in
        [("", ActivityState::Cancelled), ("done", ActivityState::Done), ("keep", ActivityState::Planned)]
    {
        let deal = app.opportunity_with(Alice, |deal| deal.next_step = "Ring them".into());
        let path = format!("/opportunities/{}/move", deal.id);
        let (reason, lost) = (
            app.directory().pick_by_code(PickList::LostReason, "not_recorded").unwrap().id.to_string(),
            app.stage("Lost").to_string(),
        );
        app.get(Alice, &format!("{path}?to={lost}")).await.assert_says("What is still planned");
        let form = [
            ("to", lost.as_str()),
            ("version", "1"),
            ("answered", &lost),
            ("reason_id", &reason),
            ("closed_on", "2026-11-22"),
            ("planned", answer),
        ];
        app.post(Alice, &path, &form).await.assert_status(303);
        assert_eq!(all(&app).last().unwrap().state, state, "{answer}");
    }
}

async fn what_is_done_can_be_undone(app: TestApp) {
    let deal = app.opportunity_with(Alice, |deal| deal.next_step = "Ring them".into());
    let [before] = all(&app).try_into().unwrap();
    let settlement = format!("/activities/{}/settlement", before.id);
    app.post(Alice, &settlement, &[("state", "done")]).await.assert_status(303);
    let page = app.get(Alice, &format!("/opportunities/{}", deal.id)).await;
    let undo = page.attributes("form[action^='/undo/']", "action").remove(0);
    app.post(Alice, &undo, &[]).await.assert_status(303);
    let [after] = all(&app).try_into().unwrap();
    assert_eq!((after.state, after.settled_at), (ActivityState::Planned, None));
    assert_eq!(step(&app, deal.id).0, "Ring them");
}

async fn who_takes_part_is_chosen_among_those_one_sees(app: TestApp) {
    let (mine, hidden) = (app.contact(Alice).id, app.contact(Charlie).id);
    let call = app.activity_with(Alice, "Ring them", |facts| facts.guests = fursa::db::Ids::of([hidden]));
    let edit = format!("/activities/{}/edit", call.id);
    let form = app.get(Alice, &edit).await.form(&edit);
    let mut form: Vec<(&str, String)> = form.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    form.extend([("guests", mine.to_string()), ("guests", (hidden + 1000).to_string())]);
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    app.post(Alice, &edit, &form).await.assert_status(303);
    // Nobody leaves out whom they do not see.
    assert_eq!(all(&app)[0].guests, fursa::db::Ids::of([mine, hidden]));
    let forged = [("kind", "task"), ("subject", "Write"), ("guests", &*hidden.to_string())];
    app.post(Alice, "/activities", &forged).await.assert_status(303);
    assert_eq!(all(&app)[1].guests, fursa::db::Ids::default());
}

async fn who_leaves_hands_over_what_is_planned(app: TestApp) {
    app.activity_with(Alice, "Ring them", |_| ());
    app.activity_with(Alice, "Rang them", |facts| facts.settle(ActivityState::Done, app.clock().now()));
    let (alice, bob) = (app.id(Alice).unwrap(), app.id(Bob).unwrap().to_string());
    let path = format!("/settings/people/{alice}/deactivation");
    app.get(Ada, &path).await.assert_says("1 planned activity");
    app.post(Ada, &path, &[]).await.assert_status(422);
    app.post(Ada, &path, &[("activities", bob.as_str())]).await.assert_status(303);
    let owners: Vec<Option<i64>> = all(&app).iter().map(|one| one.owner_id).collect();
    assert_eq!(owners, [app.id(Bob), app.id(Alice)]);
}

async fn the_agenda_shows_what_is_late_first(app: TestApp) {
    for (subject, on) in [
        ("Someday", ""),
        ("Soon", "2026-11-25"),
        ("Now", "2026-11-22"),
        ("Then", "2027-01-10"),
        ("Before", "2026-11-20"),
    ] {
        app.activity_with(Alice, subject, |facts| facts.day = on.parse().ok());
    }
    let page = app.get(Alice, "/agenda").await.assert_status(200);
    assert_eq!(page.texts("main .related a"), ["Before", "Now", "Soon", "Then", "Someday"]);
    assert_eq!(page.texts("main section h2"), ["Overdue", "Today", "The next seven days", "Later", "Without a day"]);
    let alices = format!("/agenda?of=person-{}", app.id(Alice).unwrap());
    app.get(Mona, &alices).await.assert_says("Before");
    app.get(Bob, &alices).await.assert_status(404);
}
