//! The chips above a list: what it is narrowed by, in words, each with the address without it.

use super::asked::Asked;
use super::filters::{self, Value, Wanted};
use super::spec::ListSpec;
use crate::db::Tx;
use crate::fields::Kind;

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
    search.into_iter().chain(unsaid.map(|wanted| chip(tx, asked, wanted))).collect()
}

/// The list without any chip.
pub(super) fn clear(spec: &ListSpec, asked: &Asked) -> String {
    let names: Vec<String> = spec
        .filters
        .iter()
        .flat_map(|f| [f.name.to_owned(), format!("{}-from", f.name), format!("{}-to", f.name)])
        .chain(["q".to_owned()])
        .collect();
    asked.without(&names.iter().map(String::as_str).collect::<Vec<_>>()).href()
}

fn chip(tx: &Tx<'_>, asked: &Asked, wanted: &Wanted) -> Chip {
    let wrong = wanted.values.iter().any(|(_, value)| value.is_none());
    let words = wanted.values.iter().map(|(typed, value)| match value {
        Some(value) => worded(tx, asked, wanted, value),
        None => typed.clone(),
    });
    let key = if wrong { "listing-chip-wrong" } else { "listing-chip" };
    let value = tx.text.list(&words.collect::<Vec<_>>());
    let label = tx.text.args(key, &[("name", tx.text.t(wanted.filter.label).into()), ("value", value.into())]);
    Chip { label, href: asked.without(&[wanted.name.as_str()]).href(), wrong }
}

fn worded(tx: &Tx<'_>, asked: &Asked, wanted: &Wanted, value: &Value) -> String {
    match value {
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
    }
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
        Kind::Stage => known.stage(id).map_or_else(String::new, |stage| stage.name.clone()),
        _ => asked.named(wanted.filter.name).map_or_else(|| tx.text.number(id), str::to_owned),
    }
}
