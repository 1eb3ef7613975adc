//! Planning, writing down, editing and settling activities.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::form::{ActivityForm, record_of, took_place};
use super::pages::{FormPage, RecordPage, typed};
use super::{Activity, ActivityFacts, ActivityKind, ActivityState, FIELDS, effects, series, store};
use crate::conflicts::{Asked, Edit};
use crate::correspondence;
use crate::customers::Typed;
use crate::db::Tx;
use crate::journal::{Action, Entity, Merged};
use crate::notifications;
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, nonce, routes};

/// What the address of an empty form may bring along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    about: String,
    kind: String,
    state: String,
    day: String,
    time: String,
    /// A colleague who is to take part.
    with: String,
}

/// `GET /activities/new`: the empty form, about a record where the address names one.
pub async fn new(cx: Cx, Params(begun): Params<Begun>) -> HttpResponse {
    cx.read(move |tx| {
        let Begun { about, kind, state, day, time, with } = begun;
        let fresh = ActivityForm::fresh(tx, None);
        let kind = if kind.parse::<ActivityKind>().is_ok() { kind } else { fresh.kind.clone() };
        let people = if with.is_empty() { Vec::new() } else { vec![with] };
        let form = ActivityForm { about, kind, state, day, time, people, ..fresh };
        let about = record_of(tx, &form.about)?;
        Reply::page(&FormPage::of(tx, None, form, about, Problems::new())?)
    })
    .await
}

/// `POST /activities`: plans it, or writes down what has taken place and what comes next.
pub async fn create(cx: Cx, Form(form): Form<ActivityForm>) -> HttpResponse {
    cx.write(move |tx| {
        let about = record_of(tx, &form.about)?;
        let mut typed = typed(tx);
        let blank =
            ActivityFacts { owner_id: Some(tx.viewer.id), ..ActivityFacts::starting("", tx.viewer.team_id, tx.now) };
        let mut facts = form.read_into(tx, &mut typed, blank);
        facts.set_about(about);
        facts.guests = form.guests(tx, &facts.guests)?;
        if form.is_done() || !facts.kind.is_planned() {
            let at = took_place(&facts, tx);
            facts.settle(ActivityState::Done, at);
        }
        let next = form.follow_up(tx, &mut typed, &facts);
        if !typed.problems.is_empty() {
            return Reply::rejected(&FormPage::of(tx, None, form, about, typed.problems)?);
        }
        file(tx, &form, facts, next)
    })
    .await
}

fn file(tx: &mut Tx<'_>, form: &ActivityForm, facts: ActivityFacts, next: Option<ActivityFacts>) -> Answer {
    if let Some(made) = nonce::take(tx, &form.nonce)? {
        return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::HOME)));
    }
    let filed = store::insert(tx, facts)?;
    effects::took_place(tx, &filed)?;
    series::go_on(tx, &filed)?;
    if let Some(next) = next {
        store::insert(tx, next)?;
    }
    let to = back(form, &filed);
    nonce::keep(tx, &form.nonce, &to)?;
    let said = if filed.is_planned() { "activities-said-planned" } else { "activities-said-logged" };
    // messages: activities-said-planned activities-said-logged
    Ok(Reply::go(&to).saying(Flash::good(tx.text.a(said, "subject", filed.subject.as_str()))))
}

/// Where one goes on: where one came from, the record it is about, or its own page.
fn back(form: &ActivityForm, activity: &Activity) -> String {
    let about = activity.about().and_then(|(entity, id)| crate::records::href(entity, id));
    let asked = routes::own_path(&form.back).map(str::to_owned);
    asked.or(about).unwrap_or_else(|| routes::activity(activity.id))
}

/// `GET /activities/{id}`.
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let activity = store::find(tx, *id)?;
        let is_own_look = tx.viewer.acting.is_none() && tx.page.unread > 0;
        let read = is_own_look.then(|| notifications::read_about(tx.viewer.id, Entity::Activity, activity.id, tx.now));
        let page = RecordPage::of(tx, activity, None, Problems::new())?;
        let frames = page.shows_frame();
        let page = Reply::page(&page)?;
        // The one page of ours with a frame in it: that of a mail.
        let page = if frames { page.with_frame() } else { page };
        Ok(read.into_iter().fold(page, Reply::later))
    })
    .await
}

/// The activity, if the viewer may change it: what is a mail is as it was written, by whom and when.
fn changeable(tx: &mut Tx<'_>, id: i64) -> Result<Activity, Error> {
    let activity = store::find_editable(tx, id)?;
    if correspondence::is_mail(tx, activity.id)? { Err(Error::Forbidden) } else { Ok(activity) }
}

