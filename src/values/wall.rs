//! Wall time: what a clock on the wall shows somewhere, and the instant that is.

use chrono::{Duration, MappedLocalTime, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;

use super::digits;

/// The instant, in UTC, at which a clock in `zone` shows `wall`. Of an hour that comes twice in autumn the first; one that
/// is left out in spring is read with the offset before it, as calendars do (RFC 5545: 02:30 is 03:30 then).
pub fn instant(zone: Tz, wall: NaiveDateTime) -> NaiveDateTime {
    match zone.from_local_datetime(&wall) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.naive_utc(),
        MappedLocalTime::None => {
            // No zone leaves out more than a day.
            let before = zone.offset_from_local_datetime(&(wall - Duration::days(1))).earliest();
            wall - before.map_or(Duration::zero(), |offset| Duration::seconds(offset.fix().local_minus_utc().into()))
        }
    }
}

/// What a clock in `zone` shows at an instant in UTC.
pub fn shown(zone: Tz, at: NaiveDateTime) -> NaiveDateTime {
    zone.from_utc_datetime(&at).naive_local()
}

/// A time of day as people write it: `9`, `9:30`, `0930`, `14.05`. Nothing where it is none.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    let plain = digits::to_ascii(text.trim());
    let parts: Vec<&str> = plain.split([':', '.', 'h']).collect();
    let (hour, minute) = match parts.as_slice() {
        [whole] if whole.len() > 2 && whole.is_char_boundary(whole.len() - 2) => whole.split_at(whole.len() - 2),
        [hour] => (*hour, "0"),
        [hour, minute] | [hour, minute, _] => (*hour, *minute),
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn an_hour_that_is_left_out_is_read_with_the_offset_before_it() {
        // Half past two in Warsaw is half past three, at half past one in UTC.
        assert_eq!(instant(Tz::Europe__Warsaw, at(2026, 3, 29, 2, 30)), at(2026, 3, 29, 1, 30));
        // Midnight in Cairo is left out too, and half an hour at Lord Howe.
        assert_eq!(instant(Tz::Africa__Cairo, at(2026, 4, 24, 0, 30)), at(2026, 4, 23, 22, 30));
        assert_eq!(instant(Tz::Australia__Lord_Howe, at(2026, 10, 4, 2, 15)), at(2026, 10, 3, 15, 45));
    }

    #[test]
    fn of_an_hour_that_comes_twice_it_is_the_first() {
        assert_eq!(instant(Tz::Europe__Warsaw, at(2026, 10, 25, 2, 30)), at(2026, 10, 25, 0, 30));
        assert_eq!(instant(Tz::America__New_York, at(2026, 11, 1, 1, 30)), at(2026, 11, 1, 5, 30));
    }

    #[test]
    fn everywhere_else_it_is_as_the_clock_says() {
        assert_eq!(instant(Tz::Asia__Dhaka, at(2026, 6, 1, 9, 0)), at(2026, 6, 1, 3, 0));
        assert_eq!(instant(Tz::Asia__Tehran, at(2021, 7, 1, 9, 0)), at(2021, 7, 1, 4, 30));
        assert_eq!(shown(Tz::Africa__Nairobi, at(2026, 6, 1, 3, 0)), at(2026, 6, 1, 6, 0));
    }

    #[test]
    fn an_hour_stays_on_the_wall_when_clocks_change() {
        let at = |zone: Tz, wall: &str| instant(zone, wall.parse().unwrap()).to_string();
        assert_eq!(at(Tz::Europe__Warsaw, "2026-03-28T09:00:00"), "2026-03-28 08:00:00");
        assert_eq!(at(Tz::Europe__Warsaw, "2026-03-29T09:00:00"), "2026-03-29 07:00:00");
        assert_eq!(at(Tz::America__Santiago, "2026-09-06T00:30:00"), "2026-09-06 04:30:00");
        assert_eq!(at(Tz::Africa__Cairo, "2026-04-24T00:00:00"), "2026-04-23 22:00:00");
        assert_eq!(at(Tz::Africa__Nairobi, "2026-06-01T09:00:00"), "2026-06-01 06:00:00");
        // Iran changed its clocks until 2022.
        assert_eq!(at(Tz::Asia__Tehran, "2021-07-01T09:00:00"), "2021-07-01 04:30:00");
        assert_eq!(at(Tz::Asia__Tehran, "2023-07-01T09:00:00"), "2023-07-01 05:30:00");
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0);
        assert_eq!(
            ["9", "9:30", "0930", "14.05", "14h05", "۹:۳۰"].map(parse_time),
            [time(9, 0), time(9, 30), time(9, 30), time(14, 5), time(14, 5), time(9, 30)]
        );
        assert_eq!(["", "25", "9:70", "noon", "1:2:3:4"].map(parse_time), [None; 5]);
    }
}
