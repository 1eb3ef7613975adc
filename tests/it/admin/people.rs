//! Who works here: filed, changed, leaving; and never locked out.

use diesel::prelude::*;
use fursa::db::schema::{batches, journal_values, leads, opportunities, sessions, users};
use fursa::imports::Kind;
use fursa::journal::{Action, Entity};
use fursa::leads::LeadState;

use super::{journalled, person, resend, send};
use crate::imports::import;
use crate::support::*;

both!(
    a_new_person_gets_a_link_shown_once,
    a_second_press_files_nobody_twice,
    a_wrong_form_keeps_what_was_typed,
    the_last_administrator_cannot_be_demoted_or_deactivated,
    an_administrator_who_cannot_sign_in_does_not_count,
    somebody_deactivated_is_signed_out_and_their_work_goes_on,
    people_come_by_name_in_any_alphabet,
    nothing_is_left_behind_without_an_answer,
    leads_and_deals_go_to_who_can_open_them,
    what_goes_to_the_pool_waits_there,
    who_stops_selling_hands_over_first,
    somebody_of_a_retired_team_stays_there_until_moved,
    sign_ins_end_with_the_address,
    a_person_takes_open_records_to_another_team,
    sign_ins_end_with_the_roles,
    another_address_is_told,
    another_address_is_told_to_the_old_mailbox,
    a_name_is_one_line,
    two_administrators_are_asked_about_the_same_field,
    no_password_is_ever_journalled,
);

