//! All pipelines, each with its stages in order.

use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;

use crate::admin::gate;
use crate::db::Tx;
use crate::db::schema::opportunities;
use crate::directory::{Pipeline, Stage};
use crate::web::{Cx, Reply, Ui};

/// A pipeline with its stages.
struct Row {
    pipeline: Pipeline,
    stages: Vec<StageRow>,
}

/// A stage and how many deals are in it, closed ones included.
struct StageRow {
    stage: Stage,
    deals: i64,
}

impl StageRow {
    // messages: stage-kind-*
    fn kind(&self, ui: &Ui) -> &'static str {
        ui.t(&format!("stage-kind-{}", self.stage.kind.name()))
    }

    fn probability(&self, ui: &Ui) -> String {
        ui.percent(self.stage.default_probability().basis_points())
    }
}

#[derive(Template)]
#[template(path = "admin/pipelines.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Row>,
}

/// `GET /settings/pipelines`
pub async fn list(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| Reply::page(&ListPage { rows: rows(tx)?, ui: Ui::of(tx) })).await
}

fn rows(tx: &mut Tx<'_>) -> QueryResult<Vec<Row>> {
    let per_stage = opportunities::table.group_by(opportunities::stage_id);
    let counts: HashMap<i64, i64> = per_stage
        .select((opportunities::stage_id, diesel::dsl::count_star()))
        .load::<(i64, i64)>(tx.db)?
        .into_iter()
        .collect();
    let deals = |id| counts.get(&id).copied().unwrap_or(0);
    let stage = |stage: &Stage| StageRow { stage: stage.clone(), deals: deals(stage.id) };
    let row = |pipeline: &Pipeline| Row {
        pipeline: pipeline.clone(),
        stages: tx.directory.stages_of(pipeline.id).map(stage).collect(),
    };
    Ok(tx.directory.pipelines.iter().map(row).collect())
}
