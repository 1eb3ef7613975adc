//! What a calendar program reads: the agenda as its owner sees it at this moment (RFC 5545).

use actix_web::HttpResponse;
use chrono::{DateTime, Days, NaiveDateTime, Utc};
use diesel::prelude::*;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::{address, store};
use crate::activities::{Activity, ActivityState};
use crate::agenda;
use crate::config::Config;
use crate::db::Tx;
use crate::db::schema::organization;
use crate::records::{self, Names};
use crate::values::period::Period;
use crate::web::{Answer, Desk, Error, Guest, Path, Reply, routes};

/// So many days back and ahead it reaches.
const BACK: Days = Days::new(31);
const AHEAD: Days = Days::new(400);

/// `GET /calendars/{token}.ics`: without signing in. What is wrong with an address is not said.
pub async fn show(guest: Guest, token: Path<String>) -> HttpResponse {
    guest.serve(false, move |desk| read(desk, &token)).await
}

fn read(desk: &mut Desk<'_>, token: &str) -> Answer {
    let feed = address::claimed(token).map(|id| store::find(desk.db, id)).transpose()?.flatten();
    let feed = feed.filter(|feed| address::opens(desk.app, feed, token)).ok_or(Error::NotFound)?;
    let revision: i64 = organization::table.select(organization::revision).first(desk.db)?;
    let directory = desk.app.directory.at(revision, desk.db)?.ok_or(Error::NotFound)?;
    let now = desk.now;
    let mut tx = Tx::of_the_program(desk.db, directory, now);
    let page = tx.as_person(feed.user_id, |tx| calendar(tx, &desk.app.config, &feed.agenda))?;
    let page = page.ok_or(Error::NotFound)?;
    Ok(Reply::download("fursa.ics", "text/calendar; charset=utf-8", page.into_bytes()))
}

/// The agenda as the viewer sees it; none for who owes a second factor, who reaches nothing else either.
fn calendar(tx: &mut Tx<'_>, config: &Config, agenda: &str) -> Result<String, Error> {
    let whose = agenda::of_whom(tx, agenda)?;
    if tx.viewer.owes_factor {
        return Err(Error::NotFound);
    }
    let today = tx.today();
    let from = today.checked_sub_days(BACK).unwrap_or(today);
    let days = Period { from, to: today.checked_add_days(AHEAD).unwrap_or(today) };
    let rows = agenda::rows_within(tx, &whose.people, days)?;
    let about: Vec<_> = rows.iter().filter(|(_, seen)| *seen).filter_map(|(row, _)| row.about()).collect();
    let names = records::named(tx, &about)?;
    let mut calendar = Calendar::new();
    calendar.name(&agenda::name_of(tx, &whose));
    for event in rows.iter().filter_map(|(row, seen)| event(tx, config, &names, row, *seen)) {
        calendar.push(event);
    }
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("X-PUBLISHED-TTL", "PT15M"));
    Ok(calendar.to_string())
}

fn utc(at: NaiveDateTime) -> DateTime<Utc> {
    at.and_utc()
}

/// One of an agenda; nothing where it takes no time that its reader may know of.
fn event(tx: &Tx<'_>, config: &Config, names: &Names, row: &Activity, seen: bool) -> Option<Event> {
    let mut event = Event::new();
    match row.starts_at.zip(row.ends_at()) {
        Some((starts, ends)) => {
            event.starts(utc(starts)).ends(utc(ends));
        }
        None if seen => {
            let first = row.day.or(row.settled_at.map(|at| tx.text.local_date(at)))?;
            // The end of whole days is the day after the last one.
            event.starts(first).ends(row.until_day.unwrap_or(first).succ_opt()?);
        }
        None => return None,
    }
    let host = config.base_url.rsplit("//").next().unwrap_or_default().replace([':', '/'], "-");
    event.uid(&format!("activity-{}@{host}", row.id)).timestamp(utc(row.updated_at));
    event.sequence(u32::try_from(row.version - 1).unwrap_or(u32::MAX)).last_modified(utc(row.updated_at));
    event.status(if row.state == ActivityState::Cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    if !seen {
        event.summary(tx.text.t("agenda-busy"));
        return Some(event.done());
    }
    let link = format!("{}{}", config.base_url, routes::activity(row.id));
    let about = row.about().and_then(|about| names.get(&about)).map(|named| named.name.clone()).unwrap_or_default();
    let told: Vec<&str> = [row.notes.as_str(), &about, &link].into_iter().filter(|part| !part.is_empty()).collect();
    event.summary(&row.subject).description(&told.join("\n\n")).url(&link);
    if !row.place.is_empty() {
        event.location(&row.place);
    }
    Some(event.done())
}
