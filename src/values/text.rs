//! Text as searches and comparisons see it. Both databases store what is folded here instead of
//! folding themselves, so that both find, compare and sort alike.

mod direction;
mod letters;

pub use direction::{FSI, PDI, closed, isolated};
pub use letters::without_umlauts;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many characters of a text decide its place in a sorted list.
const SORT_KEY_CHARS: usize = 80;

/// Lower case, without accents, one spelling per letter, ASCII digits, single blanks: *Łukasz*
/// meets *lukasz*, Arabic letters their Persian twins, a Bengali letter typed in one piece the
/// same letter typed in two.
///
/// Joiners vanish, so that *می‌خواهم* meets the same word typed without the half space.
/// Vowel signs of South Asian scripts are letters, not accents, and stay. Folding twice changes
/// nothing.
pub fn fold(text: &str) -> String {
    let mut spaced = Spaced::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes().for_each(|byte| spaced.push(char::from(byte.to_ascii_lowercase())));
        return spaced.text;
    }
    // Before decomposing too: some would keep the marks around them from their proper order.
    let visible = text.chars().filter(|&c| !letters::is_dropped(c));
    let lower = visible
        .map(letters::before_decomposing)
        .nfkd()
        .filter(|&c| !letters::is_dropped(c))
        .flat_map(char::to_lowercase);
    for c in lower {
        match letters::spelled_out(c) {
            Some(letters) => letters.chars().for_each(|c| spaced.push(c)),
            None => spaced.push(letters::twin(c)),
        }
    }
    spaced.text
}

/// Lower case and nothing else lost: for addresses, in which accents count. Two ways to store the
/// same accent still meet.
pub fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfc().flat_map(char::to_lowercase).nfc().collect()
}

/// The folded words of a text: runs of letters, digits and the signs that belong to letters.
pub fn words(text: &str) -> Vec<String> {
    if text.is_ascii() {
        return split(text, |c| c.is_ascii_alphanumeric()).map(str::to_ascii_lowercase).collect();
    }
    split(&fold(text), is_of_word).map(str::to_owned).collect()
}

/// What was typed on one line: single blanks, no control characters, nothing that turns what stands beside it; nothing
/// where nothing of it would be seen.
pub fn line(typed: &str) -> String {
    if fold(typed).is_empty() {
        return String::new();
    }
    let mut spaced = Spaced::with_capacity(typed.len());
    closed(typed).chars().for_each(|c| spaced.push(c));
    spaced.text
}

/// The text with its half spaces as blanks; none where it has none. Persian writes one between the parts of a word, and who
/// types it writes a blank or nothing: *یزدانی‌پور*, *یزدانی پور*.
pub fn half_spaced(text: &str) -> Option<String> {
    const HALF_SPACE: char = '\u{200C}';
    let is_arabic = |c: char| ('\u{0600}'..='\u{06FF}').contains(&c);
    let is_written = text.contains(HALF_SPACE) && text.chars().any(is_arabic);
    is_written.then(|| text.replace(HALF_SPACE, " "))
}

/// The one stored key that sorts a text by its bytes, alike on both databases.
pub fn sort_key(text: &str) -> String {
    let mut key = fold(text);
    if let Some((end, _)) = key.char_indices().nth(SORT_KEY_CHARS) {
        key.truncate(end);
    }
    key
}

fn split(text: &str, is_of_word: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    text.split(move |c| !is_of_word(c)).filter(|word| !word.is_empty())
}

/// Rust counts most vowel signs as letters but not the virama and the nukta, which would cut
/// Indic words in two.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Collects text with single blanks inside and none around it. Control characters count as
/// blanks: PostgreSQL cannot store all of them, and none is ever searched for.
struct Spaced {
    text: String,
    gap: bool,
}

impl Spaced {
    fn with_capacity(bytes: usize) -> Spaced {
        let text = String::with_capacity(bytes);
        Spaced { text, gap: false }
    }

    fn push(&mut self, c: char) {
        if c.is_whitespace() || c.is_control() {
            self.gap = !self.text.is_empty();
            return;
        }
        if std::mem::take(&mut self.gap) {
            self.text.push(' ');
        }
        self.text.push(c);
    }
}

#[cfg(test)]
mod tests;
