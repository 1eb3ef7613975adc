//! One run of one job: taken up, done while its lease is renewed, and noted.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;

use chrono::Duration;

use super::store::{self, Claim};
use super::{Job, Row};
use crate::db::{Db, Tx, dialect};
use crate::directory::Directory;
use crate::web::{App, Error};

/// How often work is begun before it has failed: somebody was quicker each time.
const TRIES: usize = 4;

/// Takes a job up for a node, if it is its turn, there is something to do and nobody else has it.
///
/// # Errors
/// What the database answers.
pub fn take(app: &App, node: &str, job: Job) -> Result<Option<Claim>, Error> {
    let now = app.clock.now();
    let Some(row) = wanted(app, job)? else { return Ok(None) };
    let claim = store::claim(&mut *app.pools.writer()?, (job, &row), node, now, lease(app))?;
    if row.is_left(now) && claim.is_some() {
        tracing::warn!(job = job.name(), from = row.holder, "a job is taken over from a node that is gone");
    }
    Ok(claim)
}

/// The row of a job that is to be taken up.
fn wanted(app: &App, job: Job) -> Result<Option<Row>, Error> {
    let now = app.clock.now();
    let found = store::find(&mut *app.pools.reader()?, job)?;
    let row = match found {
        Some(row) => row,
        None => {
            let mut db = app.pools.writer()?;
            store::file(&mut db, job, now)?;
            store::find(&mut db, job)?.ok_or(Error::NotFound)?
        }
    };
    if !row.has_its_turn(now) {
        return Ok(None);
    }
    // What was left in the middle may have left something that does not show.
    let is_due = row.asked || row.is_left(now) || is_due(&mut *app.pools.reader()?, app, job)?;
    Ok(is_due.then_some(row))
}

fn is_due(db: &mut Db, app: &App, job: Job) -> Result<bool, Error> {
    Ok(job.plan().is_due.map_or(Ok(true), |is_due| is_due(db, app.clock.now()))?)
}

/// Does a job that was taken up.
///
/// # Errors
/// As [`carry_out`].
pub fn run(app: &App, claim: &Claim) -> Result<bool, Error> {
    carry_out(app, claim, claim.job.plan().work)
}

/// Does work as that of a job that was taken up, and notes what came of it; no, when somebody else has the job by now. A failure
/// of the work, a panic too, is the job's own.
///
/// # Errors
/// What the database answers when it is to be noted.
pub fn carry_out(app: &App, claim: &Claim, work: impl FnOnce(&App) -> Result<usize, Error>) -> Result<bool, Error> {
    let (job, node) = (claim.job.name(), &claim.node);
    let came = attempt(app, claim, work);
    match &came {
        Ok(0) => tracing::debug!(job, node, "job done"),
        Ok(dealt) => tracing::info!(job, node, dealt, "job done"),
        Err(reason) => tracing::error!(job, node, reason, "job failed"),
    }
    let noted = store::finish(&mut *app.pools.writer()?, claim, app.clock.now(), &came)?;
    if !noted {
        tracing::warn!(job, node, "the job is somebody else's by now: what came of this run is not noted");
    }
    Ok(noted)
}

/// The work, its lease renewed meanwhile; how much was dealt with, or why it failed.
fn attempt(app: &App, claim: &Claim, work: impl FnOnce(&App) -> Result<usize, Error>) -> Result<usize, String> {
    thread::scope(|scope| {
        let (at_work, is_over) = mpsc::channel::<()>();
        scope.spawn(move || renew(app, claim, &is_over));
        let done = catch_unwind(AssertUnwindSafe(|| work(app)));
        drop(at_work);
        done.map_err(|panic| said(&*panic))?.map_err(|error| error.to_string())
    })
}

/// Renews the lease until the work is over, or the job is somebody else's.
fn renew(app: &App, claim: &Claim, is_over: &Receiver<()>) {
    while let Err(RecvTimeoutError::Timeout) = is_over.recv_timeout(app.config.job_lease / 3) {
        let renewed = app.pools.writer().map_err(Error::from).and_then(|mut db| {
            // The time after the wait for a connection.
            Ok(store::renew(&mut db, claim, app.clock.now(), lease(app))?)
        });
        match renewed {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(job = claim.job.name(), %error, "a lease was not renewed"),
        }
    }
}

fn lease(app: &App) -> Duration {
    Duration::from_std(app.config.job_lease).unwrap_or(Duration::MAX)
}

/// What a panic says.
fn said(panic: &(dyn Any + Send)) -> String {
    let words = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panic: {}", words.unwrap_or("without a word"))
}

/// Work as one transaction of the program itself; nothing, while there is no company. It is begun again where somebody else
/// was quicker.
pub(crate) fn in_one(app: &App, mut work: impl FnMut(&mut Tx<'_>) -> Result<usize, Error>) -> Result<usize, Error> {
    let mut once = || {
        let mut db = app.pools.writer()?;
        let Some(directory) = Directory::load(&mut db)? else { return Ok(0) };
        dialect::begin_write(&mut db)?;
        let done = work(&mut Tx::of_the_program(&mut db, Arc::new(directory), app.clock.now()));
        dialect::end(&mut db, done.is_ok())?;
        done
    };
    for _ in 1..TRIES {
        match once() {
            Err(Error::Overtaken) => {}
            done => return done,
        }
    }
    once()
}
