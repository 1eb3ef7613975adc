//! The chips above a list: what it is narrowed by, in words, each with the address without it.

use super::asked::Asked;
use super::filters::{self, Value, Wanted};
use super::flags;
use super::spec::ListSpec;
use crate::db::Tx;
use crate::fields::Kind;
use crate::values::relative::{Relative, Turn, Unit};
use crate::web::Choice;

/// One thing the list is narrowed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// What it says.
    pub label: String,
    /// The list without it.
    pub href: String,
    /// It makes no sense and was left out: the list is wider than was asked.
    pub wrong: bool,
}

/// Every chip of a list, but for filters that the page says in its own way.
pub fn chips(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked, said: &[&str]) -> Vec<Chip> {
    let search = (!asked.q().is_empty()).then(|| Chip {
        label: tx.text.a("listing-chip-search", "words", asked.q()),
        href: asked.without(&["q"]).href(),
        wrong: false,
    });
    let filters = filters::wanted(tx, spec, asked);
    let unsaid = filters.iter().filter(|wanted| !said.contains(&wanted.name.as_str()));
    let unknown = flags::unknown(spec, asked).map(|name| Chip {
        href: asked.without(&[name.as_str()]).href(),
        label: tx.text.a("listing-chip-unknown", "name", name),
        wrong: true,
    });
    search.into_iter().chain(unsaid.map(|wanted| chip(tx, asked, wanted))).chain(unknown).collect()
}

/// The list without any chip.
pub(super) fn clear(spec: &ListSpec, asked: &Asked) -> String {
    let names: Vec<String> = spec
        .filters
        .iter()
        .flat_map(|f| [f.name.to_owned(), format!("{}-from", f.name), format!("{}-to", f.name)])
        .chain(["q".to_owned()])
        .chain(flags::unknown(spec, asked))
        .collect();
    asked.without(&names.iter().map(String::as_str).collect::<Vec<_>>()).href()
}

fn chip(tx: &Tx<'_>, asked: &Asked, wanted: &Wanted) -> Chip {
    let href = asked.without(&[wanted.name.as_str()]).href();
    if wanted.hidden {
        let label = tx.text.a("listing-chip-hidden", "name", tx.text.t(wanted.filter.label));
        return Chip { label, href, wrong: true };
    }
    let wrong = wanted.values.iter().any(|(_, value)| value.is_none());
    let words = wanted.values.iter().map(|(typed, value)| match value {
        Some(value) => worded(tx, asked, wanted, value),
        None => typed.clone(),
    });
    let key = match wrong {
        true if asked.is_saved() && !wanted.is_understood() => "listing-chip-stops",
        true => "listing-chip-wrong",
        false => "listing-chip",
    };
    let value = tx.text.list(&words.collect::<Vec<_>>());
    let label = tx.text.args(key, &[("name", tx.text.t(wanted.filter.label).into()), ("value", value.into())]);
    Chip { label, href, wrong }
}

fn worded(tx: &Tx<'_>, asked: &Asked, wanted: &Wanted, value: &Value) -> String {
    match value {
        Value::Nothing if wanted.filter.kind == Kind::Tags => tx.text.t("none").to_owned(),
        Value::Nothing => tx.text.t("listing-nobody").to_owned(),
        Value::Number(id) => number(tx, asked, wanted, *id),
        Value::Flag(true) => tx.text.t("yes").to_owned(),
        Value::Flag(false) => tx.text.t("no").to_owned(),
        Value::Word(word) => match wanted.filter.kind {
            Kind::Country => country(tx, word).to_owned(),
            Kind::Word(keys) => tx.text.t(&format!("{keys}{word}")).to_owned(),
            _ => word.clone(),
        },
        Value::From(day) => tx.text.a("listing-from", "day", tx.text.date(*day)),
        Value::To(day) => tx.text.a("listing-to", "day", tx.text.date(*day)),
        Value::During(stretch) => stretch_words(tx, *stretch),
    }
}

// messages: listing-last-* listing-this-* listing-next-*
fn stretch_words(tx: &Tx<'_>, stretch: Relative) -> String {
    let (turn, unit) = match stretch {
        Relative::Today => return tx.text.t("listing-today").to_owned(),
        Relative::LastDays(n) => return tx.text.n("listing-last-days", n.into()),
        Relative::NextDays(n) => return tx.text.n("listing-next-days", n.into()),
        Relative::Of(turn, unit) => (turn, unit),
    };
    let turn = match turn {
        Turn::Last => "last",
        Turn::This => "this",
        Turn::Next => "next",
    };
    let unit = match unit {
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Quarter => "quarter",
        Unit::Year => "year",
    };
    tx.text.t(&format!("listing-{turn}-{unit}")).to_owned()
}

/// Stretches a filter offers, as the address has them.
const STRETCHES: [&str; 16] = [
    "today",
    "this-week",
    "this-month",
    "this-quarter",
    "this-year",
    "last-7-days",
    "last-30-days",
    "last-90-days",
    "last-week",
    "last-month",
    "last-quarter",
    "last-year",
    "next-30-days",
    "next-week",
    "next-month",
    "next-quarter",
];

/// The choices of a filter of days: any, those behind today, and those ahead of it where there can be any.
pub fn stretches(tx: &Tx<'_>, current: &str, ahead: bool) -> Vec<Choice> {
    let offered = STRETCHES.into_iter().filter(|words| ahead || !words.starts_with("next"));
    let asked = Some(current).filter(|words| !STRETCHES.contains(words));
    let read = offered.chain(asked).filter_map(|words| Some((words, Relative::parse(words)?)));
    let choices = read.map(|(words, stretch)| Choice::new(words, stretch_words(tx, stretch), current));
    std::iter::once(Choice::new("", tx.text.t("listing-any-time"), current)).chain(choices).collect()
}

/// A country's name in the reader's language; what is no country stays as it was typed.
fn country<'a>(tx: &Tx<'_>, code: &'a str) -> &'a str {
    tx.text.countries().iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

fn number(tx: &Tx<'_>, asked: &Asked, wanted: &Wanted, id: i64) -> String {
    let known = &tx.directory;
    match wanted.filter.kind {
        Kind::Person => known.person_name(Some(id)).to_owned(),
        Kind::Team => known.teams.name(id).to_owned(),
        Kind::Pick => known.pick_name(Some(id)).to_owned(),
        Kind::Pipeline => known.pipeline(id).map_or_else(String::new, |pipeline| pipeline.name.clone()),
        Kind::Tags => known.tag(id).map_or_else(String::new, |tag| tag.name.clone()),
        Kind::Stage => known.stage(id).map_or_else(String::new, |stage| stage.name.clone()),
        _ => asked.named(wanted.filter.name).map_or_else(|| tx.text.number(id), str::to_owned),
    }
}
