//! What the log of a real server tells of people: nothing but numbers.

use crate::support::company::PASSWORD;
use crate::support::server::{Server, Visitor};
use crate::support::*;

both!(the_log_knows_nobody);

/// What is typed, asked for and said, none of which the log may repeat.
const PRIVATE: [&str; 12] = [
    "grethe",
    "lindqvist",
    "norway.example",
    "5558213",
    "halibut",
    "kestrel-agent",
    "alice",
    "fursa.test",
    "no password of mine",
    "forty anchors",
    "tromsø",
    "troms%c3%b8",
];

#[cfg(unix)]
async fn the_log_knows_nobody(app: TestApp) {
    let at = tempfile::tempdir().unwrap();
    let environment = [("DATABASE_URL", app.database_url()), ("FURSA_LOG", "debug,fursa=trace")];
    let server = Server::start(at.path(), &environment);
    let mut visitor = Visitor::new(&server, "User-Agent: kestrel-agent\r\nReferer: /search?q=Grethe\r\n");
    let email = Alice.email();
    let wrong = visitor.post("/sign-in", "/sign-in", &[("email", &email), ("password", "no password of mine")]);
    assert!(wrong.starts_with("HTTP/1.1 422"), "{wrong}");
    let right = visitor.post("/sign-in", "/sign-in", &[("email", &email), ("password", PASSWORD)]);
    assert!(right.starts_with("HTTP/1.1 303"), "{right}");
    let lead = [
        ("name", "Grethe Lindqvist"),
        ("email", "grethe@norway.example"),
        ("phone", "+47 5558213"),
        ("notes", "Halibut"),
        ("city", "Tromsø"),
    ];
    let filed = visitor.post("/leads/new", "/leads", &lead);
    assert!(filed.starts_with("HTTP/1.1 303") && filed.contains("location: /leads/1"), "{filed}");
    for (path, status) in [
        ("/leads/1", 200),
        ("/search?q=grethe+lindqvist", 200),
        ("/leads?view=all&q=halibut", 200),
        ("/leads/export?q=Troms%C3%B8", 200),
        ("/leads/Grethe%20Lindqvist", 404),
        ("/grethe@norway.example", 404),
        ("/static/grethe", 404),
        ("/settings/lists/grethe", 403),
    ] {
        let page = visitor.get(path);
        assert!(page.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {page}");
    }
    let session = visitor.cookie("fursa").to_owned();
    let (_, log) = server.stop();
    let told = log.to_lowercase();
    for words in PRIVATE {
        let line = told.lines().find(|line| line.contains(words));
        assert_eq!(line, None, "the log tells {words}");
    }
    assert!(!log.contains(&session), "the log tells the session");
    for path in ["/leads/1", "/search", "unknown", "/settings/lists/{list}"] {
        assert!(told.contains(&format!("path=\"{path}\"")), "{path} in {log}");
    }
}
