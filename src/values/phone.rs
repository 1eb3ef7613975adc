//! Phone numbers: kept as typed, compared and searched by digits (rule 67).

use super::digits;

/// A number somebody can be called at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    /// As it was typed, without blanks around it.
    pub typed: String,
    /// The digits of the international number without plus, or those that were typed where no
    /// country could be told. An extension is not among them.
    pub e164_key: String,
    /// The extension behind the number, digits only.
    pub extension: Option<String>,
}

/// Why a text is not a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// Nothing was typed.
    Empty,
    /// Fewer than five digits.
    TooFewDigits,
    /// More digits than one number has: probably two numbers in one field.
    TooManyDigits,
}

/// Fewer digits are a room or a typing error.
const MIN_DIGITS: usize = 5;

/// Fifteen of the longest international number, and a few to dial out.
const MAX_DIGITS: usize = 20;

/// A parsed number that no numbering plan knows yet still counts as complete from this length on;
/// shorter ones are numbers inside a house, which say nothing with a country put before them.
const MIN_UNKNOWN_DIGITS: usize = 7;

impl Phone {
    /// Reads a number as it is dialled in a country (ISO code), or with its own country code.
    pub fn parse(text: &str, country: Option<&str>) -> Result<Phone, PhoneError> {
        let typed = text.trim();
        if typed.is_empty() {
            return Err(PhoneError::Empty);
        }
        let plain = digits::to_ascii(typed);
        let (number, extension) = split_extension(&plain);
        let bare = digits(number);
        match bare.len() {
            0..MIN_DIGITS => return Err(PhoneError::TooFewDigits),
            MIN_DIGITS..=MAX_DIGITS => {}
            _ => return Err(PhoneError::TooManyDigits),
        }
        let e164_key = international(number, country).unwrap_or(bare);
        Ok(Phone { typed: typed.to_owned(), e164_key, extension })
    }
}

/// The digits of a text in any script, as ASCII: what of a search is looked up among numbers.
pub fn digits(text: &str) -> String {
    text.chars().filter_map(digits::ascii).collect()
}

/// Digits back to front. Keys are stored this way too, because people search the end of a number
/// and databases find beginnings.
pub fn reversed(digits: &str) -> String {
    digits.chars().rev().collect()
}

/// What a search for a phone number looks for at the beginning of reversed keys. Leading zeros
/// dial out of a town or a country and are in no international number.
pub fn search_key(text: &str) -> String {
    reversed(digits(text).trim_start_matches('0'))
}

/// Where numbers without prefix belong: to the country of whose they are, else to the company's (rule 67).
pub fn country_of<'a>(own: &'a str, home: &'a str) -> &'a str {
    if own.is_empty() { home } else { own }
}

/// What a stored number is found by, each back to front: the international one, and what was typed where that is not the
/// end of it. An extension is no part of either.
pub fn search_keys(text: &str, country: &str) -> Vec<String> {
    let whole = Phone::parse(text, Some(country)).ok().map(|phone| reversed(&phone.e164_key));
    let typed = search_key(split_extension(&digits::to_ascii(text.trim())).0);
    let is_known = whole.as_ref().is_some_and(|whole| whole.starts_with(&typed));
    whole.into_iter().chain(Some(typed).filter(|typed| !is_known && !typed.is_empty())).collect()
}

/// What a search for a number looks for: without an extension, and without the zero that is only dialled at home.
pub fn searched(text: &str) -> String {
    let plain = digits::to_ascii(text);
    let (number, _) = split_extension(plain.trim());
    let number = if number.chars().any(char::is_alphabetic) { &plain } else { number };
    number.replace("(0)", " ")
}

/// What a telephone dials, as the address behind `tel:`.
pub fn address(text: &str) -> String {
    let plain = digits::to_ascii(text.trim());
    let (number, extension) = split_extension(&plain);
    format!("{}{}", dialled(number), extension.map_or(String::new(), |digits| format!(";ext={digits}")))
}

