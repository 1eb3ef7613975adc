//! Links that open one door once: an invitation for somebody new, a way back in for who forgot their password. Only the
//! hash of a token is kept; the link itself is shown, or sent, once.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{one_time_links, users};
use crate::text_enum;
use crate::values::token;
use crate::web::Error;

text_enum! {
    /// What a link is for.
    pub enum LinkKind {
        /// To choose a first password.
        Invitation = "invitation",
        /// To choose another one.
        Reset = "reset",
    }
}

impl LinkKind {
    /// How long such a link works.
    pub fn lifetime(self) -> Duration {
        match self {
            LinkKind::Invitation => Duration::days(7),
            LinkKind::Reset => Duration::hours(1),
        }
    }

    /// Where such links lead.
    fn place(self) -> &'static str {
        match self {
            LinkKind::Invitation => "/invitations",
            LinkKind::Reset => "/password-resets",
        }
    }
}

/// A link just made: the only moment at which its token is known.
#[derive(Debug)]
pub struct Link {
    /// What it is for.
    pub kind: LinkKind,
    /// The path it leads to.
    pub path: String,
}

/// Makes a link for a person. Those that have expired go, whoever they were for.
///
/// # Errors
/// What the database answers; when the system gives no randomness.
pub fn make(db: &mut Db, person: i64, kind: LinkKind, now: NaiveDateTime) -> Result<Link, Error> {
    diesel::delete(one_time_links::table.filter(one_time_links::expires_at.le(now))).execute(db)?;
    let token = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
    let row = (
        one_time_links::token_hash.eq(token::hash(&token)),
        one_time_links::user_id.eq(person),
        one_time_links::kind.eq(kind),
        one_time_links::created_at.eq(now),
        one_time_links::expires_at.eq(now + kind.lifetime()),
    );
    diesel::insert_into(one_time_links::table).values(row).execute(db)?;
    Ok(Link { kind, path: format!("{}/{token}", kind.place()) })
}

/// Whose link it is, while it works and they may sign in.
///
/// # Errors
/// What the database answers.
pub fn holder(db: &mut Db, kind: LinkKind, token: &str, now: NaiveDateTime) -> QueryResult<Option<i64>> {
    let able = users::active.eq(true).and(users::email.is_not_null());
    let alive = one_time_links::kind.eq(kind).and(one_time_links::expires_at.gt(now));
    let row = one_time_links::table.inner_join(users::table.on(users::id.eq(one_time_links::user_id)));
    let row = row.filter(one_time_links::token_hash.eq(token::hash(token)).and(alive).and(able));
    row.select(users::id).first(db).optional()
}

/// Uses a link up, and every other one of the person. `None` when it works no more: of two at the same moment one gets in.
///
/// # Errors
/// What the database answers.
pub fn take(db: &mut Db, kind: LinkKind, token: &str, now: NaiveDateTime) -> QueryResult<Option<i64>> {
    let Some(person) = holder(db, kind, token, now)? else { return Ok(None) };
    let this = one_time_links::table.find(token::hash(token));
    if diesel::delete(this).execute(db)? == 0 {
        return Ok(None);
    }
    end(db, person)?;
    Ok(Some(person))
}

/// Ends every link of a person.
///
/// # Errors
/// What the database answers.
pub fn end(db: &mut Db, person: i64) -> QueryResult<usize> {
    diesel::delete(one_time_links::table.filter(one_time_links::user_id.eq(person))).execute(db)
}

/// How many links of a person work.
///
/// # Errors
/// What the database answers.
pub fn count(db: &mut Db, person: i64, now: NaiveDateTime) -> QueryResult<i64> {
    let theirs = one_time_links::user_id.eq(person).and(one_time_links::expires_at.gt(now));
    one_time_links::table.filter(theirs).count().get_result(db)
}
