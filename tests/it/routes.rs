//! What holds for every route there is: every answer keeps a page to itself, nothing anybody can send is a bug, and
//! reading changes nothing. What is sent with harm in mind: `attacks`.

use std::collections::BTreeMap;

use fursa::web::Route;

use crate::access_matrix::{Row, rows};
use crate::support::*;

both!(every_page_is_kept_to_itself, no_address_and_no_empty_form_is_a_bug, reading_a_page_changes_nothing,);

/// Headers of every answer, and what each must say.
const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", "default-src 'none'"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Ids and words that nobody's page links to.
const ODD: [&str; 3] = ["1", "9223372036854775807", "0"];

/// The address with the same word in each of its placeholders.
fn with(route: &Route, word: &str) -> String {
    let mut parts = route.path.split('{');
    let first = parts.next().unwrap_or("").to_owned();
    parts.fold(first, |path, part| path + word + part.split_once('}').map_or("", |(_, rest)| rest))
}

async fn every_page_is_kept_to_itself(app: TestApp) {
    for row in readable() {
        let path = row.path(&row.records(&app));
        for who in [Nobody, Ada] {
            let page = app.get(who, &path).await;
            // The one page that stands in a frame, of ours.
            let framed = path.starts_with("/mails/") && path.ends_with("/page") && page.status == 200;
            for (name, words) in HEADERS.iter().map(|(name, words)| match (framed, *name) {
                (true, "x-frame-options") => (*name, "SAMEORIGIN"),
                _ => (*name, *words),
            }) {
                let said = page.header(name).unwrap_or("");
                assert!(said.contains(words), "{path} as {who:?} says {name}: {said}");
            }
            assert!(!page.header("content-security-policy").unwrap_or("").contains("unsafe"), "{path}");
            let stored = page.header("cache-control").unwrap_or("").contains("public");
            assert!(!stored || path.starts_with("/static/"), "{path} as {who:?} may be stored by others");
        }
    }
}

async fn no_address_and_no_empty_form_is_a_bug(app: TestApp) {
    for route in fursa::app::route_table() {
        for word in ODD {
            let path = with(&route, word);
            let page = match route.method {
                "get" => app.get(Ada, &format!("{path}?q=%00%FF&page=x&after=x&sort=;&state=x&owner=x&from=x")).await,
                _ => app.post(Ada, &path, &[]).await,
            };
            assert!(page.status < 500, "{} {path} answered {}", route.method, page.status);
            // Who has signed out by that comes back.
            if route.path == "/sign-out" {
                app.fresh_browsers();
            }
        }
    }
}

async fn reading_a_page_changes_nothing(app: TestApp) {
    for row in readable() {
        let path = row.path(&row.records(&app));
        let before = app.db(contents);
        app.get(Ada, &path).await;
        app.get(Mona, &path).await;
        assert_eq!(app.db(contents), before, "{path} writes");
    }
}

/// One row for each page.
fn readable() -> Vec<Row> {
    let pages = rows().into_iter().filter(|row| row.method == "get");
    pages.map(|row| (row.pattern(), row)).collect::<BTreeMap<_, _>>().into_values().collect()
}

/// How many rows each table has, and how often the company changed. Sessions come and go with the tests' browsers.
fn contents(db: &mut fursa::db::Db) -> BTreeMap<String, i64> {
    use diesel::sql_types::BigInt;
    use fursa::db::sql::Sql;

    let schema = std::fs::read_to_string("src/db/schema.rs").unwrap();
    let tables = schema.split("diesel::table! {").skip(1).filter_map(|block| block.split('(').next());
    let counted = tables.map(str::trim).filter(|table| !["sessions", "bookmarks"].contains(table)).map(|table| {
        let count = Sql::new(&format!("SELECT COUNT(*) FROM {table}"));
        (table.to_owned(), count.one::<(BigInt,), (i64,)>(db).unwrap().0)
    });
    counted.collect()
}
