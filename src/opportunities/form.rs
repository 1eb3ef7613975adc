//! The form of a deal: what was typed, and how each field of it gets into the record.

use chrono::NaiveDate;
use diesel::QueryResult;
use serde::Deserialize;

use super::picker::{self, Party};
use super::{Opportunity, OpportunityFacts, OpportunityKind, assign};
use crate::db::Tx;
use crate::directory::PickList;
use crate::i18n::Text;
use crate::text_enum;
use crate::values::datetext::parse_day;
use crate::values::money::Currency;
use crate::values::number::{self, NumberError};
use crate::values::percent::Percent;
use crate::web::{Problems, too_long};

/// Everything a deal's form may ask, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DealForm {
    /// Makes a second press find the first one's record.
    pub nonce: String,
    /// The version an edit started from.
    pub version: String,
    /// The part that is edited; empty = all of it.
    pub part: String,
    /// Which picker's Find was pressed.
    pub find: String,
    /// Title.
    pub name: String,
    /// What was typed to find the account.
    pub account: String,
    /// What the choices of accounts were found by.
    pub account_for: String,
    /// The account chosen.
    pub account_id: String,
    /// What was typed to find the contact.
    pub contact: String,
    /// What the choices of contacts were found by.
    pub contact_for: String,
    /// The contact chosen.
    pub contact_id: String,
    /// The stage a new deal begins in.
    pub stage_id: String,
    /// Value.
    pub amount: String,
    /// Its currency.
    pub currency: String,
    /// The rep's own probability; empty = the stage's.
    pub probability: String,
    /// Expected close.
    pub expected_close: String,
    /// Kind of business.
    pub kind: String,
    /// Product.
    pub product_id: String,
    /// Next step.
    pub next_step: String,
    /// Its date.
    pub next_step_on: String,
    /// Incumbent supplier.
    pub incumbent: String,
    /// `on` when it has been dropped.
    pub incumbent_dropped: String,
    /// Competitors.
    pub competitors: String,
    /// Payment terms.
    pub payment_terms: String,
    /// Campaign.
    pub campaign: String,
    /// Source.
    pub source_id: String,
    /// Owner.
    pub owner_id: String,
    /// Notes.
    pub notes: String,
}

/// Every field the form of an edit puts into the record, in the order of the form.
pub fn edited() -> impl Iterator<Item = &'static str> {
    Part::ALL.iter().flat_map(|part| part.fields().iter().copied())
}

/// Every field the form of a new deal puts into it. What comes next is planned on the deal's page from then on.
pub fn filed() -> impl Iterator<Item = &'static str> {
    edited().chain(["next_step", "next_step_on"])
}

text_enum! {
    /// A group of fields that is shown and edited together.
    pub enum Part {
        /// What it is about and for whom.
        About = "about",
        /// What it is worth, and when.
        Value = "value",
        /// Against whom.
        Rivals = "rivals",
        /// Where it came from, and everything else.
        Origin = "origin",
    }
}

impl Part {
    /// Its fields.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Part::About => &["name", "account_id", "contact_id", "kind", "product_id", "owner_id"],
            Part::Value => &["amount_minor", "probability", "expected_close", "payment_terms"],
            Part::Rivals => &["incumbent", "incumbent_dropped", "competitors"],
            Part::Origin => &["source_id", "campaign", "notes"],
        }
    }
}

/// The most a line of text may have.
const LINE: usize = 200;
/// The most a text of several lines may have.
const LINES: usize = 20_000;

impl DealForm {
    /// The form of a record as it is.
    pub fn of(tx: &mut Tx<'_>, deal: &Opportunity) -> QueryResult<DealForm> {
        let text = tx.text;
        let account = picker::name_of(tx, Party::Account, deal.account_id)?;
        let contact = picker::name_of(tx, Party::Contact, deal.contact_id)?;
        let own_chance = if deal.probability_overridden { chance(&text, deal.probability) } else { String::new() };
        Ok(DealForm {
            version: deal.version.to_string(),
            name: deal.name.clone(),
            account_for: account.clone(),
            account,
            account_id: id_text(deal.account_id),
            contact_for: contact.clone(),
            contact,
            contact_id: id_text(deal.contact_id),
            stage_id: deal.stage_id.to_string(),
            amount: amount_text(&text, deal.amount_minor, &deal.currency),
            currency: deal.currency.clone(),
            probability: own_chance,
            expected_close: day_text(deal.expected_close),
            kind: deal.kind.name().to_owned(),
            product_id: id_text(deal.product_id),
            next_step: deal.next_step.clone(),
            next_step_on: day_text(deal.next_step_on),
            incumbent: deal.incumbent.clone(),
            incumbent_dropped: if deal.incumbent_dropped { "on".to_owned() } else { String::new() },
            competitors: deal.competitors.clone(),
            payment_terms: deal.payment_terms.clone(),
            campaign: deal.campaign.clone(),
            source_id: id_text(deal.source_id),
            owner_id: id_text(deal.owner_id),
            notes: deal.notes.clone(),
            ..DealForm::default()
        })
    }

