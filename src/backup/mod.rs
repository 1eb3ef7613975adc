//! Backup of an embedded database: one archive with the database, the attached files and a manifest by which restoring checks
//! every byte and every table. Taken while the application runs; PostgreSQL has its own tools.

mod archive;
mod manifest;
mod restore;
mod snapshot;

pub use archive::write;
pub use manifest::{Manifest, TableRows};
pub use restore::{Restored, restore};
pub use snapshot::snapshot;

/// The database's name inside an archive.
const DATABASE: &str = "fursa.db";
/// What the attached files' names begin with there; the rest is the hash of the content.
const FILES: &str = "files/";
/// The manifest's.
const MANIFEST: &str = "manifest.json";

/// Why a backup or a restore gives up, in words for whoever typed the command.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file cannot be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// The database does not answer.
    #[error("the database: {0}")]
    Database(String),
    /// The archive is not one of ours, or damaged.
    #[error("{0} is no backup of Fursa, or damaged: {1}")]
    Damaged(String, String),
    /// There is a database already.
    #[error("{0} exists; with --force it is kept aside and the backup takes its place")]
    Exists(String),
    /// The application is running on the database.
    #[error("{0} is in use; stop Fursa first")]
    InUse(String),
}

impl BackupError {
    fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> BackupError {
        let name = path.display().to_string();
        move |cause| BackupError::File(name, cause)
    }

    fn database(cause: impl std::fmt::Display) -> BackupError {
        BackupError::Database(cause.to_string())
    }
}
