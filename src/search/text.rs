//! The words a record is found by: folded here, in Rust, so that both databases find the same.

use std::collections::BTreeSet;

use crate::values::{phone, text};

/// What every phone word begins with: no folded word of a name does, so digits of a name and of a number never mix.
pub const PHONE_MARK: char = '#';

/// What the words of a person begin with once more that everybody finds them by: no phone number has a second sign. Who may
/// not see how people are reached looks for these alone, and the index finds them as it finds others.
const OPEN_MARK: &str = "##";

/// Gathers the words of a record.
#[derive(Debug, Default)]
pub struct SearchText {
    words: BTreeSet<String>,
    /// Words of how a person is reached; nothing where nobody is.
    personal: Option<BTreeSet<String>>,
}

impl SearchText {
    /// No words yet.
    pub fn new() -> SearchText {
        SearchText::default()
    }

    /// Adds the words of a text.
    #[must_use]
    pub fn words(mut self, from: &str) -> SearchText {
        let parts = text::half_spaced(from).map(|apart| text::words(&apart)).unwrap_or_default();
        self.gathered().extend(text::words(from).into_iter().chain(parts).map(super::words::cut));
        self
    }

    /// From here on come the words that are found by who sees personal data alone.
    #[must_use]
    pub fn personal(mut self) -> SearchText {
        self.personal = Some(BTreeSet::new());
        self
    }

    fn gathered(&mut self) -> &mut BTreeSet<String> {
        self.personal.as_mut().unwrap_or(&mut self.words)
    }

    /// Adds phone numbers, one a line, each backwards: who types the last digits types the beginning of that word. A
    /// number without prefix is one of this country.
    #[must_use]
    pub fn phones(mut self, lines: &str, country: &str) -> SearchText {
        let backwards = lines.lines().flat_map(|line| phone::search_keys(line, country));
        self.gathered().extend(backwards.map(|digits| super::words::cut(format!("{PHONE_MARK}{digits}"))));
        self
    }

    /// The words with a blank between.
    pub fn finish(self) -> String {
        let SearchText { mut words, personal } = self;
        if let Some(personal) = personal {
            let open: Vec<String> = words.iter().map(|word| open(word)).collect();
            words.extend(open.into_iter().chain(personal));
        }
        words.into_iter().collect::<Vec<_>>().join(" ")
    }
}

/// A word that everybody finds a person by, as it stands among the others.
pub(super) fn open(word: &str) -> String {
    format!("{OPEN_MARK}{word}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_finds_a_person_by_is_marked() {
        let text = SearchText::new().words("Maria Li").personal().words("maria@harbour.example").finish();
        assert_eq!(text, "##li ##maria example harbour li maria");
        assert_eq!(SearchText::new().words("Acme").finish(), "acme", "a company is no person");
    }

    #[test]
    fn a_number_is_found_by_its_last_digits() {
        let text = SearchText::new().words("Maria Li").phones("22 123 45 67", "PL").finish();
        assert_eq!(text, "#76543212284 li maria");
    }
}
