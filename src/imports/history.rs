//! The stays of an imported deal in its stages, from the days a file has.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

/// A stay: stage, from, until.
pub type Stay = (i64, NaiveDateTime, Option<NaiveDateTime>);

/// Noon of a day where the company is: the same day for every reader but those on the other side of the world.
pub fn noon(day: NaiveDate, zone: Tz) -> NaiveDateTime {
    let noon = day.and_time(NaiveTime::MIN) + chrono::Duration::hours(12);
    zone.from_local_datetime(&noon).earliest().map_or(noon, |at| at.naive_utc())
}

/// The stays that led to the present stage, which has been the deal's since `since`: what came later is no history.
pub fn stays(mut entered: Vec<(i64, NaiveDateTime)>, stage: i64, since: NaiveDateTime) -> Vec<Stay> {
    entered.retain(|(other, at)| *other != stage && *at <= since);
    entered.sort_by_key(|(_, at)| *at);
    entered.push((stage, since));
    let next = entered.iter().skip(1).map(|(_, at)| Some(*at)).chain([None]);
    entered.iter().zip(next).map(|((stage, from), until)| (*stage, *from, until)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 3, day).unwrap().and_hms_opt(12, 0, 0).unwrap()
    }

    #[test]
    fn each_stay_ends_where_the_next_begins() {
        let found = stays(vec![(2, at(5)), (1, at(1))], 9, at(20));
        assert_eq!(found, [(1, at(1), Some(at(5))), (2, at(5), Some(at(20))), (9, at(20), None)]);
    }

    #[test]
    fn nothing_known_is_one_stay() {
        assert_eq!(stays(vec![(3, at(9))], 3, at(4)), [(3, at(4), None)]);
    }

    #[test]
    fn noon_is_the_same_day_where_the_company_is() {
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        for zone in [Tz::Pacific__Auckland, Tz::America__Los_Angeles, Tz::Asia__Dhaka] {
            assert_eq!(zone.from_utc_datetime(&noon(day, zone)).date_naive(), day);
        }
    }
}
