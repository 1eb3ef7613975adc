//! How an imported deal stands and how it came there: stage, closing, stays, all from the few days a file has.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::cells::{Given, Row};
use super::desk::Desk;
use super::history::{noon, stays};
use super::kinds::opportunities::{action, reason};
use super::refusal::{Note, Refusal, Stop, Why};
use super::{lists, stages};
use crate::access::Role;
use crate::db::Tx;
use crate::db::schema::{closures, stage_spells};
use crate::db::sql::Sql;
use crate::directory::{Directory, Stage, StageKind};
use crate::journal::Entity;
use crate::opportunities::{self, Opportunity, OpportunityFacts};
use crate::records::parts;
use crate::values::money::{Currency, Rate};
use crate::values::text;
use crate::web::Error;

/// Finds the pipeline that was asked for, or makes it with the stages the file names.
///
/// # Errors
/// When it would have to be made by somebody who may not.
pub fn set_pipeline(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<(), Stop> {
    let wanted = text::fold(&desk.job.options.pipeline);
    let directory = tx.directory.clone();
    let is_meant = |name: &str| wanted.is_empty() || text::fold(name) == wanted;
    let found = directory.active_pipelines().find(|pipeline| is_meant(&pipeline.name)).map(|found| found.id);
    desk.stages = match found {
        Some(id) => directory.stages_of(id).cloned().collect(),
        None if tx.viewer.is(Role::Admin) => make_pipeline(tx, desk)?,
        None => return Err(Stop::Broken(Error::Forbidden)),
    };
    let headers = desk.job.shape.headers.iter().enumerate();
    let open: Vec<&Stage> = desk.stages.iter().filter(|stage| stage.kind == StageKind::Open).collect();
    let named =
        |header: &str| open.iter().find(|stage| stages::is_named_after(header, &stage.name)).map(|stage| stage.id);
    desk.entries = headers.filter_map(|(at, header)| Some((at, named(header)?))).collect();
    Ok(())
}

fn make_pipeline(tx: &mut Tx<'_>, desk: &Desk<'_>) -> Result<Vec<Stage>, Stop> {
    let asked = desk.job.options.pipeline.trim();
    let name = if asked.is_empty() { tx.text.t("imports-pipeline") } else { asked };
    let ordered = stages::ordered(&desk.job.survey.stages);
    let open = ordered.iter().filter(|(_, kind)| *kind == StageKind::Open).count();
    let pipeline = lists::add_pipeline(tx, name)?;
    let mut made = Vec::new();
    for (place, (name, kind)) in ordered.iter().enumerate() {
        let probability = stages::probability(*kind, place, open);
        made.push(lists::add_stage(tx, pipeline, place as i64 + 1, name, *kind, probability)?);
    }
    if let Some(directory) = Directory::load(tx.db)? {
        tx.directory = Arc::new(directory);
    }
    Ok(made)
}

/// Settles where a deal stands: its stage, its closing, its chance.
///
/// # Errors
/// When the row contradicts itself.
pub fn settle(
    tx: &mut Tx<'_>,
    desk: &mut Desk<'_>,
    row: Row<'_>,
    known: Option<&Opportunity>,
    stage: &Stage,
    currency: Currency,
    facts: &mut OpportunityFacts,
) -> Result<(), Stop> {
    let is_moved = known.is_none_or(|deal| deal.stage_id != stage.id);
    (facts.pipeline_id, facts.stage_id) = (stage.pipeline_id, stage.id);
    match stage.kind {
        StageKind::Open => stay_open(row, facts)?,
        StageKind::Won | StageKind::Lost => close(tx, desk, row, stage, currency, facts)?,
    }
    settle_chance(row, stage, is_moved, facts);
    if is_moved {
        date(tx, desk, row, known, stage, facts)?;
    }
    Ok(())
}

/// An open deal has no closing; a day in the column of closings is the day it is expected to close.
fn stay_open(row: Row<'_>, facts: &mut OpportunityFacts) -> Result<(), Stop> {
    (facts.closed_on, facts.closed_at, facts.actual_minor) = (None, None, None);
    facts.lost_reason_id = None;
    if let Some(day) = row.day_of("closed_on")?
        && row.said("expected_close").is_none()
    {
        facts.expected_close = Some(day);
    }
    Ok(())
}

fn close(
    tx: &mut Tx<'_>,
    desk: &mut Desk<'_>,
    row: Row<'_>,
    stage: &Stage,
    currency: Currency,
    facts: &mut OpportunityFacts,
) -> Result<(), Stop> {
    let day = row.day_of("closed_on")?.or(facts.closed_on);
    let day = day.ok_or_else(|| Refusal::of(Why::NoClosingDay, column_name(row, "closed_on"), &stage.name))?;
    if day > tx.company_today() {
        return Err(Refusal::of(Why::ClosedInTheFuture, column_name(row, "closed_on"), day.to_string()).into());
    }
    if facts.closed_on != Some(day) {
        (facts.closed_on, facts.closed_at) = (Some(day), Some(noon(day, tx.directory.organization.tz())));
    }
    let value = close_value(row, currency)?;
    // A file with one column of values has no other estimate than what came of it.
    if row.job.mapping.of("amount").is_none() && value.is_some() {
        facts.amount_minor = value;
    }
    if stage.kind == StageKind::Lost {
        facts.actual_minor = None;
        if facts.lost_reason_id.is_none() || row.said("lost_reason").is_some() {
            facts.lost_reason_id = Some(reason(tx, desk, row)?);
        }
        return Ok(());
    }
    facts.lost_reason_id = None;
    facts.actual_minor = value.or(facts.actual_minor).or(facts.amount_minor);
    if facts.actual_minor.is_none() {
        desk.remark(Note::NoValue, &facts.name, "");
        facts.actual_minor = Some(0);
    }
    Ok(())
}

fn close_value(row: Row<'_>, currency: Currency) -> Result<Option<i64>, Refusal> {
    let at = row.job.mapping.of("close_value").and_then(|mapped| mapped.at.first().copied());
    at.map_or(Ok(None), |at| row.amount(at, "close_value", currency))
}

fn column_name<'r>(row: Row<'r>, field: &'static str) -> &'r str {
    row.job.mapping.of(field).and_then(|mapped| mapped.at.first().copied()).map_or(field, |at| row.header(at))
}

/// Won is certain and lost is not; an open deal has its stage's chance unless the row says another (rule 20).
fn settle_chance(row: Row<'_>, stage: &Stage, is_moved: bool, facts: &mut OpportunityFacts) {
    let is_said = matches!(row.said("probability"), Some((_, Given::Text(_))));
    match stage.kind {
        StageKind::Won => facts.probability = 10_000,
        StageKind::Lost => facts.probability = 0,
        StageKind::Open if is_said => facts.probability_overridden = facts.probability != stage.probability,
        StageKind::Open if is_moved && !facts.probability_overridden => facts.probability = stage.probability,
        StageKind::Open => {}
    }
}

/// Since when the deal is in its stage, and since when it is known at all.
fn date(
    tx: &mut Tx<'_>,
    desk: &Desk<'_>,
    row: Row<'_>,
    known: Option<&Opportunity>,
    stage: &Stage,
    facts: &mut OpportunityFacts,
) -> Result<(), Stop> {
    let entered = entered(tx, desk, row)?;
    let first = entered.iter().map(|(_, at)| *at).min();
    let here = entered.iter().find(|(other, _)| *other == stage.id).map(|(_, at)| *at);
    if let (Some(first), Some(closed)) = (first, facts.closed_at)
        && first > closed
    {
        let day = facts.closed_on.map_or(String::new(), |day| day.to_string());
        return Err(Refusal::of(Why::ClosedBeforeOpened, column_name(row, "closed_on"), day).into());
    }
    if known.is_none() {
        facts.created_at = first.or(facts.closed_at).unwrap_or(tx.now).min(tx.now);
    }
    let arrived = here.unwrap_or(if known.is_none() { facts.created_at } else { tx.now });
    facts.stage_since = facts.closed_at.unwrap_or(arrived).min(tx.now);
    Ok(())
}

/// When the deal came into which open stage, as far as the row says: the day it was opened is the first stage's.
///
/// # Errors
/// When a day is none.
pub fn entered(tx: &Tx<'_>, desk: &Desk<'_>, row: Row<'_>) -> Result<Vec<(i64, NaiveDateTime)>, Stop> {
    let zone = tx.directory.organization.tz();
    let mut found = Vec::new();
    for (at, stage) in &desk.entries {
        if let Some(day) = row.day(*at)? {
            found.push((*stage, noon(day, zone)));
        }
    }
    let opened = row.job.mapping.of("opened_on").and_then(|mapped| mapped.at.first().copied());
    let opened = opened.filter(|at| !desk.entries.iter().any(|(entry, _)| entry == at));
    let day = opened.map_or(Ok(None), |at| row.day(at))?;
    let first = desk.stages.iter().find(|stage| stage.kind == StageKind::Open);
    if let (Some(day), Some(first)) = (day, first)
        && !found.iter().any(|(stage, _)| *stage == first.id)
    {
        found.push((first.id, noon(day, zone)));
    }
    Ok(found)
}

/// Writes the stays of a new deal.
///
/// # Errors
/// What the database answers.
pub fn write_stays(tx: &mut Tx<'_>, deal: &Opportunity, entered: Vec<(i64, NaiveDateTime)>) -> QueryResult<()> {
    for (stage, from, until) in stays(entered, deal.stage_id, deal.stage_since) {
        write_stay(tx, deal.id, stage, from, until)?;
    }
    Ok(())
}

fn write_stay(
    tx: &mut Tx<'_>,
    deal: i64,
    stage: i64,
    from: NaiveDateTime,
    until: Option<NaiveDateTime>,
) -> QueryResult<()> {
    let directory = tx.directory.clone();
    let of = directory.stage(stage);
    let row = (
        stage_spells::opportunity_id.eq(deal),
        stage_spells::stage_id.eq(stage),
        stage_spells::stage_name.eq(of.map_or("", |stage| stage.name.as_str())),
        stage_spells::stage_kind.eq(of.map_or(StageKind::Open, |stage| stage.kind)),
        stage_spells::entered_at.eq(from),
        stage_spells::left_at.eq(until),
        stage_spells::moved_by.eq(tx.viewer.actor()),
    );
    diesel::insert_into(stage_spells::table).values(row).execute(tx.db).map(drop)
}

/// Writes the closing of a deal, with the rate of its day (rule 10) and the owner it had (rule 29).
///
/// # Errors
/// What the database answers.
pub fn write_closure(tx: &mut Tx<'_>, desk: &Desk<'_>, deal: &Opportunity) -> QueryResult<()> {
    let (Some(day), Some(at)) = (deal.closed_on, deal.closed_at) else { return Ok(()) };
    let directory = tx.directory.clone();
    let stage = directory.stage(deal.stage_id);
    let kind = stage.map_or(StageKind::Lost, |stage| stage.kind);
    let amount = if kind == StageKind::Won { deal.actual_minor } else { deal.amount_minor };
    let currency = Currency::parse(&deal.currency).unwrap_or(desk.currency);
    let (rate, rate_from) = rate(tx, currency, day);
    let row = (
        closures::opportunity_id.eq(deal.id),
        closures::kind.eq(kind),
        closures::stage_id.eq(deal.stage_id),
        closures::stage_name.eq(stage.map_or("", |stage| stage.name.as_str())),
        closures::closed_on.eq(day),
        closures::closed_at.eq(at),
        closures::amount_minor.eq(amount.unwrap_or(0)),
        closures::currency.eq(&deal.currency),
        closures::rate.eq(rate),
        closures::rate_from.eq(rate_from),
        closures::owner_id.eq(deal.owner_id),
        closures::team_id.eq(deal.team_id),
        closures::reason.eq(tx.directory.pick_name(deal.lost_reason_id).to_owned()),
        closures::reason_text.eq(&deal.lost_text),
        closures::competitor.eq(&deal.lost_to),
        closures::closed_by.eq(tx.viewer.id),
    );
    diesel::insert_into(closures::table).values(row).execute(tx.db).map(drop)
}

fn rate(tx: &Tx<'_>, currency: Currency, day: chrono::NaiveDate) -> (Option<i64>, Option<chrono::NaiveDate>) {
    if currency == tx.directory.rates.base() {
        return (Some(Rate::ONE.billionths()), None);
    }
    match tx.directory.rates.on(currency, day) {
        Some(dated) => (Some(dated.rate.billionths()), Some(dated.valid_from)),
        None => (None, None),
    }
}

/// Saves a deal that a row changes; where it moves or closes anew, its history grows.
///
/// # Errors
/// What the database answers.
pub fn change(tx: &mut Tx<'_>, desk: &Desk<'_>, known: &Opportunity, mut facts: OpportunityFacts) -> Result<(), Stop> {
    let is_moved = known.stage_id != facts.stage_id;
    if known.closed_on.is_some() && facts.closed_on.is_none() && tx.directory.has_left(facts.owner_id) {
        facts.owner_id = None;
    }
    let closing = |facts: &OpportunityFacts| (facts.stage_id, facts.closed_on, facts.actual_minor);
    let is_closing = closing(known) != closing(&facts);
    if is_moved || is_closing {
        facts.moved_version = known.version + 1;
    }
    let kind = tx.directory.stage(facts.stage_id).map_or(StageKind::Open, |stage| stage.kind);
    let before = parts::of(tx, Entity::Opportunity, known.id)?;
    let done = action(known, &facts, kind);
    let after = opportunities::save_row(tx, done, known, facts)?.ok_or(Error::Forbidden)?;
    if is_moved {
        let end =
            stage_spells::table.filter(stage_spells::opportunity_id.eq(known.id).and(stage_spells::left_at.is_null()));
        diesel::update(end).set(stage_spells::left_at.eq(after.stage_since)).execute(tx.db)?;
        write_stay(tx, known.id, after.stage_id, after.stage_since, None)?;
    }
    if is_closing {
        void_closure(tx, known.id)?;
        write_closure(tx, desk, &after)?;
    }
    if is_moved || is_closing {
        parts::journal(tx, Entity::Opportunity, known.id, after.version, &before)?;
    }
    Ok(())
}

/// An earlier closing stays what it was, and no longer holds.
fn void_closure(tx: &mut Tx<'_>, deal: i64) -> QueryResult<()> {
    let update =
        Sql::new("UPDATE closures SET reopened_at = ").bind(tx.now).push(", reopened_by = ").bind(tx.viewer.actor());
    update.push(" WHERE opportunity_id = ").bind(deal).push(" AND reopened_at IS NULL").run(tx.db).map(drop)
}
