//! The records that rows are about. Each is fresh, and says the row's canary wherever it says anything.

use fursa::access::Role;
use fursa::identity::links::{self, LinkKind};
use fursa::web::assets;

use super::mails;
use crate::support::*;

/// Files the records that a row names, separated by commas; answers what fills its placeholders.
pub fn made(app: &TestApp, about: &str, canary: &str) -> Vec<String> {
    let names = about.split(',').map(str::trim).filter(|name| !name.is_empty());
    let mut made: Vec<String> = Vec::new();
    for name in names {
        let with = ["shared to read", "shared to edit"].iter().position(|word| *word == name);
        let id = match with {
            Some(edits) => share(app, about, made.last().unwrap(), edits == 1).to_string(),
            None => make(app, name, canary),
        };
        made.push(id);
    }
    made
}

/// The record named first is shared with Charlie, to read or to edit.
fn share(app: &TestApp, about: &str, record: &str, may_edit: bool) -> i64 {
    let kinds = [("lead", "lead"), ("account", "account"), ("contact", "contact"), ("deal", "opportunity")];
    let named = about.split(',').next().unwrap().trim();
    let (_, kind) = kinds.iter().find(|(word, _)| named.ends_with(word)).unwrap();
    let columns = "shares (entity, record_id, person_id, may_edit, created_at)";
    let charlie = app.id(Charlie).unwrap();
    insert(app, columns, &format!("'{kind}', {record}, {charlie}, {may_edit}, '2026-11-22 10:00:00'"))
}

fn make(app: &TestApp, name: &str, canary: &str) -> String {
    let id = match name {
        "alices lead" => lead(app, Alice, canary),
        "alices deleted lead" => deleted(app, canary),
        "pool lead" => pool_lead(app, canary),
        "monas selection" => selection(app, Mona, canary),
        "monas change" => change(app, Mona, canary),
        "adas handover" => batch(app, "handover", Ada, canary),
        "an invitation" => return link(app, LinkKind::Invitation, canary),
        "a reset" => return link(app, LinkKind::Reset, canary),
        "alices edit" => return edit(app, canary),
        "alices account" => account(app, Alice, canary),
        "alices contact" => contact(app, Alice, canary),
        "alices deal" => deal(app, Alice, canary),
        "alices activity" => activity(app, canary, None),
        "alices step" => activity(app, canary, Some(deal(app, Alice, "a deal"))),
        "alices draft" => mails::draft(app, canary),
        "alices mail" => mails::sent(app, canary).0,
        "alices mailing" => mails::sent(app, canary).1,
        "nobodys mail" => mails::nobodys(app, canary),
        "its file" => mails::file(app, canary),
        "alices template" => mails::template(app, Some(Alice), canary),
        "everybodys template" => mails::template(app, None, canary),
        "a stuck letter" => mails::stuck(app, canary),
        "alices notification" => notification(app, canary),
        "alices feed" => insert(
            app,
            "calendar_feeds (user_id, agenda, nonce, created_at)",
            &format!(
                "{}, 'person-{}', 'nonce', '2026-11-22 10:00:00'",
                app.id(Alice).unwrap(),
                fursa::values::token::random().unwrap()
            ),
        ),
        "a product" => product(app, canary),
        "adas import" => import(app, canary),
        "style sheet" => return file_of(assets::url("app.css")),
        "alice" => app.id(Alice).unwrap(),
        "alices delegation" => delegation(app),
        "somebody" => somebody(app, canary),
        "team" => insert(app, "teams (name, parent_id)", &format!("'{canary}', {}", app.team("North"))),
        "pipeline" => insert(app, "pipelines (name, position)", &format!("'{canary}', 9")),
        "stage" => stage(app, canary),
        "list item" => insert(app, "pick_items (list, name, position)", &format!("'industry', '{canary}', 9")),
        "tag" => tag(app, canary),
        "rate" => rate(app),
        "alices passkey" => passkey(app, canary),
        "alices view" => view(app, Alice, "leads", "private", canary),
        "company view" => view(app, Ada, "accounts", "everyone", canary),
        "no token" => return "1.none".to_owned(),
        "a measure" => return "calls".to_owned(),
        "bin job" => return "bin".to_owned(),
        "industries" => return "industry".to_owned(),
        "a session" => return "0123456789abcdef".to_owned(),
        "pounds" => return "GBP".to_owned(),
        other => panic!("no such record is made: {other}"),
    };
    id.to_string()
}

fn address(canary: &str) -> String {
    format!("{}@canary.example", canary.to_lowercase().replace(' ', "-"))
}

/// A person in South who signs in with an address of their own.
fn somebody(app: &TestApp, canary: &str) -> i64 {
    let (team, number) = (app.team("South"), app.directory().people.len());
    let columns = "users (name, email, email_key, roles, team_id, created_at)";
    let email = format!("{number}-{}", address(canary));
    insert(app, columns, &format!("'{canary}', '{email}', '{email}', 'sales_rep', {team}, '2026-11-22 10:00:00'"))
}

