//! Settings of one installation, read once at start from the environment (and `.env`).
//!
//! [`SETTINGS`] is the one table of name, default and meaning; `fursa doctor` prints it and the README quotes it.

mod mail;
mod provider;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use chrono::{Duration, NaiveDateTime};

mod reader;
mod secrets;
mod table;

pub use provider::Provider;
use reader::{Reader, refused};
pub use secrets::BadSecret;
pub use table::{SETTINGS, Setting};

const MEGABYTE: usize = 1024 * 1024;

/// How often SQLite waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Survives a crash of the program; a power cut may lose the last commits.
    Normal,
    /// Survives a power cut.
    Full,
    /// For tests only: never waits.
    Off,
}

/// What making and checking a password's hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCost {
    /// Enough that guessing from a stolen database does not pay.
    Full,
    /// For tests only: next to nothing.
    Cheap,
}

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sqlite://file` or `postgres://…`.
    pub database_url: String,
    /// Address and port to listen on.
    pub listen: String,
    /// Address people use, without a slash at the end; empty when not configured.
    pub base_url: String,
    /// Web worker threads; 0 = one per processor.
    pub workers: usize,
    /// Connections for reading; 0 = chosen by backend and processors.
    pub pool: u32,
    /// SQLite's `synchronous`.
    pub durability: Durability,
    /// Hours without a visit after which a session ends.
    pub session_idle_hours: i64,
    /// Days after which a session ends in any case.
    pub session_max_days: i64,
    /// Sessions one person may have at once.
    pub sessions_per_person: i64,
    /// What a password's hash costs.
    pub password_cost: PasswordCost,
    /// Believe `X-Forwarded-For`.
    pub trust_proxy: bool,
    /// The mail server; empty when there is none.
    pub smtp_url: String,
    /// Who letters come from.
    pub mail_from: String,
    /// The address mail comes in by; empty when none does.
    pub mail_in: String,
    /// The mailbox it is fetched from; empty when it is brought by `fursa ingest`.
    pub imap_url: String,
    /// The provider people may sign in through.
    pub provider: Option<Provider>,
    /// Connections at once.
    pub connections: usize,
    /// How long a connection is kept without a request.
    pub keep_alive: std::time::Duration,
    /// How long the head of a request may take to arrive.
    pub head_patience: std::time::Duration,
    /// How long a body may take to arrive, however short it is.
    pub body_patience: std::time::Duration,
    /// How long nothing of an answer may be taken.
    pub send_patience: std::time::Duration,
    /// The most a file may have that is sent, in bytes.
    pub upload: usize,
    /// The folder attached files are kept in; empty where nothing was said ([`Config::files_folder`]).
    pub files: String,
    /// The most a mail may have with everything attached, in bytes.
    pub mail_size: usize,
    /// How long a job is left to a node that is heard of no more.
    pub job_lease: std::time::Duration,
    /// Where to tell of a weakness; empty when nowhere.
    pub security_contact: String,
    /// Log filter.
    pub log: String,
    /// Logs as JSON lines.
    pub log_json: bool,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSetting {
    /// A value that means nothing.
    #[error("setting {name}: {value:?} is not usable, expected {expected}")]
    Value {
        /// Which setting.
        name: &'static str,
        /// What it was set to.
        value: String,
        /// What it may be.
        expected: String,
    },
    /// A line of the file that is no setting. The line itself, which may hold a password, is not repeated.
    #[error(
        "{FILE}, line {0}: not a setting; write NAME=value, and a value with blanks, quotes, # or $ in single quotes"
    )]
    Line(usize),
    /// The file is there and cannot be read.
    #[error("{FILE} cannot be read: {0}")]
    File(dotenvy::Error),
    /// A secret that is not kept as one.
    #[error(transparent)]
    Secret(#[from] BadSecret),
}

/// Where settings may stand beside the environment, in the working directory.
const FILE: &str = ".env";

impl Config {
    /// Reads `.env` and the environment. What stands in both is the environment's to say.
    ///
    /// # Errors
    /// A line of the file that cannot be read; the first setting whose value cannot be used.
    pub fn from_env() -> Result<Config, BadSetting> {
        match dotenvy::from_path(FILE) {
            Err(cause) if !cause.not_found() => return Err(unreadable(cause)),
            Ok(()) => secrets::guard(Path::new(FILE))?,
            Err(_) => {}
        }
        Config::from_map(&environment()?)
    }

