//! Leads from a file.

use super::contacts::{COMPANY, FIRST, LAST, is_somebody_else, known_email, nameless, person_name};
use super::{CITY, COUNTRY, EMAIL, NOTES, PHONE, POSTCODE, REGION, STREET, WEBSITE, currency, external, owner, tags};
use crate::db::Tx;
use crate::directory::PickList;
use crate::duplicates::KeyKind;
use crate::imports::cells::Row;
use crate::imports::columns::{Column, Columns, Reads, WordSet};
use crate::imports::desk::Desk;
use crate::imports::find::{self, Candidate};
use crate::imports::model::Fate;
use crate::imports::refusal::{Refusal, Stop, Why};
use crate::imports::target::{Target, named};
use crate::journal::{Action, Entity};
use crate::leads::{self, Answer, Lead, LeadFacts, LeadState};
use crate::values::{company, person, text};
use crate::web::Error;

/// What a lead takes from a file.
pub const COLUMNS: Columns = Columns {
    fields: FIELDS,
    nouns: &["lead", "prospect", "contact"],
    needs: &["name", "first_name", "last_name", "company", "email"],
};

// messages: leads-answer-*
const ANSWERS: WordSet = WordSet {
    labels: "leads-answer-",
    words: &[
        ("yes", &["y", "true", "1", "ja", "si", "tak"]),
        ("no", &["n", "false", "0", "nein", "nie"]),
        ("unknown", &["maybe"]),
    ],
};

const FIELDS: &[Column] = &[
    external(),
    Column::one(
        "name",
        "name",
        Reads::Line,
        &["name", "full name", "contact name", "lead name", "person", "nombre", "imie i nazwisko"],
    ),
    Column::one("first_name", "", Reads::Own, FIRST),
    Column::one("last_name", "", Reads::Own, LAST),
    Column::one("company", "company", Reads::Line, COMPANY),
    Column::one(
        "title",
        "title",
        Reads::Line,
        &["job title", "title", "position", "berufsbezeichnung", "function", "stanowisko", "cargo", "funktion"],
    ),
    Column::many("email", "emails", Reads::Emails, EMAIL),
    Column::many("phone", "phones", Reads::Phones, PHONE),
    Column::one("website", "website", Reads::Line, WEBSITE),
    Column::one("street", "street", Reads::Line, STREET),
    Column::one("postcode", "postcode", Reads::Line, POSTCODE),
    Column::one("city", "city", Reads::Line, CITY),
    Column::one("region", "region", Reads::Line, REGION),
    Column::one("country", "country", Reads::Country, COUNTRY),
    Column::one(
        "source",
        "source_id",
        Reads::Pick(PickList::LeadSource),
        &["source", "lead source", "origin", "channel", "quelle", "origen", "zrodlo"],
    ),
    Column::one("status", "status_id", Reads::Pick(PickList::LeadStatus), &["status", "lead status", "estado"]),
    Column::one("buying_role", "buying_role_id", Reads::Pick(PickList::BuyingRole), &["buying role", "role"]),
    Column::one("need", "need", Reads::Word(&ANSWERS), &["need", "has need"]),
    Column::one("need_note", "need_note", Reads::Lines, &["need note", "requirements", "pain"]),
    Column::one("budget", "budget_minor", Reads::Amount, &["budget", "budget amount"]),
    Column::one("authority", "authority", Reads::Word(&ANSWERS), &["authority", "decision maker"]),
    Column::one(
        "product_interest",
        "product_interest",
        Reads::Line,
        &["product interest", "product", "interest", "interested in"],
    ),
    Column::one(
        "value",
        "value_minor",
        Reads::Amount,
        &["value", "estimated value", "amount", "lead value", "deal value", "wert", "valor", "wartosc"],
    ),
    currency(),
    Column::one("notes", "notes", Reads::Lines, NOTES),
    tags(),
    owner(),
];

impl Target for Lead {
    type Facts = LeadFacts;

    fn facts(&self) -> &LeadFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<LeadFacts, Stop> {
        let status = tx.directory.pick_by_code(PickList::LeadStatus, "new").map(|item| item.id);
        let source = tx.directory.pick_by_code(PickList::LeadSource, "import").map(|item| item.id);
        let missing =
            |what: &str| Stop::Broken(Error::Bug(format!("the list of {what} lacks an item the program needs")));
        let (status, source) = (status.ok_or_else(|| missing("statuses"))?, source.ok_or_else(|| missing("sources"))?);
        Ok(LeadFacts::starting(status, source, desk.currency.as_str(), desk.home_team, tx.now))
    }

    fn matching(tx: &mut Tx<'_>, _: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        let (external, email) = (row.trimmed("external_id"), known_email(tx, row));
        let known =
            if email.is_empty() { by_name(tx, row)? } else { find::by_key(tx, Entity::Lead, KeyKind::Email, &email)? };
        Ok(find::without_other_id(known, !external.is_empty()))
    }

    fn is_another(&self, tx: &Tx<'_>, row: Row<'_>) -> bool {
        is_somebody_else(tx, row, &self.name, &self.emails)
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Lead, Error> {
        leads::find_editable(tx, id)
    }

    fn settle(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&Lead>,
        facts: &mut LeadFacts,
    ) -> Result<(), Stop> {
        let name = person_name(row);
        if !name.is_empty() {
            facts.name = name;
        }
        if facts.name.is_empty() && facts.company.is_empty() {
            facts.name = nameless(tx, desk, row);
        }
        if facts.company.is_empty() {
            named(row, "name", &facts.name)?;
        }
        if facts.budget_minor.is_some() && facts.budget == Answer::Unknown {
            facts.budget = Answer::Yes;
        }
        match known {
            Some(lead) if lead.state != LeadState::Open && lead.facts != *facts => {
                Err(Refusal::of(Why::ClosedLead, "", facts.title_name()).into())
            }
            Some(_) | None => Ok(()),
        }
    }

    fn create(tx: &mut Tx<'_>, _: &mut Desk<'_>, _: Row<'_>, facts: LeadFacts) -> Result<i64, Stop> {
        Ok(leads::insert(tx, facts)?.id)
    }

    fn update(tx: &mut Tx<'_>, _: &mut Desk<'_>, _: Row<'_>, known: &Lead, facts: LeadFacts) -> Result<Fate, Stop> {
        if facts == known.facts {
            return Ok(Fate::Skipped);
        }
        leads::save(tx, Action::Edited, known, facts)?.ok_or(Error::Forbidden)?;
        Ok(Fate::Updated)
    }
}

/// Leads of this name at this company; either may be unknown, but not both.
fn by_name(tx: &mut Tx<'_>, row: Row<'_>) -> Result<Vec<Candidate>, Stop> {
    let (name, firm) = (person_name(row), row.trimmed("company"));
    if name.is_empty() {
        let mut known = find::by_key(tx, Entity::Lead, KeyKind::Company, &company::key(&firm))?;
        known.retain(|lead| lead.name.is_empty());
        return Ok(known);
    }
    let mut same = Vec::new();
    for candidate in find::by_key(tx, Entity::Lead, KeyKind::Person, &person::key(&name, ""))? {
        let there = match leads::find(tx, candidate.id) {
            Ok(lead) => text::fold(&lead.company) == text::fold(&firm),
            Err(Error::NotFound) => false,
            Err(other) => return Err(other.into()),
        };
        if there {
            same.push(candidate);
        }
    }
    Ok(same)
}
