//! A stage that is no longer wanted: its deals go to another of the same kind, each with its journal entry and its stay
//! in the history under the name the stage had; the stage itself stays for whoever reads that history.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;
use serde::Deserialize;

use super::pipeline::done;
use super::stage::in_use;
use crate::admin::gate;
use crate::admin::records::save;
use crate::db::Tx;
use crate::db::schema::opportunities as deals;
use crate::directory::Stage;
use crate::journal::Action;
use crate::opportunities::{Opportunity, moves};
use crate::web::{Answer, Choice, Cx, Error, Form, Path, Problems, Reply, Ui};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct RetireForm {
    into: String,
}

#[derive(Template)]
#[template(path = "admin/stage_retires.html")]
struct RetirePage {
    ui: Ui,
    problems: Problems,
    stage: Stage,
    deals: i64,
    targets: Vec<Choice>,
}

impl RetirePage {
    fn title(&self) -> String {
        self.ui.plain("admin-stage-retires-title", &[("name", self.stage.name.as_str().into())])
    }
}

/// `GET /settings/stages/{id}/retirement`
pub async fn ask(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let (stage, _) = in_use(tx, *id)?;
        Reply::page(&page(tx, stage, "", Problems::new())?)
    })
    .await
}

/// `POST /settings/stages/{id}/retirement`
pub async fn retire(cx: Cx, id: Path<i64>, Form(form): Form<RetireForm>) -> HttpResponse {
    gate::write(cx, move |tx| put_away(tx, *id, &form)).await
}

fn put_away(tx: &mut Tx<'_>, id: i64, form: &RetireForm) -> Answer {
    let (stage, _) = in_use(tx, id)?;
    let target = targets(tx, &stage).into_iter().find(|target| target.id.to_string() == form.into);
    let Some(target) = target else {
        let mut problems = Problems::new();
        problems.add("into", tx.text.t("problem-choose"));
        return Reply::rejected(&page(tx, stage, &form.into, problems)?);
    };
    let retired = Stage { retired_into: Some(target.id), ..stage.clone() };
    save(tx, Action::Deactivated, &stage, retired)?.ok_or(Error::Overtaken)?;
    move_deals(tx, &stage, &target)?;
    Ok(done(tx, &stage.name))
}

fn move_deals(tx: &mut Tx<'_>, from: &Stage, to: &Stage) -> Result<(), Error> {
    let there = deals::table.filter(deals::stage_id.eq(from.id)).select(Opportunity::as_select());
    let deals = there.load::<Opportunity>(tx.db)?;
    deals.iter().try_for_each(|deal| moves::follow(tx, deal, from, to))
}

/// Where its deals can go: stages of the same kind in the same pipeline.
fn targets(tx: &Tx<'_>, stage: &Stage) -> Vec<Stage> {
    let others = tx.directory.stages_of(stage.pipeline_id);
    others.filter(|other| other.id != stage.id && other.kind == stage.kind).cloned().collect()
}

fn page(tx: &mut Tx<'_>, stage: Stage, chosen: &str, problems: Problems) -> Result<RetirePage, Error> {
    let deals = deals::table.filter(deals::stage_id.eq(stage.id)).count().get_result(tx.db)?;
    let choice = |target: &Stage| Choice::new(target.id.to_string(), target.name.as_str(), chosen);
    let targets = targets(tx, &stage).iter().map(choice).collect();
    Ok(RetirePage { ui: Ui::of(tx), problems, stage, deals, targets })
}
