//! Whose an account at the provider is, which is found out the first time somebody comes with it.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::store;
use crate::db::schema::users;
use crate::db::{Db, Request, Tx};
use crate::identity::history::{self, Outcome, Way};
use crate::identity::user;
use crate::identity::work::as_their_own;
use crate::openid::Identity;
use crate::web::{App, Error};

/// Whose an account at the provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// This person's.
    Person(i64),
    /// Of somebody whose sign-in has been switched off.
    Inactive,
    /// Nobody's, and whose address it comes with is not known.
    Unverified,
    /// Nobody's.
    Nobody,
    /// Nobody's; whoever has its address has another one.
    HasAnother,
}

/// Finds whose account it is, and links one that is nobody's to whoever has its address.
///
/// # Errors
/// What the database answers.
pub fn owner(
    db: &mut Db,
    app: &App,
    request: &Arc<Request>,
    identity: &Identity,
    now: NaiveDateTime,
) -> Result<Owner, Error> {
    let issuer = app.provider.as_ref().map(|provider| provider.issuer()).ok_or(Error::NotFound)?;
    if let Some((person, active)) = store::find(db, issuer, identity)? {
        // The way in itself says no to who has left, and remembers it.
        return Ok(if active { Owner::Person(person) } else { refused(db, request, person, Outcome::Inactive, now)? });
    }
    let Some(email) = &identity.email else { return Ok(Owner::Unverified) };
    let known = users::table.filter(users::email_key.eq(user::email_key(email)));
    let known = known.select((users::id, users::active)).first::<(i64, bool)>(db).optional()?;
    match known {
        None => Ok(Owner::Nobody),
        Some((person, false)) => refused(db, request, person, Outcome::Inactive, now),
        Some((person, true)) if store::has_one(db, issuer, person)? => {
            refused(db, request, person, Outcome::OtherAccount, now)
        }
        Some((person, true)) if link(db, app, request, (person, issuer, identity), now)? => Ok(Owner::Person(person)),
        Some((person, true)) => refused(db, request, person, Outcome::OtherAccount, now),
    }
}

/// Remembers the try with whoever was meant.
fn refused(db: &mut Db, request: &Request, person: i64, outcome: Outcome, now: NaiveDateTime) -> Result<Owner, Error> {
    history::record(db, now, request, person, (outcome, Way::Provider))?;
    Ok(if outcome == Outcome::Inactive { Owner::Inactive } else { Owner::HasAnother })
}

/// The link is the person's own doing.
fn link(
    db: &mut Db,
    app: &App,
    request: &Arc<Request>,
    (person, issuer, identity): (i64, &str, &Identity),
    now: NaiveDateTime,
) -> Result<bool, Error> {
    let link = |tx: &mut Tx<'_>| store::link(tx, app, issuer, identity);
    Ok(as_their_own(db, request, person, now, link)?.unwrap_or_default())
}
