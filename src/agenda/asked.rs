//! What the address of an agenda asks for: which view, on which day, whose.

use chrono::{Days, NaiveDate};
use serde::Deserialize;

use super::reach;
use crate::db::Tx;
use crate::directory::Whose;
use crate::text_enum;
use crate::values::datetext::parse_day;
use crate::values::period::Period;
use crate::web::{Error, routes};

/// So many people stand side by side on a page.
pub(super) const ABREAST: usize = 12;

text_enum! {
    /// How an agenda is shown.
    pub enum View {
        /// What is planned, the earliest first.
        List = "list",
        /// The hours of a day.
        Day = "day",
        /// The hours of a week.
        Week = "week",
        /// The days of a month.
        Month = "month",
    }
}

/// The address, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    on: String,
    of: String,
    after: String,
}

/// What it means.
pub(super) struct Wanted {
    /// How it is shown.
    pub(super) view: View,
    /// The day it is about, or a day of the week or month.
    pub(super) day: NaiveDate,
    /// Whose.
    pub(super) whose: Whose,
    /// So many rows, or people, are passed over: those of the pages before.
    pub(super) after: usize,
    today: NaiveDate,
    own: String,
    first: chrono::Weekday,
}

impl Wanted {
    /// What an address means to the viewer: their own list, where it says nothing.
    ///
    /// # Errors
    /// `NotFound` for somebody whose agenda is not the viewer's to look at.
    pub(super) fn of(tx: &Tx<'_>, asked: &Asked) -> Result<Wanted, Error> {
        let own = Whose::person(tx.viewer.id);
        let whose = if asked.of.is_empty() { own.clone() } else { reach::of_whom(tx, &asked.of)? };
        Ok(Wanted {
            view: asked.view.parse().unwrap_or(View::List),
            day: parse_day(&asked.on).unwrap_or(tx.today()),
            whose,
            after: asked.after.parse().unwrap_or(0),
            today: tx.today(),
            own: own.asked,
            first: tx.directory.organization.calendar().first_weekday,
        })
    }

    /// Is it a team's?
    pub(super) fn is_team(&self) -> bool {
        self.whose.asked.starts_with("team-")
    }

    /// Is it the viewer's own?
    pub(super) fn is_own(&self) -> bool {
        self.whose.asked == self.own
    }

    /// The days that are shown. A month is shown in whole weeks.
    pub(super) fn days(&self) -> Period {
        match self.view {
            View::List | View::Day => Period::day(self.day),
            View::Week => Period::week(self.day, self.first),
            View::Month => {
                let month = Period::month(self.day);
                let last = month.last_day().unwrap_or(month.from);
                Period { from: Period::week(month.from, self.first).from, to: Period::week(last, self.first).to }
            }
        }
    }

    /// A day of the stretch before, and one of the stretch after.
    pub(super) fn beside(&self) -> (NaiveDate, NaiveDate) {
        let days = match self.view {
            View::Month => Period::month(self.day),
            View::List | View::Day | View::Week => self.days(),
        };
        (days.from.pred_opt().unwrap_or(days.from), days.to)
    }

    /// The address of this agenda in another view, on another day.
    pub(super) fn href(&self, view: View, day: NaiveDate) -> String {
        let on = if day == self.today { String::new() } else { format!("&on={day}") };
        format!("{}?view={}{on}{}", routes::AGENDA, view.name(), self.of_whom())
    }

    /// The address of one person's agenda in this view, on this day.
    pub(super) fn href_of(&self, person: i64) -> String {
        format!("{}?view={}&on={}&of={}", routes::AGENDA, self.view.name(), self.day, Whose::person(person).asked)
    }

    /// The address of the next page of this very view.
    pub(super) fn later(&self, step: usize) -> String {
        format!("{}&after={}", self.href(self.view, self.day), self.after + step)
    }

    fn of_whom(&self) -> String {
        if self.is_own() { String::new() } else { format!("&of={}", self.whose.asked) }
    }

    /// The people whose columns or rows are on this page, and whether there are more.
    pub(super) fn abreast(&self) -> (&[i64], bool) {
        let rest = self.whose.people.get(self.after..).unwrap_or_default();
        (&rest[..rest.len().min(ABREAST)], rest.len() > ABREAST)
    }
}

/// The days of a stretch, one by one.
pub(super) fn each_day(days: Period) -> impl Iterator<Item = NaiveDate> {
    let count = u64::try_from(days.days()).unwrap_or(0);
    (0..count).filter_map(move |n| days.from.checked_add_days(Days::new(n)))
}
