//! What somebody typed into a search box, read as words and as the ends of phone numbers. No sign of any query language
//! survives it: only letters and digits reach the database.

use crate::access::{Sensitive, Viewer};
use crate::values::{phone, text};

/// Longer words are cut, here and where they are stored.
pub(super) const LONGEST: usize = 60;

/// Nobody looks for more than so many bytes; the rest is not read.
const MOST: usize = 400;

/// The part of what was typed that is looked for.
pub fn start_of(typed: &str) -> &str {
    &typed[..typed.floor_char_boundary(MOST)]
}

/// The words of one search; all of them must be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub(super) terms: Vec<Term>,
    /// Nobody is found by how they are reached.
    pub(super) impersonal: bool,
}

/// One thing to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Term {
    /// A word that begins so.
    Word(String),
    /// Digits: a phone number that ends so, or words that begin so.
    Digits { number: String, words: Vec<String> },
    /// A word with half spaces: written in one, or in parts.
    Parted { words: Vec<String>, parts: Vec<String> },
}

impl Words {
    /// Reads what was typed.
    pub fn of(typed: &str) -> Words {
        let mut terms: Vec<Term> = Vec::new();
        for piece in phone::searched(start_of(typed)).split_whitespace() {
            let words: Vec<String> = text::words(piece).into_iter().map(cut).collect();
            match text::half_spaced(piece).map(|apart| text::words(&apart)) {
                Some(parts) if parts.len() > words.len() => {
                    terms.push(Term::Parted { words, parts: parts.into_iter().map(cut).collect() });
                }
                Some(_) | None => words.into_iter().for_each(|word| add(&mut terms, word)),
            }
        }
        Words { terms, impersonal: false }
    }

    /// Reads what somebody typed who may not see personal data, and so finds nobody by it.
    pub fn typed_by(viewer: &Viewer, typed: &str) -> Words {
        Words { impersonal: !viewer.sees(Sensitive::Personal), ..Words::of(typed) }
    }

    /// Nothing to look for?
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Adds a word; digits that follow digits are one number.
fn add(terms: &mut Vec<Term>, word: String) {
    match terms.last_mut() {
        Some(Term::Digits { number, words }) if is_number(&word) => {
            number.push_str(&word);
            words.push(word);
        }
        _ if is_number(&word) => terms.push(Term::Digits { number: word.clone(), words: vec![word] }),
        Some(Term::Word(_) | Term::Digits { .. } | Term::Parted { .. }) | None => terms.push(Term::Word(word)),
    }
}

/// What a phone word begins with when the number ends with these digits; nothing when they are zeros only, which dial out
/// of a town or a country and end no number.
pub(super) fn ending(number: &str) -> Option<String> {
    let key = phone::search_key(number);
    (!key.is_empty()).then(|| cut(format!("{}{key}", super::PHONE_MARK)))
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The beginning of a word that is too long to be one.
pub(super) fn cut(mut word: String) -> String {
    if let Some((end, _)) = word.char_indices().nth(LONGEST) {
        word.truncate(end);
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_query_languages_are_not_searched_for() {
        let words = Words::of("maria* OR \"li\" NEAR(x) %_ -- ;");
        let plain = ["maria", "or", "li", "near", "x"].map(|word| Term::Word(word.to_owned()));
        assert_eq!(words.terms, plain);
        assert!(Words::of("\"*%_").is_empty());
    }

    #[test]
    fn digits_of_any_format_are_one_number() {
        let words = Words::of("Maria +48 (22) 123-45");
        let number =
            Term::Digits { number: "482212345".into(), words: ["48", "22", "123", "45"].map(String::from).into() };
        assert_eq!(words.terms, [Term::Word("maria".into()), number]);
    }
}
