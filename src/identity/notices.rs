//! What a person is told about their own sign-in, whoever changed it: on their profile for a month, and once when they
//! next sign in; by mail as well, where there is a mail server.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::letters;
use super::user::User;
use crate::config::Config;
use crate::db::schema::{security_notices, users};
use crate::db::{Db, Tx};
use crate::i18n::Text;
use crate::text_enum;

/// How long it is shown.
const KEPT: Duration = Duration::days(30);

text_enum! {
    /// What happened.
    pub enum Notice {
        /// A second factor was set up.
        FactorSet = "factor_set",
        /// The second factor was taken away.
        FactorRemoved = "factor_removed",
        /// A passkey was added.
        PasskeyAdded = "passkey_added",
        /// A passkey was removed.
        PasskeyRemoved = "passkey_removed",
        /// A passkey was refused that there may be a copy of.
        PasskeyRefused = "passkey_refused",
        /// Recovery codes were made anew.
        CodesMade = "codes_made",
        /// Somebody signed in with a recovery code.
        RecoveryUsed = "recovery_used",
        /// The password was changed.
        PasswordChanged = "password_changed",
        /// They sign in with another address.
        AddressChanged = "address_changed",
        /// An account at the provider was linked.
        ProviderLinked = "provider_linked",
        /// The account at the provider was unlinked.
        ProviderUnlinked = "provider_unlinked",
        /// Somebody else named a stand-in for them.
        StandInNamed = "stand_in_named",
        /// Somebody else took that back.
        StandInRevoked = "stand_in_revoked",
        /// They were named as a stand-in.
        StandsIn = "stands_in",
        /// They are a stand-in no more.
        StandsInNoMore = "stands_in_no_more",
    }
}

impl Notice {
    // messages: notice-*
    /// What it says.
    pub fn sentence(self, text: &Text) -> &'static str {
        text.t(&format!("notice-{}", self.name()))
    }
}

/// Something a person was told.
#[derive(Clone, Debug)]
pub struct Told {
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// What happened.
    pub notice: Notice,
    /// Whose doing it was, where not their own.
    pub by: Option<String>,
}

/// Whose sign-in was changed, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Whose {
    /// Who is told.
    pub person: i64,
    /// Who did it, maybe themselves.
    pub actor: i64,
}

impl Whose {
    /// Somebody changed their own.
    pub fn own(person: i64) -> Whose {
        Whose { person, actor: person }
    }
}

/// Tells a person what was done to their sign-in, by mail too.
///
/// # Errors
/// What the database answers.
pub fn tell(db: &mut Db, config: &Config, now: NaiveDateTime, whose: Whose, notice: Notice) -> QueryResult<()> {
    keep(db, now, whose, notice)?;
    let owner = users::table.find(whose.person).select(User::as_select()).first(db)?;
    letters::post_notice(db, config, now, &owner, notice).map(drop)
}

/// Tells a person where they sign in, of what a letter of its own tells already.
///
/// # Errors
/// What the database answers.
pub fn keep(db: &mut Db, now: NaiveDateTime, whose: Whose, notice: Notice) -> QueryResult<()> {
    let Whose { person, actor } = whose;
    let row = (
        security_notices::user_id.eq(person),
        security_notices::actor_id.eq(actor),
        security_notices::at.eq(now),
        security_notices::kind.eq(notice),
    );
    diesel::insert_into(security_notices::table).values(row).execute(db).map(drop)
}

/// What whoever is signed in was told of late, newest first.
///
/// # Errors
/// What the database answers.
pub(super) fn mine(tx: &mut Tx<'_>) -> QueryResult<Vec<Told>> {
    let me = tx.viewer.id;
    let mine = security_notices::table
        .filter(security_notices::user_id.eq(me).and(security_notices::at.ge(tx.now - KEPT)))
        .order((security_notices::at.desc(), security_notices::id.desc()))
        .limit(20);
    let columns = (security_notices::at, security_notices::kind, security_notices::actor_id);
    let rows: Vec<(NaiveDateTime, Notice, i64)> = mine.select(columns).load(tx.db)?;
    let name = |actor: i64| tx.directory.people.iter().find(|other| other.id == actor).map(|other| other.name.clone());
    let told = |(at, notice, actor)| Told { at, notice, by: (actor != me).then(|| name(actor)).flatten() };
    Ok(rows.into_iter().map(told).collect())
}

/// What a person has not been told yet. From now on they have.
///
/// # Errors
/// What the database answers.
pub(super) fn take_untold(db: &mut Db, now: NaiveDateTime, person: i64) -> QueryResult<Vec<Notice>> {
    diesel::delete(security_notices::table.filter(security_notices::at.lt(now - KEPT))).execute(db)?;
    let untold =
        security_notices::table.filter(security_notices::user_id.eq(person).and(security_notices::told.eq(false)));
    let mut found: Vec<Notice> = untold.select(security_notices::kind).order(security_notices::id).load(db)?;
    diesel::update(untold).set(security_notices::told.eq(true)).execute(db)?;
    found.dedup();
    Ok(found)
}