    /// Builds the settings from a map, defaults filling the gaps.
    ///
    /// # Errors
    /// The first setting whose value cannot be used.
    pub fn from_map(map: &HashMap<String, String>) -> Result<Config, BadSetting> {
        let map = &secrets::unfolded(map.clone())?;
        let read = Reader::of(map);
        Ok(Config {
            database_url: read.database_url()?,
            listen: read.text("FURSA_LISTEN"),
            base_url: read.base_url()?,
            workers: read.number("FURSA_WORKERS", 0, 1024)?,
            pool: read.number("FURSA_POOL", 0, 1024)?,
            durability: read
                .choice("FURSA_SQLITE_SYNC", &[("normal", Durability::Normal), ("full", Durability::Full)])?,
            session_idle_hours: read.number("FURSA_SESSION_IDLE_HOURS", 1, 24 * 366)?,
            session_max_days: read.number("FURSA_SESSION_MAX_DAYS", 1, 366)?,
            sessions_per_person: read.number("FURSA_SESSIONS_PER_PERSON", 1, 1000)?,
            password_cost: PasswordCost::Full,
            trust_proxy: read.choice("FURSA_TRUST_PROXY", &[("no", false), ("yes", true)])?,
            smtp_url: read.smtp_url()?,
            mail_from: read.mail_from()?,
            mail_in: read.mail_in()?,
            imap_url: read.imap_url()?,
            provider: read.provider()?,
            connections: read.number("FURSA_CONNECTIONS", 1, 1_000_000)?,
            keep_alive: read.seconds("FURSA_KEEP_ALIVE_SECONDS")?,
            head_patience: read.seconds("FURSA_HEAD_SECONDS")?,
            body_patience: read.seconds("FURSA_BODY_SECONDS")?,
            send_patience: read.seconds("FURSA_SEND_SECONDS")?,
            upload: read.number("FURSA_UPLOAD_MB", 1, 4096)? * MEGABYTE,
            files: read.text("FURSA_FILES"),
            mail_size: read.number("FURSA_MAIL_MB", 1, 1024)? * MEGABYTE,
            job_lease: read.seconds("FURSA_JOB_LEASE_SECONDS")?,
            security_contact: read.security_contact()?,
            log: read.log()?,
            log_json: read.choice("FURSA_LOG_FORMAT", &[("text", false), ("json", true)])?,
        })
    }

    /// Every setting with the value in force; a password in the database's address is left out.
    pub fn in_force(&self) -> Vec<(&'static Setting, String)> {
        let map = environment().unwrap_or_default();
        let of = |setting: &'static Setting| match setting.name {
            "DATABASE_URL" => self.database_shown(),
            "FURSA_SMTP_URL" => secrets::shown("FURSA_SMTP_URL", &self.smtp_url),
            "FURSA_IMAP_URL" => secrets::shown("FURSA_IMAP_URL", &self.imap_url),
            name => secrets::shown(name, &Reader::of(&map).text(name)),
        };
        SETTINGS.iter().map(|setting| (setting, of(setting))).collect()
    }

    /// Do people reach this installation over TLS? Then cookies are marked secure.
    pub fn https(&self) -> bool {
        self.base_url.starts_with("https://")
    }

    /// Is there a mail server?
    pub fn sends_mail(&self) -> bool {
        !self.smtp_url.is_empty()
    }

    /// Is there a mailbox to fetch mail from?
    pub fn fetches_mail(&self) -> bool {
        !self.imap_url.is_empty()
    }

    /// A sign-in that is still good was last used, and began, no earlier than this.
    pub fn oldest_session(&self, now: NaiveDateTime) -> (NaiveDateTime, NaiveDateTime) {
        (now - Duration::hours(self.session_idle_hours), now - Duration::days(self.session_max_days))
    }

    /// The SQLite file, or `None` on PostgreSQL.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        self.database_url.strip_prefix("sqlite://").map(PathBuf::from)
    }

    /// The folder attached files are kept in: where nothing was said, beside the SQLite database and named for it.
    pub fn files_folder(&self) -> PathBuf {
        let beside = |file: PathBuf| {
            let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            file.with_file_name(format!("{name}-files"))
        };
        match self.files.as_str() {
            "" => self.sqlite_file().map_or_else(|| PathBuf::from("fursa-files"), beside),
            folder => PathBuf::from(folder),
        }
    }

    /// The database's address without its password, for logs.
    pub fn database_shown(&self) -> String {
        secrets::shown("DATABASE_URL", &self.database_url)
    }
}

