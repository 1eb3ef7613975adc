//! Writing the archive: under another name first, so that a broken-off backup never looks like a whole one.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tar::{Builder, Header};

use super::{BackupError, DATABASE, FILES, MANIFEST, Manifest, snapshot};
use crate::db::Pools;
use crate::files::Store;

/// Writes the whole installation into one archive, while it runs; answers what it holds.
///
/// # Errors
/// When the database cannot be read or the archive not be written; then there is none.
pub fn write(pools: &Pools, store: &Store, archive: &Path, written_at: String) -> Result<Manifest, BackupError> {
    let folder = archive.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Beside the archive: there must be room there anyway, and a temporary folder may lie in memory.
    let work =
        tempfile::Builder::new().prefix(".fursa-backup-").tempdir_in(folder).map_err(BackupError::file(folder))?;
    let database = work.path().join(DATABASE);
    snapshot(pools, &database)?;
    // After the database: what its rows name is there by then, and is not swept for a day.
    let files = store.all().map_err(BackupError::file(folder))?;
    let manifest = Manifest::of(&database, written_at, files.iter().map(|(hash, _)| hash.clone()).collect())?;
    let unfinished: PathBuf = work.path().join("archive.tar");
    pack(&unfinished, &database, &manifest, &files).map_err(BackupError::file(&unfinished))?;
    fs::rename(&unfinished, archive).map_err(BackupError::file(archive))?;
    Ok(manifest)
}

fn pack(archive: &Path, database: &Path, manifest: &Manifest, files: &[(String, PathBuf)]) -> io::Result<()> {
    let mut tar = Builder::new(File::create(archive)?);
    let text = serde_json::to_vec_pretty(manifest)?;
    let mut header = Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    tar.append_data(&mut header, MANIFEST, text.as_slice())?;
    tar.append_path_with_name(database, DATABASE)?;
    for (hash, place) in files {
        tar.append_path_with_name(place, format!("{FILES}{hash}"))?;
    }
    tar.into_inner()?.sync_all()
}
