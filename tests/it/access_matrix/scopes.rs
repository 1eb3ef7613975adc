//! A scope is one value with two readings: in Rust it decides whether a button shows, in SQL which rows come. Over a
//! grid of viewers and records, on both databases, the two never differ.

use std::collections::BTreeSet;
use std::sync::Arc;

use diesel::sql_types::BigInt;
use fursa::access::{Scope, Viewer};
use fursa::db::Db;
use fursa::db::sql::Sql;
use fursa::journal::Entity;
use fursa::sharing::{self, Reason, Subject};
use fursa::{accounts, contacts, leads, opportunities};

use crate::support::*;

both!(a_scope_reaches_the_same_in_rust_and_in_sql, a_role_by_itself_reaches_what_it_is_for);

/// A record: its id, whose it is, and the team it belongs to.
type Placed = (i64, Option<i64>, i64);

/// The scopes of one kind of record: what is seen, what may be changed.
type Scopes = [fn(&Viewer) -> Scope; 2];

const OWNERS: [Who; 5] = [Alice, Bob, Charlie, Mona, Nobody];
const TEAMS: [&str; 4] = ["Fjord Trading", "North", "North-East", "South"];

const TABLES: [(&str, Scopes); 4] = [
    ("leads", [leads::access::visible, leads::access::editable]),
    ("accounts", [accounts::access::visible, accounts::access::editable]),
    ("contacts", [contacts::access::visible, contacts::access::editable]),
    ("opportunities", [opportunities::access::visible, opportunities::access::editable]),
];

async fn a_scope_reaches_the_same_in_rust_and_in_sql(app: TestApp) {
    hire(&app);
    fill(&app);
    share(&app);
    let viewers = viewers(&app);
    for (table, scopes) in TABLES {
        let records = app.db(|db| all(db, table));
        assert_eq!(records.len(), OWNERS.len() * TEAMS.len());
        for viewer in &viewers {
            explained(&app, table, &(scopes[0])(viewer), &records, viewer);
            let [seen, changed] = scopes.map(|scope| agreed(&app, table, &scope(viewer), &records, viewer));
            assert!(changed.is_subset(&seen), "{} changes what they do not see: {table}", viewer.name);
        }
    }
}

/// Also the one role that nobody of the cast plays.
async fn a_role_by_itself_reaches_what_it_is_for(app: TestApp) {
    for role in ["support_manager", "support_agent", "marketer"] {
        let who = app.hire(role, role, "South");
        let viewer = app.directory().viewer(app.id(who).unwrap()).unwrap();
        let all_if = |yes: bool| if yes { Scope::everything() } else { Scope::nothing() };
        let [seen, changed] = [0, 1].map(|which| TABLES.map(|(table, scopes)| (table, scopes[which](&viewer))));
        for (table, scope) in seen {
            assert_eq!(scope, all_if(table != "leads" || role == "marketer"), "{role} sees {table}");
        }
        for (table, scope) in changed.into_iter().filter(|(table, _)| *table != "leads") {
            let is_all = scope == Scope::everything();
            let may = role == "support_manager" && table != "opportunities";
            assert_eq!(is_all, may, "{role} changes {table}");
        }
    }
}

/// People whose reach is of another shape than that of the cast.
fn hire(app: &TestApp) {
    use diesel::prelude::*;
    use fursa::db::schema::teams;

    app.hire("Sonia", "sales_manager sales_rep", "Fjord Trading");
    app.hire("Sid", "support_manager", "South");
    app.hire("Rosa", "sales_rep support_agent", "North");
    app.hire("Newt", "", "North-East");
    app.hire("Sher", "sales_rep", "South");
    let south = teams::table.filter(teams::name.eq("South"));
    app.db(|db| diesel::update(south).set(teams::shares_records.eq(true)).execute(db).unwrap());
}

/// The cast and the others, with what is shared with them.
fn viewers(app: &TestApp) -> Vec<Viewer> {
    let people: Vec<i64> = app.directory().people.iter().map(|person| person.id).collect();
    let viewers: Vec<Viewer> =
        people.into_iter().map(|id| app.tx(Person(id), |tx| tx.viewer.as_ref().clone())).collect();
    assert!(viewers.len() > Who::CAST.len());
    let delegation = stand_in(app);
    let acting = app.directory().acting(delegation, app.id(Charlie).unwrap(), today(app)).unwrap();
    let acting = app.db(|db| Arc::new(acting).at_work(db).unwrap());
    viewers.into_iter().chain([acting.as_ref().clone()]).collect()
}

fn today(app: &TestApp) -> chrono::NaiveDate {
    app.directory().organization.today(app.clock().now())
}

/// Charlie stands in for Mona, who has a wider reach.
fn stand_in(app: &TestApp) -> i64 {
    use diesel::prelude::*;
    use fursa::db::schema::delegations;

    let row = (
        delegations::person_id.eq(app.id(Mona).unwrap()),
        delegations::stand_in_id.eq(app.id(Charlie).unwrap()),
        delegations::from_on.eq(today(app)),
        delegations::until_on.eq(today(app)),
        delegations::created_at.eq(app.clock().now()),
    );
    app.db(|db| diesel::insert_into(delegations::table).values(row).returning(delegations::id).get_result(db).unwrap())
}

