//! What is planned, the earliest first, as far as the viewer sees it.

use askama::Template;
use chrono::{Days, NaiveDate};
use diesel::prelude::*;

use super::asked::Wanted;
use super::head::Head;
use crate::activities::{Activity, ActivityState, Line, access, owners};
use crate::db::Tx;
use crate::db::schema::activities;
use crate::db::sql::Sql;
use crate::records::{self, Names};
use crate::web::{Answer, Choice, Reply, Ui};

/// Rows of a page.
const PAGE: usize = 40;

/// What is planned for some days.
struct Stretch {
    /// Message key of what these days are called.
    title: &'static str,
    lines: Vec<(Line, Option<(String, String)>)>,
}

#[derive(Template)]
#[template(path = "agenda/list.html")]
struct ListPage {
    ui: Ui,
    head: Head,
    stretches: Vec<Stretch>,
    /// Is it several people's? Then each row says whose it is.
    is_team: bool,
    /// The page of what comes after; empty where nothing does.
    later: String,
    /// To whom they can be given.
    owners: Vec<Choice>,
}

pub(super) fn page(tx: &mut Tx<'_>, wanted: &Wanted) -> Answer {
    let mut rows = planned_of(tx, &wanted.whose.people, wanted.after)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let about: Vec<_> = rows.iter().filter_map(|activity| activity.about()).collect();
    let names = records::named(tx, &about)?;
    Reply::page(&ListPage {
        head: Head::of(tx, wanted),
        stretches: stretches(tx, &names, &rows),
        is_team: wanted.is_team(),
        later: if more { wanted.later(PAGE) } else { String::new() },
        owners: owners(tx, ""),
        ui: Ui::of(tx),
    })
}

/// What these people have planned, or take part in, as far as the viewer sees it; one more than a page holds.
fn planned_of(tx: &mut Tx<'_>, people: &[i64], after: usize) -> QueryResult<Vec<Activity>> {
    let seen = Sql::new(&access::seen(&tx.viewer, "activities")).condition();
    let theirs = activities::state.eq(ActivityState::Planned).and(access::of_people(people).condition());
    let day = (activities::day.is_null(), activities::day);
    let earliest = (day, (activities::starts_at.is_null(), activities::starts_at), activities::id);
    let rows = activities::table.filter(theirs).filter(seen).order(earliest).select(Activity::as_select());
    let (most, passed) = (i64::try_from(PAGE + 1).unwrap_or(i64::MAX), i64::try_from(after).unwrap_or(i64::MAX));
    rows.limit(most).offset(passed).load(tx.db)
}

/// The day a row stands under, on the reader's own calendar.
fn day_of(tx: &Tx<'_>, activity: &Activity) -> Option<NaiveDate> {
    activity.starts_at.map(|at| tx.text.local_date(at)).or(activity.day)
}

// messages: activities-agenda-late activities-agenda-today activities-agenda-week activities-agenda-later
// messages: activities-agenda-someday
fn stretches(tx: &Tx<'_>, names: &Names, rows: &[Activity]) -> Vec<Stretch> {
    let today = tx.today();
    let week = today.checked_add_days(Days::new(7)).unwrap_or(today);
    let title = |activity: &Activity| match day_of(tx, activity) {
        None => "activities-agenda-someday",
        Some(day) if day < today => "activities-agenda-late",
        Some(day) if day == today => "activities-agenda-today",
        Some(day) if day < week => "activities-agenda-week",
        Some(_) => "activities-agenda-later",
    };
    let mut found: Vec<Stretch> = Vec::new();
    for activity in rows {
        let about = activity.about().and_then(|about| names.get(&about));
        let about = about.and_then(|named| Some((named.name.clone(), named.href()?)));
        let (title, line) = (title(activity), (Line::of(tx, activity), about));
        match found.last_mut() {
            Some(last) if last.title == title => last.lines.push(line),
            _ => found.push(Stretch { title, lines: vec![line] }),
        }
    }
    found
}
