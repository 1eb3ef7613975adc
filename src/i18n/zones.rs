//! Time zones: which exist, which a form offers, and what day it is there.

use std::sync::LazyLock;

use chrono::{NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use icu::time::zone::iana::IanaParserExtended;

/// The zone of that IANA name. Older names (`Asia/Calcutta`) are understood too.
pub fn parse_zone(name: &str) -> Option<Tz> {
    name.parse().ok()
}

/// The zones a form offers, sorted: one name per zone, of a region and a city, and UTC.
pub fn zones() -> &'static [&'static str] {
    static ZONES: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let names = TZ_VARIANTS.iter().map(|zone| zone.name());
        let mut zones: Vec<_> = names.filter(|name| is_offered(name)).collect();
        zones.sort_unstable();
        zones
    });
    &ZONES
}

fn is_offered(name: &str) -> bool {
    let of_a_city = name.contains('/') && !name.starts_with("Etc/");
    name == Tz::UTC.name() || (of_a_city && IanaParserExtended::new().parse(name).canonical == name)
}

/// The day it is in `zone` at the instant `now` (UTC).
pub fn today(zone: Tz, now: NaiveDateTime) -> NaiveDate {
    zone.from_utc_datetime(&now).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_offers_each_zone_once_and_in_order() {
        assert!(zones().is_sorted());
        assert!(zones().len() > 380, "{}", zones().len());
        for name in ["Europe/Warsaw", "Asia/Kolkata", "Africa/Nairobi", "UTC"] {
            assert!(zones().contains(&name), "{name}");
        }
        for name in ["Asia/Calcutta", "Etc/GMT+3", "EST", "US/Eastern", "GB"] {
            assert!(!zones().contains(&name), "{name}");
        }
    }

    #[test]
    fn every_offered_zone_can_be_read_back() {
        for name in zones() {
            assert_eq!(parse_zone(name).map(|zone| zone.name()), Some(*name));
        }
        assert_eq!(parse_zone("Asia/Calcutta"), Some(Tz::Asia__Calcutta));
        assert_eq!(parse_zone("Warsaw"), None);
    }

    #[test]
    fn midnight_comes_earlier_in_the_east() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        let late = day(22).and_hms_opt(23, 30, 0).unwrap();
        assert_eq!(today(Tz::Europe__Warsaw, late), day(23));
        assert_eq!(today(Tz::America__New_York, late), day(22));
    }
}
