//! The folder: two letters of the hash, then the rest.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::config::Config;

/// How long a file that no row names is left alone: a row may be about to name it.
const GRACE: Duration = Duration::days(1);

/// A file that is in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its content, in hexadecimal.
    pub hash: String,
    /// How long it is.
    pub bytes: i64,
}

/// The folder files are kept in.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// Can this be the hash of a file here?
pub fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

impl Store {
    /// The store of the settings; it is made when the first file comes.
    pub fn of(config: &Config) -> Store {
        Store { folder: config.files_folder() }
    }

    /// The store in a folder.
    pub fn at(folder: PathBuf) -> Store {
        Store { folder }
    }

    /// Where the file of this hash lies, or would.
    fn place(&self, hash: &str) -> io::Result<PathBuf> {
        if !is_hash(hash) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no hash"));
        }
        let (shelf, rest) = hash.split_at(2);
        Ok(self.folder.join(shelf).join(rest))
    }

    /// Keeps what can be read from here. A power cut leaves the whole file or none.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn keep(&self, mut from: impl Read) -> io::Result<Kept> {
        fs::create_dir_all(&self.folder)?;
        let (mut file, mut hash) = (NamedTempFile::new_in(&self.folder)?, Sha256::new());
        let (mut bytes, mut buffer) = (0, vec![0; 64 * 1024]);
        loop {
            let read = from.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            bytes += read as i64;
            hash.update(&buffer[..read]);
            file.write_all(&buffer[..read])?;
        }
        let hash: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let place = self.place(&hash)?;
        if let Some(shelf) = place.parent() {
            fs::create_dir_all(shelf)?;
        }
        file.as_file().sync_all()?;
        // Over one that is there already, too: it is the same, and young again for the sweep.
        file.persist(&place).map_err(|refused| refused.error)?;
        Ok(Kept { hash, bytes })
    }

    /// The same of a file that was sent.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn keep_file(&self, mut file: &File) -> io::Result<Kept> {
        file.rewind()?;
        self.keep(file)
    }

    /// Opens a file.
    ///
    /// # Errors
    /// When there is none; what the disk answers.
    pub fn open(&self, hash: &str) -> io::Result<File> {
        File::open(self.place(hash)?)
    }

    /// All of a file.
    ///
    /// # Errors
    /// When there is none; what the disk answers.
    pub fn read(&self, hash: &str) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        self.open(hash)?.read_to_end(&mut content)?;
        Ok(content)
    }

    /// The hash of every file, and where it lies; none where the folder was never made.
    ///
    /// # Errors
    /// What the disk answers.
    pub fn all(&self) -> io::Result<Vec<(String, PathBuf)>> {
        let mut all = Vec::new();
        for shelf in entries(&self.folder)?.into_iter().filter(|shelf| shelf.is_dir()) {
            for place in entries(&shelf)? {
                let hash = format!("{}{}", name(&shelf), name(&place));
                if is_hash(&hash) {
                    all.push((hash, place));
                }
            }
        }
        all.sort();
        Ok(all)
    }

    /// Removes files that no row has named for a day, and what a program that died has left half written; answers how many.
    ///
    /// # Errors
    /// What the disk answers; what the question does.
    pub fn sweep<E: From<io::Error>>(
        &self,
        now: NaiveDateTime,
        mut is_named: impl FnMut(&str) -> Result<bool, E>,
    ) -> Result<usize, E> {
        let is_old = |place: &Path| {
            let changed = fs::metadata(place).and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
            now - DateTime::<Utc>::from(changed).naive_utc() > GRACE
        };
        let mut gone = 0;
        for (hash, place) in self.all()? {
            if is_old(&place) && !is_named(&hash)? {
                fs::remove_file(&place)?;
                gone += 1;
            }
        }
        for half in entries(&self.folder)?.into_iter().filter(|place| place.is_file() && is_old(place)) {
            fs::remove_file(half)?;
        }
        Ok(gone)
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn name(place: &Path) -> String {
    place.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path().join("files"));
        (folder, store)
    }

    #[test]
    fn the_same_content_lies_there_once() {
        let (_folder, store) = store();
        assert_eq!(store.all().unwrap(), [], "nothing was kept yet");
        let first = store.keep(&b"offer"[..]).unwrap();
        assert_eq!(store.keep(&b"offer"[..]).unwrap(), first);
        store.keep(&b"another"[..]).unwrap();
        assert_eq!(store.all().unwrap().len(), 2);
        assert_eq!((store.read(&first.hash).unwrap(), first.bytes), (b"offer".to_vec(), 5));
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let (_folder, store) = store();
        for hash in ["", "..", "../../etc/passwd", &"A".repeat(64)] {
            assert_eq!(store.open(hash).unwrap_err().kind(), io::ErrorKind::NotFound, "{hash}");
        }
    }

    #[test]
    fn what_nobody_names_goes_after_a_day() {
        let (_folder, store) = store();
        let (named, other) = (store.keep(&b"named"[..]).unwrap(), store.keep(&b"other"[..]).unwrap());
        let now: NaiveDateTime = "2026-11-22T10:00:00".parse().unwrap();
        let sweep = || store.sweep(now, |hash| Ok::<_, io::Error>(hash == named.hash)).unwrap();
        let written = |at: NaiveDateTime| {
            for kept in [&named, &other] {
                let place = store.place(&kept.hash).unwrap();
                File::options().write(true).open(place).unwrap().set_modified(at.and_utc().into()).unwrap();
            }
        };
        written(now);
        assert_eq!(sweep(), 0, "somebody may be about to name it");
        written(now - GRACE * 2);
        assert_eq!(sweep(), 1);
        assert_eq!(store.all().unwrap().len(), 1);
        assert!(store.open(&named.hash).is_ok());
    }
}
