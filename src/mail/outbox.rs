//! The outbox: letters waiting to be sent, and what became of them. A letter is claimed by counting its next try, so that
//! of two senders one has it; a sender that dies meanwhile leaves it due again a little later.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::rules;
use crate::config::Config;
use crate::correspondence::MailState;
use crate::db::Db;
use crate::db::schema::{mails, outbox};
use crate::text_enum;

text_enum! {
    /// What a letter is about.
    pub enum Kind {
        /// A link to choose a first password.
        Invitation = "invitation",
        /// A link to choose another password.
        PasswordReset = "password_reset",
        /// The password was replaced with such a link.
        PasswordChanged = "password_changed",
        /// Something else about the sign-in was changed.
        SecurityNotice = "security_notice",
        /// Somebody stands in for somebody, or no longer does.
        Delegation = "delegation",
        /// What happened to somebody's records, and what waits for them.
        Notification = "notification",
        /// What somebody wrote to a customer: its text is that of the mail.
        Mail = "mail",
    }
}

impl Kind {
    /// Does the text let in whoever reads it? Then it is not kept longer than it takes to send.
    fn holds_secret(self) -> bool {
        match self {
            Kind::Invitation | Kind::PasswordReset => true,
            Kind::PasswordChanged | Kind::SecurityNotice | Kind::Delegation | Kind::Notification | Kind::Mail => false,
        }
    }
}

/// A letter to be sent, in the language of who gets it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The address it goes to.
    pub recipient: String,
    /// What it is about.
    pub kind: Kind,
    /// Its subject, one line.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// A letter that is due.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub(super) struct Due {
    pub(super) id: i64,
    pub(super) recipient: String,
    pub(super) kind: Kind,
    pub(super) subject: String,
    pub(super) body: String,
    pub(super) created_at: NaiveDateTime,
    pub(super) tries: i64,
}

/// How long letters that are done with are kept.
const KEPT: Duration = Duration::days(90);

/// How long a letter is left to who has taken it, longer than any talk with a mail server lasts. One that was taken by a
/// program that died is due again afterwards: the mail server may have had it by then, and gets the same message again.
const TAKEN: Duration = Duration::minutes(15);

/// The longest that is kept of what a mail server said.
const LONGEST_ERROR: usize = 500;

/// Puts a letter into the outbox, as part of the change it tells of; says whether there is a mail server to send it.
///
/// # Errors
/// What the database answers.
pub fn post(db: &mut Db, config: &Config, now: NaiveDateTime, letter: &Letter) -> QueryResult<bool> {
    if !config.sends_mail() {
        return Ok(false);
    }
    file(db, now, letter)?;
    Ok(true)
}

/// Puts a letter into the outbox; answers its id there.
///
/// # Errors
/// What the database answers.
pub fn file(db: &mut Db, now: NaiveDateTime, letter: &Letter) -> QueryResult<i64> {
    let row = (
        outbox::recipient.eq(&letter.recipient),
        outbox::kind.eq(letter.kind),
        outbox::subject.eq(&letter.subject),
        outbox::body.eq(&letter.body),
        outbox::created_at.eq(now),
        outbox::next_try_at.eq(now),
    );
    diesel::insert_into(outbox::table).values(row).returning(outbox::id).get_result(db)
}

/// Is any letter due?
///
/// # Errors
/// What the database answers.
pub fn is_any_due(db: &mut Db, now: NaiveDateTime) -> QueryResult<bool> {
    let waiting = outbox::sent_at.is_null().and(outbox::failed_at.is_null()).and(outbox::next_try_at.le(now));
    diesel::select(diesel::dsl::exists(outbox::table.filter(waiting))).get_result(db)
}

/// Letters that are due, the longest waiting first.
pub(super) fn due(db: &mut Db, now: NaiveDateTime, most: i64) -> QueryResult<Vec<Due>> {
    let waiting = outbox::sent_at.is_null().and(outbox::failed_at.is_null()).and(outbox::next_try_at.le(now));
    let rows = outbox::table.filter(waiting).order((outbox::next_try_at, outbox::id)).limit(most);
    rows.select(Due::as_select()).load(db)
}

