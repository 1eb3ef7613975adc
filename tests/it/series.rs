//! What comes again: each time an activity of its own, some weeks ahead; changed alone or with those after it.

use chrono::{Duration, NaiveDate};
use diesel::prelude::*;
use fursa::activities::{self, Activity, ActivityState, Repeats};
use fursa::db::schema::{activities as rows, users};
use fursa::db::sql::Sql;

use crate::support::*;

both!(
    what_comes_again_is_planned_some_weeks_ahead,
    the_hour_stays_when_clocks_change,
    as_days_pass_more_is_planned_and_nothing_twice,
    what_comes_seldom_has_its_next_one,
    one_is_moved_alone_and_the_series_goes_on_beside_it,
    this_one_and_those_after_it_change_together,
    an_hour_that_is_taken_away_is_taken_from_all,
    a_reader_elsewhere_moves_nothing_by_looking,
    another_rhythm_calls_off_what_was_planned_by_the_old_one,
    a_change_of_several_is_undone_as_one,
    it_ends_with_its_last_day_its_deal_and_its_owner,
    a_series_needs_a_first_day,
);

fn all(app: &TestApp) -> Vec<Activity> {
    app.db(|db| rows::table.order((rows::day, rows::id)).select(Activity::as_select()).load(db).unwrap())
}

fn days(app: &TestApp) -> Vec<String> {
    let planned = all(app).into_iter().filter(|one| one.state == ActivityState::Planned);
    planned.map(|one| one.day.unwrap().to_string()).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Plans something from its form.
async fn plan(app: &TestApp, typed: &[(&str, &str)]) -> Page {
    let mut form = vec![("kind", "meeting"), ("subject", "Jour fixe")];
    form.extend_from_slice(typed);
    app.post(Alice, "/activities", &form).await
}

/// Edits one through its form.
async fn edit(app: &TestApp, who: Who, id: i64, typed: &[(&str, &str)]) -> Page {
    let path = format!("/activities/{id}/edit");
    let mut form = app.get(who, &path).await.form(&path);
    form.retain(|(name, _)| !typed.iter().any(|(field, _)| field == name));
    form.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(who, &path, &form).await
}

fn go_on(app: &TestApp) -> usize {
    app.tx(Ada, |tx| activities::plan_series_ahead(tx).unwrap())
}

async fn what_comes_again_is_planned_some_weeks_ahead(app: TestApp) {
    let deal = app.opportunity(Alice);
    let about = format!("opportunity-{}", deal.id);
    let typed =
        [("day", "2026-11-24"), ("time", "9:00"), ("minutes", "30"), ("repeats", "weekly"), ("about", about.as_str())];
    plan(&app, &typed).await.assert_status(303);
    let planned = all(&app);
    assert_eq!(days(&app), ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22"]);
    for one in &planned {
        assert_eq!((one.repeats, one.series_id), (Some(Repeats::Weekly), Some(planned[0].id)));
        assert_eq!((one.opportunity_id, one.minutes, one.owner_id), (Some(deal.id), Some(30), app.id(Alice)));
        assert_eq!(one.starts_at.unwrap().time(), "08:00:00".parse().unwrap());
    }
    app.get(Alice, &format!("/activities/{}", planned[0].id)).await.assert_says("Every week");
    // Nobody is told of their own; and whoever is given a series is told once.
    let bob = app.id(Bob).unwrap().to_string();
    let form = [("kind", "task"), ("subject", "Stock"), ("day", "2026-11-24"), ("repeats", "weekly"), ("owner", &*bob)];
    app.post(Mona, "/activities", &form).await.assert_status(303);
    let page = app.get(Bob, "/notifications").await;
    assert_eq!(page.text().matches("Stock").count(), 1, "{}", page.text());
}

async fn the_hour_stays_when_clocks_change(app: TestApp) {
    app.wait(day("2026-10-20").and_hms_opt(8, 0, 0).unwrap() - app.clock().now());
    plan(&app, &[("day", "2026-10-20"), ("time", "2:30"), ("repeats", "daily"), ("repeats_until", "2026-10-27")]).await;
    let hours: Vec<String> =
        all(&app).iter().map(|one| one.starts_at.unwrap().format("%d %H:%M").to_string()).collect();
    // On the 25th half past two comes twice in Warsaw: the first is meant.
    assert_eq!(hours, ["20 00:30", "21 00:30", "22 00:30", "23 00:30", "24 00:30", "25 00:30", "26 01:30", "27 01:30"]);
}

async fn as_days_pass_more_is_planned_and_nothing_twice(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("repeats", "weekly")]).await.assert_status(303);
    assert_eq!(go_on(&app), 0);
    app.wait(Duration::days(15));
    assert_eq!((go_on(&app), go_on(&app)), (2, 0));
    assert_eq!(days(&app).last().unwrap(), "2027-01-05");
    // The program was off for half a year: what has passed is not planned any more.
    app.wait(Duration::days(180));
    assert_eq!(go_on(&app), 5);
    let planned = days(&app);
    assert_eq!(planned[planned.len() - 5..][0], "2027-06-08");
    assert_eq!(planned.len(), 12);
}

