//! The command line: what it refuses, what it leaves alone, and how a server ends.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Output, Stdio};

use diesel::prelude::*;
use fursa::config::SETTINGS;
use fursa::db::schema::{teams, users};

use crate::support::id_provider::IdProvider;
use crate::support::server::{Server, fursa, said};
use crate::support::*;

both!(
    the_doctor_shows_every_setting_and_finds_all_well,
    the_doctor_looks_for_the_provider_and_tells_no_secret,
    a_person_is_added_who_can_sign_in,
    a_person_is_not_added_whom_the_form_would_refuse,
    a_server_that_cannot_serve_says_so,
);

fn output(at: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Output {
    fursa(at, environment, arguments).output().unwrap()
}

fn value_shown(table: &str, setting: &str) -> String {
    let row = table.lines().find(|line| line.starts_with(setting)).unwrap();
    row.split_whitespace().nth(1).unwrap().to_owned()
}

#[test]
fn settings_stand_in_a_file_and_the_environment_wins() {
    let at = tempfile::tempdir().unwrap();
    let file = "# ours\nFURSA_LISTEN='127.0.0.1:8699' # the port\nDATABASE_URL='sqlite://a$b.db'\nFURSA_POOL=3\n";
    fs::write(at.path().join(".env"), file).unwrap();
    let migrated = output(at.path(), &[("FURSA_POOL", "4")], &["migrate"]);
    assert!(migrated.status.success(), "{}", said(&migrated));
    assert!(at.path().join("a$b.db").exists());
    let doctor = output(at.path(), &[("FURSA_POOL", "4")], &["doctor"]);
    assert!(doctor.status.success(), "{}", said(&doctor));
    for (setting, value) in
        [("DATABASE_URL", "sqlite://a$b.db"), ("FURSA_LISTEN", "127.0.0.1:8699"), ("FURSA_POOL", "4")]
    {
        assert_eq!(value_shown(&said(&doctor), setting), value);
    }
}

#[test]
fn a_line_of_the_file_that_is_no_setting_stops_the_program() {
    let at = tempfile::tempdir().unwrap();
    let file = "FURSA_POOL=3\nPASSWORD is secret\nDATABASE_URL=sqlite://ours.db\n";
    fs::write(at.path().join(".env"), file).unwrap();
    for command in ["doctor", "migrate", "serve"] {
        let refused = output(at.path(), &[], &[command]);
        assert!(!refused.status.success());
        assert!(said(&refused).contains(".env, line 2"), "{}", said(&refused));
        assert!(!said(&refused).contains("secret"));
    }
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 1, "no other database was made");
}

#[cfg(unix)]
#[test]
fn a_setting_in_another_encoding_is_refused_and_anything_else_is_let_be() {
    use std::os::unix::ffi::OsStrExt;

    let at = tempfile::tempdir().unwrap();
    let latin = std::ffi::OsStr::from_bytes(b"caf\xe9");
    let fine = fursa(at.path(), &[], &["migrate"]).env("SOMETHING", latin).output().unwrap();
    assert!(fine.status.success(), "{}", said(&fine));
    let refused = fursa(at.path(), &[], &["migrate"]).env("FURSA_LOG", latin).output().unwrap();
    assert!(said(&refused).contains("setting FURSA_LOG"), "{}", said(&refused));
}

#[test]
fn asking_makes_no_database() {
    let at = tempfile::tempdir().unwrap();
    for arguments in [&["doctor"][..], &["user", "add", "--name", "A", "--email", "a@b.test", "--role", "admin"]] {
        let asked = output(at.path(), &[], arguments);
        assert!(!asked.status.success());
        assert!(said(&asked).contains("there is no database at fursa.db"), "{}", said(&asked));
    }
    assert_eq!(fs::read_dir(at.path()).unwrap().count(), 0);
}

async fn the_doctor_shows_every_setting_and_finds_all_well(app: TestApp) {
    let at = tempfile::tempdir().unwrap();
    let doctor = output(at.path(), &[("DATABASE_URL", app.database_url())], &["doctor"]);
    assert!(doctor.status.success(), "{}", said(&doctor));
    let told = said(&doctor);
    for setting in SETTINGS {
        assert!(!value_shown(&told, setting.name).is_empty());
    }
    for words in ["schema    up to date", "Fjord Trading in Europe/Warsaw, EUR; 7 active people", "users          7"] {
        assert!(told.contains(words), "{words} in {told}");
    }
}

async fn the_doctor_looks_for_the_provider_and_tells_no_secret(app: TestApp) {
    let (at, provider) = (tempfile::tempdir().unwrap(), IdProvider::open());
    let look = |issuer: &str| {
        let environment = [
            ("DATABASE_URL", app.database_url()),
            ("FURSA_BASE_URL", "https://crm.example.com"),
            ("FURSA_OIDC_ISSUER", issuer),
            ("FURSA_OIDC_CLIENT_ID", "fursa"),
            ("FURSA_OIDC_CLIENT_SECRET", "s3cret"),
        ];
        let told = said(&output(at.path(), &environment, &["doctor"]));
        assert!(!told.contains("s3cret"), "{told}");
        told
    };
    let issuer = provider.issuer();
    assert!(look(&issuer).contains(&format!("provider  {issuer} answers")));
    let slash = look(&format!("{issuer}/"));
    assert!(slash.contains("unexpected issuer URI"), "{slash}");
    let absent = look("http://127.0.0.1:9");
    assert!(absent.contains("does not answer as it should"), "{absent}");
}

