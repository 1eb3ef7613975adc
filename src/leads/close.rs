//! Closing a lead without a customer, giving it back to the pool, opening it again, and saying how far it is.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;
use serde::Deserialize;

use super::edit::read_only;
use super::forms::picks;
use super::many::stand;
use super::{Lead, LeadState, access, claim, store};
use crate::db::Tx;
use crate::db::schema::opportunities;
use crate::directory::PickList;
use crate::journal::{Action, Change, Entity};
use crate::sharing::{self, Handover};
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, routes, too_long};

/// Why, from a list, and in words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    reason: String,
    note: String,
    unshare: String,
}

/// A form that carries nothing but its button.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Press {}

/// Where an open lead stands.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StatusForm {
    status: String,
}

/// A page that asks for a reason before a lead leaves somebody's desk.
#[derive(Template)]
#[template(path = "leads/reason.html")]
struct ReasonPage {
    ui: Ui,
    /// `disqualify` or `release`: the middle of the message keys and of the address.
    step: &'static str,
    id: i64,
    name: String,
    note: String,
    reasons: Vec<Choice>,
    problems: Problems,
    /// Is it shared with somebody, who may be left out when it is given back?
    shared: bool,
}

/// One of the two steps that need a reason.
#[derive(Clone, Copy)]
enum Step {
    Disqualify,
    Release,
}

impl Step {
    fn list(self) -> PickList {
        match self {
            Step::Disqualify => PickList::DisqualifyReason,
            Step::Release => PickList::ReleaseReason,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Step::Disqualify => "disqualify",
            Step::Release => "release",
        }
    }
}

impl ReasonPage {
    fn of(tx: &mut Tx<'_>, step: Step, lead: &Lead, form: ReasonForm, problems: Problems) -> QueryResult<ReasonPage> {
        let reasons = picks(tx, step.list(), &form.reason);
        let name = lead.title_name().to_owned();
        let shared = match step {
            Step::Disqualify => false,
            Step::Release => sharing::is_shared(tx, Entity::Lead, lead.id)?,
        };
        Ok(ReasonPage {
            ui: Ui::of(tx),
            step: step.name(),
            id: lead.id,
            name,
            note: form.note,
            reasons,
            problems,
            shared,
        })
    }

    // messages: leads-disqualify-* leads-release-*
    fn say(&self, what: &str) -> String {
        self.ui.a(&format!("leads-{}-{what}", self.step), "lead", self.name.as_str())
    }

    fn title(&self) -> String {
        self.ui.plain(&format!("leads-{}-title", self.step), &[("lead", self.name.as_str().into())])
    }

    fn action(&self) -> String {
        let noun = if self.step == Step::Release.name() { "release" } else { "disqualification" };
        format!("{}/{noun}", routes::lead(self.id))
    }

    fn back(&self) -> String {
        routes::lead(self.id)
    }
}

/// Asks why a lead is closed.
pub async fn ask_disqualify(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| ask(tx, Step::Disqualify, *id)).await
}

/// Asks why a lead goes back to the pool.
pub async fn ask_release(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| ask(tx, Step::Release, *id)).await
}

/// Closes a lead with its reason.
pub async fn disqualify(cx: Cx, id: Path<i64>, Form(form): Form<ReasonForm>) -> HttpResponse {
    cx.write(move |tx| step(tx, Step::Disqualify, *id, form)).await
}

/// Gives a lead back to the pool it came from.
pub async fn release(cx: Cx, id: Path<i64>, Form(form): Form<ReasonForm>) -> HttpResponse {
    cx.write(move |tx| step(tx, Step::Release, *id, form)).await
}

fn ask(tx: &mut Tx<'_>, step: Step, id: i64) -> Answer {
    let lead = store::find_editable(tx, id)?;
    match refused(tx, step, &lead)? {
        Some(refusal) => Ok(refusal),
        None => Reply::page(&ReasonPage::of(tx, step, &lead, ReasonForm::default(), Problems::new())?),
    }
}

fn step(tx: &mut Tx<'_>, step: Step, id: i64, form: ReasonForm) -> Answer {
    let lead = store::hold(tx, id)?;
    if let Some(refusal) = refused(tx, step, &lead)? {
        return Ok(refusal);
    }
    match reason(tx, step.list(), &form) {
        Err(problems) => Reply::rejected(&ReasonPage::of(tx, step, &lead, form, problems)?),
        Ok(reason) => match step {
            Step::Disqualify => close(tx, &lead, reason, form.note.trim()),
            Step::Release => give_back(tx, &lead, reason, form.note.trim(), &Handover::new(&form.unshare)),
        },
    }
}

/// Why a step cannot be taken now, as the way back.
fn refused(tx: &mut Tx<'_>, step: Step, lead: &Lead) -> Result<Option<Reply>, Error> {
    if lead.state != LeadState::Open {
        return Ok(Some(read_only(tx, lead)));
    }
    match step {
        Step::Release if !access::may_release(&tx.viewer, lead) => {
            Ok(Some(back_saying(lead, Flash::bad(tx.text.t("leads-said-in-pool")))))
        }
        Step::Disqualify if has_deal(tx, lead)? => {
            Ok(Some(back_saying(lead, Flash::bad(tx.text.t("leads-said-has-deal")))))
        }
        Step::Release | Step::Disqualify => Ok(None),
    }
}

