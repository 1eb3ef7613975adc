//! Which columns tell their format, and which cells are dates.

use super::DateFormat::{DayMonthYear, MonthDayYear, YearMonthDay};
use super::*;
use proptest::prelude::*;

fn date(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

#[test]
fn a_year_in_front_makes_the_format_certain() {
    for column in [
        ["2026-04-03", "2026-12-31"],
        ["2026/4/3", "2026/12/31"],
        ["2026-04-03T10:15:00Z", "2026-12-31 23:59:59.123"],
        ["20260403", "20261231"],
        ["۲۰۲۶-۰۴-۰۳", "২০২৬-১২-৩১"],
    ] {
        assert_eq!(DateFormat::detect(column), Detected::Certain(YearMonthDay), "{column:?}");
    }
}

#[test]
fn one_day_after_the_twelfth_decides_a_column() {
    assert_eq!(DateFormat::detect(["03/04/2026", "13/04/2026"]), Detected::Certain(DayMonthYear));
    assert_eq!(DateFormat::detect(["03/04/2026", "04/13/2026"]), Detected::Certain(MonthDayYear));
    assert_eq!(DateFormat::detect(["3-4-26", "4-13-26 1:05 PM"]), Detected::Certain(MonthDayYear));
}

#[test]
fn a_column_without_such_a_day_is_ambiguous() {
    let both = Detected::Ambiguous(vec![DayMonthYear, MonthDayYear]);
    assert_eq!(DateFormat::detect(["03/04/2026", "12/12/2026", ""]), both);
    assert_eq!(DateFormat::detect(["03-04-2026"]), both);
}

#[test]
fn dots_and_month_names_tell_the_order() {
    assert_eq!(DateFormat::detect(["03.04.2026"]), Detected::Certain(DayMonthYear));
    assert_eq!(DateFormat::detect(["3-Apr-2026"]), Detected::Certain(DayMonthYear));
    assert_eq!(DateFormat::detect(["Apr 3, 2026"]), Detected::Certain(MonthDayYear));
}

#[test]
fn a_column_that_contradicts_itself_has_no_format() {
    assert_eq!(DateFormat::detect(["13/04/2026", "04/13/2026"]), Detected::None);
}

#[test]
fn a_date_that_tells_by_itself_stands_in_every_column() {
    assert_eq!(DateFormat::detect(["2026-04-03", "03.04.2026"]), Detected::Certain(DayMonthYear));
    assert_eq!(DateFormat::detect(["2026-04-03", "13/04/2026"]), Detected::Certain(DayMonthYear));
    assert_eq!(DateFormat::detect(["2026-04-03", "3 April 2026"]), Detected::Certain(YearMonthDay));
    let both = Detected::Ambiguous(vec![DayMonthYear, MonthDayYear]);
    assert_eq!(DateFormat::detect(["2026-04-03", "03/04/2026"]), both);
    for text in ["2026-12-31", "31 Dec 2026", "Dec 31, 2026"] {
        for format in DateFormat::ALL {
            assert_eq!(format.parse(text), date("2026-12-31"), "{text}");
        }
    }
    assert_eq!(YearMonthDay.parse("31.12.2026"), None);
}

#[test]
fn months_and_days_have_names_in_other_languages() {
    for (text, expected) in [
        ("1. März 2027", "2027-03-01"),
        ("31-Dez-2026", "2026-12-31"),
        ("3 mars 2027", "2027-03-03"),
        ("3 sierpnia 2027", "2027-08-03"),
        ("5 août 2027", "2027-08-05"),
        ("Fri Dec 12 2026", "2026-12-12"),
        ("Montag, 3. Mai 2027", "2027-05-03"),
    ] {
        assert_eq!(DayMonthYear.parse(text), date(expected), "{text}");
    }
    assert_eq!(DayMonthYear.parse("3 jui 2027"), None, "June or July");
}

#[test]
fn cells_that_are_no_dates_do_not_count() {
    assert_eq!(DateFormat::detect(["", "-", "n/a", "13/13/2026", "25/04/2026"]), Detected::Certain(DayMonthYear));
    assert_eq!(DateFormat::detect(["", "soon", "13/13/2026"]), Detected::None);
    assert_eq!(DateFormat::detect([]), Detected::None);
}

#[test]
fn dates_are_read_in_the_chosen_order() {
    for (format, text) in [
        (YearMonthDay, "2026-04-03"),
        (YearMonthDay, " 2026.04.03 "),
        (YearMonthDay, "20260403 10:15"),
        (DayMonthYear, "3/4/2026"),
        (DayMonthYear, "03.04.26"),
        (DayMonthYear, "3. April 2026"),
        (DayMonthYear, "03 Apr 2026 10:15"),
        (DayMonthYear, "\u{200F}۰۳/۰۴/۲۰۲۶"),
        (MonthDayYear, "04/03/2026"),
        (MonthDayYear, "April 3, 2026, 10:15 AM"),
        (MonthDayYear, "4/3/26 9:05:59 pm"),
    ] {
        assert_eq!(format.parse(text), date("2026-04-03"), "{text}");
    }
    assert_eq!(DayMonthYear.parse("31/12/99"), date("1999-12-31"));
    assert_eq!(DayMonthYear.parse("29.02.2028"), date("2028-02-29"));
    assert_eq!(DayMonthYear.parse("1 Sept 2026"), date("2026-09-01"));
}

#[test]
fn what_is_no_date_is_none() {
    for text in [
        "",
        "2026",
        "2026-04",
        "2026-13-01",
        "2026-02-29",
        "1403/01/15",
        "2567-01-01",
        "2026-04-03x",
        "2026-04-03 x",
        "2026/04-03",
        "12345678901",
        "2026--04-03",
        "-2026-04-03",
        "1/2/3",
        "3 Foo 2026",
    ] {
        assert_eq!(YearMonthDay.parse(text), None, "{text}");
        assert_eq!(DayMonthYear.parse(text), None, "{text}");
        assert_eq!(MonthDayYear.parse(text), None, "{text}");
    }
    assert_eq!(MonthDayYear.parse("04.03.2026"), None);
    assert_eq!(YearMonthDay.parse("26-04-03"), None);
}

#[test]
fn a_typed_day_lies_within_three_centuries() {
    for (text, day) in [("1900-01-01", "1900-01-01"), (" 2199-12-31 ", "2199-12-31"), ("۲۰۲۶-۱۲-۲۴", "2026-12-24")]
    {
        assert_eq!(parse_day(text), date(day), "{text}");
    }
    for text in ["1899-12-31", "2200-01-01", "9999-12-31", "+262142-12-31", "-0044-03-15", "0026-12-01", "+12345-01-01"]
    {
        assert_eq!(parse_day(text), None, "{text}");
    }
}

#[test]
fn a_format_is_chosen_by_its_code() {
    for format in DateFormat::ALL {
        assert_eq!(DateFormat::from_code(format.code()), Some(format));
    }
    assert_eq!(DateFormat::from_code("ydm"), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(day in 0..100_000_u32, separator in prop::sample::select(vec!["-", "/", " "])) {
        let day = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + chrono::Days::new(u64::from(day));
        for (format, order) in [(YearMonthDay, ["%Y", "%m", "%d"]), (DayMonthYear, ["%-d", "%-m", "%Y"]), (MonthDayYear, ["%b", "%d", "%Y"])] {
            let text = day.format(&order.join(separator)).to_string();
            prop_assert_eq!(format.parse(&text), Some(day), "{}", text);
        }
    }

    #[test]
    fn a_typed_day_is_read_within_its_bounds_and_nowhere_else(days in -1_000_000..3_000_000_i64) {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() + chrono::Duration::days(days);
        let known = (1900..2200).contains(&chrono::Datelike::year(&day));
        prop_assert_eq!(parse_day(&day.to_string()), known.then_some(day));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}") {
        for format in DateFormat::ALL {
            let _ = format.parse(&text);
        }
    }
}