/// One record of each kind for every owner in every team.
fn fill(app: &TestApp) {
    for owner in OWNERS {
        for team in TEAMS.map(|team| app.team(team)) {
            app.lead_with(owner, |lead| lead.team_id = team);
            app.account_with(owner, |account| account.team_id = team);
            app.contact_with(owner, |contact| contact.team_id = team);
            app.opportunity_with(owner, |deal| deal.team_id = team);
        }
    }
}

/// Some records of each kind with everybody and every team, to read or to edit; each shape of reach meets some inside
/// and some outside.
fn share(app: &TestApp) {
    let directory = app.directory();
    let people = directory.people.iter().map(|person| ("person_id", person.id));
    let holders: Vec<(&str, i64)> = people.chain(directory.teams.ids().map(|id| ("team_id", id))).collect();
    for (table, _) in TABLES {
        let records = app.db(|db| all(db, table));
        for (n, (column, holder)) in holders.iter().enumerate() {
            for (m, (id, ..)) in records.iter().enumerate().filter(|(m, _)| (m + n) % 6 == 0) {
                let row =
                    format!("'{}', {id}, {holder}, {}, '2026-11-22 10:00:00'", kind(table).name(), (m + n) % 12 == 0);
                let columns = format!("entity, record_id, {column}, may_edit, created_at");
                app.db(|db| Sql::new(&format!("INSERT INTO shares ({columns}) VALUES ({row})")).run(db).unwrap());
            }
        }
    }
}

fn all(db: &mut Db, table: &str) -> Vec<Placed> {
    use diesel::sql_types::Nullable;

    let select = Sql::new(&format!("SELECT id, owner_id, team_id FROM {table}"));
    select.load::<(BigInt, Nullable<BigInt>, BigInt), Placed>(db).unwrap()
}

/// Whoever sees a record is told why, and nobody else.
fn explained(app: &TestApp, table: &str, scope: &Scope, records: &[Placed], viewer: &Viewer) {
    let entity = kind(table);
    for (id, owner_id, team_id) in records.iter().copied() {
        let (name, edits) = (String::new(), false);
        let record = Subject { entity, id, version: 1, name, owner_id, team_id, edits };
        let shares = app.tx(Ada, |tx| sharing::of(tx, entity, id).unwrap());
        let why = sharing::reasons(viewer, scope, &record, &shares);
        let reached = scope.reaches(id, owner_id, team_id);
        assert_eq!(!why.is_empty(), reached, "{table} {id}, {}: {why:?}", viewer.name);
        let acting = viewer.on_behalf_of().filter(|_| reached).map(Reason::StandsIn);
        assert!(why.iter().filter(|one| matches!(one, Reason::StandsIn(_))).eq(&acting), "{table} {id}: {why:?}");
        assert!(acting.is_none() || why.len() > 1, "for what the other sees it is told as well");
    }
}

fn kind(table: &str) -> Entity {
    match table {
        "leads" => Entity::Lead,
        "accounts" => Entity::Account,
        "contacts" => Entity::Contact,
        _ => Entity::Opportunity,
    }
}

/// What the scope reaches, the same by each of its readings.
fn agreed(app: &TestApp, table: &str, scope: &Scope, records: &[Placed], viewer: &Viewer) -> BTreeSet<i64> {
    let in_rust = records.iter().filter(|(id, owner, team)| scope.reaches(*id, *owner, *team)).map(|(id, _, _)| *id);
    let in_rust: BTreeSet<i64> = in_rust.collect();
    assert_eq!(in_rust, app.db(|db| by_words(db, table, scope)), "{table}, {}", viewer.name);
    assert_eq!(in_rust, app.db(|db| by_condition(db, table, scope)), "{table}, {}", viewer.name);
    in_rust
}

fn by_words(db: &mut Db, table: &str, scope: &Scope) -> BTreeSet<i64> {
    let select = Sql::new(&format!("SELECT id FROM {table} WHERE {}", scope.words(table)));
    select.load::<(BigInt,), (i64,)>(db).unwrap().into_iter().map(|(id,)| id).collect()
}

fn by_condition(db: &mut Db, table: &str, scope: &Scope) -> BTreeSet<i64> {
    use diesel::prelude::*;
    use fursa::db::schema::{accounts, contacts, leads, opportunities};

    let condition = scope.condition(table);
    let found = match table {
        "leads" => leads::table.filter(condition).select(leads::id).load(db),
        "accounts" => accounts::table.filter(condition).select(accounts::id).load(db),
        "contacts" => contacts::table.filter(condition).select(contacts::id).load(db),
        _ => opportunities::table.filter(condition).select(opportunities::id).load(db),
    };
    found.unwrap().into_iter().collect()
}
