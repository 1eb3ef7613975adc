//! `fursa backup` and `fursa restore`.

use super::Failure;
use crate::config::Config;

/// What `fursa backup` takes.
#[derive(clap::Args)]
pub struct BackupArgs {}

/// What `fursa restore` takes.
#[derive(clap::Args)]
pub struct RestoreArgs {}

/// Writes the archive.
///
/// # Errors
/// When it cannot be done.
pub fn backup(_: &Config, _: &BackupArgs) -> Result<(), Failure> {
    Err("not built".into())
}

/// Puts an archive back.
///
/// # Errors
/// When it cannot be done.
pub fn restore(_: &Config, _: &RestoreArgs) -> Result<(), Failure> {
    Err("not built".into())
}
