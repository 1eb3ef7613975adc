//! Moving one deal on a page of its own, where a stage may ask for what it needs.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::activities::{self, ActivityState};
use crate::conflicts::Edit;
use crate::db::Tx;
use crate::directory::{PickList, Stage, StageKind};
use crate::journal::Entity;
use crate::opportunities::close::{Closing, Refusal};
use crate::opportunities::form::{self, DealForm, amount, amount_text, day, day_text, line};
use crate::opportunities::handlers::new::lacking;
use crate::opportunities::moves::{self, Asked, Refused};
use crate::opportunities::stage::{self, Passage};
use crate::opportunities::views::MovePage;
use crate::opportunities::{Opportunity, OpportunityFacts, store};
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, routes};

/// Where to, and the answers.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    /// The stage.
    pub to: String,
    /// The version of the page or card the move was asked from.
    pub version: String,
    /// The stage whose questions stood on the page.
    pub answered: String,
    /// Actual revenue of a win.
    pub actual: String,
    /// The currency that stood beside it.
    pub actual_currency: String,
    /// Day of the win or loss.
    pub closed_on: String,
    /// Why it was lost.
    pub reason_id: String,
    /// Why, in words.
    pub lost_text: String,
    /// To whom.
    pub lost_to: String,
    /// What becomes of what is still planned, where the deal is closed: `done`, `keep`, or else it is called off.
    pub planned: String,
    /// Where to go afterwards.
    #[serde(rename = "return")]
    pub back: String,
    /// What the stage asks about the deal itself.
    #[serde(skip)]
    pub fields: DealForm,
}

impl MoveForm {
    /// The stage asked for, if it takes deals.
    pub fn target(&self, tx: &Tx<'_>) -> Option<Stage> {
        let id = self.to.parse().ok()?;
        tx.directory.stage(id).filter(|stage| tx.directory.takes_deals(stage)).cloned()
    }

    /// What was answered about a win or a loss; nothing where the stage does not close the deal.
    fn closing(&self, tx: &Tx<'_>, deal: &OpportunityFacts, kind: StageKind, wrong: &mut Problems) -> Option<Closing> {
        let text = &tx.text;
        let on = day(text, wrong, "closed_on", &self.closed_on);
        if on.is_none() {
            wrong.add("closed_on", text.t("opportunities-problem-closed-on"));
        }
        match kind {
            StageKind::Open => None,
            StageKind::Won => {
                let actual_minor = amount(text, wrong, "actual", &self.actual, &deal.currency);
                if actual_minor.is_none() {
                    wrong.add("actual", text.t("opportunities-problem-actual"));
                }
                if !self.actual_currency.is_empty() && self.actual_currency != deal.currency {
                    wrong.add("actual", text.a("opportunities-problem-currency-now", "currency", &*deal.currency));
                }
                Some(Closing::Won { actual_minor: actual_minor?, on: on? })
            }
            StageKind::Lost => {
                let reason_id = self.reason(tx);
                if reason_id.is_none() {
                    wrong.add("reason_id", text.t("opportunities-problem-reason"));
                }
                let competitor = line(text, wrong, "lost_to", &self.lost_to);
                let text = line(text, wrong, "lost_text", &self.lost_text);
                Some(Closing::Lost { reason_id: reason_id?, text, competitor, on: on? })
            }
        }
    }

    fn reason(&self, tx: &Tx<'_>) -> Option<i64> {
        let id = self.reason_id.parse::<i64>().ok()?;
        tx.directory.picks(PickList::LostReason).find(|item| item.id == id).map(|item| item.id)
    }
}

/// What the address of the page may bring along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    to: String,
    #[serde(rename = "return")]
    back: String,
}

/// `GET /opportunities/{id}/move`.
pub async fn show(cx: Cx, id: Path<i64>, Params(wanted): Params<Wanted>) -> HttpResponse {
    cx.read(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let form = fresh(tx, &deal, wanted.to, wanted.back)?;
        Reply::page(&MovePage::of(tx, deal, form, Problems::new(), String::new())?)
    })
    .await
}

/// The page as it first shows: the value as revenue, today as the day.
fn fresh(tx: &mut Tx<'_>, deal: &Opportunity, to: String, back: String) -> diesel::QueryResult<MoveForm> {
    Ok(MoveForm {
        to,
        version: deal.version.to_string(),
        actual: amount_text(&tx.text, deal.amount_minor, &deal.currency),
        closed_on: day_text(Some(tx.company_today())),
        back,
        fields: DealForm::of(tx, deal)?,
        ..MoveForm::default()
    })
}

