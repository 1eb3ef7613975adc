//! The next step of a deal: planned, done, done with the one after it.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::access::Scope;
use crate::activities::{self, Activity, ActivityState};
use crate::db::Tx;
use crate::journal::Action;
use crate::opportunities::form::{day, line};
use crate::opportunities::views::{RecordPage, StepCard};
use crate::opportunities::{Opportunity, OpportunityFacts, steps, store};
use crate::timeline::Asked;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Problems, Reply, routes};

/// What was done, and what comes next.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StepForm {
    /// `done`, `next` (done, and this comes next) or `plan`.
    act: String,
    /// The planned activity that was shown as the next step; empty where nothing was planned.
    step: String,
    next_step: String,
    next_step_on: String,
    /// One of the days at hand, instead of a typed one.
    soon: String,
    #[serde(rename = "return")]
    back: String,
}

impl StepForm {
    fn plans(&self) -> bool {
        self.act != "done"
    }
}

/// `POST /opportunities/{id}/step`.
pub async fn save(cx: Cx, id: Path<i64>, Form(form): Form<StepForm>) -> HttpResponse {
    cx.write(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let mut problems = Problems::new();
        let next = fill(tx, &deal, &form, &mut problems);
        if !problems.is_empty() {
            return reject(tx, deal, &form, problems);
        }
        let planned = steps::planned(tx, deal.id)?;
        let shown = match form.step.as_str() {
            "" => planned.first(),
            id => planned.iter().find(|activity| activity.id.to_string() == id),
        };
        if planned.iter().any(|activity| form.plans() && says(activity, &next)) {
            // Pressed twice, or by two people: it is done, and what comes next is planned.
            return Ok(done(tx, deal.id, &form));
        }
        if form.act != "plan" && (shown.is_some() || form.step.is_empty()) {
            finish(tx, &deal, shown)?;
        }
        if form.plans() {
            let next = steps::of(tx, &Opportunity { facts: next, ..deal.clone() });
            activities::insert(tx, next)?;
        }
        Ok(done(tx, deal.id, &form))
    })
    .await
}

fn says(activity: &Activity, next: &OpportunityFacts) -> bool {
    activity.subject == next.next_step && activity.day == next.next_step_on
}

/// The deal with what comes next.
fn fill(tx: &Tx<'_>, deal: &Opportunity, form: &StepForm, problems: &mut Problems) -> OpportunityFacts {
    let mut next = deal.facts.clone();
    if form.plans() {
        next.next_step = line(&tx.text, problems, "next_step", &form.next_step);
        let typed = if form.soon.is_empty() { &form.next_step_on } else { &form.soon };
        next.next_step_on = day(&tx.text, problems, "next_step_on", typed);
        if next.next_step.is_empty() {
            problems.add("next_step", tx.text.t("opportunities-problem-step"));
        }
    }
    next
}

fn reject(tx: &mut Tx<'_>, deal: Opportunity, form: &StepForm, problems: Problems) -> Answer {
    let (typed, typed_on) = (form.next_step.clone(), form.next_step_on.clone());
    let card = StepCard { typed, typed_on, problems, ..StepCard::of(tx, &deal)? }.with_day(&form.soon);
    Reply::rejected(&RecordPage::of(tx, deal, card, &Asked::default())?)
}

/// Notes that the step is done. That is a word with the customer: it is what keeps a deal from going quiet.
fn finish(tx: &mut Tx<'_>, deal: &Opportunity, shown: Option<&Activity>) -> Result<(), Error> {
    if let Some(activity) = shown {
        let mut facts = activity.facts.clone();
        facts.settle(ActivityState::Done, tx.now);
        let all = Scope::everything();
        activities::save_within(tx, &all, Action::StepDone, activity, facts, Vec::new())?.ok_or(Error::Overtaken)?;
    }
    let now = store::find_editable(tx, deal.id)?;
    let facts = OpportunityFacts { last_contact_at: deal.last_contact_at.max(Some(tx.now)), ..now.facts.clone() };
    store::save(tx, Action::StepDone, &now, facts)?.ok_or(Error::Overtaken)?;
    Ok(())
}

fn done(tx: &Tx<'_>, deal: i64, form: &StepForm) -> Reply {
    let key = if form.act == "plan" { "opportunities-step-planned" } else { "opportunities-step-done" };
    let to = routes::own_path(&form.back).map_or_else(|| routes::opportunity(deal), str::to_owned);
    // messages: opportunities-step-planned opportunities-step-done
    Reply::go(&to).saying(Flash::good(tx.text.t(key)))
}
