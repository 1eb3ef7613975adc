//! What an administrator keeps, and what follows from it for everybody else.

use diesel::prelude::*;
use fursa::db::schema::{
    journal, journal_values, leads, opportunities, pick_items, pipelines, rates, sessions, stage_spells, stages, teams,
    users,
};
use fursa::journal::{Action, Entity};
use fursa::leads::LeadState;

use crate::support::*;

both!(
    settings_are_for_administrators_only,
    every_page_of_the_settings_opens,
    a_new_person_gets_a_password_shown_once,
    a_second_press_files_nobody_twice,
    a_wrong_form_keeps_what_was_typed,
    the_last_administrator_cannot_be_demoted_or_deactivated,
    somebody_deactivated_is_signed_out_and_their_work_goes_on,
    a_person_takes_open_records_to_another_team,
    a_new_password_ends_the_sign_ins,
    two_administrators_are_asked_about_the_same_field,
    a_team_never_becomes_part_of_itself,
    moving_a_team_moves_what_its_managers_see,
    a_peopled_team_stays_in_use,
    a_team_that_shares_shows_its_records,
    a_stage_is_retired_into_another_of_its_kind,
    a_stage_alone_of_its_kind_stays,
    stages_change_their_order,
    a_new_pipeline_can_be_sold_through,
    words_are_added_renamed_ordered_and_switched_off,
    a_rate_is_entered_corrected_and_removed,
    the_company_changes_and_refuses_nonsense,
    no_password_is_ever_journalled,
);

const PAGES: [&str; 9] = [
    "/settings",
    "/settings/people",
    "/settings/people/new",
    "/settings/teams",
    "/settings/teams/new",
    "/settings/pipelines",
    "/settings/lists",
    "/settings/currencies",
    "/settings/company",
];

/// Sends the form of a page as it stands, but for these fields.
async fn resend(app: &TestApp, page: &str, action: &str, changed: &[(&str, &str)]) -> Page {
    let form = app.get(Ada, page).await.assert_status(200).form(action);
    send(app, &form, action, changed).await
}

async fn send(app: &TestApp, form: &[(String, String)], action: &str, changed: &[(&str, &str)]) -> Page {
    let kept = form.iter().filter(|(name, _)| name != "csrf" && !changed.iter().any(|(other, _)| other == name));
    let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(changed);
    app.post(Ada, action, &fields).await
}

fn person(id: Option<i64>) -> String {
    format!("/settings/people/{}", id.unwrap())
}

fn stage_id(app: &TestApp, name: &str) -> i64 {
    app.db(|db| stages::table.filter(stages::name.eq(name)).select(stages::id).first(db).unwrap())
}

fn journalled(app: &TestApp, entity: Entity, action: Action) -> i64 {
    let entries = journal::table.filter(journal::entity.eq(entity).and(journal::action.eq(action)));
    app.db(|db| entries.count().get_result(db).unwrap())
}

async fn settings_are_for_administrators_only(app: TestApp) {
    let alice = person(app.id(Alice));
    let deactivation = format!("{alice}/deactivation");
    for who in [Alice, Mona, Sam, Mark] {
        for path in PAGES.into_iter().chain([alice.as_str(), &deactivation, "/settings/lists/industry"]) {
            app.get(who, path).await.assert_status(403);
        }
        for path in ["/settings/people", &alice, &deactivation, "/settings/company", "/settings/rates"] {
            app.post(who, path, &[("name", "Mallory")]).await.assert_status(403);
        }
    }
    assert_eq!(app.db(|db| users::table.filter(users::active.eq(true)).count().get_result::<i64>(db).unwrap()), 7);
}

