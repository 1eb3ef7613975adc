//! The journal: it only grows, and keeps from where it was written.

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use fursa::db::Db;
use fursa::db::schema::{journal, journal_requests, journal_values};
use fursa::db::sql::Sql;
use fursa::journal::Action;
use fursa::opportunities;

use crate::support::*;

both!(
    the_database_refuses_to_rewrite_the_journal,
    a_request_that_changes_something_is_noted_once,
    the_history_of_a_record_tells_every_field_and_undoes,
    a_product_has_its_history_too,
    what_the_settings_keep_is_told_before_and_after,
    a_history_has_pages,
    an_administrator_searches_the_journal,
    a_share_is_told_in_words,
    what_the_program_keeps_for_itself_is_not_told,
    the_journal_is_a_file,
    a_file_is_as_long_as_the_journal,
    no_secret_is_ever_journalled,
);

/// Runs a statement for itself: PostgreSQL gives up a whole transaction over one refused statement.
fn run(db: &mut Db, sql: &str) -> QueryResult<usize> {
    db.transaction(|db| Sql::new(sql).run(db))
}

async fn the_database_refuses_to_rewrite_the_journal(app: TestApp) {
    let lead = app.lead(Alice);
    app.post(
        Alice,
        &format!("/leads/{}/edit", lead.id),
        &[("version", "1"), ("name", "Nora"), ("email", "n@x.example")],
    )
    .await
    .assert_status(303);
    let refused = [
        "UPDATE journal SET actor_id = NULL",
        "UPDATE journal SET at = at",
        "DELETE FROM journal",
        "DELETE FROM journal_values",
        "UPDATE journal_values SET after = '\"Ada\"' WHERE field = 'name'",
        "UPDATE journal_values SET field = 'title' WHERE field = 'name'",
        "UPDATE journal_values SET before = after WHERE field = 'name'",
        "UPDATE journal_requests SET address = '203.0.113.9'",
        "DELETE FROM journal_requests",
    ];
    // A row that another one takes the place of is not deleted, to SQLite; PostgreSQL empties a table in its own way.
    let replaced = [
        "REPLACE INTO journal (id, at, request_id, entity, record_id, version, action) \
         SELECT id, at, request_id, entity, record_id, version, 'won' FROM journal",
        "REPLACE INTO journal_values (journal_id, field, before, after) \
         SELECT journal_id, field, before, '\"Ada\"' FROM journal_values",
        "REPLACE INTO journal_requests (request_id, at, address, agent, reversible) \
         SELECT request_id, at, '203.0.113.9', agent, reversible FROM journal_requests",
    ];
    let emptied = ["TRUNCATE journal CASCADE", "TRUNCATE journal_values", "TRUNCATE journal_requests CASCADE"];
    let own = match app.backend() {
        Backend::Sqlite => replaced,
        Backend::Postgres => emptied,
    };
    let kept = |db: &mut Db| -> Vec<(i64, String, Option<String>, Option<String>)> {
        let columns =
            (journal_values::journal_id, journal_values::field, journal_values::before, journal_values::after);
        journal_values::table
            .order((journal_values::journal_id, journal_values::field))
            .select(columns)
            .load(db)
            .unwrap()
    };
    let before = app.db(kept);
    assert!(before.iter().any(|(_, field, _, after)| field == "name" && after.as_deref() == Some("\"Nora\"")));
    for sql in refused.into_iter().chain(own) {
        let said = app.db(|db| run(db, sql)).unwrap_err().to_string();
        assert!(said.contains("append-only"), "{sql}: {said}");
    }
    assert_eq!(app.db(kept), before);
    // A person's values can be emptied, and stay empty.
    let erase = "UPDATE journal_values SET before = NULL, after = NULL WHERE field = 'name'";
    assert_eq!(app.db(|db| run(db, erase)).unwrap(), 1);
    let again = "UPDATE journal_values SET before = '\"Lena\"' WHERE field = 'name'";
    assert!(app.db(|db| run(db, again)).is_err());
}

