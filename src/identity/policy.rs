//! Which passwords are accepted: long enough, not among the first a guesser tries, not one's own name. No rules about
//! signs and digits: they make passwords worse. What guessers try first is known to the crate `zxcvbn`: lists of the
//! passwords found in leaks, of names and of words, with the ways people dress them up.

use zxcvbn::{Score, zxcvbn};

use crate::i18n::Text;
use crate::values::text;

/// Fewest characters.
pub const SHORTEST: usize = 10;
/// Most characters: more than anybody types, less than what would make work.
const LONGEST: usize = 200;

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
    match length {
        ..SHORTEST => Some(Weakness::Short),
        _ if length > LONGEST => Some(Weakness::Long),
        _ if about.iter().any(same) => Some(Weakness::Own),
        _ if is_tried_first::<&str>(password, &[]) => Some(Weakness::Common),
        _ if is_tried_first(password, &known_words(about)) => Some(Weakness::Own),
        _ => None,
    }
}

/// What everybody knows, as a guesser tries it: whole, written together, and word by word.
fn known_words(about: &[&str]) -> Vec<String> {
    let ways = |known: &&str| {
        let words: Vec<String> = known.split(|c: char| !c.is_alphanumeric()).map(text::lower).collect();
        std::iter::once(text::lower(known)).chain([words.concat()]).chain(words).collect::<Vec<_>>()
    };
    about.iter().flat_map(ways).filter(|word| word.chars().count() > 2).collect()
}

/// Would a guesser who knows these words come to it within the first million tries?
fn is_tried_first<W: AsRef<str>>(password: &str, words: &[W]) -> bool {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    zxcvbn(password, &words).score() <= Score::One
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
        for known in
            ["Password123", "QWERTYUIOP", "aaaaaaaaaaaa", "1q2w3e4r5t", "iloveyou12", "P@ssw0rd12", "0123456789"]
        {
            assert_eq!(weakness(known, &[]), Some(Weakness::Common), "{known}");
        }
    }

    #[test]
    fn ones_own_name_is_no_secret() {
        let about = ["ada.lovelace@example.com", "Analytical Engines"];
        assert_eq!(weakness("Ada.Lovelace", &about), Some(Weakness::Own));
        assert_eq!(weakness("analytical engines", &about), Some(Weakness::Own));
        assert_eq!(weakness("Zelmarindo12", &["Zelmarindo"]), Some(Weakness::Own));
        assert_eq!(weakness("analyticalengines7", &about), Some(Weakness::Own));
        assert_eq!(weakness("Zelmarindo12", &["Anna Zelmarindo"]), Some(Weakness::Own));
        assert_eq!(weakness("four engines, one horse", &about), None);
    }

    #[test]
    fn words_that_mean_something_to_one_person_only_are_taken() {
        for chosen in ["lanterns over the harbour", "kahawa na mandazi asubuhi", "چای داغ و نان سنگک"] {
            assert_eq!(weakness(chosen, &["Ada"]), None, "{chosen}");
        }
    }
}
