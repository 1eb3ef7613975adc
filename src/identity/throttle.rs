//! How often somebody may guess. Tries are counted per account and address together, per address, and per account.
//!
//! The first refuses for a while, never longer than a quarter of an hour, and a guesser elsewhere does not use up the
//! tries of the owner here. The second does the same, to whom an account has refused before: a colleague in the same
//! office, or whoever comes through the same proxy, signs in with the right password as ever. The third only makes each
//! try slower, for guesses that come from everywhere. A browser that has signed in with the account before is counted by
//! itself, so that nobody can be locked out of their account by others, wherever those sit. Keys are hashed: what people
//! type by mistake is not kept.
//!
//! A failure is forgotten each quarter of an hour: what people mistype in the course of weeks never adds up to a guesser.
//!
//! A door where nobody says who they are (an invitation, a page for the public) counts by network alone:
//! `throttle::pass(db, &Counters::at("invitation", address), now)?` is all such a handler says, before it looks.

use std::net::IpAddr;

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamp};

use crate::db::schema::throttles;
use crate::db::sql::Sql;
use crate::db::{Db, dialect};
use crate::i18n::Text;
use crate::values::token;
use crate::web::Error;

/// After this time without a try, all is forgotten.
const FORGOTTEN: Duration = Duration::days(1);
/// The longest anybody is told to wait.
const LONGEST: i64 = 15 * 60;
/// The first wait, in seconds; each further failure doubles it.
const FIRST: i64 = 30;

/// How many failures each count allows before it acts. Tries still under way count as failures: a person with many
/// windows must not be taken for a guesser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// One account from one address, or from one known browser.
    Pair,
    /// Whatever comes from one address, which may be a whole office: refuses who has failed at this account before.
    Address,
    /// One account from anywhere: slower, never refused.
    Account,
    /// A door where nobody says who they are, from one network.
    Door,
}

impl Rule {
    fn free(self) -> i64 {
        match self {
            Rule::Pair => 10,
            Rule::Address | Rule::Door => 50,
            Rule::Account => 20,
        }
    }

    /// Seconds to wait after the last of so many failures.
    fn wait(self, failures: i64) -> i64 {
        match (self, failures - self.free()) {
            (Rule::Account, _) | (_, ..0) => 0,
            (Rule::Pair | Rule::Address | Rule::Door, over) => (FIRST << over.min(8)).min(LONGEST),
        }
    }

    /// Seconds by which a try is slowed down after so many failures.
    fn slow(self, failures: i64) -> u64 {
        match self {
            Rule::Account => u64::try_from((failures - self.free()).clamp(0, 3)).unwrap_or(0),
            Rule::Pair | Rule::Address | Rule::Door => 0,
        }
    }
}

/// One count.
#[derive(Clone, Debug)]
struct Counter {
    rule: Rule,
    key: String,
}

/// What is counted for one try.
#[derive(Clone, Debug)]
pub struct Counters(Vec<Counter>);

impl Counters {
    /// A try by whom nobody else can pretend to be, such as a browser known from an earlier sign-in.
    pub fn alone(words: &str) -> Counters {
        Counters(vec![Counter { rule: Rule::Pair, key: token::hash(&format!("alone {words}")) }])
    }

    /// A try at a door where nobody says who they are, from an address.
    pub fn at(door: &str, address: &str) -> Counters {
        let key = token::hash(&format!("door {door} {}", network(address)));
        Counters(vec![Counter { rule: Rule::Door, key }])
    }

    /// A try at an account, by whatever names it, from an address.
    pub fn of(account: &str, address: &str) -> Counters {
        let address = network(address);
        let counter = |rule, words: String| Counter { rule, key: token::hash(&words) };
        let mut counters = vec![
            counter(Rule::Account, format!("account {account}")),
            counter(Rule::Address, format!("address {address}")),
            counter(Rule::Pair, format!("pair {address} {account}")),
        ];
        // Two tries at once lock their rows in the same order and never wait for each other in a circle.
        counters.sort_by(|a, b| a.key.cmp(&b.key));
        Counters(counters)
    }
}

/// The network a try comes from: an address by itself, but for IPv6, where one visitor has 2⁶⁴ of them.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(v6)) => v6
            .to_ipv4_mapped()
            .map_or_else(|| v6.segments()[..4].iter().map(|part| format!("{part:x}:")).collect(), |v4| v4.to_string()),
        Ok(IpAddr::V4(_)) | Err(_) => address.to_owned(),
    }
}

/// What becomes of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may go on, after so many seconds.
    Go {
        /// Seconds to hold it up.
        slow: u64,
    },
    /// It is refused for so many seconds.
    Wait {
        /// Seconds until the next try is heard.
        seconds: i64,
    },
}

