//! `fursa doctor`: the table of settings with the values in force, and whether the database is well.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::{Failure, there_is_one};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::sql::Sql;
use crate::db::{Db, Pools, dialect, migrate};
use crate::directory::Directory;
use crate::jobs;
use crate::listing::upkeep;
use crate::mail;
use crate::openid::Provider;

/// What is counted.
const TABLES: [&str; 9] =
    ["users", "teams", "leads", "accounts", "contacts", "opportunities", "products", "journal", "batches"];

/// So many failures in a row are no accident.
const MANY_FAILURES: i64 = 3;

/// Prints the settings and examines the database.
///
/// # Errors
/// When the database cannot be opened, or its schema is not this version's.
pub fn run(config: &Config) -> Result<(), Failure> {
    print_settings(config);
    there_is_one(config)?;
    let pools = Pools::open(config)
        .map_err(|e| format!("the database at {} cannot be opened: {e}", config.database_shown()))?;
    let mut db = pools.writer()?;
    println!("\ndatabase  {}", dialect::version(&mut db)?);
    match migrate::pending(&mut db)? {
        0 => println!("schema    up to date"),
        pending => {
            return Err(format!("{pending} migrations to run: `fursa migrate` or `fursa serve` runs them").into());
        }
    }
    print_company(&mut db)?;
    print_sessions(&mut db, config)?;
    print_mail(&mut db, config)?;
    print_jobs(&mut db)?;
    print_provider(config);
    print_counts(&mut db)?;
    examine_counts(&mut db)
}

fn print_settings(config: &Config) {
    println!("{:24} {:24} {:20} meaning", "setting", "in force", "default");
    for (setting, value) in config.in_force() {
        println!("{:24} {value:24} {:20} {}", setting.name, setting.default, setting.meaning);
    }
}

fn print_company(db: &mut Db) -> QueryResult<()> {
    match Directory::load(db)? {
        Some(directory) => {
            let (company, active) = (&directory.organization, directory.active_people().count());
            let demo = if company.demo { ", a demonstration" } else { "" };
            println!(
                "company   {} in {}, {}{demo}; {active} active people",
                company.name, company.zone, company.currency
            );
        }
        None => println!("company   none yet: `fursa serve` prints the code to set it up"),
    }
    Ok(())
}

fn print_sessions(db: &mut Db, config: &Config) -> QueryResult<()> {
    let (seen, begun) = config.oldest_session(Clock::system().now());
    let alive = Sql::new("SELECT COUNT(*) FROM sessions WHERE created_at >= ").bind(begun);
    println!("sessions  {} alive", number(alive.push(" AND seen_at >= ").bind(seen), db)?);
    Ok(())
}

fn print_mail(db: &mut Db, config: &Config) -> QueryResult<()> {
    let mail::Standing { waiting, failed } = mail::standing(db)?;
    match config.sends_mail() {
        true => println!("mail      {waiting} letters waiting, {failed} given up"),
        false => println!("mail      no mail server is set"),
    }
    Ok(())
}

fn print_jobs(db: &mut Db) -> QueryResult<()> {
    let jobs = jobs::all(db)?;
    let failing: Vec<_> = jobs.values().filter(|row| row.failures >= MANY_FAILURES).collect();
    if failing.is_empty() {
        println!("jobs      {} looked after, none of them fails again and again", jobs.len());
    }
    for row in failing {
        println!("jobs      {} has failed {} times in a row: {}", row.name, row.failures, row.last_error);
    }
    Ok(())
}

fn print_provider(config: &Config) {
    let Some(settings) = &config.provider else { return println!("provider  none is set") };
    match Provider::of(settings.clone()).look(Clock::system().now()) {
        Ok(()) => println!("provider  {} answers", settings.issuer),
        Err(failure) => println!("provider  {}: {failure}", settings.issuer),
    }
}

fn print_counts(db: &mut Db) -> QueryResult<()> {
    for table in TABLES {
        println!("{table:14} {}", number(Sql::new(&format!("SELECT COUNT(*) FROM {table}")), db)?);
    }
    Ok(())
}

fn number(count: Sql, db: &mut Db) -> QueryResult<i64> {
    Ok(count.one::<(BigInt,), (i64,)>(db)?.0)
}

/// Says whether the counts, totals and timelines the database keeps are right, and puts them right if not.
fn examine_counts(db: &mut Db) -> Result<(), Failure> {
    for (table, wrong) in upkeep::wrong_rows(db)? {
        let found = if wrong == 0 { "right".to_owned() } else { format!("{wrong} rows wrong: made afresh") };
        println!("{table:14} {found}");
        if wrong > 0 {
            dialect::begin_write(db)?;
            let done = upkeep::rebuild(db);
            dialect::end(db, done.is_ok())?;
            done?;
        }
    }
    Ok(())
}
