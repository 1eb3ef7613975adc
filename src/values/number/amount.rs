//! Amounts: a number with, perhaps, the sign of its currency beside it.

use super::{NumberError, parse_decimal};
use crate::values::currency::Currency;
use crate::values::{digits, text};

/// The largest amount there is, in minor units: ten trillion euros. Thousands of them add up within 64 bits, in Rust and in
/// both databases, so that one slip of the finger spoils no sum.
pub const LARGEST_AMOUNT: i64 = 1_000_000_000_000_000;

/// An amount in minor units, no further from zero than [`LARGEST_AMOUNT`]. The currency's own code or sign may stand
/// before or after it.
pub fn parse_amount(text: &str, currency: Currency) -> Result<i64, NumberError> {
    parse_scaled_amount(text, currency, 0)
}

/// Like [`parse_amount`] of a number that counts thousands, millions or another power of ten: so many millions are so many
/// minor units with six digits more, and nothing is ever rounded.
pub fn parse_scaled_amount(text: &str, currency: Currency, power: u32) -> Result<i64, NumberError> {
    let text = digits::to_ascii(text.trim());
    let (number, labels) = taken_apart(&text)?;
    labels.into_iter().try_for_each(|label| check_label(label, currency))?;
    let minor = parse_decimal(&number, currency.exponent() + power)?;
    let range = -LARGEST_AMOUNT..=LARGEST_AMOUNT;
    if range.contains(&minor) { Ok(minor) } else { Err(NumberError::OutOfRange) }
}

/// The currency an amount names beside its number: the expected one, if the sign is one of its own, else the one the
/// sign mostly stands for. None where it names none.
pub fn named_currency(text: &str, expected: Currency) -> Option<Currency> {
    let text = digits::to_ascii(text.trim());
    let (_, labels) = taken_apart(&text).ok()?;
    let label = labels.into_iter().find(|label| !label.is_empty())?;
    currency_called(label, expected)
}

/// The currency of a code, a sign or a name: the expected one, if it is one of its own, else the one it mostly stands for.
pub fn currency_called(label: &str, expected: Currency) -> Option<Currency> {
    let label = label.trim();
    match codes(label) {
        Some(codes) if codes.contains(&expected.as_str()) => Some(expected),
        Some(codes) => Currency::parse(codes.first()?).ok(),
        None => Currency::parse(label).ok(),
    }
}

/// The currency that the name of a column of amounts ends with or has in brackets: `Value (EUR)`, `amount_usd`.
pub fn currency_of_column(name: &str, expected: Currency) -> Option<Currency> {
    let is_between = |c: char| c.is_whitespace() || "()[]{}<>,;:/_-.".contains(c);
    let mut words: Vec<&str> = name.split(is_between).filter(|word| !word.is_empty()).collect();
    let last = words.pop()?;
    let is_code = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    // `ALL` and `TOP` are words before they are codes.
    let is_meant = |word: &str| is_code(word) && name.bytes().any(|byte| byte.is_ascii_lowercase()) || is_common(word);
    let named = |word: &str| (is_meant(word) || codes(word).is_some()).then(|| currency_called(word, expected))?;
    named(last).or_else(|| words.into_iter().find_map(named))
}

/// A code that is seen in the names of columns and is no word.
pub fn is_common(code: &str) -> bool {
    const COMMON: [&str; 19] = [
        "usd", "eur", "gbp", "chf", "jpy", "cny", "cad", "aud", "nzd", "sek", "nok", "dkk", "pln", "czk", "huf", "inr",
        "bdt", "brl", "mxn",
    ];
    COMMON.contains(&code.to_ascii_lowercase().as_str())
}

/// The codes that a sign or a name may stand for, the likeliest first.
fn codes(label: &str) -> Option<&'static [&'static str]> {
    let sign = SIGNS.iter().find(|(sign, _)| *sign == label);
    let named = || NAMES.iter().find(|(name, _)| *name == text::fold(label));
    sign.or_else(named).map(|(_, codes)| *codes)
}

