//! Notifications: what colleagues do is told, what one does oneself is not; by mail what was not read by then; reminders
//! that move with what they are of; a letter every day.

use chrono::Duration;
use diesel::prelude::*;
use fursa::activities::{self, Activity, ActivityFacts, ActivityKind, ActivityState};
use fursa::db::schema::{activities as rows, outbox, reminders, users};
use fursa::db::sql::Sql;
use fursa::i18n::{Language, Text};
use fursa::journal::{Action, Entity};
use fursa::values::wall;
use fursa::{leads, notifications};

use crate::bulk::change;
use crate::support::*;

both!(
    what_colleagues_give_stands_in_the_tray_until_it_is_looked_at,
    what_one_does_oneself_and_what_is_taken_back_is_not_told,
    who_is_named_is_told_and_sees_no_more_than_before,
    who_takes_part_and_who_is_shown_something_is_told,
    what_is_out_of_reach_is_neither_shown_nor_counted,
    many_at_once_are_told_once,
    each_chooses_what_to_be_told,
    what_was_not_read_goes_out_by_mail_once,
    what_is_out_of_reach_by_then_is_not_sent,
    what_is_shared_is_sent_by_its_name,
    one_is_reminded_once_of_what_is_planned_and_not_of_what_is_settled,
    a_reminder_that_failed_is_told_later,
    a_letter_of_the_day_comes_at_the_hour_of_its_reader,
    whose_lead_waits_is_told_once,
    a_tray_is_ones_own,
);

/// What stands in somebody's tray, without the marks around names.
async fn tray(app: &TestApp, who: Who) -> Vec<String> {
    let page = app.get(who, "/notifications").await.assert_status(200);
    page.texts("main li a[id]").into_iter().map(|line| line.replace(['\u{2068}', '\u{2069}'], "")).collect()
}

/// The count in the bar on top; nothing where there is none.
async fn count(app: &TestApp, who: Who) -> Option<String> {
    app.get(who, "/profile").await.assert_status(200).texts(".top a[href='/notifications'] .tag").pop()
}

fn give(app: &TestApp, by: Who, lead: i64, to: Who) {
    let to = app.directory().person(app.id(to).unwrap()).unwrap().clone();
    app.tx(by, |tx| {
        let before = leads::find(tx, lead).unwrap();
        let mut facts = before.facts.clone();
        (facts.owner_id, facts.team_id) = (Some(to.id), to.team_id);
        leads::save(tx, Action::Assigned, &before, facts).unwrap().unwrap();
    });
}

fn plan(app: &TestApp, by: Who, change: impl FnOnce(&mut ActivityFacts)) -> Activity {
    let team = app.directory().person(app.id(by).unwrap()).unwrap().team_id;
    let mut facts =
        ActivityFacts { owner_id: app.id(by), ..ActivityFacts::starting("Visit the quay", team, app.clock().now()) };
    change(&mut facts);
    app.tx(by, |tx| activities::insert(tx, facts).unwrap())
}

async fn what_colleagues_give_stands_in_the_tray_until_it_is_looked_at(app: TestApp) {
    let lead = app.lead(Mona);
    assert_eq!(count(&app, Alice).await, None);
    give(&app, Mona, lead.id, Alice);
    assert_eq!(tray(&app, Alice).await, [format!("Mona gave you {}", lead.name)]);
    assert_eq!(count(&app, Alice).await.as_deref(), Some("1"));
    app.get(Alice, &format!("/leads/{}", lead.id)).await.assert_status(200);
    assert_eq!(count(&app, Alice).await, None, "it was looked at");
    assert_eq!(tray(&app, Alice).await.len(), 1, "and stays to be found");
    let deal = app.opportunity(Mona);
    let alice = format!("person-{}", app.id(Alice).unwrap());
    let share = [("with", alice.as_str()), ("access", "read")];
    app.post(Mona, &format!("/opportunities/{}/shares", deal.id), &share).await.assert_status(303);
    let page = app.get(Alice, "/notifications").await;
    let read = page.attributes("main form[action^='/notifications/']", "action");
    app.post(Alice, read.iter().find(|action| action.ends_with("/read")).unwrap(), &[]).await.assert_status(303);
    assert_eq!(count(&app, Alice).await, None);
}

async fn what_one_does_oneself_and_what_is_taken_back_is_not_told(app: TestApp) {
    let lead = app.lead(Alice);
    plan(&app, Alice, |_| ());
    assert!(tray(&app, Alice).await.is_empty());
    give(&app, Alice, lead.id, Mona);
    assert_eq!(tray(&app, Mona).await.len(), 1);
    app.tx(Mona, |tx| {
        let before = leads::find(tx, lead.id).unwrap();
        let facts = leads::LeadFacts { owner_id: lead.owner_id, ..before.facts.clone() };
        leads::save(tx, Action::Undone, &before, facts).unwrap().unwrap();
    });
    assert!(tray(&app, Alice).await.is_empty(), "what goes back is no news");
}

