//! The row of each job: whose it is, until when, and what came of it last.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::{Job, rules};
use crate::db::Db;
use crate::db::schema::jobs;
use crate::db::sql::Sql;

/// The longest that is kept of why a job failed.
const LONGEST_ERROR: usize = 500;

/// What is kept of a job whose node was gone before it was done.
const GONE: &str = "the node that had taken it up was gone before it was done";

/// How a job stands.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = jobs)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// When it has its next turn.
    pub next_at: NaiveDateTime,
    /// Somebody wants it done now.
    pub asked: bool,
    /// How often it was taken up.
    pub runs: i64,
    /// The node that has it; empty when nobody has.
    pub holder: String,
    /// Until when.
    pub held_until: Option<NaiveDateTime>,
    /// When it was taken up last.
    pub began_at: Option<NaiveDateTime>,
    /// When the last run ended.
    pub ended_at: Option<NaiveDateTime>,
    /// How long that took, in milliseconds.
    pub took_ms: i64,
    /// How much it dealt with.
    pub dealt: i64,
    /// The node it ran on.
    pub node: String,
    /// Failures in a row.
    pub failures: i64,
    /// Why it failed last; empty when it went well.
    pub last_error: String,
}

impl Row {
    /// Is it at work? Its node was heard of not long ago.
    pub fn is_running(&self, now: NaiveDateTime) -> bool {
        !self.holder.is_empty() && self.held_until.is_some_and(|until| until > now)
    }

    /// Has it been left in the middle by a node that is gone?
    pub(super) fn is_left(&self, now: NaiveDateTime) -> bool {
        !self.holder.is_empty() && !self.is_running(now)
    }

    /// Is it its turn, and has nobody taken it up?
    pub(super) fn has_its_turn(&self, now: NaiveDateTime) -> bool {
        self.next_at <= now && !self.is_running(now)
    }
}

/// A job that was taken up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Which.
    pub job: Job,
    /// The node that has it.
    pub node: String,
    /// Since when.
    pub since: NaiveDateTime,
    /// The number under which it ends.
    run: i64,
    /// Failures before it.
    failures: i64,
}

/// How the jobs stand that this program knows and that have had a row made.
///
/// # Errors
/// What the database answers.
pub fn all(db: &mut Db) -> QueryResult<BTreeMap<Job, Row>> {
    let rows: Vec<Row> = jobs::table.select(Row::as_select()).load(db)?;
    Ok(rows.into_iter().filter_map(|row| Some((Job::named(&row.name)?, row))).collect())
}

/// How a job stands.
pub(super) fn find(db: &mut Db, job: Job) -> QueryResult<Option<Row>> {
    jobs::table.find(job.name()).select(Row::as_select()).first(db).optional()
}

/// Makes the row of a job that has none: it has its turn now.
pub(super) fn file(db: &mut Db, job: Job, now: NaiveDateTime) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO jobs (name, next_at) VALUES (").bind(job.name()).push(", ").bind(now);
    insert.push(") ON CONFLICT (name) DO NOTHING").run(db).map(drop)
}

/// Wants a job done now; one that is at work has another turn as soon as it is done.
///
/// # Errors
/// What the database answers.
pub fn ask(db: &mut Db, job: Job, now: NaiveDateTime) -> QueryResult<()> {
    file(db, job, now)?;
    let asked = (jobs::next_at.eq(now), jobs::asked.eq(true));
    diesel::update(jobs::table.find(job.name())).set(asked).execute(db).map(drop)
}

/// Takes a job up that has its turn, unless somebody has been quicker since its row was read.
pub(super) fn claim(
    db: &mut Db,
    (job, row): (Job, &Row),
    node: &str,
    now: NaiveDateTime,
    lease: Duration,
) -> QueryResult<Option<Claim>> {
    let run = row.runs + 1;
    let (failures, why) = if row.is_left(now) { (row.failures + 1, GONE) } else { (row.failures, &*row.last_error) };
    let free = jobs::holder.eq("").or(jobs::held_until.le(now).assume_not_null());
    let as_it_was = jobs::runs.eq(row.runs).and(jobs::next_at.le(now)).and(free);
    let taken = diesel::update(jobs::table.find(job.name()).filter(as_it_was)).set((
        jobs::holder.eq(node),
        jobs::held_until.eq(now + lease),
        jobs::began_at.eq(now),
        jobs::runs.eq(run),
        jobs::asked.eq(false),
        jobs::failures.eq(failures),
        jobs::last_error.eq(why),
    ));
    let is_ours = taken.execute(db)? == 1;
    Ok(is_ours.then(|| Claim { job, node: node.to_owned(), since: now, run, failures }))
}

/// The row of a job, as long as it is held under this claim.
#[diesel::dsl::auto_type(no_type_alias)]
fn held(name: &'static str, run: i64) -> _ {
    jobs::table.filter(jobs::name.eq(name).and(jobs::runs.eq(run)))
}

/// Keeps a job for another lease; no, when it is somebody else's by now.
pub(super) fn renew(db: &mut Db, claim: &Claim, now: NaiveDateTime, lease: Duration) -> QueryResult<bool> {
    let row = held(claim.job.name(), claim.run);
    Ok(diesel::update(row).set(jobs::held_until.eq(now + lease)).execute(db)? == 1)
}

/// Gives back a job that is not done, to be taken up at once. Whoever is still at it writes nothing any more.
///
/// # Errors
/// What the database answers.
pub fn release(db: &mut Db, claim: &Claim) -> QueryResult<()> {
    let free = (jobs::holder.eq(""), jobs::held_until.eq(None::<NaiveDateTime>), jobs::runs.eq(claim.run + 1));
    diesel::update(held(claim.job.name(), claim.run)).set(free).execute(db).map(drop)
}

/// Notes what came of a run, and when the next one is; no, when the job is somebody else's by now.
pub(super) fn finish(
    db: &mut Db,
    claim: &Claim,
    now: NaiveDateTime,
    came: &Result<usize, String>,
) -> QueryResult<bool> {
    let (next, failures, dealt, why) = match came {
        Ok(dealt) => (rules::next(claim.since, now, claim.job.every()), 0, *dealt, String::new()),
        Err(why) => {
            let failures = claim.failures + 1;
            (now + rules::wait(failures), failures, 0, why.chars().take(LONGEST_ERROR).collect())
        }
    };
    let update = "UPDATE jobs SET holder = '', held_until = NULL, next_at = CASE WHEN asked THEN next_at ELSE ";
    let update = Sql::new(update).bind(next).push(" END, ended_at = ").bind(now);
    let update = update.push(", took_ms = ").bind((now - claim.since).num_milliseconds());
    let update = update.push(", dealt = ").bind(i64::try_from(dealt).unwrap_or(i64::MAX));
    let update = update.push(", node = ").bind(claim.node.as_str()).push(", failures = ").bind(failures);
    let update = update.push(", last_error = ").bind(why).push(" WHERE name = ").bind(claim.job.name());
    Ok(update.push(" AND runs = ").bind(claim.run).run(db)? == 1)
}