/// A one-time link of somebody's: its token.
fn link(app: &TestApp, kind: LinkKind, canary: &str) -> String {
    let (id, now) = (somebody(app, canary), app.clock().now());
    let link = app.db(|db| links::make(db, id, kind, now).unwrap());
    file_of(&link.path)
}

/// Bob stands in for Alice.
fn delegation(app: &TestApp) -> i64 {
    let (alice, bob) = (app.id(Alice).unwrap(), app.id(Bob).unwrap());
    let columns = "delegations (person_id, stand_in_id, from_on, until_on, created_at)";
    insert(app, columns, &format!("{alice}, {bob}, '2026-11-22', '2026-11-24', '2026-11-22 10:00:00'"))
}

fn stage(app: &TestApp, canary: &str) -> i64 {
    let pipeline = app.directory().pipelines[0].id;
    let columns = "stages (pipeline_id, name, kind, probability, position)";
    insert(app, columns, &format!("{pipeline}, '{canary}', 'open', 1000, 9"))
}

/// One of the company's words.
fn tag(app: &TestApp, canary: &str) -> i64 {
    let key = fursa::values::token::random().unwrap();
    insert(app, "tags (name, name_key)", &format!("'{canary}', '{key}'"))
}

/// Of a day of its own: there is one rate a day.
fn rate(app: &TestApp) -> i64 {
    use diesel::prelude::*;
    use fursa::db::schema::rates;

    let known: i64 = app.db(|db| rates::table.count().get_result(db).unwrap());
    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(known.unsigned_abs());
    insert(app, "rates (currency, valid_from, rate)", &format!("'GBP', '{day}', 1190000000"))
}

fn passkey(app: &TestApp, canary: &str) -> i64 {
    let values = format!("{}, 'passkey', '{canary}', '', '2026-11-22 10:00:00'", app.id(Alice).unwrap());
    insert(app, "factors (user_id, kind, name, secret, created_at)", &values)
}

fn insert(app: &TestApp, columns: &str, values: &str) -> i64 {
    use diesel::sql_types::BigInt;
    use fursa::db::sql::Sql;

    let insert = Sql::new(&format!("INSERT INTO {columns} VALUES ({values}) RETURNING id"));
    let (id,): (i64,) = app.db(|db| insert.one::<(BigInt,), _>(db).unwrap());
    id
}

fn file_of(url: &str) -> String {
    url.rsplit('/').next().unwrap_or("").to_owned()
}

pub fn lead(app: &TestApp, owner: Who, canary: &str) -> i64 {
    app.lead_with(owner, |facts| said(facts, canary)).id
}

/// Its row in the bin.
fn deleted(app: &TestApp, canary: &str) -> i64 {
    let id = lead(app, Alice, canary);
    app.tx(Ada, |tx| fursa::removal::put_away(tx, fursa::journal::Entity::Lead, id).unwrap().unwrap().row)
}

/// The request by which Alice has changed a lead of hers.
fn edit(app: &TestApp, canary: &str) -> String {
    use std::sync::Arc;

    use fursa::db::Request;
    use fursa::journal::{self, Action};
    use fursa::leads::{self, LeadFacts};

    let id = lead(app, Alice, canary);
    let request = format!("{id:016x}");
    app.tx(Alice, |tx| {
        tx.request = Arc::new(Request { id: request.clone(), ..Request::default() });
        let known = leads::find(tx, id).unwrap();
        let facts = LeadFacts { city: canary.into(), ..known.facts.clone() };
        leads::save(tx, Action::Edited, &known, facts).unwrap().unwrap();
        assert!(journal::note(tx).unwrap());
    });
    request
}

/// In the pool of Alice's and Bob's team.
fn pool_lead(app: &TestApp, canary: &str) -> i64 {
    let team = app.team("North-East");
    let in_pool = |facts: &mut fursa::leads::LeadFacts| {
        said(facts, canary);
        facts.team_id = team;
    };
    app.lead_with(Nobody, in_pool).id
}

fn said(facts: &mut fursa::leads::LeadFacts, canary: &str) {
    facts.name = canary.into();
    facts.company = canary.into();
    facts.emails = address(canary);
    facts.notes = canary.into();
}

/// A lead of Alice's, chosen by this person.
fn selection(app: &TestApp, who: Who, canary: &str) -> i64 {
    let (lead, who) = (lead(app, Alice, canary), app.id(who).unwrap());
    let columns = "selections (viewer_id, entity, back, records, chosen, cut, created_at)";
    insert(app, columns, &format!("{who}, 'leads', '/leads', '{lead}-1', 1, FALSE, '2026-11-22 10:00:00'"))
}