/// `GET /activities/{id}/edit`.
pub async fn edit(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let activity = changeable(tx, *id)?;
        let (form, about) = (ActivityForm::of(tx, &activity), activity.about());
        Reply::page(&FormPage::of(tx, Some(&activity), form, about, Problems::new())?)
    })
    .await
}

/// `POST /activities/{id}/edit`; two people at once merge field by field (rule 70).
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<ActivityForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let activity = changeable(tx, *id)?;
        let mut typed = typed(tx);
        let mut facts = edit.form.read_into(tx, &mut typed, activity.facts.clone());
        facts.guests = edit.form.guests(tx, &facts.guests)?;
        if !typed.problems.is_empty() {
            let about = activity.about();
            return Reply::rejected(&FormPage::of(tx, Some(&activity), edit.form, about, typed.problems)?);
        }
        match edit.merge(tx, &activity, Activity { facts, ..activity.clone() })? {
            Merged::Clean(wanted) => keep(tx, &activity, wanted.facts, edit.form.is_meant_for_all()),
            Merged::Clashes(clashes) => {
                let (record, back) = (activity.subject.as_str(), routes::activity(activity.id));
                let asked = Asked { record, back: &back, fields: FIELDS, version: activity.version, currency: "" };
                edit.ask(tx, asked, &clashes)
            }
        }
    })
    .await
}

/// Saves what an edit made of an activity, and of those after it where it is one of a series.
fn keep(tx: &mut Tx<'_>, before: &Activity, mut facts: ActivityFacts, with_rest: bool) -> Answer {
    if facts.repeats.is_some() {
        facts.series_id = facts.series_id.or(Some(before.id));
    }
    if facts != before.facts {
        let action = if facts.owner_id == before.owner_id { Action::Edited } else { Action::Assigned };
        let after = store::save(tx, action, before, facts)?.ok_or(Error::Overtaken)?;
        if with_rest || before.series_id.is_none() {
            series::follow(tx, before, &after)?;
        }
    }
    let said = tx.text.a("activities-said-saved", "subject", before.subject.as_str());
    let seen = store::find(tx, before.id).is_ok();
    let to = if seen { routes::activity(before.id) } else { routes::HOME.to_owned() };
    Ok(Reply::go(&to).saying(Flash::good(said)))
}

/// `POST /activities/{id}/settlement`: how it ended, what came of it, and what comes next.
pub async fn settle(cx: Cx, id: Path<i64>, Form(form): Form<ActivityForm>) -> HttpResponse {
    cx.write(move |tx| {
        let activity = changeable(tx, *id)?;
        let mut typed = typed(tx);
        let state = form.state.parse().map_err(|_| Error::BadRequest)?;
        let facts = settled(tx, &form, &mut typed, &activity, state);
        let next = form.follow_up(tx, &mut typed, &facts);
        if !typed.problems.is_empty() {
            return Reply::rejected(&RecordPage::of(tx, activity, Some(form), typed.problems)?);
        }
        // Pressed twice, or by two people: it is settled, and what comes next is planned.
        if activity.state != state {
            let action = if state == ActivityState::Done { Action::StepDone } else { Action::Edited };
            let saved = store::save(tx, action, &activity, facts)?.ok_or(Error::Overtaken)?;
            effects::took_place(tx, &saved)?;
            if let Some(next) = next {
                store::insert(tx, next)?;
            }
        }
        // messages: activities-said-done activities-said-not_held activities-said-cancelled activities-said-planned
        let said = tx.text.a(&format!("activities-said-{}", state.name()), "subject", activity.subject.as_str());
        Ok(Reply::go(&back(&form, &activity)).saying(Flash::good(said)))
    })
    .await
}

/// The activity as it ended: when, what came of it, and what else is to be said of it.
fn settled(
    tx: &Tx<'_>,
    form: &ActivityForm,
    typed: &mut Typed,
    activity: &Activity,
    state: ActivityState,
) -> ActivityFacts {
    let mut facts = activity.facts.clone();
    if let Some(list) = facts.kind.outcomes().filter(|_| !form.outcome.is_empty()) {
        facts.outcome_id = typed.pick(list, &form.outcome, facts.outcome_id);
    }
    let said = typed.lines("notes", &form.notes);
    if !said.is_empty() {
        facts.notes = if facts.notes.is_empty() { said } else { format!("{}\n\n{said}", facts.notes) };
    }
    let at = took_place(&facts, tx);
    facts.settle(state, at);
    facts
}
