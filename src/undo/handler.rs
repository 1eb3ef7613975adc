//! The button: takes a request back and says what came of it.

use std::collections::HashSet;

use actix_web::HttpResponse;
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::deed::{Deed, Deeds, Turn, deeds};
use super::many;
use super::page::ask;
use super::requests::{Known, is_undone, known};
use super::take::{Kept, Outcome, Question, about, take_back};
use super::turns;
use crate::accounts::{self, Account, Lifecycle};
use crate::activities::Activity;
use crate::bulk;
use crate::conflicts::Edit;
use crate::contacts::{self, Contact};
use crate::db::Tx;
use crate::db::schema::{batches, journal};
use crate::journal::{self as entries, Entity, Event, of_settings};
use crate::leads::Lead;
use crate::opportunities::Opportunity;
use crate::products::Product;
use crate::records::{self, Names};
use crate::removal;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Reply, routes};

/// Names in a report; the rest is counted.
pub(super) const NAMED: usize = 6;

/// Where to go afterwards, and whether the questions have been seen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    /// The page the button stood on.
    #[serde(rename = "return")]
    back: String,
    /// Said by the page that asks.
    settled: String,
}

/// What came of it, record by record.
#[derive(Default)]
pub(super) struct Report<'a> {
    pub(super) done: Vec<&'a Deed>,
    pub(super) kept: Vec<(&'a Deed, Kept)>,
    pub(super) asked: Vec<(&'a Deed, Question)>,
}

/// `POST /undo/{request}`.
pub async fn undo(cx: Cx, request: Path<String>, Form(posted): Form<Edit<Back>>) -> HttpResponse {
    let wanted = request.clone();
    match cx.ask(move |tx| many::begin(tx, &wanted)).await {
        Err(page) => page,
        Ok(Some(many)) => many::undo(cx, many, posted.form.back).await,
        Ok(None) => cx.write(move |tx| whole(tx, &request, &posted)).await,
    }
}

/// Takes a request back for another page that names it; `back` is where to go afterwards.
///
/// # Errors
/// As undoing it at its own address.
pub fn now(tx: &mut Tx<'_>, request: &str, back: String) -> Answer {
    let form = Back { back, settled: String::new() };
    whole(tx, request, &Edit::new(form))
}

/// Takes everything back at once, or asks.
fn whole(tx: &mut Tx<'_>, request: &str, posted: &Edit<Back>) -> Answer {
    let request = known(tx, request)?.ok_or(Error::NotFound)?;
    let deeds = deeds(entries::request_events(tx, &request.request_id)?);
    let names = names(tx, deeds.all())?;
    let is_own = request.is_of(&tx.viewer);
    if !is_own && !names.values().any(|named| named.visible) {
        return Err(Error::NotFound);
    }
    if let Some(key) = too_late(tx, &request)? {
        // messages: undo-refused-*
        let said = Flash::bad(tx.text.t(key));
        return Ok(Reply::go(&way_back(tx, deeds.all(), &posted.form.back)?).saying(said));
    }
    let mut report = take_all(tx, &deeds, posted)?;
    if !report.asked.is_empty() {
        return ask(tx, &request, &names, report.asked, &posted.form.back);
    }
    if report.is_refused() && !is_own {
        return Err(Error::Forbidden);
    }
    finish(tx, &request, &deeds, &report)?;
    if !is_own {
        report.hide(&names);
    }
    let said = said(tx, &names, &report);
    Ok(Reply::go(&way_back(tx, deeds.all(), &posted.form.back)?).saying(said))
}

impl Report<'_> {
    /// Was nothing done, for the records are not theirs to change?
    pub(super) fn is_refused(&self) -> bool {
        self.done.is_empty() && self.kept.iter().any(|(_, kept)| *kept == Kept::NotYours)
    }

    /// Of what else somebody did, one who may not see it does not learn how much it was.
    pub(super) fn hide(&mut self, names: &Names) {
        self.kept.retain(|(deed, _)| names.get(&(deed.entity, deed.id)).is_some_and(|named| named.visible));
    }
}

/// What the records are called; those that lie in the bin, too.
pub(super) fn names<'d>(tx: &mut Tx<'_>, deeds: impl IntoIterator<Item = &'d Deed>) -> QueryResult<Names> {
    let wanted: Vec<(Entity, i64)> = deeds.into_iter().map(|deed| (deed.entity, deed.id)).collect();
    let mut names = records::named(tx, &wanted)?;
    for (entity, id) in wanted {
        if !names.contains_key(&(entity, id))
            && let Some(named) = removal::named(tx, entity, id)?
        {
            names.insert((entity, id), named);
        }
    }
    Ok(names)
}

