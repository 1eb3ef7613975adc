//! What the number reader takes, refuses, and gets back from its own writing.

use super::*;
use crate::values::currency::Currency;
use proptest::prelude::*;

fn cents(text: &str) -> Result<i64, NumberError> {
    parse_decimal(text, 2)
}

#[test]
fn one_amount_in_many_hands() {
    for text in [
        "1234.5",
        "1.234,5",
        "1,234.5",
        "1 234,5",
        "1\u{A0}234,50",
        "1\u{202F}234.50",
        "1'234.50",
        "1’234,50",
        "۱۲۳۴٫۵",
        "۱٬۲۳۴٫۵۰",
        "\u{200F}١٬٢٣٤٫٥\u{200E}",
        "১২৩৪.৫",
        "১,২৩৪.৫০",
        "+1234.500",
        " 1234,50 ",
    ] {
        assert_eq!(cents(text), Ok(123_450), "{text:?}");
    }
}

#[test]
fn a_separator_that_comes_twice_groups_thousands() {
    assert_eq!(cents("1.234.567"), Ok(123_456_700));
    assert_eq!(cents("1,234,567"), Ok(123_456_700));
    assert_eq!(cents("12,34,567.89"), Ok(123_456_789));
    assert_eq!(cents("১২,৩৪,৫৬৭"), Ok(123_456_700));
}

#[test]
fn a_lone_separator_before_three_digits_groups_where_decimals_cannot_be() {
    assert_eq!(cents("1.234"), Ok(123_400));
    assert_eq!(cents("1,234"), Ok(123_400));
    assert_eq!(parse_integer("12.345"), Ok(12_345));
    assert_eq!(cents("0.125"), Err(NumberError::TooManyDecimals));
    assert_eq!(cents("1234.567"), Err(NumberError::TooManyDecimals));
    assert_eq!(cents("1.2345"), Err(NumberError::TooManyDecimals));
}

#[test]
fn with_three_decimals_a_point_is_decimal_and_a_comma_is_refused() {
    assert_eq!(parse_decimal("1.234", 3), Ok(1_234));
    assert_eq!(parse_decimal("1,234", 3), Err(NumberError::Ambiguous));
    assert_eq!(parse_decimal("0,234", 3), Ok(234));
    assert_eq!(parse_decimal("1,234.000", 3), Ok(1_234_000));
    assert_eq!(parse_decimal("1.234,5", 3), Ok(1_234_500));
    assert_eq!(parse_decimal("1 234,567", 3), Ok(1_234_567));
}

#[test]
fn signs_are_read() {
    assert_eq!(cents("-12.5"), Ok(-1_250));
    assert_eq!(cents("−12,5"), Ok(-1_250));
    assert_eq!(cents("- 12"), Ok(-1_200));
    assert_eq!(cents("-.5"), Ok(-50));
}

#[test]
fn what_is_no_number_is_refused() {
    for range in ["51-200", "201-500", "100-500", "1,001-5,000", "5+200"] {
        assert_eq!(cents(range), Err(NumberError::NotANumber), "{range}");
    }
    assert_eq!(cents(""), Err(NumberError::Empty));
    assert_eq!(cents(" \u{A0}"), Err(NumberError::Empty));
    for text in [
        "abc",
        "12a",
        "-",
        "+",
        ".",
        ",",
        "5.",
        "1.2.3",
        "1,2.3,4",
        "12 34",
        "1,,234",
        ",123,456",
        "1234,567.8",
        "--1",
        "1-2",
        "1.234,567,8",
        "1٫2٫3",
        "d",
        "g1",
    ] {
        assert_eq!(cents(text), Err(NumberError::NotANumber), "{text:?}");
    }
}

#[test]
fn the_edge_of_the_range_is_exact() {
    assert_eq!(cents("92233720368547758.07"), Ok(i64::MAX));
    assert_eq!(cents("-92233720368547758.08"), Ok(i64::MIN));
    assert_eq!(cents("92233720368547758.08"), Err(NumberError::OutOfRange));
    assert_eq!(parse_integer("99999999999999999999"), Err(NumberError::OutOfRange));
}