/// Takes a letter for this try, if nobody else has: it is due again when the try would long be over.
pub(super) fn claim(db: &mut Db, letter: &Due, now: NaiveDateTime) -> QueryResult<bool> {
    let waiting = outbox::sent_at.is_null().and(outbox::failed_at.is_null()).and(outbox::next_try_at.le(now));
    let row = outbox::table.find(letter.id).filter(outbox::tries.eq(letter.tries).and(waiting));
    let claimed = (outbox::tries.eq(letter.tries + 1), outbox::next_try_at.eq(now + TAKEN));
    Ok(diesel::update(row).set(claimed).execute(db)? == 1)
}

/// The letter, as long as nobody has sent it.
#[diesel::dsl::auto_type(no_type_alias)]
fn unsent(letter: i64) -> _ {
    outbox::table.filter(outbox::id.eq(letter).and(outbox::sent_at.is_null()))
}

/// Notes that a letter was sent.
pub(super) fn sent(db: &mut Db, letter: &Due, now: NaiveDateTime) -> QueryResult<()> {
    let over = (outbox::sent_at.eq(now), outbox::failed_at.eq(None::<NaiveDateTime>));
    let done = (over, outbox::body.eq(remains(letter)), outbox::last_error.eq(""));
    db.transaction(|db| {
        if diesel::update(unsent(letter.id)).set(done).execute(db)? > 0 && letter.kind == Kind::Mail {
            follow(db, letter, MailState::Sent, "", now)?;
        }
        Ok(())
    })
}

/// What became of a letter became of the mail it is: its author is told, and the record's timeline, by a job.
fn follow(db: &mut Db, letter: &Due, state: MailState, why: &str, now: NaiveDateTime) -> QueryResult<()> {
    let row = mails::table.filter(mails::outbox_id.eq(letter.id).and(mails::state.eq(MailState::Waiting)));
    let set = (mails::state.eq(state), mails::trouble.eq(why), mails::at.eq(now), mails::unfiled.eq(true));
    diesel::update(row).set(set).execute(db).map(drop)
}

/// Notes why a claimed letter was not sent; answers whether it is given up. Whose try took so long that another took the
/// letter has nothing to say of it any more.
pub(super) fn failed(db: &mut Db, letter: &Due, now: NaiveDateTime, why: &str) -> QueryResult<bool> {
    let why: String = why.chars().take(LONGEST_ERROR).collect();
    let row = unsent(letter.id).filter(outbox::tries.eq(letter.tries + 1));
    match rules::wait(letter.tries + 1) {
        None => {
            let over = (outbox::failed_at.eq(now), outbox::body.eq(remains(letter)), outbox::last_error.eq(&why));
            db.transaction(|db| {
                let is_over = diesel::update(row).set(over).execute(db)? > 0;
                if is_over && letter.kind == Kind::Mail {
                    follow(db, letter, MailState::Failed, &why, now)?;
                }
                Ok(is_over)
            })
        }
        Some(wait) => {
            let again = (outbox::next_try_at.eq(now + wait), outbox::last_error.eq(why));
            diesel::update(row).set(again).execute(db).map(|_| false)
        }
    }
}

/// What is kept of the text of a letter that is done with.
fn remains(letter: &Due) -> &str {
    if letter.kind.holds_secret() { "" } else { &letter.body }
}

/// Removes letters that were done with long ago; answers how many.
///
/// # Errors
/// What the database answers.
pub fn forget_old(db: &mut Db, now: NaiveDateTime) -> QueryResult<usize> {
    let done = outbox::sent_at.is_not_null().or(outbox::failed_at.is_not_null());
    let old = outbox::table.filter(outbox::created_at.lt(now - KEPT).and(done));
    // A number is given again once it is free.
    let known = mails::table.filter(mails::outbox_id.eq_any(old.select(outbox::id.nullable())));
    diesel::update(known).set(mails::outbox_id.eq(None::<i64>)).execute(db)?;
    diesel::delete(old).execute(db)
}

