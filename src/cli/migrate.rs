//! `fursa migrate`: brings the database up to this version's schema, as `serve` does by itself.

use super::Failure;
use crate::config::Config;
use crate::db::{Pools, migrate};

/// Runs pending migrations and says how many there were.
///
/// # Errors
/// When the database cannot be opened or a step fails.
pub fn run(config: &Config) -> Result<(), Failure> {
    let pools = Pools::open(config)?;
    let steps = migrate::up(&mut *pools.writer()?)?;
    println!("{}: {steps} migrations run", config.database_shown());
    Ok(())
}
