//! Periods: months, quarters, years and weeks as half-open ranges of days (rule 52). A day belongs
//! to exactly one month because the end of one is the beginning of the next.

use chrono::{Datelike, Days, Month, Months, NaiveDate, Weekday};

/// The days from one date up to, but without, another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub from: NaiveDate,
    /// The day after the last.
    pub to: NaiveDate,
}

impl Period {
    /// A range of days; none if it would end before it begins.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Period> {
        (from <= to).then_some(Period { from, to })
    }

    /// A single day.
    pub fn day(date: NaiveDate) -> Period {
        Period { from: date, to: days_later(date, 1) }
    }

    /// The week a day lies in, which begins on a weekday of the company's choice.
    pub fn week(date: NaiveDate, first: Weekday) -> Period {
        let from =
            date.checked_sub_days(Days::new(u64::from(date.weekday().days_since(first)))).unwrap_or(NaiveDate::MIN);
        Period { from, to: days_later(from, 7) }
    }

    /// The calendar month a day lies in.
    pub fn month(date: NaiveDate) -> Period {
        Period::of_months(date, 1, Month::January)
    }

    /// The quarter a day lies in, counted from the first month of the fiscal year.
    pub fn quarter(date: NaiveDate, year_start: Month) -> Period {
        Period::of_months(date, 3, year_start)
    }

    /// The fiscal year a day lies in; the calendar year when it starts in January.
    pub fn year(date: NaiveDate, year_start: Month) -> Period {
        Period::of_months(date, 12, year_start)
    }

    /// Whether a day lies in the period.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from <= date && date < self.to
    }

    /// How many days it has.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days()
    }

    /// The last day, for people, who say *until the 31st*; none of an empty period.
    pub fn last_day(self) -> Option<NaiveDate> {
        self.to.pred_opt().filter(|last| *last >= self.from)
    }

    /// The period of so many months that a day lies in, where years start in a given month.
    fn of_months(date: NaiveDate, count: u32, year_start: Month) -> Period {
        let since_start = (12 + date.month() - year_start.number_from_month()) % 12;
        let first_of_month = date.with_day(1).unwrap_or(date);
        let from = first_of_month.checked_sub_months(Months::new(since_start % count)).unwrap_or(NaiveDate::MIN);
        Period { from, to: months_later(from, count) }
    }
}

/// The same day some months later, or the last day of that month where it is too short: a year
/// after 29 February is 28 February.
pub fn months_later(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// Some days later. The calendar ends where dates do, in the year 262142.
pub fn days_later(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(from: &str, to: &str) -> Period {
        Period::new(date(from), date(to)).unwrap()
    }

    #[test]
    fn a_month_ends_where_the_next_begins() {
        assert_eq!(Period::month(date("2025-12-31")), period("2025-12-01", "2026-01-01"));
        let january = Period::month(date("2026-01-31"));
        assert!(january.contains(date("2026-01-31")));
        assert!(!january.contains(date("2026-02-01")));
        assert_eq!(january.last_day(), Some(date("2026-01-31")));
    }

    #[test]
    fn a_leap_day_lies_in_its_month_quarter_and_year() {
        let leap = date("2028-02-29");
        assert_eq!(Period::month(leap).days(), 29);
        assert_eq!(Period::quarter(leap, Month::January).days(), 91);
        assert_eq!(Period::year(leap, Month::January).days(), 366);
        assert_eq!(Period::month(date("2100-02-01")).days(), 28);
        assert_eq!(Period::day(leap), period("2028-02-29", "2028-03-01"));
        assert_eq!(months_later(leap, 12), date("2029-02-28"));
        assert_eq!(months_later(date("2027-01-31"), 1), date("2027-02-28"));
    }

    #[test]
    fn a_fiscal_year_may_start_in_any_month() {
        let april = Month::April;
        assert_eq!(Period::year(date("2026-03-31"), april), period("2025-04-01", "2026-04-01"));
        assert_eq!(Period::year(date("2026-04-01"), april), period("2026-04-01", "2027-04-01"));
        assert_eq!(Period::quarter(date("2026-03-31"), april), period("2026-01-01", "2026-04-01"));
        let february = Month::February;
        assert_eq!(Period::quarter(date("2026-01-15"), february), period("2025-11-01", "2026-02-01"));
        assert_eq!(Period::year(date("2026-01-15"), february), period("2025-02-01", "2026-02-01"));
    }

    #[test]
    fn a_week_begins_on_the_weekday_of_choice() {
        let wednesday = date("2026-01-07");
        assert_eq!(Period::week(wednesday, Weekday::Mon), period("2026-01-05", "2026-01-12"));
        assert_eq!(Period::week(wednesday, Weekday::Sun), period("2026-01-04", "2026-01-11"));
        assert_eq!(Period::week(wednesday, Weekday::Sat), period("2026-01-03", "2026-01-10"));
        assert_eq!(Period::week(wednesday, Weekday::Wed).from, wednesday);
    }

    #[test]
    fn a_period_does_not_run_backwards_and_may_be_empty() {
        assert_eq!(Period::new(date("2026-01-02"), date("2026-01-01")), None);
        let empty = period("2026-01-01", "2026-01-01");
        assert!(!empty.contains(date("2026-01-01")));
        assert_eq!(empty.last_day(), None);
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_periods_and_they_tile_the_calendar(day in 0..100_000_u32, start in 1..=12_u8, first in 0..7_u8) {
            let day = days_later(date("1900-01-01"), day);
            let start = Month::try_from(start).unwrap();
            let first = Weekday::try_from(first).unwrap();
            let kinds: [&dyn Fn(NaiveDate) -> Period; 4] = [
                &|day| Period::week(day, first),
                &Period::month,
                &|day| Period::quarter(day, start),
                &|day| Period::year(day, start),
            ];
            for of in kinds {
                let this = of(day);
                prop_assert!(this.contains(day));
                prop_assert_eq!(of(this.from), this);
                prop_assert_eq!(of(this.to).from, this.to);
            }
        }
    }
}
