//! Files that wait to be run: in a folder of the system's temporary one, under names nobody can guess.

use std::fs;
use std::io;
use std::path::PathBuf;

use tempfile::NamedTempFile;

use crate::values::token;

fn folder() -> PathBuf {
    std::env::temp_dir().join("fursa-uploads")
}

/// Keeps an uploaded file; answers its name.
///
/// # Errors
/// When it cannot be kept.
pub fn keep(file: NamedTempFile) -> io::Result<String> {
    let name = token::random().map_err(|_| io::Error::other("no randomness"))?;
    fs::create_dir_all(folder())?;
    file.persist(folder().join(&name)).map_err(|refused| refused.error)?;
    Ok(name)
}

/// Where a waiting file lies; none, once it is gone.
pub fn path(name: &str) -> Option<PathBuf> {
    let is_ours = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    Some(folder().join(name)).filter(|path| is_ours && path.is_file())
}

/// Removes a waiting file.
pub fn remove(name: &str) {
    // Whoever cleans the temporary folder may have been quicker.
    path(name).map(fs::remove_file);
}
