//! Backup and restore of an embedded database, also while somebody writes to it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::prelude::*;
use fursa::backup::{self, BackupError, Manifest};
use fursa::db::Pools;
use fursa::db::schema::form_nonces;

use crate::support::*;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn database(app: &TestApp) -> PathBuf {
    PathBuf::from(app.database_url().strip_prefix("sqlite://").unwrap())
}

fn write(pools: &Pools, archive: &Path) -> Manifest {
    backup::write(pools, archive, "2026-11-22 10:00".to_owned()).unwrap()
}

#[actix_web::test]
async fn a_backup_under_write_load_comes_back_whole() {
    let app = TestApp::start(Backend::Sqlite).await;
    let place = Place::new();
    let stop = AtomicBool::new(false);
    let pools = app.app().pools.clone();
    let archives: Vec<Manifest> = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                number += 1;
                let row = (
                    form_nonces::nonce.eq(format!("load {number}")),
                    form_nonces::user_id.eq(1),
                    form_nonces::location.eq("x".repeat(2000)),
                    form_nonces::used_at.eq(app_now()),
                );
                let mut db = pools.writer().unwrap();
                diesel::insert_into(form_nonces::table).values(row).execute(&mut *db).unwrap();
            }
        });
        let archives = (0..3).map(|n| write(&pools, &place.file(&format!("{n}.tar")))).collect();
        stop.store(true, Ordering::Relaxed);
        archives
    });
    for (n, manifest) in archives.iter().enumerate() {
        let restored = place.file(&format!("{n}.db"));
        let done = backup::restore(&place.file(&format!("{n}.tar")), &restored, false, "").unwrap();
        assert_eq!(&done.manifest, manifest);
        assert_eq!(&Manifest::of(&restored, manifest.written_at.clone()).unwrap(), manifest, "rows and checksum");
    }
    let rows = |manifest: &Manifest| manifest.tables.iter().find(|table| table.table == "form_nonces").unwrap().rows;
    assert!(rows(&archives[2]) > rows(&archives[0]), "somebody wrote meanwhile");
}

fn app_now() -> chrono::NaiveDateTime {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(10, 0, 0).unwrap()
}

#[actix_web::test]
async fn a_database_is_not_overwritten_unasked_and_kept_when_asked() {
    let app = TestApp::start(Backend::Sqlite).await;
    let place = Place::new();
    let archive = place.file("a.tar");
    let manifest = write(&app.app().pools, &archive);
    let target = place.file("fursa.db");
    std::fs::copy(database(&app), &target).unwrap();
    let old = std::fs::read(&target).unwrap();
    let refused = backup::restore(&archive, &target, false, "1");
    assert!(matches!(refused, Err(BackupError::Exists(_))));
    assert_eq!(std::fs::read(&target).unwrap(), old);
    let done = backup::restore(&archive, &target, true, "1").unwrap();
    assert!(done.kept.unwrap().exists());
    assert_eq!(Manifest::of(&target, manifest.written_at.clone()).unwrap(), manifest);
}

#[actix_web::test]
async fn a_database_in_use_is_not_replaced() {
    let app = TestApp::start(Backend::Sqlite).await;
    let place = Place::new();
    let archive = place.file("a.tar");
    write(&app.app().pools, &archive);
    let refused = backup::restore(&archive, &database(&app), true, "1");
    assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
}

#[actix_web::test]
async fn a_damaged_archive_changes_nothing() {
    let app = TestApp::start(Backend::Sqlite).await;
    let place = Place::new();
    let archive = place.file("a.tar");
    write(&app.app().pools, &archive);
    let mut bytes = std::fs::read(&archive).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xFF;
    std::fs::write(&archive, bytes).unwrap();
    let target = place.file("fursa.db");
    assert!(matches!(backup::restore(&archive, &target, false, "1"), Err(BackupError::Damaged(..))));
    assert!(!target.exists());
}