/// `POST /opportunities/{id}/move`.
pub async fn make(cx: Cx, id: Path<i64>, Form(posted): Form<Edit<MoveForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let form = MoveForm { fields: posted.read::<DealForm>(), ..posted.form.clone() };
        let Some(target) = form.target(tx) else {
            let mut wrong = Problems::new();
            wrong.add("to", tx.text.t("opportunities-problem-stage"));
            return Reply::rejected(&MovePage::of(tx, deal, form, wrong, String::new())?);
        };
        if form.answered != target.id.to_string() && asks(tx, &deal, &target) {
            return Ok(Reply::go(&questions(deal.id, target.id, &form.back)));
        }
        if !form.fields.find.is_empty() {
            return Reply::page(&MovePage::of(tx, deal, form, Problems::new(), String::new())?);
        }
        answer(tx, deal, form, &target)
    })
    .await
}

/// Does the stage want answers before it takes the deal?
fn asks(tx: &Tx<'_>, deal: &Opportunity, target: &Stage) -> bool {
    let closes = matches!(Passage::between(moves::kind_now(tx, deal), target.kind), Passage::Closes(_));
    closes || !stage::missing(target, deal).is_empty()
}

/// The Move page with the stage chosen and its questions asked.
pub(super) fn questions(deal: i64, to: i64, back: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("to", &to.to_string());
    if let Some(back) = routes::own_path(back) {
        query.append_pair("return", back);
    }
    format!("{}/move?{}", routes::opportunity(deal), query.finish())
}

fn answer(tx: &mut Tx<'_>, deal: Opportunity, form: MoveForm, target: &Stage) -> Answer {
    let mut wrong = Problems::new();
    let filled = fill(tx, &deal, &form, target, &mut wrong)?;
    let closing = match Passage::between(moves::kind_now(tx, &deal), target.kind) {
        Passage::Closes(kind) => form.closing(tx, &filled, kind, &mut wrong),
        // Pressed twice: it counts as done only where the answers are those that were taken.
        Passage::StaysClosed if target.id == deal.stage_id && !form.answered.is_empty() => {
            form.closing(tx, &filled, target.kind, &mut wrong)
        }
        Passage::Onward | Passage::StaysClosed | Passage::Reopens => None,
    };
    if !wrong.is_empty() {
        return Reply::rejected(&MovePage::of(tx, deal, form, wrong, String::new())?);
    }
    let closes = closing.is_some() && !form.planned.eq("keep");
    let asked = Asked { to: target.id, version: form.version.parse().unwrap_or(0), closing };
    let put = |facts: &mut OpportunityFacts| take_over(facts, &filled, &stage::missing(target, facts));
    match moves::make(tx, deal.id, &asked, put)? {
        Ok(moved) => {
            if closes {
                let ended = if form.planned == "done" { ActivityState::Done } else { ActivityState::Cancelled };
                activities::settle_about(tx, (Entity::Opportunity, moved.id), ended)?;
            }
            Ok(done(tx, &moved, &form.back))
        }
        Err(refused) => refuse(tx, deal.id, form, target, refused),
    }
}

/// The deal with what the stage asks put in.
fn fill(
    tx: &mut Tx<'_>,
    deal: &Opportunity,
    form: &MoveForm,
    target: &Stage,
    wrong: &mut Problems,
) -> diesel::QueryResult<OpportunityFacts> {
    let mut facts = deal.facts.clone();
    for field in stage::missing(target, deal) {
        form.fields.put(tx, field, &mut facts, wrong)?;
    }
    if stage::missing(target, deal).contains(&"next_step") {
        form.fields.put(tx, "next_step_on", &mut facts, wrong)?;
    }
    for field in stage::missing(target, &facts) {
        wrong.add(form::control(field), lacking(tx, field, &target.name));
    }
    Ok(facts)
}