/// Takes back a letter nobody tries any more: what it was is written anew.
///
/// # Errors
/// What the database answers.
pub fn forget(db: &mut Db, id: i64) -> QueryResult<()> {
    diesel::delete(unsent(id).filter(outbox::failed_at.is_not_null())).execute(db).map(drop)
}

/// How the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Letters not sent yet.
    pub waiting: i64,
    /// Letters given up.
    pub failed: i64,
}

/// Counts what waits and what was given up.
///
/// # Errors
/// What the database answers.
pub fn standing(db: &mut Db) -> QueryResult<Standing> {
    let waiting = outbox::sent_at.is_null().and(outbox::failed_at.is_null());
    Ok(Standing {
        waiting: outbox::table.filter(waiting).count().get_result(db)?,
        failed: outbox::table.filter(outbox::failed_at.is_not_null()).count().get_result(db)?,
    })
}

/// A letter that was given up, or waits to be tried again.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = outbox)]
pub struct Stuck {
    /// Its id.
    pub id: i64,
    /// Whom it was for.
    pub recipient: String,
    /// What it is about.
    pub kind: Kind,
    /// Its subject.
    pub subject: String,
    body: String,
    /// When it was written.
    pub created_at: NaiveDateTime,
    /// How often it was tried.
    pub tries: i64,
    /// When it is tried again.
    pub next_try_at: NaiveDateTime,
    /// When it was given up.
    pub failed_at: Option<NaiveDateTime>,
    /// What the mail server said last.
    pub last_error: String,
}

impl Stuck {
    /// Is there anything left to send? A link that lets somebody in is not kept once the letter was given up.
    pub fn is_whole(&self) -> bool {
        self.failed_at.is_none() || !self.kind.holds_secret() || !self.body.is_empty()
    }
}

/// Letters that were not taken at their first try, given up or not, the youngest first.
///
/// # Errors
/// What the database answers.
pub fn stuck(db: &mut Db, most: i64) -> QueryResult<Vec<Stuck>> {
    let rows = outbox::table.filter(outbox::sent_at.is_null().and(outbox::last_error.ne("")));
    rows.order(outbox::id.desc()).limit(most).select(Stuck::as_select()).load(db)
}

/// Has a letter tried once more from the beginning, with all its waits; no, where there is nothing left to send or it was sent.
///
/// # Errors
/// What the database answers.
pub fn resend(db: &mut Db, id: i64, now: NaiveDateTime) -> QueryResult<Option<Stuck>> {
    let Some(letter) = find_stuck(db, id)?.filter(Stuck::is_whole) else { return Ok(None) };
    let again = (outbox::tries.eq(0), outbox::next_try_at.eq(now), outbox::failed_at.eq(None::<NaiveDateTime>));
    diesel::update(unsent(id)).set(again).execute(db)?;
    let mail = mails::table.filter(mails::outbox_id.eq(id).and(mails::state.eq(MailState::Failed)));
    diesel::update(mail).set((mails::state.eq(MailState::Waiting), mails::unfiled.eq(false))).execute(db)?;
    Ok(Some(letter))
}

/// Throws a letter away that was given up. A mail of somebody stays with them, to be written on.
///
/// # Errors
/// What the database answers.
pub fn discard(db: &mut Db, id: i64) -> QueryResult<Option<Stuck>> {
    let Some(letter) = find_stuck(db, id)?.filter(|letter| letter.failed_at.is_some()) else { return Ok(None) };
    let mail = mails::table.filter(mails::outbox_id.eq(id));
    diesel::update(mail).set(mails::outbox_id.eq(None::<i64>)).execute(db)?;
    diesel::delete(unsent(id)).execute(db)?;
    Ok(Some(letter))
}

fn find_stuck(db: &mut Db, id: i64) -> QueryResult<Option<Stuck>> {
    unsent(id).select(Stuck::as_select()).first(db).optional()
}
