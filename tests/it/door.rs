//! The door of the house itself: how much and how slowly may be sent to a real server, who is told where to report a
//! weakness, and how often somebody may try.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use fursa::identity::throttle::{self, Counters};
use fursa::web::Error;

use crate::support::server::{Server, fursa, rest, said};
use crate::support::*;

both!(
    a_door_without_names_counts_by_network,
    what_people_mistype_in_weeks_makes_no_guesser,
    the_way_to_report_a_weakness_is_shown_where_there_is_one,
);

/// A server with little patience.
fn impatient(at: &Path) -> Server {
    let little = [("FURSA_HEAD_SECONDS", "2"), ("FURSA_BODY_SECONDS", "2"), ("FURSA_KEEP_ALIVE_SECONDS", "2")];
    Server::start(at, &little)
}

/// The head of a form of so many bytes.
fn head(server: &Server, length: usize) -> String {
    format!(
        "POST /set-up HTTP/1.1\r\nHost: {}\r\nAccept-Language: en\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n",
        server.listen
    )
}

/// Sends a byte at a time until the other side has had enough; answers what it said, and how long that took.
fn drip(line: &mut TcpStream, bytes: &[u8], pause: Duration) -> (String, Duration) {
    let begun = Instant::now();
    line.set_read_timeout(Some(pause)).unwrap();
    let mut heard = Vec::new();
    for byte in bytes.iter().cycle() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it listens for ever");
        let mut piece = [0; 4096];
        match line.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => heard.extend_from_slice(&piece[..length]),
            Err(cause) if matches!(cause.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
        if line.write_all(&[*byte]).is_err() {
            break;
        }
    }
    (String::from_utf8_lossy(&heard).into_owned(), begun.elapsed())
}

const PAUSE: Duration = Duration::from_millis(200);

