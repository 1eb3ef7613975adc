//! Sign-ins and tries at them, kept for a month: whoever owns the account sees what others tried with it. A try with an
//! address nobody has is kept nowhere.

use std::collections::HashMap;

use chrono::{Duration, NaiveDateTime};
use diesel::dsl::max;
use diesel::prelude::*;

use super::agents;
use crate::db::schema::sign_ins;
use crate::db::sql::Sql;
use crate::db::{Db, Request, Tx};
use crate::text_enum;

/// How long a try is remembered.
const KEPT: Duration = Duration::days(30);
/// How many are shown.
const SHOWN: i64 = 50;

text_enum! {
    /// What became of a try.
    pub enum Outcome {
        /// They are in.
        In = "in",
        /// Not their password.
        WrongPassword = "wrong_password",
        /// Their password, and then a wrong code.
        WrongCode = "wrong_code",
        /// Their password, and then a passkey that was not accepted.
        WrongPasskey = "wrong_passkey",
        /// The right person, whose sign-in has been switched off.
        Inactive = "inactive",
        /// Their address at the provider, and another account there than theirs.
        OtherAccount = "other_account",
    }
}

text_enum! {
    /// How somebody showed who they are.
    pub enum Way {
        /// With their password alone.
        Password = "password",
        /// With their password and a code of their app.
        Code = "code",
        /// With their password and a recovery code.
        Recovery = "recovery",
        /// With their password and a passkey.
        Passkey = "passkey",
        /// With a passkey, which made sure of its owner, and nothing else.
        PasskeyAlone = "passkey_alone",
        /// Through the provider alone.
        Provider = "provider",
        /// Through the provider, and then with a second factor.
        ProviderAndFactor = "provider_and_factor",
    }
}

impl Way {
    /// Is it enough for somebody who has a second factor?
    pub fn is_enough(self) -> bool {
        match self {
            // Whether the provider asks for more than a password is not known here.
            Way::Password | Way::Provider => false,
            Way::Code | Way::Recovery | Way::Passkey | Way::PasskeyAlone | Way::ProviderAndFactor => true,
        }
    }

    /// The whole way, where this was the second step after the first.
    pub fn after(self, first: Way) -> Way {
        if first == Way::Provider { Way::ProviderAndFactor } else { self }
    }
}

/// One sign-in, or try at one.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// When, in UTC.
    pub at: NaiveDateTime,
    /// The address it came from.
    pub address: String,
    agent: String,
    /// What became of it.
    pub outcome: Outcome,
    /// How it was tried.
    pub way: Way,
}

impl SignIn {
    /// The browser and its system, as people call them; else what it said.
    pub fn browser(&self) -> Vec<&str> {
        agents::names(&self.agent)
    }

    // messages: sign-ins-outcome-* sign-ins-way-*
    /// Message key of what became of it.
    pub fn outcome_key(&self) -> String {
        format!("sign-ins-outcome-{}", self.outcome.name())
    }

    /// Message key of how it was tried.
    pub fn way_key(&self) -> String {
        format!("sign-ins-way-{}", self.way.name())
    }

    /// Did they get in?
    pub fn is_in(&self) -> bool {
        self.outcome == Outcome::In
    }
}

/// Remembers what became of a try of this person.
///
/// # Errors
/// What the database answers.
pub fn record(
    db: &mut Db,
    now: NaiveDateTime,
    request: &Request,
    person: i64,
    (outcome, way): (Outcome, Way),
) -> QueryResult<()> {
    let row = (
        sign_ins::user_id.eq(person),
        sign_ins::at.eq(now),
        sign_ins::address.eq(&request.address),
        sign_ins::agent.eq(&request.agent),
        sign_ins::outcome.eq(outcome),
        sign_ins::way.eq(way),
    );
    diesel::insert_into(sign_ins::table).values(row).execute(db).map(drop)
}

/// Remembers a wrong password of whoever has this address. The same statement for an address nobody has: the time it
/// takes tells nothing.
///
/// # Errors
/// What the database answers.
pub(super) fn record_wrong_password(
    db: &mut Db,
    now: NaiveDateTime,
    request: &Request,
    email_key: &str,
) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO sign_ins (user_id, at, address, agent, outcome, way) SELECT id, ").bind(now);
    let insert = insert.push(", ").bind(request.address.as_str()).push(", ").bind(request.agent.as_str());
    let insert = insert.push(", ").bind(Outcome::WrongPassword.name()).push(", ").bind(Way::Password.name());
    insert.push(" FROM users WHERE email_key = ").bind(email_key).run(db).map(drop)
}

/// Forgets what is too long ago; answers how many that were.
///
/// # Errors
/// What the database answers.
pub(super) fn sweep(db: &mut Db, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(sign_ins::table.filter(sign_ins::at.lt(now - KEPT))).execute(db)
}

/// When everybody signed in last, by id: who is missing did not within a month.
///
/// # Errors
/// What the database answers.
pub fn last_of_all(tx: &mut Tx<'_>) -> QueryResult<HashMap<i64, NaiveDateTime>> {
    let ins = sign_ins::table.filter(sign_ins::outcome.eq(Outcome::In).and(sign_ins::at.ge(tx.now - KEPT)));
    let last = ins.group_by(sign_ins::user_id).select((sign_ins::user_id, max(sign_ins::at).assume_not_null()));
    Ok(last.load::<(i64, NaiveDateTime)>(tx.db)?.into_iter().collect())
}

/// A person's sign-ins and tries, newest first. Who may ask is the caller's to know: oneself, or an administrator.
///
/// # Errors
/// What the database answers.
pub fn of(tx: &mut Tx<'_>, person: i64) -> QueryResult<Vec<SignIn>> {
    let theirs = sign_ins::table.filter(sign_ins::user_id.eq(person).and(sign_ins::at.ge(tx.now - KEPT)));
    let rows = theirs.order((sign_ins::at.desc(), sign_ins::id.desc())).limit(SHOWN);
    let columns = (sign_ins::at, sign_ins::address, sign_ins::agent, sign_ins::outcome, sign_ins::way);
    let rows: Vec<(NaiveDateTime, String, String, Outcome, Way)> = rows.select(columns).load(tx.db)?;
    let sign_in = |(at, address, agent, outcome, way)| SignIn { at, address, agent, outcome, way };
    Ok(rows.into_iter().map(sign_in).collect())
}
