//! Puts a lead into its form, in the reader's formats.

use super::{Holder, LeadForm};
use crate::db::Tx;
use crate::directory::PickList;
use crate::leads::{Answer, Lead, Timeframe};
use crate::values::money::Currency;
use crate::web::nonce;

impl LeadForm {
    /// An empty form of the viewer's own.
    pub fn fresh(tx: &Tx<'_>) -> LeadForm {
        let item = |list, code| usual(tx, list, code).to_string();
        LeadForm {
            nonce: nonce::fresh(),
            need: Answer::Unknown.name().to_owned(),
            budget: Answer::Unknown.name().to_owned(),
            authority: Answer::Unknown.name().to_owned(),
            timeframe: Timeframe::Unknown.name().to_owned(),
            currency: tx.directory.organization.currency.clone(),
            source: item(PickList::LeadSource, "other"),
            status: item(PickList::LeadStatus, "new"),
            holder: first_holder(tx).value(),
            ..LeadForm::default()
        }
    }

    /// The form of a lead as it is stored.
    pub fn of(tx: &Tx<'_>, lead: &Lead, part: &str) -> LeadForm {
        let (email, more_emails) = first_line(&lead.emails);
        let (phone, more_phones) = first_line(&lead.phones);
        LeadForm {
            nonce: String::new(),
            version: lead.version.to_string(),
            part: part.to_owned(),
            anyway: String::new(),
            name: lead.name.clone(),
            company: lead.company.clone(),
            title: lead.title.clone(),
            buying_role: id_text(lead.buying_role_id),
            email,
            more_emails,
            phone,
            more_phones,
            website: lead.website.clone(),
            street: lead.street.clone(),
            postcode: lead.postcode.clone(),
            city: lead.city.clone(),
            region: lead.region.clone(),
            country: lead.country.clone(),
            need: lead.need.name().to_owned(),
            need_note: lead.need_note.clone(),
            budget: lead.budget.name().to_owned(),
            budget_amount: amount_text(tx, lead.budget_minor, &lead.currency),
            timeframe: lead.timeframe.name().to_owned(),
            authority: lead.authority.name().to_owned(),
            product_interest: lead.product_interest.clone(),
            value: amount_text(tx, lead.value_minor, &lead.currency),
            currency: lead.currency.clone(),
            source: lead.source_id.to_string(),
            notes: lead.notes.clone(),
            status: lead.status_id.to_string(),
            holder: Holder::of(lead.owner_id, lead.team_id).value(),
        }
    }
}

/// The item the program knows by this code; a company that did away with it starts with its first one.
pub(super) fn usual(tx: &Tx<'_>, list: PickList, code: &str) -> i64 {
    let known = tx.directory.pick_by_code(list, code).filter(|item| item.active);
    known.or_else(|| tx.directory.picks(list).next()).map_or(0, |item| item.id)
}

/// Who sells keeps what they file; others file into a pool: the company's, where they may.
pub(super) fn first_holder(tx: &Tx<'_>) -> Holder {
    if tx.viewer.sells() {
        return Holder::Person(tx.viewer.id);
    }
    Holder::Pool(tx.directory.teams.root().map_or(tx.viewer.team_id, |root| root.id))
}

fn id_text(id: Option<i64>) -> String {
    id.map_or(String::new(), |id| id.to_string())
}

/// An amount as the reader writes it.
pub fn amount_text(tx: &Tx<'_>, minor: Option<i64>, currency: &str) -> String {
    let decimals = Currency::parse(currency).map_or(2, Currency::exponent);
    minor.map_or(String::new(), |minor| tx.text.decimal(minor, decimals))
}

fn first_line(lines: &str) -> (String, String) {
    let (first, rest) = lines.split_once('\n').unwrap_or((lines, ""));
    (first.to_owned(), rest.to_owned())
}