fn add<'a>(name: &'a str, team: &'a str) -> Vec<&'a str> {
    vec!["user", "add", "--name", name, "--email", "nadia@fursa.test", "--role", "admin", "--team", team]
}

async fn a_person_is_added_who_can_sign_in(app: TestApp) {
    let at = tempfile::tempdir().unwrap();
    let added = output(at.path(), &[("DATABASE_URL", app.database_url())], &add("Nadia", "South"));
    assert!(added.status.success(), "{}", said(&added));
    let told = said(&added);
    let password = told.split("password ").nth(1).unwrap().split(' ').next().unwrap();
    let fields = [("email", "nadia@fursa.test"), ("password", password)];
    app.browser().post("/sign-in", &fields).await.assert_goes_to("/");
    let again = output(at.path(), &[("DATABASE_URL", app.database_url())], &add("Nadia", "South"));
    assert!(said(&again).contains("is somebody's already"));
}

async fn a_person_is_not_added_whom_the_form_would_refuse(app: TestApp) {
    let at = tempfile::tempdir().unwrap();
    let south = teams::table.filter(teams::name.eq("South"));
    app.db(|db| diesel::update(south).set(teams::active.eq(false)).execute(db).unwrap());
    let long = "N".repeat(5000);
    for (name, team, reason) in
        [(" ", "North", "needs a name"), (&long, "North", "at most 200"), ("Nadia", "South", "in use")]
    {
        let refused = output(at.path(), &[("DATABASE_URL", app.database_url())], &add(name, team));
        assert!(!refused.status.success());
        assert!(said(&refused).contains(reason), "{}", said(&refused));
    }
    let mut arguments = add("Nadia", "North");
    arguments.push("--password-stdin");
    let mut command = fursa(at.path(), &[("DATABASE_URL", app.database_url())], &arguments);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"short\n").unwrap();
    let refused = child.wait_with_output().unwrap();
    assert!(said(&refused).contains("Use at least"), "{}", said(&refused));
    assert_eq!(app.db(|db| users::table.count().get_result::<i64>(db).unwrap()), 7);
}

#[cfg(unix)]
#[test]
fn asked_to_stop_a_server_ends_in_order() {
    let at = tempfile::tempdir().unwrap();
    let server = Server::start(at.path(), &[]);
    let answer = server.ask("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_lowercase().contains("x-request-id: "), "{answer}");
    let (status, told) = server.stop();
    assert!(status.success(), "{told}");
    assert!(told.contains("no company yet") && told.contains("stopping") && told.contains("stopped"), "{told}");
    assert!(!told.contains('\u{1b}'), "no colours in a file: {told}");
}

#[test]
fn where_people_come_by_https_cookies_and_browsers_keep_to_it() {
    let at = tempfile::tempdir().unwrap();
    for (site, safe) in [("", false), ("https://crm.example.com", true)] {
        let answer = Server::start(at.path(), &[("FURSA_BASE_URL", site)]).ask("/set-up").to_lowercase();
        let cookie = answer.lines().find(|line| line.starts_with("set-cookie: fursa_guest")).unwrap();
        assert_eq!(cookie.contains("secure"), safe, "{cookie}");
        assert_eq!(answer.contains("strict-transport-security: max-age="), safe, "{answer}");
    }
}

#[test]
fn a_server_that_cannot_listen_announces_nothing() {
    let at = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let refused = output(at.path(), &[("FURSA_LISTEN", &listen)], &["serve"]);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("cannot listen"), "{}", said(&refused));
    assert!(!said(&refused).contains("enter the code"), "{}", said(&refused));
}

#[actix_web::test]
async fn a_company_of_its_own_is_never_thrown_away_for_a_demonstration() {
    use fursa::demo::FILE;

    let app = TestApp::start(Backend::Sqlite).await;
    let at = tempfile::tempdir().unwrap();
    let theirs = app.database_url().strip_prefix("sqlite://").unwrap();
    fs::copy(theirs, at.path().join(FILE)).unwrap();
    for arguments in [&["demo"][..], &["demo", "--fresh"]] {
        let refused = output(at.path(), &[], arguments);
        assert!(!refused.status.success());
        assert!(said(&refused).contains("never touches"), "{}", said(&refused));
    }
    let url = format!("sqlite://{FILE}");
    let doctor = output(at.path(), &[("DATABASE_URL", &url)], &["doctor"]);
    assert!(said(&doctor).contains("company   Fjord Trading"), "{}", said(&doctor));
}

async fn a_server_that_cannot_serve_says_so(app: TestApp) {
    app.get(Nobody, "/readyz").await.assert_status(200);
    app.db(|db| diesel::sql_query("ALTER TABLE organization RENAME TO elsewhere").execute(db).unwrap());
    app.get(Nobody, "/readyz").await.assert_status(503);
    app.get(Nobody, "/healthz").await.assert_status(200);
}
