//! What stands in an agenda within some days: what is planned, and what took place.

use std::ops::Range;

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::grid;
use crate::activities::{Activity, ActivityState, Line, access};
use crate::db::Tx;
use crate::db::schema::activities;
use crate::db::sql::Sql;
use crate::records::{self, Names};
use crate::values::period::Period;
use crate::values::wall;

/// What is written of one.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// What it is; nothing where the viewer may only know that the time is taken.
    pub(super) subject: String,
    /// Its page.
    pub(super) href: String,
    /// When it begins, as machines and as people read it; nothing of what has no hour.
    pub(super) time: Option<(String, String)>,
    /// When it ends.
    pub(super) until: String,
    /// The record it is about: its name and its page.
    pub(super) about: Option<(String, String)>,
    /// Message key of how it ended; nothing of what is planned.
    pub(super) ended: Option<&'static str>,
    /// Did it take place?
    pub(super) done: bool,
}

/// One of an agenda.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Whose and with whom it is.
    people: Vec<i64>,
    /// The days it stands on, on the reader's calendar.
    first: NaiveDate,
    last: NaiveDate,
    /// From when until when, on the reader's clock; nothing of what has no hour.
    hours: Option<(NaiveDateTime, NaiveDateTime)>,
    /// What is written of it.
    pub(super) item: Item,
}

impl Entry {
    /// Is it this person's, too?
    pub(super) fn is_of(&self, person: i64) -> bool {
        self.people.contains(&person)
    }

