//! When people work: in their own time zone, on their own working days, mostly in the late morning and after lunch.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, TimeZone, Weekday};
use chrono_tz::Tz;

use super::chance::Chance;

/// How busy each month of the year is, in percent: August and the turn of the year are slow, quarters end in a hurry.
const SEASON: [i64; 12] = [80, 95, 118, 98, 104, 112, 84, 66, 112, 116, 122, 92];

/// Hours of a working day by how much is done in them.
const HOURS: [(i64, i64); 12] =
    [(7, 2), (8, 7), (9, 13), (10, 16), (11, 14), (12, 7), (13, 9), (14, 13), (15, 11), (16, 8), (17, 3), (19, 1)];

/// A place of work.
#[derive(Clone, Copy, Debug)]
pub struct Office {
    /// Where its clocks are set.
    pub zone: Tz,
    /// The days nobody comes.
    pub weekend: [Weekday; 2],
}

impl Office {
    /// Where the week ends with Saturday and Sunday.
    pub const fn new(zone: Tz) -> Office {
        Office { zone, weekend: [Weekday::Sat, Weekday::Sun] }
    }

    /// Does anybody work on this day?
    pub fn is_open(&self, day: NaiveDate) -> bool {
        !self.weekend.contains(&day.weekday()) && !matches!((day.month(), day.day()), (1, 1) | (12, 25))
    }

    /// The day itself, or the next one on which somebody works.
    pub fn workday(&self, day: NaiveDate) -> NaiveDate {
        day.iter_days().find(|day| self.is_open(*day)).unwrap_or(day)
    }

    /// Some instant of the day, or of the next working day, in UTC.
    pub fn moment(&self, chance: &mut Chance, day: NaiveDate) -> NaiveDateTime {
        let seconds = chance.weighted(&HOURS) * 3_600 + chance.between(0, 3_599);
        let wall = self.workday(day).and_time(chrono::NaiveTime::MIN) + Duration::seconds(seconds);
        // No clock is changed in the middle of a working day.
        self.zone.from_local_datetime(&wall).earliest().map_or(wall, |instant| instant.naive_utc())
    }

    /// A working instant so many days later, always later.
    pub fn later(&self, chance: &mut Chance, from: NaiveDateTime, days: i64) -> NaiveDateTime {
        let day = self.zone.from_utc_datetime(&from).date_naive() + Duration::days(days);
        let moment = self.moment(chance, day);
        if moment > from { moment } else { from + Duration::minutes(chance.between(4, 90)) }
    }
}

/// How busy a day is: by its month, and a little more every month of a growing company.
pub fn bustle(day: NaiveDate, first: NaiveDate) -> i64 {
    SEASON[day.month0() as usize] * (1_000 + (day - first).num_days()) / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn nobody_works_on_their_weekend() {
        let (warsaw, mut chance) = (Office::new(Tz::Europe__Warsaw), Chance::new(1));
        let moment = warsaw.moment(&mut chance, day("2026-11-21"));
        assert_eq!(moment.date(), day("2026-11-23"));
        let dhaka = Office { zone: Tz::Asia__Dhaka, weekend: [Weekday::Fri, Weekday::Sat] };
        assert_eq!(dhaka.workday(day("2026-11-20")), day("2026-11-22"));
    }

    #[test]
    fn what_comes_later_is_later() {
        let (warsaw, mut chance) = (Office::new(Tz::Europe__Warsaw), Chance::new(3));
        let mut at = day("2026-11-20").and_hms_opt(16, 50, 0).unwrap();
        for _ in 0..200 {
            let next = warsaw.later(&mut chance, at, 0);
            assert!(next > at, "{next} {at}");
            at = next;
        }
    }
}
