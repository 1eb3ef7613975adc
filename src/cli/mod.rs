//! Commands: `fursa serve`, `demo`, `migrate`, `user add`, `import`, `backup`, `restore`, `doctor`.

mod backup;
mod demo;
mod doctor;
mod import;
mod ingest;
mod line;
mod logs;
mod migrate;
mod serve;
mod start;
mod stop;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

pub use crate::jobs::catch_up;
pub use start::{at_work, open, server_key, there_is_one};

/// Why a command gave up, in words for whoever typed it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Fursa, a CRM in one program.
#[derive(Parser)]
#[command(name = "fursa", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the application (what happens without a command).
    Serve,
    /// Serve a demonstration company from its own database file.
    Demo(demo::Args),
    /// Bring the database up to this version's schema.
    Migrate,
    /// Manage people.
    #[command(subcommand)]
    User(user::Command),
    /// Import a CSV file.
    Import(import::Args),
    /// Take in one message, read from where mail servers hand it over.
    Ingest,
    /// Write the whole installation into one archive, while it runs.
    Backup(backup::BackupArgs),
    /// Put an archive back in place of the database.
    Restore(backup::RestoreArgs),
    /// Show the settings and whether the database answers.
    Doctor,
}

/// Runs the command line.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = Config::from_env().map_err(Failure::from).and_then(|config| {
        logs::start(&config);
        dispatch(cli.command.unwrap_or(Command::Serve), config)
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("fursa: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Serve => serve::run(config),
        Command::Demo(args) => demo::run(config, args),
        Command::User(command) => user::run(config, command),
        Command::Import(args) => import::take(config, args),
        Command::Ingest => ingest::run(config),
        Command::Backup(args) => backup::backup(&config, &args),
        Command::Restore(args) => backup::restore(&config, &args),
        Command::Migrate => migrate::run(&config),
        Command::Doctor => doctor::run(&config),
    }
}
