//! Stretches of days said relative to the day they are read on: "this quarter", "last 30 days". A saved view keeps the
//! words, so that it never grows old.

use chrono::{Datelike, Month, NaiveDate, Weekday};

use super::period::{Period, days_later};

/// The most days one may look back or ahead: ten years.
const MOST_DAYS: u32 = 3660;

/// How a company divides its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The first day of its week.
    pub first_weekday: Weekday,
    /// The first month of its year, by which quarters are counted too.
    pub year_start: Month,
}

impl Calendar {
    /// From the numbers of the settings: a month of 1 to 12, a weekday of 1 = Monday to 7 = Sunday.
    pub fn of(first_weekday: i64, fiscal_month: i64) -> Calendar {
        let month = u8::try_from(fiscal_month).ok().and_then(|month| Month::try_from(month).ok());
        let weekday = u8::try_from(first_weekday - 1).ok().and_then(|day| Weekday::try_from(day).ok());
        Calendar { first_weekday: weekday.unwrap_or(Weekday::Mon), year_start: month.unwrap_or(Month::January) }
    }
}

/// Which of several stretches in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The one before.
    Last,
    /// The one it is now.
    This,
    /// The one after.
    Next,
}

/// What a stretch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A week.
    Week,
    /// A calendar month.
    Month,
    /// A quarter of the company's year.
    Quarter,
    /// The company's year.
    Year,
}

/// A stretch of days relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relative {
    /// Today.
    Today,
    /// A week, month, quarter or year.
    Of(Turn, Unit),
    /// So many days, the last of which is today.
    LastDays(u32),
    /// So many days, the first of which is today.
    NextDays(u32),
}

const TURNS: [(&str, Turn); 3] = [("last", Turn::Last), ("this", Turn::This), ("next", Turn::Next)];
const UNITS: [(&str, Unit); 4] =
    [("week", Unit::Week), ("month", Unit::Month), ("quarter", Unit::Quarter), ("year", Unit::Year)];

impl Relative {
    /// What the words of an address mean: `today`, `this-quarter`, `last-30-days`.
    pub fn parse(words: &str) -> Option<Relative> {
        if words == "today" {
            return Some(Relative::Today);
        }
        let (turn, rest) = words.split_once('-')?;
        if let Some(days) = rest.strip_suffix("-days") {
            let days = days.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days))?;
            return match turn {
                "last" => Some(Relative::LastDays(days)),
                "next" => Some(Relative::NextDays(days)),
                _ => None,
            };
        }
        let (_, turn) = TURNS.into_iter().find(|(word, _)| *word == turn)?;
        let (_, unit) = UNITS.into_iter().find(|(word, _)| *word == rest)?;
        Some(Relative::Of(turn, unit))
    }

    /// The days it means on a day.
    pub fn on(self, today: NaiveDate, calendar: Calendar) -> Period {
        let of = |day: NaiveDate, unit: Unit| match unit {
            Unit::Week => Period::week(day, calendar.first_weekday),
            Unit::Month => Period::month(day),
            Unit::Quarter => Period::quarter(day, calendar.year_start),
            Unit::Year => Period::year(day, calendar.year_start),
        };
        match self {
            Relative::Today => Period::day(today),
            Relative::Of(Turn::This, unit) => of(today, unit),
            Relative::Of(Turn::Last, unit) => of(of(today, unit).from.pred_opt().unwrap_or(NaiveDate::MIN), unit),
            Relative::Of(Turn::Next, unit) => of(of(today, unit).to, unit),
            Relative::LastDays(days) => {
                let from = NaiveDate::from_num_days_from_ce_opt(today.num_days_from_ce() - back(days));
                Period { from: from.unwrap_or(NaiveDate::MIN), to: days_later(today, 1) }
            }
            Relative::NextDays(days) => Period { from: today, to: days_later(today, days) },
        }
    }
}

/// How far before today so many days begin of which it is the last.
fn back(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const APRIL: Calendar = Calendar { first_weekday: Weekday::Mon, year_start: Month::April };

    fn on(words: &str, today: &str) -> (String, String) {
        let period = Relative::parse(words).unwrap().on(today.parse().unwrap(), APRIL);
        (period.from.to_string(), period.last_day().unwrap().to_string())
    }

    fn days(from: &str, last: &str) -> (String, String) {
        (from.to_owned(), last.to_owned())
    }

    #[test]
    fn a_stretch_moves_with_the_day_it_is_read_on() {
        assert_eq!(on("today", "2026-11-22"), days("2026-11-22", "2026-11-22"));
        assert_eq!(on("this-week", "2026-11-22"), days("2026-11-16", "2026-11-22"));
        assert_eq!(on("last-week", "2026-11-22"), days("2026-11-09", "2026-11-15"));
        assert_eq!(on("next-month", "2026-11-30"), days("2026-12-01", "2026-12-31"));
        assert_eq!(on("last-month", "2026-03-31"), days("2026-02-01", "2026-02-28"));
        assert_eq!(on("last-30-days", "2026-03-01"), days("2026-01-31", "2026-03-01"));
        assert_eq!(on("next-7-days", "2026-12-28"), days("2026-12-28", "2027-01-03"));
    }

    #[test]
    fn quarters_and_years_are_the_companys() {
        assert_eq!(on("this-year", "2026-03-31"), days("2025-04-01", "2026-03-31"));
        assert_eq!(on("next-year", "2026-03-31"), days("2026-04-01", "2027-03-31"));
        assert_eq!(on("last-quarter", "2026-04-01"), days("2026-01-01", "2026-03-31"));
        assert_eq!(on("this-quarter", "2026-11-22"), days("2026-10-01", "2026-12-31"));
    }

    #[test]
    fn what_is_no_stretch_is_none() {
        for words in ["", "yesterday", "this-7-days", "last-0-days", "last-99999-days", "last-x-days", "this-", "week"]
        {
            assert_eq!(Relative::parse(words), None, "{words}");
        }
    }

    #[test]
    fn the_settings_say_how_time_is_divided() {
        assert_eq!(Calendar::of(7, 4), Calendar { first_weekday: Weekday::Sun, year_start: Month::April });
        assert_eq!(Calendar::of(0, 13), Calendar { first_weekday: Weekday::Mon, year_start: Month::January });
    }
}
