//! Putting an archive back: everything is checked before anything is replaced, and what is replaced is kept.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use tar::Archive;

use super::{BackupError, DATABASE, FILES, MANIFEST, Manifest, manifest};
use crate::files::{Store, is_hash};

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// What the archive held.
    pub manifest: Manifest,
    /// Where the database lies that was there before.
    pub kept: Option<PathBuf>,
}

/// Puts an archive back in place of the database. `stamp` names the old file that is kept.
///
/// # Errors
/// When the archive is damaged, or a database is there and `force` is not; then nothing has changed.
pub fn restore(
    archive: &Path,
    database: &Path,
    store: &Store,
    force: bool,
    stamp: &str,
) -> Result<Restored, BackupError> {
    if database.exists() && !force {
        return Err(BackupError::Exists(database.display().to_string()));
    }
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let work =
        tempfile::Builder::new().prefix(".fursa-restore-").tempdir_in(folder).map_err(BackupError::file(folder))?;
    let manifest = unpack(archive, work.path(), store)?;
    let fresh = work.path().join(DATABASE);
    verify(archive, &fresh, &manifest, store)?;
    let kept = if database.exists() { Some(put_aside(database, stamp)?) } else { None };
    fs::rename(&fresh, database).map_err(BackupError::file(database))?;
    Ok(Restored { manifest, kept })
}

/// Attached files go to their store at once: there they lie by what they are, whatever else becomes of the restore.
fn unpack(archive: &Path, to: &Path, store: &Store) -> Result<Manifest, BackupError> {
    let damaged = |cause: io::Error| BackupError::Damaged(archive.display().to_string(), cause.to_string());
    let mut tar = Archive::new(File::open(archive).map_err(BackupError::file(archive))?);
    let mut manifest = None;
    for entry in tar.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        // Only files of ours, under our own names: an archive can name any path.
        let path = entry.path().map_err(damaged)?.into_owned();
        match path.to_str() {
            Some(MANIFEST) => {
                let read = serde_json::from_reader(&mut entry).map_err(io::Error::other).map_err(damaged)?;
                manifest = Some(read);
            }
            Some(DATABASE) => {
                let path = to.join(DATABASE);
                let mut file = File::create(&path).map_err(BackupError::file(&path))?;
                io::copy(&mut entry, &mut file).map_err(damaged)?;
                file.sync_all().map_err(BackupError::file(&path))?;
            }
            Some(name) if name.strip_prefix(FILES).is_some_and(is_hash) => {
                let kept = store.keep(&mut entry).map_err(damaged)?;
                if name.strip_prefix(FILES) != Some(kept.hash.as_str()) {
                    return Err(damaged(io::Error::other("an attached file differs")));
                }
            }
            Some(_) | None => {}
        }
    }
    manifest.ok_or_else(|| damaged(io::Error::other("it has no manifest")))
}

fn verify(archive: &Path, database: &Path, manifest: &Manifest, store: &Store) -> Result<(), BackupError> {
    let damaged = |what: &str| BackupError::Damaged(archive.display().to_string(), what.to_owned());
    if !database.exists() {
        return Err(damaged("it has no database"));
    }
    if manifest::hash(database)? != (manifest.bytes, manifest.sha256.clone()) {
        return Err(damaged("its checksum differs"));
    }
    if manifest::tables(database)? != manifest.tables {
        return Err(damaged("its tables have other rows than it says"));
    }
    if manifest.files.iter().any(|hash| store.open(hash).is_err()) {
        return Err(damaged("an attached file is missing"));
    }
    Ok(())
}

/// Moves the old database aside, whole: what its log still holds is written into it first.
fn put_aside(database: &Path, stamp: &str) -> Result<PathBuf, BackupError> {
    let in_use = |_| BackupError::InUse(database.display().to_string());
    let mut conn =
        diesel::SqliteConnection::establish(&database.display().to_string()).map_err(BackupError::database)?;
    // Alone or not at all: a program that still writes to the old file would lose what it writes.
    let alone = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT; PRAGMA wal_checkpoint(TRUNCATE)";
    conn.batch_execute(alone).map_err(in_use)?;
    drop(conn);
    let kept = beside(database, &format!(".before-restore-{stamp}"));
    fs::rename(database, &kept).map_err(BackupError::file(database))?;
    for ending in ["-wal", "-shm"] {
        fs::remove_file(beside(database, ending)).ok();
    }
    Ok(kept)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
