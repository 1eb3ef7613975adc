//! On which days something comes again (RFC 5545). Days are counted without zones; the hour is put on them afterwards, as a
//! clock on the wall shows it in the zone it was planned in: nine o'clock stays nine o'clock when clocks change.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeZone, Weekday};
use rrule::{Frequency, NWeekday, RRule, Unvalidated};

use crate::text_enum;

text_enum! {
    /// How often it comes again.
    pub enum Repeats {
        /// Each day.
        Daily = "daily",
        /// Each day from Monday to Friday.
        Workdays = "workdays",
        /// On the same day of each week.
        Weekly = "weekly",
        /// On the same day of every other week.
        Fortnightly = "fortnightly",
        /// On the same day of each month that has it.
        Monthly = "monthly",
        /// On the same weekday of each month that has it: the third Tuesday.
        MonthlyWeekday = "monthly_weekday",
        /// On the last such weekday of each month.
        MonthlyLast = "monthly_last",
        /// On the same day of each year that has it.
        Yearly = "yearly",
    }
}

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

impl Repeats {
    /// The rule by which days follow one of them. The day itself says which weekday, which day of the month.
    fn rule(self, day: NaiveDate) -> RRule<Unvalidated> {
        let of_month = i8::try_from(day.day()).unwrap_or(1);
        match self {
            Repeats::Daily => RRule::new(Frequency::Daily),
            Repeats::Workdays => RRule::new(Frequency::Weekly).by_weekday(WORKDAYS.map(NWeekday::Every).to_vec()),
            Repeats::Weekly => RRule::new(Frequency::Weekly),
            Repeats::Fortnightly => RRule::new(Frequency::Weekly).interval(2),
            Repeats::Monthly => RRule::new(Frequency::Monthly).by_month_day(vec![of_month]),
            Repeats::MonthlyWeekday => {
                let turn = i16::from((of_month - 1) / 7 + 1);
                RRule::new(Frequency::Monthly).by_weekday(vec![NWeekday::Nth(turn, day.weekday())])
            }
            Repeats::MonthlyLast => RRule::new(Frequency::Monthly).by_weekday(vec![NWeekday::Nth(-1, day.weekday())]),
            Repeats::Yearly => RRule::new(Frequency::Yearly),
        }
    }

    /// The days that follow one, up to and with a last one.
    pub fn after(self, day: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let set = self.rule(day).build(midnight(day)).ok().map(|set| set.before(midnight(last)));
        let days: Vec<NaiveDate> = set
            .iter()
            .flat_map(|set| set.into_iter().map(|at| at.naive_utc().date()))
            .skip_while(|next| *next <= day)
            .take_while(|next| *next <= last)
            .collect();
        days.into_iter()
    }

    /// The day that comes next; none where there is none for eight years, or after a last one.
    pub fn next(self, day: NaiveDate, last: Option<NaiveDate>) -> Option<NaiveDate> {
        let far = day.checked_add_months(chrono::Months::new(8 * 12 + 1))?;
        let set = self.rule(day).build(midnight(day)).ok()?.before(midnight(last.map_or(far, |last| last.min(far))));
        // The first may be the day itself.
        set.all(2).dates.into_iter().map(|at| at.naive_utc().date()).find(|next| *next > day)
    }
}

fn midnight(day: NaiveDate) -> DateTime<rrule::Tz> {
    rrule::Tz::UTC.from_utc_datetime(&day.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn next(repeats: Repeats, from: &str, count: usize) -> Vec<String> {
        let last = day(from) + chrono::Months::new(120);
        repeats.after(day(from), last).take(count).map(|day| day.to_string()).collect()
    }

    #[test]
    fn days_follow_as_the_words_say() {
        assert_eq!(next(Repeats::Daily, "2026-12-30", 3), ["2026-12-31", "2027-01-01", "2027-01-02"]);
        assert_eq!(next(Repeats::Workdays, "2026-11-26", 3), ["2026-11-27", "2026-11-30", "2026-12-01"]);
        // One that began on a weekend goes on on Monday.
        assert_eq!(next(Repeats::Workdays, "2026-11-28", 1), ["2026-11-30"]);
        assert_eq!(next(Repeats::Weekly, "2026-11-24", 2), ["2026-12-01", "2026-12-08"]);
        assert_eq!(next(Repeats::Fortnightly, "2026-11-24", 2), ["2026-12-08", "2026-12-22"]);
    }

    #[test]
    fn months_and_years_without_the_day_are_left_out() {
        assert_eq!(next(Repeats::Monthly, "2026-12-31", 3), ["2027-01-31", "2027-03-31", "2027-05-31"]);
        assert_eq!(next(Repeats::Yearly, "2028-02-29", 2), ["2032-02-29", "2036-02-29"]);
        assert_eq!(Repeats::Yearly.next(day("2096-02-29"), None), Some(day("2104-02-29")));
    }

    #[test]
    fn the_third_tuesday_stays_the_third_and_the_last_monday_the_last() {
        assert_eq!(next(Repeats::MonthlyWeekday, "2026-11-17", 2), ["2026-12-15", "2027-01-19"]);
        assert_eq!(next(Repeats::MonthlyWeekday, "2026-11-30", 2), ["2027-03-29", "2027-05-31"]);
        assert_eq!(next(Repeats::MonthlyLast, "2026-11-30", 2), ["2026-12-28", "2027-01-25"]);
    }

    #[test]
    fn it_ends_with_its_last_day() {
        let days: Vec<_> = Repeats::Weekly.after(day("2026-11-24"), day("2026-12-08")).collect();
        assert_eq!(days, [day("2026-12-01"), day("2026-12-08")]);
        assert_eq!(Repeats::Weekly.next(day("2026-11-24"), Some(day("2026-11-30"))), None);
    }

    proptest! {
        #[test]
        fn any_of_its_days_leads_to_the_same_days_after_it(
            kind in 0..Repeats::ALL.len(), from in 0_u64..20_000, skipped in 1_usize..6,
        ) {
            let repeats = Repeats::ALL[kind];
            let first = day("1990-01-01") + chrono::Days::new(from);
            let last = first + chrono::Months::new(180);
            let all: Vec<_> = repeats.after(first, last).collect();
            prop_assert!(all.is_sorted() && all.iter().all(|day| *day > first && *day <= last));
            if let Some(later) = all.get(skipped) {
                let rest: Vec<_> = repeats.after(*later, last).collect();
                prop_assert_eq!(&all[skipped + 1..], &rest[..]);
            }
        }
    }
}