async fn a_new_person_gets_a_link_shown_once(app: TestApp) {
    let north = app.team("North").to_string();
    let changed = [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep"), ("team_id", &north)];
    let page = resend(&app, "/settings/people/new", "/settings/people", &changed).await.assert_status(200);
    let link = page.attributes("#link", "value").pop().unwrap();
    let token = link.rsplit('/').next().unwrap();
    page.assert_says("for 7 days");
    app.get(Ada, "/settings/people").await.assert_says("Nadia").assert_hides(token);
    let nadia: i64 = app.db(|db| users::table.filter(users::name.eq("Nadia")).select(users::id).first(db).unwrap());
    app.get(Ada, &person(Some(nadia))).await.assert_says("Never signed in").assert_hides(token);
}

async fn a_second_press_files_nobody_twice(app: TestApp) {
    let form = app.get(Ada, "/settings/people/new").await.form("/settings/people");
    let changed = [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep")];
    send(&app, &form, "/settings/people", &changed).await.assert_status(200);
    let second = send(&app, &form, "/settings/people", &changed).await.assert_status(303);
    assert!(second.location().starts_with("/settings/people/"));
    let nadias = users::table.filter(users::name.eq("Nadia"));
    assert_eq!(app.db(|db| nadias.count().get_result::<i64>(db).unwrap()), 1);
}

async fn a_wrong_form_keeps_what_was_typed(app: TestApp) {
    let fields = [("name", "Nadia"), ("email", "ALICE@fursa.test"), ("team_id", "99"), ("sees_amounts", "on")];
    let page = app.post(Ada, "/settings/people", &fields).await.assert_status(422);
    for field in ["email", "roles", "team_id"] {
        assert!(page.problem(field).is_some(), "{field}");
    }
    assert_eq!(page.form_value("name").as_deref(), Some("Nadia"));
    assert_eq!(page.form_value("email").as_deref(), Some("ALICE@fursa.test"));
    assert_eq!(page.form_value("sees_amounts").as_deref(), Some("on"));
}

async fn the_last_administrator_cannot_be_demoted_or_deactivated(app: TestApp) {
    let ada = person(app.id(Ada));
    let demoted = resend(&app, &ada, &ada, &[("roles", "sales_rep")]).await.assert_status(422);
    assert!(demoted.problem("roles").is_some());
    let unreachable = resend(&app, &ada, &ada, &[("roles", "admin"), ("email", "")]).await.assert_status(422);
    assert!(unreachable.problem("roles").is_some());
    app.post(Ada, &format!("{ada}/deactivation"), &[]).await.assert_status(422);
    let mona = person(app.id(Mona));
    resend(&app, &mona, &mona, &[("roles", "admin")]).await.assert_status(303);
    resend(&app, &ada, &ada, &[("roles", "sales_rep")]).await.assert_status(303);
    app.get(Ada, "/settings").await.assert_status(403);
    app.get(Mona, "/settings").await.assert_status(200);
}

async fn an_administrator_who_cannot_sign_in_does_not_count(app: TestApp) {
    use fursa::access::Roles;
    use fursa::identity::user::{self, UserFacts};

    let team = app.team("South");
    app.tx(Ada, |tx| {
        let eve = UserFacts::new("Eve", Some("eve@fursa.test"), Roles::parse("admin"), team, tx.now);
        user::insert(tx, eve).unwrap();
    });
    let ada = person(app.id(Ada));
    let demoted = resend(&app, &ada, &ada, &[("roles", "sales_rep")]).await.assert_status(422);
    assert!(demoted.problem("roles").is_some());
    app.post(Ada, &format!("{ada}/deactivation"), &[]).await.assert_status(422);
    app.tx(Ada, |tx| {
        let me = user::find(tx, tx.viewer.id).unwrap();
        let demoted = UserFacts { roles: "sales_rep".into(), ..me.facts.clone() };
        assert_eq!(user::save(tx, Action::Edited, &me, demoted).unwrap(), None, "whoever asks");
    });
}

async fn leads_and_deals_go_to_who_can_open_them(app: TestApp) {
    app.lead(Alice);
    let leaving = format!("{}/deactivation", person(app.id(Alice)));
    let page = app.get(Ada, &leaving).await.assert_status(200);
    let offered = page.texts("#leads option");
    assert!(offered.contains(&"Charlie".to_owned()));
    assert!(!offered.contains(&"Sam".to_owned()) && !offered.contains(&"Mark".to_owned()), "{offered:?}");
    for stranger in [Sam, Mark, Alice] {
        let heir = app.id(stranger).unwrap().to_string();
        let page = app.post(Ada, &leaving, &[("leads", &heir)]).await.assert_status(422);
        assert!(page.problem("leads").is_some());
    }
    let (sam, mark) = (format!("{}/deactivation", person(app.id(Sam))), app.id(Mark).unwrap().to_string());
    app.account(Sam);
    app.post(Ada, &sam, &[("accounts", "pool")]).await.assert_status(422);
    app.post(Ada, &sam, &[("accounts", &mark)]).await.assert_status(303);
}

async fn who_stops_selling_hands_over_first(app: TestApp) {
    let deal = app.opportunity(Alice);
    let alice = person(app.id(Alice));
    let page = resend(&app, &alice, &alice, &[("roles", "support_agent")]).await.assert_status(422);
    assert!(page.problem("heir").is_some());
    let form: Vec<_> = page.form(&alice).into_iter().filter(|(name, _)| name != "heir").collect();
    let heir = app.id(Charlie).unwrap();
    send(&app, &form, &alice, &[("heir", &heir.to_string())]).await.assert_goes_to("/settings/people");
    assert_eq!(
        app.db(|db| batches::table.filter(batches::kind.eq("handover")).count().get_result::<i64>(db).unwrap()),
        1
    );
    app.get(Charlie, &format!("/opportunities/{}", deal.id)).await.assert_status(200);
    let bob = person(app.id(Bob));
    resend(&app, &bob, &bob, &[("roles", "support_agent")]).await.assert_goes_to("/settings/people");
}

async fn somebody_of_a_retired_team_stays_there_until_moved(app: TestApp) {
    let (south, charlie) = (app.team("South"), person(app.id(Charlie)));
    app.post(Ada, &format!("{charlie}/deactivation"), &[]).await.assert_goes_to("/settings/people");
    let team = format!("/settings/teams/{south}");
    resend(&app, &team, &team, &[("active", "")]).await.assert_goes_to("/settings/teams");
    resend(&app, &charlie, &charlie, &[("name", "Charles")]).await.assert_goes_to("/settings/people");
    let id = app.id(Charlie).unwrap();
    let kept: i64 = app.db(|db| users::table.find(id).select(users::team_id).first(db).unwrap());
    assert_eq!(kept, south);
    let page = app.post(Ada, &format!("{charlie}/activation"), &[]).await.assert_status(422);
    assert!(page.problem("team_id").is_some());
    let north = app.team("North").to_string();
    resend(&app, &charlie, &charlie, &[("team_id", &north)]).await.assert_goes_to("/settings/people");
    app.post(Ada, &format!("{charlie}/activation"), &[]).await.assert_goes_to("/settings/people");
}

async fn sign_ins_end_with_the_address(app: TestApp) {
    let id = app.id(Alice).unwrap();
    let (who, alice) = (Who::Person(id), person(Some(id)));
    for address in ["alice@elsewhere.test", ""] {
        app.fresh_browsers();
        app.get(who, "/profile").await.assert_status(200);
        resend(&app, &alice, &alice, &[("email", address)]).await.assert_goes_to("/settings/people");
        app.get(who, "/profile").await.assert_status(303);
    }
    let (here, ada) = (app.browser_of(Ada), person(app.id(Ada)));
    resend(&app, &ada, &ada, &[("email", "ada@elsewhere.test")]).await.assert_goes_to("/settings/people");
    here.get("/profile").await.assert_status(200);
}

async fn somebody_deactivated_is_signed_out_and_their_work_goes_on(app: TestApp) {
    let open = app.lead(Alice);
    let closed = app.lead_with(Alice, |lead| lead.state = LeadState::Disqualified);
    let deal = app.opportunity(Alice);
    app.account(Alice);
    app.get(Alice, "/profile").await.assert_status(200);
    let leaving = format!("{}/deactivation", person(app.id(Alice)));
    let page = app.get(Ada, &leaving).await.assert_status(200);
    let page = page.assert_says("1 open lead").assert_says("1 open opportunity").assert_says("1 sign-in");
    let rows = format!("/leads?view=team&owner={}", app.id(Alice).unwrap());
    assert!(page.has_link(&rows));
    assert_eq!(app.get(Ada, &rows).await.assert_status(200).count("tbody tr"), 1, "the rows behind the number");
    let heir = app.id(Charlie).unwrap();
    let account = app.id(Bob).unwrap().to_string();
    let heirs = heir.to_string();
    let chosen = [("leads", heirs.as_str()), ("opportunities", &heirs), ("accounts", &account), ("contacts", &account)];
    let report = app.post(Ada, &leaving, &chosen).await.assert_status(303).location().to_owned();
    let report = app.get(Ada, &report).await.assert_status(200);
    report.assert_says("1 open lead Charlie").assert_says("1 open opportunity Charlie").assert_says("1 account Bob");
    app.get(Alice, "/profile").await.assert_status(303);
    let alice = app.id(Alice).unwrap();
    assert_eq!(
        app.db(|db| sessions::table.filter(sessions::user_id.eq(alice)).count().get_result::<i64>(db).unwrap()),
        0
    );
    let whose = |id: i64| {
        app.db(|db| {
            leads::table.find(id).select((leads::owner_id, leads::team_id)).first::<(Option<i64>, i64)>(db).unwrap()
        })
    };
    assert_eq!(whose(open.id), (Some(heir), app.team("South")));
    assert_eq!(whose(closed.id), (Some(alice), app.team("North-East")), "closed ones keep the name");
    let seller: Option<i64> =
        app.db(|db| opportunities::table.find(deal.id).select(opportunities::owner_id).first(db).unwrap());
    assert_eq!(seller, Some(heir));
    assert_eq!(journalled(&app, Entity::User, Action::Deactivated), 1);
    assert_eq!(journalled(&app, Entity::Lead, Action::Assigned), 1);
    app.post(Ada, &format!("{}/activation", person(Some(alice))), &[]).await.assert_status(303);
    assert!(app.directory().viewer(alice).is_some());
}

async fn a_person_takes_open_records_to_another_team(app: TestApp) {
    let (open, deal) = (app.lead(Alice), app.opportunity(Alice));
    let (account, contact) = (app.account(Alice), app.contact(Alice));
    let closed = app.lead_with(Alice, |lead| lead.state = LeadState::Disqualified);
    let others = app.lead(Bob);
    let sees = |who: Who, id: i64| app.tx(who, |tx| fursa::leads::find(tx, id).is_ok());
    assert!(sees(Mona, open.id) && sees(Mona, closed.id));
    let (alice, south) = (person(app.id(Alice)), app.team("South").to_string());
    resend(&app, &alice, &alice, &[("team_id", &south)]).await.assert_goes_to("/settings/people");
    assert!(!sees(Mona, open.id), "an open lead went along");
    assert!(sees(Mona, closed.id), "a closed one stays");
    assert!(sees(Mona, others.id), "nobody else's moved");
    assert!(sees(Alice, open.id));
    app.tx(Mona, |tx| {
        assert!(fursa::opportunities::find(tx, deal.id).is_err());
        assert!(fursa::accounts::find(tx, account.id).is_err());
        assert!(fursa::contacts::find(tx, contact.id).is_err());
    });
    assert_eq!(journalled(&app, Entity::Lead, Action::Edited), 1);
}

/// What Alice reads on her profile about her sign-in.
async fn told(app: &TestApp, who: Who) -> Vec<String> {
    app.get(who, "/profile").await.assert_status(200).texts("section[aria-labelledby=notices] li")
}

async fn another_address_is_told(app: TestApp) {
    let who = Who::Person(app.id(Alice).unwrap());
    let alice = person(app.id(who));
    resend(&app, &alice, &alice, &[("name", "Alicia")]).await.assert_status(303);
    assert!(told(&app, who).await.is_empty());
    resend(&app, &alice, &alice, &[("email", "alice@elsewhere.test")]).await.assert_status(303);
    app.fresh_browsers();
    let rows = told(&app, who).await;
    assert!(rows.iter().any(|row| row.contains("Address changed") && row.contains("Ada")), "{rows:?}");
}

async fn another_address_is_told_to_the_old_mailbox(app: Mailing) {
    let alice = person(app.id(Alice));
    resend(&app, &alice, &alice, &[("email", "alice@elsewhere.test")]).await.assert_status(303);
    assert_eq!(fursa::mail::send_due(app.app()).unwrap(), 1);
    let letters = app.office.letters();
    assert_eq!(letters[0].recipient, "alice@fursa.test");
    assert!(letters[0].message.contains("Address changed"), "{}", letters[0].message);
}

async fn a_name_is_one_line(app: TestApp) {
    let form = [("name", " Nadia\r\n  Ray\u{202E} "), ("email", "nadia@fursa.test"), ("roles", "sales_rep")];
    resend(&app, "/settings/people/new", "/settings/people", &form).await.assert_status(200);
    let named = |id: i64| app.db(|db| users::table.find(id).select(users::name).first::<String>(db).unwrap());
    let nadia = app.db(|db| users::table.order(users::id.desc()).select(users::id).first::<i64>(db).unwrap());
    let name = named(nadia);
    assert!(name.starts_with("Nadia Ray") && !name.contains(['\r', '\n']), "{name:?}");
    let own = app.get(Bob, "/profile").await.form("/profile");
    let own = own.iter().filter(|(field, _)| field != "name" && field != "csrf");
    let mut own: Vec<(&str, &str)> = own.map(|(field, value)| (field.as_str(), value.as_str())).collect();
    own.push(("name", "Bob\nthe Second"));
    app.post(Bob, "/profile", &own).await.assert_status(303);
    assert_eq!(named(app.id(Bob).unwrap()), "Bob the Second");
}

async fn sign_ins_end_with_the_roles(app: TestApp) {
    let bob = person(app.id(Bob));
    app.get(Bob, "/profile").await.assert_status(200);
    resend(&app, &bob, &bob, &[("roles", "sales_rep"), ("name", "Robert")]).await.assert_status(303);
    app.get(Bob, "/profile").await.assert_status(200);
    resend(&app, &bob, &bob, &[("roles", "support_agent")]).await.assert_status(303);
    app.get(Bob, "/profile").await.assert_status(303);
    app.fresh_browsers();
    app.get(Bob, "/profile").await.assert_status(200);
    import(&app, Kind::Users, "Name,Email,Role\nRobert,bob@fursa.test,marketer\n");
    app.get(Bob, "/profile").await.assert_status(303);
    let (here, elsewhere, ada) = (app.browser_of(Ada), app.another_browser_of(Ada), person(app.id(Ada)));
    elsewhere.get("/profile").await.assert_status(200);
    let form: Vec<_> = here.get(&ada).await.form(&ada);
    let both: Vec<_> = form.into_iter().chain([("roles".to_owned(), "marketer".to_owned())]).collect();
    send(&app, &both, &ada, &[]).await.assert_status(303);
    here.get("/profile").await.assert_status(200);
    elsewhere.get("/profile").await.assert_status(303);
}

async fn nothing_is_left_behind_without_an_answer(app: TestApp) {
    app.opportunity(Alice);
    app.lead(Alice);
    app.account(Alice);
    app.contact(Alice);
    let leaving = format!("{}/deactivation", person(app.id(Alice)));
    let bob = app.id(Bob).unwrap().to_string();
    let page = app.post(Ada, &leaving, &[("leads", &bob)]).await.assert_status(422);
    assert!(page.problem("leads").is_none());
    for kind in ["opportunities", "accounts", "contacts"] {
        assert!(page.problem(kind).is_some(), "{kind}");
    }
    assert_eq!(page.form_value("leads"), Some(bob), "what was chosen stays chosen");
    app.get(Alice, "/profile").await.assert_status(200);
    assert_eq!(journalled(&app, Entity::Lead, Action::Assigned), 0);
}

async fn what_goes_to_the_pool_waits_there(app: TestApp) {
    let lead = app.lead_with(Alice, |lead| lead.claimed_at = Some(lead.created_at));
    let closed = app.lead_with(Alice, |lead| lead.state = LeadState::Disqualified);
    let leaving = format!("{}/deactivation", person(app.id(Alice)));
    let report = app.post(Ada, &leaving, &[("leads", "pool")]).await.assert_status(303).location().to_owned();
    app.get(Ada, &report).await.assert_status(200).assert_says("1 open lead The pool");
    let page = app.get(Bob, "/leads/pool").await.assert_status(200);
    assert!(page.has_link(&format!("/leads/{}", lead.id)));
    app.post(Bob, &format!("/leads/{}/claim", lead.id), &[("version", "2")]).await.assert_status(303);
    let owners: Vec<Option<i64>> = app.db(|db| {
        let both = leads::table.filter(leads::id.eq_any([lead.id, closed.id])).order(leads::id);
        both.select(leads::owner_id).load(db).unwrap()
    });
    assert_eq!(owners, [app.id(Bob), app.id(Alice)], "a closed one keeps the name");
}

async fn two_administrators_are_asked_about_the_same_field(app: TestApp) {
    let bob = person(app.id(Bob));
    let form = app.get(Ada, &bob).await.form(&bob);
    send(&app, &form, &bob, &[("name", "Robert")]).await.assert_status(303);
    let asked = send(&app, &form, &bob, &[("name", "Bobby")]).await.assert_status(409);
    asked.assert_says("Robert").assert_says("Bobby");
    send(&app, &form, &bob, &[("sees_amounts", "on"), ("name", "Bob")]).await.assert_status(303);
    let id = app.id(Bob).unwrap();
    let kept: (String, bool) = app.db(|db| {
        let row = users::table.find(id);
        row.select((users::name, users::sees_amounts)).first(db).unwrap()
    });
    assert_eq!(kept, ("Robert".into(), true), "different fields merge");
}

async fn no_password_is_ever_journalled(app: TestApp) {
    let changed = [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep")];
    resend(&app, "/settings/people/new", "/settings/people", &changed).await.assert_status(200);
    let alice = person(app.id(Alice));
    resend(&app, &alice, &alice, &[("name", "Alicia")]).await.assert_status(303);
    app.post(Ada, &format!("{alice}/link"), &[]).await.assert_status(200);
    let values: Vec<(String, Option<String>, Option<String>)> = app.db(|db| {
        let columns = (journal_values::field, journal_values::before, journal_values::after);
        journal_values::table.select(columns).load(db).unwrap()
    });
    assert!(values.iter().any(|(field, _, after)| field == "name" && after.as_deref() == Some("\"Alicia\"")));
    assert!(values.iter().all(|(field, before, after)| {
        !field.contains("password") && !format!("{before:?}{after:?}").contains("argon2")
    }));
}

async fn people_come_by_name_in_any_alphabet(app: TestApp) {
    for name in ["Zofia", "Łukasz", "émile", "Nora"] {
        app.hire(name, "sales_rep", "North");
    }
    let directory = app.directory();
    let names: Vec<&str> = directory.people.iter().map(|person| person.name.as_str()).collect();
    let expected = ["Ada", "Alice", "Bob", "Charlie", "émile", "Łukasz", "Mark", "Mona", "Nora", "Sam", "Zofia"];
    assert_eq!(names, expected);
    let teams: Vec<&str> = directory.teams.all().iter().map(|team| team.name.as_str()).collect();
    assert_eq!(teams, ["Fjord Trading", "North", "North-East", "South"]);
}
