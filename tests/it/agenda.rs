//! The agenda by hours and by days: what stands where, whose it is, and what is told of what one does not see.

use chrono::NaiveDateTime;
use diesel::prelude::*;
use fursa::activities::{Activity, ActivityState};
use fursa::db::Ids;
use fursa::db::schema::{teams, users};
use fursa::db::sql::Sql;

use crate::support::*;

both!(
    an_hour_that_is_free_is_a_link_to_plan_in_it,
    what_lasts_takes_its_hours,
    what_lasts_days_stands_on_each_of_them,
    what_took_place_stands_where_it_did,
    hours_are_the_readers_own,
    who_takes_part_has_it_in_their_agenda_too,
    a_colleague_whose_work_one_does_not_see_is_busy,
    a_team_stands_side_by_side,
    a_month_names_the_first_of_each_day,
    an_agenda_out_of_reach_is_not_found,
    several_are_moved_given_and_done_at_once,
);

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

/// The company is another since: its people and teams are read again.
fn changed(app: &TestApp) {
    app.db(|db| Sql::new("UPDATE organization SET revision = revision + 1").run(db).unwrap());
}

/// What the cells of a row say.
fn row(page: &Page, name: &str) -> Vec<String> {
    let heads = page.texts(".agenda tbody th");
    let place = heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("no row {name} in {heads:?}"));
    page.texts(&format!(".agenda tbody tr:nth-child({}) td", place + 1))
}

async fn an_hour_that_is_free_is_a_link_to_plan_in_it(app: TestApp) {
    let page = app.get(Alice, "/agenda?view=week&on=2026-11-25").await.assert_status(200);
    assert_eq!(page.count(".agenda thead th"), 8);
    let href = "/activities/new?kind=meeting&day=2026-11-26&time=14:00";
    assert!(page.has_link(href), "{:?}", page.links());
    let form = app.get(Alice, href).await.form("/activities");
    let mut form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    form.retain(|(name, _)| *name != "subject");
    form.push(("subject", "Look at the yard"));
    app.post(Alice, "/activities", &form).await.assert_status(303);
    let page = app.get(Alice, "/agenda?view=week&on=2026-11-25").await;
    assert!(!page.has_link(href));
    let cells = row(&page, "14:00");
    assert!(cells[3].contains("14:00") && cells[3].contains("Look at the yard"), "{cells:?}");
}

async fn what_lasts_takes_its_hours(app: TestApp) {
    app.activity_with(Alice, "Long talk", |facts| at_hour(facts, "2026-11-24 08:30", 120));
    app.activity_with(Alice, "Short call", |facts| at_hour(facts, "2026-11-24 09:00", 15));
    let page = app.get(Alice, "/agenda?view=day&on=2026-11-24").await;
    // Half past nine until half past eleven in Warsaw.
    assert_eq!(page.attributes(".agenda td.taken", "rowspan"), ["3"]);
    let said = page.texts(".agenda td.taken li").join("|");
    assert!(said.find("Long talk") < said.find("Short call"), "{said}");
    let free = page.attributes(".agenda .slot", "href");
    assert!(free.iter().all(|href| !["09:00", "10:00", "11:00"].iter().any(|taken| href.ends_with(taken))), "{free:?}");
    assert!(free.iter().any(|href| href.ends_with("time=12:00")), "{free:?}");
}

async fn what_lasts_days_stands_on_each_of_them(app: TestApp) {
    app.activity_with(Alice, "Fair", |facts| {
        facts.day = "2026-11-24".parse().ok();
        facts.until_day = "2026-11-26".parse().ok();
    });
    let page = app.get(Alice, "/agenda?view=week&on=2026-11-25").await;
    let days: Vec<bool> = row(&page, "Whole day").iter().map(|cell| cell.contains("Fair")).collect();
    assert_eq!(days, [false, true, true, true, false, false, false]);
    // Its last days are in a stretch in which it does not begin.
    app.get(Alice, "/agenda?view=day&on=2026-11-26").await.assert_says("Fair");
    app.get(Alice, "/agenda?view=day&on=2026-11-27").await.assert_hides("Fair");
}

async fn what_took_place_stands_where_it_did(app: TestApp) {
    app.activity_with(Alice, "Rang them", |facts| facts.settle(ActivityState::Done, at("2026-11-20 11:00")));
    app.activity_with(Alice, "Gave it up", |facts| facts.settle(ActivityState::Cancelled, at("2026-11-20 11:00")));
    app.activity_with(Alice, "Met them", |facts| {
        at_hour(facts, "2026-11-20 13:00", 60);
        facts.settle(ActivityState::Done, at("2026-11-20 13:00"));
    });
    let page = app.get(Alice, "/agenda?view=day&on=2026-11-20").await.assert_hides("Gave it up");
    assert!(row(&page, "Whole day")[0].contains("Rang them"));
    assert!(row(&page, "14:00")[0].contains("Met them") && row(&page, "14:00")[0].contains("Done"));
}

