//! The way back of an import, to the last row: what hangs on the records, what is counted of them, and what the journal says.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};
use fursa::accounts::Lifecycle;
use fursa::contacts::companies::{self, Company};
use fursa::db::Ids;
use fursa::db::schema::{accounts, journal, users};
use fursa::db::sql::Sql;
use fursa::imports::{Kind, store};
use fursa::journal::{Action, Entity};
use fursa::listing::upkeep;
use fursa::sharing::With;
use serde_json::{Value, json};

use super::{import, take_back};
use crate::removal::columns;
use crate::support::*;

both!(
    whatever_hangs_on_the_records_is_as_it_was,
    the_journal_tells_of_the_way_back,
    who_has_signed_in_or_owns_something_stays,
    the_button_takes_back_once,
);

/// Tables that an import and its way back leave as they found them, beside the records' own.
const KEPT: [&str; 12] = [
    "shares",
    "taggings",
    "bookmarks",
    "identity_keys",
    "record_counts",
    "deal_totals",
    "contact_accounts",
    "opportunity_contacts",
    "stage_spells",
    "closures",
    "tags",
    "pick_items",
];

/// What counts up with every write.
const SILENT: [&str; 2] = ["version", "moved_version"];

/// Rows of a table as text, column by column.
fn rows(app: &TestApp, table: &str) -> Vec<String> {
    app.db(|db| {
        let columns = columns(db, table).into_iter().filter(|column| !SILENT.contains(&column.as_str()));
        let texts: Vec<String> = columns.map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
        let select = format!("SELECT {} FROM {table}", texts.join(" || '|' || "));
        let mut rows: Vec<(String,)> = Sql::new(&select).load::<(Text,), _>(db).unwrap();
        rows.sort();
        rows.into_iter().map(|(row,)| row).collect()
    })
}

/// All of it. A count of none is no count.
fn everything(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let own = ["leads", "accounts", "contacts", "opportunities", "products", "users"];
    let tables = own.into_iter().chain(KEPT);
    let all = tables.map(|table| (table.to_owned(), rows(app, table)));
    all.map(|(table, rows)| (table, rows.into_iter().filter(|row| !row.ends_with("|0")).collect())).collect()
}

fn account(app: &TestApp, name: &str) -> i64 {
    app.db(|db| accounts::table.filter(accounts::name.eq(name)).select(accounts::id).first(db).unwrap())
}

/// Known Oy, with tags, shown to somebody, followed; its buyer; and a deal.
fn company(app: &TestApp) -> i64 {
    let tag = app.directory().tags[0].id;
    let known = app.account_with(Alice, |one| (one.name, one.tags) = ("Known Oy".into(), Ids::of([tag]))).id;
    app.share(Entity::Account, known, With::Person(app.id(Charlie).unwrap()), true);
    let buyer = app.contact_with(Alice, |contact| {
        (contact.name, contact.lifecycle) = ("Carla Cruz".into(), Lifecycle::Prospect);
    });
    app.opportunity_with(Alice, |deal| deal.account_id = Some(known));
    app.tx(Ada, |tx| {
        let place = Company { account_id: known, role: "Buyer".into(), is_primary: true };
        companies::replace(tx, &buyer, &[place]).unwrap().unwrap();
    });
    follow(app, known);
    known
}

fn follow(app: &TestApp, account: i64) {
    let insert = Sql::new("INSERT INTO bookmarks (user_id, kind, entity, record_id, at) VALUES (").bind(app.id(Bob));
    let insert = insert.push(", 'followed', 'account', ").bind(account).push(", ").bind(app.clock().now()).push(")");
    app.db(|db| insert.run(db).unwrap());
}

async fn whatever_hangs_on_the_records_is_as_it_was(app: TestApp) {
    company(&app);
    app.wait(chrono::Duration::days(1));
    let before = everything(&app);
    let customers = "name,city,tags\nKnown Oy,Espoo,Partner\nNew Oy,Oulu,vip; Key account\n";
    let people = "name,email,company,role\nCarla Cruz,carlos@arctic.example,New Oy,Chair\nNora,n@x.example,Known Oy,\n";
    let deals = "id,account,contact,stage,value\nA,New Oy,,Proposal,10\nB,Known Oy,,Proposal,5\n";
    let leads = "name,email,tags\nLea,lea@x.example,vip\n";
    let files =
        [(Kind::Accounts, customers), (Kind::Contacts, people), (Kind::Opportunities, deals), (Kind::Leads, leads)];
    let mut batches = Vec::new();
    for (kind, text) in files {
        app.wait(chrono::Duration::hours(1));
        let (outcome, wrong) = import(&app, kind, text);
        assert!(wrong.is_empty(), "{wrong:?}");
        batches.push(outcome.batch);
    }
    // What somebody keeps at hand of it is forgotten with it.
    follow(&app, account(&app, "New Oy"));
    assert_ne!(everything(&app), before);
    for batch in batches.into_iter().rev() {
        app.wait(chrono::Duration::hours(1));
        assert_eq!(
            take_back(&app, batch).kept,
            0,
            "{:?}",
            app.tx(Ada, |tx| store::find(tx, batch).unwrap().report.kept)
        );
    }
    for ((table, now), (_, was)) in everything(&app).into_iter().zip(before) {
        assert_eq!(now, was, "{table}");
    }
    assert!(app.db(|db| upkeep::wrong_rows(db).unwrap()).iter().all(|(_, wrong)| *wrong == 0));
    for word in ["New", "Espoo", "Nora", "Lea"] {
        let found = app.get(Ada, &format!("/search?q={word}")).await.assert_status(200);
        found.assert_hides("New Oy").assert_hides("n@x.example").assert_hides("lea@x.example");
    }
}