#[test]
fn an_amount_is_never_too_large_to_be_added_to_others() {
    let euros = |text| parse_amount(text, Currency::EUR);
    assert_eq!(euros("10,000,000,000,000.00"), Ok(LARGEST_AMOUNT));
    assert_eq!(euros("-10000000000000"), Ok(-LARGEST_AMOUNT));
    for text in ["10,000,000,000,000.01", "-10000000000000.01", "92233720368547758.07", "99999999999999999999"] {
        assert_eq!(euros(text), Err(NumberError::OutOfRange), "{text}");
    }
    assert_eq!(parse_scaled_amount("10,000,000", Currency::EUR, 6), Ok(LARGEST_AMOUNT));
    assert_eq!(parse_scaled_amount("€ 10,000,000.01", Currency::EUR, 6), Err(NumberError::OutOfRange));
}

#[test]
fn an_amount_may_carry_its_own_currency() {
    let amount = |text, code| parse_amount(text, Currency::parse(code).unwrap());
    assert_eq!(amount("€ 1.234,50", "EUR"), Ok(123_450));
    assert_eq!(amount("1 234,50 zł", "PLN"), Ok(123_450));
    assert_eq!(amount("usd 12", "USD"), Ok(1_200));
    assert_eq!(amount("-$12.50", "USD"), Ok(-1_250));
    assert_eq!(amount("€ −12,50", "EUR"), Ok(-1_250));
    assert_eq!(amount("kr. 500", "DKK"), Ok(50_000));
    assert_eq!(amount("$.50", "USD"), Ok(50));
    assert_eq!(amount("--5", "EUR"), Err(NumberError::NotANumber));
    assert_eq!(amount("৳১,২৩,৪৫৬", "BDT"), Ok(12_345_600));
    assert_eq!(amount("1,234", "JPY"), Ok(1_234));
    assert_eq!(amount("1.5", "JPY"), Err(NumberError::TooManyDecimals));
    assert_eq!(amount("1.250", "KWD"), Ok(1_250));
    assert_eq!(amount("۱۲۳ ریال", "IRR"), Ok(12_300));
}

#[test]
fn an_amount_of_another_currency_is_refused() {
    let euros = |text| parse_amount(text, Currency::EUR);
    assert_eq!(euros("$5"), Err(NumberError::OtherCurrency));
    assert_eq!(euros("5 PLN"), Err(NumberError::OtherCurrency));
    assert_eq!(euros("5 apples"), Err(NumberError::NotANumber));
    assert_eq!(euros("€"), Err(NumberError::NotANumber));
    assert_eq!(euros("five - six"), Err(NumberError::NotANumber));
    assert_eq!(euros(" "), Err(NumberError::Empty));
}

/// Writes minor units the way a country does.
fn write(minor: i64, decimals: u32, group: &str, decimal: &str) -> String {
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = decimals as usize + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    let sign = if minor < 0 { "-" } else { "" };
    let decimal = if decimals == 0 { "" } else { decimal };
    format!("{sign}{grouped}{decimal}{fraction}")
}

proptest! {
    #[test]
    fn what_a_country_writes_is_read_back(
        minor in any::<i64>(),
        decimals in 0..=4_u32,
        style in prop::sample::select(vec![("", "."), (",", "."), (" ", ","), ("'", "."), ("\u{202F}", ","), ("٬", "٫")]),
    ) {
        let text = write(minor, decimals, style.0, style.1);
        prop_assert_eq!(parse_decimal(&text, decimals), Ok(minor), "{}", text);
    }

    #[test]
    fn an_amount_is_read_back_or_refused_by_its_size(minor in any::<i64>(), shift in 0..40_u32) {
        // Shifted, so that amounts of every length are tried.
        let minor = minor >> shift;
        let expected = if minor.unsigned_abs() <= LARGEST_AMOUNT.unsigned_abs() { Ok(minor) } else { Err(NumberError::OutOfRange) };
        prop_assert_eq!(parse_amount(&write(minor, 2, ",", "."), Currency::EUR), expected);
    }

    #[test]
    fn any_script_reads_alike(minor in any::<i64>(), zero in prop::sample::select(vec!['۰', '٠', '০', '०'])) {
        let latin = write(minor, 2, "", ".");
        let local: String = latin
            .chars()
            .map(|c| match c.to_digit(10) {
                Some(value) => char::from_u32(u32::from(zero) + value).unwrap(),
                None => c,
            })
            .collect();
        prop_assert_eq!(parse_decimal(&local, 2), Ok(minor));
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,24}", decimals in 0..=9_u32) {
        let _ = parse_decimal(&text, decimals);
        let _ = parse_amount(&text, Currency::EUR);
    }
}
