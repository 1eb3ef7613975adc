//! Settings that are secrets: they come from the environment or from a file closed to all but its owner, and are shown
//! nowhere.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Settings that may hold a secret. Each may stand in a file instead, which `NAME_FILE` names.
const SECRETS: [&str; 4] = ["DATABASE_URL", "FURSA_SMTP_URL", "FURSA_IMAP_URL", "FURSA_OIDC_CLIENT_SECRET"];

/// What stands for a secret wherever settings are shown.
const HIDDEN: &str = "***";

/// Parameters of an address that are secrets.
const PARAMETERS: [&str; 2] = ["password", "sslpassword"];

/// A secret that is not kept as one. What it is, is not repeated.
#[derive(Debug, thiserror::Error)]
pub enum BadSecret {
    /// Others can read the file, or change it.
    #[error("{} holds a secret and is open to others than its owner: close it with chmod 600", .0.display())]
    Open(PathBuf),
    /// The file cannot be read.
    #[error("setting {0}_FILE: {file} cannot be read: {1}", file = .2.display())]
    Unreadable(&'static str, std::io::Error, PathBuf),
    /// Set in two ways.
    #[error("{0} and {0}_FILE are both set: which one holds? Leave one of them out")]
    Twice(&'static str),
}

/// The settings with what their files hold.
pub(super) fn unfolded(mut map: HashMap<String, String>) -> Result<HashMap<String, String>, BadSecret> {
    for name in SECRETS {
        let file = map.get(&format!("{name}_FILE")).map(|file| file.trim()).filter(|file| !file.is_empty());
        let Some(file) = file.map(PathBuf::from) else { continue };
        if map.get(name).is_some_and(|value| !value.trim().is_empty()) {
            return Err(BadSecret::Twice(name));
        }
        let value = match is_open(&file).and_then(|open| Ok((open, std::fs::read_to_string(&file)?))) {
            Ok((true, _)) => return Err(BadSecret::Open(file)),
            Ok((false, value)) => value,
            Err(cause) => return Err(BadSecret::Unreadable(name, cause, file)),
        };
        map.insert(name.to_owned(), value.trim_end().to_owned());
    }
    Ok(map)
}

/// Refuses a file of settings that holds a secret and is open to others.
pub(super) fn guard(file: &Path) -> Result<(), BadSecret> {
    let settings = dotenvy::from_path_iter(file).into_iter().flatten().flatten();
    let holds_one = settings.into_iter().any(|(name, value)| shown(&name, &value) != value);
    if holds_one && is_open(file).unwrap_or(true) { Err(BadSecret::Open(file.to_owned())) } else { Ok(()) }
}

/// A setting's value for people to read: without what is secret of it.
pub(super) fn shown(name: &str, value: &str) -> String {
    match name {
        "DATABASE_URL" | "FURSA_SMTP_URL" | "FURSA_IMAP_URL" => address(value),
        _ if SECRETS.contains(&name) && !value.is_empty() => HIDDEN.to_owned(),
        _ => value.to_owned(),
    }
}

/// An address without its password. What cannot be read as an address may hold one anywhere.
fn address(value: &str) -> String {
    let Some(mut url) = url::Url::parse(value).ok().filter(url::Url::has_host) else {
        let is_file = value.starts_with("sqlite:") || !value.contains(['@', '=']);
        return if is_file { value.to_owned() } else { HIDDEN.to_owned() };
    };
    let is_secret = |name: &str| PARAMETERS.contains(&name.to_ascii_lowercase().as_str());
    let asked: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    if url.password().is_none() && !asked.iter().any(|(name, _)| is_secret(name)) {
        return value.to_owned();
    }
    if url.password().is_some() {
        url.set_password(Some(HIDDEN)).ok();
    }
    if !asked.is_empty() {
        let hidden = asked.iter().map(|(name, value)| (name, if is_secret(name) { HIDDEN } else { value.as_str() }));
        url.query_pairs_mut().clear().extend_pairs(hidden);
    }
    url.to_string()
}

/// May anybody but its owner read or change the file?
#[cfg(unix)]
fn is_open(file: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;

    const OTHERS: u32 = 0o077;
    Ok(std::fs::metadata(file)?.permissions().mode() & OTHERS != 0)
}

/// Elsewhere files are closed by other means, which this program cannot ask for.
#[cfg(not(unix))]
fn is_open(file: &Path) -> std::io::Result<bool> {
    std::fs::metadata(file).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown_wherever_it_stands() {
        for (value, said) in [
            ("postgres://ada:secret@db/fursa", "postgres://ada:***@db/fursa"),
            ("postgres://db/fursa?user=ada&password=secret", "postgres://db/fursa?user=ada&password=***"),
            ("postgres://ada:sec ret@db:port/fursa", "***"),
            ("host=db password=secret", "***"),
            ("sqlite://fursa.db", "sqlite://fursa.db"),
            ("sqlite://a b@c=d.db", "sqlite://a b@c=d.db"),
            ("postgres://ada@db/fursa", "postgres://ada@db/fursa"),
            ("ada:secret@mail.test", "***"),
        ] {
            assert_eq!(shown("DATABASE_URL", value), said);
        }
        assert_eq!(shown("FURSA_OIDC_CLIENT_SECRET", "secret"), "***");
        assert_eq!(shown("FURSA_OIDC_CLIENT_SECRET", ""), "");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_is_taken_when_it_is_closed_to_others() {
        use std::os::unix::fs::PermissionsExt;

        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "postgres://ada:secret@db/fursa\n").unwrap();
        let mut map = HashMap::from([("DATABASE_URL_FILE".to_owned(), file.path().display().to_string())]);
        for (mode, taken) in [(0o600, true), (0o400, true), (0o640, false), (0o604, false), (0o622, false)] {
            std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).unwrap();
            let read = unfolded(map.clone());
            assert_eq!(read.is_ok(), taken, "{mode:o}");
            match read {
                Ok(read) => assert_eq!(read["DATABASE_URL"], "postgres://ada:secret@db/fursa"),
                Err(refused) => assert!(!refused.to_string().contains("secret@"), "{refused}"),
            }
        }
        std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(0o600)).unwrap();
        map.insert("DATABASE_URL".to_owned(), "sqlite://fursa.db".to_owned());
        assert!(matches!(unfolded(map.clone()), Err(BadSecret::Twice(_))));
        map.remove("DATABASE_URL");
        map.insert("DATABASE_URL_FILE".to_owned(), "/nowhere/at/all".to_owned());
        assert!(matches!(unfolded(map), Err(BadSecret::Unreadable(..))));
    }
}
