//! The messages of one language: those without arguments formatted once, the others on demand.

use std::borrow::Cow;
use std::collections::HashMap;
use std::error::Error;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::locale::Locale;
use intl_memoizer::Memoizable;
use intl_memoizer::concurrent::IntlLangMemoizer;
use unic_langid::LanguageIdentifier;

use super::Arg;
use super::locales::Source;
use super::pseudo::Disguise;
use crate::values::text::isolated;

/// All messages of one language.
pub(super) struct Messages {
    bundle: FluentBundle<FluentResource>,
    fixed: HashMap<String, String>,
    disguise: Disguise,
}

impl Messages {
    /// Reads the message files of a language that writes numbers and plurals as `locale` does.
    pub(super) fn new(locale: &str, sources: &[Source], disguise: Disguise) -> Result<Self, Box<dyn Error>> {
        let mut bundle = FluentBundle::new_concurrent(vec![locale.parse()?]);
        // Text arguments are isolated by `show`: marks around a plain number are only noise.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(show));
        bundle.set_transform(disguise.transform());
        let mut keys = Vec::new();
        for source in sources {
            let resource = read(source);
            keys.extend(resource.entries().filter_map(message_key));
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = source.name, ?errors, "a message key is taken");
            }
        }
        let mut messages = Self { bundle, fixed: HashMap::new(), disguise };
        messages.fixed = messages.without_arguments(keys);
        Ok(messages)
    }

    /// Those messages that are complete without arguments, formatted.
    fn without_arguments(&self, keys: Vec<String>) -> HashMap<String, String> {
        keys.into_iter()
            .filter_map(|key| match self.write(&key, None) {
                Some((text, errors)) if errors.is_empty() => Some((key, text)),
                Some(_) | None => None,
            })
            .collect()
    }

    /// A message without arguments.
    pub(super) fn fixed(&self, key: &str) -> Option<&str> {
        self.fixed.get(key).map(String::as_str)
    }

    /// A message with arguments, and what went wrong inside it.
    pub(super) fn format(&self, key: &str, args: &[(&'static str, Arg)]) -> Option<(String, Vec<FluentError>)> {
        let mut values = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            values.set(*name, value(arg));
        }
        self.write(key, Some(&values))
    }

    fn write(&self, key: &str, args: Option<&FluentArgs>) -> Option<(String, Vec<FluentError>)> {
        let message = self.bundle.get_message(key)?;
        let pattern = message.value()?;
        let (mut text, mut errors) = (String::new(), Vec::new());
        // `format_pattern` would pass the whole message through `show` as if it were an argument.
        self.bundle.write_pattern(&mut text, pattern, args, &mut errors).ok()?;
        Some((self.disguise.message(text), errors))
    }

    /// Whether there is such a message.
    pub(super) fn has(&self, key: &str) -> bool {
        self.bundle.has_message(key)
    }

    /// The messages whose keys begin with `prefix`: the rest of the key, and the text.
    pub(super) fn family(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        self.fixed.iter().filter_map(move |(key, text)| Some((key.strip_prefix(prefix)?, text.as_str())))
    }
}

/// Parses one file. What cannot be parsed is left out and logged; a test keeps that from shipping.
fn read(source: &Source) -> FluentResource {
    FluentResource::try_new(source.text.to_owned()).unwrap_or_else(|(resource, errors)| {
        tracing::error!(file = source.name, ?errors, "a message cannot be parsed");
        resource
    })
}

fn message_key(entry: &Entry<&str>) -> Option<String> {
    match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        Entry::Term(_)
        | Entry::Comment(_)
        | Entry::GroupComment(_)
        | Entry::ResourceComment(_)
        | Entry::Junk { .. } => None,
    }
}

fn value(arg: &Arg) -> FluentValue<'_> {
    match arg {
        Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
        Arg::Number(number) => FluentValue::from(*number),
    }
}

/// How an argument appears in a message: text isolated from the direction of the words around it,
/// a number as the language writes it.
fn show(value: &FluentValue, formatters: &IntlLangMemoizer) -> Option<String> {
    match value {
        FluentValue::String(text) => Some(isolated(text)),
        FluentValue::Number(number) => {
            let number = Decimal::from(number.value as i64);
            let format = |numbers: &Numbers| numbers.0.format_to_string(&number);
            formatters.with_try_get((), format).ok()
        }
        FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

/// The number format of a bundle's language, kept by the bundle itself.
struct Numbers(DecimalFormatter);

impl Memoizable for Numbers {
    type Args = ();
    type Error = Box<dyn Error>;

    fn construct(language: LanguageIdentifier, _: ()) -> Result<Self, Self::Error> {
        let locale: Locale = language.to_string().parse()?;
        let numbers = DecimalFormatter::try_new((&locale).into(), Default::default())?;
        Ok(Self(numbers))
    }
}

#[cfg(test)]
mod tests {
    use super::super::locales::EN;
    use super::*;
    use std::collections::BTreeSet;

    fn messages(text: &'static str, disguise: Disguise) -> Messages {
        let source = Source { name: "test", text };
        Messages::new("en-GB", &[source], disguise).unwrap()
    }

    fn said(messages: &Messages, key: &str, args: &[(&'static str, Arg)]) -> String {
        let (text, errors) = messages.format(key, args).unwrap();
        assert!(errors.is_empty(), "{errors:?}");
        text
    }

    #[test]
    fn every_message_parses() {
        for source in EN {
            let parsed = FluentResource::try_new(source.text.to_owned());
            let errors = parsed.err().map(|(_, errors)| errors);
            assert_eq!(errors, None, "{}.ftl", source.name);
        }
    }

    #[test]
    fn every_key_is_unique_over_all_files() {
        let mut seen = BTreeSet::new();
        for source in EN {
            for key in read(source).entries().filter_map(message_key) {
                assert!(seen.insert(key.clone()), "{key} again in {}", source.name);
            }
        }
    }

    #[test]
    fn every_message_has_text_and_no_attributes() {
        for source in EN {
            for entry in read(source).entries() {
                if let Entry::Message(message) = entry {
                    assert!(message.value.is_some(), "{}", message.id.name);
                    assert!(message.attributes.is_empty(), "{}", message.id.name);
                }
            }
        }
    }

    #[test]
    fn a_text_argument_is_isolated_and_a_number_is_not() {
        let messages = messages("hello = Hello { $name }, { $n }", Disguise::None);
        let args = [("name", "Ali".into()), ("n", 12_345.into())];
        let text = said(&messages, "hello", &args);
        assert_eq!(text, "Hello \u{2068}Ali\u{2069}, 12,345");
    }

    #[test]
    fn a_text_argument_chooses_a_variant() {
        let messages = messages("state = { $kind ->\n  [new] fresh\n *[other] old\n }", Disguise::None);
        assert_eq!(said(&messages, "state", &[("kind", "new".into())]), "fresh");
    }

    #[test]
    fn a_message_that_needs_an_argument_is_not_a_fixed_one() {
        let messages = messages("a = A\nb = { $n }", Disguise::None);
        assert_eq!(messages.fixed("a"), Some("A"));
        assert_eq!(messages.fixed("b"), None);
        assert!(messages.has("b"));
    }

    #[test]
    fn an_accented_message_leaves_what_people_typed_alone() {
        let messages = messages("hello = Hello { $name }!", Disguise::Accents);
        let text = said(&messages, "hello", &[("name", "Ali".into())]);
        assert!(text.starts_with("[Ĥéļļö \u{2068}Ali\u{2069}!"), "{text}");
        assert!(super::super::is_accented(&text), "{text}");
    }
}