    /// Does it stand on this day?
    pub(super) fn is_on(&self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// Of this day's minutes those it takes; nothing of what has no hour.
    pub(super) fn minutes(&self, day: NaiveDate) -> Option<Range<u32>> {
        let (begins, ends) = self.hours?;
        let midnight = day.and_time(NaiveTime::MIN);
        let minute = |at: NaiveDateTime| u32::try_from((at - midnight).num_minutes().max(0)).unwrap_or(u32::MAX);
        Some(grid::span(minute(begins), minute(ends)))
    }

    /// Whose and with whom it is, of these people.
    pub(super) fn among<'a>(&'a self, people: &'a [i64]) -> impl Iterator<Item = i64> + 'a {
        people.iter().copied().filter(|person| self.is_of(*person))
    }
}

/// What these people have planned and done within some days of the reader's calendar, earlier things first, what has no
/// hour before what has one.
///
/// # Errors
/// What the database answers.
pub(super) fn within(tx: &mut Tx<'_>, people: &[i64], days: Period) -> QueryResult<Vec<Entry>> {
    let mut rows = rows_within(tx, people, days)?;
    rows.retain(|(row, _)| row.state != ActivityState::Cancelled);
    let about: Vec<_> = rows.iter().filter(|(_, seen)| *seen).filter_map(|(row, _)| row.about()).collect();
    let names = records::named(tx, &about)?;
    let entries = rows.iter().filter_map(|(row, seen)| entry(tx, &names, row, *seen));
    let mut entries: Vec<Entry> = entries.filter(|entry| entry.first < days.to && entry.last >= days.from).collect();
    entries.sort_by(|one, other| {
        let key = |entry: &Entry| (entry.first, entry.hours, entry.item.subject.clone());
        key(one).cmp(&key(other))
    });
    Ok(entries)
}

/// What these people may have in their agendas within these days, as far as days are counted elsewhere; each with whether the
/// viewer may see it. What they may not is told as an hour that is taken, and no more.
///
/// # Errors
/// What the database answers.
pub fn rows_within(tx: &mut Tx<'_>, people: &[i64], days: Period) -> QueryResult<Vec<(Activity, bool)>> {
    let seen = sql::<Bool>(&access::seen(&tx.viewer, "activities"));
    let rows = activities::table.filter(place(tx, people, days).condition());
    rows.order(activities::id).select((Activity::as_select(), seen)).load(tx.db)
}

/// The rows that may stand within these days: as days are counted elsewhere, one to each side.
fn place(tx: &Tx<'_>, people: &[i64], days: Period) -> Sql {
    let early = days.from.checked_sub_days(Days::new(1)).unwrap_or(days.from);
    let midnight = |day: NaiveDate| wall::instant(tx.text.zone(), day.and_time(NaiveTime::MIN));
    let (begins, ends) = (midnight(days.from), midnight(days.to));
    let owned = |words: &str| Sql::new("SELECT id FROM activities WHERE owner_id IN ").ids(people).push(words);
    let planned = owned(" AND state = 'planned' AND day >= ").bind(early).push(" AND day <= ").bind(days.to);
    let lasting = owned(" AND until_day >= ").bind(early).push(" AND day <= ").bind(days.to);
    let settled = owned(" AND settled_at >= ").bind(begins).push(" AND settled_at < ").bind(ends);
    let with = Sql::new(
        "SELECT theirs.id FROM activity_people p JOIN activities theirs ON theirs.id = p.activity_id WHERE p.user_id IN ",
    );
    let with = with.ids(people).push(" AND (theirs.state = 'planned' AND theirs.day >= ").bind(early);
    let with = with.push(" AND theirs.day <= ").bind(days.to).push(" OR theirs.until_day >= ").bind(early);
    let with = with.push(" AND theirs.day <= ").bind(days.to).push(" OR theirs.settled_at >= ").bind(begins);
    let with = with.push(" AND theirs.settled_at < ").bind(ends).push(")");
    let all = Sql::new("activities.id IN (").append(planned).push(" UNION ");
    all.append(lasting).push(" UNION ").append(settled).push(" UNION ").append(with).push(")")
}

/// One of an agenda; nothing where the viewer may not see it and it takes no hour.
fn entry(tx: &Tx<'_>, names: &Names, row: &Activity, seen: bool) -> Option<Entry> {
    // What is settled stands where it took place; one with an hour keeps it.
    let at = row.starts_at.map(|starts| row.settled_at.map_or(starts, |settled| settled.min(starts)));
    let zone = tx.text.zone();
    let lasts = row.ends_at().zip(row.starts_at).map_or(Duration::zero(), |(ends, starts)| ends - starts);
    let hours = at.map(|at| (wall::shown(zone, at), wall::shown(zone, at + lasts)));
    let (first, last) = match hours {
        Some((begins, ends)) => (begins.date(), (ends - Duration::minutes(1)).date().max(begins.date())),
        None => {
            let first = row.day.or(row.settled_at.map(|at| tx.text.local_date(at)))?;
            (first, row.until_day.unwrap_or(first))
        }
    };
    if !seen && hours.is_none() {
        return None;
    }
    let people = row.owner_id.into_iter().chain(row.people.iter()).collect();
    let time = at.map(|at| (tx.text.iso(at), tx.text.time(at)));
    let ends = at.zip(row.minutes).map(|(at, minutes)| tx.text.time(at + Duration::minutes(minutes)));
    let mut item = Item { time, until: ends.unwrap_or_default(), ..Item::default() };
    if seen {
        let line = Line::of(tx, row);
        (item.subject, item.href) = (line.subject, line.href);
        let about = row.about().and_then(|about| names.get(&about));
        item.about = about.and_then(|named| Some((named.name.clone(), named.href()?)));
        item.done = row.state == ActivityState::Done;
        item.ended = match row.state {
            ActivityState::Planned => None,
            ActivityState::Done => Some("activities-state-done"),
            ActivityState::NotHeld => Some("activities-state-not_held"),
            ActivityState::Cancelled => Some("activities-state-cancelled"),
        };
    }
    Some(Entry { people, first, last, hours, item })
}

/// The hour of a slot as the form of an activity takes it.
pub(super) fn clock(hour: u32) -> String {
    NaiveTime::from_hms_opt(hour, 0, 0)
        .map(|time| format!("{:02}:{:02}", time.hour(), time.minute()))
        .unwrap_or_default()
}
