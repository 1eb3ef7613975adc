//! Accounts from a file. A company above may stand further down: it is put in when the file is read.

use diesel::sql_types::{BigInt, Nullable};

use super::{CITY, COUNTRY, EMAIL, NOTES, PHONE, POSTCODE, REGION, STREET, WEBSITE, currency, external, owner, tags};
use crate::accounts::{self, Account, AccountFacts};
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::PickList;
use crate::duplicates::KeyKind;
use crate::imports::cells::{Given, Row};
use crate::imports::columns::{Column, Columns, Reads};
use crate::imports::desk::{Desk, Waiting};
use crate::imports::find;
use crate::imports::model::Fate;
use crate::imports::refusal::{Note, Stop};
use crate::imports::target::{Target, named};
use crate::journal::{Action, Entity};
use crate::values::{company, text};
use crate::web::Error;

/// What an account takes from a file.
pub const COLUMNS: Columns = Columns {
    fields: FIELDS,
    nouns: &["account", "company", "customer", "organization", "organisation", "client"],
    needs: &["name"],
};

const FIELDS: &[Column] = &[
    external(),
    Column::one(
        "name",
        "name",
        Reads::Line,
        &[
            "name",
            "account",
            "account name",
            "company",
            "company name",
            "organization",
            "organisation",
            "organization name",
            "customer",
            "customer name",
            "kunde",
            "kundenname",
            "firmenname",
            "kontrahent",
            "klient",
            "cliente",
            "client",
            "client name",
            "business name",
            "legal name",
            "firma",
            "unternehmen",
            "empresa",
            "nazwa",
            "nazwa firmy",
            "entreprise",
            "nombre",
        ],
    ),
    Column::one(
        "parent",
        "",
        Reads::Own,
        &[
            "parent",
            "parent account",
            "parent company",
            "subsidiary of",
            "belongs to",
            "group",
            "muttergesellschaft",
            "matriz",
        ],
    ),
    Column::one(
        "industry",
        "industry_id",
        Reads::OpenPick(PickList::Industry),
        &["industry", "sector", "branch", "vertical", "branche", "sector industry", "branza", "industria"],
    ),
    Column::one(
        "employees",
        "employees",
        Reads::Number,
        &[
            "employees",
            "number of employees",
            "num employees",
            "organization size",
            "company size",
            "anzahl mitarbeiter",
            "mitarbeiterzahl",
            "no of employees",
            "employee count",
            "headcount",
            "size",
            "mitarbeiter",
            "empleados",
            "pracownicy",
        ],
    ),
    Column::one(
        "founded",
        "founded",
        Reads::Number,
        &["founded", "year established", "year founded", "established", "founding year", "grundungsjahr"],
    ),
    Column::one(
        "revenue",
        "revenue_minor",
        Reads::Amount,
        &[
            "revenue",
            "annual revenue",
            "turnover",
            "yearly revenue",
            "umsatz",
            "jahresumsatz",
            "ingresos",
            "obrot",
            "przychod",
        ],
    ),
    currency(),
    Column::one("website", "website", Reads::Line, WEBSITE),
    Column::many("email", "emails", Reads::Emails, EMAIL),
    Column::many("phone", "phones", Reads::Phones, PHONE),
    Column::one("street", "street", Reads::Line, STREET),
    Column::one("postcode", "postcode", Reads::Line, POSTCODE),
    Column::one("city", "city", Reads::Line, CITY),
    Column::one("region", "region", Reads::Line, REGION),
    Column::one("country", "country", Reads::Country, COUNTRY),
    Column::one("shipping", "shipping", Reads::Lines, &["shipping", "shipping address", "delivery address"]),
    Column::one("payment_terms", "payment_terms", Reads::Line, &["payment terms", "terms"]),
    Column::one("notes", "notes", Reads::Lines, NOTES),
    tags(),
    owner(),
];

fn empty(tx: &Tx<'_>, desk: &Desk<'_>) -> AccountFacts {
    AccountFacts::starting("", desk.currency.as_str(), desk.home_team, tx.now)
}

/// Makes an account that another record names.
///
/// # Errors
/// What the database answers.
pub fn create_named(tx: &mut Tx<'_>, desk: &Desk<'_>, name: &str) -> Result<i64, Stop> {
    let facts = AccountFacts { name: name.to_owned(), ..empty(tx, desk) };
    Ok(accounts::insert(tx, facts)?.id)
}

impl Target for Account {
    type Facts = AccountFacts;

    fn facts(&self) -> &AccountFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<AccountFacts, Stop> {
        Ok(empty(tx, desk))
    }