    /// Puts one field into the record, or says what is wrong with it.
    ///
    /// # Errors
    /// What the database answers.
    pub fn put(
        &self,
        tx: &mut Tx<'_>,
        field: &str,
        facts: &mut OpportunityFacts,
        wrong: &mut Problems,
    ) -> QueryResult<()> {
        let text = tx.text;
        match field {
            "name" => facts.name = line(&text, wrong, "name", &self.name),
            "account_id" => facts.account_id = picker::chosen(tx, Party::Account, self, facts.account_id, wrong)?,
            "contact_id" => facts.contact_id = picker::chosen(tx, Party::Contact, self, facts.contact_id, wrong)?,
            "amount_minor" => self.put_amount(tx, facts, wrong),
            "probability" => self.put_probability(tx, facts, wrong),
            "expected_close" => facts.expected_close = day(&text, wrong, "expected_close", &self.expected_close),
            "next_step" => facts.next_step = line(&text, wrong, "next_step", &self.next_step),
            "next_step_on" => facts.next_step_on = day(&text, wrong, "next_step_on", &self.next_step_on),
            "kind" => facts.kind = self.kind(tx, facts.kind, wrong),
            "product_id" => facts.product_id = picker::product(tx, &self.product_id, facts.product_id, wrong)?,
            "incumbent" => facts.incumbent = line(&text, wrong, "incumbent", &self.incumbent),
            "incumbent_dropped" => facts.incumbent_dropped = self.incumbent_dropped == "on",
            "competitors" => facts.competitors = line(&text, wrong, "competitors", &self.competitors),
            "payment_terms" => facts.payment_terms = line(&text, wrong, "payment_terms", &self.payment_terms),
            "campaign" => facts.campaign = line(&text, wrong, "campaign", &self.campaign),
            "source_id" => facts.source_id = self.source(tx, facts.source_id, wrong),
            "notes" => facts.notes = bounded(&text, wrong, "notes", &self.notes, LINES),
            "owner_id" => assign::put(tx, &self.owner_id, facts, wrong),
            _ => {}
        }
        Ok(())
    }

    fn put_amount(&self, tx: &Tx<'_>, facts: &mut OpportunityFacts, wrong: &mut Problems) {
        let code = if self.currency.is_empty() { &facts.currency } else { &self.currency };
        if *code != facts.currency && !tx.directory.currencies.contains(code) {
            wrong.add("currency", tx.text.t("opportunities-problem-currency-unused"));
        } else if *code != facts.currency && facts.actual_minor.is_some() {
            // What the win brought was said in the currency the deal has.
            wrong.add("currency", tx.text.a("opportunities-problem-currency-won", "currency", facts.currency.as_str()));
        } else {
            facts.currency = code.clone();
        }
        facts.amount_minor = amount(&tx.text, wrong, "amount", &self.amount, &facts.currency);
    }

    /// An empty field is one the form does not have.
    fn kind(&self, tx: &Tx<'_>, now: OpportunityKind, wrong: &mut Problems) -> OpportunityKind {
        let read = self.kind.parse();
        if read.is_err() && !self.kind.is_empty() {
            wrong.add("kind", tx.text.t("problem-choose"));
        }
        read.unwrap_or(now)
    }

    fn put_probability(&self, tx: &Tx<'_>, facts: &mut OpportunityFacts, wrong: &mut Problems) {
        if facts.closed_on.is_some() {
            return;
        }
        if self.probability.trim().is_empty() {
            facts.probability_overridden = false;
            let default = tx.directory.stage(facts.stage_id).map(|stage| stage.default_probability().basis_points());
            facts.probability = default.map_or(facts.probability, i64::from);
            return;
        }
        match Percent::parse(&self.probability) {
            Ok(percent) => {
                facts.probability_overridden = true;
                facts.probability = i64::from(percent.basis_points());
            }
            Err(_) => wrong.add("probability", tx.text.t("opportunities-problem-probability")),
        }
    }