async fn what_comes_seldom_has_its_next_one(app: TestApp) {
    plan(&app, &[("day", "2026-11-22"), ("repeats", "yearly")]).await.assert_status(303);
    assert_eq!(days(&app), ["2026-11-22", "2027-11-22"]);
    assert_eq!(go_on(&app), 0);
    app.wait(Duration::days(365));
    assert_eq!(go_on(&app), 1);
    assert_eq!(days(&app).last().unwrap(), "2028-11-22");
}

async fn one_is_moved_alone_and_the_series_goes_on_beside_it(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("repeats", "weekly")]).await.assert_status(303);
    let last = all(&app).pop().unwrap();
    edit(&app, Alice, last.id, &[("day", "2026-12-17"), ("reach", "one")]).await.assert_status(303);
    assert_eq!(days(&app), ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-17"]);
    app.wait(Duration::days(8));
    assert_eq!(go_on(&app), 1);
    assert_eq!(days(&app).last().unwrap(), "2026-12-29", "the 22nd is the one that was moved");
    // What happens to all others does not happen to it.
    let first = all(&app)[0].id;
    edit(&app, Alice, first, &[("subject", "Round table"), ("reach", "following")]).await.assert_status(303);
    let alone: Vec<String> =
        all(&app).into_iter().filter(|one| one.apart_from.is_some()).map(|one| one.facts.subject).collect();
    assert_eq!(alone, ["Jour fixe"]);
    assert_eq!(all(&app).iter().filter(|one| one.subject == "Round table").count(), 5);
}

async fn this_one_and_those_after_it_change_together(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("time", "9:00"), ("repeats", "weekly")]).await.assert_status(303);
    let third = all(&app)[2].id;
    let typed = [("day", "2026-12-10"), ("time", "14:00"), ("place", "Gdynia"), ("reach", "following")];
    edit(&app, Alice, third, &typed).await.assert_status(303);
    assert_eq!(days(&app), ["2026-11-24", "2026-12-01", "2026-12-10", "2026-12-17", "2026-12-24"]);
    let places: Vec<(String, String)> = all(&app)
        .into_iter()
        .map(|one| (one.place.clone(), one.starts_at.unwrap().format("%H:%M").to_string()))
        .collect();
    assert_eq!(places[1], (String::new(), "08:00".into()));
    assert!(places[2..].iter().all(|place| *place == ("Gdynia".into(), "13:00".into())), "{places:?}");
    app.wait(Duration::days(14));
    go_on(&app);
    assert!(days(&app).contains(&"2026-12-31".to_owned()), "{:?}", days(&app));
}

async fn an_hour_that_is_taken_away_is_taken_from_all(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("time", "9:00"), ("repeats", "weekly")]).await.assert_status(303);
    let second = all(&app)[1].id;
    edit(&app, Alice, second, &[("time", ""), ("reach", "following")]).await.assert_status(303);
    let hours: Vec<bool> = all(&app).iter().map(|one| one.starts_at.is_some()).collect();
    assert_eq!(hours, [true, false, false, false, false]);
    app.wait(Duration::days(8));
    assert_eq!(go_on(&app), 1);
    assert_eq!(all(&app).last().unwrap().starts_at, None);
}

