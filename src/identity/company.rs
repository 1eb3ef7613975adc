//! A company begins: its row, the team at the top, the lists it starts with and its first administrator, in one piece.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::seed;
use super::user::{self, UserFacts};
use crate::access::{Role, Roles};
use crate::db::schema::{organization, teams};
use crate::db::{Db, Tx};
use crate::directory::Directory;
use crate::i18n::Text;
use crate::web::Error;

/// What is asked of a new company.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its name; the team at the top is called so too.
    pub name: String,
    /// ISO 4217 code of the currency it counts in.
    pub currency: String,
    /// IANA name of its time zone.
    pub zone: String,
    /// ISO 3166 code of its country.
    pub country: String,
    /// First month of its fiscal year.
    pub fiscal_month: i64,
}

/// The person who will run it.
#[derive(Clone, Debug)]
pub struct Founder {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The hash of their password.
    pub password_hash: String,
}

/// Has the company been set up?
///
/// # Errors
/// What the database answers.
pub fn exists(db: &mut Db) -> QueryResult<bool> {
    Ok(organization::table.count().get_result::<i64>(db)? > 0)
}

/// Founds the company in an empty database; answers the first administrator's id. Words of the lists are in the
/// founder's language.
///
/// # Errors
/// What the database answers.
pub fn found(db: &mut Db, now: NaiveDateTime, text: &Text, company: &Company, by: &Founder) -> Result<i64, Error> {
    let row = (
        organization::id.eq(1),
        organization::name.eq(&company.name),
        organization::currency.eq(&company.currency),
        organization::zone.eq(&company.zone),
        organization::country.eq(&company.country),
        organization::fiscal_month.eq(company.fiscal_month),
    );
    diesel::insert_into(organization::table).values(row).execute(db)?;
    let top = diesel::insert_into(teams::table).values(teams::name.eq(&company.name));
    let team: i64 = top.returning(teams::id).get_result(db)?;
    seed::seed_lists(db, text)?;
    seed::currency(db, &company.currency)?;
    let directory = Directory::load(db)?.ok_or(Error::NotFound)?;
    let tx = &mut Tx::of_the_program(db, Arc::new(directory), now);
    let facts = UserFacts::new(&by.name, Some(&by.email), Roles::of(&[Role::Admin]), team, now);
    let first = user::insert(tx, facts)?;
    user::set_password(tx.db, first.id, &by.password_hash)?;
    Ok(first.id)
}
