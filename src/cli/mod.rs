//! Commands: `fursa serve`, `demo`, `migrate`, `user add`, `import`, `backup`, `restore`, `doctor`.

mod doctor;
mod logs;
mod migrate;
mod serve;
mod start;
mod stop;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::Config;

pub use start::{open, server_key};

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
    /// Bring the database up to this version's schema.
    Migrate,
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
        Command::Migrate => migrate::run(&config),
        Command::Doctor => doctor::run(&config),
    }
}
