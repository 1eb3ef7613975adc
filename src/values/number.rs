//! Numbers as people and spreadsheets write them, in any script, read into scaled whole numbers.
//!
//! Which separator is the decimal one is told from the text alone:
//! - `٫` is; spaces, apostrophes and `٬` never are; of `.` and `,` together, the last one is;
//! - one that appears twice groups thousands;
//! - a lone `.` or `,` before exactly three digits, as in `1.234`, groups thousands where a
//!   number has fewer than three decimals, since nothing else would fit. Where it has three or
//!   more (Kuwaiti dinars), `1.234` is a decimal number, as machines write it, and `1,234` is
//!   refused as ambiguous rather than guessed wrong by a factor of a thousand;
//! - in every other place a lone separator is the decimal one.

mod amount;

pub use self::amount::{
    LARGEST_AMOUNT, currency_called, currency_of_column, is_common, named_currency, parse_amount, parse_scaled_amount,
};
use super::digits;

/// Why a text is not a number we take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing was typed.
    Empty,
    /// Not a number, or its separators make no sense.
    NotANumber,
    /// It could be thousands or decimals.
    Ambiguous,
    /// More decimals than there can be.
    TooManyDecimals,
    /// Too large to hold, or outside what the value allows.
    OutOfRange,
    /// The amount names another currency than the one asked for.
    OtherCurrency,
}

/// A number with a fixed count of decimals, as a whole number: `12.5` with two decimals is 1250.
/// Zeros beyond the decimals are dropped, anything else beyond them is an error.
pub fn parse_decimal(text: &str, decimals: u32) -> Result<i64, NumberError> {
    let lone = if decimals < 3 { Lone::Groups } else { Lone::Unclear };
    parse(text, decimals, lone)
}

/// Like [`parse_decimal`] for numbers that have decimals but no thousands, such as percentages: a lone separator is always the decimal one.
pub fn parse_fraction(text: &str, decimals: u32) -> Result<i64, NumberError> {
    parse(text, decimals, Lone::Decimal)
}

/// A whole number.
pub fn parse_integer(text: &str) -> Result<i64, NumberError> {
    parse_decimal(text, 0)
}

/// What a lone separator before exactly three digits means.
#[derive(Clone, Copy)]
enum Lone {
    Groups,
    Decimal,
    Unclear,
}

fn parse(text: &str, decimals: u32, lone: Lone) -> Result<i64, NumberError> {
    let plain = plain(text)?;
    let (negative, body) = match plain.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (whole, fraction) = match decimal_position(body, lone)? {
        Some(at) => (&body[..at], &body[at + 1..]),
        None => (body, ""),
    };
    let has_fraction = whole.len() != body.len();
    if !is_grouped_well(whole, has_fraction) || has_fraction && !is_digits(fraction) {
        return Err(NumberError::NotANumber);
    }
    scaled(whole, fraction, decimals, negative)
}

/// The text in ASCII: digits, a sign, `.` and `,` as they are, `d` for the separator that can only
/// be decimal, `g` for those that can only group.
fn plain(text: &str) -> Result<String, NumberError> {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars() {
        plain.push(match c {
            '0'..='9' | '.' | ',' | '-' | '+' => c,
            '−' => '-',
            '،' => ',',
            '٫' => 'd',
            '٬' | '\'' | '’' => 'g',
            _ if c.is_whitespace() => 'g',
            _ if digits::is_direction_mark(c) => continue,
            _ => digits::ascii(c).ok_or(NumberError::NotANumber)?,
        });
    }
    // A blank between sign and number says nothing.
    let plain = plain.replacen("-g", "-", 1);
    if plain.is_empty() { Err(NumberError::Empty) } else { Ok(plain) }
}

/// Where the decimal separator stands, by the rules at the top of this file.
fn decimal_position(body: &str, lone: Lone) -> Result<Option<usize>, NumberError> {
    if let Some(at) = body.find('d') {
        return Ok(Some(at));
    }
    let count = |separator| body.matches(separator).count();
    let Some(at) = body.rfind(['.', ',']) else {
        return Ok(None);
    };
    match (count('.'), count(',')) {
        (1, 0) | (0, 1) => lone_position(body, at, lone),
        (_, 0) | (0, _) => Ok(None),
        // The groups are checked later; a decimal separator that comes twice fails there.
        (_, _) => Ok(Some(at)),
    }
}

fn lone_position(body: &str, at: usize, lone: Lone) -> Result<Option<usize>, NumberError> {
    let (whole, fraction) = (&body[..at], &body[at + 1..]);
    let could_group =
        fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0') && is_digits(whole);
    match lone {
        Lone::Groups if could_group => Ok(None),
        Lone::Unclear if could_group && body.as_bytes()[at] == b',' => Err(NumberError::Ambiguous),
        Lone::Groups | Lone::Decimal | Lone::Unclear => Ok(Some(at)),
    }
}

/// Digits alone, or groups of three behind one kind of separator, or the lakh groups of South Asia
/// (`12,34,567`). Before decimals there may be nothing at all (`.5`).
fn is_grouped_well(whole: &str, may_be_empty: bool) -> bool {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return may_be_empty || !whole.is_empty();
    };
    // A minus between two numbers is a range: `51-200`.
    if !matches!(separator, '.' | ',' | 'g') {
        return false;
    }
    let groups: Vec<&str> = whole.split(separator).collect();
    let [first, middle @ .., last] = groups.as_slice() else {
        return false;
    };
    let middle_of = |size| middle.iter().all(|group| group.len() == size);
    let sized = matches!(first.len(), 1..=3) && middle_of(3) || matches!(first.len(), 1..=2) && middle_of(2);
    sized && last.len() == 3 && groups.iter().all(|group| is_digits(group))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Puts the digits together, with exactly `decimals` of them after the point.
fn scaled(whole: &str, fraction: &str, decimals: u32, negative: bool) -> Result<i64, NumberError> {
    let kept = fraction.trim_end_matches('0');
    let missing = (decimals as usize).checked_sub(kept.len()).ok_or(NumberError::TooManyDecimals)?;
    let digits = whole.bytes().chain(kept.bytes()).filter(u8::is_ascii_digit);
    digits
        .chain(std::iter::repeat_n(b'0', missing))
        .map(|byte| i64::from(byte - b'0'))
        .try_fold(0_i64, |value, digit| {
            // Built downwards when negative, because the lowest number has no positive twin.
            let digit = if negative { -digit } else { digit };
            value.checked_mul(10)?.checked_add(digit)
        })
        .ok_or(NumberError::OutOfRange)
}

#[cfg(test)]
mod tests;
