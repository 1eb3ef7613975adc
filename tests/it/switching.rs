//! From the board to the list and back: what is shown stays shown, what narrows it is said, and a pipeline that is not in
//! use takes no deal.

use diesel::prelude::*;
use fursa::db::schema::{opportunities, stages};
use fursa::db::sql::Sql;
use fursa::directory::StageKind;

use crate::support::*;

both!(
    board_and_list_show_the_same_of_several_pipelines,
    a_form_passes_on_what_it_does_not_show,
    a_board_says_what_narrows_it,
    a_pipeline_not_in_use_takes_no_open_deal,
    nobody_brings_a_deal_into_a_pipeline_that_is_switched_off,
    too_many_to_add_up_are_added_up_when_asked,
    another_stage_asks_its_own_questions,
    the_lead_a_deal_came_from_is_among_its_details,
    what_is_not_found_is_filed_under_the_name_typed,
);

fn said(page: &Page) -> String {
    page.text().replace(['\u{2068}', '\u{2069}'], "")
}

/// A second pipeline; answers its id and those of its first open and its won stage.
async fn renewals(app: &TestApp) -> (i64, i64, i64) {
    app.post(Ada, "/settings/pipelines", &[("name", "Renewals")]).await.assert_status(303);
    let directory = app.directory();
    let id = directory.pipelines.iter().find(|pipeline| pipeline.name == "Renewals").unwrap().id;
    let stage = |kind| directory.stages_of(id).find(|stage| stage.kind == kind).unwrap().id;
    (id, stage(StageKind::Open), stage(StageKind::Won))
}

/// A deal in a stage of any pipeline.
fn deal_in(app: &TestApp, stage: i64) -> i64 {
    let stage = app.directory().stage(stage).unwrap().clone();
    app.opportunity_with(Alice, |deal| (deal.stage_id, deal.pipeline_id) = (stage.id, stage.pipeline_id)).id
}

fn link(page: &Page, says: &str) -> String {
    page.links().into_iter().find(|(_, said)| said == says).map(|(to, _)| to).unwrap()
}

async fn board_and_list_show_the_same_of_several_pipelines(app: TestApp) {
    let (_, begun, _) = renewals(&app).await;
    app.opportunity(Alice);
    app.opportunity(Alice);
    deal_in(&app, begun);
    let board = app.get(Alice, "/pipeline").await.assert_status(200);
    assert!(said(&board).contains("2 open opportunities"), "{}", said(&board));
    let list = app.get(Alice, &link(&board, "List")).await.assert_status(200).assert_says("€2,000");
    assert_eq!(list.count("tbody tr"), 2);
    let list = app.get(Alice, &format!("/opportunities?stage={begun}")).await.assert_status(200);
    assert_eq!(list.count("tbody tr"), 1);
    let board = app.get(Alice, &link(&list, "Board")).await.assert_status(200);
    assert_eq!((board.count(".deal"), said(&board).contains("1 open opportunity")), (1, true), "{}", said(&board));
}

async fn a_form_passes_on_what_it_does_not_show(app: TestApp) {
    let fields = |page: &Page, to: &str| {
        let fields = page.form(to).into_iter().filter(|(_, value)| !value.is_empty());
        let mut fields: Vec<String> = fields.map(|(name, value)| format!("{name}={value}")).collect();
        fields.sort();
        fields.join("&")
    };
    let (won, lost) = (app.stage("Won"), app.stage("Lost"));
    let asked = format!("closed-on-from=2026-11-01&closed-on-to=2026-11-30&stage={won}&stage={lost}&state=closed");
    let list = app.get(Alice, &format!("/opportunities?{asked}")).await.assert_status(200);
    assert_eq!(fields(&list, "/opportunities"), asked);
    let board = app.get(Alice, &format!("/pipeline?{asked}&account=1")).await.assert_status(200);
    assert_eq!(fields(&board, "/pipeline"), format!("account=1&{asked}"));
}

async fn a_board_says_what_narrows_it(app: TestApp) {
    let stage = app.stage("Discovery");
    let page = app.get(Alice, &format!("/pipeline?stage={stage}&mark=late&closed=all")).await.assert_status(200);
    let chips = page.texts(".chip").join(" ").replace(['\u{2068}', '\u{2069}'], "");
    assert!(chips.contains("Stage: Discovery") && chips.contains("Late"), "{chips}");
    assert_eq!(link(&page, "Clear all"), "/pipeline?closed=all");
    assert_eq!(app.get(Alice, "/pipeline").await.count(".chip"), 0);
    let (seen, hidden) = (app.account(Alice), app.account_with(Charlie, |account| account.name = "Kestrel".into()));
    for path in ["/pipeline", "/opportunities"] {
        app.get(Alice, &format!("{path}?account={}", seen.id)).await.assert_says("Arctic Oy");
        app.get(Alice, &format!("{path}?account={}", hidden.id)).await.assert_status(200).assert_hides("Kestrel");
    }
}

async fn a_pipeline_not_in_use_takes_no_open_deal(app: TestApp) {
    app.db(|db| diesel::update(stages::table).set(stages::required.eq("")).execute(db).unwrap());
    let (id, begun, won) = renewals(&app).await;
    let old = deal_in(&app, begun);
    app.db(|db| {
        let row = opportunities::table.find(old);
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 20);
        diesel::update(row)
            .set((opportunities::stage_id.eq(won), opportunities::closed_on.eq(day)))
            .execute(db)
            .unwrap()
    });
    let off = [("version", "1"), ("name", "Renewals"), ("active", "")];
    app.post(Ada, &format!("/settings/pipelines/{id}"), &off).await.assert_status(303);
    let fresh = app.opportunity(Alice);
    let to = begun.to_string();
    for deal in [fresh.id, old] {
        let path = format!("/opportunities/{deal}/move");
        app.post(Alice, &path, &[("version", "1"), ("to", &to)]).await.assert_status(422);
        let page = app.get(Alice, &path).await.assert_status(200);
        assert_eq!(page.count(&format!("input[value='{begun}']")), 0);
        let page = app.get(Alice, &format!("/opportunities/{deal}")).await.assert_status(200);
        assert_eq!(page.count(&format!(".stages button[value='{begun}']")), 0);
    }
    let open: i64 = app.db(|db| {
        let there = opportunities::table.filter(opportunities::stage_id.eq(begun));
        there.count().get_result(db).unwrap()
    });
    assert_eq!(open, 0);
}