async fn a_reader_elsewhere_moves_nothing_by_looking(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("time", "23:30"), ("repeats", "weekly")]).await.assert_status(303);
    let before: Vec<_> = all(&app).into_iter().map(|one| (one.day, one.starts_at)).collect();
    // In Dhaka it is Wednesday already.
    let own = users::table.filter(users::id.eq(app.id(Alice).unwrap()));
    app.db(|db| diesel::update(own).set(users::zone.eq("Asia/Dhaka")).execute(db).unwrap());
    app.db(|db| Sql::new("UPDATE organization SET revision = revision + 1").run(db).unwrap());
    let first = all(&app)[0].id;
    edit(&app, Alice, first, &[("subject", "Round table"), ("reach", "following")]).await.assert_status(303);
    let after: Vec<_> = all(&app).into_iter().map(|one| (one.day, one.starts_at)).collect();
    assert_eq!(before, after);
    assert!(all(&app).iter().all(|one| one.subject == "Round table"));
}

async fn another_rhythm_calls_off_what_was_planned_by_the_old_one(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("repeats", "weekly")]).await.assert_status(303);
    let second = all(&app)[1].id;
    edit(&app, Alice, second, &[("repeats", "fortnightly"), ("reach", "following")]).await.assert_status(303);
    assert_eq!(days(&app), ["2026-11-24", "2026-12-01", "2026-12-15"]);
    let third = all(&app).into_iter().find(|one| one.is_planned() && one.day == Some(day("2026-12-15"))).unwrap();
    edit(&app, Alice, third.id, &[("repeats", ""), ("reach", "following")]).await.assert_status(303);
    app.wait(Duration::days(60));
    assert_eq!(go_on(&app), 0);
    assert_eq!(days(&app), ["2026-11-24", "2026-12-01", "2026-12-15"]);
}

async fn a_change_of_several_is_undone_as_one(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("time", "9:00"), ("repeats", "weekly")]).await.assert_status(303);
    let before: Vec<_> = all(&app).into_iter().map(|one| (one.day, one.starts_at, one.facts.subject)).collect();
    let typed = [("day", "2026-11-25"), ("subject", "Round table"), ("reach", "following")];
    let first = all(&app)[0].id;
    let page = edit(&app, Alice, first, &typed).await.assert_status(303);
    assert_eq!(days(&app)[1], "2026-12-02");
    let undo = app.get(Alice, page.location()).await.attributes("form[action^='/undo/']", "action").remove(0);
    app.post(Alice, &undo, &[]).await.assert_status(303);
    let after: Vec<_> = all(&app).into_iter().map(|one| (one.day, one.starts_at, one.facts.subject)).collect();
    assert_eq!(before, after);
}

async fn it_ends_with_its_last_day_its_deal_and_its_owner(app: TestApp) {
    plan(&app, &[("day", "2026-11-24"), ("repeats", "weekly"), ("repeats_until", "2026-12-03")]).await;
    assert_eq!(days(&app), ["2026-11-24", "2026-12-01"]);
    let deal = app.opportunity(Alice);
    let about = format!("opportunity-{}", deal.id);
    plan(&app, &[("day", "2026-11-24"), ("repeats", "daily"), ("about", about.as_str())]).await.assert_status(303);
    app.db(|db| {
        use fursa::db::schema::opportunities;
        let row = diesel::update(opportunities::table.find(deal.id));
        row.set(opportunities::closed_on.eq(day("2026-11-22"))).execute(db).unwrap()
    });
    app.wait(Duration::days(30));
    assert_eq!(go_on(&app), 0);
    plan(&app, &[("day", "2026-12-24"), ("repeats", "weekly")]).await.assert_status(303);
    let (alice, bob) = (app.id(Alice).unwrap(), app.id(Bob).unwrap());
    let path = format!("/settings/people/{alice}/deactivation");
    let bobs = bob.to_string();
    app.post(Ada, &path, &[("activities", bobs.as_str()), ("opportunities", bobs.as_str())]).await.assert_status(303);
    app.wait(Duration::days(14));
    assert!(go_on(&app) > 0, "it goes on with whose it is now");
    assert_eq!(all(&app).last().unwrap().owner_id, Some(bob));
}

async fn a_series_needs_a_first_day(app: TestApp) {
    let page = plan(&app, &[("repeats", "weekly")]).await.assert_status(422);
    assert!(page.problem("day").is_some());
    assert_eq!(page.form_value("subject").as_deref(), Some("Jour fixe"));
    let typed = [("day", "2026-11-24"), ("repeats", "weekly"), ("repeats_until", "2026-11-20")];
    assert!(plan(&app, &typed).await.assert_status(422).problem("repeats_until").is_some());
    assert!(all(&app).is_empty());
}
