//! The languages the interface speaks, and which of them a visitor gets.

use std::cmp::Reverse;
use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use icu::collator::Collator;
use icu::locale::Locale;

use super::formats::Formats;
use super::locales::{EN, Source};
use super::messages::Messages;
use super::pseudo::Disguise;

/// A code and its name, for a list to choose from.
type Choices = Vec<(&'static str, &'static str)>;

/// One of the languages the interface speaks. Built when first used, then shared by everyone.
pub struct Language {
    tag: &'static str,
    direction: &'static str,
    name_key: &'static str,
    /// The locale whose numbers, dates and plurals this language uses.
    locale: &'static str,
    sources: &'static [Source],
    disguise: Disguise,
    built: OnceLock<(Messages, Formats)>,
    countries: OnceLock<Choices>,
    currencies: OnceLock<Choices>,
}

// messages: language-*
/// English as the British write it, day before month; the two others exist for tests.
static LANGUAGES: [Language; 3] = [
    english("en", "language-en", "ltr", Disguise::None),
    english("en-XA", "language-en-XA", "ltr", Disguise::Accents),
    english("ar-XB", "language-ar-XB", "rtl", Disguise::Bidi),
];

const fn english(tag: &'static str, name_key: &'static str, direction: &'static str, disguise: Disguise) -> Language {
    Language {
        tag,
        direction,
        name_key,
        locale: "en-GB",
        sources: EN,
        disguise,
        built: OnceLock::new(),
        countries: OnceLock::new(),
        currencies: OnceLock::new(),
    }
}