async fn a_request_that_changes_something_is_noted_once(app: TestApp) {
    let lead = app.lead(Alice);
    let page = format!("/leads/{}/edit", lead.id);
    let alice = app.browser_of(Alice);
    alice.moves_to([203, 0, 113, 7]);
    alice.post(&page, &[("version", "1"), ("name", ""), ("email", "")]).await.assert_status(422);
    alice.get(&page).await.assert_status(200);
    assert_eq!(app.db(|db| journal_requests::table.count().get_result::<i64>(db).unwrap()), 0);
    alice.post(&page, &[("version", "1"), ("name", "Nora"), ("email", "n@x.example")]).await.assert_status(303);
    type Note = (String, Option<i64>, String, bool);
    let columns = (
        journal_requests::request_id,
        journal_requests::actor_id,
        journal_requests::address,
        journal_requests::reversible,
    );
    let (request, actor, address, reversible) =
        app.db(|db| journal_requests::table.select(columns).first::<Note>(db).unwrap());
    assert_eq!((actor, address.as_str(), reversible), (app.id(Alice), "203.0.113.7", true));
    let entries = journal::table.filter(journal::request_id.eq(request)).count();
    assert_eq!(app.db(|db| entries.get_result::<i64>(db).unwrap()), 1);
}

/// Alice edits a deal: its name and its value.
async fn edited(app: &TestApp) -> i64 {
    let deal = app.opportunity(Alice);
    let page = format!("/opportunities/{}/edit", deal.id);
    let mut form = app.get(Alice, &page).await.assert_status(200).form(&page);
    form.retain(|(name, _)| !["name", "amount"].contains(&name.as_str()));
    form.extend([("name", "=Fifty anchors"), ("amount", "76543")].map(|(name, value)| (name.into(), value.into())));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Alice, &page, &form).await.assert_status(303);
    deal.id
}

async fn the_history_of_a_record_tells_every_field_and_undoes(app: TestApp) {
    let deal = edited(&app).await;
    app.fresh_browsers();
    let path = format!("/opportunities/{deal}/history");
    let page = app.get(Alice, &path).await.assert_status(200);
    assert_eq!(page.texts("tbody tr").len(), 2, "{:?}", page.texts("tbody tr"));
    assert!(page.texts("tbody tr")[0].contains("Forty anchors =Fifty anchors"), "{:?}", page.texts("tbody tr"));
    assert!(page.text_contains("€76,543.00"));
    let undo = page.attributes("main form", "action");
    assert_eq!(undo.len(), 1, "filing a deal is not undone");
    let seen = app.get(Sam, &path).await.assert_status(200).assert_hides("76,543").assert_hides("7654300");
    assert_eq!(seen.count("main form"), 0, "support may not change a deal");
    assert_eq!(app.get(Mona, &path).await.count("main form"), 1, "her manager may");
    app.post(Alice, &undo[0], &[("return", &path)]).await.assert_goes_to(&path);
    let page = app.get(Alice, &path).await.assert_status(200);
    assert_eq!(page.attributes("main section form", "action").len(), 1, "what is undone is not undone again");
    assert!(page.text_contains("undid a change"));
    assert!(app.get(Alice, &format!("/opportunities/{deal}")).await.has_link(&path));
    app.get(Charlie, &path).await.assert_status(404);
    app.get(Alice, "/opportunities/999/history").await.assert_status(404);
}

async fn a_product_has_its_history_too(app: TestApp) {
    let product = app.tx(Ada, |tx| fursa::products::all(tx).unwrap().remove(0));
    let (id, version) = (product.id, product.version.to_string());
    let form = [("version", version.as_str()), ("name", "Sextant, brass"), ("active", "on")];
    app.post(Mona, &format!("/products/{id}/edit"), &form).await.assert_status(303);
    app.fresh_browsers();
    let path = format!("/products/{id}/history");
    assert!(app.get(Mona, &format!("/products/{id}/edit")).await.has_link(&path));
    assert!(app.get(Ada, "/settings/journal?kind=product").await.has_link(&path));
    let page = app.get(Alice, &path).await.assert_status(200).assert_says("Sextant, brass");
    assert!(page.text_contains(&product.name) && page.count("main form") == 0, "who sells may read it");
    app.get(Sam, &path).await.assert_status(403);
    app.get(Mona, "/products/999/history").await.assert_status(404);
    let undo = app.get(Mona, &path).await.attributes("main form", "action").remove(0);
    app.post(Mona, &undo, &[("return", &path)]).await.assert_goes_to(&path);
    let name = app.tx(Ada, |tx| fursa::products::find(tx, id).unwrap()).facts.name;
    assert_eq!(name, product.name);
}

/// Opens the form on a page of the settings and sends it with one field changed.
async fn set(app: &TestApp, path: &str, field: &str, value: &str) {
    let mut form = app.get(Ada, path).await.assert_status(200).form(path);
    form.retain(|(name, _)| name != field);
    form.push((field.to_owned(), value.to_owned()));
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    app.post(Ada, path, &form).await.assert_status(303);
}

