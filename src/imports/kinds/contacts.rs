//! Contacts from a file, and the company each works for.

use diesel::sql_types::BigInt;

use super::{CITY, COUNTRY, EMAIL, NOTES, PHONE, POSTCODE, REGION, STREET, WEBSITE, external, owner, tags};
use crate::access::Sensitive;
use crate::contacts::{self, Contact, ContactFacts};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::duplicates::KeyKind;
use crate::imports::cells::Row;
use crate::imports::columns::{Column, Columns, Reads};
use crate::imports::desk::Desk;
use crate::imports::find::{self, Candidate};
use crate::imports::model::Fate;
use crate::imports::refusal::Stop;
use crate::imports::target::{Target, named};
use crate::journal::{Action, Entity};
use crate::records::parts;
use crate::values::{email, person, text};
use crate::web::Error;

/// What a contact takes from a file.
pub const COLUMNS: Columns = Columns {
    fields: FIELDS,
    nouns: &["contact", "person", "people"],
    needs: &["name", "first_name", "last_name", "email"],
};

pub(super) const FIRST: &[&str] = &["first name", "firstname", "given name", "forename", "vorname", "imie", "prenom"];
pub(super) const LAST: &[&str] =
    &["last name", "lastname", "surname", "family name", "nachname", "apellido", "apellidos", "nazwisko"];
pub(super) const COMPANY: &[&str] = &[
    "account",
    "account name",
    "account account name",
    "company",
    "company name",
    "organization",
    "organisation",
    "organization name",
    "customer",
    "client",
    "customer name",
    "potential customer",
    "client name",
    "kunde",
    "kundenname",
    "kontrahent",
    "klient",
    "cliente",
    "employer",
    "firma",
    "empresa",
    "unternehmen",
    "entreprise",
    "associated company",
];

const FIELDS: &[Column] = &[
    external(),
    Column::one(
        "name",
        "name",
        Reads::Line,
        &["name", "full name", "contact", "contact name", "person", "display name", "nombre", "imie i nazwisko"],
    ),
    Column::one("first_name", "", Reads::Own, FIRST),
    Column::one("last_name", "", Reads::Own, LAST),
    Column::one(
        "title",
        "title",
        Reads::Line,
        &["job title", "title", "position", "berufsbezeichnung", "function", "stanowisko", "cargo", "funktion"],
    ),
    Column::one("account", "", Reads::Own, COMPANY),
    Column::one("role", "", Reads::Own, &["role", "department"]),
    Column::one("website", "website", Reads::Line, WEBSITE),
    Column::many("email", "emails", Reads::Emails, EMAIL),
    Column::many("phone", "phones", Reads::Phones, PHONE),
    Column::one("street", "street", Reads::Line, STREET),
    Column::one("postcode", "postcode", Reads::Line, POSTCODE),
    Column::one("city", "city", Reads::Line, CITY),
    Column::one("region", "region", Reads::Line, REGION),
    Column::one("country", "country", Reads::Country, COUNTRY),
    Column::one("notes", "notes", Reads::Lines, NOTES),
    tags(),
    owner(),
];

/// A person's name, from one column or from two.
pub(super) fn person_name(row: Row<'_>) -> String {
    let whole = row.trimmed("name");
    if !whole.is_empty() {
        return whole;
    }
    two_names(row)
}

/// First and last name as one.
pub(super) fn two_names(row: Row<'_>) -> String {
    [row.trimmed("first_name"), row.trimmed("last_name")].join(" ").trim().to_owned()
}

/// What somebody is called whose row has an address and no name: a name is read by everybody, an address is not.
pub(super) fn nameless(tx: &Tx<'_>, desk: &Desk<'_>, row: Row<'_>) -> String {
    if row.trimmed("email").is_empty() {
        return String::new();
    }
    tx.text.plain("imports-nameless", &[("line", desk.line.to_string().into())])
}

/// The first address of a row, as it is compared.
pub(super) fn email_key(row: Row<'_>) -> String {
    let found = email::all_in(&row.trimmed("email")).and_then(|all| all.into_iter().next());
    found.map_or(String::new(), |email| email.key)
}

/// The same, where who imports may know by whom an address is used; else nobody is found by it.
pub(super) fn known_email(tx: &Tx<'_>, row: Row<'_>) -> String {
    if tx.viewer.sees(Sensitive::Personal) { email_key(row) } else { String::new() }
}

/// Somebody with another name and another address is somebody else, whatever their id; another name is enough where who
/// imports may not know the address.
pub(super) fn is_somebody_else(tx: &Tx<'_>, row: Row<'_>, name: &str, emails: &str) -> bool {
    let (theirs, email) = (person_name(row), email_key(row));
    let is_named_else = !theirs.is_empty() && !name.is_empty() && person::key(&theirs, "") != person::key(name, "");
    let is_reached_else =
        !email.is_empty() && !emails.is_empty() && emails.lines().all(|known| text::lower(known) != email);
    is_named_else && (is_reached_else || !tx.viewer.sees(Sensitive::Personal))
}

