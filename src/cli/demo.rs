//! `fursa demo`.

use super::Failure;
use crate::config::Config;

/// What `fursa demo` takes.
#[derive(clap::Args)]
pub struct Args {}

/// Runs the command.
///
/// # Errors
/// When it cannot be done.
pub fn run(_: Config, _: Args) -> Result<(), Failure> {
    Err("not built".into())
}
