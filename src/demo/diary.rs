//! What people have in their diaries: what was done about each deal and what comes next, and beside the deals the meeting of
//! each team and the customers somebody wants to ring.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use diesel::QueryResult;

use super::calendar::Office;
use super::company::{ZONE, row_id};
use super::customers::{Customer, Customers};
use super::deals::Deal;
use super::staff::{PEOPLE, PersonSeed, TEAMS};
use super::words;
use crate::access::Role;
use crate::activities::{self, Activity, ActivityFacts, ActivityKind, ActivityState, Direction, Repeats};
use crate::db::{Ids, Tx};
use crate::journal::{Action, Entity, Entry};
use crate::values::wall;

/// How long a call, a visit, a meeting took, one after the other, in minutes.
const LENGTHS: [i64; 7] = [5, 10, 15, 20, 30, 45, 60];
/// What somebody who serves customers wants to know of them.
const QUESTIONS: [&str; 3] =
    ["Ask how the battery has done", "Tell when the fitter comes", "Ask for a photo of the meter"];

/// Writes all diaries; answers what the journal has of them.
///
/// # Errors
/// What the database answers.
pub fn write(tx: &mut Tx<'_>, deals: &[Deal], customers: &Customers) -> QueryResult<Vec<Entry>> {
    let mut all: Vec<ActivityFacts> = deals.iter().flat_map(|deal| about_deal(tx, deal, customers)).collect();
    all.extend(team_meetings(tx));
    all.extend(calls(tx, customers));
    let mut entries = Vec::new();
    for (id, mut facts) in (1..).zip(all) {
        facts.series_id = facts.repeats.map(|_| id);
        let (at, actor_id) = (facts.created_at, facts.owner_id);
        activities::put(tx, &Activity { id, version: 1, facts })?;
        let (entity, action, changes) = (Entity::Activity, Action::Created, Vec::new());
        entries.push(Entry { at, actor_id, entity, record_id: id, version: 1, action, changes });
    }
    Ok(entries)
}

/// What was done about a deal, and what comes next where it is open.
fn about_deal(tx: &Tx<'_>, deal: &Deal, customers: &Customers) -> Vec<ActivityFacts> {
    let record = &deal.story.record;
    let customer = customers.all.get(deal.customer);
    let begun = |subject: &str, at| ActivityFacts {
        kind: words::kind_of(subject),
        opportunity_id: Some(record.id),
        owner_id: record.owner_id,
        ..ActivityFacts::starting(subject, record.team_id, at)
    };
    let done = (record.id..).zip(&deal.done).map(|(turn, (at, subject, by))| {
        let facts = ActivityFacts { owner_id: Some(*by), day: Some(at.date()), ..begun(subject, *at) };
        told(tx, facts, turn, customer)
    });
    let next = (record.closed_on.is_none() && !record.next_step.is_empty())
        .then(|| ActivityFacts { day: record.next_step_on, ..begun(&record.next_step, record.updated_at) })
        .map(|next| at_an_hour(next, record.id, customer));
    done.chain(next).collect()
}

/// It took place: how long it took, who began it, what came of it.
fn told(tx: &Tx<'_>, mut facts: ActivityFacts, turn: i64, customer: Option<&Customer>) -> ActivityFacts {
    facts.settle(ActivityState::Done, facts.created_at);
    facts.direction = facts.kind.has_direction().then_some(if turn % 4 == 0 { Direction::In } else { Direction::Out });
    facts.minutes = facts.kind.is_talk().then(|| nth(&LENGTHS, turn)).filter(|_| facts.kind != ActivityKind::Email);
    // Not every time did somebody say what came of it.
    let outcomes: Vec<i64> =
        facts.kind.outcomes().map_or_else(Vec::new, |list| tx.directory.picks(list).map(|item| item.id).collect());
    facts.outcome_id = Some(&outcomes).filter(|list| turn % 3 != 0 && !list.is_empty()).map(|list| nth(list, turn));
    facts.place = place(&facts, customer);
    facts
}

