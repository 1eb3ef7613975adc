//! Connections, and how each backend wants to be held.
//!
//! SQLite has one writer: a pool of exactly one connection is a fair queue in front of it, while several would
//! sleep and race inside SQLite's busy handler and lose the tail of the latencies. Readers never write.

use std::sync::Arc;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::{Connection, ConnectionResult, PgConnection, SqliteConnection};

use super::{Db, trace};
use crate::config::{Config, Durability};

/// Opens connections as the settings say.
#[derive(Clone, Debug)]
pub struct Manager {
    url: String,
    durability: Durability,
    read_only: bool,
}

impl Manager {
    fn open(&self) -> ConnectionResult<Db> {
        match self.url.strip_prefix("sqlite://") {
            Some(file) => self.open_sqlite(file).map(Db::Sqlite),
            None => self.open_postgres().map(Db::Pg),
        }
    }

    fn open_sqlite(&self, file: &str) -> ConnectionResult<SqliteConnection> {
        let mut conn = SqliteConnection::establish(file)?;
        trace::listen(&mut conn);
        let sync = match self.durability {
            Durability::Normal => "NORMAL",
            Durability::Full => "FULL",
            Durability::Off => "OFF",
        };
        let query_only = if self.read_only { "PRAGMA query_only=ON;" } else { "" };
        conn.batch_execute(&format!(
            "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous={sync}; PRAGMA foreign_keys=ON; \
             PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147418112; PRAGMA cache_size=-8000; PRAGMA journal_size_limit=67108864; {query_only}"
        ))
        .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }

    fn open_postgres(&self) -> ConnectionResult<PgConnection> {
        let mut conn = PgConnection::establish(&self.url)?;
        trace::listen(&mut conn);
        // A page that takes half a minute is a bug: let the database say so. Sorting follows bytes, see `values::text`.
        conn.batch_execute("SET application_name = 'fursa'; SET statement_timeout = '30s'; SET timezone = 'UTC'")
            .map_err(diesel::ConnectionError::CouldntSetupConfiguration)?;
        Ok(conn)
    }
}

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Db, Self::Error> {
        self.open().map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Db) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Db) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

/// A connection on loan.
pub type Loan = PooledConnection<Manager>;

/// The two pools: one to read with, one to write with. On PostgreSQL they are the same.
#[derive(Clone)]
pub struct Pools {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
}

/// Test suites open hundreds of pools: their helper threads are shared.
fn helper_threads() -> Arc<scheduled_thread_pool::ScheduledThreadPool> {
    static THREADS: std::sync::OnceLock<Arc<scheduled_thread_pool::ScheduledThreadPool>> = std::sync::OnceLock::new();
    THREADS.get_or_init(|| Arc::new(scheduled_thread_pool::ScheduledThreadPool::new(2))).clone()
}

fn build(manager: Manager, size: u32) -> Result<Pool<Manager>, r2d2_error::Error> {
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .test_on_check_out(false)
        .connection_timeout(Duration::from_secs(10))
        .thread_pool(helper_threads())
        .build(manager)
}

/// The pool's own error, under a name that says whose it is.
pub mod r2d2_error {
    pub use diesel::r2d2::PoolError as Error;
}

impl Pools {
    /// Opens the pools the settings ask for.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn open(config: &Config) -> Result<Pools, r2d2_error::Error> {
        let manager =
            |read_only| Manager { url: config.database_url.clone(), durability: config.durability, read_only };
        let cores = std::thread::available_parallelism().map_or(2, |n| n.get() as u32);
        let chosen = |fallback: u32| if config.pool == 0 { fallback } else { config.pool };
        if config.sqlite_file().is_some() {
            // The writer first: it creates the file and turns on write-ahead logging, which a reader may not.
            let writers = build(manager(false), 1)?;
            return Ok(Pools { readers: build(manager(true), chosen(2 * cores))?, writers });
        }
        let both = build(manager(false), chosen(8))?;
        Ok(Pools { readers: both.clone(), writers: both })
    }

    /// A connection that only reads.
    ///
    /// # Errors
    /// When none came free in ten seconds.
    pub fn reader(&self) -> Result<Loan, r2d2_error::Error> {
        self.readers.get()
    }

    /// The connection that writes.
    ///
    /// # Errors
    /// When none came free in ten seconds.
    pub fn writer(&self) -> Result<Loan, r2d2_error::Error> {
        self.writers.get()
    }
}