/// The number with its sign, and what stands before and behind it.
fn taken_apart(text: &str) -> Result<(String, [&str; 2]), NumberError> {
    if text.is_empty() {
        return Err(NumberError::Empty);
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let first = text.find(is_digit).ok_or(NumberError::NotANumber)?;
    let last = text.rfind(is_digit).ok_or(NumberError::NotANumber)?;
    let (before, number) = text[..=last].split_at(without_point(&text[..first]));
    let (sign, before) = split_sign(before);
    Ok((format!("{sign}{number}"), [before.trim(), text[last + 1..].trim()]))
}

/// Where the number begins behind a label: the point of `.5` is its own, that of `kr.5` is not.
fn without_point(label: &str) -> usize {
    let bare = label.strip_suffix(['.', ',', '٫']).unwrap_or(label);
    if bare.ends_with(char::is_alphabetic) { label.len() } else { bare.len() }
}

/// A sign may stand on either side of a label: `-$5`, `€ -5`.
fn split_sign(label: &str) -> (&str, &str) {
    let is_sign = |c| matches!(c, '-' | '−' | '+');
    let label = label.trim();
    let inner = label.trim_matches(is_sign);
    let sign = label.strip_suffix(inner).or_else(|| label.strip_prefix(inner));
    (sign.unwrap_or(label), inner)
}

/// Refuses a label beside an amount that is not a name of the currency.
fn check_label(label: &str, currency: Currency) -> Result<(), NumberError> {
    if label.is_empty() || label.eq_ignore_ascii_case(currency.as_str()) {
        return Ok(());
    }
    match codes(label) {
        Some(codes) if codes.contains(&currency.as_str()) => Ok(()),
        Some(_) => Err(NumberError::OtherCurrency),
        None if Currency::parse(label).is_ok() => Err(NumberError::OtherCurrency),
        None => Err(NumberError::NotANumber),
    }
}

/// Currency signs and the currencies that use them.
#[rustfmt::skip]
const SIGNS: &[(&str, &[&str])] = &[
    ("€", &["EUR"]), ("£", &["GBP", "EGP"]), ("¥", &["JPY", "CNY"]), ("৳", &["BDT"]), ("₹", &["INR"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "TWD", "ARS", "CLP", "COP"]),
    ("US$", &["USD"]), ("CA$", &["CAD"]), ("A$", &["AUD"]), ("R$", &["BRL"]), ("zł", &["PLN"]),
    ("Kč", &["CZK"]), ("kr", &["SEK", "NOK", "DKK", "ISK"]), ("kr.", &["DKK"]), ("Ft", &["HUF"]),
    ("₺", &["TRY"]), ("₽", &["RUB"]), ("₴", &["UAH"]), ("₩", &["KRW"]), ("₪", &["ILS"]),
    ("₫", &["VND"]), ("₦", &["NGN"]), ("₱", &["PHP"]), ("฿", &["THB"]), ("﷼", &["IRR", "SAR"]),
    ("Rs", &["PKR", "INR", "LKR", "NPR"]),
    ("Rs.", &["PKR", "INR", "LKR", "NPR"]), ("Tk", &["BDT"]), ("Tk.", &["BDT"]), ("ریال", &["IRR"]), ("টাকা", &["BDT"]),
];

/// What currencies are called, folded.
#[rustfmt::skip]
const NAMES: &[(&str, &[&str])] = &[
    ("euro", &["EUR"]), ("euros", &["EUR"]), ("us dollar", &["USD"]), ("us dollars", &["USD"]), ("u.s. dollar", &["USD"]),
    ("dollar", &["USD", "CAD", "AUD", "NZD"]), ("dollars", &["USD", "CAD", "AUD", "NZD"]), ("pound", &["GBP"]),
    ("pounds", &["GBP"]), ("british pound", &["GBP"]), ("pound sterling", &["GBP"]), ("sterling", &["GBP"]),
    ("swiss franc", &["CHF"]), ("franken", &["CHF"]), ("fr.", &["CHF"]), ("sfr.", &["CHF"]), ("yen", &["JPY"]),
    ("japanese yen", &["JPY"]), ("canadian dollar", &["CAD"]), ("australian dollar", &["AUD"]), ("zloty", &["PLN"]),
    ("polish zloty", &["PLN"]), ("taka", &["BDT"]), ("rupee", &["INR", "PKR", "LKR", "NPR"]), ("indian rupee", &["INR"]),
    ("swedish krona", &["SEK"]), ("norwegian krone", &["NOK"]), ("danish krone", &["DKK"]), ("yuan", &["CNY"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_names_the_currency_that_was_expected_or_its_most_used_one() {
        let code =
            |text, expected| named_currency(text, Currency::parse(expected).unwrap()).map(|named| named.as_str());
        assert_eq!(code("$45,000.00", "CAD"), Some("CAD"));
        assert_eq!(code("-$5", "EUR"), Some("USD"));
        assert_eq!(code("12 zł", "EUR"), Some("PLN"));
        assert_eq!(code("GBP 7", "EUR"), Some("GBP"));
        assert_eq!((code("1,200", "EUR"), code("7 apples", "EUR"), code("", "EUR")), (None, None, None));
        assert_eq!(code("1.000 Euro", "USD"), Some("EUR"));
    }

    #[test]
    fn a_currency_is_called_by_code_sign_or_name() {
        let called = |text| currency_called(text, Currency::EUR).map(Currency::as_str);
        assert_eq!(
            ["eur", "€", "Euro", "US Dollar", "$", "zł"].map(called),
            ["EUR", "EUR", "EUR", "USD", "USD", "PLN"].map(Some)
        );
        assert_eq!(called("apples"), None);
    }

    #[test]
    fn the_name_of_a_column_may_name_its_currency() {
        for (name, expected) in [
            ("Value (EUR)", Some("EUR")),
            ("amount_usd", Some("USD")),
            ("Umsatz in PLN", Some("PLN")),
            ("Deal value, $", Some("USD")),
            ("Umsatz [€]", Some("EUR")),
            ("TOTAL ALL", None),
            ("Expected Revenue", None),
            ("Try value", None),
        ] {
            let found = currency_of_column(name, Currency::EUR).map(Currency::as_str);
            assert_eq!(found, expected, "{name}");
        }
    }
}
