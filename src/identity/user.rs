//! A person of the company as forms and the journal know them: everything but the password.

use std::ops::{Deref, DerefMut};

use chrono::NaiveDateTime;
use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};

use super::keepers;
use super::links::{self, LinkKind};
use super::notices::{self, Notice, Whose};
use crate::access::Roles;
use crate::db::schema::{provider_links, sessions, users};
use crate::db::sql::Sql;
use crate::db::{Db, Tx, dialect};
use crate::delegations;
use crate::journal::{self, Action, Change, Entity, Journalled};
use crate::values::text;
use crate::web::Error;

/// A person, without id and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true)]
pub struct UserFacts {
    /// Their name.
    pub name: String,
    /// Their address; without one they own records and cannot sign in.
    pub email: Option<String>,
    /// Names of their roles, separated by spaces.
    pub roles: String,
    /// Their own team.
    pub team_id: i64,
    /// May see amounts although no role of theirs says so?
    pub sees_amounts: bool,
    /// May sign in and be given work?
    pub active: bool,
    /// Preferred language tag; empty = as the browser asks.
    pub locale: String,
    /// Preferred time zone; empty = the company's.
    pub zone: String,
    /// `light`, `dark`, or empty to follow the system.
    pub theme: String,
    /// `compact` or empty.
    pub density: String,
    /// Single-key shortcuts on?
    pub keys_on: bool,
    /// Their id in the file they were imported from.
    pub external_id: Option<String>,
    /// When they were filed.
    pub created_at: NaiveDateTime,
}

impl UserFacts {
    /// Somebody new, with every preference left open.
    pub fn new(name: &str, email: Option<&str>, roles: Roles, team_id: i64, now: NaiveDateTime) -> UserFacts {
        UserFacts {
            name: name.to_owned(),
            email: email.map(str::to_owned),
            roles: roles.to_string(),
            team_id,
            sees_amounts: false,
            active: true,
            locale: String::new(),
            zone: String::new(),
            theme: String::new(),
            density: String::new(),
            keys_on: true,
            external_id: None,
            created_at: now,
        }
    }

    /// What they are at work.
    pub fn roles(&self) -> Roles {
        Roles::parse(&self.roles)
    }
}

/// A person as they are stored. Reads as their facts: `user.name`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Queryable, Selectable)]
#[diesel(table_name = users)]
pub struct User {
    /// Their id.
    pub id: i64,
    /// Counts their changes.
    pub version: i64,
    /// Everything else.
    #[serde(flatten)]
    #[diesel(embed)]
    pub facts: UserFacts,
}

impl Deref for User {
    type Target = UserFacts;

    fn deref(&self) -> &UserFacts {
        &self.facts
    }
}

impl DerefMut for User {
    fn deref_mut(&mut self) -> &mut UserFacts {
        &mut self.facts
    }
}

impl Journalled for User {
    const ENTITY: Entity = Entity::User;

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}

/// The key an address signs in by: the same for every way of writing it.
pub fn email_key(email: &str) -> String {
    text::lower(email.trim())
}

/// The person with this id. Who may ask is the caller's to know: oneself, or an administrator.
///
/// # Errors
/// `NotFound` when there is none.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<User, Error> {
    Ok(users::table.find(id).select(User::as_select()).first(tx.db)?)
}

/// The person, of whom nobody is given anything until the transaction ends: for who looks for all that is theirs.
///
/// # Errors
/// As [`find`].
pub fn find_alone(tx: &mut Tx<'_>, id: i64) -> Result<User, Error> {
    let row = Sql::new("SELECT id FROM users WHERE id = ").bind(id).push(dialect::for_removal(tx.db));
    row.load::<(BigInt,), (i64,)>(tx.db)?;
    find(tx, id)
}

/// Is the address somebody else's already?
///
/// # Errors
/// What the database answers.
pub fn is_taken(tx: &mut Tx<'_>, email: &str, by_other_than: Option<i64>) -> QueryResult<bool> {
    let holder = users::table.filter(users::email_key.eq(email_key(email))).select(users::id);
    let holder: Option<i64> = holder.first(tx.db).optional()?;
    Ok(holder.is_some_and(|holder| by_other_than != Some(holder)))
}