/// Only what is still missing is filled in: what somebody else has put there meanwhile stays.
fn take_over(facts: &mut OpportunityFacts, filled: &OpportunityFacts, missing: &[&str]) {
    for field in missing {
        match *field {
            "account_id" => facts.account_id = filled.account_id,
            "contact_id" => facts.contact_id = filled.contact_id,
            "product_id" => facts.product_id = filled.product_id,
            "amount_minor" => {
                facts.amount_minor = filled.amount_minor;
                facts.currency = filled.currency.clone();
            }
            "expected_close" => facts.expected_close = filled.expected_close,
            "next_step" => {
                facts.next_step = filled.next_step.clone();
                facts.next_step_on = filled.next_step_on;
            }
            "incumbent" => facts.incumbent = filled.incumbent.clone(),
            "competitors" => facts.competitors = filled.competitors.clone(),
            "payment_terms" => facts.payment_terms = filled.payment_terms.clone(),
            "source_id" => facts.source_id = filled.source_id,
            "notes" => facts.notes = filled.notes.clone(),
            _ => {}
        }
    }
}

fn done(tx: &Tx<'_>, moved: &Opportunity, back: &str) -> Reply {
    let stage = tx.directory.stage(moved.stage_id).map_or("", |stage| stage.name.as_str());
    let said = tx.text.args("opportunities-moved", &[("record", moved.name.as_str().into()), ("stage", stage.into())]);
    let to = match routes::own_path(back) {
        Some(back) => format!("{}#deal-{}", back.split('#').next().unwrap_or(back), moved.id),
        None => routes::opportunity(moved.id),
    };
    Reply::go(&to).saying(Flash::good(said))
}

fn refuse(tx: &mut Tx<'_>, id: i64, form: MoveForm, target: &Stage, refused: Refused) -> Answer {
    let deal = store::find_editable(tx, id)?;
    let mut wrong = Problems::new();
    match &refused {
        Refused::NotYours => return Err(Error::Forbidden),
        Refused::Same => return Ok(done(tx, &deal, &form.back)),
        Refused::Stale => {
            let notice = reason(tx, &deal, target, &refused);
            let form = MoveForm { version: deal.version.to_string(), ..form };
            return Reply::conflict(&MovePage::of(tx, deal, form, wrong, notice)?);
        }
        Refused::NoStage => wrong.add("to", tx.text.t("opportunities-problem-stage")),
        Refused::Missing(fields) => {
            for field in fields {
                wrong.add(form::control(field), lacking(tx, field, &target.name));
            }
        }
        Refused::Asks(_) => wrong.add("to", reason(tx, &deal, target, &refused)),
        Refused::Closing(refusals) => {
            for refusal in refusals {
                let (field, key) = said(*refusal);
                wrong.add(field, tx.text.t(key));
            }
        }
    }
    Reply::rejected(&MovePage::of(tx, deal, form, wrong, String::new())?)
}

// messages: opportunities-problem-*
/// Where a refusal of a closing stands on the page, and its sentence.
fn said(refusal: Refusal) -> (&'static str, &'static str) {
    match refusal {
        Refusal::NoCustomer => ("to", "opportunities-problem-no-customer"),
        Refusal::NegativeRevenue => ("actual", "opportunities-problem-negative"),
        Refusal::InTheFuture => ("closed_on", "opportunities-problem-future"),
        Refusal::ReasonWithoutWords => ("lost_text", "opportunities-problem-words"),
    }
}

/// Why a deal stays where it is, in words.
pub(super) fn reason(tx: &Tx<'_>, deal: &Opportunity, target: &Stage, refused: &Refused) -> String {
    let text = &tx.text;
    let here = tx.directory.stage(deal.stage_id).map_or("", |stage| stage.name.as_str());
    match refused {
        Refused::NoStage => text.t("opportunities-problem-stage").to_owned(),
        Refused::Same => text.a("opportunities-refused-same", "stage", here),
        Refused::Stale => text.a("opportunities-refused-stale", "stage", here),
        Refused::NotYours => text.t("opportunities-refused-not-yours").to_owned(),
        Refused::Missing(fields) => {
            let labels: Vec<String> =
                fields.iter().map(|field| text.t(crate::opportunities::fields::label(field)).to_owned()).collect();
            let labels = text.list(&labels);
            text.args(
                "opportunities-refused-missing",
                &[("stage", target.name.as_str().into()), ("fields", labels.into())],
            )
        }
        Refused::Asks(_) => text.a("opportunities-refused-asks", "stage", target.name.as_str()),
        Refused::Closing(refusals) => {
            refusals.iter().map(|refusal| text.t(said(*refusal).1)).collect::<Vec<_>>().join(" ")
        }
    }
}
