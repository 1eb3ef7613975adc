//! Stand-ins: what they reach, in whose name they work, what stays out of their reach, and how it ends.

mod belongings;
mod told;

use chrono::Duration;
use diesel::prelude::*;
use fursa::db::schema::{accounts, delegations, journal, leads, organization, sessions};
use futures_util::future::join;

use crate::access_matrix::masked;
use crate::support::*;
use crate::visibility::hide;

both!(
    a_stand_in_works_in_the_name_of_who_is_away,
    what_belongs_to_the_person_alone_stays_out_of_reach,
    it_ends_with_its_last_day,
    it_ends_when_it_is_revoked,
    it_ends_when_either_leaves,
    a_form_opened_in_anothers_name_is_not_taken_in_ones_own,
    acting_does_not_chain,
    acting_for_a_role_that_needs_a_factor_needs_one,
    acting_for_somebody_shows_what_they_see,
    what_is_hidden_from_who_is_away_is_hidden_from_who_acts,
    nobody_stands_in_twice_or_while_away,
    no_chain_is_named_in_whatever_order,
    two_who_name_at_once_make_no_chain,
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
    let page = app.get(Charlie, &path).await.assert_status(404);
    assert!(said(&page).contains("You may no longer act for Alice") && !said(&page).contains("You act for"));
    assert!(!said(&app.get(Charlie, "/").await).contains("no longer act"), "it is said once");
    act(&app, Charlie, delegation).await.assert_status(404);
}

/// The stand-in of a sign-in that acts.
fn acting(app: &TestApp) -> i64 {
    app.db(|db| sessions::table.filter(sessions::acting_for.is_not_null()).count().get_result(db).unwrap())
}

fn filed(app: &TestApp) -> i64 {
    app.db(|db| leads::table.count().get_result(db).unwrap())
}

async fn a_form_opened_in_anothers_name_is_not_taken_in_ones_own(app: TestApp) {
    let delegation = name_charlie(&app, "2026-11-24").await;
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    app.post(Alice, &format!("/profile/delegations/{delegation}/removal"), &[]).await.assert_status(303);
    assert_eq!(acting(&app), 1);
    let form = [("name", "Nora"), ("email", "nora@x.example")];
    let page = app.post(Charlie, "/leads", &form).await.assert_status(409);
    assert!(said(&page).contains("You are yourself again") && page.form_value("name").as_deref() == Some("Nora"));
    assert_eq!((filed(&app), acting(&app)), (0, 0));
    app.post(Charlie, "/leads", &form).await.assert_status(303);
    assert_eq!(filed(&app), 1);
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
    assert_eq!(acting(&app), 0);
}

async fn it_ends_when_either_leaves(app: TestApp) {
    let (alice, charlie) = (app.id(Alice).unwrap(), app.id(Charlie).unwrap());
    for (leaving, stays) in [(alice, Charlie), (charlie, Alice)] {
        let delegation = name_charlie(&app, "2026-11-24").await;
        act(&app, Charlie, delegation).await.assert_goes_to("/");
        let path = format!("/settings/people/{leaving}");
        app.post(Ada, &format!("{path}/deactivation"), &[]).await.assert_status(303);
        let page = app.get(stays, "/").await.assert_status(200);
        assert!(!said(&page).contains("act for Alice:") || leaving == alice, "{}", said(&page));
        // It does not come back with them.
        app.post(Ada, &format!("{path}/activation"), &[]).await.assert_status(303);
        app.fresh_browsers();
        act(&app, Charlie, delegation).await.assert_status(404);
        let (by, at): (Option<i64>, Option<chrono::NaiveDateTime>) = app.db(|db| {
            let row = delegations::table.find(delegation).select((delegations::ended_by, delegations::ended_at));
            row.first(db).unwrap()
        });
        assert_eq!((by, at.is_some()), (app.id(Ada), true));
    }
}

