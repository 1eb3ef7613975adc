//! `fursa demo`: a believable company from its own database file, ready to be looked at.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{Failure, open, serve};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Pools;
use crate::demo::{self, Opened};
use crate::web::App;

/// What `fursa demo` takes.
#[derive(clap::Args)]
pub struct Args {
    /// Throw the demonstration's file away and make a new one, its dates counted from today.
    #[arg(long, conflicts_with = "database")]
    fresh: bool,
    /// Use this database instead of a file of its own: an empty one, or one a demonstration made.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

/// Prepares the demonstration and serves it.
///
/// # Errors
/// When the database is somebody's own, or the address cannot be had.
pub fn run(config: Config, args: Args) -> Result<(), Failure> {
    let started = Instant::now();
    let database_url = args.database.unwrap_or_else(|| format!("sqlite://{}", demo::FILE));
    let config = Config { database_url, ..config };
    if args.fresh && Path::new(demo::FILE).exists() {
        throw_away(&config, Path::new(demo::FILE))?;
    }
    let app = open(config, Clock::system())?;
    let opened = demo::open(&mut *app.pools.writer()?, app.clock.now(), app.config.password_cost)?;
    serve::serve(app, |app| {
        announce(app, opened, started);
        Ok(())
    })
}

/// The database with what SQLite keeps beside it, if it is a demonstration's.
fn throw_away(config: &Config, file: &Path) -> Result<(), Failure> {
    demo::may_go(&mut *Pools::open(config)?.writer()?)?;
    for ending in ["", "-wal", "-shm"] {
        let part = PathBuf::from(format!("{}{ending}", file.display()));
        match std::fs::remove_file(&part) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!("{} cannot be removed: {e}", part.display()).into());
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn announce(app: &App, opened: Opened, started: Instant) {
    let database = app.config.database_shown();
    match opened {
        Opened::Filled => println!("{database}: filled in {} ms", started.elapsed().as_millis()),
        Opened::Kept { aged: false } => println!("{database}: as it was left"),
        Opened::Kept { aged: true } => {
            println!("{database}: as it was left; its history ends more than a day ago, --fresh makes a new one");
        }
    }
    println!("\nSign in at http://{} with the password {}:\n", app.config.listen, demo::PASSWORD);
    for (role, email) in demo::sign_ins() {
        println!("  {role:16} {email}");
    }
    println!();
}
