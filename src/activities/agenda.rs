//! What somebody has planned, the earliest first: one's own, or a colleague's as far as one sees it.

use actix_web::HttpResponse;
use askama::Template;
use chrono::{Days, NaiveDate};
use diesel::prelude::*;
use serde::Deserialize;

use super::part::Line;
use super::{Activity, ActivityState, access};
use crate::db::Tx;
use crate::db::schema::activities;
use crate::db::sql::Sql;
use crate::records::{self, Names};
use crate::web::{Answer, Choice, Cx, Params, Reply, Ui, routes};

/// Rows of a page.
const PAGE: usize = 40;

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whose; one's own where nobody is named.
    owner: String,
    /// So many are passed over: those of the pages before.
    after: String,
}

/// What is planned for some days.
struct Stretch {
    /// Message key of what these days are called.
    title: &'static str,
    lines: Vec<(Line, Option<(String, String)>)>,
}

#[derive(Template)]
#[template(path = "activities/agenda.html")]
struct AgendaPage {
    ui: Ui,
    stretches: Vec<Stretch>,
    people: Vec<Choice>,
    /// The page of what comes after; empty where nothing does.
    later: String,
    plan_href: String,
}

/// `GET /agenda`.
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| page(tx, &asked)).await
}

fn page(tx: &mut Tx<'_>, asked: &Asked) -> Answer {
    let known = asked.owner.parse().ok().and_then(|id| tx.directory.person(id));
    let owner = known.map_or(tx.viewer.id, |person| person.id);
    let after: usize = asked.after.parse().unwrap_or(0);
    let mut rows = planned_of(tx, owner, after)?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let about: Vec<_> = rows.iter().filter_map(|activity| activity.about()).collect();
    let names = records::named(tx, &about)?;
    let later = format!("{}?owner={owner}&after={}", routes::AGENDA, after + PAGE);
    Reply::page(&AgendaPage {
        stretches: stretches(tx, &names, &rows),
        people: people(tx, owner),
        later: if more { later } else { String::new() },
        plan_href: format!("{}/new", routes::ACTIVITIES),
        ui: Ui::of(tx),
    })
}

/// What somebody has planned, as far as the viewer sees it; one more than a page holds.
fn planned_of(tx: &mut Tx<'_>, owner: i64, after: usize) -> QueryResult<Vec<Activity>> {
    let seen = Sql::new(&access::seen(&tx.viewer, "activities")).condition();
    let planned = activities::state.eq(ActivityState::Planned).and(activities::owner_id.eq(owner));
    let day = (activities::day.is_null(), activities::day);
    let earliest = (day, (activities::starts_at.is_null(), activities::starts_at), activities::id);
    let rows = activities::table.filter(planned).filter(seen).order(earliest).select(Activity::as_select());
    let (most, passed) = (i64::try_from(PAGE + 1).unwrap_or(i64::MAX), i64::try_from(after).unwrap_or(i64::MAX));
    rows.limit(most).offset(passed).load(tx.db)
}

/// Whose agendas there are: the viewer's own, and those of whom they see what is theirs.
fn people(tx: &Tx<'_>, chosen: i64) -> Vec<Choice> {
    let visible = access::visible(&tx.viewer);
    let seen = tx.directory.people.iter().filter(|person| person.active || person.id == chosen);
    let seen = seen.filter(|person| visible.covers(Some(person.id), person.team_id));
    seen.map(|person| Choice::new(person.id.to_string(), &person.name, &chosen.to_string())).collect()
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