/// The digits of the international number, if the text makes one.
fn international(number: &str, country: Option<&str>) -> Option<String> {
    let country = country.and_then(|code| code.to_ascii_uppercase().parse().ok());
    let parsed = phonenumber::parse(country, dialled(number)).ok()?;
    let national = parsed.national().to_string();
    // Asking the numbering plans, or the crate's formatter, tries dozens of patterns: a millisecond for each number.
    let is_complete = national.len() >= MIN_UNKNOWN_DIGITS || parsed.is_valid();
    is_complete.then(|| format!("{}{national}", parsed.country().code()))
}

/// The part that is dialled: digits and the plus before them. A zero in brackets behind a country
/// code, as in `+49 (0)30`, is only dialled inside the country.
fn dialled(number: &str) -> String {
    let has_plus = number.trim_start().starts_with(['+', '＋']);
    let is_abroad = has_plus || number.trim_start().starts_with("00");
    let number = if is_abroad { number.replacen("(0)", "", 1) } else { number.to_owned() };
    let plus = if has_plus { "+" } else { "" };
    format!("{plus}{}", digits(&number))
}

/// Cuts `ext. 12`, `x12`, `#12`, `доб. 12`, `داخلی ۱۲` off the end.
fn split_extension(text: &str) -> (&str, Option<String>) {
    let number_end = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let extension = digits(&text[number_end.len()..]);
    let before = number_end.trim_end_matches(['.', ':', ' ']);
    if extension.is_empty() {
        return (text, None);
    }
    let lower = before.to_lowercase();
    let mark = EXTENSION_MARKS.iter().find(|mark| lower.ends_with(**mark));
    // Lower case may be longer than what was typed, but not for any of the marks.
    let number = mark.and_then(|mark| before.get(..before.len().checked_sub(mark.len())?));
    match number {
        Some(number) if digits(number).len() >= MIN_DIGITS => (number, Some(extension)),
        Some(_) | None => (text, None),
    }
}

