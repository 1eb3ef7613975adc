//! The form of an account: what was typed, how it gets into the record, and what there is to choose from.

use diesel::QueryResult;
use serde::Deserialize;

use super::{Account, AccountFacts, access, hierarchy};
use crate::customers::picker::{self, Picker};
use crate::customers::{self, Part, Typed, amount_text, id_text};
use crate::db::Tx;
use crate::directory::PickList;
use crate::web::{Choice, Problems, nonce};

/// The most people that work anywhere.
const MOST_EMPLOYEES: i64 = 10_000_000;
/// The latest year something can have been founded in.
const LATEST_YEAR: i64 = 2200;

/// What was typed about an account.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AccountForm {
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
    /// Name.
    pub name: String,
    /// What was typed to find the company above it.
    pub parent: String,
    /// What the choice was found by.
    pub parent_for: String,
    /// The company chosen.
    pub parent_id: String,
    /// Industry.
    pub industry: String,
    /// How many people work there.
    pub employees: String,
    /// Year it was founded.
    pub founded: String,
    /// Annual revenue.
    pub revenue: String,
    /// Currency of its amounts.
    pub currency: String,
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
    /// Shipping address.
    pub shipping: String,
    /// Payment terms.
    pub payment_terms: String,
    /// Notes.
    pub notes: String,
    /// Whose it is.
    pub owner: String,
}

impl AccountForm {
    /// An empty form.
    pub fn fresh(tx: &Tx<'_>) -> AccountForm {
        AccountForm {
            nonce: nonce::fresh(),
            currency: tx.directory.organization.currency.clone(),
            country: tx.directory.organization.country.clone(),
            owner: id_text(customers::first_owner(tx)),
            ..AccountForm::default()
        }
    }

    /// The form of an account as it is stored.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, account: &Account, part: &str) -> QueryResult<AccountForm> {
        let parent = match account.parent_id {
            Some(id) => picker::named(tx, id)?.map(|parent| parent.name).unwrap_or_default(),
            None => String::new(),
        };
        let facts = account.facts.clone();
        Ok(AccountForm {
            version: account.version.to_string(),
            part: part.to_owned(),
            name: facts.name,
            parent_for: parent.clone(),
            parent,
            parent_id: id_text(facts.parent_id),
            industry: id_text(facts.industry_id),
            employees: id_text(facts.employees),
            founded: id_text(facts.founded),
            revenue: amount_text(&tx.text, facts.revenue_minor, &facts.currency),
            currency: facts.currency,
            emails: facts.emails,
            phones: facts.phones,
            website: facts.website,
            street: facts.street,
            postcode: facts.postcode,
            city: facts.city,
            region: facts.region,
            country: facts.country,
            shipping: facts.shipping,
            payment_terms: facts.payment_terms,
            notes: facts.notes,
            owner: id_text(facts.owner_id),
            ..AccountForm::default()
        })
    }

    /// Is this part on the form?
    pub fn shows(&self, part: &Part) -> bool {
        customers::shows(&self.part, *part)
    }

    /// What the form says about the company above.
    pub fn parent(&self) -> picker::Asked<'_> {
        picker::Asked { field: "parent", typed: &self.parent, found_by: &self.parent_for, id: &self.parent_id }
    }

    /// Is one of the fields behind *More* filled in or wrong? Then it stands open.
    pub fn more_is_open(&self, problems: &Problems) -> bool {
        let short = ["name", "website", "emails", "phones"];
        !self.find.is_empty() || problems.iter().any(|(field, _)| !short.contains(&field))
    }

    /// The facts of a new account.
    ///
    /// # Errors
    /// What the database answers; inside, what is wrong with the form.
    pub fn read_new(&self, tx: &mut Tx<'_>) -> QueryResult<Result<AccountFacts, Problems>> {
        let facts = blank(tx);
        self.read_into(tx, None, facts)
    }

    /// These facts with everything put in that the form shows.
    ///
    /// # Errors
    /// What the database answers; inside, what is wrong with the form.
    pub fn read_into(
        &self,
        tx: &mut Tx<'_>,
        own: Option<i64>,
        mut facts: AccountFacts,
    ) -> QueryResult<Result<AccountFacts, Problems>> {
        let mut typed = Typed::new(tx);
        let editable = access::editable(&tx.viewer).to_hand_on(facts.owner_id, facts.team_id);
        for part in Part::ALL.iter().filter(|part| self.shows(part)) {
            match part {
                Part::About => self.about(&mut typed, &mut facts),
                Part::Reach => self.reach(&mut typed, &mut facts),
                Part::Address => self.address(&mut typed, &mut facts),
                Part::Terms => facts.payment_terms = typed.line("payment_terms", &self.payment_terms),
                Part::Work => {
                    facts.owner_id = typed.owner(&editable, &self.owner, facts.owner_id);
                    facts.notes = typed.lines("notes", &self.notes);
                }
            }
        }
        let mut problems = typed.problems;
        if self.shows(&Part::About) {
            self.place(tx, own, &mut facts, &mut problems)?;
        }
        Ok(if problems.is_empty() { Ok(facts) } else { Err(problems) })
    }

    fn about(&self, typed: &mut Typed, facts: &mut AccountFacts) {
        facts.name = typed.name("name", &self.name, "accounts-problem-name");
        facts.industry_id = typed.pick(PickList::Industry, &self.industry, facts.industry_id);
        facts.employees = typed.number("employees", &self.employees, MOST_EMPLOYEES);
        facts.founded = typed.number("founded", &self.founded, LATEST_YEAR);
        facts.currency = typed.currency(&self.currency, &facts.currency);
        facts.revenue_minor = typed.amount("revenue", &self.revenue, &facts.currency);
    }

    fn reach(&self, typed: &mut Typed, facts: &mut AccountFacts) {
        facts.emails = typed.emails(&self.emails);
        facts.phones = typed.phones(&self.phones);
        facts.website = typed.website(&self.website);
    }

    fn address(&self, typed: &mut Typed, facts: &mut AccountFacts) {
        facts.street = typed.lines("street", &self.street);
        facts.postcode = typed.line("postcode", &self.postcode);
        facts.city = typed.line("city", &self.city);
        facts.region = typed.line("region", &self.region);
        facts.country = typed.country(&self.country);
        facts.shipping = typed.lines("shipping", &self.shipping);
    }

    /// Its place in a group of companies: one the viewer sees (rule 42), and never below itself.
    fn place(
        &self,
        tx: &mut Tx<'_>,
        own: Option<i64>,
        facts: &mut AccountFacts,
        problems: &mut Problems,
    ) -> QueryResult<()> {
        let parent = picker::chosen(tx, self.parent(), facts.parent_id, problems)?;
        if let (Some(own), Some(parent)) = (own, parent)
            && hierarchy::lies_below(tx, parent, own)?
        {
            problems.add("parent", tx.text.t("accounts-problem-cycle"));
        }
        facts.parent_id = parent;
        Ok(())
    }
}

