//! The words a record is found by: folded here, in Rust, so that both databases find the same.

use std::collections::BTreeSet;

use crate::values::{phone, text};

/// What every phone word begins with: no folded word of a name does, so digits of a name and of a number never mix.
pub const PHONE_MARK: char = '#';

/// Gathers the words of a record.
#[derive(Debug, Default)]
pub struct SearchText {
    words: BTreeSet<String>,
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
        self.words.extend(text::words(from).into_iter().chain(parts).map(super::words::cut));
        self
    }

    /// Adds phone numbers, one a line, each backwards: who types the last digits types the beginning of that word. A
    /// number without prefix is one of this country.
    #[must_use]
    pub fn phones(mut self, lines: &str, country: &str) -> SearchText {
        let backwards = lines.lines().flat_map(|line| phone::search_keys(line, country));
        self.words.extend(backwards.map(|digits| super::words::cut(format!("{PHONE_MARK}{digits}"))));
        self
    }

    /// The words with a blank between.
    pub fn finish(self) -> String {
        self.words.into_iter().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_by_its_last_digits() {
        let text = SearchText::new().words("Maria Li").phones("22 123 45 67", "PL").finish();
        assert_eq!(text, "#76543212284 li maria");
    }
}
