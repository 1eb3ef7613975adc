//! A fresh database for each test: a copy of one that was migrated and filled once per run.

use std::path::Path;
use std::sync::OnceLock;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::connection::SimpleConnection;
use fursa::clock::Clock;
use fursa::config::{Config, Durability, PasswordCost};
use fursa::web::App;
use tempfile::TempDir;

use super::{company, id_provider, postgres};

/// One of the two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// What a fresh database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// Tables only.
    Nothing,
    /// The company and its cast.
    Company,
    /// The company of the demonstration, which takes seconds to make.
    Demo,
}

/// A database that goes when the test is over.
pub struct Database {
    pub url: String,
    _keeper: Keeper,
}

/// Who clears up.
enum Keeper {
    Directory { _directory: TempDir },
    Server { _database: postgres::Fresh },
}

impl Database {
    pub fn fresh(backend: Backend, content: Content) -> Database {
        match backend {
            Backend::Sqlite => fresh_file(content),
            Backend::Postgres => {
                let database = postgres::fresh(content);
                Database { url: database.url.clone(), _keeper: Keeper::Server { _database: database } }
            }
        }
    }
}

/// The instant at which every test begins: a Sunday in November, ten o'clock in UTC, eleven in Warsaw.
pub fn beginning() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(10, 0, 0).unwrap()
}

/// Opens the installation in a database.
pub fn open(url: &str) -> App {
    open_with(url, |_| {})
}

/// Opens the installation in a database, with other settings.
pub fn open_with(url: &str, set: impl FnOnce(&mut Config)) -> App {
    let mut config = Config {
        database_url: url.to_owned(),
        durability: Durability::Off,
        password_cost: PasswordCost::Cheap,
        pool: 2,
        // What lies there is named by its content: tests have it in common.
        files: std::env::temp_dir().join("fursa-test-files").display().to_string(),
        provider: Some(id_provider::absent()),
        ..Config::default()
    };
    set(&mut config);
    fursa::cli::open(config, Clock::fixed(beginning())).unwrap()
}

/// Migrates a database and fills it.
pub fn prepare(url: &str, content: Content) {
    let app = open(url);
    let mut db = app.pools.writer().unwrap();
    match content {
        Content::Nothing => {}
        Content::Company => company::found(&mut db),
        Content::Demo => {
            let opened = fursa::demo::open(&mut db, beginning(), PasswordCost::Cheap).unwrap();
            assert_eq!(opened, fursa::demo::Opened::Filled);
        }
    }
    if url.starts_with("sqlite") {
        db.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    }
}

fn fresh_file(content: Content) -> Database {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    static COMPANY: OnceLock<Vec<u8>> = OnceLock::new();
    static DEMO: OnceLock<Vec<u8>> = OnceLock::new();
    let template = match content {
        Content::Nothing => &EMPTY,
        Content::Company => &COMPANY,
        Content::Demo => &DEMO,
    };
    let bytes = template.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("template.db");
        prepare(&file_url(&file), content);
        std::fs::read(file).unwrap()
    });
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("fursa.db");
    std::fs::write(&file, bytes).unwrap();
    Database { url: file_url(&file), _keeper: Keeper::Directory { _directory: directory } }
}

fn file_url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}
