//! Looks after the jobs while the server runs: what waits for somebody else has a thread of its own, all the rest one for all
//! of it. Threads, because a server that stops can leave one behind that will not end.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::store::{self, Claim};
use super::{Job, rules, run, take};
use crate::identity::company;
use crate::values::token;
use crate::web::{App, Error};

/// How long a job that has its turn may wait to be looked for.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);

/// Letters of the name of a node.
const NAME: usize = 8;

/// The jobs of a server.
pub struct Runner {
    desk: Arc<Desk>,
}

/// What the threads share.
struct Desk {
    app: Arc<App>,
    node: String,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Threads that have not ended.
    threads: usize,
    /// Jobs that are at work.
    held: Vec<Claim>,
    /// Since when no new job is taken up.
    stopping: Option<Instant>,
}

impl Runner {
    /// Begins to look after the jobs, under a name of this node's own.
    ///
    /// # Errors
    /// When the system gives no randomness or no thread.
    pub fn start(app: Arc<App>) -> Result<Runner, Error> {
        let random = token::random().map_err(|_| Error::Bug("no randomness".to_owned()))?;
        let node = token::hash(&random)[..NAME].to_owned();
        tracing::info!(node, "looking after the jobs");
        let desk = Arc::new(Desk { app, node, state: Mutex::default(), changed: Condvar::new() });
        let runner = Runner { desk };
        for jobs in shared_out(&runner.desk.app) {
            runner.employ(jobs)?;
        }
        Ok(runner)
    }

    fn employ(&self, jobs: Vec<Job>) -> Result<(), Error> {
        let desk = self.desk.clone();
        self.desk.state().threads += 1;
        let post = Post(desk.clone());
        let work = move || {
            let _post = post;
            desk.keep_looking(&jobs);
        };
        let hired = thread::Builder::new().name("jobs".to_owned()).spawn(work);
        hired.map(drop).map_err(|e| Error::Bug(format!("no thread for jobs: {e}")))
    }

    /// The name of this node.
    pub fn node(&self) -> &str {
        &self.desk.node
    }

    /// From now on no new job is taken up.
    pub fn take_no_more(&self) {
        self.desk.state().stopping.get_or_insert_with(Instant::now);
        self.desk.changed.notify_all();
    }

    /// Takes up no new job and waits for what is at work, until so long after [`Runner::take_no_more`]. What is not done by
    /// then is given back: whoever starts next has it at once.
    pub fn stop(&self, patience: Duration) {
        self.take_no_more();
        let state = self.desk.state();
        let left = patience.saturating_sub(state.stopping.map_or(Duration::ZERO, |since| since.elapsed()));
        let waited = self.desk.changed.wait_timeout_while(state, left, |state| state.threads > 0);
        let held = std::mem::take(&mut waited.unwrap_or_else(PoisonError::into_inner).0.held);
        for claim in held {
            let given_back = self.desk.app.pools.writer().map_err(Error::from);
            let given_back = given_back.and_then(|mut db| Ok(store::release(&mut db, &claim)?));
            match given_back {
                Ok(()) => tracing::warn!(job = claim.job.name(), "a job is left in the middle"),
                Err(error) => tracing::error!(job = claim.job.name(), %error, "a job was not given back"),
            }
        }
    }
}

/// The jobs of each thread.
fn shared_out(app: &App) -> Vec<Vec<Job>> {
    let done = Job::ALL.iter().copied().filter(|job| job.is_on(&app.config));
    let (waiting, rest): (Vec<Job>, Vec<Job>) = done.partition(|job| job.plan().waits);
    waiting.into_iter().map(|job| vec![job]).chain([rest]).collect()
}

/// A thread's place, given up however it ends.
struct Post(Arc<Desk>);

impl Drop for Post {
    fn drop(&mut self) {
        self.0.state().threads -= 1;
        self.0.changed.notify_all();
    }
}

impl Desk {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_stopping(&self) -> bool {
        self.state().stopping.is_some()
    }

    /// Does what has its turn, again and again until the server stops.
    fn keep_looking(&self, jobs: &[Job]) {
        let mut failures = 0;
        while !self.is_stopping() {
            let looked = self.look(jobs);
            failures = if looked.is_ok() { 0 } else { failures + 1 };
            let pause = match looked {
                Ok(()) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(%error, "the jobs could not be looked after");
                    rules::wait(failures).to_std().unwrap_or(LOOK_EVERY)
                }
            };
            let paused = self.changed.wait_timeout_while(self.state(), pause, |state| state.stopping.is_none());
            drop(paused);
        }
    }

    /// Does what has its turn now. One job that cannot be taken up or noted does not keep the others from it.
    fn look(&self, jobs: &[Job]) -> Result<(), Error> {
        let mut came = Ok(());
        for job in self.due(jobs)? {
            if self.is_stopping() {
                break;
            }
            came = self.turn(job).and(came);
        }
        came
    }

    /// The jobs that have their turn; none, while there is no company.
    fn due(&self, jobs: &[Job]) -> Result<Vec<Job>, Error> {
        let mut db = self.app.pools.reader()?;
        if !company::exists(&mut db)? {
            return Ok(Vec::new());
        }
        let (rows, now) = (store::all(&mut db)?, self.app.clock.now());
        let is_due = |job: &Job| rows.get(job).is_none_or(|row| row.has_its_turn(now));
        Ok(jobs.iter().copied().filter(is_due).collect())
    }

    fn turn(&self, job: Job) -> Result<(), Error> {
        let Some(claim) = take(&self.app, &self.node, job)? else { return Ok(()) };
        self.state().held.push(claim.clone());
        let noted = run(&self.app, &claim);
        self.state().held.retain(|held| *held != claim);
        noted.map(drop)
    }
}

/// Does at once what only the passing of time makes necessary, whoever's turn it is; answers how much was dealt with.
///
/// # Errors
/// What the first job fails with.
pub fn catch_up(app: &App) -> Result<usize, Error> {
    let jobs = Job::ALL.iter().map(|job| job.plan()).filter(|plan| !plan.waits);
    jobs.map(|plan| (plan.work)(app)).sum()
}
