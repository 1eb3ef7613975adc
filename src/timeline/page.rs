//! A page of history, as a template shows it.

use chrono::{NaiveDate, NaiveDateTime};

use super::{Filter, Place};
use crate::db::Tx;
use crate::web::Ui;

/// One thing that happened.
#[derive(Clone, Debug)]
pub struct Entry {
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// Who did what, as a sentence.
    pub said: String,
    /// Part of an import?
    pub imported: bool,
    /// A plain edit, told in grey?
    pub grey: bool,
    /// The record it happened to, where that is not the page's own.
    pub about: Option<About>,
    /// What changed, one phrase a field.
    pub changes: Vec<String>,
    /// What was done, where it is no change.
    pub talk: Option<Talk>,
}

/// What was done with a customer.
#[derive(Clone, Debug)]
pub struct Talk {
    /// What it is, in a line.
    pub subject: String,
    /// Its page.
    pub href: String,
    /// How it ended, where it did not take place: message key.
    pub ended: Option<String>,
    /// The beginning of what is written about it.
    pub notes: String,
}

impl Entry {
    /// The changes as one line.
    pub fn changed(&self, ui: &Ui) -> String {
        ui.row(&self.changes.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// A record named in an entry.
#[derive(Clone, Debug)]
pub struct About {
    /// What it is called.
    pub name: String,
    /// Its page.
    pub href: String,
}

/// What happened on one day of the reader's calendar.
#[derive(Clone, Debug)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Newest first.
    pub entries: Vec<Entry>,
}

/// One page of what happened to a record.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Newest first.
    pub days: Vec<Day>,
    /// Which entries are shown.
    pub filter: Filter,
    /// The page that shows everything.
    pub all_href: String,
    /// The page that shows only what was done with the customer.
    pub talk_href: String,
    /// The page that shows only what changed a field.
    pub changes_href: String,
    /// The page of the whole history.
    pub whole_href: String,
    /// The page of what came before; empty at the beginning.
    pub older_href: String,
    /// The newest page; empty where this is it.
    pub newest_href: String,
}

impl Timeline {
    /// Is everything shown?
    pub fn shows_all(&self) -> bool {
        self.filter == Filter::All
    }

    /// Is only shown what was done with the customer?
    pub fn shows_talk(&self) -> bool {
        self.filter == Filter::Talk
    }

    /// Is only shown what changed a field?
    pub fn shows_changes(&self) -> bool {
        self.filter == Filter::Changes
    }
}

pub(super) fn timeline(
    tx: &Tx<'_>,
    whole_href: String,
    filter: Filter,
    later: bool,
    older: Option<Place>,
    entries: Vec<Entry>,
) -> Timeline {
    let path = tx.page.here.split('?').next().unwrap_or("/");
    let kept = match filter {
        Filter::All => "",
        Filter::Talk => "history=talk",
        Filter::Changes => "history=changes",
    };
    let newest = format!("{path}?{kept}#timeline");
    let older = older.map(Place::words).map(|place| match kept {
        "" => format!("{path}?before={place}#timeline"),
        kept => format!("{path}?{kept}&before={place}#timeline"),
    });
    Timeline {
        days: by_day(tx, entries),
        filter,
        all_href: format!("{path}#timeline"),
        talk_href: format!("{path}?history=talk#timeline"),
        changes_href: format!("{path}?history=changes#timeline"),
        whole_href,
        older_href: older.unwrap_or_default(),
        newest_href: if later { newest } else { String::new() },
    }
}

fn by_day(tx: &Tx<'_>, entries: Vec<Entry>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for entry in entries {
        let date = tx.text.local_date(entry.at);
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.entries.push(entry),
            None => days.push(Day { date, entries: vec![entry] }),
        }
    }
    days
}
