//! Who gets what: every route × the cast, on both databases. A route without a row here fails.
//!
//! The rows stand in `tests/it/access_matrix/<feature>.txt`, one line each:
//!
//! ```text
//! # route                     | about       | sends        | nobody alice bob   charlie mona  sam mark ada
//! get /leads                  | alices lead |              | in     sees  hides hides   sees  404 sees sees
//! get /leads/{id:[0-9]+}      | alices lead |              | in     sees  404   404     sees  404 sees sees
//! post /leads/{id:[0-9]+}/claim | pool lead | version=1    | in     303   303   404     303   404 404  303
//! ```
//!
//! - *route*: as in the route table; a page may be asked for something (`?q=kestrel`). A route may have several rows.
//! - *about*: the records that fill the placeholders, separated by commas; see [`records`]. In each of their texts
//!   stands a name nobody else has, the canary. A form is sent about a fresh record each time.
//! - *sends*: the fields of a form, as in an address; `{record}` stands for the id of the first record,
//!   `{pick:lost_reason/other}`, `{stage:Won}`, `{person:Bob}` and `{team:South}` for those of other things; a field
//!   `file`, the last one, is sent as a file.
//! - the answers, in the order of the cast: a status; `in` = asked to sign in: led to the door or, where a form was
//!   typed into, shown it; `sees` = 200 with the record on the page; `hides` = 200, and the page is the same as without
//!   the record.
//!
//! A refusal (403, 404) says nothing of the record; 404 is the same as for a record that does not exist. Whatever
//! answers with an error leaves nothing in the journal.

mod mails;
mod records;
mod rows;
mod scopes;

use std::collections::BTreeSet;

use diesel::prelude::*;
use fursa::db::schema::journal;

use crate::support::*;
pub use rows::{Cell, Row, rows};

both!(everybody_gets_what_is_theirs);

#[test]
fn every_route_has_a_row() {
    let routes: BTreeSet<String> =
        fursa::app::route_table().iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let listed: BTreeSet<String> = rows().iter().map(Row::pattern).collect();
    let missing: Vec<&String> = routes.difference(&listed).collect();
    let stale: Vec<&String> = listed.difference(&routes).collect();
    assert!(
        missing.is_empty() && stale.is_empty(),
        "routes without a row: {missing:#?}\nrows without a route: {stale:#?}"
    );
}

async fn everybody_gets_what_is_theirs(app: TestApp) {
    let mut wrong = Vec::new();
    for row in rows() {
        match row.method.as_str() {
            "get" => read(&app, &row, &mut wrong).await,
            // What a form changes is of no concern to other rows.
            _ => write(&app.another().await, &row, &mut wrong).await,
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Reads one page as everybody; whoever may not know of the record sees the page as it was before.
async fn read(app: &TestApp, row: &Row, wrong: &mut Vec<String>) {
    let stands_still = !row.route.contains('{');
    let mut before = Vec::new();
    for (who, _) in row.cells().filter(|(_, cell)| stands_still && *cell == Cell::Hides) {
        before.push((who, app.get(who, &row.route).await));
    }
    let path = row.path(&row.records(app));
    for (who, cell) in row.cells() {
        let page = app.get(who, &path).await;
        wrong.extend(row.compare(who, cell, &page));
        if let Some((_, was)) = before.iter().find(|(other, _)| *other == who) {
            wrong.extend(
                (masked(was) != masked(&page)).then(|| row.complaint(who, "the page tells that there is one more")),
            );
        }
        if page.status == 404 && !stands_still {
            let missing = app.get(who, &row.path_to_nothing()).await;
            let differ = masked(&missing) != masked(&page);
            wrong.extend(differ.then(|| row.complaint(who, "hidden and missing are told apart")));
        }
    }
}

/// Sends one form as everybody, each time about a fresh record.
async fn write(app: &TestApp, row: &Row, wrong: &mut Vec<String>) {
    for (who, cell) in row.cells() {
        let records = row.records(app);
        let (path, fields) = (row.path(&records), row.fields(app, &records));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let entries = journalled(app);
        let page = match fields.split_last() {
            Some((("file", content), others)) => app.browser_of(who).upload(&path, others, content).await,
            _ => app.post(who, &path, &fields).await,
        };
        wrong.extend(row.compare(who, cell, &page));
        if page.status >= 400 && journalled(app) != entries {
            wrong.push(row.complaint(who, "was refused and left an entry in the journal"));
        }
    }
}

fn journalled(app: &TestApp) -> i64 {
    app.db(|db| journal::table.count().get_result(db).unwrap())
}

/// The page without what differs from one time to the next: tokens, nonces, challenges, requests, the address
/// itself.
pub fn masked(page: &Page) -> String {
    let mut text = page.body.clone();
    let fields = ["csrf", "nonce", "return", "challenge"].map(|name| format!("name=\"{name}\" value=\""));
    for start in fields.into_iter().chain(["data-options=\"", "action=\"/undo/"].map(str::to_owned)) {
        let parts: Vec<&str> = text.split(&start).collect();
        let rest = parts[1..].iter().map(|part| part.split_once('"').map_or("", |(_, rest)| rest));
        text = std::iter::once(parts[0]).chain(rest).collect::<Vec<_>>().join(&start);
    }
    text
}

fn asks_to_sign_in(page: &Page) -> bool {
    match page.status {
        303 => page.location().starts_with("/sign-in"),
        401 => page.form_value("password").is_some(),
        _ => false,
    }
}

impl Row {
    fn compare(&self, who: Who, cell: Cell, page: &Page) -> Option<String> {
        let told = page.body.contains(&self.canary);
        let right = match cell {
            Cell::SignIn => asks_to_sign_in(page) && !told,
            Cell::Sees => page.status == 200 && told,
            Cell::Hides => page.status == 200 && !told,
            Cell::Status(status @ (403 | 404)) => page.status == status && !told,
            Cell::Status(status) => page.status == status,
        };
        let to = page.location();
        let told = if told { ", the record on the page" } else { "" };
        (!right).then(|| self.complaint(who, &format!("expected {cell:?}, got {} {to}{told}", page.status)))
    }

    fn complaint(&self, who: Who, what: &str) -> String {
        format!("{}: {} {} ({}) as {who:?}: {what}", self.file, self.method, self.route, self.about)
    }
}