async fn what_the_settings_keep_is_told_before_and_after(app: TestApp) {
    let (south, stage) = (app.team("South"), app.directory().stages[0].clone());
    set(&app, &format!("/settings/teams/{south}"), "name", "Coast").await;
    set(&app, &format!("/settings/people/{}", app.id(Alice).unwrap()), "team_id", &south.to_string()).await;
    set(&app, &format!("/settings/stages/{}", stage.id), "colour", "7").await;
    set(&app, "/settings/company", "first_weekday", "7").await;
    let rate = [("currency", "USD"), ("valid_from", "2026-11-01"), ("rate", "0.91")];
    app.post(Ada, "/settings/rates", &rate).await.assert_status(303);
    edited(&app).await;
    let page = app.get(Ada, "/settings/journal").await.assert_status(200);
    let plain =
        |row: String| row.replace(['\u{2068}', '\u{2069}'], "").split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<String> = page.texts("tbody tr").into_iter().map(plain).collect();
    for told in [
        "Name: South → Coast",
        "Team: North-East → Coast",
        "→ Green",
        "Week begins on: Monday → Sunday",
        "Currency: → US Dollar From: → 1 Nov 2026 Rate: → 0.9100",
        "Title: Forty anchors → =Fifty anchors",
    ] {
        assert!(rows.iter().any(|row| row.contains(told)), "{told}: {rows:?}");
    }
}

async fn a_history_has_pages(app: TestApp) {
    let lead = app.lead(Alice);
    let statuses =
        ["Contacted", "Nurturing"].map(|name| app.pick(fursa::directory::PickList::LeadStatus, name).to_string());
    for n in 0..30 {
        let form = [("status", statuses[n % 2].as_str())];
        app.post(Alice, &format!("/leads/{}/status", lead.id), &form).await.assert_status(303);
    }
    let path = format!("/leads/{}/history", lead.id);
    let page = app.get(Alice, &path).await.assert_status(200);
    assert_eq!(page.count("main section"), 25);
    let older = page.attributes("nav.pager a[rel=next]", "href").pop().unwrap();
    let page = app.get(Alice, &older).await.assert_status(200);
    assert_eq!(page.count("main section"), 6, "five more changes, and the filing");
    assert!(page.has_link(&path));
}

async fn an_administrator_searches_the_journal(app: TestApp) {
    let deal = edited(&app).await;
    let lead = app.lead(Bob);
    app.post(Bob, &format!("/leads/{}/edit", lead.id), &[("version", "1"), ("name", "Nora"), ("email", "n@x.example")])
        .await
        .assert_status(303);
    let alice = app.id(Alice).unwrap();
    let request: String = app.db(|db| {
        let own = journal_requests::table.filter(journal_requests::actor_id.eq(alice));
        own.select(journal_requests::request_id).first(db).unwrap()
    });
    let found = |page: &Page| page.texts("tbody tr").len();
    for (query, entries) in [
        (format!("person={alice}"), 1),
        (format!("person={alice}&kind=lead"), 0),
        ("kind=lead&action=edited".to_owned(), 1),
        (format!("q={deal}&kind=opportunity"), 2),
        ("q=nor".to_owned(), 2),
        ("q=nobody+of+this+name".to_owned(), 0),
        (format!("source={request}"), 1),
        ("source=127.0.0.1".to_owned(), 2),
        ("source=192.0.2.1".to_owned(), 0),
        ("from=2026-11-22&to=2026-11-22&action=edited".to_owned(), 2),
        ("to=2026-11-21".to_owned(), 0),
        ("from=2026-11-23".to_owned(), 0),
    ] {
        let page = app.get(Ada, &format!("/settings/journal?{query}")).await.assert_status(200);
        assert_eq!(found(&page), entries, "{query}: {}", page.text());
    }
    for n in 0..60 {
        app.lead_with(Alice, |lead| lead.name = format!("Lead {n}"));
    }
    let page = app.get(Ada, "/settings/journal?kind=lead").await.assert_status(200);
    assert_eq!(found(&page), 40);
    let older = page.attributes("nav.pager a[rel=next]", "href").pop().unwrap();
    let page = app.get(Ada, &older).await.assert_status(200);
    assert_eq!(found(&page), 22);
    assert!(page.has_link("/settings/journal?kind=lead"));
    for who in [Alice, Mona, Sam, Mark] {
        app.get(who, "/settings/journal").await.assert_status(403);
    }
}

