//! What every record has, filed through its store: a version, a journal entry, keys, and a scope that hides it.

use diesel::prelude::*;
use fursa::db::schema::{identity_keys, journal};
use fursa::web::Error;
use fursa::{accounts, contacts, leads, opportunities};

use crate::support::*;

both!(every_record_begins_with_an_entry_in_the_journal, a_record_is_found_by_those_in_reach_only);

async fn every_record_begins_with_an_entry_in_the_journal(app: TestApp) {
    app.lead(Alice);
    app.account(Alice);
    app.contact(Alice);
    app.opportunity(Alice);
    let records = journal::table.filter(journal::entity.ne("user")).order(journal::id);
    let entries: Vec<(String, i64)> =
        app.db(|db| records.select((journal::entity, journal::version)).load(db).unwrap());
    let expected = ["lead", "account", "contact", "opportunity"].map(|entity| (entity.to_owned(), 1));
    assert_eq!(entries, expected);
    let keys: i64 = app.db(|db| identity_keys::table.count().get_result(db).unwrap());
    assert!(keys >= 3, "lead, account and contact are known under their names and addresses: {keys}");
}

async fn a_record_is_found_by_those_in_reach_only(app: TestApp) {
    let lead = app.lead(Alice).id;
    let account = app.account(Alice).id;
    let contact = app.contact(Alice).id;
    let deal = app.opportunity(Alice).id;
    for who in [Alice, Mona, Ada] {
        app.tx(who, |tx| leads::find(tx, lead).unwrap());
        app.tx(who, |tx| accounts::find(tx, account).unwrap());
        app.tx(who, |tx| contacts::find(tx, contact).unwrap());
        app.tx(who, |tx| opportunities::find(tx, deal).unwrap());
    }
    for who in [Bob, Charlie] {
        assert!(matches!(app.tx(who, |tx| leads::find(tx, lead)), Err(Error::NotFound)));
        assert!(matches!(app.tx(who, |tx| accounts::find(tx, account)), Err(Error::NotFound)));
        assert!(matches!(app.tx(who, |tx| contacts::find(tx, contact)), Err(Error::NotFound)));
        assert!(matches!(app.tx(who, |tx| opportunities::find(tx, deal)), Err(Error::NotFound)));
    }
}