impl Default for Config {
    fn default() -> Self {
        Config::from_map(&HashMap::new()).unwrap_or_else(|bad| unreachable!("the defaults are valid: {bad}"))
    }
}

/// The environment as text. What others have put there in another encoding is none of ours, unless it has the name of a
/// setting.
fn environment() -> Result<HashMap<String, String>, BadSetting> {
    let mut map = HashMap::new();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        match value.into_string() {
            Ok(value) => drop(map.insert(name, value)),
            Err(raw) => {
                if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) {
                    return Err(refused(setting.name, &raw.to_string_lossy(), "text in UTF-8"));
                }
            }
        }
    }
    Ok(map)
}

fn unreadable(cause: dotenvy::Error) -> BadSetting {
    let dotenvy::Error::LineParse(line, _) = &cause else { return BadSetting::File(cause) };
    let text = std::fs::read_to_string(FILE).unwrap_or_default();
    match text.lines().position(|known| known.contains(line.trim())) {
        Some(at) => BadSetting::Line(at + 1),
        None => BadSetting::Line(text.lines().count()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, value: &str) -> Result<Config, BadSetting> {
        Config::from_map(&HashMap::from([(name.to_owned(), value.to_owned())]))
    }

    #[test]
    fn every_default_is_usable() {
        assert_eq!(Config::default().listen, "127.0.0.1:8080");
    }

    #[test]
    fn files_lie_beside_the_database_unless_told_otherwise() {
        let folder = |name: &str, value: &str| with(name, value).unwrap().files_folder();
        assert_eq!(folder("DATABASE_URL", "sqlite:///srv/crm/fursa.db"), PathBuf::from("/srv/crm/fursa-files"));
        assert_eq!(folder("DATABASE_URL", "postgres://crm@db/crm"), PathBuf::from("fursa-files"));
        assert_eq!(folder("FURSA_FILES", "/mnt/crm"), PathBuf::from("/mnt/crm"));
    }

    #[test]
    fn a_wrong_value_names_its_setting() {
        let refused = with("FURSA_WORKERS", "many").unwrap_err().to_string();
        assert!(refused.contains("FURSA_WORKERS"), "{refused}");
        assert!(with("DATABASE_URL", "mysql://x").is_err());
    }

    #[test]
    fn a_value_that_would_do_harm_in_silence_is_refused() {
        for (name, value) in [
            ("FURSA_SESSION_IDLE_HOURS", "9999999999999999"),
            ("FURSA_SESSION_IDLE_HOURS", "-5"),
            ("FURSA_SESSION_MAX_DAYS", "0"),
            ("FURSA_BASE_URL", "crm.example.com"),
            ("FURSA_BASE_URL", "https://crm.example.com/path"),
            ("FURSA_UPLOAD_MB", "0"),
            ("FURSA_BODY_SECONDS", "0"),
            ("FURSA_SECURITY_CONTACT", "security@example.com"),
            ("FURSA_SECURITY_CONTACT", "mailto:a@b.example\nExpires: never"),
            ("FURSA_LOG", "inof"),
            ("FURSA_LOG", "fursa=inof"),
        ] {
            assert!(with(name, value).is_err(), "{name}={value}");
        }
        assert_eq!(with("FURSA_BASE_URL", "https://crm.example.com/").unwrap().base_url, "https://crm.example.com");
        assert!(with("FURSA_LOG", "warn,fursa::db=trace").is_ok());
    }

    #[test]
    fn a_password_never_reaches_the_log() {
        let config = with("DATABASE_URL", "postgres://ada:secret@db/fursa").unwrap();
        assert_eq!(config.database_shown(), "postgres://ada:***@db/fursa");
        let refused = with("DATABASE_URL", "postgress://ada:secret@db/fursa").unwrap_err().to_string();
        assert!(refused.contains("DATABASE_URL") && !refused.contains("secret"), "{refused}");
    }
}
