//! A pipeline as a whole: its name, its place, whether it is in use. A new one begins with three stages.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::Deserialize;
use validator::Validate;

use super::{LIST, stage};
use crate::admin::order::{Step, step};
use crate::admin::records::{Kept, save};
use crate::admin::{fields, gate};
use crate::conflicts::{Asked, Edit};
use crate::db::schema::{opportunities, pipelines};
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::directory::{Pipeline, StageKind};
use crate::journal::{self, Action, Merged};
use crate::values::text;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PipelineForm {
    nonce: String,
    #[validate(length(max = 120, code = "too_long"))]
    name: String,
    active: String,
}

#[derive(Template)]
#[template(path = "admin/pipeline.html")]
struct PipelinePage {
    ui: Ui,
    problems: Problems,
    form: PipelineForm,
    /// `None` for a new one.
    pipeline: Option<Pipeline>,
}

impl PipelinePage {
    fn action(&self) -> String {
        self.pipeline.as_ref().map_or(LIST.to_owned(), |pipeline| format!("{LIST}/{}", pipeline.id))
    }
}

/// `GET /settings/pipelines/new`
pub async fn blank(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let form = PipelineForm { nonce: nonce::fresh(), ..PipelineForm::default() };
        Reply::page(&PipelinePage { ui: Ui::of(tx), problems: Problems::new(), form, pipeline: None })
    })
    .await
}

/// `POST /settings/pipelines`
pub async fn create(cx: Cx, Form(form): Form<PipelineForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        if gate::is_again(tx, &form.nonce)? {
            return Ok(done(tx, &form.name));
        }
        let problems = problems(tx, &form, None)?;
        if !problems.is_empty() {
            return Reply::rejected(&PipelinePage { ui: Ui::of(tx), problems, form, pipeline: None });
        }
        let place = insert(tx, form.name.trim())?;
        nonce::keep(tx, &form.nonce, &place)?;
        Ok(done(tx, &form.name))
    })
    .await
}

fn insert(tx: &mut Tx<'_>, name: &str) -> Result<String, Error> {
    let last = tx.directory.pipelines.iter().map(|pipeline| pipeline.position).max().unwrap_or(0);
    let row = (pipelines::name.eq(name), pipelines::position.eq(last + 1));
    let id: i64 = diesel::insert_into(pipelines::table).values(row).returning(pipelines::id).get_result(tx.db)?;
    journal::created(tx, &Pipeline { id, version: 1, name: name.to_owned(), position: last + 1, active: true })?;
    let begin = [
        ("seed-stage-new", StageKind::Open, 1000, 1),
        ("seed-stage-won", StageKind::Won, 10_000, 7),
        ("seed-stage-lost", StageKind::Lost, 0, 8),
    ];
    // messages: seed-stage-new seed-stage-won seed-stage-lost
    for ((key, kind, probability, colour), position) in begin.into_iter().zip(1..) {
        let name = tx.text.t(key).to_owned();
        stage::insert(tx, stage::new(id, name, kind, probability, position, colour))?;
    }
    Ok(format!("{LIST}/{id}"))
}

/// `GET /settings/pipelines/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let pipeline = Pipeline::find(tx, *id)?;
        let active = if pipeline.active { "on".to_owned() } else { String::new() };
        let form = PipelineForm { nonce: String::new(), name: pipeline.name.clone(), active };
        Reply::page(&PipelinePage { ui: Ui::of(tx), problems: Problems::new(), form, pipeline: Some(pipeline) })
    })
    .await
}

/// `POST /settings/pipelines/{id}`
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<PipelineForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, *id, &edit)).await
}

fn change(tx: &mut Tx<'_>, id: i64, edit: &Edit<PipelineForm>) -> Answer {
    let pipeline = Pipeline::find(tx, id)?;
    let (name, active) = (edit.form.name.trim().to_owned(), !edit.form.active.is_empty());
    let wanted = match edit.merge(tx, &pipeline, Pipeline { name, active, ..pipeline.clone() })? {
        Merged::Clean(wanted) => wanted,
        Merged::Clashes(clashes) => {
            let back = format!("{LIST}/{id}");
            let (record, version) = (pipeline.name.as_str(), pipeline.version);
            let asked = Asked { record, back: &back, fields: fields::PIPELINE, version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    let problems = problems(tx, &edit.form, Some(&wanted))?;
    if !problems.is_empty() {
        let (ui, form, pipeline) = (Ui::of(tx), edit.form.clone(), Some(pipeline.at(edit.version())));
        return Reply::rejected(&PipelinePage { ui, problems, form, pipeline });
    }
    save(tx, Action::Edited, &pipeline, wanted)?.ok_or(Error::Overtaken)?;
    Ok(done(tx, &edit.form.name))
}

fn problems(tx: &mut Tx<'_>, form: &PipelineForm, wanted: Option<&Pipeline>) -> QueryResult<Problems> {
    let mut problems = Problems::new();
    if let Err(found) = form.validate() {
        problems.take(&found, &tx.text);
    }
    let (own, key) = (wanted.map_or(0, |pipeline| pipeline.id), text::fold(form.name.trim()));
    if key.is_empty() {
        problems.add("name", tx.text.t("problem-name"));
    } else if tx.directory.pipelines.iter().any(|other| other.id != own && text::fold(&other.name) == key) {
        problems.add("name", tx.text.t("admin-name-taken"));
    }
    if let Some(wanted) = wanted.filter(|wanted| !wanted.active) {
        // Whoever brings a deal into it holds it as it is: they come first, or find it out of use.
        let row = Sql::new("SELECT id FROM pipelines WHERE id = ").bind(wanted.id).push(dialect::for_update(tx.db));
        row.load::<(BigInt,), (i64,)>(tx.db)?;
        let open = opportunities::table
            .filter(opportunities::pipeline_id.eq(wanted.id).and(opportunities::closed_on.is_null()));
        if open.count().get_result::<i64>(tx.db)? > 0 {
            problems.add("active", tx.text.t("admin-pipeline-in-use"));
        } else if !tx.directory.active_pipelines().any(|other| other.id != wanted.id) {
            problems.add("active", tx.text.t("admin-pipeline-last"));
        }
    }
    Ok(problems)
}

/// `POST /settings/pipelines/{id}/place`
pub async fn place(cx: Cx, id: Path<i64>, Form(asked): Form<Step>) -> HttpResponse {
    gate::write(cx, move |tx| {
        Pipeline::find(tx, *id)?;
        let ids = tx.directory.pipelines.iter().map(|pipeline| pipeline.id).collect();
        for (id, position) in step(ids, *id, asked.way).into_iter().zip(1..) {
            let before = Pipeline::find(tx, id)?;
            save(tx, Action::Edited, &before, Pipeline { position, ..before.clone() })?.ok_or(Error::Overtaken)?;
        }
        Ok(Reply::go(LIST))
    })
    .await
}

pub(super) fn done(tx: &Tx<'_>, name: &str) -> Reply {
    Reply::go(LIST).saying(Flash::good(tx.text.a("admin-saved", "name", name.trim())))
}