/// The same, and given to Bob.
fn change(app: &TestApp, who: Who, canary: &str) -> i64 {
    let (bob, team) = (app.id(Bob).unwrap(), app.team("North-East"));
    let (selection, who_id) = (selection(app, who, canary), app.id(who).unwrap());
    let columns = "batches (kind, title, created_by, created_at, rows_total, rows_updated)";
    let batch = insert(app, columns, &format!("'bulk', '', {who_id}, '2026-11-22 10:00:00', 1, 1"));
    let set = format!("batch_id = {batch}, done = 1, change = '{{\"what\":\"owner\",\"people\":[{bob}]}}'");
    app.db(|db| {
        use fursa::db::sql::Sql;
        Sql::new(&format!("UPDATE selections SET {set} WHERE id = {selection}")).run(db).unwrap();
    });
    app.tx(who, |tx| {
        use fursa::journal::Action;
        use fursa::leads::{Lead, LeadFacts, save};
        use fursa::records::Listed;
        tx.batch = Some(batch);
        let id = lead_of(selection, tx);
        let lead = Lead::load(tx, &[id]).unwrap().pop().unwrap();
        let facts = LeadFacts { owner_id: Some(bob), team_id: team, ..lead.facts.clone() };
        save(tx, Action::Assigned, &lead, facts).unwrap().unwrap();
    });
    batch
}

/// The lead that was chosen.
fn lead_of(selection: i64, tx: &mut fursa::db::Tx<'_>) -> i64 {
    use diesel::prelude::*;
    use fursa::db::schema::selections;

    let records: String = selections::table.find(selection).select(selections::records).first(tx.db).unwrap();
    records.split('-').next().unwrap().parse().unwrap()
}

/// A saved view of somebody's.
fn view(app: &TestApp, who: Who, list: &str, shared: &str, canary: &str) -> i64 {
    let owner = app.id(who).unwrap();
    let columns = "saved_views (list, name, query, shown, sort, owner_id, shared)";
    insert(app, columns, &format!("'{list}', '{canary}', 'q={canary}', '', '', {owner}, '{shared}'"))
}

/// Work done as one, by this person.
fn batch(app: &TestApp, kind: &str, who: Who, canary: &str) -> i64 {
    use diesel::prelude::*;
    use fursa::db::schema::batches;

    let row = (
        batches::kind.eq(kind),
        batches::title.eq(canary),
        batches::created_by.eq(app.id(who)),
        batches::created_at.eq(app.clock().now()),
    );
    app.db(|db| diesel::insert_into(batches::table).values(row).returning(batches::id).get_result(db).unwrap())
}

fn product(app: &TestApp, canary: &str) -> i64 {
    let columns = "products (name, name_key, currency, created_at)";
    let key = fursa::values::token::random().unwrap();
    insert(app, columns, &format!("'{canary}', '{key}', 'EUR', '2026-11-22 10:00:00'"))
}

/// Done, and of nothing but skipped rows.
fn import(app: &TestApp, canary: &str) -> i64 {
    use fursa::imports::{Kind, Options, store};
    app.tx(Ada, |tx| {
        let id = store::file(tx, Kind::Leads, canary, "", &Options::default(), "").unwrap();
        store::begin(tx, id, 0).unwrap();
        store::finish(tx, id, &Default::default(), "").unwrap();
        id
    })
}

fn account(app: &TestApp, owner: Who, canary: &str) -> i64 {
    let said = |facts: &mut fursa::accounts::AccountFacts| {
        facts.name = canary.into();
        facts.emails = address(canary);
        facts.notes = canary.into();
    };
    app.account_with(owner, said).id
}

fn contact(app: &TestApp, owner: Who, canary: &str) -> i64 {
    let said = |facts: &mut fursa::contacts::ContactFacts| {
        facts.name = canary.into();
        facts.emails = address(canary);
        facts.notes = canary.into();
    };
    app.contact_with(owner, said).id
}

/// Planned by Alice, about a deal or about nothing.
pub fn activity(app: &TestApp, canary: &str, deal: Option<i64>) -> i64 {
    use fursa::activities::{self, ActivityFacts};

    let (owner_id, team) = (app.id(Alice), app.team("North-East"));
    let now = app.clock().now();
    let facts = ActivityFacts { owner_id, opportunity_id: deal, ..ActivityFacts::starting(canary, team, now) };
    app.tx(Ada, |tx| activities::insert(tx, facts).unwrap().id)
}

/// What Alice is told of something that is hers now.
fn notification(app: &TestApp, canary: &str) -> i64 {
    use diesel::prelude::*;
    use fursa::db::schema::notifications;

    activity(app, canary, None);
    let newest = notifications::table.order(notifications::id.desc()).select(notifications::id);
    app.db(|db| newest.first(db).unwrap())
}

pub fn deal(app: &TestApp, owner: Who, canary: &str) -> i64 {
    let account = account(app, owner, canary);
    let said = |facts: &mut fursa::opportunities::OpportunityFacts| {
        facts.name = canary.into();
        facts.account_id = Some(account);
        facts.notes = canary.into();
        facts.next_step = canary.into();
    };
    app.opportunity_with(owner, said).id
}

#[test]
fn a_role_is_played_by_somebody() {
    let played = Who::CAST.map(Who::role);
    // What a support manager reaches, `scopes` says.
    for role in Role::ALL.into_iter().filter(|role| *role != Role::SupportManager) {
        assert!(played.contains(&role), "nobody of the cast is {role:?}");
    }
}
