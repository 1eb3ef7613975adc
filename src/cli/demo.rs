//! `fursa demo`: a believable company from its own database file, ready to be looked at.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::{Failure, open, serve};
use crate::clock::Clock;
use crate::config::Config;
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
    if args.fresh {
        throw_away(Path::new(demo::FILE))?;
    }
    let database_url = args.database.unwrap_or_else(|| format!("sqlite://{}", demo::FILE));
    let app = open(Config { database_url, ..config }, Clock::system())?;
    let opened = demo::open(&mut *app.pools.writer()?, app.clock.now(), app.config.password_cost)?;
    announce(&app, opened, started);
    serve::serve(app)
}

/// The database with what SQLite keeps beside it.
fn throw_away(file: &Path) -> Result<(), Failure> {
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
