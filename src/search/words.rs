//! What somebody typed into a search box, read as words and as the ends of phone numbers. No sign of any query language
//! survives it: only letters and digits reach the database.

use super::text::open;
use crate::access::{Sensitive, Viewer};
use crate::listing::Table;
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

    /// What the index is asked for among the records of a table: of people, whose words are marked that everybody finds them
    /// by, these alone where nobody is found by how they are reached.
    pub(super) fn among(&self, table: Table) -> Words {
        if !self.impersonal || !is_of_people(table) {
            return self.clone();
        }
        let all = |words: &[String]| words.iter().map(|word| open(word)).collect::<Vec<_>>();
        let marked = |term: &Term| match term {
            Term::Word(word) => vec![Term::Word(open(word))],
            Term::Digits { words, .. } => all(words).into_iter().map(Term::Word).collect(),
            Term::Parted { words, parts } => vec![Term::Parted { words: all(words), parts: all(parts) }],
        };
        Words { terms: self.terms.iter().flat_map(marked).collect(), impersonal: true }
    }

    /// Nothing to look for?
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Are these people, of whose words some are personal?
pub(super) fn is_of_people(table: Table) -> bool {
    match table {
        Table::Leads | Table::Contacts => true,
        Table::Accounts | Table::Opportunities => false,
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
    fn nobody_is_looked_for_by_a_number_that_is_hidden() {
        let words = Words { impersonal: true, ..Words::of("Maria 22-123") };
        assert_eq!(
            words.among(Table::Leads).terms,
            ["##maria", "##22", "##123"].map(|word| Term::Word(word.to_owned()))
        );
        assert_eq!(words.among(Table::Accounts), words, "a company's number is no secret");
    }

    #[test]
    fn digits_of_any_format_are_one_number() {
        let words = Words::of("Maria +48 (22) 123-45");
        let number =
            Term::Digits { number: "482212345".into(), words: ["48", "22", "123", "45"].map(String::from).into() };
        assert_eq!(words.terms, [Term::Word("maria".into()), number]);
    }
}
