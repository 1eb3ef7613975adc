//! `fursa user`.

use super::Failure;
use crate::config::Config;

/// What can be done with people.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Add a person.
    Add,
}

/// Runs the command.
///
/// # Errors
/// When it cannot be done.
pub fn run(_: Config, _: Command) -> Result<(), Failure> {
    Err("not built".into())
}
