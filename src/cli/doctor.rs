//! `fursa doctor`: the table of settings with the values in force, and whether the database is well.

use super::Failure;
use crate::config::{Config, SETTINGS};
use crate::db::{Pools, migrate};

/// Prints the settings and examines the database.
///
/// # Errors
/// When the database cannot be opened.
pub fn run(config: &Config) -> Result<(), Failure> {
    println!("{:26} {:20} meaning", "setting", "default");
    for row in SETTINGS {
        println!("{row}");
        if let Some(value) = std::env::var(row.name).ok().filter(|_| row.name != "DATABASE_URL") {
            println!("{:26} now {value}", "");
        }
    }
    println!("\ndatabase  {}", config.database_shown());
    let pools = Pools::open(config)?;
    let pending = migrate::pending(&mut *pools.writer()?)?;
    println!(
        "schema    {}",
        if pending == 0 { "up to date".to_owned() } else { format!("{pending} migrations to run") }
    );
    Ok(())
}