async fn every_page_of_the_settings_opens(app: TestApp) {
    let (mut seen, mut waiting) = (Vec::new(), vec!["/settings".to_owned()]);
    while let Some(path) = waiting.pop() {
        let page = app.get(Ada, &path).await.assert_status(200);
        seen.push(path);
        for (to, _) in page.links().into_iter().filter(|(to, _)| to.starts_with("/settings")) {
            if !seen.contains(&to) && !waiting.contains(&to) {
                waiting.push(to);
            }
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
}

async fn a_new_person_gets_a_password_shown_once(app: TestApp) {
    let north = app.team("North").to_string();
    let changed = [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep"), ("team_id", &north)];
    let page = resend(&app, "/settings/people/new", "/settings/people", &changed).await.assert_status(200);
    let password = page.texts("dd bdi[translate=no]").pop().unwrap();
    assert_eq!(password.len(), 19);
    let fields = [("email", "nadia@fursa.test"), ("password", password.as_str())];
    app.browser().post("/sign-in", &fields).await.assert_goes_to("/");
    app.get(Ada, "/settings/people").await.assert_says("Nadia").assert_hides(&password);
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

async fn somebody_deactivated_is_signed_out_and_their_work_goes_on(app: TestApp) {
    let open = app.lead(Alice);
    let closed = app.lead_with(Alice, |lead| lead.state = LeadState::Disqualified);
    let deal = app.opportunity(Alice);
    app.get(Alice, "/profile").await.assert_status(200);
    let leaving = format!("{}/deactivation", person(app.id(Alice)));
    let page = app.get(Ada, &leaving).await.assert_status(200);
    page.assert_says("1 open lead").assert_says("1 open opportunity");
    let heir = app.id(Charlie).unwrap();
    app.post(Ada, &leaving, &[("heir", &heir.to_string())]).await.assert_goes_to("/settings/people");
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

async fn a_new_password_ends_the_sign_ins(app: TestApp) {
    app.get(Alice, "/profile").await.assert_status(200);
    let page = app.post(Ada, &format!("{}/password", person(app.id(Alice))), &[]).await.assert_status(200);
    app.get(Alice, "/profile").await.assert_status(303);
    let password = page.texts("dd bdi[translate=no]").pop().unwrap();
    let fields = [("email", "alice@fursa.test"), ("password", password.as_str())];
    app.browser().post("/sign-in", &fields).await.assert_goes_to("/");
}

async fn two_administrators_are_asked_about_the_same_field(app: TestApp) {
    let bob = person(app.id(Bob));
    let form = app.get(Ada, &bob).await.form(&bob);
    send(&app, &form, &bob, &[("name", "Robert")]).await.assert_status(303);
    let asked = send(&app, &form, &bob, &[("name", "Bobby")]).await.assert_status(409);
    asked.assert_says("Robert").assert_says("Bobby");
    send(&app, &form, &bob, &[("sees_amounts", "on"), ("name", "Bob")]).await.assert_status(303);
    let kept: (String, bool) = app.db(|db| {
        let row = users::table.find(app.id(Bob).unwrap());
        row.select((users::name, users::sees_amounts)).first(db).unwrap()
    });
    assert_eq!(kept, ("Robert".into(), true), "different fields merge");
}

async fn a_team_never_becomes_part_of_itself(app: TestApp) {
    let (north, below) = (app.team("North"), app.team("North-East"));
    let path = format!("/settings/teams/{north}");
    for parent in [north, below] {
        let page = resend(&app, &path, &path, &[("parent_id", &parent.to_string())]).await.assert_status(422);
        assert!(page.problem("parent_id").is_some());
    }
    let root = app.team("Fjord Trading");
    let root_path = format!("/settings/teams/{root}");
    resend(&app, &root_path, &root_path, &[("parent_id", &north.to_string())]).await.assert_status(303);
    let parent: Option<i64> = app.db(|db| teams::table.find(root).select(teams::parent_id).first(db).unwrap());
    assert_eq!(parent, None, "the team at the top stays there");
}

async fn moving_a_team_moves_what_its_managers_see(app: TestApp) {
    let lead = app.lead(Alice);
    let sees = |who: Who| app.tx(who, |tx| fursa::leads::find(tx, lead.id).is_ok());
    assert!(sees(Mona));
    let (below, south) = (app.team("North-East"), app.team("South").to_string());
    let path = format!("/settings/teams/{below}");
    resend(&app, &path, &path, &[("parent_id", &south)]).await.assert_goes_to("/settings/teams");
    assert!(!sees(Mona));
    assert!(sees(Alice));
    let manager = app.hire("Stella", "sales_manager", "South");
    assert!(sees(manager));
}

async fn a_peopled_team_stays_in_use(app: TestApp) {
    let path = format!("/settings/teams/{}", app.team("South"));
    app.get(Ada, &path).await.assert_status(200);
    let root = app.team("Fjord Trading").to_string();
    let off = [("name", "South"), ("parent_id", root.as_str()), ("version", "1")];
    app.post(Ada, &path, &off).await.assert_status(422).assert_says("Move its people");
    let fields = [("name", "South"), ("parent_id", root.as_str())];
    app.post(Ada, "/settings/teams", &fields).await.assert_status(422);
    let fields = [("name", "Coast"), ("parent_id", root.as_str())];
    app.post(Ada, "/settings/teams", &fields).await.assert_goes_to("/settings/teams");
    let path = format!("/settings/teams/{}", app.team("Coast"));
    let off = [("name", "Coast"), ("parent_id", root.as_str()), ("version", "1")];
    app.post(Ada, &path, &off).await.assert_goes_to("/settings/teams");
}

async fn a_team_that_shares_shows_its_records(app: TestApp) {
    let lead = app.lead(Alice);
    let sees = |who: Who| app.tx(who, |tx| fursa::leads::find(tx, lead.id).is_ok());
    assert!(!sees(Bob));
    let path = format!("/settings/teams/{}", app.team("North-East"));
    resend(&app, &path, &path, &[("shares_records", "on")]).await.assert_status(303);
    assert!(sees(Bob));
    assert!(!sees(Charlie));
}

async fn a_stage_is_retired_into_another_of_its_kind(app: TestApp) {
    let (from, to) = (stage_id(&app, "Discovery"), stage_id(&app, "Proposal"));
    let deal = app.opportunity_with(Alice, |deal| deal.stage_id = from);
    let retirement = format!("/settings/stages/{from}/retirement");
    let won = stage_id(&app, "Won").to_string();
    app.get(Ada, &retirement).await.assert_status(200).assert_says("1 deal moves along");
    app.post(Ada, &retirement, &[("into", &won)]).await.assert_status(422);
    app.post(Ada, &retirement, &[("into", &from.to_string())]).await.assert_status(422);
    app.post(Ada, &retirement, &[("into", &to.to_string())]).await.assert_goes_to("/settings/pipelines");
    let kept: (Option<i64>,) = app.db(|db| stages::table.find(from).select((stages::retired_into,)).first(db).unwrap());
    assert_eq!(kept, (Some(to),));
    let now: (i64, i64, i64) = app.db(|db| {
        let columns = (opportunities::stage_id, opportunities::version, opportunities::moved_version);
        opportunities::table.find(deal.id).select(columns).first(db).unwrap()
    });
    assert_eq!(now, (to, 2, 2), "a card drawn before is stale");
    let present = stage_spells::table
        .filter(stage_spells::opportunity_id.eq(deal.id).and(stage_spells::left_at.is_null()))
        .select(stage_spells::stage_name);
    assert_eq!(app.db(|db| present.load::<String>(db).unwrap()), ["Proposal"]);
    assert_eq!(journalled(&app, Entity::Opportunity, Action::Moved), 1);
    app.get(Ada, &format!("/settings/stages/{from}")).await.assert_status(404);
    app.get(Ada, "/settings/pipelines").await.assert_hides("Discovery");
}

async fn a_stage_alone_of_its_kind_stays(app: TestApp) {
    let path = format!("/settings/stages/{}/retirement", stage_id(&app, "Won"));
    let page = app.get(Ada, &path).await.assert_status(200).assert_says("only stage of its kind");
    assert_eq!(page.count("select[name=into]"), 0);
    app.post(Ada, &path, &[("into", "")]).await.assert_status(422);
}

async fn stages_change_their_order(app: TestApp) {
    let order =
        || -> Vec<String> { app.db(|db| stages::table.order(stages::position).select(stages::name).load(db).unwrap()) };
    let place = format!("/settings/stages/{}/place", stage_id(&app, "Proposal"));
    app.post(Ada, &place, &[("way", "up")]).await.assert_goes_to("/settings/pipelines");
    assert_eq!(order()[..2], ["Proposal", "Discovery"]);
    app.post(Ada, &place, &[("way", "up")]).await.assert_status(303);
    assert_eq!(order()[..2], ["Proposal", "Discovery"]);
    let path = format!("/settings/pipelines/{}", app.directory().pipelines[0].id);
    let new = format!("{path}/stages");
    let changed = [("name", "Trial"), ("kind", "open"), ("probability", "33 %"), ("quiet_days", "5"), ("colour", "3")];
    resend(&app, &format!("{new}/new"), &new, &changed).await.assert_goes_to("/settings/pipelines");
    assert_eq!(order()[4..], ["Trial", "Won", "Lost"], "behind the last open one");
    let trial = format!("/settings/stages/{}", stage_id(&app, "Trial"));
    let wrong = resend(&app, &trial, &trial, &[("probability", "120"), ("quiet_days", "soon")]).await;
    let wrong = wrong.assert_status(422);
    assert!(wrong.problem("probability").is_some() && wrong.problem("quiet_days").is_some());
    resend(&app, &trial, &trial, &[("required", "amount_minor")]).await.assert_status(303);
    let kept: (i64, String) = app.db(|db| {
        let row = stages::table.filter(stages::name.eq("Trial"));
        row.select((stages::probability, stages::required)).first(db).unwrap()
    });
    assert_eq!(kept, (3300, "amount_minor".into()));
}

async fn a_new_pipeline_can_be_sold_through(app: TestApp) {
    let fields = [("name", "Partners"), ("nonce", "n1")];
    app.post(Ada, "/settings/pipelines", &fields).await.assert_goes_to("/settings/pipelines");
    app.post(Ada, "/settings/pipelines", &fields).await.assert_goes_to("/settings/pipelines");
    let ids: Vec<i64> =
        app.db(|db| pipelines::table.filter(pipelines::name.eq("Partners")).select(pipelines::id).load(db).unwrap());
    assert_eq!(ids.len(), 1);
    let kinds: Vec<String> = app.db(|db| {
        stages::table
            .filter(stages::pipeline_id.eq(ids[0]))
            .order(stages::position)
            .select(stages::kind)
            .load(db)
            .unwrap()
    });
    assert_eq!(kinds, ["open", "won", "lost"]);
    let sales = app.directory().pipelines[0].id;
    app.opportunity(Alice);
    let path = format!("/settings/pipelines/{sales}");
    let off = [("name", "Sales"), ("version", "1")];
    app.post(Ada, &path, &off).await.assert_status(422).assert_says("Close or move its open deals");
}

async fn words_are_added_renamed_ordered_and_switched_off(app: TestApp) {
    let list = "/settings/lists/industry";
    resend(&app, list, list, &[("name", "Fishing")]).await.assert_goes_to(list);
    resend(&app, list, list, &[("name", " fishing ")]).await.assert_status(422);
    let id = |name: &str| -> i64 {
        app.db(|db| pick_items::table.filter(pick_items::name.eq(name)).select(pick_items::id).first(db).unwrap())
    };
    let item = format!("/settings/list-items/{}", id("Fishing"));
    resend(&app, &item, &item, &[("name", "Fisheries")]).await.assert_goes_to(list);
    app.post(Ada, &format!("{item}/place"), &[("way", "up")]).await.assert_goes_to(list);
    let names = app.get(Ada, list).await.texts("tbody th");
    assert_eq!(names, ["Retail", "Fisheries", "Software"]);
    let off = |version: &'static str| [("name", "Fisheries"), ("version", version)];
    app.post(Ada, &item, &off("9")).await.assert_goes_to(list);
    assert_eq!(app.get(Ada, list).await.texts("tbody th")[1], "Fisheries Off");
    let needed = format!("/settings/list-items/{}", id("Import"));
    app.post(Ada, &needed, &[("name", "From a file"), ("version", "9")]).await.assert_status(303);
    let kept: (String, bool) = app.db(|db| {
        let row = pick_items::table.filter(pick_items::code.eq("import"));
        row.select((pick_items::name, pick_items::active)).first(db).unwrap()
    });
    assert_eq!(kept, ("From a file".into(), true), "the program still finds it");
    app.get(Ada, "/settings/lists/nonsense").await.assert_status(404);
}

async fn a_rate_is_entered_corrected_and_removed(app: TestApp) {
    let page = "/settings/currencies";
    let rate = |rate: &'static str| [("currency", "GBP"), ("valid_from", "2026-11-01"), ("rate", rate)];
    app.post(Ada, "/settings/rates", &rate("1.19")).await.assert_goes_to(page);
    app.post(Ada, "/settings/rates", &rate("1.195")).await.assert_goes_to(page);
    let kept: Vec<(i64, i64)> =
        app.db(|db| rates::table.filter(rates::currency.eq("GBP")).select((rates::id, rates::rate)).load(db).unwrap());
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].1, 1_195_000_000);
    for wrong in ["0", "-1", "much"] {
        let refused = app.post(Ada, "/settings/rates", &rate(wrong)).await.assert_status(422);
        assert!(refused.problem("rate").is_some());
        assert_eq!(refused.form_value("rate").as_deref(), Some(wrong));
    }
    let own = [("currency", "EUR"), ("valid_from", "2026-11-01"), ("rate", "2")];
    app.post(Ada, "/settings/rates", &own).await.assert_status(422);
    app.post(Ada, &format!("/settings/rates/{}/removal", kept[0].0), &[]).await.assert_goes_to(page);
    app.post(Ada, page, &[("code", "PLN")]).await.assert_goes_to(page);
    assert!(app.directory().currencies.contains(&"PLN".to_owned()));
    app.post(Ada, "/settings/currencies/PLN/removal", &[]).await.assert_goes_to(page);
    assert!(!app.directory().currencies.contains(&"PLN".to_owned()));
    let of_rates =
        [Action::Created, Action::Edited, Action::Removed].map(|action| journalled(&app, Entity::Rate, action));
    assert_eq!(of_rates, [1, 1, 1]);
}

async fn the_company_changes_and_refuses_nonsense(app: TestApp) {
    let path = "/settings/company";
    let changed = [("name", "Fjord & Sons"), ("lead_cap", "25"), ("zone", "Asia/Dhaka")];
    resend(&app, path, path, &changed).await.assert_goes_to(path);
    let organization = &app.directory().organization;
    assert_eq!(
        (organization.name.as_str(), organization.lead_cap, organization.zone.as_str()),
        ("Fjord & Sons", 25, "Asia/Dhaka")
    );
    let wrong =
        [("name", ""), ("lead_cap", "-1"), ("inactive_after_days", "x"), ("country", "XX"), ("fiscal_month", "13")];
    let page = resend(&app, path, path, &wrong).await.assert_status(422);
    for (field, typed) in wrong {
        assert!(page.problem(field).is_some(), "{field}");
        if field != "country" && field != "fiscal_month" {
            assert_eq!(page.form_value(field).as_deref(), Some(typed));
        }
    }
    assert_eq!(journalled(&app, Entity::Organization, Action::Edited), 1);
}

async fn no_password_is_ever_journalled(app: TestApp) {
    let changed = [("name", "Nadia"), ("email", "nadia@fursa.test"), ("roles", "sales_rep")];
    resend(&app, "/settings/people/new", "/settings/people", &changed).await.assert_status(200);
    let alice = person(app.id(Alice));
    resend(&app, &alice, &alice, &[("name", "Alicia")]).await.assert_status(303);
    app.post(Ada, &format!("{alice}/password"), &[]).await.assert_status(200);
    let values: Vec<(String, Option<String>, Option<String>)> = app.db(|db| {
        let columns = (journal_values::field, journal_values::before, journal_values::after);
        journal_values::table.select(columns).load(db).unwrap()
    });
    assert!(values.iter().any(|(field, _, after)| field == "name" && after.as_deref() == Some("\"Alicia\"")));
    assert!(values.iter().all(|(field, before, after)| {
        !field.contains("password") && !format!("{before:?}{after:?}").contains("argon2")
    }));
}