/// Files a person. Without a password they cannot sign in.
///
/// # Errors
/// What the database answers, an address that is taken included.
pub fn insert(tx: &mut Tx<'_>, facts: UserFacts) -> QueryResult<User> {
    let id = dialect::next_id(tx.db, "users", Entity::User.name())?;
    let own = (users::id.eq(id), users::email_key.eq(facts.email.as_deref().map(email_key)));
    diesel::insert_into(users::table).values((own, &facts)).execute(tx.db)?;
    let filed = User { id, version: 1, facts };
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Saves what an action made of a person. `None` if somebody was quicker since `before` was read, or if nobody would be
/// left to administer, which a form says before it comes to this.
///
/// # Errors
/// What the database answers.
pub fn save(tx: &mut Tx<'_>, action: Action, before: &User, facts: UserFacts) -> QueryResult<Option<User>> {
    if keepers::locks_out(tx, before, &facts)? {
        return Ok(None);
    }
    let after = User { id: before.id, version: before.version + 1, facts };
    let row = users::table.find(before.id).filter(users::version.eq(before.version));
    let key = users::email_key.eq(after.email.as_deref().map(email_key));
    if diesel::update(row).set((&after.facts, key, users::version.eq(after.version))).execute(tx.db)? == 0 {
        return Ok(None);
    }
    journal::changed(tx, action, before, &after)?;
    shut_out(tx, before, &after)?;
    Ok(Some(after))
}

/// Does the change end the person's sign-ins? They were given to somebody of that address and those roles, who was here.
pub fn ends_sign_ins(before: &UserFacts, after: &UserFacts) -> bool {
    before.email != after.email || before.roles() != after.roles() || !after.active
}

/// Ends what was given before the change. Whoever changes themselves is in the middle of a visit: their form decides.
fn shut_out(tx: &mut Tx<'_>, before: &User, after: &User) -> QueryResult<()> {
    if before.email != after.email || !after.active {
        links::end(tx.db, after.id)?;
    }
    if before.email.is_some() && before.email != after.email {
        let whose = Whose { person: after.id, actor: tx.viewer.actor().unwrap_or(after.id) };
        notices::keep(tx.db, tx.now, whose, Notice::AddressChanged)?;
    }
    if before.active && !after.active {
        delegations::end_all(tx, after.id)?;
    }
    if ends_sign_ins(before, after) && tx.viewer.actor() != Some(after.id) {
        end_sessions(tx.db, after.id, "")?;
    }
    Ok(())
}

/// Who has yet to come in: neither a password nor an account at the provider is theirs.
#[diesel::dsl::auto_type]
fn is_new() -> _ {
    let linked = provider_links::table.filter(provider_links::user_id.eq(users::id));
    users::password_hash.is_null().and(not(exists(linked)))
}

/// Has this person never signed in, and nothing to sign in with?
///
/// # Errors
/// What the database answers.
pub fn was_never_in(db: &mut Db, id: i64) -> QueryResult<bool> {
    diesel::select(exists(users::table.filter(users::id.eq(id)).filter(is_new()))).get_result(db)
}

/// Who could sign in and never has.
///
/// # Errors
/// What the database answers.
pub fn never_in(db: &mut Db) -> QueryResult<Vec<i64>> {
    let able = users::active.eq(true).and(users::email.is_not_null());
    users::table.filter(able).filter(is_new()).select(users::id).load(db)
}

/// What was done about how a person gets in, of which the journal keeps no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// An administrator made them a one-time link.
    Link(LinkKind),
    /// They chose a password.
    Chosen,
}

impl Door {
    // messages: user-door-invitation user-door-reset user-door-chosen
    fn name(self) -> &'static str {
        match self {
            Door::Link(kind) => kind.name(),
            Door::Chosen => "chosen",
        }
    }
}

/// Notes in the journal what was done about how a person gets in.
///
/// # Errors
/// What the database answers.
pub fn note_door(tx: &mut Tx<'_>, person: i64, door: Door) -> QueryResult<()> {
    let version: i64 = users::table.find(person).select(users::version).first(tx.db)?;
    let after = Some(serde_json::Value::from(door.name()).to_string());
    let change = Change { field: "door".to_owned(), before: None, after };
    journal::record(tx, Entity::User, person, version, Action::Edited, &[change]).map(drop)
}

/// Puts a password's hash in place, of which nothing is ever journalled.
///
/// # Errors
/// What the database answers.
pub fn set_password(db: &mut Db, id: i64, hash: &str) -> QueryResult<()> {
    diesel::update(users::table.find(id)).set(users::password_hash.eq(hash)).execute(db).map(drop)
}

/// Ends the person's sign-ins, but for the one with this token's hash.
///
/// # Errors
/// What the database answers.
pub fn end_sessions(db: &mut Db, id: i64, but_for: &str) -> QueryResult<usize> {
    let theirs = sessions::table.filter(sessions::user_id.eq(id).and(sessions::token_hash.ne(but_for)));
    diesel::delete(theirs).execute(db)
}

/// How many of the person's sign-ins are still good: used since the first instant, and begun since the second.
///
/// # Errors
/// What the database answers.
pub fn count_sessions(db: &mut Db, id: i64, (seen, begun): (NaiveDateTime, NaiveDateTime)) -> QueryResult<i64> {
    let alive = sessions::seen_at.ge(seen).and(sessions::created_at.ge(begun));
    sessions::table.filter(sessions::user_id.eq(id).and(alive)).count().get_result(db)
}
