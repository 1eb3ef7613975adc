//! Passkeys in the database, among the factors.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use webauthn_rs::prelude::{AuthenticationResult, Passkey};

use super::super::Kind;
use super::super::store::{Of, mark, of_kind};
use crate::db::schema::factors;
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::web::Error;

/// A passkey as its owner sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its number.
    pub id: i64,
    /// What its owner calls it.
    pub name: String,
    /// Since when there is it.
    pub added: NaiveDateTime,
    /// When somebody last signed in with it.
    pub used: Option<NaiveDateTime>,
}

/// What became of noting that a passkey was shown.
pub(super) enum Noted {
    /// It is noted.
    Yes,
    /// It has been removed meanwhile.
    Gone,
    /// Its counter has not moved on: there may be a copy.
    Behind,
}

fn bug(error: impl std::fmt::Display) -> Error {
    Error::Bug(format!("passkey: {error}"))
}

fn held_by(person: i64) -> Of {
    of_kind(person, Kind::Passkey)
}

/// The number its authenticator gave it, as it is kept.
fn number(credential: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(credential)
}

/// A person's passkeys, the oldest first.
pub(in crate::identity::factors) fn all(db: &mut Db, person: i64) -> QueryResult<Vec<Listed>> {
    let columns = (factors::id, factors::name, factors::created_at, factors::used_at);
    let rows: Vec<(i64, String, NaiveDateTime, Option<NaiveDateTime>)> =
        held_by(person).order(factors::id).select(columns).load(db)?;
    Ok(rows.into_iter().map(|(id, name, added, used)| Listed { id, name, added, used }).collect())
}

/// One of a person's passkeys.
pub(super) fn of(db: &mut Db, person: i64, id: i64) -> Result<Listed, Error> {
    all(db, person)?.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)
}

/// The public keys of a person's passkeys.
pub(super) fn keys(db: &mut Db, person: i64) -> Result<Vec<Passkey>, Error> {
    let kept: Vec<String> = held_by(person).order(factors::id).select(factors::secret).load(db)?;
    kept.iter().map(|key| serde_json::from_str(key).map_err(bug)).collect()
}

/// Whose passkey has this number, and its public key.
pub(super) fn owner(db: &mut Db, credential: &[u8]) -> Result<Option<(i64, Passkey)>, Error> {
    let row = factors::table.filter(factors::credential_id.eq(number(credential)));
    let found: Option<(i64, String)> = row.select((factors::user_id, factors::secret)).first(db).optional()?;
    found.map(|(person, key)| Ok((person, serde_json::from_str(&key).map_err(bug)?))).transpose()
}

/// Keeps a new passkey of whoever is signed in; says no where it is known already, whoever has it.
pub(super) fn keep(tx: &mut Tx<'_>, name: &str, key: &Passkey) -> Result<bool, Error> {
    let (person, secret) = (tx.viewer.id, serde_json::to_string(key).map_err(bug)?);
    let insert = Sql::new("INSERT INTO factors (user_id, kind, name, secret, credential_id, created_at) VALUES (");
    let insert = insert.bind(person).push(", ").bind(Kind::Passkey.name()).push(", ").bind(name);
    let insert = insert.push(", ").bind(secret).push(", ").bind(number(key.cred_id())).push(", ").bind(tx.now);
    if insert.push(") ON CONFLICT (credential_id) DO NOTHING").run(tx.db)? == 0 {
        return Ok(false);
    }
    mark(tx, person)?;
    Ok(true)
}

/// Gives a passkey of whoever is signed in another name.
pub(super) fn rename(tx: &mut Tx<'_>, id: i64, name: &str) -> QueryResult<()> {
    let row = held_by(tx.viewer.id).filter(factors::id.eq(id));
    diesel::update(row).set(factors::name.eq(name)).execute(tx.db).map(drop)
}

/// Notes that a passkey of this person was shown, with what its authenticator said of itself.
pub(super) fn note(db: &mut Db, now: NaiveDateTime, person: i64, shown: &AuthenticationResult) -> Result<Noted, Error> {
    let row = held_by(person).filter(factors::credential_id.eq(number(shown.cred_id())));
    let found: Option<(i64, String)> = row.select((factors::id, factors::secret)).first(db).optional()?;
    let Some((id, kept)) = found else { return Ok(Noted::Gone) };
    let mut key: Passkey = serde_json::from_str(&kept).map_err(bug)?;
    key.update_credential(shown);
    let secret = serde_json::to_string(&key).map_err(bug)?;
    // Zero is what authenticators without a counter say, always.
    let counter = i64::from(shown.counter());
    let moved_on = factors::table.filter(factors::id.eq(id).and(factors::used.lt(counter.max(1))));
    let seen = (factors::secret.eq(secret), factors::used.eq(counter), factors::used_at.eq(now));
    let noted = diesel::update(moved_on).set(seen).execute(db)?;
    Ok(if noted == 1 { Noted::Yes } else { Noted::Behind })
}
