//! The database as it is at one instant, in a file of its own. Whoever writes meanwhile does not wait.

use std::path::Path;

use super::BackupError;
use crate::db::Pools;
use crate::db::sql::Sql;

/// Writes the database as it is now into a new file.
///
/// # Errors
/// When the file exists, or cannot be written.
pub fn snapshot(pools: &Pools, file: &Path) -> Result<(), BackupError> {
    let mut db = pools.reader().map_err(BackupError::database)?;
    // A reader's connection writes nothing at all, not even into a file of its own, until it is told otherwise.
    Sql::new("PRAGMA query_only = OFF").run(&mut db).map_err(BackupError::database)?;
    let written = Sql::new("VACUUM INTO ").bind(file.display().to_string()).run(&mut db);
    Sql::new("PRAGMA query_only = ON").run(&mut db).map_err(BackupError::database)?;
    written.map(drop).map_err(BackupError::database)
}