async fn a_share_is_told_in_words(app: TestApp) {
    let lead = app.lead(Alice);
    let with = format!("person-{}", app.id(Charlie).unwrap());
    let path = format!("/leads/{}/shares", lead.id);
    app.post(Alice, &path, &[("with", &with), ("access", "edit")]).await.assert_status(303);
    let page = app.get(Ada, "/settings/journal?action=shared").await.assert_status(200);
    let told = page.texts("tbody tr").join(" ").replace(['\u{2068}', '\u{2069}'], "");
    assert!(told.contains("Shared with: → Charlie · to edit") && !told.contains('{'), "{told}");
}

async fn what_the_program_keeps_for_itself_is_not_told(app: TestApp) {
    let deal = app.opportunity(Alice);
    app.tx(Alice, |tx| {
        let mut facts = deal.facts.clone();
        (facts.moved_version, facts.competitors) = (deal.version + 1, "The yard".to_owned());
        opportunities::save(tx, Action::Moved, &deal, facts).unwrap().unwrap();
    });
    let page = app.get(Ada, "/settings/journal?action=moved").await.assert_says("The yard");
    page.assert_hides("moved_version").assert_hides("more field");
}

async fn the_journal_is_a_file(app: TestApp) {
    edited(&app).await;
    let file = app.get(Ada, "/settings/journal/export?action=edited").await.assert_status(200);
    assert_eq!(file.header("content-disposition"), Some("attachment; filename=\"journal.csv\""));
    let rows: Vec<&str> = file.body.lines().collect();
    assert_eq!(rows.len(), 3, "the head and a row for each field: {rows:?}");
    assert!(rows.iter().any(|row| row.contains(",name,Forty anchors,'=Fifty anchors,127.0.0.1,")), "{rows:?}");
    app.get(Alice, "/settings/journal/export").await.assert_status(403);
}

/// Longer than what is kept in memory, and than what is read at once.
async fn a_file_is_as_long_as_the_journal(app: TestApp) {
    let (long, entries) = ("0123456789".repeat(200), 700);
    let now = app.clock().now();
    app.db(|db| {
        for n in 1..=entries {
            let entry = Sql::new("INSERT INTO journal (at, request_id, entity, record_id, version, action) VALUES (")
                .bind(now)
                .push(", 'long', 'lead', ")
                .bind(n)
                .push(", 1, 'edited') RETURNING id");
            let id = entry.one::<(BigInt,), (i64,)>(db).unwrap().0;
            let value = Sql::new("INSERT INTO journal_values (journal_id, field, before, after) VALUES (").bind(id);
            value.push(", 'notes', NULL, ").bind(format!("\"{long}{n}\"")).push(")").run(db).unwrap();
        }
    });
    let file = app.get(Ada, "/settings/journal/export?action=edited").await.assert_status(200);
    assert_eq!(file.header("content-length"), Some(file.body.len().to_string().as_str()));
    assert_eq!(file.body.lines().count(), entries as usize + 1);
    for n in 1..=entries {
        assert!(file.body.contains(&format!("{long}{n},")), "{n}");
    }
}

/// What a form may send that nobody must ever read again.
const SECRETS: [&str; 8] = ["password", "old", "new", "again", "code", "token", "secret", "body"];

/// Every form there is, sent with secrets in it: none of them is in the journal, neither in words nor as a hash.
async fn no_secret_is_ever_journalled(app: TestApp) {
    let canary = "a canary of forty feathers";
    for row in crate::access_matrix::rows().into_iter().filter(|row| row.method == "post") {
        for who in [Ada, Alice] {
            let records = row.records(&app);
            let mut fields = row.fields(&app, &records);
            if fields.last().is_some_and(|(name, _)| name == "file") {
                continue;
            }
            fields.extend(SECRETS.map(|name| (name.to_owned(), canary.to_owned())));
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            app.post(who, &row.path(&records), &fields).await;
        }
    }
    let change = [("old", company::PASSWORD), ("new", canary), ("again", canary)];
    app.post(Bob, "/profile/password", &change).await.assert_status(303);
    let written: i64 = app.db(|db| journal_values::table.count().get_result(db).unwrap());
    assert!(written > 30, "the forms did something: {written}");
    let values: Vec<(String, Option<String>, Option<String>)> = app.db(|db| {
        journal_values::table
            .select((journal_values::field, journal_values::before, journal_values::after))
            .load(db)
            .unwrap()
    });
    for (field, before, after) in values {
        assert!(!SECRETS[..7].iter().any(|secret| field == *secret || field.contains("password")), "{field}");
        for value in [before, after].into_iter().flatten() {
            let told = [canary, company::PASSWORD, "$argon2"].iter().any(|secret| value.contains(secret));
            assert!(!told, "{field}: {value}");
        }
    }
}
