//! What is known of a lead, as rows to read: every part with its rows, empty ones left out.

use chrono::NaiveDateTime;

use super::Lead;
use super::fields::Part;
use crate::db::Tx;
use crate::values::country;
use crate::values::phone;

/// A part of the lead, to read.
pub struct Group {
    /// Which part.
    pub part: Part,
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
    /// Text as typed.
    Text(String),
    /// Text of several lines.
    Lines(String),
    /// Addresses to write to.
    Emails(Vec<String>),
    /// Numbers to call: what is dialled, and what was typed.
    Phones(Vec<(String, String)>),
    /// A page to open: its address, and what was typed.
    Site(String, String),
    /// An instant.
    Instant(NaiveDateTime),
}

/// Rows in the making: what is empty is left out.
struct Rows<'a, 'b> {
    tx: &'a Tx<'b>,
    lead: &'a Lead,
    rows: Vec<Row>,
}

/// The four answers, and the other parts, as far as anything is known.
pub(super) fn groups(tx: &Tx<'_>, lead: &Lead) -> (Group, Vec<Group>) {
    let group = |part| Group { part, rows: rows(tx, lead, part) };
    let others = Part::ALL.into_iter().filter(|part| *part != Part::Answers).map(group);
    (group(Part::Answers), others.collect())
}

fn rows(tx: &Tx<'_>, lead: &Lead, part: Part) -> Vec<Row> {
    let mut rows = Rows { tx, lead, rows: Vec::new() };
    match part {
        Part::Who => rows.who(),
        Part::Reach => rows.reach(),
        Part::Address => rows.address(),
        Part::Answers => rows.answers(),
        Part::Interest => rows.interest(),
        Part::Work => rows.work(),
    }
    rows.rows
}

impl Rows<'_, '_> {
    fn who(&mut self) {
        let lead = self.lead;
        self.text("leads-field-name", &lead.name);
        self.text("leads-field-company", &lead.company);
        self.text("leads-field-title", &lead.title);
        self.text("leads-field-buying-role", self.tx.directory.pick_name(lead.buying_role_id));
    }

    fn reach(&mut self) {
        let lead = self.lead;
        let emails: Vec<String> = lead.emails.lines().map(str::to_owned).collect();
        if !emails.is_empty() {
            self.add("leads-field-emails", Value::Emails(emails));
        }
        let phones: Vec<(String, String)> =
            lead.phones.lines().map(|typed| (dialled(typed), typed.to_owned())).collect();
        if !phones.is_empty() {
            self.add("leads-field-phones", Value::Phones(phones));
        }
        if !lead.website.is_empty() {
            self.add("leads-field-website", Value::Site(address(&lead.website), lead.website.clone()));
        }
    }

    fn address(&mut self) {
        let lead = self.lead;
        self.text("leads-field-street", &lead.street);
        self.text("leads-field-postcode", &lead.postcode);
        self.text("leads-field-city", &lead.city);
        self.text("leads-field-region", &lead.region);
        if country::is_country(&lead.country) {
            self.text("leads-field-country", country_name(self.tx, &lead.country));
        }
    }

    fn answers(&mut self) {
        // messages: leads-answer-* leads-timeframe-*
        let lead = self.lead;
        let answer = |word: &str| self.tx.text.t(&format!("leads-answer-{word}"));
        let (need, budget, authority) =
            (answer(lead.need.name()), answer(lead.budget.name()), answer(lead.authority.name()));
        let timeframe = self.tx.text.t(&format!("leads-timeframe-{}", lead.timeframe.name()));
        let amount = self.amount(lead.budget_minor);
        self.text("leads-field-need", &self.both(need, &lead.need_note));
        self.text("leads-field-budget", &self.both(budget, &amount));
        self.text("leads-field-timeframe", timeframe);
        self.text("leads-field-authority", authority);
    }

    fn interest(&mut self) {
        let lead = self.lead;
        self.text("leads-field-product-interest", &lead.product_interest);
        self.text("leads-field-value", &self.amount(lead.value_minor));
        self.text("leads-field-source", self.tx.directory.pick_name(Some(lead.source_id)));
        if !lead.notes.is_empty() {
            self.add("leads-field-notes", Value::Lines(lead.notes.clone()));
        }
    }

    fn work(&mut self) {
        let lead = self.lead;
        let owner = self.tx.directory.person_name(lead.owner_id);
        self.text("leads-field-owner", if owner.is_empty() { self.tx.text.t("leads-nobody") } else { owner });
        self.text("leads-field-team", self.tx.directory.teams.name(lead.team_id));
        let instants = [
            ("leads-field-created-at", Some(lead.created_at)),
            ("leads-field-claimed-at", lead.claimed_at),
            ("leads-field-first-contact-at", lead.first_contact_at),
            ("leads-field-closed-at", lead.closed_at),
        ];
        for (label, at) in instants {
            at.into_iter().for_each(|at| self.add(label, Value::Instant(at)));
        }
    }

    /// An amount, to who may know.
    fn amount(&self, minor: Option<i64>) -> String {
        let shown = minor.filter(|_| self.tx.viewer.sees_amounts);
        shown.map_or(String::new(), |minor| self.tx.text.money(minor, &self.lead.currency))
    }

    fn both(&self, word: &str, more: &str) -> String {
        if more.is_empty() { word.to_owned() } else { self.tx.text.row(&[word, more]) }
    }

    fn text(&mut self, label: &'static str, text: &str) {
        if !text.is_empty() {
            self.add(label, Value::Text(text.to_owned()));
        }
    }

    fn add(&mut self, label: &'static str, value: Value) {
        self.rows.push(Row { label: self.tx.text.t(label), value });
    }
}

/// A country's name in the reader's language.
pub(super) fn country_name(tx: &Tx<'_>, code: &str) -> &'static str {
    tx.text.countries().iter().find(|(known, _)| *known == code).map_or("", |(_, name)| name)
}

/// What a phone dials: the digits, with the plus that was typed.
fn dialled(typed: &str) -> String {
    let plus = if typed.trim_start().starts_with('+') { "+" } else { "" };
    format!("{plus}{}", phone::digits(typed))
}

/// A web address a browser understands; only ever one of the web.
fn address(typed: &str) -> String {
    let has_scheme = typed.starts_with("https://") || typed.starts_with("http://");
    if has_scheme { typed.to_owned() } else { format!("https://{typed}") }
}