/// Whoever meets others does so at an hour.
fn at_an_hour(mut facts: ActivityFacts, turn: i64, customer: Option<&Customer>) -> ActivityFacts {
    let hour = NaiveTime::from_hms_opt(9 + u32::try_from(turn % 8).unwrap_or(0), 0, 0);
    if let (ActivityKind::Meeting | ActivityKind::Visit, Some(day), Some(hour)) = (facts.kind, facts.day, hour) {
        facts.starts_at = Some(wall::instant(ZONE, day.and_time(hour)));
        facts.zone = ZONE.name().to_owned();
        facts.minutes = Some(60);
        facts.place = place(&facts, customer);
    }
    facts
}

/// A visit is where the customer is.
fn place(facts: &ActivityFacts, customer: Option<&Customer>) -> String {
    let city = customer.filter(|_| facts.kind == ActivityKind::Visit).map(|customer| customer.city.written.clone());
    city.unwrap_or_default()
}

fn nth<T: Copy>(items: &[T], turn: i64) -> T {
    items[usize::try_from(turn).unwrap_or(0) % items.len()]
}

/// The next days on which somebody works, today among them.
fn workdays(now: NaiveDateTime) -> impl Iterator<Item = NaiveDate> {
    let office = Office::new(ZONE);
    wall::shown(ZONE, now).date().iter_days().filter(move |day| office.is_open(*day))
}

/// Once a week each team meets, in its head's morning.
fn team_meetings(tx: &Tx<'_>) -> Vec<ActivityFacts> {
    let members =
        |team: usize| PEOPLE.iter().zip(1_i64..).filter(move |(seed, _)| seed.team == team && seed.left.is_none());
    let leads = |seed: &PersonSeed| matches!(seed.role, Role::SalesManager | Role::SupportManager);
    let meeting = |team: usize| {
        let (seed, head) = members(team).find(|(seed, _)| leads(seed))?;
        let day = workdays(tx.now).nth(1 + team % 3)?;
        let zone = seed.zone.parse().unwrap_or(ZONE);
        Some(ActivityFacts {
            kind: ActivityKind::Meeting,
            owner_id: Some(head),
            people: Ids::of(members(team).map(|(_, id)| id).filter(|id| *id != head)),
            day: Some(day),
            starts_at: Some(wall::instant(zone, day.and_hms_opt(9, 30, 0)?)),
            zone: zone.name().to_owned(),
            minutes: Some(45),
            repeats: Some(Repeats::Weekly),
            repeats_at: NaiveTime::from_hms_opt(9, 30, 0),
            ..ActivityFacts::starting("Team meeting", row_id(team), tx.now - Duration::days(3))
        })
    };
    (0..TEAMS.len()).filter_map(meeting).collect()
}

/// Customers whom those who serve them want to ring: one should have been rung yesterday, others follow.
fn calls(tx: &Tx<'_>, customers: &Customers) -> Vec<ActivityFacts> {
    let accounts: Vec<i64> = customers.all.iter().filter_map(Customer::account_id).collect();
    let serves = |seed: &PersonSeed| matches!(seed.role, Role::SupportAgent | Role::SupportManager | Role::Marketer);
    let mut found = Vec::new();
    for (seed, owner) in PEOPLE.iter().zip(1_i64..).filter(|(seed, _)| serves(seed)) {
        let yesterday = wall::shown(ZONE, tx.now).date().pred_opt();
        for ((turn, subject), day) in (0_i64..).zip(QUESTIONS).zip(yesterday.into_iter().chain(workdays(tx.now))) {
            found.push(ActivityFacts {
                kind: ActivityKind::Call,
                owner_id: Some(owner),
                account_id: Some(nth(&accounts, owner * 31 + turn * 7)),
                day: Some(day),
                ..ActivityFacts::starting(subject, row_id(seed.team), tx.now - Duration::days(2))
            });
        }
    }
    found
}