    fn source(&self, tx: &Tx<'_>, now: Option<i64>, wrong: &mut Problems) -> Option<i64> {
        if self.source_id.is_empty() {
            return None;
        }
        let read = self.source_id.parse().ok();
        let offered = tx.directory.picks(PickList::LeadSource).find(|item| Some(item.id) == read).map(|item| item.id);
        let chosen = offered.or(now.filter(|_| now == read));
        if chosen.is_none() {
            wrong.add("source_id", tx.text.t("opportunities-problem-not-offered"));
        }
        chosen
    }
}

/// The control that asks for a field: where its problem stands.
pub fn control(field: &str) -> &str {
    match field {
        "amount_minor" => "amount",
        other => other,
    }
}

/// A line of text, trimmed.
pub fn line(text: &Text, wrong: &mut Problems, field: &str, typed: &str) -> String {
    bounded(text, wrong, field, typed, LINE)
}

fn bounded(text: &Text, wrong: &mut Problems, field: &str, typed: &str, most: usize) -> String {
    if typed.chars().count() > most {
        wrong.add(field, too_long(text, typed, most));
    }
    typed.trim().to_owned()
}

/// A day as a date field sends it; nothing for nothing.
pub fn day(text: &Text, wrong: &mut Problems, field: &str, typed: &str) -> Option<NaiveDate> {
    if typed.trim().is_empty() {
        return None;
    }
    let read = parse_day(typed);
    if read.is_none() {
        wrong.add(field, text.t("opportunities-problem-day"));
    }
    read
}

/// An amount as people write it, in minor units; nothing for nothing, never negative.
pub fn amount(text: &Text, wrong: &mut Problems, field: &str, typed: &str, code: &str) -> Option<i64> {
    let currency = Currency::parse(code).unwrap_or(Currency::EUR);
    match number::parse_amount(typed, currency) {
        Ok(minor) if minor >= 0 => Some(minor),
        Err(NumberError::Empty) => None,
        Ok(_) => refused(text, wrong, field, "opportunities-problem-negative"),
        Err(NumberError::Ambiguous) => refused(text, wrong, field, "opportunities-problem-ambiguous"),
        Err(NumberError::TooManyDecimals) => refused(text, wrong, field, "opportunities-problem-decimals"),
        Err(NumberError::OutOfRange) => refused(text, wrong, field, "opportunities-problem-range"),
        Err(NumberError::OtherCurrency) => refused(text, wrong, field, "opportunities-problem-currency"),
        Err(NumberError::NotANumber) => refused(text, wrong, field, "opportunities-problem-amount"),
    }
}

// messages: opportunities-problem-*
fn refused(text: &Text, wrong: &mut Problems, field: &str, key: &str) -> Option<i64> {
    wrong.add(field, text.t(key));
    None
}

/// An amount as its form shows it again.
pub fn amount_text(text: &Text, minor: Option<i64>, code: &str) -> String {
    let decimals = Currency::parse(code).map_or(2, Currency::exponent);
    minor.map(|minor| text.decimal(minor, decimals)).unwrap_or_default()
}

/// An amount as machines read it: `1250.00`; nothing for nothing.
pub fn amount_plain(minor: Option<i64>, code: &str) -> String {
    let decimals = Currency::parse(code).map_or(2, Currency::exponent);
    minor.map(|minor| scaled(minor, decimals)).unwrap_or_default()
}

/// A number with its last digits behind a point, as machines read it: 1250 and 2 make `12.50`.
pub fn scaled(number: i64, decimals: u32) -> String {
    if decimals == 0 {
        return number.to_string();
    }
    let unit = 10_u64.pow(decimals);
    let (whole, rest) = (number.unsigned_abs() / unit, number.unsigned_abs() % unit);
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{whole}.{rest:0width$}", width = decimals as usize)
}

/// A day as a date field takes it.
pub fn day_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// An id as a select takes it.
pub fn id_text(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn chance(text: &Text, basis_points: i64) -> String {
    text.percent(i32::try_from(basis_points).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_read_a_point_and_no_groups() {
        assert_eq!(amount_plain(Some(123_450), "EUR"), "1234.50");
        assert_eq!(amount_plain(Some(-5), "KWD"), "-0.005");
        assert_eq!(amount_plain(Some(12), "JPY"), "12");
        assert_eq!(amount_plain(None, "EUR"), "");
    }
}
