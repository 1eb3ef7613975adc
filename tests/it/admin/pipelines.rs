//! Pipelines and stages: ordered, required, retired.

use diesel::prelude::*;
use fursa::db::schema::{opportunities, pipelines, stage_spells, stages};
use fursa::journal::{Action, Entity};

use super::{journalled, resend, send};
use crate::support::*;

both!(
    a_stage_is_retired_into_another_of_its_kind,
    a_stage_alone_of_its_kind_stays,
    stages_change_their_order,
    a_new_pipeline_can_be_sold_through,
    a_name_stands_once,
);

fn stage_id(app: &TestApp, name: &str) -> i64 {
    app.db(|db| stages::table.filter(stages::name.eq(name)).select(stages::id).first(db).unwrap())
}

async fn a_stage_is_retired_into_another_of_its_kind(app: TestApp) {
    let (from, to) = (app.directory().stages[0].clone(), app.directory().stages[1].clone());
    let (gone, stays) = (from.name, to.name);
    let (from, to) = (from.id, to.id);
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
    assert_eq!(app.db(|db| present.load::<String>(db).unwrap()), [stays]);
    assert_eq!(journalled(&app, Entity::Opportunity, Action::Moved), 1);
    app.get(Ada, &format!("/settings/stages/{from}")).await.assert_status(404);
    app.get(Ada, "/settings/pipelines").await.assert_hides(&format!("<bdi>{gone}</bdi>"));
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
    let begins = order();
    let place = format!("/settings/stages/{}/place", stage_id(&app, &begins[1]));
    let swapped = [begins[1].clone(), begins[0].clone()];
    app.post(Ada, &place, &[("way", "up")]).await.assert_goes_to("/settings/pipelines");
    assert_eq!(order()[..2], swapped);
    app.post(Ada, &place, &[("way", "up")]).await.assert_status(303);
    assert_eq!(order()[..2], swapped);
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

async fn a_name_stands_once(app: TestApp) {
    let (list, new) = ("/settings/pipelines", "/settings/pipelines/new");
    let form = app.get(Ada, new).await.form(list);
    send(&app, &form, list, &[("name", "Partners")]).await.assert_goes_to(list);
    send(&app, &form, list, &[("name", "Partners")]).await.assert_goes_to(list);
    assert_eq!(app.directory().pipelines.len(), 2, "a second press makes no second one");
    assert!(resend(&app, new, list, &[("name", "PARTNERS ")]).await.assert_status(422).problem("name").is_some());
    let [sales, partners] = [0, 1].map(|at| app.directory().pipelines[at].id);
    let path = format!("{list}/{partners}");
    assert!(resend(&app, &path, &path, &[("name", "sales")]).await.assert_status(422).problem("name").is_some());
    resend(&app, &path, &path, &[("name", "Partners")]).await.assert_goes_to(list);
    let (new, stages) = (format!("{list}/{sales}/stages/new"), format!("{list}/{sales}/stages"));
    let taken = [("name", "discovery"), ("probability", "10")];
    assert!(resend(&app, &new, &stages, &taken).await.assert_status(422).problem("name").is_some());
    let discovery = format!("/settings/stages/{}", stage_id(&app, "Discovery"));
    let taken = [("name", "Proposal")];
    assert!(resend(&app, &discovery, &discovery, &taken).await.assert_status(422).problem("name").is_some());
    resend(&app, &discovery, &discovery, &[("name", "Discovery")]).await.assert_goes_to(list);
}
