//! One stage: filed, edited, moved to another place in its pipeline.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;

use super::LIST;
use super::pipeline::done;
use super::stage_form::{COLOURS, StageForm};
use crate::admin::order::{Step, step};
use crate::admin::records::{Kept, save};
use crate::admin::{fields, gate};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::db::schema::stages;
use crate::directory::{Pipeline, Stage, StageKind};
use crate::fields::Field;
use crate::journal::{self, Action, Merged};
use crate::opportunities::fields::FIELDS;
use crate::opportunities::stage::REQUIRABLE;
use crate::web::{Answer, Choice, Cx, Error, Form, Path, Problems, Reply, Ui, nonce};

#[derive(Template)]
#[template(path = "admin/stage.html")]
struct StagePage {
    ui: Ui,
    problems: Problems,
    form: StageForm,
    pipeline: Pipeline,
    /// `None` for a new one.
    stage: Option<Stage>,
}

impl StagePage {
    fn action(&self) -> String {
        match &self.stage {
            Some(stage) => format!("/settings/stages/{}", stage.id),
            None => format!("{LIST}/{}/stages", self.pipeline.id),
        }
    }

    // messages: stage-kind-*
    fn kinds(&self) -> Vec<Choice> {
        let label = |kind: &StageKind| self.ui.t(&format!("stage-kind-{}", kind.name()));
        StageKind::ALL.iter().map(|kind| Choice::new(kind.name(), label(kind), &self.form.kind)).collect()
    }

    /// Has a chance to be guessed, and deals that can fall quiet?
    fn is_open(&self) -> bool {
        self.stage.as_ref().is_none_or(|stage| stage.kind == StageKind::Open)
    }

    fn requirable(&self) -> Vec<Choice> {
        let row = |name: &str| {
            let label = Field::find(FIELDS, name).map_or("", |field| self.ui.t(field.label));
            let selected = self.form.required.iter().any(|chosen| chosen == name);
            Choice { value: name.to_owned(), label: label.to_owned(), selected }
        };
        REQUIRABLE.into_iter().map(row).collect()
    }

    // messages: colour-*
    fn colours(&self) -> Vec<Choice> {
        let label = |n: i64| self.ui.t(&format!("colour-{n}"));
        (1..=COLOURS).map(|n| Choice::new(n.to_string(), label(n), &self.form.colour)).collect()
    }
}

/// `GET /settings/pipelines/{id}/stages/new`
pub async fn blank(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let pipeline = Pipeline::find(tx, *id)?;
        let form = StageForm {
            nonce: nonce::fresh(),
            kind: StageKind::Open.name().to_owned(),
            colour: "1".into(),
            ..StageForm::default()
        };
        Reply::page(&StagePage { ui: Ui::of(tx), problems: Problems::new(), form, pipeline, stage: None })
    })
    .await
}

/// `POST /settings/pipelines/{id}/stages`
pub async fn create(cx: Cx, id: Path<i64>, Form(form): Form<StageForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let pipeline = Pipeline::find(tx, *id)?;
        if gate::is_again(tx, &form.nonce)? {
            return Ok(done(tx, &form.name));
        }
        let kind = form.kind.parse().unwrap_or(StageKind::Open);
        let (wanted, problems) = form.put_into(tx, &new(pipeline.id, String::new(), kind, 0, 0, 1));
        if !problems.is_empty() {
            return Reply::rejected(&StagePage { ui: Ui::of(tx), problems, form, pipeline, stage: None });
        }
        let place = append(tx, wanted)?;
        nonce::keep(tx, &form.nonce, &place)?;
        Ok(done(tx, &form.name))
    })
    .await
}

/// A stage nobody has seen yet.
pub(super) fn new(
    pipeline_id: i64,
    name: String,
    kind: StageKind,
    probability: i64,
    position: i64,
    colour: i64,
) -> Stage {
    let (quiet_days, required, retired_into) = (0, String::new(), None);
    Stage {
        id: 0,
        version: 1,
        pipeline_id,
        name,
        kind,
        probability,
        position,
        quiet_days,
        required,
        colour,
        retired_into,
    }
}

