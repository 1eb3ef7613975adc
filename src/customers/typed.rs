//! Reads what was typed about a customer, with a sentence for each field that cannot be read.

use std::sync::Arc;

use crate::access::Scope;
use crate::db::Tx;
use crate::directory::{Directory, PickList};
use crate::i18n::Text;
use crate::values::email::Email;
use crate::values::money::Currency;
use crate::values::number::{self, NumberError};
use crate::values::{country, domain, phone, text};
use crate::web::{Problems, too_long};

/// The most characters of a line, and of a text of several.
const LINE: usize = 200;
const TEXT: usize = 10_000;
/// The fewest digits somebody can be called by.
const FEWEST_DIGITS: usize = 3;

/// A form being read.
pub struct Typed {
    text: Text,
    directory: Arc<Directory>,
    /// What is wrong so far.
    pub problems: Problems,
}

impl Typed {
    /// Nothing read yet.
    pub fn new(tx: &Tx<'_>) -> Typed {
        Typed { text: tx.text, directory: tx.directory.clone(), problems: Problems::new() }
    }

    /// What has no name is refused with this message.
    pub fn name(&mut self, field: &str, typed: &str, missing: &str) -> String {
        let name = self.line(field, typed);
        if name.is_empty() {
            self.problems.add(field, self.text.t(missing));
        }
        name
    }

    /// One line.
    pub fn line(&mut self, field: &str, typed: &str) -> String {
        self.bounded(field, text::line(typed), LINE)
    }

    /// A text of several lines.
    pub fn lines(&mut self, field: &str, typed: &str) -> String {
        self.bounded(field, typed.trim().to_owned(), TEXT)
    }

    fn bounded(&mut self, field: &str, typed: String, most: usize) -> String {
        if typed.chars().count() > most {
            self.problems.add(field, too_long(&self.text, &typed, most));
        }
        typed
    }

    /// Addresses, one a line, each once.
    pub fn emails(&mut self, typed: &str) -> String {
        let lines = unique(typed);
        if let Some(wrong) = lines.iter().find(|line| Email::parse(line).is_err()) {
            self.problems.add("emails", self.text.args("customers-problem-email", &[("typed", (*wrong).into())]));
        }
        self.bounded("emails", lines.join("\n"), TEXT)
    }

    /// Phone numbers as typed, one a line, each once (rule 67).
    pub fn phones(&mut self, typed: &str) -> String {
        let lines = unique(typed);
        if let Some(wrong) = lines.iter().find(|line| phone::digits(line).len() < FEWEST_DIGITS) {
            self.problems.add("phones", self.text.args("customers-problem-phone", &[("typed", (*wrong).into())]));
        }
        self.bounded("phones", lines.join("\n"), TEXT)
    }

    /// A web address.
    pub fn website(&mut self, typed: &str) -> String {
        let site = self.line("website", typed);
        if !site.is_empty() && domain::from_website(&site).is_none() {
            self.problems.add("website", self.text.t("problem-url"));
        }
        site
    }

    /// A country's code.
    pub fn country(&mut self, typed: &str) -> String {
        if !typed.is_empty() && !country::is_country(typed) {
            self.problems.add("country", self.text.t("customers-problem-country"));
        }
        typed.to_owned()
    }

    /// A whole number from 0 to the most there can be.
    pub fn number(&mut self, field: &str, typed: &str, most: i64) -> Option<i64> {
        match number::parse_integer(typed) {
            Ok(number) if (0..=most).contains(&number) => return Some(number),
            Err(NumberError::Empty) => return None,
            Ok(_) | Err(_) => {}
        }
        self.problems.add(field, self.text.a("customers-problem-number", "most", self.text.number(most)));
        None
    }

    // messages: customers-problem-amount customers-problem-amount-large
    /// An amount as the reader writes it, in minor units.
    pub fn amount(&mut self, field: &str, typed: &str, code: &str) -> Option<i64> {
        let currency = Currency::parse(code).unwrap_or(Currency::EUR);
        let key = match number::parse_amount(typed, currency) {
            Ok(minor) if minor >= 0 => return Some(minor),
            Err(NumberError::Empty) => return None,
            Err(NumberError::OutOfRange) => "customers-problem-amount-large",
            Ok(_) | Err(_) => "customers-problem-amount",
        };
        self.problems.add(field, self.text.t(key));
        None
    }

    /// A currency in use; any other choice leaves the one there is.
    pub fn currency(&self, typed: &str, now: &str) -> String {
        let used = self.directory.currencies.iter().any(|code| code == typed);
        if used { typed.to_owned() } else { now.to_owned() }
    }

    /// An item of a list in use, or the one there is.
    pub fn pick(&self, list: PickList, typed: &str, now: Option<i64>) -> Option<i64> {
        let id = typed.parse().ok()?;
        let offered = self.directory.picks(list).any(|item| item.id == id);
        (offered || now == Some(id)).then_some(id)
    }

    /// Whose it is to be: a person the viewer may give it to (rule 42), or nobody.
    pub fn owner(&mut self, editable: &Scope, typed: &str, now: Option<i64>) -> Option<i64> {
        // Who may hand it to nobody in particular does not take it from its owner either.
        if typed.is_empty() && (now.is_none() || !editable.is_nothing()) {
            return None;
        }
        let wanted = typed.parse().ok().and_then(|id| self.directory.person(id));
        let may = |id: i64, team: i64, active: bool| now == Some(id) || (active && editable.covers(Some(id), team));
        let person = wanted.filter(|person| may(person.id, person.team_id, person.active)).map(|person| person.id);
        if person.is_none() {
            self.problems.add("owner", self.text.t("customers-problem-owner"));
        }
        person.or(now)
    }
}

/// Lines that say something, each once.
fn unique(typed: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

/// An amount as its form shows it again.
pub fn amount_text(text: &Text, minor: Option<i64>, code: &str) -> String {
    let decimals = Currency::parse(code).map_or(2, Currency::exponent);
    minor.map(|minor| text.decimal(minor, decimals)).unwrap_or_default()
}

/// An id as a select takes it.
pub fn id_text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}
