//! What an archive says about itself.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use diesel::Connection;
use diesel::sql_types::{BigInt, Text};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::BackupError;
use crate::db::Db;
use crate::db::sql::Sql;

/// A table and how many rows it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRows {
    /// The table.
    pub table: String,
    /// Its rows.
    pub rows: i64,
}

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of the program that wrote it.
    pub version: String,
    /// When, in UTC.
    pub written_at: String,
    /// Bytes of the database.
    pub bytes: u64,
    /// SHA-256 of the database, in hexadecimal.
    pub sha256: String,
    /// Every table.
    pub tables: Vec<TableRows>,
    /// The attached files that lie beside the database, each by the hash of its content.
    #[serde(default)]
    pub files: Vec<String>,
}

impl Manifest {
    /// Looks at a database file that nobody writes to.
    ///
    /// # Errors
    /// When it cannot be read, or is no database.
    pub fn of(file: &Path, written_at: String, files: Vec<String>) -> Result<Manifest, BackupError> {
        let tables = tables(file)?;
        let (bytes, sha256) = hash(file)?;
        Ok(Manifest { version: env!("CARGO_PKG_VERSION").to_owned(), written_at, bytes, sha256, tables, files })
    }

    /// All rows of all tables.
    pub fn rows(&self) -> i64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Every table of a database file with its rows; the file is checked from end to end first.
pub(super) fn tables(file: &Path) -> Result<Vec<TableRows>, BackupError> {
    let conn = diesel::SqliteConnection::establish(&file.display().to_string()).map_err(BackupError::database)?;
    let mut db = Db::Sqlite(conn);
    let (verdict,): (String,) =
        Sql::new("PRAGMA integrity_check(1)").one::<(Text,), _>(&mut db).map_err(BackupError::database)?;
    if verdict != "ok" {
        return Err(BackupError::Damaged(file.display().to_string(), verdict));
    }
    let select = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name";
    let names: Vec<(String,)> = Sql::new(select).load::<(Text,), _>(&mut db).map_err(BackupError::database)?;
    names.into_iter().map(|(table,)| rows(&mut db, table)).collect()
}

fn rows(db: &mut Db, table: String) -> Result<TableRows, BackupError> {
    // The name comes from the database itself.
    let select = Sql::new(&format!("SELECT COUNT(*) FROM \"{}\"", table.replace('"', "\"\"")));
    let (rows,): (i64,) = select.one::<(BigInt,), _>(db).map_err(BackupError::database)?;
    Ok(TableRows { table, rows })
}

/// Length and hash of a file.
pub(super) fn hash(path: &Path) -> Result<(u64, String), BackupError> {
    let mut file = File::open(path).map_err(BackupError::file(path))?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut buffer).map_err(BackupError::file(path))?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        hash.update(&buffer[..read]);
    }
    Ok((bytes, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}