async fn acting_for_a_role_that_needs_a_factor_needs_one(app: TestApp) {
    let sam = app.id(Sam).unwrap().to_string();
    let form = [("stand_in", sam.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Alice, "/profile/delegations", &form).await.assert_status(303);
    let delegation = app.directory().delegations[0].id;
    act(&app, Sam, delegation).await.assert_goes_to("/");
    app.db(|db| {
        diesel::update(organization::table).set(organization::factor_roles.eq("sales_rep")).execute(db).unwrap()
    });
    let page = app.get(Sam, "/").await.assert_status(200);
    assert!(said(&page).contains("You may no longer act for Alice"));
    act(&app, Sam, delegation).await.assert_goes_to("/profile/factor");
    assert!(said(&app.get(Sam, "/profile/factor").await).contains("To act for Alice, set up a second factor"));
    assert_eq!(acting(&app), 0);
}

/// The page without what is the stand-in's own: the menu with their name, and the words for whom they act.
fn of_the_work(page: &Page) -> String {
    let text = masked(page);
    let (head, rest) = text.split_once("<header class=\"top\">").unwrap();
    let (_, rest) = rest.split_once("</header>").unwrap();
    match rest.split_once("action=\"/acting/removal\"") {
        Some((_, rest)) => format!("{head}{}", rest.split_once("</aside>").unwrap().1),
        None => format!("{head}{rest}"),
    }
}

async fn acting_for_somebody_shows_what_they_see(app: TestApp) {
    let (lead, account) = (app.lead(Alice), app.account(Alice));
    let (contact, deal) = (app.contact(Alice), app.opportunity(Alice));
    let (of_bob, waiting) = (app.lead(Bob), app.pool_lead("North-East"));
    app.opportunity(Charlie);
    let delegation = name_charlie(&app, "2026-11-24").await;
    act(&app, Charlie, delegation).await.assert_goes_to("/");
    for who in [Alice, Charlie] {
        app.get(who, "/").await.assert_status(200);
    }
    let own = [
        format!("/leads/{}", lead.id),
        format!("/leads/{}/edit", lead.id),
        format!("/leads/{}", waiting.id),
        format!("/leads/{}", of_bob.id),
        format!("/accounts/{}", account.id),
        format!("/contacts/{}/edit", contact.id),
        format!("/opportunities/{}", deal.id),
    ];
    let lists = ["/", "/leads", "/leads?view=mine", "/pool", "/accounts", "/contacts", "/opportunities", "/board"];
    let others = ["/search?q=l", "/leads/new", "/accounts/new", "/products", "/views", "/bin", "/settings", "/imports"];
    for path in lists.into_iter().chain(others).map(str::to_owned).chain(own) {
        let (theirs, acted) = (app.get(Alice, &path).await, app.get(Charlie, &path).await);
        assert_eq!(acted.status, theirs.status, "{path}");
        assert!(of_the_work(&acted) == of_the_work(&theirs), "{path} differs:\n{}\n{}", acted.body, theirs.body);
    }
}

async fn what_is_hidden_from_who_is_away_is_hidden_from_who_acts(app: TestApp) {
    hide(&app, "amounts", "marketer");
    hide(&app, "personal", "marketer");
    let deal = app.opportunity_with(Alice, |deal| deal.amount_minor = Some(4_321_000));
    let lead = app.lead_with(Alice, |lead| lead.emails = "grace@harbour.example".into());
    let mona = app.id(Mona).unwrap().to_string();
    let form = [("stand_in", mona.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Mark, "/profile/delegations", &form).await.assert_status(303);
    let marks = app.directory().delegations[0].id;
    let (deal, lead) = (format!("/opportunities/{}", deal.id), format!("/leads/{}", lead.id));
    app.get(Mona, &deal).await.assert_says("43,210");
    app.get(Mona, &lead).await.assert_says("harbour.example");
    act(&app, Mona, marks).await.assert_goes_to("/");
    app.get(Mona, &deal).await.assert_status(200).assert_hides("43,210");
    app.get(Mona, &format!("{deal}/history")).await.assert_status(200).assert_hides("43,210");
    app.get(Mona, "/opportunities?sort=amount").await.assert_hides("43,210");
    app.get(Mona, &lead).await.assert_status(200).assert_hides("harbour.example");
    app.get(Mona, "/search?q=grace@harbour.example").await.assert_hides("Lena Lindqvist");
    app.post(Mona, "/acting/removal", &[]).await.assert_goes_to("/");
    app.get(Mona, &deal).await.assert_says("43,210");
    // And the other way: what only the absent one sees is shown while acting for them.
    let mark = app.id(Mark).unwrap().to_string();
    let form = [("stand_in", mark.as_str()), ("from_on", "2026-11-25"), ("until_on", "2026-11-26")];
    app.post(Mona, "/profile/delegations", &form).await.assert_status(303);
    app.wait(Duration::days(3));
    app.fresh_browsers();
    let monas = app.directory().delegations.iter().find(|one| one.id != marks).unwrap().id;
    app.get(Mark, &deal).await.assert_status(200).assert_hides("43,210");
    act(&app, Mark, monas).await.assert_goes_to("/");
    app.get(Mark, &deal).await.assert_says("43,210");
}

async fn nobody_stands_in_twice_or_while_away(app: TestApp) {
    let day = |day: u32| format!("2026-11-{day}");
    let name = async |who: Who, stand_in: Who, from: u32, until: u32| {
        let stand_in = app.id(stand_in).unwrap().to_string();
        let (from, until) = (day(from), day(until));
        let form = [("stand_in", stand_in.as_str()), ("from_on", &from), ("until_on", &until)];
        app.post(who, "/profile/delegations", &form).await
    };
    name(Alice, Charlie, 23, 25).await.assert_status(303);
    name(Alice, Charlie, 23, 25).await.assert_status(303);
    assert_eq!(app.directory().delegations.len(), 1, "a second press names nobody twice");
    let page = name(Alice, Charlie, 25, 26).await.assert_status(422);
    assert!(page.problem("stand_in").unwrap().contains("already"));
    name(Alice, Charlie, 26, 27).await.assert_status(303);
    name(Alice, Bob, 24, 25).await.assert_status(303);
    // Each for the other on the same days would be nobody.
    let page = name(Charlie, Alice, 22, 23).await.assert_status(422);
    assert!(page.problem("stand_in").unwrap().contains("Choose somebody who is there"));
    name(Charlie, Alice, 22, 22).await.assert_status(303);
    let id = app.directory().delegations.iter().find(|one| one.until_on.to_string() == "2026-11-22").unwrap().id;
    app.post(Charlie, &format!("/profile/delegations/{id}/removal"), &[]).await.assert_status(303);
    name(Charlie, Alice, 22, 22).await.assert_status(303);
}

/// Whoever stands in names nobody for the same days: a chain is refused, whichever of its links is named last.
async fn no_chain_is_named_in_whatever_order(app: TestApp) {
    let name = async |by: Who, path: &str, stand_in: Who, days: [u32; 2]| {
        let stand_in = app.id(stand_in).unwrap().to_string();
        let [from, until] = days.map(|day| format!("2026-11-{day}"));
        app.post(by, path, &[("stand_in", stand_in.as_str()), ("from_on", &from), ("until_on", &until)]).await
    };
    let own = "/profile/delegations";
    name(Alice, own, Bob, [23, 25]).await.assert_status(303);
    let of_bob = format!("/settings/people/{}/delegations", app.id(Bob).unwrap());
    for (who, path) in [(Bob, own), (Ada, of_bob.as_str())] {
        let page = name(who, path, Charlie, [25, 28]).await.assert_status(422);
        let said = page.problem("from_on").unwrap().replace(['\u{2068}', '\u{2069}'], "");
        assert!(said.contains("Bob stands in for Alice from 23 Nov") && said.contains("until 25 Nov"), "{said}");
    }
    name(Bob, own, Charlie, [26, 28]).await.assert_status(303);
    let page = name(Alice, own, Bob, [26, 26]).await.assert_status(422);
    assert!(page.problem("stand_in").unwrap().contains("Choose somebody who is there"));
    assert_eq!(app.directory().delegations.len(), 2);
}

/// Both links of a chain, or both halves of a circle, at the same moment: one of them is refused.
async fn two_who_name_at_once_make_no_chain(app: TestApp) {
    for day in 10..16 {
        let day = format!("2026-12-{day}");
        let name = async |who: Who, stand_in: Who| {
            let stand_in = app.id(stand_in).unwrap().to_string();
            let form = [("stand_in", stand_in.as_str()), ("from_on", &day), ("until_on", &day)];
            app.post(who, "/profile/delegations", &form).await.status
        };
        let (one, other) = join(name(Alice, Bob), name(Bob, Charlie)).await;
        assert_eq!([one, other].iter().filter(|status| **status == 303).count(), 1, "{day}: {one} {other}");
    }
}

async fn acting_does_not_chain(app: TestApp) {
    let alice = app.id(Alice).unwrap().to_string();
    let form = [("stand_in", alice.as_str()), ("from_on", "2026-11-22"), ("until_on", "2026-11-24")];
    app.post(Mona, "/profile/delegations", &form).await.assert_status(303);
    let monas = app.directory().delegations[0].id;
    let charlie = app.id(Charlie).unwrap().to_string();
    let later = [("stand_in", charlie.as_str()), ("from_on", "2026-11-25"), ("until_on", "2026-11-26")];
    app.post(Alice, "/profile/delegations", &later).await.assert_status(303);
    // As they could be named once: none is refused now that was agreed on then.
    let whole = "UPDATE delegations SET from_on = '2026-11-22', until_on = '2026-11-24'";
    app.db(|db| diesel::sql_query(whole).execute(db).unwrap());
    let alices = app.directory().delegations.last().unwrap().id;
    act(&app, Charlie, monas).await.assert_status(404);
    act(&app, Charlie, alices).await.assert_goes_to("/");
    act(&app, Charlie, monas).await.assert_status(403);
    act(&app, Alice, monas).await.assert_goes_to("/");
}

async fn a_period_and_a_person_are_asked_for(app: TestApp) {
    let (bob, alice) = (app.id(Bob).unwrap().to_string(), app.id(Alice).unwrap().to_string());
    let blank = app.get(Alice, "/profile/delegations").await.assert_status(200);
    assert_eq!(blank.form_value("from_on").as_deref(), Some("2026-11-22"), "mostly it begins today");
    for (who, from, until, wrong) in [
        (bob.as_str(), "", "2026-11-24", "from_on"),
        (&bob, "2026-11-22", "soon", "until_on"),
        (&bob, "2026-11-24", "2026-11-23", "until_on"),
        (&bob, "2026-11-01", "2026-11-21", "until_on"),
        (&bob, "2026-11-22", "2027-11-23", "until_on"),
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
