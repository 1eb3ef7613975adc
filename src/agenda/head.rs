//! What stands above every view of an agenda: the other views, whose it is, and the days before and after.

use chrono::{Datelike, NaiveDate};

use super::asked::{View, Wanted};
use super::reach;
use crate::db::Tx;
use crate::web::{Choice, routes};

/// Another view of the same agenda.
pub(super) struct Way {
    /// Message key of its name.
    pub(super) label: String,
    pub(super) href: String,
    pub(super) current: bool,
}

/// What stands above an agenda.
pub(super) struct Head {
    pub(super) views: Vec<Way>,
    pub(super) people: Vec<Choice>,
    pub(super) view: &'static str,
    pub(super) on: NaiveDate,
    /// The first and the last day that are meant; of a list none.
    pub(super) days: Option<(NaiveDate, NaiveDate)>,
    pub(super) before: String,
    pub(super) now: String,
    pub(super) after: String,
    pub(super) plan_href: String,
}

impl Head {
    pub(super) fn of(tx: &Tx<'_>, wanted: &Wanted) -> Head {
        // messages: agenda-view-*
        let way = |view: &View| Way {
            label: format!("agenda-view-{}", view.name()),
            href: wanted.href(*view, wanted.day),
            current: *view == wanted.view,
        };
        let (before, after) = wanted.beside();
        let days = match wanted.view {
            View::List => None,
            View::Day | View::Week => Some(wanted.days()),
            View::Month => Some(crate::values::period::Period::month(wanted.day)),
        };
        Head {
            views: View::ALL.iter().map(way).collect(),
            people: reach::choices(tx, &wanted.whose.asked),
            view: wanted.view.name(),
            on: wanted.day,
            days: days.map(|days| (days.from, days.last_day().unwrap_or(days.from))),
            before: wanted.href(wanted.view, before),
            now: wanted.href(wanted.view, tx.today()),
            after: wanted.href(wanted.view, after),
            plan_href: format!("{}/new", routes::ACTIVITIES),
        }
    }

    /// Is it more than a day?
    pub(super) fn is_long(&self) -> bool {
        self.days.is_some_and(|(first, last)| first != last)
    }
}

/// Message key of the name of a day of the week.
// messages: weekday-*
pub(super) fn weekday(day: NaiveDate) -> String {
    format!("weekday-{}", day.weekday().number_from_monday())
}
