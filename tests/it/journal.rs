//! The journal: it only grows, and keeps from where it was written.

use diesel::prelude::*;
use fursa::db::Db;
use fursa::db::schema::{journal, journal_requests, journal_values};
use fursa::db::sql::Sql;

use crate::support::*;

both!(the_database_refuses_to_rewrite_the_journal, a_request_that_changes_something_is_noted_once);

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
    ];
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
    for sql in refused {
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