/// Files the stage behind the last one of its kind, or at the end.
fn append(tx: &mut Tx<'_>, stage: Stage) -> Result<String, Error> {
    let (kind, pipeline) = (stage.kind, stage.pipeline_id);
    let id = insert(tx, stage)?;
    let directory = tx.directory.clone();
    let mut ids: Vec<i64> = directory.stages_of(pipeline).map(|stage| stage.id).collect();
    let behind = directory.stages_of(pipeline).collect::<Vec<_>>().iter().rposition(|stage| stage.kind == kind);
    ids.insert(behind.map_or(ids.len(), |at| at + 1), id);
    number(tx, ids)?;
    Ok(format!("/settings/stages/{id}"))
}

/// Files the row.
pub(super) fn insert(tx: &mut Tx<'_>, stage: Stage) -> QueryResult<i64> {
    let row = (
        stages::pipeline_id.eq(stage.pipeline_id),
        stages::name.eq(&stage.name),
        stages::kind.eq(stage.kind),
        stages::probability.eq(stage.probability),
        stages::position.eq(stage.position),
        stages::quiet_days.eq(stage.quiet_days),
        stages::required.eq(&stage.required),
        stages::colour.eq(stage.colour),
    );
    let id = diesel::insert_into(stages::table).values(row).returning(stages::id).get_result(tx.db)?;
    journal::created(tx, &Stage { id, ..stage })?;
    Ok(id)
}

fn number(tx: &mut Tx<'_>, ids: Vec<i64>) -> Result<(), Error> {
    for (id, position) in ids.into_iter().zip(1..) {
        let before = Stage::find(tx, id)?;
        save(tx, Action::Edited, &before, Stage { position, ..before.clone() })?.ok_or(Error::Overtaken)?;
    }
    Ok(())
}

/// A stage in use, with its pipeline; a retired one is no longer anybody's to edit.
pub(super) fn in_use(tx: &mut Tx<'_>, id: i64) -> Result<(Stage, Pipeline), Error> {
    let stage = Stage::find(tx, id)?;
    if stage.retired_into.is_some() {
        return Err(Error::NotFound);
    }
    let pipeline = Pipeline::find(tx, stage.pipeline_id)?;
    Ok((stage, pipeline))
}

/// `GET /settings/stages/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let (stage, pipeline) = in_use(tx, *id)?;
        let form = StageForm::of(tx, &stage);
        Reply::page(&StagePage { ui: Ui::of(tx), problems: Problems::new(), form, pipeline, stage: Some(stage) })
    })
    .await
}

/// `POST /settings/stages/{id}`
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<StageForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, *id, &edit)).await
}

fn change(tx: &mut Tx<'_>, id: i64, edit: &Edit<StageForm>) -> Answer {
    let (stage, pipeline) = in_use(tx, id)?;
    let (mine, problems) = edit.form.put_into(tx, &stage);
    if !problems.is_empty() {
        let (ui, form, stage) = (Ui::of(tx), edit.form.clone(), Some(stage.at(edit.version())));
        return Reply::rejected(&StagePage { ui, problems, form, pipeline, stage });
    }
    match edit.merge(tx, &stage, mine)? {
        Merged::Clean(wanted) => save(tx, Action::Edited, &stage, wanted)?.ok_or(Error::Overtaken)?,
        Merged::Clashes(clashes) => {
            let back = format!("/settings/stages/{id}");
            let asked =
                Asked { record: &stage.name, back: &back, fields: fields::STAGE, version: stage.version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    Ok(done(tx, &edit.form.name))
}

/// `POST /settings/stages/{id}/place`
pub async fn place(cx: Cx, id: Path<i64>, Form(asked): Form<Step>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let (stage, _) = in_use(tx, *id)?;
        let ids = tx.directory.stages_of(stage.pipeline_id).map(|stage| stage.id).collect();
        number(tx, step(ids, stage.id, asked.way))?;
        Ok(Reply::go(LIST))
    })
    .await
}
