//! What the page of qualification asks, and how it is filled before anybody touches it.

use serde::Deserialize;

use super::candidates::{Candidate, Candidates};
use crate::db::Tx;
use crate::leads::{Lead, forms, rules};

/// Chosen: a new record.
pub const NEW: &str = "new";
/// Chosen: no record.
pub const NONE: &str = "none";

/// The answers, as text: `new`, `none` or the id of a record, and what a new one is made of.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct QualifyForm {
    /// Which company.
    pub account: String,
    /// The name of a new one.
    pub account_name: String,
    /// Words to look for another by.
    pub account_q: String,
    /// Which person.
    pub contact: String,
    /// The name of a new one.
    pub contact_name: String,
    /// Words to look for another by.
    pub contact_q: String,
    /// Which deal.
    pub deal: String,
    /// What a new one is about.
    pub deal_name: String,
    /// Its pipeline.
    pub pipeline: String,
    /// What it may bring, as the reader writes amounts.
    pub amount: String,
    /// ISO 4217 code of that.
    pub currency: String,
    /// The day it may be won.
    pub expected_close: String,
    /// Not sent to qualify, but to look for records.
    pub find: String,
    /// Which likely records the page showed.
    pub seen: Vec<String>,
}

impl QualifyForm {
    /// The answers the lead itself suggests.
    pub fn prefilled(tx: &Tx<'_>, lead: &Lead, found: &Candidates) -> QualifyForm {
        let pipeline = tx.directory.active_pipelines().next();
        let close = rules::expected_close(lead.timeframe, tx.today());
        QualifyForm {
            account: suggested(&found.accounts, &lead.company),
            account_name: lead.company.clone(),
            contact: suggested(&found.contacts, &lead.name),
            contact_name: lead.name.clone(),
            deal: NEW.to_owned(),
            deal_name: deal_name(tx, lead),
            pipeline: pipeline.map_or(String::new(), |pipeline| pipeline.id.to_string()),
            amount: forms::amount_text(tx, lead.value_minor.or(lead.budget_minor), &lead.currency),
            currency: lead.currency.clone(),
            expected_close: close.map_or(String::new(), |day| day.to_string()),
            seen: found.told(),
            ..QualifyForm::default()
        }
    }

    /// Sent to look for records only?
    pub fn is_search(&self) -> bool {
        !self.find.is_empty()
    }

    /// The same, having seen what is shown now.
    #[must_use]
    pub fn seeing(self, found: &Candidates) -> QualifyForm {
        QualifyForm { seen: found.told(), find: String::new(), ..self }
    }
}

/// The likeliest record there is, else a new one, else none: a blank name makes no record (rule 34).
fn suggested(found: &[Candidate], name: &str) -> String {
    match found.iter().find(|one| one.strong) {
        Some(likely) => likely.id.to_string(),
        None if name.is_empty() => NONE.to_owned(),
        None => NEW.to_owned(),
    }
}

/// What the deal would be called: the customer, and what it asked about.
fn deal_name(tx: &Tx<'_>, lead: &Lead) -> String {
    let customer = if lead.company.is_empty() { &lead.name } else { &lead.company };
    match lead.product_interest.is_empty() {
        true => customer.clone(),
        false => tx.text.plain(
            "leads-qualify-deal-name",
            &[("customer", customer.into()), ("interest", (&lead.product_interest).into())],
        ),
    }
}