async fn who_is_named_is_told_and_sees_no_more_than_before(app: TestApp) {
    let deal = app.opportunity(Alice);
    let path = format!("/opportunities/{}", deal.id);
    let form = app.get(Alice, &path).await.form("/activities");
    let mut form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.retain(|(name, _)| !["kind", "notes"].contains(name));
    form.extend([("kind", "call"), ("notes", "They ask for terms\n@Mona @charlie what do you think?")]);
    app.post(Alice, "/activities", &form).await.assert_goes_to(&path);
    assert_eq!(tray(&app, Mona).await, ["Alice named you: They ask for terms"]);
    assert!(tray(&app, Charlie).await.is_empty() && count(&app, Charlie).await.is_none());
    app.get(Charlie, &path).await.assert_status(404);
    app.share(Entity::Opportunity, deal.id, fursa::sharing::With::Person(app.id(Charlie).unwrap()), false);
    assert!(tray(&app, Charlie).await.contains(&"Alice named you: They ask for terms".to_owned()), "now he may know");
    let activity: i64 = app.db(|db| rows::table.select(rows::id).first(db).unwrap());
    let edit = format!("/activities/{activity}/edit");
    let same = [("version", "1"), ("kind", "call"), ("subject", "They ask for terms"), ("notes", "@Mona: again")];
    app.post(Alice, &edit, &same).await.assert_status(303);
    assert_eq!(tray(&app, Mona).await.len(), 1, "who was named before is not named anew");
}

async fn who_takes_part_and_who_is_shown_something_is_told(app: TestApp) {
    let bob = app.id(Bob).unwrap();
    let visit = plan(&app, Alice, |facts| facts.people = fursa::db::Ids::of([bob]));
    assert_eq!(tray(&app, Bob).await, ["Alice counts on you: Visit the quay"]);
    assert!(tray(&app, Alice).await.is_empty());
    app.get(Bob, &format!("/activities/{}", visit.id)).await.assert_status(200);
    assert_eq!(count(&app, Bob).await, None);
}

async fn what_is_out_of_reach_is_neither_shown_nor_counted(app: TestApp) {
    let (first, second) = (app.lead(Mona), app.lead(Mona));
    give(&app, Mona, first.id, Alice);
    give(&app, Mona, second.id, Alice);
    assert_eq!((tray(&app, Alice).await.len(), count(&app, Alice).await.as_deref()), (2, Some("2")));
    give(&app, Mona, first.id, Charlie);
    let told = tray(&app, Alice).await;
    assert_eq!((told.len(), count(&app, Alice).await.as_deref()), (1, Some("1")), "{told:?}");
}

async fn many_at_once_are_told_once(app: TestApp) {
    let leads: Vec<i64> = (0..3).map(|_| app.lead(Mona).id).collect();
    let alice = app.id(Alice).unwrap().to_string();
    let form = [("change", "owner"), ("person", alice.as_str())];
    change(&app, Mona, "/leads", &leads, &form).await.assert_status(303);
    assert_eq!(tray(&app, Alice).await, ["Mona gave you 3 records"]);
    app.get(Alice, &format!("/leads/{}", leads[2])).await.assert_status(200);
    assert_eq!(count(&app, Alice).await.as_deref(), Some("1"), "one of three was looked at");
    app.post(Alice, "/notifications/read", &[]).await.assert_goes_to("/notifications");
    assert_eq!(count(&app, Alice).await, None);
}

async fn each_chooses_what_to_be_told(app: TestApp) {
    let page = app.get(Alice, "/profile/notifications").await.assert_status(200);
    assert_eq!(page.attributes("input[name=tray][checked]", "value").len(), page.count("input[name=tray]"));
    app.post(Alice, "/profile/notifications", &[("tray", "shared"), ("digest", "7")]).await.assert_status(303);
    let page = app.get(Alice, "/profile/notifications").await;
    assert_eq!(page.attributes("input[name=tray][checked]", "value"), ["shared"]);
    assert!(page.attributes("input[name=mail][checked]", "value").is_empty());
    assert_eq!(page.attributes("option[selected]", "value"), ["7"]);
    let lead = app.lead(Mona);
    give(&app, Mona, lead.id, Alice);
    assert!(tray(&app, Alice).await.is_empty() && count(&app, Alice).await.is_none());
}

fn sent(app: &TestApp) -> Vec<(String, String, String)> {
    let columns = (outbox::recipient, outbox::subject, outbox::body);
    app.db(|db| outbox::table.order(outbox::id).select(columns).load(db).unwrap())
}

