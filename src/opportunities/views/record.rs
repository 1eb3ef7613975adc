//! The page of a deal: value and stage, next step, what happened, and everything known beside it.

use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;

use super::StepCard;
use super::filters::tag;
use crate::access::Sensitive;
use crate::activities;
use crate::bookmarks::{Marks, Visit};
use crate::db::Tx;
use crate::directory::StageKind;
use crate::journal::Entity;
use crate::opportunities::closures::{self, Closure};
use crate::opportunities::form::Part;
use crate::opportunities::parties::{self, PartyRow};
use crate::opportunities::quiet::{Life, Signs};
use crate::opportunities::{Opportunity, Spell, access, duration, fields, moves, spells};
use crate::records::{self, Names};
use crate::tags::OnRecord;
use crate::timeline::{self, Asked, Timeline};
use crate::values::money::Rate;
use crate::web::{Ui, routes};

/// A stage in the line of stages.
pub struct StageButton {
    /// Its id.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub colour: i64,
    /// Is the deal in it?
    pub current: bool,
    /// Can the deal be brought into it?
    pub open_to: bool,
    /// Has the deal passed it?
    pub done: bool,
    /// Days spent in it, if any.
    pub days: Option<i64>,
}

/// A value of the details.
pub struct Detail {
    /// What it is.
    pub label: &'static str,
    /// What it says.
    pub value: String,
    /// The record it names.
    pub href: Option<String>,
}

/// A group of the details.
pub struct Group {
    /// Which part of the form it is.
    pub part: Part,
    /// Its name.
    pub title: &'static str,
    /// Its values; those that are not set are left out.
    pub details: Vec<Detail>,
}

/// The page.
#[derive(Template)]
#[template(path = "opportunities/record.html")]
pub struct RecordPage {
    ui: Ui,
    deal: Opportunity,
    editable: bool,
    deletes: bool,
    sees_amounts: bool,
    kind: StageKind,
    stage_name: String,
    pipeline_name: String,
    owner: String,
    signs: Signs,
    stages: Vec<StageButton>,
    /// The first won and the first lost stage, to close the deal in.
    won_stage: Option<i64>,
    lost_stage: Option<i64>,
    step: StepCard,
    groups: Vec<Group>,
    parties: Vec<PartyRow>,
    spells: Vec<SpellRow>,
    closures: Vec<ClosureRow>,
    tags: OnRecord,
    activities: activities::OnRecord,
    timeline: Timeline,
    marks: Marks,
}

/// A day or an instant: as machines and as people read it.
pub struct Stamp {
    iso: String,
    said: String,
}

impl Stamp {
    fn day(tx: &Tx<'_>, day: NaiveDate) -> Stamp {
        Stamp { iso: day.to_string(), said: tx.text.date(day) }
    }

    fn instant(tx: &Tx<'_>, at: NaiveDateTime) -> Stamp {
        Stamp { iso: tx.text.iso(at), said: tx.text.instant(at) }
    }
}

/// One stay, as it reads.
pub struct SpellRow {
    name: String,
    entered: Stamp,
    present: bool,
    length: String,
    who: String,
}

/// One closing, as it reads.
pub struct ClosureRow {
    stage: String,
    is_win: bool,
    why: String,
    on: Stamp,
    amount: String,
    /// The rate it was frozen at and the day that rate was of, where it was closed in a foreign currency.
    rate: Option<(String, Stamp)>,
    by: String,
    owner: String,
    reopened: Option<(Stamp, String)>,
}

