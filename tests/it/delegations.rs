//! Stand-ins: what they reach, in whose name they work, what stays out of their reach, and how it ends.

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{accounts, journal, sessions, users};

use crate::support::*;

both!(
    a_stand_in_works_in_the_name_of_who_is_away,
    what_belongs_to_the_person_alone_stays_out_of_reach,
    it_ends_with_its_last_day,
    it_ends_when_it_is_revoked,
    it_ends_when_who_is_away_leaves,
    acting_does_not_chain,
    a_period_and_a_person_are_asked_for,
    beginning_and_end_are_journalled,
);

/// Alice names Charlie, from today on.
async fn name_charlie(app: &TestApp, until: &str) -> i64 {
    let charlie = app.id(Charlie).unwrap().to_string();
    let form = [("stand_in", charlie.as_str()), ("from_on", "2026-11-22"), ("until_on", until)];
    app.post(Alice, "/profile/delegations", &form).await.assert_goes_to("/profile/delegations");
    app.directory().delegations.last().unwrap().id
}

async fn act(app: &TestApp, who: Who, delegation: i64) -> Page {
    app.post(who, &format!("/acting/{delegation}"), &[]).await
}

/// What a page says, without the marks that keep names apart from the words around them.
fn said(page: &Page) -> String {
    page.text().replace(['\u{2068}', '\u{2069}'], "")
}

async fn a_stand_in_works_in_the_name_of_who_is_away(app: TestApp) {
    let account = app.account(Alice);
    let path = format!("/accounts/{}", account.id);
    let delegation = name_charlie(&app, "2026-11-24").await;
    app.get(Charlie, &path).await.assert_status(404);
    assert!(said(&app.get(Charlie, "/").await).contains("Act for Alice"));
    assert!(!said(&app.get(Bob, "/").await).contains("Act for"));
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    let page = app.get(Charlie, &path).await.assert_status(200);
    assert!(said(&page).contains("You act for Alice.") && !said(&page).contains("Act for"));
    let why = said(&app.get(Charlie, &format!("{path}/shares")).await);
    assert!(why.contains("You act for Alice") && why.contains("You own it."), "{why}");
    let form = [("version", "1"), ("part", "terms"), ("payment_terms", "30 days")];
    app.post(Charlie, &format!("{path}/edit"), &form).await.assert_goes_to(&path);
    let last = journal::table.order(journal::id.desc()).select((journal::actor_id, journal::on_behalf_of));
    let by: (Option<i64>, Option<i64>) = app.db(|db| last.first(db).unwrap());
    assert_eq!(by, (app.id(Charlie), app.id(Alice)));
    assert!(said(&app.get(Alice, &path).await).contains("Charlie for Alice edited"));
    // What is filed is Alice's.
    let blank = app.get(Charlie, "/accounts/new").await.form_value("owner").unwrap();
    let form = [("name", "Harbour"), ("owner", blank.as_str()), ("anyway", "yes")];
    app.post(Charlie, "/accounts", &form).await.assert_status(303);
    let owner: Option<i64> =
        app.db(|db| accounts::table.order(accounts::id.desc()).select(accounts::owner_id).first(db).unwrap());
    assert_eq!(owner, app.id(Alice));
    app.post(Charlie, "/acting/removal", &[]).await.assert_goes_to("/");
    app.get(Charlie, &path).await.assert_status(404);
}

