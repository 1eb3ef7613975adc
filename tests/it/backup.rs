//! Backup and restore of an embedded database, also while somebody writes to it.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use fursa::backup::{self, BackupError, Manifest};
use fursa::db::Pools;
use fursa::db::schema::form_nonces;
use fursa::files::Store;

use crate::support::server::{fursa, said};
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

/// A store nobody has put anything into.
fn empty() -> Store {
    Store::at(PathBuf::from("/nowhere"))
}

fn write(pools: &Pools, archive: &Path) -> Manifest {
    backup::write(pools, &empty(), archive, "2026-11-22 10:00".to_owned()).unwrap()
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
        let done = backup::restore(&place.file(&format!("{n}.tar")), &restored, &empty(), false, "").unwrap();
        assert_eq!(&done.manifest, manifest);
        assert_eq!(
            &Manifest::of(&restored, manifest.written_at.clone(), Vec::new()).unwrap(),
            manifest,
            "rows and checksum"
        );
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
    let refused = backup::restore(&archive, &target, &empty(), false, "1");
    assert!(matches!(refused, Err(BackupError::Exists(_))));
    assert_eq!(std::fs::read(&target).unwrap(), old);
    let done = backup::restore(&archive, &target, &empty(), true, "1").unwrap();
    assert!(done.kept.unwrap().exists());
    assert_eq!(Manifest::of(&target, manifest.written_at.clone(), Vec::new()).unwrap(), manifest);
}

#[actix_web::test]
async fn a_database_in_use_is_not_replaced() {
    let app = TestApp::start(Backend::Sqlite).await;
    let place = Place::new();
    let archive = place.file("a.tar");
    write(&app.app().pools, &archive);
    let refused = backup::restore(&archive, &database(&app), &empty(), true, "1");
    assert!(matches!(refused, Err(BackupError::InUse(_))), "{refused:?}");
}

#[actix_web::test]
async fn attached_files_come_back_with_the_database() {
    let app = TestApp::start(Backend::Sqlite).await;
    let place = Place::new();
    let (store, fresh) = (Store::at(place.file("files")), Store::at(place.file("restored")));
    let kept = store.keep(&b"ten masts"[..]).unwrap();
    let (archive, target) = (place.file("a.tar"), place.file("fursa.db"));
    let manifest = backup::write(&app.app().pools, &store, &archive, "2026-11-22 10:00".to_owned()).unwrap();
    assert_eq!(manifest.files, std::slice::from_ref(&kept.hash));
    backup::restore(&archive, &target, &fresh, false, "1").unwrap();
    assert_eq!(fresh.read(&kept.hash).unwrap(), b"ten masts");
    // Another content under the same name is noticed.
    let bytes = std::fs::read(&archive).unwrap();
    let at = bytes.windows(9).position(|window| window == b"ten masts").unwrap();
    let changed = [&bytes[..at], b"two masts", &bytes[at + 9..]].concat();
    std::fs::write(&archive, changed).unwrap();
    let refused = backup::restore(&archive, &place.file("other.db"), &fresh, false, "1");
    assert!(matches!(refused, Err(BackupError::Damaged(..))), "{refused:?}");
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
    assert!(matches!(backup::restore(&archive, &target, &empty(), false, "1"), Err(BackupError::Damaged(..))));
    assert!(!target.exists());
}

/// What the database itself sees to comes back with it: the journal only grows, and what is kept of counts, totals and
/// histories is right.
#[actix_web::test]
async fn what_comes_back_guards_its_journal_and_is_well() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (account, lead) = (app.account(Alice), app.lead(Alice));
    let deal = app.opportunity_with(Alice, |deal| deal.account_id = Some(account.id));
    let form = [("version", "1"), ("name", "Nora"), ("email", "n@x.example")];
    app.post(Alice, &format!("/leads/{}/edit", lead.id), &form).await.assert_status(303);
    app.post(Alice, &format!("/opportunities/{}/removal", deal.id), &[]).await.assert_status(303);
    let place = Place::new();
    let (archive, target) = (place.file("a.tar"), place.file("fursa.db"));
    write(&app.app().pools, &archive);
    backup::restore(&archive, &target, &empty(), false, "1").unwrap();
    let mut db = diesel::SqliteConnection::establish(target.to_str().unwrap()).unwrap();
    for sql in [
        "UPDATE journal SET at = at",
        "DELETE FROM journal",
        "DELETE FROM journal_values",
        "UPDATE journal_values SET after = '1' WHERE field = 'name'",
        "DELETE FROM journal_requests",
    ] {
        let refused = db.batch_execute(sql).unwrap_err().to_string();
        assert!(refused.contains("append-only"), "{sql}: {refused}");
    }
    drop(db);
    let url = format!("sqlite://{}", target.display());
    let doctor = fursa(place.folder.path(), &[("DATABASE_URL", &url)], &["doctor"]).output().unwrap();
    let told = said(&doctor);
    assert!(doctor.status.success() && told.contains("up to date"), "{told}");
    for kept in ["timeline", "deal_totals", "record_counts"] {
        let line = told.lines().find(|line| line.starts_with(kept)).unwrap_or_else(|| panic!("{kept}: {told}"));
        assert!(line.ends_with(" right"), "{line}");
    }
}
