//! What a reader asked of a list: the words after `?`, kept as they came. Links are made from them by adding and
//! leaving out, so that the address always is the whole state.

use serde::Deserialize;

use super::spec::{Direction, ListSpec, Part, Segment, Sort};
use crate::access::Viewer;
use crate::db::sql::Sql;

/// Names with a meaning of their own. A link to a changed list begins at its first page.
const AFTER: &str = "after";
const BEFORE: &str = "before";
const SORT: &str = "sort";
const STATE: &str = "state";
const COUNT: &str = "count";
/// The saved view a list came from.
const SAVED: &str = "saved";
/// The word for a list that came from no view although one is the viewer's default.
const BUILT_IN: &str = "none";
/// The columns shown, with commas between.
const COLUMNS: &str = "columns";
const LANGUAGE: &str = "lang";
const PLACES: [&str; 3] = [AFTER, BEFORE, COUNT];

/// What was asked. Names nobody knows do no harm and are kept, so that board and list can pass each other's on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<(String, String)>")]
pub struct Asked {
    pairs: Vec<(String, String)>,
    fixed: Vec<Sql>,
    checked: Option<(&'static [Part], Vec<Sql>)>,
    names: Vec<(&'static str, String)>,
    refused: Vec<String>,
}

impl From<Vec<(String, String)>> for Asked {
    fn from(pairs: Vec<(String, String)>) -> Asked {
        // A form sends its empty fields too.
        let pairs = pairs.into_iter().filter(|(name, value)| !name.is_empty() && !value.trim().is_empty()).collect();
        Asked { pairs, ..Asked::default() }
    }
}

impl Asked {
    /// What a query string asks.
    pub fn parse(query: &str) -> Asked {
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect::<Vec<_>>();
        Asked::from(pairs)
    }

    /// Narrows the list to what the page is about, whatever the address says: `opportunities.account_id = 7`. Few records
    /// meet it, and it has an index: the list is read by that.
    #[must_use]
    pub fn only(mut self, condition: Sql) -> Asked {
        self.fixed.push(condition);
        self
    }

    /// Narrows the list to records of these parts that meet one of these, of which no record meets two: like a filter that has no name.
    /// There are indexes that begin with owner and with team, then go on with these.
    #[must_use]
    pub fn also(mut self, parts: &'static [Part], alternatives: Vec<Sql>) -> Asked {
        self.checked = Some((parts, alternatives));
        self
    }

    /// Says how the chip of a filter reads, where its value is the id of a record: an account's name.
    #[must_use]
    pub fn naming(mut self, filter: &'static str, name: impl Into<String>) -> Asked {
        self.names.push((filter, name.into()));
        self
    }

    /// Shows nothing, and says why: a condition of a saved view that cannot be applied. Without it there would be more
    /// than the view was meant to show (rule 74).
    #[must_use]
    pub fn refusing(mut self, sentence: impl Into<String>) -> Asked {
        self.refused.push(sentence.into());
        self
    }

    pub(super) fn refused(&self) -> &[String] {
        &self.refused
    }

    /// The saved view the list came from, however much was changed since.
    pub fn saved(&self) -> Option<i64> {
        self.value(SAVED).parse().ok()
    }

    /// Is it a saved view, of which no condition may be left out?
    pub fn is_saved(&self) -> bool {
        self.has(SAVED) && self.value(SAVED) != BUILT_IN
    }

    /// Nothing was asked: what is shown first is the page's choice.
    pub fn is_plain(&self) -> bool {
        self.pairs.iter().all(|(name, _)| name == LANGUAGE)
    }

    /// The same as what a saved view asks, on a page in the language of another.
    #[must_use]
    pub fn from_view(&self, view: i64, page: &Asked) -> Asked {
        self.with(SAVED, &view.to_string()).with(LANGUAGE, page.value(LANGUAGE))
    }

    /// The list as the program has it, although a saved view opens first.
    pub fn built_in() -> Asked {
        Asked::default().with(SAVED, BUILT_IN)
    }

    /// Names and values, but for the place in the list, the language and the view it came from: what a view saves.
    pub fn content(&self) -> impl Iterator<Item = (&str, &str)> {
        let of_page = |name: &str| PLACES.contains(&name) || [SAVED, LANGUAGE].contains(&name);
        let pairs = self.pairs.iter().filter(move |(name, _)| !of_page(name));
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The names of the columns asked for; none where nobody chose.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.value(COLUMNS).split(',').filter(|name| !name.is_empty())
    }

    /// Is only what the list shows asked for, of all there is?
    pub fn only_shown(&self) -> bool {
        self.value("only") == "shown"
    }

    /// The same list with these columns.
    #[must_use]
    pub fn showing(&self, columns: &[&str]) -> Asked {
        self.with(COLUMNS, &columns.join(","))
    }

    /// The search words.
    pub fn q(&self) -> &str {
        self.value("q")
    }

    /// The first value of a name; empty when there is none.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// All values of a name.
    pub fn values<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Was anything asked under this name?
    pub fn has(&self, name: &str) -> bool {
        self.pairs.iter().any(|(n, _)| n == name)
    }

    pub(super) fn fixed(&self) -> &[Sql] {
        &self.fixed
    }

    pub(super) fn checked(&self) -> Option<&(&'static [Part], Vec<Sql>)> {
        self.checked.as_ref()
    }

    pub(super) fn named(&self, filter: &str) -> Option<&str> {
        self.names.iter().find(|(name, _)| *name == filter).map(|(_, words)| words.as_str())
    }

    pub(super) fn after(&self) -> &str {
        self.value(AFTER)
    }

    pub(super) fn before(&self) -> &str {
        self.value(BEFORE)
    }

    /// Was the exact count of a long list asked for?
    pub fn counts_all(&self) -> bool {
        self.value(COUNT) == "exact"
    }

    /// The segment shown: the one asked for, else the list's first.
    pub fn segment(&self, spec: &ListSpec) -> Segment {
        let asked = spec.segments.iter().find(|segment| segment.name == self.value(STATE));
        asked.or(spec.segments.first()).copied().unwrap_or(Segment::ONLY)
    }

    /// An order was asked for that this viewer may not ask for, or that there is no more.
    pub(super) fn asks_unknown_order(&self, spec: &ListSpec, viewer: &Viewer) -> bool {
        let name = self.value(SORT).trim_start_matches('-');
        let known = spec.sorts.iter().any(|sort| sort.name == name && sort.is_for(viewer));
        self.has(SORT) && !known
    }

    /// The order, as far as this viewer may ask for it.
    pub(super) fn order(&self, spec: &ListSpec, viewer: &Viewer) -> (Sort, Direction) {
        let word = self.value(SORT);
        let (name, turned) = word.strip_prefix('-').map_or((word, false), |name| (name, true));
        match spec.sorts.iter().filter(|sort| sort.is_for(viewer)).find(|sort| sort.name == name) {
            Some(sort) if turned => (*sort, sort.first.turned()),
            Some(sort) => (*sort, sort.first),
            None => (spec.sorts[0], spec.sorts[0].first),
        }
    }

    /// Does the list come in an order somebody chose?
    pub(super) fn is_sorted(&self) -> bool {
        self.has(SORT)
    }

    /// The same list without what was asked under these names, from its first page.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Asked {
        let gone = |name: &str| names.contains(&name) || PLACES.contains(&name);
        let pairs = self.pairs.iter().filter(|(name, _)| !gone(name)).cloned().collect();
        Asked { pairs, ..self.clone() }
    }

    /// The same list with one value under a name in place of any other, from its first page.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Asked {
        let mut asked = self.without(&[name]);
        if !value.is_empty() {
            asked.pairs.push((name.to_owned(), value.to_owned()));
        }
        asked
    }

