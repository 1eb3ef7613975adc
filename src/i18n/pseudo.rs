//! Languages for testing, made from English: accented and longer, or running right to left.
//!
//! Text that is not in a message file stays plain in `en-XA`; that is how it is found.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::Language;
use crate::values::text::PDI;

const RLM: char = '\u{200f}';
const RLO: char = '\u{202e}';
const PDF: char = '\u{202c}';

const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ACCENTED: &str = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýž";
const PADDING: &str = "ļöŕéɱ îþšûɱ ðöļöŕ šîţ åɱéţ ";

/// What is done to the English text of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Disguise {
    /// Nothing: a language people speak.
    None,
    /// Accents on every letter, 40 % longer, in brackets.
    Accents,
    /// Words overridden to run right to left.
    Bidi,
}

impl Disguise {
    /// What Fluent applies to the words of a message, arguments excepted.
    pub(super) fn transform(self) -> Option<fn(&str) -> Cow<str>> {
        match self {
            Self::None => None,
            Self::Accents => Some(accent),
            Self::Bidi => Some(mirror),
        }
    }

    /// Words that do not come from a message: the name of a month, the "and" of a list.
    pub(super) fn words(self, text: String) -> String {
        match self.transform() {
            Some(transform) => transform(&text).into_owned(),
            None => text,
        }
    }

    /// A whole message whose words are transformed already.
    pub(super) fn message(self, text: String) -> String {
        match self {
            Self::None | Self::Bidi => text,
            Self::Accents => lengthen(&text),
        }
    }
}

fn accent(text: &str) -> Cow<'_, str> {
    text.chars().map(accented).collect::<String>().into()
}

fn accented(letter: char) -> char {
    let found = PLAIN.chars().zip(ACCENTED.chars());
    found.into_iter().find_map(|(plain, accented)| (plain == letter).then_some(accented)).unwrap_or(letter)
}

fn lengthen(text: &str) -> String {
    let more = (text.chars().count() * 2).div_ceil(5);
    let padding: String = PADDING.chars().cycle().take(more).collect();
    format!("[{text} {}]", padding.trim_end())
}

/// Wraps every run of words, as far as no figure and no mark stands between them; those find their own way. Wrapped one by
/// one, the words of a page would weigh more than in any language people speak.
fn mirror(text: &str) -> Cow<'_, str> {
    let mut mirrored = String::with_capacity(text.len() * 2);
    let mut inside = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let goes_on = inside && letter == ' ' && letters.peek().is_some_and(|next| next.is_alphabetic());
        let is_word = letter.is_alphabetic() || goes_on;
        if is_word != inside {
            mirrored.extend(if inside { [PDF, RLM] } else { [RLM, RLO] });
            inside = is_word;
        }
        mirrored.push(letter);
    }
    if inside {
        mirrored.extend([PDF, RLM]);
    }
    mirrored.into()
}

/// Whether a piece of a page in `en-XA` came from message files, apart from what people typed.
pub fn is_accented(text: &str) -> bool {
    unaccented(text).is_empty()
}

/// The runs of plain letters in a text node, attribute or title of a page in `en-XA`: text that
/// somebody wrote into the code. Isolated text (arguments of messages, items of lists), digits,
/// punctuation, and the codes and symbols of currencies are data and do not count. Data that a
/// page shows outside of messages, such as a name in `<bdi>`, is for the caller to leave out.
pub fn unaccented(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let run = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        if depth == 0 && run > 0 && !is_currency(rest, run) {
            found.push(&rest[..run]);
        }
        match letter {
            '\u{2066}'..='\u{2068}' => depth += 1,
            PDI => depth = depth.saturating_sub(1),
            _ => {}
        }
        rest = &rest[run.max(letter.len_utf8())..];
    }
    found
}

/// Whether the letters that `text` begins with are a currency's code, or the symbol of one (`US$`).
fn is_currency(text: &str, letters: usize) -> bool {
    let signed = text[letters..].starts_with('$');
    SYMBOLS.contains(&text[..letters + usize::from(signed)])
}

static SYMBOLS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let english = Language::fallback();
    let mut symbols = HashSet::new();
    for (code, _) in english.currencies() {
        let symbol = english.formats().symbol(code);
        symbols.extend(symbol.split_whitespace().map(str::to_owned));
        symbols.insert((*code).to_owned());
    }
    symbols
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_an_accented_form() {
        assert_eq!(PLAIN.chars().count(), ACCENTED.chars().count());
        assert!(accent(PLAIN).chars().all(|letter| !letter.is_ascii()));
    }

    #[test]
    fn an_accented_message_is_about_forty_percent_longer() {
        let text = Disguise::Accents.message(accent("Add a new customer to the list").into());
        // 30 letters, 12 more less a space at their end, a space and two brackets.
        assert_eq!(text.chars().count(), 30 + 11 + 3, "{text}");
        assert!(is_accented(&text));
    }

    #[test]
    fn a_mirrored_message_turns_words_and_leaves_figures() {
        let text = Disguise::Bidi.words("22 Nov".to_owned());
        assert_eq!(text, "22 \u{200f}\u{202e}Nov\u{202c}\u{200f}");
        let text = Disguise::Bidi.words("due in 2".to_owned());
        assert_eq!(text, "\u{200f}\u{202e}due in\u{202c}\u{200f} 2");
    }

    #[test]
    fn plain_letters_are_reported() {
        assert_eq!(unaccented("[Šåṽé ļö] all, 3 x"), ["all", "x"]);
        assert_eq!(unaccented("é Lead"), ["Lead"]);
    }

    #[test]
    fn isolated_text_is_data() {
        assert!(is_accented("[ñöţé \u{2068}Ali \u{2068}Baba\u{2069} & co\u{2069}]"));
        assert_eq!(unaccented("\u{2068}Ali\u{2069} wrote"), ["wrote"]);
    }

    #[test]
    fn currency_codes_and_symbols_are_data() {
        assert!(is_accented("US$5, PLN\u{a0}1,200.00, EUR, F\u{202f}CFA\u{a0}5, CA$1"));
        assert_eq!(unaccented("US"), ["US"]);
    }
}
