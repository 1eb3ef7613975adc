//! Which passwords are accepted: long enough, not among the first a guesser tries, not one's own name. No rules about
//! signs and digits: they make passwords worse.

use crate::i18n::Text;
use crate::values::text;

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most characters: more than anybody types, less than what would make work.
const LONGEST: usize = 200;

/// Of the passwords most often found in leaks, those that are long enough to be typed here.
const COMMON: &[&str] = &[
    "0123456789",
    "0987654321",
    "1111111111",
    "1234512345",
    "1234567890",
    "12345678910",
    "1234567899",
    "123456789a",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "9876543210",
    "abcdefghij",
    "abcd123456",
    "administrator",
    "basketball",
    "changeme123",
    "iloveyou12",
    "iloveyou123",
    "letmein123",
    "manchester",
    "password01",
    "password10",
    "password11",
    "password12",
    "password123",
    "password1234",
    "passwordpassword",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyuiop",
    "superman123",
    "welcome123",
    "welcome1234",
];

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    /// Fewer than [`SHORTEST`] characters.
    Short,
    /// More than anybody types.
    Long,
    /// One that guessers try first.
    Common,
    /// The person's own name or address, or the company's.
    Own,
}

/// What is wrong with a password; `about` is what everybody knows of the person.
pub fn weakness(password: &str, about: &[&str]) -> Option<Weakness> {
    let length = password.chars().count();
    let bare = text::lower(password);
    let same = |known: &&str| text::lower(known) == bare || known.split('@').next().is_some_and(|name| name == bare);
    let monotonous = bare.chars().all(|c| bare.starts_with(c));
    match length {
        ..SHORTEST => Some(Weakness::Short),
        _ if length > LONGEST => Some(Weakness::Long),
        _ if monotonous || COMMON.contains(&bare.as_str()) => Some(Weakness::Common),
        _ if about.iter().any(same) => Some(Weakness::Own),
        _ => None,
    }
}

impl Weakness {
    /// What the form says.
    pub fn sentence(self, text: &Text) -> String {
        let shortest = i64::try_from(SHORTEST).unwrap_or_default();
        match self {
            Weakness::Short => text.n("password-short", shortest),
            Weakness::Long => text.t("password-long").to_owned(),
            Weakness::Common => text.t("password-common").to_owned(),
            Weakness::Own => text.t("password-own").to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(weakness("ninechars", &[]), Some(Weakness::Short));
        assert_eq!(weakness("سلام سلام", &[]), Some(Weakness::Short));
        assert_eq!(weakness("হাতি ঘোড়া পালকি", &[]), None);
        assert_eq!(weakness(&"ab".repeat(101), &[]), Some(Weakness::Long));
    }

    #[test]
    fn what_guessers_try_first_is_refused_in_any_case() {
        for known in ["Password123", "QWERTYUIOP", "aaaaaaaaaaaa"] {
            assert_eq!(weakness(known, &[]), Some(Weakness::Common), "{known}");
        }
    }

    #[test]
    fn ones_own_name_is_no_secret() {
        let about = ["ada.lovelace@example.com", "Analytical Engines"];
        assert_eq!(weakness("Ada.Lovelace", &about), Some(Weakness::Own));
        assert_eq!(weakness("analytical engines", &about), Some(Weakness::Own));
        assert_eq!(weakness("four engines, one horse", &about), None);
    }

    #[test]
    fn every_common_password_is_long_enough_to_be_typed() {
        assert!(COMMON.iter().all(|known| known.len() >= SHORTEST));
    }
}