/// Longest first, so that nothing of a word is left behind.
const EXTENSION_MARKS: &[&str] =
    &["extension", "durchwahl", "wewn", "داخلی", "extn", "доб", "ext", "int", "dw", "x", "#"];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(text: &str, country: &str) -> String {
        Phone::parse(text, Some(country)).unwrap().e164_key
    }

    #[test]
    fn one_number_in_many_formats_has_one_key() {
        for text in ["+48 12 345 67 89", "0048 12 345 67 89", "12 345-67-89", "(12) 3456789", "+48123456789"] {
            assert_eq!(key(text, "PL"), "48123456789", "{text}");
        }
        for text in ["+49 30 901820", "030 901820", "030/90 18 20", "+49 (0)30 901820", "0049-30-901820"] {
            assert_eq!(key(text, "DE"), "4930901820", "{text}");
        }
        for text in ["01712-345678", "+880 1712 345678", "০১৭১২৩৪৫৬৭৮", "8801712345678"] {
            assert_eq!(key(text, "BD"), "8801712345678", "{text}");
        }
        for text in ["0912 345 6789", "+98 912 345 6789", "۰۹۱۲۳۴۵۶۷۸۹"] {
            assert_eq!(key(text, "IR"), "989123456789", "{text}");
        }
        for text in ["(212) 555-2368", "1-212-555-2368", "+1 212.555.2368"] {
            assert_eq!(key(text, "US"), "12125552368", "{text}");
        }
    }

    #[test]
    fn a_number_with_its_country_code_needs_no_country() {
        let phone = Phone::parse("+44 20 7946 0958", None).unwrap();
        assert_eq!(phone.e164_key, "442079460958");
        assert_eq!(key("+44 20 7946 0958", "PL"), "442079460958");
    }

    #[test]
    fn an_italian_zero_belongs_to_the_number() {
        assert_eq!(key("06 698 12345", "IT"), "390669812345");
    }

    #[test]
    fn without_a_country_the_digits_stay_as_typed() {
        assert_eq!(Phone::parse("030 901820", None).unwrap().e164_key, "030901820");
        assert_eq!(Phone::parse("030 901820", Some("??")).unwrap().e164_key, "030901820");
        assert_eq!(key("12345", "US"), "12345");
    }

    #[test]
    fn an_extension_is_kept_apart() {
        for text in ["+48 12 345 67 89 ext. 12", "+48 12 345 67 89x12", "+48123456789 #12", "+48 12 345 67 89 wewn. 12"]
        {
            let phone = Phone::parse(text, None).unwrap();
            assert_eq!(phone.e164_key, "48123456789", "{text}");
            assert_eq!(phone.extension.as_deref(), Some("12"), "{text}");
            assert_eq!(phone.typed, text);
        }
        let persian = Phone::parse("۰۲۱ ۸۸۷۷۶۶۵۵ داخلی ۱۲", Some("IR")).unwrap();
        assert_eq!(persian.e164_key, "982188776655");
        assert_eq!(persian.extension.as_deref(), Some("12"));
        assert_eq!(Phone::parse("12 345 67 89", None).unwrap().extension, None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        assert_eq!(Phone::parse(" ", None), Err(PhoneError::Empty));
        assert_eq!(Phone::parse("n/a", None), Err(PhoneError::TooFewDigits));
        assert_eq!(Phone::parse("1234", Some("PL")), Err(PhoneError::TooFewDigits));
        let two = "+48 12 345 67 89, +48 12 345 67 90";
        assert_eq!(Phone::parse(two, Some("PL")), Err(PhoneError::TooManyDigits));
    }

    #[test]
    fn the_end_of_a_number_is_found_as_the_beginning_of_its_reverse() {
        let stored = reversed(&key("+49 30 901820", "DE"));
        for typed in ["1820", "901820", "030 90 18 20", "0049 30 901820", "+49 30/901820", "۱۸۲۰"] {
            assert!(stored.starts_with(&search_key(typed)), "{typed}");
        }
        assert!(!stored.starts_with(&search_key("1821")));
    }

    #[test]
    fn a_stored_number_is_found_however_it_is_typed() {
        let stored = [
            ("22 123 45 67", "PL", ["+48 22 123 45 67", "0048221234567", "022 123 45 67", "4567"]),
            ("030 777 44 22", "DE", ["+49 30 7774422", "030 7774422", "0049 (0)30 777 44 22", "7774422"]),
            ("+49 (0)30 777 44 11", "DE", ["+49 30 7774411", "030 777 44 11", "+49 (0)30 777 44 11", "490307774411"]),
            ("+48 (22) 123-99-88 ext. 77", "PL", ["1239988", "+48 22 1239988", "+48 (22) 123-99-88 ext. 77", "9988"]),
        ];
        for (number, country, searches) in stored {
            let keys = search_keys(number, country);
            for typed in searches {
                let key = search_key(&searched(typed));
                assert!(keys.iter().any(|known| known.starts_with(&key)), "{number} by {typed}: {keys:?}");
            }
        }
        assert!(!search_keys("+48 (22) 123-99-88 ext. 77", "PL").iter().any(|key| key.starts_with("77")));
        assert_eq!(search_keys("12", "PL"), ["21"]);
        assert_eq!(search_keys("x", "PL"), [""; 0]);
        assert_eq!(searched("Anna x 12345"), "Anna x 12345");
    }

    #[test]
    fn a_telephone_dials_the_number_and_then_the_extension() {
        let dialled = [
            ("+48 (22) 123-45-67", "+48221234567"),
            ("022 123", "022123"),
            ("+48 600 100 200 ext 5", "+48600100200;ext=5"),
            ("+49 (0)30 777 44 11", "+49307774411"),
            ("0049 (0)30 777 44 11", "0049307774411"),
            ("22 123 wewn. 55 66", "22123;ext=5566"),
            ("۰۲۱ ۸۸۷۷۶۶۵۵", "02188776655"),
        ];
        for (typed, dials) in dialled {
            assert_eq!(address(typed), dials, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}", country in "[A-Z]{2}") {
            let _ = Phone::parse(&text, Some(&country));
        }

        #[test]
        fn no_run_of_digits_makes_it_panic(text in "[+0-9 ()x-]{5,24}", country in prop::sample::select(vec!["US", "DE", "IT", "BR", "AR", "MX", "IR", "BD"])) {
            if let Ok(phone) = Phone::parse(&text, Some(country)) {
                prop_assert!(phone.e164_key.bytes().all(|byte| byte.is_ascii_digit()));
                prop_assert!(phone.e164_key.len() >= MIN_DIGITS);
            }
        }
    }
}
