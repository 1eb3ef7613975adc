//! What is known of a record, as rows to read: every part with its rows, empty ones left out.

use chrono::NaiveDateTime;

use super::{Field, show_with};
use crate::db::Tx;
use crate::values::phone;

/// A part of the record, to read.
pub struct Group<P> {
    /// Which part.
    pub part: P,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// One fact.
pub struct Row {
    /// What people call it.
    pub label: &'static str,
    /// What it is.
    pub value: Value,
}

/// A fact's value, by how it is shown.
pub enum Value {
    /// Text as typed, of one line or several.
    Text(String),
    /// Addresses to write to.
    Emails(Vec<String>),
    /// Numbers to call: what is dialled, and what was typed.
    Phones(Vec<(String, String)>),
    /// A page to open: its address, and what was typed.
    Site(String, String),
    /// A place to find on a map: the map's address, and the lines of the place.
    Place(String, Vec<String>),
    /// Another record: its page, and what it is called.
    Record(String, String),
    /// An instant.
    Instant(NaiveDateTime),
}

/// Rows in the making, each by the row of its field.
pub struct Rows<'a, 'b> {
    tx: &'a Tx<'b>,
    fields: &'static [Field],
    rows: Vec<Row>,
}

impl<'a, 'b> Rows<'a, 'b> {
    /// No rows yet.
    pub fn new(tx: &'a Tx<'b>, fields: &'static [Field]) -> Rows<'a, 'b> {
        Rows { tx, fields, rows: Vec::new() }
    }

    /// The rows of a part.
    pub fn group<P>(self, part: P) -> Group<P> {
        Group { part, rows: self.rows }
    }

    /// A field's value in words; an empty one is left out.
    #[must_use]
    pub fn value(self, name: &str, value: impl Into<serde_json::Value>, currency: &str) -> Self {
        let words = self.in_words(name, value, currency);
        self.words(name, words)
    }

    /// A field's value in words, for a row that says more than one; nothing of a field that is hidden from the reader.
    pub fn in_words(&self, name: &str, value: impl Into<serde_json::Value>, currency: &str) -> String {
        let known = Field::find(self.fields, name).filter(|field| field.is_seen_by(&self.tx.viewer));
        known.map_or_else(String::new, |field| show_with(self.tx, &Default::default(), field, &value.into(), currency))
    }

    /// A field in words of its own; none are left out.
    #[must_use]
    pub fn words(self, name: &str, words: String) -> Self {
        if words.is_empty() { self } else { self.add(name, Value::Text(words)) }
    }

    /// An instant, where there is one.
    #[must_use]
    pub fn instant(self, name: &str, at: Option<NaiveDateTime>) -> Self {
        match at {
            Some(at) => self.add(name, Value::Instant(at)),
            None => self,
        }
    }

    /// Addresses, one a line.
    #[must_use]
    pub fn emails(self, lines: &str) -> Self {
        let all: Vec<String> = lines.lines().map(str::to_owned).collect();
        if all.is_empty() { self } else { self.add("emails", Value::Emails(all)) }
    }

    /// Phone numbers, one a line.
    #[must_use]
    pub fn phones(self, lines: &str) -> Self {
        let all: Vec<(String, String)> = lines.lines().map(|typed| (phone::address(typed), typed.to_owned())).collect();
        if all.is_empty() { self } else { self.add("phones", Value::Phones(all)) }
    }

    /// A web address.
    #[must_use]
    pub fn website(self, typed: &str) -> Self {
        if typed.is_empty() { self } else { self.add("website", Value::Site(address(typed), typed.to_owned())) }
    }

    /// Street, postcode, city, region and country: the place as a letter has it, as far as the reader may know it.
    #[must_use]
    pub fn place(self, place: [&str; 5]) -> Self {
        let seen = |name| Field::sees(&self.tx.viewer, self.fields, name);
        let names = ["street", "postcode", "city", "region", "country"];
        let mut parts = names.into_iter().zip(place).map(|(name, part)| if seen(name) { part } else { "" });
        let [street, postcode, city, region, country] = std::array::from_fn(|_| parts.next().unwrap_or_default());
        let country = self.tx.text.country(country);
        let town = format!("{postcode} {city}");
        let lines = street.lines().chain([town.trim(), region, country]);
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let value = match (street.is_empty() && city.is_empty(), lines.is_empty()) {
            (_, true) => return self,
            // A land is no place to find on a map.
            (true, false) => Value::Text(lines.join("\n")),
            (false, false) => Value::Place(map(&lines.join(", ")), lines),
        };
        self.row("fields-place", value)
    }

    /// Another record.
    #[must_use]
    pub fn record(self, name: &str, href: String, called: &str) -> Self {
        self.add(name, Value::Record(href, called.to_owned()))
    }

    fn add(self, name: &str, value: Value) -> Self {
        match Field::find(self.fields, name).filter(|field| field.is_seen_by(&self.tx.viewer)) {
            Some(field) => self.row(field.label, value),
            None => self,
        }
    }

    fn row(mut self, label: &str, value: Value) -> Self {
        self.rows.push(Row { label: self.tx.text.t(label), value });
        self
    }
}

/// A web address a browser understands; only ever one of the web.
fn address(typed: &str) -> String {
    let has_scheme = typed.starts_with("https://") || typed.starts_with("http://");
    if has_scheme { typed.to_owned() } else { format!("https://{typed}") }
}

/// Where a place is shown on a map of the world.
fn map(place: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("query", place).finish();
    format!("https://www.openstreetmap.org/search?{query}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        assert_eq!(address("javascript:alert(1)"), "https://javascript:alert(1)");
        assert_eq!(address("http://acme.example"), "http://acme.example");
    }

    #[test]
    fn a_place_is_looked_up_whole() {
        assert_eq!(map("Prosta 1, Łódź"), "https://www.openstreetmap.org/search?query=Prosta+1%2C+%C5%81%C3%B3d%C5%BA");
    }
}
