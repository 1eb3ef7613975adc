//! From settings to a running installation: open, migrate, find the key.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;

use super::Failure;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::schema::secrets;
use crate::db::sql::Sql;
use crate::db::{Db, Pools, Tx, dialect, migrate};
use crate::directory::Directory;
use crate::openid::Provider;
use crate::records;
use crate::web::App;

/// Bytes of the installation's key: what the cookie crate asks for.
const KEY_LENGTH: usize = 64;

/// Opens the database, brings it up to date, and finds or makes the installation's key.
///
/// # Errors
/// When the database cannot be opened or brought up to date.
pub fn open(config: Config, clock: Clock) -> Result<App, Failure> {
    let pools = Pools::open(&config)
        .map_err(|e| format!("the database at {} cannot be opened: {e}", config.database_shown()))?;
    let mut db = pools.writer()?;
    migrate::up(&mut db)?;
    let key = server_key(&mut db)?;
    let is_stale = records::is_stale(&mut db)?;
    drop(db);
    let provider = config.provider.clone().map(Provider::of);
    crate::notifications::begin();
    let app = App { config, pools, clock, directory: Default::default(), provider, key };
    if is_stale {
        tracing::info!("making the words afresh by which records are found");
        at_work(&app, |tx| Ok(records::derive_again(tx)?))?;
    }
    Ok(app)
}

/// Is there a database to work on? Opening one makes a file where there is none, which only serving is for.
///
/// # Errors
/// When the file is not there.
pub fn there_is_one(config: &Config) -> Result<(), Failure> {
    match config.sqlite_file() {
        Some(file) if !file.exists() => Err(format!("there is no database at {}", file.display()).into()),
        Some(_) | None => Ok(()),
    }
}

/// Runs work of the program itself, as one transaction, kept when it succeeds.
///
/// # Errors
/// When there is no company yet, and what the work fails with.
pub fn at_work<T>(app: &App, work: impl FnOnce(&mut Tx<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
    let mut db = app.pools.writer()?;
    let directory = Directory::load(&mut db)?.ok_or("there is no company yet: run `fursa serve` and set it up")?;
    dialect::begin_write(&mut db)?;
    let done = work(&mut Tx::of_the_program(&mut db, Arc::new(directory), app.clock.now()));
    dialect::end(&mut db, done.is_ok())?;
    done
}

/// The key all cookies and tokens are made with; made on first use, kept in the database.
///
/// # Errors
/// What the database answers.
pub fn server_key(db: &mut Db) -> Result<Vec<u8>, Failure> {
    let mut fresh = [0; KEY_LENGTH];
    getrandom::fill(&mut fresh).map_err(|e| format!("no randomness: {e}"))?;
    // Two processes may start at once: the first one's key stays.
    Sql::new("INSERT INTO secrets (name, value) VALUES ('key', ")
        .bind(STANDARD.encode(fresh))
        .push(") ON CONFLICT (name) DO NOTHING")
        .run(db)?;
    let kept: String = secrets::table.find("key").select(secrets::value).first(db)?;
    Ok(STANDARD.decode(kept)?)
}