async fn what_belongs_to_the_person_alone_stays_out_of_reach(app: TestApp) {
    let charlie = app.id(Charlie).unwrap().to_string();
    let form = [("stand_in", charlie.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    let ada = app.id(Ada).unwrap();
    app.post(Ada, &format!("/settings/people/{ada}/delegations"), &form).await.assert_status(303);
    act(&app, Charlie, app.directory().delegations[0].id).await.assert_goes_to("/");
    for path in
        ["/profile", "/profile?lang=en", "/profile/delegations", "/profile/sign-ins", "/settings", "/settings/people"]
    {
        app.get(Charlie, path).await.assert_status(403);
    }
    for path in ["/profile", "/profile/password", "/profile/sessions/removal", "/profile/delegations"] {
        app.post(Charlie, path, &form).await.assert_status(403);
    }
    app.post(Charlie, &format!("/settings/people/{ada}/delegations"), &form).await.assert_status(403);
}

async fn it_ends_with_its_last_day(app: TestApp) {
    let lead = app.lead(Alice);
    let path = format!("/leads/{}", lead.id);
    let delegation = name_charlie(&app, "2026-11-22").await;
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    app.get(Charlie, &path).await.assert_status(200);
    // Twelve hours on it is still the same day where the company is, an hour later it is not.
    app.clock().advance(Duration::minutes(12 * 60 + 59));
    app.get(Charlie, &path).await.assert_status(200);
    app.clock().advance(Duration::minutes(1));
    app.get(Charlie, &path).await.assert_status(404);
    act(&app, Charlie, delegation).await.assert_status(404);
}

async fn it_ends_when_it_is_revoked(app: TestApp) {
    let lead = app.lead(Alice);
    let path = format!("/leads/{}", lead.id);
    let delegation = name_charlie(&app, "2026-11-24").await;
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    app.post(Bob, &format!("/profile/delegations/{delegation}/removal"), &[]).await.assert_status(404);
    app.get(Charlie, &path).await.assert_status(200);
    app.post(Alice, &format!("/profile/delegations/{delegation}/removal"), &[]).await.assert_status(303);
    app.get(Charlie, &path).await.assert_status(404);
    let acting: i64 =
        app.db(|db| sessions::table.filter(sessions::acting_for.is_not_null()).count().get_result(db).unwrap());
    assert_eq!(acting, 0);
}

async fn it_ends_when_who_is_away_leaves(app: TestApp) {
    let lead = app.lead(Alice);
    let delegation = name_charlie(&app, "2026-11-24").await;
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    let row = users::table.find(app.id(Alice).unwrap());
    app.db(|db| diesel::update(row).set(users::active.eq(false)).execute(db).unwrap());
    app.get(Charlie, &format!("/leads/{}", lead.id)).await.assert_status(404);
    assert!(!said(&app.get(Charlie, "/").await).contains("for Alice"));
}

async fn acting_does_not_chain(app: TestApp) {
    let alice = app.id(Alice).unwrap().to_string();
    let form = [("stand_in", alice.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Mona, "/profile/delegations", &form).await.assert_status(303);
    let monas = app.directory().delegations[0].id;
    let alices = name_charlie(&app, "2026-11-24").await;
    act(&app, Charlie, monas).await.assert_status(404);
    act(&app, Charlie, alices).await.assert_goes_to("/");
    act(&app, Charlie, monas).await.assert_status(403);
    act(&app, Alice, monas).await.assert_goes_to("/");
}

async fn a_period_and_a_person_are_asked_for(app: TestApp) {
    let (bob, alice) = (app.id(Bob).unwrap().to_string(), app.id(Alice).unwrap().to_string());
    for (who, from, until, wrong) in [
        (bob.as_str(), "", "2026-11-24", "from_on"),
        (&bob, "2026-11-22", "soon", "until_on"),
        (&bob, "2026-11-24", "2026-11-23", "until_on"),
        (&bob, "2026-11-01", "2026-11-21", "until_on"),
        (&alice, "2026-11-22", "2026-11-24", "stand_in"),
        ("", "2026-11-22", "2026-11-24", "stand_in"),
        ("99999", "2026-11-22", "2026-11-24", "stand_in"),
    ] {
        let form = [("stand_in", who), ("from_on", from), ("until_on", until)];
        let page = app.post(Alice, "/profile/delegations", &form).await.assert_status(422);
        assert!(page.problem(wrong).is_some(), "{form:?}");
    }
    assert!(app.directory().delegations.is_empty());
}

async fn beginning_and_end_are_journalled(app: TestApp) {
    let delegation = name_charlie(&app, "2026-11-24").await;
    let (alice, ada) = (app.id(Alice), app.id(Ada));
    let path = format!("/settings/people/{}/delegations/{delegation}/removal", alice.unwrap());
    app.post(Ada, &path, &[]).await.assert_status(303);
    let told = journal::table.filter(journal::entity.eq("user").and(journal::record_id.eq(alice.unwrap())));
    let told = told.filter(journal::action.like("delegat%")).order(journal::id);
    let told: Vec<(String, Option<i64>)> =
        app.db(|db| told.select((journal::action, journal::actor_id)).load(db).unwrap());
    assert_eq!(told, [("delegated".to_owned(), alice), ("delegation_ended".to_owned(), ada)]);
}
