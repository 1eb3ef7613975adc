//! `fursa backup` and `fursa restore`.

use std::path::PathBuf;

use super::Failure;
use crate::backup;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Pools;
use crate::files::Store;

/// What `fursa backup` takes.
#[derive(clap::Args)]
pub struct BackupArgs {
    /// The archive to write.
    file: PathBuf,
}

/// What `fursa restore` takes.
#[derive(clap::Args)]
pub struct RestoreArgs {
    /// The archive to put back.
    file: PathBuf,
    /// Replace a database that is there; it is kept beside the new one.
    #[arg(long)]
    force: bool,
}

/// What is said where the database is PostgreSQL.
const POSTGRES: &str = "the database is PostgreSQL, which has its own tools: \
    pg_dump -Fc -f fursa.dump \"$DATABASE_URL\" to back up, pg_restore -d \"$DATABASE_URL\" fursa.dump to restore";

/// Writes the archive.
///
/// # Errors
/// When it cannot be done.
pub fn backup(config: &Config, args: &BackupArgs) -> Result<(), Failure> {
    let database = config.sqlite_file().ok_or(POSTGRES)?;
    if !database.exists() {
        return Err(format!("there is no database at {}", database.display()).into());
    }
    let pools = Pools::open(config)?;
    let manifest = backup::write(&pools, &Store::of(config), &args.file, Clock::system().now().to_string())?;
    let (tables, rows, files) = (manifest.tables.len(), manifest.rows(), manifest.files.len());
    println!("{}: {tables} tables, {rows} rows, {files} files, sha256 {}", args.file.display(), manifest.sha256);
    Ok(())
}

/// Puts an archive back.
///
/// # Errors
/// When it cannot be done.
pub fn restore(config: &Config, args: &RestoreArgs) -> Result<(), Failure> {
    let database = config.sqlite_file().ok_or(POSTGRES)?;
    let stamp = Clock::system().now().format("%Y%m%d-%H%M%S").to_string();
    let done = backup::restore(&args.file, &database, &Store::of(config), args.force, &stamp)?;
    let (tables, rows) = (done.manifest.tables.len(), done.manifest.rows());
    println!("{}: {tables} tables, {rows} rows, as of {} UTC", database.display(), done.manifest.written_at);
    if let Some(kept) = done.kept {
        println!("the database that was there is kept as {}", kept.display());
    }
    Ok(())
}