async fn hours_are_the_readers_own(app: TestApp) {
    app.activity_with(Alice, "Late call", |facts| at_hour(facts, "2026-11-24 23:30", 60));
    let page = app.get(Alice, "/agenda?view=week&on=2026-11-25").await;
    // Half past midnight on Wednesday in Warsaw.
    assert!(row(&page, "00:00")[2].contains("00:30"));
    let own = users::table.filter(users::id.eq(app.id(Alice).unwrap()));
    app.db(|db| diesel::update(own).set(users::zone.eq("America/New_York")).execute(db).unwrap());
    changed(&app);
    let page = app.get(Alice, "/agenda?view=week&on=2026-11-25").await;
    assert!(row(&page, "18:00")[1].contains("18:30"), "{:?}", row(&page, "18:00"));
}

async fn who_takes_part_has_it_in_their_agenda_too(app: TestApp) {
    let bob = app.id(Bob).unwrap();
    app.activity_with(Alice, "Joint visit", |facts| {
        at_hour(facts, "2026-11-24 09:00", 60);
        facts.people = Ids::of([bob]);
    });
    for path in ["/agenda", "/agenda?view=day&on=2026-11-24", "/"] {
        app.get(Bob, path).await.assert_says("Joint visit");
        app.get(Charlie, path).await.assert_hides("Joint visit");
    }
    // It is not theirs to end.
    assert_eq!(app.get(Bob, "/agenda").await.count("main form[action$='/settlement']"), 0);
}

async fn a_colleague_whose_work_one_does_not_see_is_busy(app: TestApp) {
    let deal = app.opportunity(Alice);
    let alice = app.id(Alice).unwrap();
    let helper = app.hire("Hanna", "support", "North-East");
    let meeting = app.activity_with(Alice, "Secret talk", |facts| {
        at_hour(facts, "2026-11-24 09:00", 60);
        facts.opportunity_id = Some(deal.id);
    });
    app.activity_with(Alice, "Secret fair", |facts| facts.day = "2026-11-24".parse().ok());
    let path = format!("/agenda?view=day&on=2026-11-24&of=person-{alice}");
    app.get(helper, &path).await.assert_status(404);
    app.db(|db| diesel::update(teams::table).set(teams::shares_records.eq(true)).execute(db).unwrap());
    changed(&app);
    let page = app.get(helper, &path).await.assert_status(200);
    assert!(row(&page, "10:00")[0].contains("Busy"), "{:?}", row(&page, "10:00"));
    let page = page.assert_hides("Secret").assert_hides(&deal.name);
    assert!(!page.body.contains(&format!("/activities/{}", meeting.id)));
    app.get(helper, &format!("/agenda?of=person-{alice}")).await.assert_status(200).assert_hides("Secret");
    // Who sells on the same team sees what it is.
    app.get(Bob, &path).await.assert_says("Secret talk").assert_says("Secret fair");
}

async fn a_team_stands_side_by_side(app: TestApp) {
    app.activity_with(Alice, "Alices talk", |facts| at_hour(facts, "2026-11-24 09:00", 60));
    app.activity_with(Bob, "Bobs talk", |facts| at_hour(facts, "2026-11-24 10:00", 60));
    let team = format!("team-{}", app.team("North-East"));
    let page = app.get(Mona, &format!("/agenda?view=day&on=2026-11-24&of={team}")).await.assert_status(200);
    let names = page.texts(".agenda thead th a");
    let place = |name: &str| names.iter().position(|one| one.starts_with(name)).unwrap();
    assert!(row(&page, "10:00")[place("Alice")].contains("Alices talk"));
    assert!(row(&page, "11:00")[place("Bob")].contains("Bobs talk"));
    let with = format!("/activities/new?kind=meeting&day=2026-11-24&with={}&time=12:00", app.id(Bob).unwrap());
    assert!(page.has_link(&with));
    let form = app.get(Mona, &with).await;
    assert_eq!(form.attributes("input[name='people'][checked]", "value"), [app.id(Bob).unwrap().to_string()]);
    let page = app.get(Mona, &format!("/agenda?view=week&on=2026-11-24&of={team}")).await;
    let alice = page.texts(".agenda tbody th").into_iter().find(|name| name.starts_with("Alice")).unwrap();
    assert!(row(&page, &alice)[1].contains("Alices talk"));
    let page = app.get(Mona, &format!("/agenda?of={team}")).await;
    assert!(page.text_contains("Alices talk") && page.text_contains("Bobs talk"));
}

