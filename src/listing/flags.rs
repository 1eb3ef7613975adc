//! What of a saved view cannot be applied: said instead of left out, because a list without one of its conditions would
//! show more than the view was meant to (rule 74). A view with such a condition shows nothing at all.

use super::asked::Asked;
use super::filters::{self, Wanted};
use super::spec::ListSpec;
use crate::db::Tx;

/// Words of an address that mean the same on every list.
const COMMON: [&str; 10] = ["q", "state", "sort", "lang", "saved", "columns", "only", "after", "before", "count"];

/// Does a condition of the view stop it from showing anything?
pub(super) fn is_refused(spec: &ListSpec, asked: &Asked, wanted: &[Wanted]) -> bool {
    let stops = |wanted: &Wanted| !wanted.is_understood();
    let is_unknown = || unknown(spec, asked).next().is_some();
    !asked.refused().is_empty()
        || (asked.is_saved() && (wanted.iter().any(stops) || is_unknown() || is_elsewhere(spec, asked)))
}

/// Names in a view that the list does not know any more.
pub(super) fn unknown(spec: &ListSpec, asked: &Asked) -> impl Iterator<Item = String> {
    let names = asked.content().filter(|_| asked.is_saved()).map(|(name, _)| name);
    let strange = names.filter(|name| !is_known(spec, name)).map(str::to_owned);
    strange.collect::<std::collections::BTreeSet<String>>().into_iter()
}

/// Does the list know what this word of an address asks?
pub(super) fn is_known(spec: &ListSpec, name: &str) -> bool {
    is_filter(spec, name) || COMMON.contains(&name) || spec.table.own_words().contains(&name)
}

fn is_filter(spec: &ListSpec, name: &str) -> bool {
    spec.filters.iter().flat_map(|filter| filters::filter_names(*filter)).any(|(_, known)| known == name)
}

/// A part of the table was asked for that the list does not show.
fn is_elsewhere(spec: &ListSpec, asked: &Asked) -> bool {
    asked.has("state") && !spec.segments.iter().any(|segment| segment.name == asked.value("state"))
}

/// What cannot be applied, a sentence each.
pub(super) fn flags(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked) -> Vec<String> {
    let mut said = asked.refused().to_vec();
    if asked.is_saved() {
        if is_refused(spec, asked, &filters::wanted(tx, spec, asked)) && said.is_empty() {
            said.push(tx.text.t("listing-refused").to_owned());
        }
        if asked.asks_unknown_order(spec, &tx.viewer) {
            said.push(tx.text.t("listing-unordered").to_owned());
        }
    }
    said
}

/// What a view saves of this list: every condition that it applies now, in the order of the address.
pub fn savable(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked) -> Vec<(String, String)> {
    let wanted = filters::wanted(tx, spec, asked);
    let applies = |name: &str, value: &str| match wanted.iter().find(|wanted| wanted.name == name) {
        Some(wanted) => wanted.values.iter().any(|(typed, read)| typed == value && read.is_some()),
        None => is_known(spec, name) && !is_filter(spec, name) && (name != "state" || !is_elsewhere(spec, asked)),
    };
    let ordered = |name: &str| name != "sort" || !asked.asks_unknown_order(spec, &tx.viewer);
    let kept = asked.content().filter(|(name, value)| applies(name, value) && ordered(name));
    kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