#[test]
fn whoever_sends_a_byte_at_a_time_is_not_waited_for() {
    let at = tempfile::tempdir().unwrap();
    let server = impatient(at.path());
    let mut line = server.connect();
    let (heard, took) = drip(&mut line, format!("GET /{}", "x".repeat(4000)).as_bytes(), PAUSE);
    assert!(heard.is_empty() || heard.starts_with("HTTP/1.1 408"), "{heard}");
    assert!(took < Duration::from_secs(20), "{took:?}");

    let mut line = server.connect();
    line.write_all(head(&server, 100_000).as_bytes()).unwrap();
    let (heard, took) = drip(&mut line, b"x", PAUSE);
    assert!(heard.starts_with("HTTP/1.1 408"), "{heard}");
    assert!(heard.contains("It took too long"), "{heard}");
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert!(server.ask("/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_line_nobody_speaks_on_is_cut() {
    let at = tempfile::tempdir().unwrap();
    let server = impatient(at.path());
    let begun = Instant::now();
    let mut silent = server.connect();
    let mut done = server.connect();
    done.write_all(format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", server.listen).as_bytes()).unwrap();
    assert!(rest(&mut done).starts_with("HTTP/1.1 200"));
    rest(&mut silent);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_is_too_much_gets_a_page_however_much_it_is() {
    let at = tempfile::tempdir().unwrap();
    let server = Server::start(at.path(), &[("FURSA_UPLOAD_MB", "1")]);
    for length in [5_000_000, 40_000_000] {
        let request = head(&server, length) + &"x".repeat(length);
        let answer = server.send(request.as_bytes());
        assert!(answer.starts_with("HTTP/1.1 413"), "{}", answer.chars().take(200).collect::<String>());
        assert!(answer.contains("Too much at once") && answer.contains("</html>"), "{answer}");
    }
}

#[test]
fn no_more_lines_are_open_than_the_setting_says() {
    let at = tempfile::tempdir().unwrap();
    let settings = [("FURSA_CONNECTIONS", "2"), ("FURSA_HEAD_SECONDS", "4"), ("FURSA_KEEP_ALIVE_SECONDS", "4")];
    let server = Server::start(at.path(), &settings);
    let held: Vec<TcpStream> = (0..2).map(|_| server.connect()).collect();
    std::thread::sleep(Duration::from_millis(300));
    let begun = Instant::now();
    let answer = server.ask("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(begun.elapsed() > Duration::from_secs(1), "it had to wait until a line was free");
    drop(held);
}

#[test]
fn who_asks_for_the_head_of_a_page_gets_no_more() {
    let at = tempfile::tempdir().unwrap();
    let server = Server::start(at.path(), &[]);
    for (path, status) in [("/healthz", 200), ("/set-up", 200), ("/nowhere", 404)] {
        let asked = |method: &str| {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.listen);
            server.send(request.as_bytes())
        };
        let (head, page) = (asked("HEAD"), asked("GET"));
        let length = |answer: &str| {
            let lines = answer.split("\r\n").find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
            lines.unwrap().parse::<usize>().unwrap()
        };
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {head}");
        assert!(head.ends_with("\r\n\r\n") && length(&head) > 0, "{path}: {head}");
        assert_eq!(length(&head), length(&page), "{path}");
    }
    assert!(server.said().contains("method=HEAD"), "the log says what was asked");
}

/// Somebody who asks for more than a line holds, and takes nothing of it.
fn deaf(server: &Server) -> TcpStream {
    let page = server.ask("/set-up");
    let sheet = page.split('"').find(|part| part.starts_with("/static/") && part.ends_with(".css")).unwrap();
    let asked = format!("GET {sheet} HTTP/1.1\r\nHost: {}\r\n\r\n", server.listen).repeat(16);
    let mut line = server.connect();
    line.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    // Until nothing more goes in: who cannot be answered is heard no more.
    let full = (0..100_000).any(|_| line.write_all(asked.as_bytes()).is_err());
    assert!(full, "it answers without end");
    line
}

#[cfg(target_os = "linux")]
#[test]
fn whoever_takes_nothing_of_an_answer_is_not_waited_for() {
    let at = tempfile::tempdir().unwrap();
    let server = Server::start(at.path(), &[("FURSA_CONNECTIONS", "2"), ("FURSA_SEND_SECONDS", "3")]);
    let held: Vec<TcpStream> = (0..2).map(|_| deaf(&server)).collect();
    let answer = server.ask("/healthz");
    assert!(answer.starts_with("HTTP/1.1 200"), "nobody else is heard: {answer}");
    drop(held);
}

#[cfg(unix)]
#[test]
fn a_secret_in_a_file_that_is_open_to_others_stops_the_program() {
    use std::fs::{Permissions, set_permissions, write};
    use std::os::unix::fs::PermissionsExt;

    let at = tempfile::tempdir().unwrap();
    let (settings, secret) = (at.path().join(".env"), at.path().join("database"));
    let open = |file: &Path, mode: u32| set_permissions(file, Permissions::from_mode(mode)).unwrap();
    let migrate = |environment: &[(&str, &str)]| fursa(at.path(), environment, &["migrate"]).output().unwrap();

    write(&secret, "sqlite://ours.db\n").unwrap();
    let named = [("DATABASE_URL_FILE", secret.to_str().unwrap())];
    open(&secret, 0o644);
    let refused = migrate(&named);
    assert!(!refused.status.success());
    assert!(said(&refused).contains("chmod 600"), "{}", said(&refused));
    open(&secret, 0o600);
    let taken = migrate(&named);
    assert!(taken.status.success() && at.path().join("ours.db").exists(), "{}", said(&taken));

    write(&settings, "DATABASE_URL=postgres://ada:halibut@127.0.0.1/fursa\n").unwrap();
    for (mode, taken) in [(0o640, false), (0o600, true)] {
        open(&settings, mode);
        for command in ["migrate", "doctor"] {
            let told = fursa(at.path(), &[("DATABASE_URL", "sqlite://ours.db")], &[command]).output().unwrap();
            assert_eq!(told.status.success(), taken, "{command}: {}", said(&told));
            assert_eq!(said(&told).contains("chmod 600"), !taken, "{command}: {}", said(&told));
            assert!(!said(&told).contains("halibut"), "{command}: {}", said(&told));
        }
    }
}

async fn a_door_without_names_counts_by_network(app: TestApp) {
    let now = app.clock().now();
    let knock = |address: &str| app.db(|db| throttle::pass(db, &Counters::at("invitation", address), now));
    for _ in 0..50 {
        knock("2001:db8:1:2::1").unwrap();
    }
    assert!(matches!(knock("2001:db8:1:2::ffff"), Err(Error::TooMany { seconds: 30 })));
    knock("2001:db8:9::1").unwrap();
    app.db(|db| throttle::pass(db, &Counters::at("survey", "2001:db8:1:2::1"), now)).unwrap();
}

async fn what_people_mistype_in_weeks_makes_no_guesser(app: TestApp) {
    let (begun, office) = (app.clock().now(), Counters::of("ada@fursa.test", "192.0.2.7"));
    let door = Counters::at("invitation", "192.0.2.7");
    for half_day in 0..20 {
        let now = begun + chrono::Duration::hours(12 * half_day);
        for _ in 0..8 {
            app.db(|db| throttle::pass(db, &office, now)).unwrap();
        }
        for _ in 0..30 {
            app.db(|db| throttle::pass(db, &door, now)).unwrap();
        }
    }
}

async fn the_way_to_report_a_weakness_is_shown_where_there_is_one(app: TestApp) {
    let path = "/.well-known/security.txt";
    app.get(Nobody, path).await.assert_status(404);
    let settings = |config: &mut fursa::config::Config| {
        config.security_contact = "mailto:security@fursa.test".to_owned();
        config.base_url = "https://fursa.test".to_owned();
    };
    let told = TestApp::with(app.backend(), settings).await;
    let page = told.get(Nobody, path).await.assert_status(200);
    assert_eq!(page.header("content-type"), Some("text/plain; charset=utf-8"));
    let lines: Vec<&str> = page.body.lines().collect();
    let [contact, expires, canonical] = lines[..] else { panic!("{lines:?}") };
    assert_eq!(contact, "Contact: mailto:security@fursa.test");
    assert_eq!(canonical, "Canonical: https://fursa.test/.well-known/security.txt");
    let until = expires.strip_prefix("Expires: ").and_then(|until| until.strip_suffix("T00:00:00Z")).unwrap();
    let days = (until.parse::<NaiveDate>().unwrap() - told.clock().now().date()).num_days();
    assert!((1..365).contains(&days), "{days}");
}
