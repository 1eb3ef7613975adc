//! Reads a lead's form into facts, with a sentence for each field that cannot be read.

use crate::access::Sensitive;
use crate::db::Tx;
use crate::directory::PickList;
use crate::leads::fields::Part;
use crate::leads::{Answer, LeadFacts, Timeframe, access};
use crate::values::country;
use crate::values::email::Email;
use crate::values::money::Currency;
use crate::values::number::{self, NumberError};
use crate::values::phone::Phone;
use crate::values::text;
use crate::web::{Problems, too_long};

use super::fill::{first_holder, usual};
use super::{Holder, LeadForm};

/// The most characters of a line, and of a text of several.
const LINE: usize = 200;
const TEXT: usize = 10_000;

/// A form being read, gathering what is wrong with it.
struct Reading<'a, 'b> {
    tx: &'a Tx<'b>,
    form: &'a LeadForm,
    /// Personal data is not on the form: whatever was sent for it, it stays as it is.
    hides_personal: bool,
    problems: Problems,
}

impl LeadForm {
    /// The facts of a new lead. Whoever files it says how it is reached, which they were told just now: without that there
    /// is no lead. Once filed, that is hidden from them if it is from their role.
    ///
    /// # Errors
    /// What is wrong with the form.
    pub fn read_new(&self, tx: &Tx<'_>) -> Result<LeadFacts, Problems> {
        self.read(tx, blank(tx), false)
    }

    /// These facts with everything put in that the form shows.
    ///
    /// # Errors
    /// What is wrong with the form.
    pub fn read_into(&self, tx: &Tx<'_>, facts: LeadFacts) -> Result<LeadFacts, Problems> {
        self.read(tx, facts, !tx.viewer.sees(Sensitive::Personal))
    }

    fn read(&self, tx: &Tx<'_>, mut facts: LeadFacts, hides_personal: bool) -> Result<LeadFacts, Problems> {
        let mut reading = Reading { tx, form: self, hides_personal, problems: Problems::new() };
        for part in Part::ALL.into_iter().filter(|part| self.shows(*part)) {
            match part {
                Part::Who => reading.who(&mut facts),
                Part::Reach => reading.reach(&mut facts),
                Part::Address => reading.address(&mut facts),
                Part::Answers => reading.answers(&mut facts),
                Part::Interest => reading.interest(&mut facts),
                Part::Work => reading.work(&mut facts),
            }
        }
        if reading.problems.is_empty() { Ok(facts) } else { Err(reading.problems) }
    }
}

impl Reading<'_, '_> {
    fn who(&mut self, facts: &mut LeadFacts) {
        facts.name = self.line("name", &self.form.name);
        facts.company = self.line("company", &self.form.company);
        facts.title = self.line("title", &self.form.title);
        facts.buying_role_id =
            self.pick("buying_role", PickList::BuyingRole, &self.form.buying_role, facts.buying_role_id);
        if facts.name.is_empty() && facts.company.is_empty() {
            self.problem("name", "leads-problem-nobody");
        }
    }

    fn reach(&mut self, facts: &mut LeadFacts) {
        if self.hides_personal {
            return;
        }
        // The address may be on the same form: a number without prefix is one of that country.
        let own = if self.form.shows(Part::Address) { &self.form.country } else { &facts.country };
        let home = if own.is_empty() { &self.tx.directory.organization.country } else { own }.clone();
        facts.emails = joined(&self.form.email, &self.form.more_emails);
        facts.phones = joined(&self.form.phone, &self.form.more_phones);
        facts.website = self.line("website", &self.form.website);
        self.each("email", "more_emails", "problem-email", |line| Email::parse(line).is_ok());
        self.each("phone", "more_phones", "leads-problem-phone", |line| Phone::parse(line, Some(&home)).is_ok());
        if facts.emails.is_empty() && facts.phones.is_empty() {
            self.problem("email", "leads-problem-unreachable");
        }
        if !facts.website.is_empty() && !facts.website.contains('.') {
            self.problem("website", "problem-url");
        }
    }