impl Target for Contact {
    type Facts = ContactFacts;

    fn facts(&self) -> &ContactFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<ContactFacts, Stop> {
        Ok(ContactFacts::starting("", desk.home_team, tx.now))
    }

    fn matching(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        let (external, email) = (row.trimmed("external_id"), known_email(tx, row));
        let known = if email.is_empty() && row.text("account").is_none() && !external.is_empty() {
            // Of two people of one name an id tells which is which; nothing says that this is the one we know.
            Vec::new()
        } else if email.is_empty() {
            by_name(tx, desk, row)?
        } else {
            find::by_key(tx, Entity::Contact, KeyKind::Email, &email)?
        };
        Ok(find::without_other_id(known, !external.is_empty()))
    }

    fn is_another(&self, tx: &Tx<'_>, row: Row<'_>) -> bool {
        is_somebody_else(tx, row, &self.name, &self.emails)
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Contact, Error> {
        contacts::find_editable(tx, id)
    }

    fn settle(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        _: Option<&Contact>,
        facts: &mut ContactFacts,
    ) -> Result<(), Stop> {
        let name = person_name(row);
        if !name.is_empty() {
            facts.name = name;
        }
        if facts.name.is_empty() {
            facts.name = nameless(tx, desk, row);
        }
        named(row, "name", &facts.name)?;
        // Looked up before anything is written: an unknown company is a wrong row, not half a contact.
        company_of(tx, desk, row).map(drop)
    }

    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, mut facts: ContactFacts) -> Result<i64, Stop> {
        let company = company_of(tx, desk, row)?;
        facts.individual = company.is_none() && row.job.mapping.of("account").is_some();
        let id = contacts::insert(tx, facts)?.id;
        desk.customers.contact(id);
        if let Some(account) = company {
            desk.customers.account(account);
            link(tx, id, account, &row.trimmed("role"))?;
        }
        Ok(id)
    }

    fn update(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: &Contact,
        mut facts: ContactFacts,
    ) -> Result<Fate, Stop> {
        let company = company_of(tx, desk, row)?;
        let is_new_link = match company {
            Some(account) => !is_linked(tx, known.id, account)?,
            None => false,
        };
        facts.individual &= !is_new_link;
        if facts == known.facts && !is_new_link {
            return Ok(Fate::Skipped);
        }
        if facts != known.facts {
            contacts::save(tx, Action::Edited, known, facts)?.ok_or(Error::Forbidden)?;
            desk.customers.contact(known.id);
        }
        if let Some(account) = company.filter(|_| is_new_link) {
            let before = parts::of(tx, Entity::Contact, known.id)?;
            desk.customers.account(account);
            link(tx, known.id, account, &row.trimmed("role"))?;
            parts::journal(tx, Entity::Contact, known.id, known.version, &before)?;
        }
        Ok(Fate::Updated)
    }
}

fn company_of(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Option<i64>, Stop> {
    match row.text("account") {
        Some((column, name)) => find::account(tx, desk, column, &name).map(Some),
        None => Ok(None),
    }
}

/// People of this name; where the row names a company, only those at it.
fn by_name(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<Candidate>, Stop> {
    let name = person_name(row);
    let mut known = find::by_key(tx, Entity::Contact, KeyKind::Person, &person::key(&name, ""))?;
    if known.is_empty() {
        return Ok(known);
    }
    if let Some((column, name)) = row.text("account") {
        let Some(account) = find::known_account(tx, desk, column, &name)? else { return Ok(Vec::new()) };
        let mut there = Vec::new();
        for candidate in known {
            if is_linked(tx, candidate.id, account)? {
                there.push(candidate);
            }
        }
        known = there;
    }
    Ok(known)
}

fn is_linked(tx: &mut Tx<'_>, contact: i64, account: i64) -> Result<bool, Stop> {
    let select = Sql::new("SELECT COUNT(*) FROM contact_accounts WHERE contact_id = ").bind(contact);
    let (count,): (i64,) = select.push(" AND account_id = ").bind(account).one::<(BigInt,), _>(tx.db)?;
    Ok(count > 0)
}

/// Links a contact to a company; the first one is the primary one.
fn link(tx: &mut Tx<'_>, contact: i64, account: i64, role: &str) -> Result<(), Stop> {
    let select = Sql::new("SELECT COUNT(*) FROM contact_accounts WHERE contact_id = ").bind(contact);
    let (others,): (i64,) = select.one::<(BigInt,), _>(tx.db)?;
    let insert =
        Sql::new("INSERT INTO contact_accounts (contact_id, account_id, role, is_primary) VALUES (").bind(contact);
    let insert = insert.push(", ").bind(account).push(", ").bind(role).push(", ").bind(others == 0).push(")");
    insert.run(tx.db)?;
    Ok(())
}
