//! The daily letter: what is late, what is for today, and what waits, at the hour its reader has chosen, in their language. Who
//! has nothing waiting gets none that day.

use chrono::{NaiveDate, NaiveDateTime, Timelike};
use diesel::prelude::*;

use super::letters::letter;
use super::store::unread;
use crate::access::{Branch, Scope};
use crate::activities;
use crate::config::Config;
use crate::db::schema::digests;
use crate::db::{Db, Tx};
use crate::home;
use crate::listing::Count;
use crate::values::wall;
use crate::web::routes;

/// Does anybody get a daily letter at all?
///
/// # Errors
/// What the database answers.
pub fn is_any_due(db: &mut Db, now: NaiveDateTime) -> QueryResult<bool> {
    // A day has begun somewhere at most fourteen hours before it begins in UTC.
    let tomorrow = (now + chrono::Duration::hours(14)).date();
    let waiting = digests::last_on.is_null().or(digests::last_on.lt(tomorrow));
    diesel::select(diesel::dsl::exists(digests::table.filter(waiting))).get_result(db)
}

/// Posts the letters whose hour has come where their readers are; answers how many. A letter that is late, for the program was
/// not running, is still today's; that of yesterday is not sent any more.
///
/// # Errors
/// What the database answers.
pub fn send(tx: &mut Tx<'_>, config: &Config) -> QueryResult<usize> {
    let columns = (digests::user_id, digests::hour, digests::last_on);
    let all: Vec<(i64, i64, Option<NaiveDate>)> = digests::table.order(digests::user_id).select(columns).load(tx.db)?;
    let mut sent = 0;
    for (person, hour, last_on) in all {
        let posted = tx.as_person(person, |tx| {
            let here = wall::shown(tx.text.zone(), tx.now);
            let is_due = i64::from(here.hour()) >= hour && last_on.is_none_or(|last| last < here.date());
            if !is_due {
                return Ok(false);
            }
            let row = digests::table.find(person);
            diesel::update(row).set(digests::last_on.eq(here.date())).execute(tx.db)?;
            post(tx, config)
        })?;
        sent += usize::from(posted.unwrap_or_default());
    }
    Ok(sent)
}

/// Posts the reader's letter; says whether there was anything to say.
fn post(tx: &mut Tx<'_>, config: &Config) -> QueryResult<bool> {
    let mut paragraphs = planned(tx)?;
    paragraphs.extend(waiting(tx, config)?);
    if paragraphs.is_empty() {
        return Ok(false);
    }
    let today = tx.text.weekday_date(tx.today());
    let subject = tx.text.plain("notifications-digest-subject", &[("day", today.into())]);
    letter(tx, config, "notifications-digest-body", subject, &paragraphs)
}

/// What is planned, a paragraph for each stretch of days.
fn planned(tx: &mut Tx<'_>) -> QueryResult<Vec<String>> {
    let stretches = activities::planned_by_day(tx)?;
    let paragraph = |stretch: &activities::Stretch| {
        let title = tx.text.plain(
            "notifications-digest-stretch",
            &[("title", tx.text.t(stretch.title).into()), ("n", stretch.count.into())],
        );
        let lines = stretch.lines.iter().map(|(line, _)| match &line.when {
            Some((_, when)) => tx.text.row(&[line.subject.as_str(), when.as_str()]),
            None => line.subject.clone(),
        });
        std::iter::once(title).chain(lines).collect::<Vec<_>>().join("\n")
    };
    Ok(stretches.iter().map(paragraph).collect())
}

/// What waits, a line for each, with the list behind it.
fn waiting(tx: &mut Tx<'_>, config: &Config) -> QueryResult<Vec<String>> {
    let mine = Scope::of([Branch::Owner(tx.viewer.id)]);
    let mut found: Vec<(&str, i64, String)> = Vec::new();
    if tx.viewer.sells() {
        let leads = home::new_leads(tx, &mine)?.0;
        found.push(("notifications-digest-leads", leads.count, format!("{}?view=mine", routes::LEADS)));
        let deals = home::deals_that_wait(tx, &mine)?;
        let marked = |mark: &str| format!("{}?mark={mark}&owner=me", routes::OPPORTUNITIES);
        found.push(("notifications-digest-unplanned", Count::number(deals.unplanned), marked("unplanned")));
        found.push(("notifications-digest-quiet", Count::number(deals.quiet), marked("quiet")));
    }
    found.push(("notifications-digest-unread", unread(tx)?, routes::NOTIFICATIONS.to_owned()));
    // messages: notifications-digest-leads notifications-digest-unplanned notifications-digest-quiet notifications-digest-unread
    let line = |(key, n, href): (&str, i64, String)| {
        format!("{}\n{}{href}", tx.text.plain(key, &[("n", n.into())]), config.base_url)
    };
    Ok(found.into_iter().filter(|(_, n, _)| *n > 0).map(line).collect())
}