fn send(app: &TestApp) -> usize {
    let config = app.app().config.clone();
    app.tx(Ada, |tx| notifications::send(tx, &config).unwrap())
}

async fn what_was_not_read_goes_out_by_mail_once(app: Mailing) {
    let reader = diesel::update(users::table.find(app.id(Alice).unwrap())).set(users::locale.eq("en-XA"));
    app.db(|db| reader.execute(db).unwrap());
    app.db(|db| Sql::new("UPDATE organization SET revision = revision + 1").run(db).unwrap());
    let (first, second) = (app.lead(Mona), app.lead(Mona));
    give(&app, Mona, first.id, Alice);
    give(&app, Mona, second.id, Alice);
    assert_eq!(send(&app), 0, "a little later: they may see it by themselves");
    app.wait(Duration::minutes(3));
    assert_eq!((send(&app), send(&app)), (1, 0), "both in one letter, once");
    let [(to, subject, body)] = sent(&app).try_into().unwrap();
    let text = Text::new(Language::find("en-XA").unwrap(), chrono_tz::UTC);
    assert_eq!(
        (to.as_str(), subject),
        ("alice@fursa.test", text.plain("notifications-mail-subject", &[("n", 2.into())]))
    );
    for lead in [&first, &second] {
        assert!(body.contains(&format!("http://fursa.test/leads/{}", lead.id)), "{body}");
    }
    assert!(body.contains("http://fursa.test/profile/notifications"), "{body}");
    let third = app.lead(Mona);
    give(&app, Mona, third.id, Alice);
    app.get(Alice, &format!("/leads/{}", third.id)).await.assert_status(200);
    app.wait(Duration::minutes(3));
    assert_eq!(send(&app), 0, "she has read it");
}

async fn what_is_shared_is_sent_by_its_name(app: Mailing) {
    let deal = app.opportunity_with(Alice, |deal| deal.name = "Forty anchors".into());
    let charlie = fursa::sharing::With::Person(app.id(Charlie).unwrap());
    app.tx(Mona, |tx| {
        let subject = fursa::sharing::Subject::find(tx, Entity::Opportunity, deal.id).unwrap();
        fursa::sharing::add(tx, &subject, charlie, false).unwrap();
    });
    app.wait(Duration::minutes(3));
    assert_eq!(send(&app), 1);
    let [(to, subject, body)] = sent(&app).try_into().unwrap();
    assert_eq!(to, "charlie@fursa.test");
    assert!(subject.contains("Forty anchors") && body.contains("Forty anchors"), "{subject}: {body}");
}

async fn what_is_out_of_reach_by_then_is_not_sent(app: Mailing) {
    let lead = app.lead(Mona);
    give(&app, Mona, lead.id, Alice);
    give(&app, Mona, lead.id, Charlie);
    app.wait(Duration::minutes(3));
    assert_eq!(send(&app), 1);
    let recipients: Vec<String> = sent(&app).into_iter().map(|(to, _, _)| to).collect();
    assert_eq!(recipients, ["charlie@fursa.test"]);
}

fn remind(app: &TestApp) -> usize {
    app.tx(Ada, |tx| notifications::remind(tx).unwrap())
}

async fn one_is_reminded_once_of_what_is_planned_and_not_of_what_is_settled(app: TestApp) {
    let (now, bob) = (app.clock().now(), app.id(Bob).unwrap());
    let at = |hours: i64| now + Duration::hours(hours);
    let zone = app.directory().organization.tz();
    let visit = plan(&app, Alice, |facts| {
        facts.kind = ActivityKind::Visit;
        facts.people = fursa::db::Ids::of([bob]);
        (facts.day, facts.starts_at) = (Some(wall::shown(zone, at(2)).date()), Some(at(2)));
        facts.remind = Some(15);
    });
    assert_eq!(remind(&app), 0);
    // Put off by an hour: what was not told yet moves along.
    let edit = |change: &dyn Fn(&mut ActivityFacts)| {
        app.tx(Alice, |tx| {
            let before = activities::find(tx, visit.id).unwrap();
            let mut facts = before.facts.clone();
            change(&mut facts);
            activities::save(tx, Action::Edited, &before, facts).unwrap().unwrap();
        });
    };
    edit(&|facts| facts.starts_at = Some(at(3)));
    app.wait(Duration::minutes(106));
    assert_eq!(remind(&app), 0, "not at the hour it had before");
    app.wait(Duration::minutes(60));
    assert_eq!((remind(&app), remind(&app)), (2, 0), "everybody who takes part, once");
    assert_eq!(tray(&app, Alice).await, ["It is time: Visit the quay"]);
    assert!(tray(&app, Bob).await.contains(&"It is time: Visit the quay".to_owned()));
    // Put off once more after that: told once more. Called off: told no more.
    edit(&|facts| facts.starts_at = Some(at(24)));
    edit(&|facts| facts.settle(ActivityState::Cancelled, now));
    app.wait(Duration::hours(24));
    assert_eq!(remind(&app), 0);
    let left: i64 = app.db(|db| reminders::table.count().get_result(db).unwrap());
    assert_eq!(left, 0);
}