/// Counts a try as failed before it is made, so that many at once are counted too; [`forgive`] takes it back.
/// A refused try is not counted.
///
/// # Errors
/// What the database answers.
pub fn take(db: &mut Db, counters: &Counters, now: NaiveDateTime) -> QueryResult<Verdict> {
    let (mut seconds, mut slow, mut is_first) = (0, 0, false);
    let mut forgotten = Vec::new();
    for counter in &counters.0 {
        let (failures, last_at) = read(db, &counter.key)?.unwrap_or((0, now));
        let gone = gone(failures, now - last_at);
        let failures = failures - gone;
        forgotten.push((&counter.key, gone));
        seconds = seconds.max(counter.rule.wait(failures) - (now - last_at).num_seconds());
        slow = slow.max(counter.rule.slow(failures));
        is_first |= counter.rule == Rule::Pair && failures == 0;
    }
    if seconds > 0 && !is_first {
        return Ok(Verdict::Wait { seconds });
    }
    forgotten.into_iter().try_for_each(|(key, gone)| count(db, key, gone, now))?;
    Ok(Verdict::Go { slow })
}

/// Forgets failures that no longer count; answers how many counts that were.
///
/// # Errors
/// What the database answers.
pub(super) fn sweep(db: &mut Db, now: NaiveDateTime) -> QueryResult<usize> {
    diesel::delete(throttles::table.filter(throttles::last_at.lt(now - FORGOTTEN))).execute(db)
}

/// [`take`] for a page that says nothing more to who has to wait than that: the error is the page.
///
/// # Errors
/// Too many tries; what the database answers.
pub fn pass(db: &mut Db, counters: &Counters, now: NaiveDateTime) -> Result<(), Error> {
    match take(db, counters, now)? {
        Verdict::Go { .. } => Ok(()),
        Verdict::Wait { seconds } => Err(Error::TooMany { seconds }),
    }
}

fn read(db: &mut Db, key: &str) -> QueryResult<Option<(i64, NaiveDateTime)>> {
    let lock = dialect::for_update(db);
    let select = Sql::new("SELECT failures, last_at FROM throttles WHERE key = ").bind(key).push(lock);
    Ok(select.load::<(BigInt, Timestamp), (i64, NaiveDateTime)>(db)?.pop())
}

/// How many of so many failures are forgotten after a time without one: as many as there were longest waits in it. A
/// guesser gets no more tries by that than by waiting. After long enough all are.
fn gone(failures: i64, since: Duration) -> i64 {
    if since > FORGOTTEN {
        return failures;
    }
    (since.num_seconds() / LONGEST).clamp(0, failures.max(0))
}

fn count(db: &mut Db, key: &str, gone: i64, now: NaiveDateTime) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO throttles (key, failures, last_at) VALUES (").bind(key).push(", 1, ").bind(now);
    let again = ") ON CONFLICT (key) DO UPDATE SET failures = throttles.failures + 1 - ";
    insert.push(again).bind(gone).push(", last_at = excluded.last_at").run(db).map(drop)
}

/// The try was right: the account's failures are forgotten, the address gets this one try back. Others' failures from
/// there still count, or a guesser with an account of their own could begin anew with each sign-in.
///
/// # Errors
/// What the database answers.
pub fn forgive(db: &mut Db, counters: &Counters) -> QueryResult<()> {
    for Counter { rule, key } in &counters.0 {
        let row = throttles::table.find(key);
        match rule {
            Rule::Pair | Rule::Account => diesel::delete(row).execute(db)?,
            Rule::Address | Rule::Door => {
                diesel::update(row).set(throttles::failures.eq(throttles::failures - 1)).execute(db)?
            }
        };
    }
    Ok(())
}

/// What a form says to who has to wait.
pub fn sentence(text: &Text, seconds: i64) -> String {
    match seconds {
        ..=90 => text.n("throttle-seconds", seconds.max(1)),
        _ => text.n("throttle-minutes", (seconds + 59) / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<i64> = (9..17).map(|failures| Rule::Pair.wait(failures)).collect();
        assert_eq!(waits, [0, 30, 60, 120, 240, 480, 900, 900]);
        assert_eq!(Rule::Pair.wait(i64::from(u32::MAX)), LONGEST);
    }

    #[test]
    fn an_account_tried_from_everywhere_is_slow_and_open() {
        assert_eq!(Rule::Account.wait(100_000), 0);
        assert_eq!([20, 21, 22, 23, 100_000].map(|failures| Rule::Account.slow(failures)), [0, 1, 2, 3, 3]);
    }

    #[test]
    fn an_address_of_many_is_patient_with_them() {
        assert_eq!(Rule::Address.wait(49), 0);
        assert_eq!(Rule::Address.wait(50), 30);
    }

    #[test]
    fn a_failure_is_forgotten_each_quarter_of_an_hour() {
        let gone = |failures, minutes| gone(failures, Duration::minutes(minutes));
        assert_eq!([gone(3, 14), gone(3, 15), gone(3, 44), gone(3, 600), gone(0, 600)], [0, 1, 2, 3, 0]);
        assert_eq!([gone(3, -60), gone(-1, 600)], [0, 0]);
        assert_eq!([gone(500, 24 * 60), gone(500, 24 * 60 + 1), gone(-1, 24 * 60 + 1)], [96, 500, -1]);
    }

    #[test]
    fn one_ipv6_visitor_is_one_however_many_addresses_they_have() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
    }

    #[test]
    fn what_was_typed_is_not_kept() {
        let counters = Counters::of("a password by mistake", "192.0.2.7");
        assert!(counters.0.iter().all(|counter| counter.key.len() == 64));
    }
}