/// The team follows the owner.
pub(super) fn derive(tx: &Tx<'_>, before: Option<&AccountFacts>, facts: &mut AccountFacts) {
    let moved = before.is_none_or(|before| before.owner_id != facts.owner_id);
    if let Some(owner) = facts.owner_id.and_then(|id| tx.directory.person(id)).filter(|_| moved) {
        facts.team_id = owner.team_id;
    }
}

/// An account of which nothing is known.
fn blank(tx: &Tx<'_>) -> AccountFacts {
    AccountFacts::starting("", &tx.directory.organization.currency, tx.viewer.team_id, tx.now)
}

/// Every list of the form, with what is chosen now.
#[derive(Debug)]
pub struct AccountChoices {
    /// Industries.
    pub industries: Vec<Choice>,
    /// Currencies in use.
    pub currencies: Vec<Choice>,
    /// Countries.
    pub countries: Vec<Choice>,
    /// People.
    pub owners: Vec<Choice>,
    /// The company above.
    pub parent: Picker,
}

impl AccountChoices {
    /// The lists for a form as it stands.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, form: &AccountForm, problems: &Problems) -> QueryResult<AccountChoices> {
        let look = form.find == "parent" || problems.get("parent").is_some();
        let parent = picker::picker(tx, form.parent(), look)?;
        let industries = industries(tx, &form.industry);
        Ok(AccountChoices {
            industries: with_none(tx, industries, &form.industry),
            currencies: Choice::currencies(&tx.directory, &form.currency),
            countries: with_none(tx, countries(tx, &form.country), &form.country),
            owners: customers::owners(tx, &access::editable(&tx.viewer), &form.owner),
            parent,
        })
    }
}

/// Industries in use, and the one chosen although it is not any more.
pub(super) fn industries(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let offered = tx.directory.picks.iter().filter(|item| item.list == PickList::Industry);
    let offered = offered.filter(|item| item.active || item.id.to_string() == current);
    offered.map(|item| Choice::new(item.id.to_string(), &item.name, current)).collect()
}

/// Every country, by name.
pub(crate) fn countries(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    tx.text.countries().iter().map(|(code, name)| Choice::new(*code, *name, current)).collect()
}

/// The same with *not set* on top.
pub(crate) fn with_none(tx: &Tx<'_>, choices: Vec<Choice>, current: &str) -> Vec<Choice> {
    std::iter::once(Choice::new("", tx.text.t("not-set"), current)).chain(choices).collect()
}