impl RecordPage {
    /// The page of a deal the viewer may see.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, deal: Opportunity, step: StepCard, asked: &Asked) -> QueryResult<RecordPage> {
        let stays = spells::of(tx, deal.id)?;
        let closings = closures::of(tx, deal.id)?;
        let timeline = timeline::for_record(tx, Entity::Opportunity, deal.id, asked.filter(), asked.before())?;
        let mentioned = [
            deal.account_id.map(|id| (Entity::Account, id)),
            deal.contact_id.map(|id| (Entity::Contact, id)),
            deal.product_id.map(|id| (Entity::Product, id)),
            deal.source_lead_id.map(|id| (Entity::Lead, id)),
        ];
        let names = records::named(tx, &mentioned.into_iter().flatten().collect::<Vec<_>>())?;
        let directory = tx.directory.clone();
        let stage = directory.stage(deal.stage_id);
        let first = |kind| directory.stages_of(deal.pipeline_id).find(|stage| stage.kind == kind).map(|stage| stage.id);
        Ok(RecordPage {
            deletes: access::editable(&tx.viewer).covers(deal.owner_id, deal.team_id),
            editable: access::editable(&tx.viewer).reaches(deal.id, deal.owner_id, deal.team_id),
            sees_amounts: tx.viewer.sees(Sensitive::Amounts),
            kind: moves::kind_now(tx, &deal),
            stage_name: stage.map(|stage| stage.name.clone()).unwrap_or_default(),
            pipeline_name: directory.pipeline(deal.pipeline_id).map(|found| found.name.clone()).unwrap_or_default(),
            owner: directory.person_name(deal.owner_id).to_owned(),
            signs: stage.map(|stage| life(tx, &deal).signs(stage, tx.today())).unwrap_or_default(),
            stages: stage_line(tx, &deal, &stays),
            won_stage: first(StageKind::Won),
            lost_stage: first(StageKind::Lost),
            step,
            groups: Part::ALL.iter().map(|part| group(tx, &deal, &names, *part)).collect(),
            parties: parties::of(tx, deal.id)?,
            spells: stays.iter().rev().map(|stay| spell_row(tx, stay)).collect(),
            closures: closings.iter().map(|closure| closure_row(tx, closure)).collect(),
            tags: OnRecord::of(tx, &deal),
            activities: activities::OnRecord::of(tx, (Entity::Opportunity, deal.id))?,
            timeline,
            marks: Marks::of(tx, Entity::Opportunity, deal.id)?,
            ui: Ui::of(tx),
            deal,
        })
    }

    /// That the deal was looked at.
    pub fn visit(&self) -> Visit {
        self.marks.visit()
    }

    fn is_open(&self) -> bool {
        self.kind == StageKind::Open
    }

    fn path(&self) -> String {
        routes::opportunity(self.deal.id)
    }

    /// What it is worth; nothing for who may not see it.
    fn value(&self) -> Option<String> {
        let won = self.deal.actual_minor.or(self.deal.amount_minor);
        won.filter(|_| self.sees_amounts).map(|minor| self.ui.money(minor, &self.deal.currency))
    }

    /// The class of the stage's tag.
    fn stage_tag(&self) -> &'static str {
        tag(self.kind)
    }
}

/// What the signs of a deal are read from, on the reader's calendar.
fn life<'d>(tx: &Tx<'_>, deal: &'d Opportunity) -> Life<'d> {
    Life {
        spoken_on: tx.text.local_date(deal.last_contact_at.unwrap_or(deal.created_at)),
        next_step: &deal.next_step,
        next_step_on: deal.next_step_on,
        expected_close: deal.expected_close,
    }
}

fn stage_line(tx: &Tx<'_>, deal: &Opportunity, stays: &[Spell]) -> Vec<StageButton> {
    let times = duration::by_stage(stays, tx.now);
    let here = tx.directory.stage(deal.stage_id);
    let place = here.map_or(0, |stage| stage.position);
    let retired = here.filter(|stage| stage.retired_into.is_some());
    let line = tx.directory.stages_of(deal.pipeline_id).chain(retired);
    let button = |stage: &crate::directory::Stage| StageButton {
        id: stage.id,
        name: stage.name.clone(),
        colour: stage.colour,
        current: stage.id == deal.stage_id,
        open_to: stage.id != deal.stage_id && tx.directory.takes_deals(stage),
        done: stage.kind == StageKind::Open && stage.position < place,
        days: times.iter().find(|time| time.stage_id == stage.id).map(duration::StageTime::days),
    };
    line.map(button).collect()
}

// messages: opportunities-part-*
fn group(tx: &Tx<'_>, deal: &Opportunity, names: &Names, part: Part) -> Group {
    let title = tx.text.t(&format!("opportunities-part-{}", part.name()));
    // The lead it came from is shown, and never edited (rule 35).
    let lead: &[&str] = if part == Part::Origin { &["source_lead_id"] } else { &[] };
    let all = lead.iter().chain(part.fields());
    let shown = all.filter(|field| fields::sees(&tx.viewer, field));
    Group { part, title, details: shown.filter_map(|field| detail(tx, deal, names, field)).collect() }
}