async fn a_reminder_that_failed_is_told_later(app: TestApp) {
    let today = wall::shown(app.directory().organization.tz(), app.clock().now()).date();
    plan(&app, Alice, |facts| (facts.day, facts.remind) = (today.succ_opt(), Some(0)));
    app.wait(Duration::hours(48));
    let failed: Result<usize, diesel::result::Error> = app.db(|db| {
        let directory = fursa::directory::Directory::load(db).unwrap().unwrap();
        db.transaction(|db| {
            let mut tx = fursa::db::Tx::of_the_program(db, directory.into(), app.clock().now());
            assert_eq!(notifications::remind(&mut tx)?, 1);
            Err(diesel::result::Error::RollbackTransaction)
        })
    });
    assert!(failed.is_err() && tray(&app, Alice).await.is_empty());
    assert_eq!((remind(&app), remind(&app)), (1, 0));
    assert_eq!(tray(&app, Alice).await, ["It is time: Visit the quay"]);
}

async fn a_letter_of_the_day_comes_at_the_hour_of_its_reader(app: Mailing) {
    let digest = |app: &TestApp| {
        let config = app.app().config.clone();
        app.tx(Ada, |tx| notifications::send_digests(tx, &config).unwrap())
    };
    let zone = chrono_tz::Tz::Asia__Dhaka;
    let reader = diesel::update(users::table.find(app.id(Alice).unwrap())).set(users::zone.eq(zone.name()));
    app.db(|db| reader.execute(db).unwrap());
    app.db(|db| Sql::new("UPDATE organization SET revision = revision + 1").run(db).unwrap());
    let today = wall::shown(zone, app.clock().now()).date();
    plan(&app, Alice, |facts| facts.day = today.pred_opt());
    app.opportunity_with(Alice, |deal| deal.name = "Sixty anchors".into());
    for who in [Alice, Bob] {
        app.post(who, "/profile/notifications", &[("digest", "7")]).await.assert_status(303);
    }
    // To a minute before seven of the next morning in Dhaka.
    let seven = wall::instant(zone, today.succ_opt().unwrap().and_hms_opt(7, 0, 0).unwrap());
    app.wait(seven - app.clock().now() - Duration::minutes(1));
    let before = digest(&app);
    app.wait(Duration::minutes(1));
    assert_eq!((before, digest(&app), digest(&app)), (0, 1, 0), "Alice once; Bob has nothing waiting");
    let [(to, subject, body)] = sent(&app).try_into().unwrap();
    assert!(to == "alice@fursa.test" && subject.starts_with("Your day: "), "{subject}");
    for said in ["Overdue (1)", "Visit the quay", "1 deal has no next step", "mark=unplanned"] {
        assert!(body.contains(said), "{said}: {body}");
    }
    app.wait(Duration::hours(24));
    assert_eq!(digest(&app), 1, "the next day again");
    app.post(Alice, "/profile/notifications", &[("digest", "")]).await.assert_status(303);
    app.wait(Duration::hours(24));
    assert_eq!(digest(&app), 0, "until she wants none");
}

async fn whose_lead_waits_is_told_once(app: TestApp) {
    let find = |app: &TestApp| app.tx(Ada, |tx| notifications::find_waiting(tx).unwrap());
    let lead = app.lead(Alice);
    app.lead_with(Alice, |lead| lead.first_contact_at = Some(lead.created_at));
    app.wait(Duration::hours(23));
    assert_eq!(find(&app), 0);
    app.wait(Duration::hours(2));
    assert_eq!((find(&app), find(&app)), (1, 0));
    let said = format!("{} has waited for a first word for more than a day", lead.name);
    assert_eq!(tray(&app, Alice).await, [said]);
}

async fn a_tray_is_ones_own(app: TestApp) {
    let lead = app.lead(Mona);
    give(&app, Mona, lead.id, Alice);
    let page = app.get(Alice, "/notifications").await;
    let actions = page.attributes("main form", "action");
    let read = actions.iter().find(|action| *action != "/notifications/read").unwrap();
    app.post(Bob, read, &[]).await.assert_status(404);
    app.post(Bob, "/notifications/read", &[]).await.assert_status(303);
    assert_eq!(count(&app, Alice).await.as_deref(), Some("1"));
}
