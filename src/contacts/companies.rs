//! The companies a contact works for, with a role in each; one is the primary one. They stand in a table of their own and
//! are part of the contact's history all the same: field `companies` of its journal.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::Contact;
use crate::accounts;
use crate::db::Tx;
use crate::db::schema::{contact_accounts, contacts};
use crate::journal::{self, Action, Change, Entity};

/// The name of the field in the journal.
pub const FIELD: &str = "companies";

/// A contact's place in one company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = contact_accounts)]
pub struct Company {
    /// Which company.
    pub account_id: i64,
    /// What the contact is there.
    pub role: String,
    /// Is it the main one?
    #[diesel(column_name = is_primary)]
    #[serde(rename = "primary")]
    pub is_primary: bool,
}

/// A contact's companies, the primary one first. The caller has checked that the viewer may see the contact.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, contact: i64) -> QueryResult<Vec<Company>> {
    contact_accounts::table
        .filter(contact_accounts::contact_id.eq(contact))
        .order((contact_accounts::is_primary.desc(), contact_accounts::account_id))
        .select(Company::as_select())
        .load(tx.db)
}

/// The same companies with this one added, or with another role; as the primary one if so wanted.
pub fn with(mut companies: Vec<Company>, new: Company) -> Vec<Company> {
    if new.is_primary {
        companies.iter_mut().for_each(|company| company.is_primary = false);
    }
    companies.retain(|company| company.account_id != new.account_id);
    companies.push(new);
    settled(companies)
}

/// The same companies without one.
pub fn without(mut companies: Vec<Company>, account: i64) -> Vec<Company> {
    companies.retain(|company| company.account_id != account);
    settled(companies)
}

/// One of them is the primary one: if none is, the first; and it stands first.
fn settled(mut companies: Vec<Company>) -> Vec<Company> {
    companies.sort_by_key(|company| (!company.is_primary, company.account_id));
    if let Some(first) = companies.first_mut() {
        first.is_primary = true;
    }
    companies
}

/// Gives a contact these companies and journals it on the contact; `None` if somebody changed the contact since `before`
/// was read. The caller has checked that the viewer may edit the contact and sees every company added.
///
/// # Errors
/// What the database answers.
pub fn replace(tx: &mut Tx<'_>, before: &Contact, companies: &[Company]) -> QueryResult<Option<i64>> {
    let old = of(tx, before.id)?;
    if old == companies {
        return Ok(Some(before.version));
    }
    let version = before.version + 1;
    let row = contacts::table.find(before.id).filter(contacts::version.eq(before.version));
    let set = (contacts::version.eq(version), contacts::updated_at.eq(tx.now));
    if diesel::update(row).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    write(tx, before.id, companies)?;
    let change = Change { field: FIELD.to_owned(), before: stored(&old), after: stored(companies) };
    journal::record(tx, Entity::Contact, before.id, version, Action::Edited, &[change])?;
    let touched = old.iter().chain(companies).map(|company| company.account_id);
    touched
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .try_for_each(|id| accounts::lifecycle::refresh(tx, id))?;
    Ok(Some(version))
}

/// Writes the rows alone: for what journals the change itself, such as taking an import back.
///
/// # Errors
/// What the database answers.
pub fn write(tx: &mut Tx<'_>, contact: i64, companies: &[Company]) -> QueryResult<()> {
    let of_contact = contact_accounts::contact_id.eq(contact);
    diesel::delete(contact_accounts::table.filter(of_contact)).execute(tx.db)?;
    for company in companies {
        let values = (
            of_contact,
            contact_accounts::account_id.eq(company.account_id),
            contact_accounts::role.eq(&company.role),
            contact_accounts::is_primary.eq(company.is_primary),
        );
        diesel::insert_into(contact_accounts::table).values(values).execute(tx.db)?;
    }
    Ok(())
}

/// As the journal keeps it: a list, nothing for none.
fn stored(companies: &[Company]) -> Option<String> {
    if companies.is_empty() { None } else { serde_json::to_string(companies).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn company(account_id: i64, is_primary: bool) -> Company {
        Company { account_id, role: String::new(), is_primary }
    }

    #[test]
    fn the_first_company_is_the_primary_one() {
        assert_eq!(with(Vec::new(), company(7, false)), [company(7, true)]);
    }

    #[test]
    fn there_is_only_one_primary_company() {
        assert_eq!(with(vec![company(7, true)], company(9, true)), [company(9, true), company(7, false)]);
    }

    #[test]
    fn another_takes_the_place_of_a_primary_company_that_goes() {
        assert_eq!(without(vec![company(7, true), company(9, false)], 7), [company(9, true)]);
        assert_eq!(without(vec![company(7, true)], 7), []);
    }

    #[test]
    fn a_company_added_twice_takes_the_later_role() {
        let again = Company { account_id: 7, role: "CEO".into(), is_primary: false };
        assert_eq!(
            with(vec![company(7, true)], again),
            [Company { account_id: 7, role: "CEO".into(), is_primary: true }]
        );
    }
}