fn detail(tx: &Tx<'_>, deal: &Opportunity, names: &Names, field: &'static str) -> Option<Detail> {
    let label = tx.text.t(fields::label(field));
    let (value, href) = match field {
        "account_id" => named(tx, names, Entity::Account, deal.account_id?),
        "contact_id" => named(tx, names, Entity::Contact, deal.contact_id?),
        "product_id" => named(tx, names, Entity::Product, deal.product_id?),
        "source_lead_id" => named(tx, names, Entity::Lead, deal.source_lead_id?),
        other => (plain(tx, deal, other)?, None),
    };
    (!value.is_empty()).then_some(Detail { label, value, href })
}

fn named(tx: &Tx<'_>, names: &Names, entity: Entity, id: i64) -> (String, Option<String>) {
    match names.get(&(entity, id)).filter(|named| named.visible) {
        Some(named) => (named.name.clone(), named.href()),
        None => (tx.text.t("fields-record-hidden").to_owned(), None),
    }
}

// messages: opportunities-kind-*
fn plain(tx: &Tx<'_>, deal: &Opportunity, field: &str) -> Option<String> {
    let text = &tx.text;
    let percent = |points: i64| text.percent(i32::try_from(points).unwrap_or(0));
    Some(match field {
        "kind" => text.t(&format!("opportunities-kind-{}", deal.kind.name())).to_owned(),
        "owner_id" => owner_and_team(tx, deal),
        "amount_minor" => text.money(deal.amount_minor?, &deal.currency),
        "probability" if deal.probability_overridden => {
            text.a("opportunities-own-chance", "chance", percent(deal.probability))
        }
        "probability" => percent(deal.probability),
        "expected_close" => text.date(deal.expected_close?),
        "payment_terms" => deal.payment_terms.clone(),
        "incumbent" => deal.incumbent.clone(),
        "incumbent_dropped" if deal.incumbent_dropped => text.t("yes").to_owned(),
        "competitors" => deal.competitors.clone(),
        "source_id" => tx.directory.pick_name(deal.source_id).to_owned(),
        "campaign" => deal.campaign.clone(),
        "notes" => deal.notes.clone(),
        _ => return None,
    })
}

fn owner_and_team(tx: &Tx<'_>, deal: &Opportunity) -> String {
    let owner = tx.directory.person_name(deal.owner_id);
    let owner = if owner.is_empty() { tx.text.t("opportunities-nobody") } else { owner };
    tx.text.row(&[owner, tx.directory.teams.name(deal.team_id)])
}

fn spell_row(tx: &Tx<'_>, stay: &Spell) -> SpellRow {
    SpellRow {
        name: stay.stage_name.clone(),
        entered: Stamp::instant(tx, stay.entered_at),
        present: stay.left_at.is_none(),
        length: long(tx, stay.length(tx.now)),
        who: tx.directory.person_name(stay.moved_by).to_owned(),
    }
}

/// Days from the first one on, hours before.
fn long(tx: &Tx<'_>, length: chrono::Duration) -> String {
    match (length.num_days(), length.num_hours()) {
        (0, 0) => tx.text.n("duration-minutes", length.num_minutes()),
        (0, hours) => tx.text.n("duration-hours", hours),
        (days, _) => tx.text.duration_days(days),
    }
}

fn closure_row(tx: &Tx<'_>, closure: &Closure) -> ClosureRow {
    let name = |id| tx.directory.person_name(id).to_owned();
    let said = [closure.reason.as_str(), &closure.reason_text, &closure.competitor];
    let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
    let rate = |rate: i64| tx.text.decimal(rate, Rate::DECIMALS).trim_end_matches('0').to_owned();
    ClosureRow {
        stage: closure.stage_name.clone(),
        is_win: closure.kind == StageKind::Won,
        why: tx.text.row(&said),
        on: Stamp::day(tx, closure.closed_on),
        amount: tx.text.money(closure.amount_minor, &closure.currency),
        rate: closure.rate.zip(closure.rate_from).map(|(value, from)| (rate(value), Stamp::day(tx, from))),
        by: name(Some(closure.closed_by)),
        owner: name(closure.owner_id),
        reopened: closure.reopened_at.map(|at| (Stamp::instant(tx, at), name(closure.reopened_by))),
    }
}