async fn nobody_brings_a_deal_into_a_pipeline_that_is_switched_off(app: TestApp) {
    app.db(|db| diesel::update(stages::table).set(stages::required.eq("")).execute(db).unwrap());
    let (id, begun, _) = renewals(&app).await;
    let mut sent = Vec::new();
    for _ in 0..12 {
        let (browser, path) = (app.browser_of(Alice), format!("/opportunities/{}/move", app.opportunity(Alice).id));
        let to = begun.to_string();
        sent.push(actix_web::rt::spawn(async move {
            browser.post(&path, &[("to", to.as_str()), ("version", "1")]).await.status
        }));
    }
    let off = [("version", "1"), ("name", "Renewals"), ("active", "")];
    let switched = app.post(Ada, &format!("/settings/pipelines/{id}"), &off).await.status;
    for one in sent {
        let status = one.await.unwrap();
        assert!([303, 422].contains(&status), "{status}");
    }
    let there: i64 = app.db(|db| {
        let there = opportunities::table.filter(opportunities::stage_id.eq(begun));
        there.count().get_result(db).unwrap()
    });
    // Either it was switched off before the first came, or it is in use because one had.
    assert_eq!(switched == 303, there == 0, "{switched} {there}");
}

async fn too_many_to_add_up_are_added_up_when_asked(app: TestApp) {
    app.opportunity(Alice);
    let columns = "name, sort_name, search_text, stage_id, pipeline_id, kind, amount_minor, currency, probability, \
                   owner_id, team_id, stage_since, created_at, updated_at";
    app.db(|db| {
        let copy = Sql::new(&format!("INSERT INTO opportunities ({columns}) SELECT {columns} FROM opportunities"));
        for _ in 0..11 {
            copy.clone().run(db).unwrap();
        }
    });
    let page = app.get(Alice, "/opportunities?kind=new").await.assert_status(200).assert_hides("€2,048,000");
    let all = page.links().into_iter().find(|(to, _)| to.contains("count=exact")).unwrap();
    assert!(all.1.contains("add up all"), "{all:?}");
    let page = app.get(Alice, &format!("/opportunities{}", all.0)).await.assert_status(200);
    assert!(page.text_contains("€2,048,000") && page.text_contains("2,048"), "{}", page.text());
    assert!(page.links().iter().all(|(to, _)| !to.contains("count=exact")));
}

async fn another_stage_asks_its_own_questions(app: TestApp) {
    let deal = app.opportunity(Alice);
    let (proposal, lost) = (app.stage("Proposal"), app.stage("Lost").to_string());
    app.db(|db| {
        diesel::update(stages::table.find(proposal)).set(stages::required.eq("expected_close")).execute(db).unwrap()
    });
    let path = format!("/opportunities/{}/move", deal.id);
    let page = app.get(Alice, &format!("{path}?to={proposal}")).await.assert_status(200);
    let mut form = page.form(&path);
    form.retain(|(name, _)| name != "to");
    form.push(("to".to_owned(), lost.clone()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let asked = app.post(Alice, &path, &form).await.assert_status(303);
    let page = app.get(Alice, asked.location()).await.assert_status(200).assert_says("Reason");
    assert_eq!(page.form_value("closed_on").as_deref(), Some("2026-11-22"));
    assert_eq!((page.form_value("answered"), page.count(".error, [id$='-error']")), (Some(lost), 0));
}

async fn the_lead_a_deal_came_from_is_among_its_details(app: TestApp) {
    let lead = app.lead(Alice);
    let deal = app.opportunity_with(Alice, |deal| deal.source_lead_id = Some(lead.id));
    let path = format!("/opportunities/{}", deal.id);
    let page = app.get(Alice, &path).await.assert_status(200);
    let details = page.texts("[aria-labelledby='part-origin'] dd");
    assert!(details.iter().any(|said| said.contains("Lena Lindqvist")), "{details:?}");
    assert_eq!(page.count(&format!("[aria-labelledby='part-origin'] a[href='/leads/{}']", lead.id)), 1);
    // Who sees the deal and not the lead learns that there is one.
    let page = app.get(Sam, &path).await.assert_status(200).assert_hides("Lena Lindqvist");
    assert_eq!(page.count("[aria-labelledby='part-origin'] a[href^='/leads/']"), 0);
}

async fn what_is_not_found_is_filed_under_the_name_typed(app: TestApp) {
    let form = [("name", "Roof"), ("account", "Zoë & Co"), ("find", "account_id")];
    let page = app.post(Alice, "/opportunities/new", &form).await.assert_status(200);
    let add = page.links().into_iter().find(|(to, _)| to.starts_with("/accounts/new?")).unwrap().0;
    let page = app.get(Alice, &add).await.assert_status(200);
    assert_eq!(page.form_value("name").as_deref(), Some("Zoë & Co"));
    let page = app.get(Alice, "/contacts/new?name=Zo%C3%AB").await.assert_status(200);
    assert_eq!(page.form_value("name").as_deref(), Some("Zoë"));
}