    fn address(&mut self, facts: &mut LeadFacts) {
        if !self.hides_personal {
            facts.street = self.line("street", &self.form.street);
            facts.postcode = self.line("postcode", &self.form.postcode);
            facts.city = self.line("city", &self.form.city);
        }
        facts.region = self.line("region", &self.form.region);
        facts.country = self.form.country.clone();
        if !facts.country.is_empty() && !country::is_country(&facts.country) {
            self.problem("country", "leads-problem-choice");
        }
    }

    fn answers(&mut self, facts: &mut LeadFacts) {
        facts.need = self.word("need", &self.form.need, Answer::Unknown);
        facts.need_note = self.line("need_note", &self.form.need_note);
        facts.budget = self.word("budget", &self.form.budget, Answer::Unknown);
        facts.timeframe = self.word("timeframe", &self.form.timeframe, Timeframe::Unknown);
        facts.authority = self.word("authority", &self.form.authority, Answer::Unknown);
        if self.tx.viewer.sees(Sensitive::Amounts) {
            let currency =
                self.currency(facts, "budget_amount", facts.value_minor.filter(|_| !self.form.shows(Part::Interest)));
            facts.budget_minor = self.amount("budget_amount", &self.form.budget_amount, currency);
        }
    }

    fn interest(&mut self, facts: &mut LeadFacts) {
        facts.product_interest = self.line("product_interest", &self.form.product_interest);
        facts.notes = self.text("notes", &self.form.notes);
        let source = self.pick("source", PickList::LeadSource, &self.form.source, Some(facts.source_id));
        facts.source_id = source.unwrap_or(facts.source_id);
        if self.tx.viewer.sees(Sensitive::Amounts) {
            let currency =
                self.currency(facts, "value", facts.budget_minor.filter(|_| !self.form.shows(Part::Answers)));
            facts.value_minor = self.amount("value", &self.form.value, currency);
        }
    }

    fn work(&mut self, facts: &mut LeadFacts) {
        let status = self.pick("status", PickList::LeadStatus, &self.form.status, Some(facts.status_id));
        facts.status_id = status.unwrap_or(facts.status_id);
        let before = Holder::of(facts.owner_id, facts.team_id);
        let (viewer, is_new) = (&self.tx.viewer, self.form.version.is_empty());
        let hands_on = is_new || access::may_hand_on(viewer, facts.owner_id, facts.team_id);
        let hands_over = hands_on && self.form.may_hand_over(viewer);
        match Holder::parse(&self.form.holder).filter(|holder| hands_over || *holder == before) {
            None if self.form.holder.is_empty() => {}
            Some(holder) if holder == before => {}
            Some(holder) if holder.is_offered(&self.tx.viewer, &self.tx.directory) => self.hand_to(holder, facts),
            Some(_) | None => self.problem("holder", "leads-problem-holder"),
        }
    }

    /// The team follows the owner; what was claimed before is no longer.
    fn hand_to(&self, holder: Holder, facts: &mut LeadFacts) {
        facts.claimed_at = None;
        (facts.owner_id, facts.team_id) = match holder {
            Holder::Pool(team) => (None, team),
            Holder::Person(id) => {
                (Some(id), self.tx.directory.person(id).map_or(facts.team_id, |person| person.team_id))
            }
        };
    }

    /// Both amounts of a lead share one currency, whichever part of the form it came with: it stays as it is while an
    /// amount is `elsewhere`, not on the form, which would silently become another sum.
    fn currency(&mut self, facts: &mut LeadFacts, field: &str, elsewhere: Option<i64>) -> Currency {
        let typed = self.form.currency.as_str();
        if !typed.is_empty() && typed != facts.currency {
            if !self.tx.directory.currencies.iter().any(|code| code == typed) {
                self.problem(field, "leads-problem-choice");
            } else if elsewhere.is_some() {
                self.problems
                    .add(field, self.tx.text.a("leads-problem-currency-shared", "code", facts.currency.as_str()));
            } else {
                facts.currency = typed.to_owned();
            }
        }
        Currency::parse(&facts.currency).unwrap_or(self.tx.directory.rates.base())
    }

