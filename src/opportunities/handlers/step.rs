//! The next step of a deal: planned, done, done with the one after it.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::edit::ask;
use crate::conflicts::Edit;
use crate::db::Tx;
use crate::journal::{Action, Merged};
use crate::opportunities::form::{day, line};
use crate::opportunities::views::{RecordPage, StepCard};
use crate::opportunities::{Opportunity, store};
use crate::timeline::Asked;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Problems, Reply, routes};

/// What was done, and what comes next.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// `done`, `next` (done, and this comes next) or `plan`.
    act: String,
    next_step: String,
    next_step_on: String,
    /// One of the days at hand, instead of a typed one.
    soon: String,
    #[serde(rename = "return")]
    back: String,
}

/// `POST /opportunities/{id}/step`.
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<StepForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let mut problems = Problems::new();
        let mine = fill(tx, &deal, &edit.form, &mut problems);
        if !problems.is_empty() {
            return reject(tx, deal, &edit.form, problems);
        }
        match edit.merge(tx, &deal, mine)? {
            // Pressed twice, or by two people: it is done.
            Merged::Clean(wanted) if edit.version() < deal.version && wanted == deal => {
                Ok(done(tx, deal.id, &edit.form))
            }
            Merged::Clean(wanted) => keep(tx, &deal, wanted, &edit.form),
            Merged::Clashes(clashes) => ask(tx, &deal, &edit, &clashes),
        }
    })
    .await
}

fn fill(tx: &Tx<'_>, deal: &Opportunity, form: &StepForm, problems: &mut Problems) -> Opportunity {
    let mut mine = deal.clone();
    if form.act == "done" {
        mine.next_step = String::new();
        mine.next_step_on = None;
        return mine;
    }
    mine.next_step = line(&tx.text, problems, "next_step", &form.next_step);
    let typed = if form.soon.is_empty() { &form.next_step_on } else { &form.soon };
    mine.next_step_on = day(&tx.text, problems, "next_step_on", typed);
    if mine.next_step.is_empty() {
        problems.add("next_step", tx.text.t("opportunities-problem-step"));
    }
    mine
}

fn reject(tx: &mut Tx<'_>, deal: Opportunity, form: &StepForm, problems: Problems) -> Answer {
    let (typed, typed_on) = (form.next_step.clone(), form.next_step_on.clone());
    let card = StepCard { typed, typed_on, problems, ..StepCard::of(tx, &deal) }.with_day(&form.soon);
    Reply::rejected(&RecordPage::of(tx, deal, card, &Asked::default())?)
}

fn keep(tx: &mut Tx<'_>, deal: &Opportunity, mut wanted: Opportunity, form: &StepForm) -> Answer {
    let is_plan = form.act == "plan";
    if !is_plan {
        // A step done is a word with the customer: it is what keeps a deal from going quiet.
        wanted.last_contact_at = wanted.last_contact_at.max(Some(tx.now));
    }
    let action = if is_plan { Action::Edited } else { Action::StepDone };
    let saved = store::save(tx, action, deal, wanted.facts)?.ok_or(Error::Overtaken)?;
    Ok(done(tx, saved.id, form))
}

fn done(tx: &Tx<'_>, deal: i64, form: &StepForm) -> Reply {
    let key = if form.act == "plan" { "opportunities-step-planned" } else { "opportunities-step-done" };
    let to = routes::own_path(&form.back).map_or_else(|| routes::opportunity(deal), str::to_owned);
    // messages: opportunities-step-planned opportunities-step-done
    Reply::go(&to).saying(Flash::good(tx.text.t(key)))
}
