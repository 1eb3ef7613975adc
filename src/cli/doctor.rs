//! `fursa doctor`: the table of settings with the values in force, and whether the database is well.

use super::Failure;
use crate::config::{Config, SETTINGS};
use crate::db::{Db, Pools, dialect, migrate};
use crate::listing::upkeep;

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
    let mut db = pools.writer()?;
    let pending = migrate::pending(&mut db)?;
    println!(
        "schema    {}",
        if pending == 0 { "up to date".to_owned() } else { format!("{pending} migrations to run") }
    );
    if pending == 0 {
        examine_counts(&mut db)?;
    }
    Ok(())
}

/// Says whether the counts and totals the database keeps are right, and puts them right if not.
fn examine_counts(db: &mut Db) -> Result<(), Failure> {
    for (table, wrong) in upkeep::wrong_rows(db)? {
        println!("{table:13} {}", if wrong == 0 { "right".to_owned() } else { format!("{wrong} rows wrong") });
        if wrong > 0 {
            dialect::begin_write(db)?;
            let done = upkeep::rebuild(db);
            dialect::end(db, done.is_ok())?;
            done?;
            println!("{:13} counted afresh", "");
        }
    }
    Ok(())
}
