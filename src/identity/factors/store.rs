//! Factors and recovery codes in the database.

use chrono::NaiveDateTime;
use diesel::dsl::{And, Eq, Filter, exists};
use diesel::prelude::*;

use super::app::Key;
use super::passkeys::{self, Listed};
use super::{Kind, sealed};
use crate::db::schema::{factors, recovery_codes, users};
use crate::db::{Db, Tx};
use crate::identity::codes;
use crate::identity::history::Way;
use crate::identity::notices::{self, Notice, Whose};
use crate::journal::{self, Action, Change, Entity};
use crate::values::token;
use crate::web::{App, Error};

/// How many recovery codes are made at once.
const CODES: usize = 10;
/// Digits of an app's code.
const DIGITS: usize = 6;

/// What somebody has to show.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Since when there is an app; none without.
    pub since: Option<NaiveDateTime>,
    /// Their passkeys.
    pub passkeys: Vec<Listed>,
    /// Recovery codes that are still good.
    pub codes: i64,
}

impl Standing {
    /// How many factors there are.
    pub fn count(&self) -> usize {
        self.passkeys.len() + usize::from(self.since.is_some())
    }

    /// Is there any factor?
    pub fn any(&self) -> bool {
        self.count() > 0
    }
}

/// What this person has to show.
///
/// # Errors
/// What the database answers.
pub fn standing(db: &mut Db, person: i64) -> QueryResult<Standing> {
    let since = apps_of(person).select(factors::created_at).order(factors::created_at).first(db).optional()?;
    let codes = recovery_codes::table.filter(recovery_codes::user_id.eq(person)).count().get_result(db)?;
    Ok(Standing { since, passkeys: passkeys::all(db, person)?, codes })
}

/// Keeps the app of whoever is signed in, in place of an older one; the code that proved it is not good again.
pub(super) fn keep_app(tx: &mut Tx<'_>, own: &[u8], key: &Key, span: i64) -> Result<(), Error> {
    let person = tx.viewer.id;
    diesel::delete(apps_of(person)).execute(tx.db)?;
    let row = (
        factors::user_id.eq(person),
        factors::kind.eq(Kind::App),
        factors::name.eq(""),
        factors::secret.eq(sealed::seal(own, person, key.bytes())?),
        factors::used.eq(span),
        factors::created_at.eq(tx.now),
    );
    diesel::insert_into(factors::table).values(row).execute(tx.db)?;
    Ok(mark(tx, person)?)
}

/// Makes recovery codes in place of the old ones. They are never seen again.
pub(super) fn make_codes(tx: &mut Tx<'_>) -> Result<Vec<String>, Error> {
    let person = tx.viewer.id;
    diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(person))).execute(tx.db)?;
    let fresh = (0..CODES).map(|_| codes::fresh()).collect::<Result<Vec<String>, Error>>()?;
    for code in &fresh {
        let row = (recovery_codes::user_id.eq(person), recovery_codes::code_hash.eq(kept(code)));
        diesel::insert_into(recovery_codes::table).values(row).execute(tx.db)?;
    }
    Ok(fresh)
}

/// Takes away everything a person shows beside their password.
pub(super) fn remove(tx: &mut Tx<'_>, person: i64) -> QueryResult<()> {
    diesel::delete(factors::table.filter(factors::user_id.eq(person))).execute(tx.db)?;
    left(tx, person)
}

/// Takes away the app of whoever is signed in.
pub(super) fn remove_app(tx: &mut Tx<'_>) -> QueryResult<()> {
    diesel::delete(apps_of(tx.viewer.id)).execute(tx.db)?;
    left(tx, tx.viewer.id)
}

/// Takes away one factor of whoever is signed in.
pub(super) fn remove_one(tx: &mut Tx<'_>, id: i64) -> QueryResult<()> {
    let theirs = factors::table.filter(factors::user_id.eq(tx.viewer.id).and(factors::id.eq(id)));
    diesel::delete(theirs).execute(tx.db)?;
    left(tx, tx.viewer.id)
}

/// Without a factor there is nothing to recover.
fn left(tx: &mut Tx<'_>, person: i64) -> QueryResult<()> {
    let others = factors::table.filter(factors::user_id.eq(person));
    if !diesel::select(exists(others)).get_result::<bool>(tx.db)? {
        diesel::delete(recovery_codes::table.filter(recovery_codes::user_id.eq(person))).execute(tx.db)?;
    }
    mark(tx, person)
}

/// Some of a person's factors.
pub(super) type Of = Filter<factors::table, And<Eq<factors::user_id, i64>, Eq<factors::kind, Kind>>>;

fn apps_of(person: i64) -> Of {
    of_kind(person, Kind::App)
}

/// What a person has of one kind.
pub(super) fn of_kind(person: i64, kind: Kind) -> Of {
    factors::table.filter(factors::user_id.eq(person).and(factors::kind.eq(kind)))
}

/// Notes with the person whether they have a factor, and in the journal that it changed.
pub(super) fn mark(tx: &mut Tx<'_>, person: i64) -> QueryResult<()> {
    let row = users::table.find(person);
    let (version, before): (i64, bool) = row.select((users::version, users::has_factor)).first(tx.db)?;
    let has = factors::table.filter(factors::user_id.eq(person));
    let after: bool = diesel::select(exists(has)).get_result(tx.db)?;
    diesel::update(row).set(users::has_factor.eq(after)).execute(tx.db)?;
    let json = |has: bool| Some(has.to_string());
    let change = Change { field: "has_factor".to_owned(), before: json(before), after: json(after) };
    journal::record(tx, Entity::User, person, version, Action::Edited, &[change]).map(drop)
}

/// Takes a code of the person's app, or one of their recovery codes; says which it was. None is taken twice.
///
/// # Errors
/// What the database answers; a key that does not open.
pub fn take_code(db: &mut Db, app: &App, person: i64, typed: &str, now: NaiveDateTime) -> Result<Option<Way>, Error> {
    let code = codes::plain(typed);
    if code.len() == DIGITS {
        return Ok(take_of_app(db, &app.key, person, &code, now)?.then_some(Way::Code));
    }
    let row = recovery_codes::table.find((person, kept(&code)));
    if diesel::delete(row).execute(db)? == 0 {
        return Ok(None);
    }
    notices::tell(db, &app.config, now, Whose::own(person), Notice::RecoveryUsed)?;
    Ok(Some(Way::Recovery))
}

fn take_of_app(db: &mut Db, own: &[u8], person: i64, code: &str, now: NaiveDateTime) -> Result<bool, Error> {
    for (id, secret) in apps_of(person).select((factors::id, factors::secret)).load::<(i64, String)>(db)? {
        let key = Key::of(&sealed::open(own, person, &secret)?);
        let Some(span) = key.and_then(|key| key.span(code, now)) else { continue };
        let unused = factors::table.filter(factors::id.eq(id).and(factors::used.lt(span)));
        return Ok(diesel::update(unused).set(factors::used.eq(span)).execute(db)? == 1);
    }
    Ok(false)
}

/// What the table holds in place of a code: nobody guesses its 80 random bits.
fn kept(code: &str) -> String {
    token::hash(&codes::plain(code))
}