async fn a_month_names_the_first_of_each_day(app: TestApp) {
    for n in 1..=6 {
        app.activity_with(Alice, &format!("Talk {n}"), |facts| at_hour(facts, &format!("2026-11-24 0{n}:00"), 30));
    }
    let page = app.get(Alice, "/agenda?view=month&on=2026-11-24").await.assert_status(200);
    // Monday 26 October to Sunday 6 December.
    assert_eq!(page.count(".agenda tbody td"), 42);
    let said = page.text();
    assert!(said.contains("Talk 4") && !said.contains("Talk 5") && said.contains("2 more"), "{said}");
    app.get(Alice, "/agenda?view=day&on=2026-11-24").await.assert_says("Talk 6");
}

async fn an_agenda_out_of_reach_is_not_found(app: TestApp) {
    let (alice, team) = (app.id(Alice).unwrap(), app.team("North-East"));
    for of in [format!("person-{alice}"), format!("team-{team}"), "person-999999".to_owned(), "somebody".to_owned()] {
        for view in ["list", "day", "week", "month"] {
            app.get(Charlie, &format!("/agenda?view={view}&of={of}")).await.assert_status(404);
        }
    }
    let page = app.get(Charlie, "/agenda").await;
    assert_eq!(page.count("main select"), 0);
    for view in ["day", "week", "month"] {
        app.get(Mona, &format!("/agenda?view={view}&of=team-{team}")).await.assert_status(200);
        app.get(Ada, &format!("/agenda?view={view}&of=person-{alice}")).await.assert_status(200);
    }
}

async fn several_are_moved_given_and_done_at_once(app: TestApp) {
    let first = app.activity_with(Alice, "First", |facts| at_hour(facts, "2026-11-24 09:00", 60));
    let second = app.activity_with(Alice, "Second", |facts| facts.day = "2026-11-20".parse().ok());
    let bobs = app.activity_with(Bob, "Not hers", |facts| facts.day = "2026-11-24".parse().ok());
    let page = app.get(Alice, "/agenda").await;
    assert_eq!(page.count("input[form='bulk'][name='id']"), 2);
    let ids: Vec<String> = [&first, &second, &bobs].map(|one| one.id.to_string()).into();
    let several = |what: &'static str, field: &'static str, value: &str| {
        let mut form: Vec<(&str, String)> = ids.iter().map(|id| ("id", id.clone())).collect();
        form.extend([("what", what.to_owned()), (field, value.to_owned())]);
        form
    };
    let send = async |who: Who, form: Vec<(&str, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let went = app.post(who, "/activities/several", &form).await.assert_goes_to("/agenda");
        app.get(who, went.location()).await
    };
    let row = |id: i64| -> Activity { app.tx(Ada, |tx| fursa::activities::find(tx, id).unwrap()) };
    let page = send(Alice, several("move", "day", "2026-11-30")).await;
    assert!(page.text_contains("2 moved.") && page.text_contains("One was passed over"), "{}", page.text());
    assert_eq!(
        (row(first.id).starts_at, row(second.id).day),
        (Some(at("2026-11-30 09:00")), "2026-11-30".parse().ok())
    );
    assert_eq!(row(bobs.id).day, bobs.day);
    let undo = page.attributes("form[action^='/undo/']", "action").remove(0);
    app.post(Alice, &undo, &[]).await.assert_status(303);
    assert_eq!((row(first.id).starts_at, row(second.id).day), (first.starts_at, second.day));
    // A rep gives nothing of theirs to somebody else's team; a manager does.
    let charlie = app.id(Charlie).unwrap().to_string();
    assert!(send(Alice, several("give", "owner", &charlie)).await.text_contains("Choose somebody"));
    let bob = app.id(Bob).unwrap();
    assert!(send(Mona, several("give", "owner", &bob.to_string())).await.text_contains("3 given."));
    assert_eq!([first.id, second.id, bobs.id].map(|id| row(id).owner_id), [Some(bob); 3]);
    for (form, said) in
        [(several("move", "day", "soon"), "Enter a day"), (vec![("what", "done".to_owned())], "Nothing was ticked")]
    {
        assert!(send(Bob, form).await.text_contains(said), "{said}");
    }
    send(Bob, several("done", "day", "")).await;
    assert_eq!([first.id, second.id, bobs.id].map(|id| row(id).state), [ActivityState::Done; 3]);
}