    fn amount(&mut self, field: &str, typed: &str, currency: Currency) -> Option<i64> {
        match number::parse_amount(typed, currency) {
            Ok(minor) if minor >= 0 => return Some(minor),
            Ok(_) => self.problem(field, "leads-problem-amount-negative"),
            Err(NumberError::Empty) => {}
            Err(error) => self.problem(field, amount_problem(error)),
        }
        None
    }

    fn pick(&mut self, field: &str, list: PickList, typed: &str, current: Option<i64>) -> Option<i64> {
        if typed.is_empty() {
            return None;
        }
        let chosen = typed.parse().ok().and_then(|id| self.tx.directory.pick(id));
        let offered = chosen.filter(|item| item.list == list && (item.active || Some(item.id) == current));
        if offered.is_none() {
            self.problem(field, "leads-problem-choice");
        }
        offered.map(|item| item.id).or(current)
    }

    fn word<W: std::str::FromStr>(&mut self, field: &str, typed: &str, none: W) -> W {
        if typed.is_empty() {
            return none;
        }
        typed.parse().unwrap_or_else(|_| {
            self.problem(field, "leads-problem-choice");
            none
        })
    }

    /// Checks the first value and each line of the others; the sentence stands beside the field it is about.
    fn each(&mut self, first: &str, more: &str, key: &str, is_right: impl Fn(&str) -> bool) {
        let (one, others) = match first {
            "email" => (&self.form.email, &self.form.more_emails),
            _ => (&self.form.phone, &self.form.more_phones),
        };
        let wrong = |text: &str| lines(text).any(|line| !is_right(line) || line.chars().count() > LINE);
        let (first_wrong, others_wrong) = (wrong(one), wrong(others));
        if first_wrong {
            self.problem(first, key);
        }
        if others_wrong {
            self.problem(more, key);
        }
    }

    fn line(&mut self, field: &str, typed: &str) -> String {
        self.limited(field, text::line(typed), LINE)
    }

    fn text(&mut self, field: &str, typed: &str) -> String {
        self.limited(field, typed.trim().to_owned(), TEXT)
    }

    fn limited(&mut self, field: &str, typed: String, most: usize) -> String {
        if typed.chars().count() > most {
            self.problems.add(field, too_long(&self.tx.text, &typed, most));
        }
        typed
    }

    fn problem(&mut self, field: &str, key: &str) {
        self.problems.add(field, self.tx.text.t(key));
    }
}

/// What is wrong with an amount, as a message key.
pub fn amount_problem(error: NumberError) -> &'static str {
    match error {
        NumberError::Empty | NumberError::NotANumber => "leads-problem-amount",
        NumberError::Ambiguous => "leads-problem-amount-unclear",
        NumberError::TooManyDecimals => "leads-problem-amount-decimals",
        NumberError::OutOfRange => "leads-problem-amount-large",
        NumberError::OtherCurrency => "leads-problem-amount-currency",
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn joined(first: &str, more: &str) -> String {
    lines(first).chain(lines(more)).collect::<Vec<_>>().join("\n")
}

/// A lead nothing is known of yet; what a form does not say stays as it is here.
fn blank(tx: &Tx<'_>) -> LeadFacts {
    let (owner_id, team_id) = match first_holder(tx) {
        Holder::Person(id) => (Some(id), tx.viewer.team_id),
        Holder::Pool(team) => (None, team),
    };
    LeadFacts {
        owner_id,
        ..LeadFacts::starting(
            usual(tx, PickList::LeadStatus, "new"),
            usual(tx, PickList::LeadSource, "other"),
            &tx.directory.organization.currency,
            team_id,
            tx.now,
        )
    }
}
