//! The form of a contact: what was typed, how it gets into the record, and what there is to choose from.

use diesel::QueryResult;
use serde::Deserialize;

use super::{Contact, ContactFacts, access};
use crate::access::Sensitive;
use crate::accounts;
use crate::customers::picker::{self, Picker};
use crate::customers::{self, Part, Typed, id_text};
use crate::db::Tx;
use crate::web::{Choice, Problems, nonce};

/// What was typed about a contact.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// Makes a second press find what the first one made.
    pub nonce: String,
    /// The version an edit started from.
    pub version: String,
    /// Which part is edited; empty = all of it.
    pub part: String,
    /// Save although there are records that look like it?
    pub anyway: String,
    /// Which picker's Find was pressed.
    pub find: String,
    /// Full name.
    pub name: String,
    /// Job title.
    pub title: String,
    /// `on` for somebody who buys for themselves.
    pub individual: String,
    /// What was typed to find the company of a new contact.
    pub company: String,
    /// What the choice was found by.
    pub company_for: String,
    /// The company chosen.
    pub company_id: String,
    /// Addresses, one a line.
    pub emails: String,
    /// Numbers, one a line.
    pub phones: String,
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
    /// Notes.
    pub notes: String,
    /// Whose it is.
    pub owner: String,
}

impl ContactForm {
    /// An empty form.
    pub fn fresh(tx: &Tx<'_>) -> ContactForm {
        ContactForm {
            nonce: nonce::fresh(),
            country: tx.directory.organization.country.clone(),
            owner: id_text(customers::first_owner(tx)),
            ..ContactForm::default()
        }
    }

    /// The form of a contact as it is stored.
    pub fn of(contact: &Contact, part: &str) -> ContactForm {
        let facts = contact.facts.clone();
        ContactForm {
            version: contact.version.to_string(),
            part: part.to_owned(),
            name: facts.name,
            title: facts.title,
            individual: if facts.individual { "on".to_owned() } else { String::new() },
            emails: facts.emails,
            phones: facts.phones,
            website: facts.website,
            street: facts.street,
            postcode: facts.postcode,
            city: facts.city,
            region: facts.region,
            country: facts.country,
            notes: facts.notes,
            owner: id_text(facts.owner_id),
            ..ContactForm::default()
        }
    }

    /// Is this part on the form?
    pub fn shows(&self, part: &Part) -> bool {
        customers::shows(&self.part, *part)
    }

    /// Does the contact buy for themselves?
    pub fn is_individual(&self) -> bool {
        !self.individual.is_empty()
    }

    /// What the form says about the company.
    pub fn company(&self) -> picker::Asked<'_> {
        picker::Asked { field: "company", typed: &self.company, found_by: &self.company_for, id: &self.company_id }
    }

    /// Is one of the fields behind *More* wrong? Then it stands open.
    pub fn more_is_open(&self, problems: &Problems) -> bool {
        let short = ["name", "title", "company", "emails", "phones"];
        problems.iter().any(|(field, _)| !short.contains(&field))
    }

    /// The facts of a new contact. Whoever files it may say how it is reached, although that is hidden from their role
    /// once it is filed.
    ///
    /// # Errors
    /// What is wrong with the form.
    pub fn read_new(&self, tx: &Tx<'_>) -> Result<ContactFacts, Problems> {
        self.read(tx, blank(tx), false)
    }

    /// These facts with everything put in that the form shows. Personal data is not on the form of who may not see it:
    /// whatever was sent for it, it stays as it is.
    ///
    /// # Errors
    /// What is wrong with the form.
    pub fn read_into(&self, tx: &Tx<'_>, facts: ContactFacts) -> Result<ContactFacts, Problems> {
        self.read(tx, facts, !tx.viewer.sees(Sensitive::Personal))
    }

    fn read(&self, tx: &Tx<'_>, mut facts: ContactFacts, hides_personal: bool) -> Result<ContactFacts, Problems> {
        let mut typed = Typed::new(tx);
        let editable = access::editable(&tx.viewer).to_hand_on(facts.owner_id, facts.team_id);
        for part in Part::ALL.iter().filter(|part| self.shows(part)) {
            match part {
                Part::About => {
                    facts.name = typed.name("name", &self.name, "contacts-problem-name");
                    facts.title = typed.line("title", &self.title);
                    facts.individual = self.is_individual();
                }
                Part::Reach if hides_personal => {}
                Part::Reach => {
                    facts.emails = typed.emails(&self.emails);
                    facts.phones = typed.phones(&self.phones);
                    facts.website = typed.website(&self.website);
                }
                Part::Address => self.address(&mut typed, &mut facts, hides_personal),
                Part::Terms => {}
                Part::Work => {
                    facts.owner_id = typed.owner(&editable, &self.owner, facts.owner_id);
                    facts.notes = typed.lines("notes", &self.notes);
                }
            }
        }
        if typed.problems.is_empty() { Ok(facts) } else { Err(typed.problems) }
    }

    fn address(&self, typed: &mut Typed, facts: &mut ContactFacts, hides_personal: bool) {
        if !hides_personal {
            facts.street = typed.lines("street", &self.street);
            facts.postcode = typed.line("postcode", &self.postcode);
            facts.city = typed.line("city", &self.city);
        }
        facts.region = typed.line("region", &self.region);
        facts.country = typed.country(&self.country);
    }
}

/// The team follows a new owner.
pub(super) fn derive(tx: &Tx<'_>, before: Option<&ContactFacts>, facts: &mut ContactFacts) {
    let moved = before.is_none_or(|before| before.owner_id != facts.owner_id);
    if let Some(owner) = facts.owner_id.and_then(|id| tx.directory.person(id)).filter(|_| moved) {
        facts.team_id = owner.team_id;
    }
}

/// A contact of whom nothing is known.
fn blank(tx: &Tx<'_>) -> ContactFacts {
    ContactFacts::starting("", tx.viewer.team_id, tx.now)
}

/// Every list of the form, with what is chosen now.
#[derive(Debug)]
pub struct ContactChoices {
    /// Countries.
    pub countries: Vec<Choice>,
    /// People.
    pub owners: Vec<Choice>,
    /// The company of a new contact.
    pub company: Picker,
}

impl ContactChoices {
    /// The lists for a form as it stands.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, form: &ContactForm, problems: &Problems) -> QueryResult<ContactChoices> {
        let look = form.find == "company" || problems.get("company").is_some();
        let company = picker::picker(tx, form.company(), look)?;
        let countries = accounts::countries(tx, &form.country);
        Ok(ContactChoices {
            countries: accounts::with_none(tx, countries, &form.country),
            owners: customers::owners(tx, &access::editable(&tx.viewer), &form.owner),
            company,
        })
    }
}
