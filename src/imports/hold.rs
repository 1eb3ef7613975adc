//! Where an import writes: into the database chunk by chunk, or, to try it, into a copy nobody else sees.

use crate::config::Config;
use crate::db::pool::Loan;
use crate::db::{Db, Pools, dialect};
use crate::web::Error;

/// The way to the database.
pub struct Hold<'a> {
    way: Way<'a>,
    /// A trial on SQLite, which has one writer, happens in a copy of the file.
    copy: Option<tempfile::TempDir>,
}

enum Way<'a> {
    /// Each piece of work is a transaction of its own.
    Live(Pools),
    /// A trial on PostgreSQL is one transaction that is taken back at the end; there it keeps nobody waiting.
    Trial(Loan),
    /// All of it is part of what somebody else began, and ends.
    Begun(&'a mut Db),
}

impl<'a> Hold<'a> {
    /// The database itself: each chunk is kept.
    pub fn live(pools: &Pools) -> Hold<'static> {
        Hold { way: Way::Live(pools.clone()), copy: None }
    }

    /// A transaction that has begun: all is kept or lost with it.
    pub fn begun(db: &'a mut Db) -> Hold<'a> {
        Hold { way: Way::Begun(db), copy: None }
    }

    /// A trial: nothing is kept.
    ///
    /// # Errors
    /// When no copy can be made.
    pub fn trial(pools: &Pools, config: &Config) -> Result<Hold<'static>, Error> {
        if config.sqlite_file().is_none() {
            let mut loan = pools.writer()?;
            dialect::begin_write(&mut loan)?;
            return Ok(Hold { way: Way::Trial(loan), copy: None });
        }
        let cannot = |what: String| Error::Bug(format!("a copy to try the import in: {what}"));
        let folder = tempfile::tempdir().map_err(|e| cannot(e.to_string()))?;
        let file = folder.path().join("trial.db");
        crate::backup::snapshot(pools, &file).map_err(|e| cannot(e.to_string()))?;
        let config = Config { database_url: format!("sqlite://{}", file.display()), pool: 1, ..config.clone() };
        Ok(Hold { way: Way::Live(Pools::open(&config)?), copy: Some(folder) })
    }

    /// Keeps the database's file out of this process's memory: a file of any size is imported in little of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn spare_memory(&mut self) -> Result<(), Error> {
        match &self.way {
            Way::Live(pools) => Ok(dialect::spare_memory(&mut *pools.writer()?)?),
            Way::Trial(_) | Way::Begun(_) => Ok(()),
        }
    }

    /// Does some work in one transaction.
    ///
    /// # Errors
    /// What the work fails with; then nothing of it is kept.
    pub fn within<T>(&mut self, work: impl FnOnce(&mut Db) -> Result<T, Error>) -> Result<T, Error> {
        match &mut self.way {
            Way::Trial(loan) => work(loan),
            Way::Begun(db) => work(db),
            Way::Live(pools) => {
                let mut loan = pools.writer()?;
                dialect::begin_write(&mut loan)?;
                let done = work(&mut loan);
                dialect::end(&mut loan, done.is_ok())?;
                done
            }
        }
    }

    /// Ends a trial.
    ///
    /// # Errors
    /// What the database answers.
    pub fn finish(&mut self) -> Result<(), Error> {
        if let Way::Trial(loan) = &mut self.way {
            dialect::end(loan, false)?;
        }
        if let Some(folder) = self.copy.take() {
            folder.close().map_err(|e| Error::Bug(format!("the copy an import was tried in: {e}")))?;
        }
        Ok(())
    }
}
