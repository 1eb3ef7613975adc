//! The Move page: where to, and what that stage asks.

use askama::Template;
use diesel::QueryResult;

use super::Choices;
use super::choices::{picks, stage_name};
use crate::db::Tx;
use crate::directory::{PickList, Stage, StageKind};
use crate::opportunities::form::DealForm;
use crate::opportunities::handlers::moving::MoveForm;
use crate::opportunities::stage::{self, Passage};
use crate::opportunities::{Opportunity, moves, steps};
use crate::web::{Choice, Problems, Ui, routes};

/// The page.
#[derive(Template)]
#[template(path = "opportunities/move.html")]
pub struct MovePage {
    ui: Ui,
    deal: Opportunity,
    form: MoveForm,
    problems: Problems,
    /// Stages to move to; the deal's own pipeline first.
    stages: Vec<Choice>,
    /// What the stage asks about the deal: fields by name.
    asks: Vec<&'static str>,
    /// The closing it asks about.
    closes: Option<StageKind>,
    target: String,
    fields: DealForm,
    choices: Choices,
    reasons: Vec<Choice>,
    /// What becomes of what is still planned; nothing to choose where nothing is.
    planned: Vec<Choice>,
    /// Said above the form: somebody was quicker.
    notice: String,
}

impl MovePage {
    /// The page as it was filled in so far.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(
        tx: &mut Tx<'_>,
        deal: Opportunity,
        form: MoveForm,
        problems: Problems,
        notice: String,
    ) -> QueryResult<MovePage> {
        let target = form.target(tx);
        let typed = form.fields.clone();
        let asks = target.as_ref().map(|stage| stage::missing(stage, &deal)).unwrap_or_default();
        let planned = if steps::planned(tx, deal.id)?.is_empty() { Vec::new() } else { planned(tx, &form.planned) };
        let choices = if asks.is_empty() { Choices::default() } else { Choices::of(tx, &typed, &problems)? };
        Ok(MovePage {
            stages: stages(tx, &deal, &form.to),
            closes: target.as_ref().and_then(|stage| closing(tx, &deal, stage)),
            target: target.map(|stage| stage.name).unwrap_or_default(),
            reasons: picks(tx, PickList::LostReason, &form.reason_id),
            ui: Ui::of(tx),
            fields: typed,
            asks,
            planned,
            choices,
            deal,
            form,
            problems,
            notice,
        })
    }

    fn path(&self) -> String {
        routes::opportunity(self.deal.id)
    }

    /// The way out without moving.
    fn cancel(&self) -> String {
        crate::web::routes::own_path(&self.form.back).map_or_else(|| self.path(), str::to_owned)
    }

    fn title(&self) -> String {
        self.ui.plain("opportunities-move-title", &[("record", self.deal.name.as_str().into())])
    }

    fn asks(&self, field: &str) -> bool {
        self.asks.contains(&field)
    }

    fn wins(&self) -> bool {
        self.closes == Some(StageKind::Won)
    }

    fn loses(&self) -> bool {
        self.closes == Some(StageKind::Lost)
    }

    /// The currency of what a win brought: the one chosen beside the value, where the stage asks for that too.
    fn currency(&self) -> &str {
        if self.asks("amount_minor") { &self.fields.currency } else { &self.deal.currency }
    }

    /// Does the stage chosen ask anything?
    fn has_questions(&self) -> bool {
        self.closes.is_some() || !self.asks.is_empty()
    }
}

/// What may become of what is planned about a deal that is closed (rule 27).
fn planned(tx: &Tx<'_>, chosen: &str) -> Vec<Choice> {
    // messages: opportunities-planned-*
    let chosen = if chosen.is_empty() { "cancelled" } else { chosen };
    let choice = |end: &str| Choice::new(end, tx.text.t(&format!("opportunities-planned-{end}")), chosen);
    ["cancelled", "done", "keep"].map(choice).into()
}

fn closing(tx: &Tx<'_>, deal: &Opportunity, target: &Stage) -> Option<StageKind> {
    match Passage::between(moves::kind_now(tx, deal), target.kind) {
        Passage::Closes(kind) => Some(kind),
        Passage::Onward | Passage::StaysClosed | Passage::Reopens => None,
    }
}

fn stages(tx: &Tx<'_>, deal: &Opportunity, to: &str) -> Vec<Choice> {
    let others = tx.directory.active_pipelines().map(|pipeline| pipeline.id).filter(|id| *id != deal.pipeline_id);
    let pipelines = std::iter::once(deal.pipeline_id).chain(others);
    let all = pipelines.flat_map(|pipeline| tx.directory.stages_of(pipeline));
    let elsewhere = all.filter(|stage| stage.id != deal.stage_id && tx.directory.takes_deals(stage));
    elsewhere.map(|stage| Choice::new(stage.id.to_string(), stage_name(&tx.directory, stage), to)).collect()
}