    fn matching(tx: &mut Tx<'_>, _: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        let (external, name) = (row.trimmed("external_id"), row.trimmed("name"));
        let mut known = find::by_key(tx, Entity::Account, KeyKind::Company, &company::key(&name))?;
        // "Acme GmbH" and "Acme Ltd" may both be customers: only the whole name makes them one.
        known.retain(|account| text::fold(&account.name) == text::fold(&name));
        Ok(find::without_other_id(known, !external.is_empty()))
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Account, Error> {
        accounts::find_editable(tx, id)
    }

    fn settle(
        tx: &mut Tx<'_>,
        _: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&Account>,
        facts: &mut AccountFacts,
    ) -> Result<(), Stop> {
        named(row, "name", &facts.name)?;
        match row.said("parent") {
            Some((_, Given::Clear)) => facts.parent_id = None,
            Some((at, Given::Text(name))) if text::fold(&name) != text::fold(&facts.name) => {
                if let Some((parent, _)) = find::visible_account(tx, row.header(at), &name)? {
                    let is_cycle = match known {
                        Some(known) => is_above(tx, known.id, parent)?,
                        None => false,
                    };
                    facts.parent_id = if is_cycle { facts.parent_id } else { Some(parent) };
                }
            }
            Some((_, Given::Text(_) | Given::Nothing)) | None => {}
        }
        Ok(())
    }

    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, facts: AccountFacts) -> Result<i64, Stop> {
        let parent = facts.parent_id;
        let id = accounts::insert(tx, facts)?.id;
        desk.customers.account(id);
        wait_for_parent(tx, desk, row, Waiting { id, line: desk.line, is_skipped: false }, parent)?;
        Ok(id)
    }

    fn update(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: &Account,
        facts: AccountFacts,
    ) -> Result<Fate, Stop> {
        let is_skipped = facts == known.facts;
        wait_for_parent(tx, desk, row, Waiting { id: known.id, line: desk.line, is_skipped }, facts.parent_id)?;
        if is_skipped {
            return Ok(Fate::Skipped);
        }
        accounts::save(tx, Action::Edited, known, facts)?.ok_or(Error::Forbidden)?;
        desk.customers.account(known.id);
        Ok(Fate::Updated)
    }
}

/// An account whose row names another company above than it has got: that one may stand further down.
fn wait_for_parent(
    tx: &mut Tx<'_>,
    desk: &mut Desk<'_>,
    row: Row<'_>,
    account: Waiting,
    parent: Option<i64>,
) -> Result<(), Stop> {
    let Some((column, name)) = row.text("parent") else { return Ok(()) };
    let named = find::visible_account(tx, column, &name)?.map(|(id, _)| id);
    if named.is_none() || named != parent {
        desk.below.entry(name).or_default().push(account);
    }
    Ok(())
}

/// After the file: puts in the companies above that stood further down. Answers how many rows that seemed to say nothing
/// new have changed their account after all.
///
/// # Errors
/// What the database answers.
pub fn join_parents(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<i64, Stop> {
    let mut late = 0;
    let mut waiting: Vec<(String, Vec<Waiting>)> = std::mem::take(&mut desk.below).into_iter().collect();
    waiting.sort_by(|a, b| a.0.cmp(&b.0));
    for (name, below) in waiting {
        let parent = match find::visible_account(tx, "", &name) {
            Ok(found) => found.map(|(id, _)| id),
            Err(Stop::Wrong(_)) => None,
            Err(broken) => return Err(broken),
        };
        for account in below {
            desk.line = account.line;
            match parent {
                Some(parent) => late += i64::from(join(tx, desk, account.id, parent, &name)? && account.is_skipped),
                None => desk.remark(Note::Parent, &name, ""),
            }
        }
    }
    Ok(late)
}

fn join(tx: &mut Tx<'_>, desk: &mut Desk<'_>, id: i64, parent: i64, name: &str) -> Result<bool, Stop> {
    if is_above(tx, id, parent)? {
        desk.remark(Note::ParentCycle, name, "");
        return Ok(false);
    }
    let account = accounts::find_editable(tx, id)?;
    let facts = AccountFacts { parent_id: Some(parent), ..account.facts.clone() };
    accounts::save(tx, Action::Edited, &account, facts)?;
    Ok(true)
}

/// Is `id` the account `below` itself, or above it?
fn is_above(tx: &mut Tx<'_>, id: i64, below: i64) -> Result<bool, Stop> {
    let mut next = Some(below);
    // A group of companies is never this deep; a cycle somebody made elsewhere ends here.
    for _ in 0..64 {
        match next {
            Some(at) if at == id => return Ok(true),
            Some(at) => {
                let select = Sql::new("SELECT parent_id FROM accounts WHERE id = ").bind(at);
                next = select.load::<(Nullable<BigInt>,), (Option<i64>,)>(tx.db)?.pop().and_then(|(parent,)| parent);
            }
            None => return Ok(false),
        }
    }
    Ok(true)
}
