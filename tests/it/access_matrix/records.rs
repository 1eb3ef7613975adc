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
        "alices account" => account(app, Alice),
        "alices contact" => contact(app, Alice),
        "alices deal" => deal(app, Alice),
        "adas import" => import(app),
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

fn account(app: &TestApp, owner: Who) -> i64 {
    let said = |facts: &mut fursa::accounts::AccountFacts| {
        facts.name = CANARY.into();
        facts.emails = CANARY_EMAIL.into();
        facts.notes = CANARY.into();
    };
    app.account_with(owner, said).id
}

/// Done, and of nothing but skipped rows.
fn import(app: &TestApp) -> i64 {
    use fursa::imports::{Kind, Options, store};
    app.tx(Ada, |tx| {
        let id = store::file(tx, Kind::Leads, CANARY, "", &Options::default(), "").unwrap();
        store::begin(tx, id, 0).unwrap();
        store::finish(tx, id, &Default::default(), "").unwrap();
        id
    })
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

#[test]
fn a_role_is_played_by_somebody() {
    let played = Who::CAST.map(Who::role);
    for role in Role::ALL.into_iter().filter(|role| *role != Role::SupportManager) {
        assert!(played.contains(&role), "nobody of the cast is {role:?}");
    }
}