impl Language {
    /// Every language, the one to fall back on first.
    pub fn all() -> &'static [Language] {
        &LANGUAGES
    }

    /// The language of those who speak none of ours.
    pub fn fallback() -> &'static Language {
        &LANGUAGES[0]
    }

    /// The language with exactly this tag.
    pub fn find(tag: &str) -> Option<&'static Language> {
        let is_it = |language: &&Language| language.tag.eq_ignore_ascii_case(tag);
        LANGUAGES.iter().find(is_it)
    }

    /// The best language for an `Accept-Language` header. A language for testing must be named
    /// exactly: somebody who asks for Arabic is not served `ar-XB`.
    pub fn negotiate(accept_language: &str) -> &'static Language {
        let mut wanted: Vec<_> = accept_language.split(',').filter_map(wish).collect();
        wanted.sort_by_key(|(weight, _)| Reverse(*weight));
        let mut found = wanted.iter().filter_map(|(_, tag)| Self::close_to(tag));
        found.next().unwrap_or(Self::fallback())
    }

    fn close_to(tag: &str) -> Option<&'static Language> {
        let general = tag.split('-').next().unwrap_or(tag);
        let spoken = |language: &&Language| !language.is_pseudo();
        Self::find(tag).or_else(|| Self::find(general).filter(spoken))
    }

    /// For the `lang` of a page.
    pub fn tag(&self) -> &'static str {
        self.tag
    }

    /// For the `dir` of a page: `ltr` or `rtl`.
    pub fn dir(&self) -> &'static str {
        self.direction
    }

    /// The message that names this language.
    pub fn name_key(&self) -> &'static str {
        self.name_key
    }

    /// Whether this language exists for tests only, and nobody should be offered it.
    pub fn is_pseudo(&self) -> bool {
        self.disguise != Disguise::None
    }

    /// Code and name of every country, in the order of the language.
    pub(super) fn countries(&'static self) -> &'static [(&'static str, &'static str)] {
        self.countries.get_or_init(|| {
            let mut countries: Vec<_> = self.messages().family("country-").collect();
            match self.collator() {
                Ok(compare) => countries.sort_by(|(_, a), (_, b)| compare(a, b)),
                Err(_) => countries.sort_by_key(|(_, name)| *name),
            }
            countries
        })
    }

    /// Code and name of every currency, in the order of the codes, which is how they are known.
    pub(super) fn currencies(&'static self) -> &'static [(&'static str, &'static str)] {
        self.currencies.get_or_init(|| {
            let mut currencies: Vec<_> = self.messages().family("currency-").collect();
            currencies.sort_unstable();
            currencies
        })
    }

    fn collator(&self) -> Result<impl Fn(&str, &str) -> std::cmp::Ordering, Box<dyn Error>> {
        let locale: Locale = self.locale.parse()?;
        let collator = Collator::try_new((&locale).into(), Default::default())?;
        Ok(move |a: &str, b: &str| collator.compare(a, b))
    }

    pub(super) fn messages(&self) -> &Messages {
        &self.built().0
    }

    pub(super) fn formats(&self) -> &Formats {
        &self.built().1
    }

    fn built(&self) -> &(Messages, Formats) {
        self.built.get_or_init(|| match self.build() {
            Ok(built) => built,
            // Everything needed is compiled in: this is a bug that tests of the language catch.
            Err(error) => panic!("language {}: {error}", self.tag),
        })
    }

    fn build(&self) -> Result<(Messages, Formats), Box<dyn Error>> {
        let messages = Messages::new(self.locale, self.sources, self.disguise)?;
        let currencies = messages.family("currency-").map(|(code, _)| code);
        let formats = Formats::new(self.locale, currencies, self.disguise)?;
        Ok((messages, formats))
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Language({})", self.tag)
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Language {}

/// One entry of `Accept-Language`: its weight in thousandths, and the tag.
fn wish(entry: &str) -> Option<(u16, &str)> {
    let (tag, weight) = entry.split_once(';').unwrap_or((entry, "q=1"));
    let quality: f32 = weight.trim().strip_prefix("q=")?.trim().parse().ok()?;
    let thousandths = (quality.clamp(0.0, 1.0) * 1000.0) as u16;
    (thousandths > 0).then_some((thousandths, tag.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn gets(accept_language: &str, tag: &str) {
        assert_eq!(Language::negotiate(accept_language).tag(), tag);
    }

    #[test]
    fn a_language_is_found_whatever_the_case_of_its_tag() {
        assert_eq!(Language::find("EN-xa"), Some(&LANGUAGES[1]));
        assert_eq!(Language::find("tlh"), None);
    }

    #[test]
    fn a_visitor_gets_the_language_they_like_best() {
        gets("en-XA;q=0.3, en;q=0.8", "en");
        gets("en;q=0.3, en-XA;q=0.8", "en-XA");
        gets("tlh, en-US;q=0.5, ar-XB;q=0.4", "en");
    }

    #[test]
    fn a_visitor_whose_language_we_lack_gets_english() {
        gets("", "en");
        gets("*", "en");
        gets("tlh", "en");
        gets("en-XA;q=0", "en");
        gets("en-XA;q=much, ;;,", "en");
    }

    #[test]
    fn nobody_gets_a_language_for_tests_without_naming_it() {
        gets("ar, ar-EG", "en");
        gets("ar-XB", "ar-XB");
    }

    #[test]
    fn every_language_can_be_built_and_is_named() {
        for language in Language::all() {
            assert!(language.messages().fixed(language.name_key()).is_some());
        }
    }

    #[test]
    fn countries_are_in_the_order_a_reader_looks_for_them() {
        let countries = Language::fallback().countries();
        assert_eq!(countries.len(), 249);
        let place = |code| countries.iter().position(|(c, _)| *c == code).unwrap();
        assert!(place("AX") < place("AL"), "Åland before Albania");
        assert!(place("CI") < place("HR"), "Côte d’Ivoire before Croatia");
    }

    #[test]
    fn currencies_are_in_the_order_of_their_codes() {
        let currencies = Language::fallback().currencies();
        assert!(currencies.is_sorted());
        assert!(currencies.contains(&("PLN", "Polish Zloty")));
    }
}