    pub(super) fn sorted(&self, sort: Sort, direction: Direction) -> Asked {
        let minus = if direction == sort.first { "" } else { "-" };
        self.with(SORT, &format!("{minus}{}", sort.name))
    }

    pub(super) fn starting_after(&self, cursor: &str) -> Asked {
        self.with(AFTER, cursor)
    }

    pub(super) fn ending_before(&self, cursor: &str) -> Asked {
        self.with(BEFORE, cursor)
    }

    /// The same list with all of it counted and added up.
    #[must_use]
    pub fn counting_all(&self) -> Asked {
        self.with(COUNT, "exact")
    }

    /// What a filter form passes on unseen: the state, the order, the language of this page.
    pub fn kept(&self) -> Vec<(&str, &str)> {
        let kept = [STATE, SORT, SAVED, COLUMNS, LANGUAGE, "pipeline", "closed"];
        let pairs = self.pairs.iter().filter(|(name, _)| kept.contains(&name.as_str()));
        pairs.map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// What a filter form with controls of these names passes on unseen: everything else, and what a control that shows
    /// one value does not show.
    pub fn unseen(&self, shown: &[&str]) -> Vec<(String, String)> {
        let mut left = shown.to_vec();
        let mut is_shown = |name: &str| {
            let at = left.iter().position(|one| *one == name);
            at.map(|at| left.swap_remove(at)).is_some()
        };
        let pairs = self.pairs.iter().filter(|(name, _)| !PLACES.contains(&name.as_str()) && !is_shown(name));
        pairs.cloned().collect()
    }

    /// The address of a page of ours with the same questions, from its first page: board to list, list to CSV.
    pub fn on(&self, path: &str) -> String {
        let query = self.without(&[]).query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The address relative to the page it stands on.
    pub fn href(&self) -> String {
        format!("?{}", self.query())
    }

    /// As the words after `?`.
    pub fn words(&self) -> String {
        self.query()
    }

    fn query(&self) -> String {
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_to_a_changed_list_begins_at_its_first_page() {
        let asked = Asked::parse("q=li&status=3&after=abc&empty=&lang=en-XA");
        assert_eq!(asked.without(&["status"]).href(), "?q=li&lang=en-XA");
        assert_eq!(asked.with("status", "4").href(), "?q=li&lang=en-XA&status=4");
        assert_eq!(asked.on("/pipeline"), "/pipeline?q=li&status=3&lang=en-XA");
    }

    #[test]
    fn a_form_passes_on_what_it_does_not_show() {
        let asked = Asked::parse("q=li&stage=5&stage=12&closed-on-from=2026-11-01&account=7&after=abc&count=exact");
        let names = |shown: &[&str]| {
            let unseen = asked.unseen(shown).into_iter().map(|(name, value)| format!("{name}={value}"));
            unseen.collect::<Vec<_>>().join("&")
        };
        assert_eq!(names(&["q", "stage"]), "stage=12&closed-on-from=2026-11-01&account=7");
        assert_eq!(names(&["q"]), "stage=5&stage=12&closed-on-from=2026-11-01&account=7");
    }

    #[test]
    fn what_is_in_the_address_is_quoted() {
        assert_eq!(Asked::parse("q=%26%3C%20x").href(), "?q=%26%3C+x");
    }
}
