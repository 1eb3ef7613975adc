//! Digits of every script, read as the ASCII digits they stand for. Forms, searches and imported
//! files carry ۱۲۳, ১২৩ and 123 alike; everything that reads a number starts here.

use std::borrow::Cow;

/// The zero of each script whose ten digits follow one another.
const ZEROS: [char; 19] = [
    '\u{0660}', // Arabic-Indic
    '\u{06F0}', // Persian, Urdu
    '\u{07C0}', // N'Ko
    '\u{0966}', // Devanagari
    '\u{09E6}', // Bengali
    '\u{0A66}', // Gurmukhi
    '\u{0AE6}', // Gujarati
    '\u{0B66}', // Odia
    '\u{0BE6}', // Tamil
    '\u{0C66}', // Telugu
    '\u{0CE6}', // Kannada
    '\u{0D66}', // Malayalam
    '\u{0E50}', // Thai
    '\u{0ED0}', // Lao
    '\u{0F20}', // Tibetan
    '\u{1040}', // Myanmar
    '\u{17E0}', // Khmer
    '\u{1810}', // Mongolian
    '\u{FF10}', // full width
];

/// The ASCII digit a character stands for, if it is a digit in any script we know.
pub fn ascii(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let value = ZEROS.iter().find_map(|&zero| {
        let offset = u32::from(c).wrapping_sub(u32::from(zero));
        (offset < 10).then_some(offset)
    })?;
    char::from_digit(value, 10)
}

/// The same text with every digit in ASCII and the marks that only steer writing direction gone:
/// text copied from a right-to-left page carries them around its numbers.
pub fn to_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = text.chars().filter(|&c| !is_direction_mark(c));
    Cow::Owned(plain.map(|c| ascii(c).unwrap_or(c)).collect())
}

/// Whether a character is invisible and only tells which way text runs.
pub fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_counts_from_nought_to_nine() {
        for zero in ZEROS {
            let ten: String =
                (0..10).filter_map(|n| char::from_u32(u32::from(zero) + n)).map(|c| ascii(c).unwrap_or('?')).collect();
            assert_eq!(ten, "0123456789", "{zero:?}");
        }
    }

    #[test]
    fn letters_are_no_digits() {
        assert_eq!(ascii('x'), None);
        assert_eq!(ascii('٪'), None);
        assert_eq!(ascii('½'), None);
    }

    #[test]
    fn direction_marks_around_a_number_go() {
        assert_eq!(to_ascii("\u{200F}۱۲۳\u{200E} কেজি ৪"), "123 কেজি 4");
        assert!(matches!(to_ascii("plain 12"), Cow::Borrowed(_)));
    }
}
