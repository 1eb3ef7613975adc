//! The records that rows are about. Each is fresh, and says the canary wherever it says anything.

use fursa::access::Role;
use fursa::web::assets;

use crate::support::*;

/// A name nobody has by chance.
pub const CANARY: &str = "Kestrel Quarry";

const CANARY_EMAIL: &str = "kestrel-quarry@canary.example";

/// Files the records that a row names, separated by commas; answers what fills its placeholders.
pub fn made(app: &TestApp, about: &str) -> Vec<String> {
    about.split(',').map(str::trim).filter(|name| !name.is_empty()).map(|name| make(app, name)).collect()
}

fn make(app: &TestApp, name: &str) -> String {
    let id = match name {
        "alices lead" => lead(app, Alice),
        "pool lead" => pool_lead(app),
        "monas assignment" => batch(app, "assignment", Mona),
        "alices account" => account(app, Alice),
        "alices contact" => contact(app, Alice),
        "alices deal" => deal(app, Alice),
        "a product" => product(app),
        "style sheet" => return file_of(assets::url("app.css")),
        other => panic!("no such record is made: {other}"),
    };
    id.to_string()
}

fn file_of(url: &str) -> String {
    url.rsplit('/').next().unwrap_or("").to_owned()
}

fn lead(app: &TestApp, owner: Who) -> i64 {
    app.lead_with(owner, said).id
}

/// In the pool of Alice's and Bob's team.
fn pool_lead(app: &TestApp) -> i64 {
    let team = app.team("North-East");
    let in_pool = |facts: &mut fursa::leads::LeadFacts| {
        said(facts);
        facts.team_id = team;
    };
    app.lead_with(Nobody, in_pool).id
}

fn said(facts: &mut fursa::leads::LeadFacts) {
    facts.name = CANARY.into();
    facts.company = CANARY.into();
    facts.emails = CANARY_EMAIL.into();
    facts.notes = CANARY.into();
}

/// Work done as one, by this person.
fn batch(app: &TestApp, kind: &str, who: Who) -> i64 {
    use diesel::prelude::*;
    use fursa::db::schema::batches;

    let row = (
        batches::kind.eq(kind),
        batches::title.eq(CANARY),
        batches::created_by.eq(app.id(who)),
        batches::created_at.eq(app.clock().now()),
    );
    app.db(|db| diesel::insert_into(batches::table).values(row).returning(batches::id).get_result(db).unwrap())
}

fn account(app: &TestApp, owner: Who) -> i64 {
    let said = |facts: &mut fursa::accounts::AccountFacts| {
        facts.name = CANARY.into();
        facts.emails = CANARY_EMAIL.into();
        facts.notes = CANARY.into();
    };
    app.account_with(owner, said).id
}

fn contact(app: &TestApp, owner: Who) -> i64 {
    let said = |facts: &mut fursa::contacts::ContactFacts| {
        facts.name = CANARY.into();
        facts.emails = CANARY_EMAIL.into();
        facts.notes = CANARY.into();
    };
    app.contact_with(owner, said).id
}

fn deal(app: &TestApp, owner: Who) -> i64 {
    let account = account(app, owner);
    let said = |facts: &mut fursa::opportunities::OpportunityFacts| {
        facts.name = CANARY.into();
        facts.account_id = Some(account);
        facts.notes = CANARY.into();
        facts.next_step = CANARY.into();
    };
    app.opportunity_with(owner, said).id
}

/// One that everybody of sales sees.
fn product(app: &TestApp) -> i64 {
    app.tx(Ada, |tx| fursa::products::find_by_key(tx, "Anchor").unwrap().unwrap().id)
}

#[test]
fn a_role_is_played_by_somebody() {
    let played = Who::CAST.map(Who::role);
    for role in Role::ALL.into_iter().filter(|role| *role != Role::SupportManager) {
        assert!(played.contains(&role), "nobody of the cast is {role:?}");
    }
}