/// Is there a deal that came from this lead? Seen or not by the viewer: the answer names nothing of it (rule 36).
fn has_deal(tx: &mut Tx<'_>, lead: &Lead) -> QueryResult<bool> {
    let from_it = opportunities::table.filter(opportunities::source_lead_id.eq(lead.id));
    let known = from_it.select(opportunities::id).first::<i64>(tx.db).optional()?;
    Ok(lead.opportunity_id.is_some() || known.is_some())
}

fn reason(tx: &Tx<'_>, list: PickList, form: &ReasonForm) -> Result<i64, Problems> {
    let mut problems = Problems::new();
    let chosen = form.reason.parse().ok().and_then(|id| tx.directory.pick(id));
    let offered = chosen.filter(|item| item.list == list && item.active);
    match offered {
        None => problems.add("reason", tx.text.t("leads-problem-reason")),
        Some(item) if item.code == "other" && form.note.trim().is_empty() => {
            problems.add("note", tx.text.t("leads-problem-other"));
        }
        Some(_) if form.note.chars().count() > 1000 => problems.add("note", too_long(&tx.text, form.note.trim(), 1000)),
        Some(item) => return Ok(item.id),
    }
    Err(problems)
}

fn close(tx: &mut Tx<'_>, lead: &Lead, reason: i64, note: &str) -> Answer {
    let mut facts = lead.facts.clone();
    facts.state = LeadState::Disqualified;
    facts.closed_at = Some(tx.now);
    facts.close_reason_id = Some(reason);
    facts.close_note = note.to_owned();
    store::save(tx, Action::Disqualified, lead, facts)?.ok_or(Error::Overtaken)?;
    let said = Flash::good(tx.text.a("leads-said-disqualified", "lead", lead.title_name()));
    Ok(back_saying(lead, said))
}

/// The reason is no field of the lead, which starts afresh in the pool: it is told by the journal's entry.
fn give_back(tx: &mut Tx<'_>, lead: &Lead, reason: i64, note: &str, handover: &Handover) -> Answer {
    let mut facts = lead.facts.clone();
    facts.release();
    facts.team_id = pool_of(tx, lead)?;
    let why = [("release_reason_id", Some(reason.to_string())), ("release_note", text_json(note))];
    let said = why.map(|(field, after)| Change { field: field.to_owned(), before: None, after });
    let scope = access::editable(&tx.viewer);
    let given =
        store::save_within(tx, &scope, Action::Released, lead, facts, said.to_vec())?.ok_or(Error::Overtaken)?;
    handover.done(tx, [lead.owner_id, given.owner_id], (Entity::Lead, given.id, given.version))?;
    let said = tx.text.a("leads-said-released", "lead", lead.title_name());
    Ok(Reply::go(routes::LEADS).saying(Flash::good(said)))
}

/// The pool a lead goes back to: the one it was taken from, while that is in use; else that of its team.
fn pool_of(tx: &mut Tx<'_>, lead: &Lead) -> QueryResult<i64> {
    let waited = claim::waited_in(tx, lead)?.and_then(|team| tx.directory.teams.get(team)).filter(|team| team.active);
    Ok(waited.map_or(lead.team_id, |team| team.id))
}

fn text_json(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| serde_json::Value::from(text).to_string())
}

/// Opens a disqualified lead again.
pub async fn reactivate(cx: Cx, id: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
    cx.write(move |tx| {
        let lead = store::hold(tx, *id)?;
        if !access::may_reactivate(&tx.viewer, &lead) {
            return Ok(back_saying(&lead, Flash::bad(tx.text.t("leads-said-not-disqualified"))));
        }
        let mut facts = lead.facts.clone();
        facts.reopen();
        let has_left = tx.directory.has_left(facts.owner_id);
        if has_left {
            facts.release();
        }
        if facts.owner_id != tx.viewer.person() {
            // Somebody else decides that the owner has it again: it is theirs as if it had been handed to them.
            facts.claimed_at = None;
        } else if facts.claimed_at.is_some() && claim::is_full(tx)? {
            let said = tx.text.n("leads-said-full", tx.directory.organization.lead_cap);
            return Ok(back_saying(&lead, Flash::bad(said)));
        }
        store::save(tx, Action::Reactivated, &lead, facts)?.ok_or(Error::Overtaken)?;
        // messages: leads-said-reactivated leads-said-reactivated-pool
        let key = if has_left { "leads-said-reactivated-pool" } else { "leads-said-reactivated" };
        let said = tx.text.a(key, "lead", lead.title_name());
        Ok(back_saying(&lead, Flash::good(said)))
    })
    .await
}

/// Says how far an open lead is.
pub async fn set_status(cx: Cx, id: Path<i64>, Form(form): Form<StatusForm>) -> HttpResponse {
    cx.write(move |tx| {
        let lead = store::hold(tx, *id)?;
        if lead.state != LeadState::Open {
            return Ok(read_only(tx, &lead));
        }
        let chosen = form.status.parse().ok().and_then(|id| tx.directory.pick(id));
        let Some(item) = chosen.filter(|item| item.list == PickList::LeadStatus && item.active) else {
            return Ok(back_saying(&lead, Flash::bad(tx.text.t("leads-problem-choice"))));
        };
        let mut facts = lead.facts.clone();
        stand(tx, &mut facts, item.id);
        if facts != lead.facts {
            store::save(tx, Action::Edited, &lead, facts)?.ok_or(Error::Overtaken)?;
        }
        let said = tx.text.a("leads-said-saved", "lead", lead.title_name());
        Ok(back_saying(&lead, Flash::good(said)))
    })
    .await
}

fn back_saying(lead: &Lead, flash: Flash) -> Reply {
    Reply::go(&routes::lead(lead.id)).saying(flash)
}