/// Why a request cannot be taken back: the key of the sentence.
pub(super) fn too_late(tx: &mut Tx<'_>, request: &Known) -> QueryResult<Option<&'static str>> {
    if !request.reversible {
        return Ok(Some("undo-refused-never"));
    }
    if is_undone(tx, &request.request_id)? {
        return Ok(Some("undo-refused-already"));
    }
    Ok(request.is_old(tx.now).then_some("undo-refused-old"))
}

/// What people did, newest first. How far customers have come follows from it, unless nothing else was done.
fn take_all<'a>(tx: &mut Tx<'_>, deeds: &'a Deeds, posted: &Edit<Back>) -> Result<Report<'a>, Error> {
    let mut report = Report::default();
    for deed in deeds.taken_back() {
        match take(tx, deed, deeds, posted)? {
            Outcome::Done => report.done.push(deed),
            Outcome::Nothing => {}
            Outcome::Kept(why) => report.kept.push((deed, why)),
            Outcome::Asked(_) if is_passed_over(posted, deed) => {
                report.kept.push((deed, Kept::Changed));
            }
            Outcome::Asked(question) => report.asked.push((deed, question)),
        }
    }
    Ok(report)
}

/// Was it not asked about, for there was no room, or has it changed once more while the person read?
pub(super) fn is_passed_over(posted: &Edit<Back>, deed: &Deed) -> bool {
    !posted.form.settled.is_empty() && !posted.has_about(&about(deed))
}

/// Takes back one deed of a request.
pub(super) fn take(tx: &mut Tx<'_>, deed: &Deed, all: &Deeds, posted: &Edit<Back>) -> Result<Outcome, Error> {
    if deed.turn != Turn::Stayed {
        return turns::take_back(tx, deed, all, posted);
    }
    if let Some(other) = all.other_of_two(deed)
        && let Some(stays) = turns::stays_with(tx, (deed.id, other), all, posted)?
    {
        return Ok(stays);
    }
    match deed.entity {
        Entity::Lead => take_back::<Lead>(tx, deed, posted),
        Entity::Account => take_back::<Account>(tx, deed, posted),
        Entity::Contact => take_back::<Contact>(tx, deed, posted),
        Entity::Opportunity => take_back::<Opportunity>(tx, deed, posted),
        Entity::Product => take_back::<Product>(tx, deed, posted),
        Entity::Activity => take_back::<Activity>(tx, deed, posted),
        // No request that touches these is reversible.
        of_settings!() => Ok(Outcome::Nothing),
    }
}

/// Takes back what these entries of a batch did, newest first; whatever somebody has changed since stays, and is counted.
///
/// # Errors
/// What the database answers.
pub fn take_back_many(tx: &mut Tx<'_>, newest_first: Vec<Event>) -> Result<i64, Error> {
    let deeds = deeds(newest_first.into_iter().rev());
    let (asked_nothing, mut kept) = (Edit::default(), 0);
    for deed in deeds.all() {
        match take(tx, deed, &deeds, &asked_nothing)? {
            Outcome::Done | Outcome::Nothing => {}
            Outcome::Kept(_) | Outcome::Asked(_) => kept += 1,
        }
    }
    Ok(kept)
}

/// What follows: how far customers have come, batches, and that this request took the other one back.
fn finish(tx: &mut Tx<'_>, request: &Known, deeds: &Deeds, report: &Report<'_>) -> QueryResult<()> {
    if report.done.is_empty() {
        return Ok(());
    }
    let kept: HashSet<(Entity, i64)> = report.kept.iter().map(|(deed, _)| (deed.entity, deed.id)).collect();
    let stayed = deeds.all().iter().filter(|deed| deed.turn == Turn::Stayed);
    for deed in stayed.filter(|deed| !kept.contains(&(deed.entity, deed.id))) {
        follow(tx, deed)?;
    }
    note(tx, request)
}

/// Notes that this request took the other one back, and says so of the batches.
pub(super) fn note(tx: &mut Tx<'_>, request: &Known) -> QueryResult<()> {
    mark_batches(tx, request)?;
    entries::note_undo(tx, &request.request_id)
}

/// How far the relation with a customer has come, after everything else is as it was.
pub(super) fn follow(tx: &mut Tx<'_>, deed: &Deed) -> QueryResult<()> {
    let moved = deed.change("lifecycle").filter(|_| deed.change("lifecycle_pinned").is_none());
    let stages = moved.and_then(|change| Some((stage(&change.is())?, stage(&change.was())?)));
    match (deed.entity, stages) {
        (Entity::Account, Some((left, before))) => accounts::lifecycle::recede(tx, deed.id, left, before),
        (Entity::Account, None) => accounts::lifecycle::refresh(tx, deed.id),
        (Entity::Contact, Some((left, before))) => contacts::lifecycle::recede(tx, deed.id, left, before),
        (Entity::Contact, None) => contacts::lifecycle::refresh(tx, deed.id),
        (_, Some(_) | None) => Ok(()),
    }
}

fn stage(value: &Value) -> Option<Lifecycle> {
    serde_json::from_value(value.clone()).ok()
}

/// Says of the batches that the request was part of that they have been taken back, or stand again.
fn mark_batches(tx: &mut Tx<'_>, request: &Known) -> QueryResult<()> {
    let (mut first, mut undone) = (request.clone(), true);
    while let Some(before) = first.undoes.clone() {
        let Some(known) = known(tx, &before)? else { break };
        (first, undone) = (known, !undone);
    }
    let of_request = journal::request_id.eq(&first.request_id).and(journal::batch_id.is_not_null());
    let found = journal::table.filter(of_request).select(journal::batch_id).distinct();
    for batch in found.load::<Option<i64>>(tx.db)?.into_iter().flatten() {
        let mark = (
            batches::reverted_at.eq(undone.then_some(tx.now)),
            batches::reverted_by.eq(tx.viewer.actor().filter(|_| undone)),
        );
        diesel::update(batches::table.find(batch)).set(mark).execute(tx.db)?;
        if !undone {
            bulk::stands_again(tx, batch)?;
        }
    }
    Ok(())
}

pub(super) fn said(tx: &Tx<'_>, names: &Names, report: &Report<'_>) -> Flash {
    let text = &tx.text;
    let records: HashSet<(Entity, i64)> = report.done.iter().map(|deed| (deed.entity, deed.id)).collect();
    let count = i64::try_from(records.len()).unwrap_or(i64::MAX);
    let head = match report.done.first() {
        None => text.t("undo-said-nothing").to_owned(),
        Some(only) if count == 1 => text.a("undo-said-one", "record", name(tx, names, only)),
        Some(_) => text.n("undo-said-many", count),
    };
    if report.kept.is_empty() && count > 0 {
        return Flash::good(head);
    }
    // messages: undo-kept-*
    let reason =
        |(deed, why): &(&Deed, Kept)| text.a(&format!("undo-kept-{}", why.name()), "record", name(tx, names, deed));
    let more = report.kept.len().saturating_sub(NAMED);
    let rest = (more > 0).then(|| text.n("undo-kept-more", i64::try_from(more).unwrap_or(i64::MAX)));
    let lines = std::iter::once(head).chain(report.kept.iter().take(NAMED).map(reason)).chain(rest);
    Flash::bad(lines.collect::<Vec<_>>().join(" "))
}

/// What a record is called, where the viewer may know.
pub(super) fn name(tx: &Tx<'_>, names: &Names, deed: &Deed) -> String {
    let known = names.get(&(deed.entity, deed.id)).filter(|named| named.visible);
    known.map_or_else(|| tx.text.t("fields-record-hidden").to_owned(), |named| named.name.clone())
}

/// The page the button stood on; where that was the page of a record the viewer does not see any more, the list of its kind.
pub(super) fn way_back(tx: &mut Tx<'_>, deeds: &[Deed], back: &str) -> QueryResult<String> {
    let wanted: Vec<(Entity, i64)> = deeds.iter().map(|deed| (deed.entity, deed.id)).collect();
    let names = records::named(tx, &wanted)?;
    let visible = |deed: &&Deed| names.get(&(deed.entity, deed.id)).is_some_and(|named| named.visible);
    let href = |deed: &Deed| page(deed.entity, deed.id);
    let path = routes::own_path(back).map(|back| back.split('#').next().unwrap_or(back));
    let is_lost = |path: &str| {
        let page = path.split('?').next().unwrap_or(path);
        deeds
            .iter()
            .filter(|deed| !visible(deed))
            .filter_map(href)
            .any(|href| page == href || page.starts_with(&format!("{href}/")))
    };
    if let Some(path) = path.filter(|path| !is_lost(path)) {
        return Ok(path.to_owned());
    }
    let seen = deeds.iter().find(visible).and_then(|deed| records::href(deed.entity, deed.id));
    Ok(seen.unwrap_or_else(|| deeds.first().map_or(routes::HOME, |deed| list(deed.entity)).to_owned()))
}

/// Where the pages of a record begin, also of one that has its history only.
fn page(entity: Entity, id: i64) -> Option<String> {
    records::history(entity, id)?.strip_suffix("/history").map(str::to_owned)
}

/// The list of a kind of record.
fn list(entity: Entity) -> &'static str {
    match entity {
        Entity::Lead => routes::LEADS,
        Entity::Account => routes::ACCOUNTS,
        Entity::Contact => routes::CONTACTS,
        Entity::Opportunity => routes::OPPORTUNITIES,
        Entity::Product => routes::PRODUCTS,
        Entity::Activity => routes::AGENDA,
        of_settings!() => routes::SETTINGS,
    }
}
