//! The form of a lead: short to begin with, everything else behind *More*. All text, so that what cannot be read is an
//! error beside its field and nothing typed is lost.

mod choices;
mod fill;
mod read;

pub use choices::{Holder, LeadChoices, picks, works_with_leads};
pub use fill::amount_text;
pub use read::amount_problem;

use serde::Deserialize;

use super::fields::Part;
use crate::access::Viewer;
use crate::web::Problems;

/// What was typed about a lead.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LeadForm {
    /// Makes a second press find what the first one made.
    pub nonce: String,
    /// The version an edit started from.
    pub version: String,
    /// Which part is edited; empty = all of it.
    pub part: String,
    /// Save although there are records that look like it?
    pub anyway: String,
    /// The person.
    pub name: String,
    /// The company.
    pub company: String,
    /// Job title.
    pub title: String,
    /// Id of the part it plays in the purchase.
    pub buying_role: String,
    /// The main address.
    pub email: String,
    /// More addresses, one a line.
    pub more_emails: String,
    /// The main number.
    pub phone: String,
    /// More numbers, one a line.
    pub more_phones: String,
    /// Web address.
    pub website: String,
    /// Street and house.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
    /// State or region.
    pub region: String,
    /// ISO 3166 code.
    pub country: String,
    /// Does it have a need?
    pub need: String,
    /// Which.
    pub need_note: String,
    /// Can it afford it?
    pub budget: String,
    /// How much, as the reader writes amounts.
    pub budget_amount: String,
    /// When does it want to buy?
    pub timeframe: String,
    /// May it decide?
    pub authority: String,
    /// What it asked about.
    pub product_interest: String,
    /// Estimated value, as the reader writes amounts.
    pub value: String,
    /// ISO 4217 code of both amounts.
    pub currency: String,
    /// Id of where it came from.
    pub source: String,
    /// Notes.
    pub notes: String,
    /// Id of where it stands.
    pub status: String,
    /// `person:7` or `pool:3`.
    pub holder: String,
}

impl LeadForm {
    /// Is this part on the form?
    pub fn shows(&self, part: Part) -> bool {
        self.part.is_empty() || self.part == part.name()
    }

    /// May the viewer put the lead into other hands with this form? Reps choose when they file it; afterwards they give
    /// it back to the pool, with a reason.
    pub fn may_hand_over(&self, viewer: &Viewer) -> bool {
        self.version.is_empty() || viewer.leads_people()
    }

    /// Is one of the fields behind *More* filled or wrong? Then it stands open.
    pub fn more_is_open(&self, problems: &Problems) -> bool {
        let short = ["name", "company", "email", "phone"];
        problems.iter().any(|(field, _)| !short.contains(&field))
    }
}