/// What an entry says: action, actor, batch, and each field before and after.
type Told = (Action, Option<i64>, Option<i64>, Vec<(String, Value, Value)>);

fn told(app: &TestApp, entity: Entity, id: i64) -> Vec<Told> {
    let events = app.tx(Ada, |tx| fursa::journal::events_of(tx, entity, id, None, 10).unwrap());
    let said = |changes: Vec<fursa::journal::Change>| {
        let mut said: Vec<(String, Value, Value)> =
            changes.into_iter().map(|change| (change.field.clone(), change.was(), change.is())).collect();
        said.sort_by(|one, other| one.0.cmp(&other.0));
        said
    };
    events.into_iter().map(|event| (event.action, event.actor_id, event.batch_id, said(event.changes))).collect()
}

async fn the_journal_tells_of_the_way_back(app: TestApp) {
    let known = company(&app);
    let (first, _) = import(&app, Kind::Accounts, "name,city\nKnown Oy,Espoo\nNew Oy,Oulu\n");
    let people = "name,email,company,role\nCarla Cruz,carlos@arctic.example,New Oy,Chair\n";
    let (second, wrong) = import(&app, Kind::Contacts, people);
    assert_eq!((second.counts.updated, wrong.len()), (1, 0), "{wrong:?}");
    let new = account(&app, "New Oy");
    let before = app.db(|db| journal::table.count().get_result::<i64>(db).unwrap());
    take_back(&app, second.batch);
    take_back(&app, first.batch);
    let (ada, batch) = (app.id(Ada), Some(first.batch));
    // How far a customer has come follows from the rest.
    let told = |app: &TestApp, entity, id| -> Vec<Told> {
        told(app, entity, id).into_iter().filter(|(action, ..)| *action != Action::Lifecycle).collect()
    };
    let city = vec![("city".to_owned(), json!("Espoo"), json!(""))];
    assert_eq!(told(&app, Entity::Account, known)[0], (Action::Reverted, ada, batch, city));
    assert_eq!(told(&app, Entity::Account, new)[0], (Action::Removed, ada, batch, vec![]));
    let carla = "SELECT MIN(id), CAST(NULL AS TEXT) FROM contacts";
    let (carla, _) = app.db(|db| Sql::new(carla).one::<(BigInt, Nullable<Text>), (i64, Option<String>)>(db).unwrap());
    let (action, actor, batch, changes) = told(&app, Entity::Contact, carla).remove(0);
    assert_eq!((action, actor, batch), (Action::Reverted, ada, Some(second.batch)));
    let [(field, was, is)] = changes.as_slice() else { panic!("{changes:?}") };
    assert_eq!(field, "children");
    assert!(was.to_string().contains("Chair") && !is.to_string().contains("Chair"), "{was} {is}");
    assert!(app.db(|db| journal::table.count().get_result::<i64>(db).unwrap()) > before);
}

/// Somebody who came with a file and has signed in since, was invited, or owns something, is named and stays; whoever did
/// nothing goes.
async fn who_has_signed_in_or_owns_something_stays(app: TestApp) {
    let file = "Name,Email,Role\nNora,nora@x.example,rep\nOlaf,olaf@x.example,rep\nPia,pia@x.example,rep\nQuin,,rep\n";
    let (outcome, wrong) = import(&app, Kind::Users, file);
    assert_eq!((outcome.counts.created, wrong.len()), (4, 0), "{wrong:?}");
    let person = |name: &str| -> i64 {
        app.db(|db| users::table.filter(users::name.eq(name)).select(users::id).first(db).unwrap())
    };
    let [nora, olaf, pia, quin] = ["Nora", "Olaf", "Pia", "Quin"].map(person);
    app.get(Who::Person(nora), "/leads").await.assert_status(200);
    let lead = app.lead_with(Alice, |lead| lead.owner_id = Some(quin)).id;
    app.post(Ada, &format!("/settings/people/{pia}/link"), &[]).await.assert_status(200);
    let done = take_back(&app, outcome.batch);
    assert_eq!((done.removed, done.kept), (1, 3));
    let kept = app.tx(Ada, |tx| store::find(tx, outcome.batch).unwrap().report.kept);
    for id in [nora, pia, quin] {
        assert!(kept.iter().any(|line| line.contains(&format!(" {id} "))), "{id} is not named: {kept:?}");
    }
    assert!(!app.db(|db| diesel::select(diesel::dsl::exists(users::table.find(olaf))).get_result::<bool>(db).unwrap()));
    app.get(Who::Person(nora), "/leads").await.assert_status(200);
    assert_eq!(app.tx(Ada, |tx| fursa::leads::find(tx, lead).unwrap()).owner_id, Some(quin));
}

async fn the_button_takes_back_once(app: TestApp) {
    let (outcome, _) = import(&app, Kind::Accounts, "name,city\nNew Oy,Oulu\n");
    let new = account(&app, "New Oy");
    let address = format!("/imports/{}/reversal", outcome.batch);
    app.post(Bob, &address, &[]).await;
    assert_eq!(account(&app, "New Oy"), new, "a rep takes back no import of the company");
    app.post(Ada, &address, &[]).await.assert_status(303);
    let entries = told(&app, Entity::Account, new);
    app.post(Ada, &address, &[]).await.assert_status(303);
    assert_eq!(told(&app, Entity::Account, new), entries, "taken back once");
}
