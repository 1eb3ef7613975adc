//! The company of the tests: Fjord Trading in Warsaw, counting in euros. Its teams are Fjord Trading → North →
//! North-East, and South beside North. A rate is known for the dollar and none for the pound. Its lists and stages are
//! its own: what the program offers to a new company may change without a test noticing.

use std::sync::Arc;

use diesel::prelude::*;
use fursa::access::Roles;
use fursa::config::PasswordCost;
use fursa::db::schema::{currencies, organization, pick_items, pipelines, products, rates, stages, tags, teams};
use fursa::db::{Db, Tx};
use fursa::directory::{Directory, PickList, StageKind};
use fursa::identity::passwords;
use fursa::identity::user::{self, UserFacts};
use fursa::values::text;

use super::Who;
use super::database::beginning;

/// What everybody signs in with.
pub const PASSWORD: &str = "forty anchors in the fog";

/// Team and the team above it.
const TEAMS: [(&str, Option<&str>); 4] = [
    ("Fjord Trading", None),
    ("North", Some("Fjord Trading")),
    ("North-East", Some("North")),
    ("South", Some("Fjord Trading")),
];

/// List, name and code of each item.
const PICKS: [(PickList, &str, &str); 21] = [
    (PickList::LeadSource, "Website", ""),
    (PickList::LeadSource, "Referral", ""),
    (PickList::LeadSource, "Import", "import"),
    (PickList::LeadStatus, "New", "new"),
    (PickList::LeadStatus, "Contacted", "contacted"),
    (PickList::LeadStatus, "Nurturing", ""),
    (PickList::BuyingRole, "Decides", ""),
    (PickList::BuyingRole, "Advises", ""),
    (PickList::DisqualifyReason, "No interest", ""),
    (PickList::DisqualifyReason, "Cannot be reached", ""),
    (PickList::DisqualifyReason, "Other", "other"),
    (PickList::DisqualifyReason, "Not recorded", "not_recorded"),
    (PickList::ReleaseReason, "Not my region", ""),
    (PickList::ReleaseReason, "Other", "other"),
    (PickList::LostReason, "Price", ""),
    (PickList::LostReason, "Competitor", ""),
    (PickList::LostReason, "Other", "other"),
    (PickList::LostReason, "Not recorded", "not_recorded"),
    (PickList::Industry, "Retail", ""),
    (PickList::Industry, "Software", ""),
    (PickList::CallOutcome, "Reached", "reached"),
];

/// Stage, what it means, chance in basis points, days until quiet.
const STAGES: [(&str, StageKind, i64, i64); 6] = [
    ("Discovery", StageKind::Open, 1000, 14),
    ("Proposal", StageKind::Open, 4000, 14),
    ("Negotiation", StageKind::Open, 7000, 7),
    ("Verbal yes", StageKind::Open, 9000, 7),
    ("Won", StageKind::Won, 10_000, 0),
    ("Lost", StageKind::Lost, 0, 0),
];

/// The company's words for its records.
const TAGS: [&str; 2] = ["VIP", "Partner"];

/// Founds the company in an empty database.
pub fn found(db: &mut Db) {
    found_organization(db);
    for code in ["EUR", "USD", "GBP"] {
        diesel::insert_into(currencies::table).values(currencies::code.eq(code)).execute(db).unwrap();
    }
    for (name, above) in TEAMS {
        let row = (teams::name.eq(name), teams::parent_id.eq(above.map(|above| team_id(db, above))));
        diesel::insert_into(teams::table).values(row).execute(db).unwrap();
    }
    for who in Who::CAST {
        hire(db, who.name(), &Roles::of(&[who.role()]).to_string(), who.team());
    }
    know_rates(db);
    found_lists(db);
    found_tags(db);
    found_pipeline(db);
    offer_products(db);
}

fn found_organization(db: &mut Db) {
    let row = (
        organization::id.eq(1),
        organization::name.eq("Fjord Trading"),
        organization::currency.eq("EUR"),
        organization::zone.eq("Europe/Warsaw"),
        organization::country.eq("PL"),
        organization::fiscal_month.eq(1),
        organization::first_weekday.eq(1),
        organization::lead_cap.eq(10),
        organization::inactive_after_days.eq(365),
        organization::demo.eq(false),
        organization::revision.eq(1),
    );
    diesel::insert_into(organization::table).values(row).execute(db).unwrap();
}

/// Hires somebody; answers their id. They sign in with their first name's address and [`PASSWORD`].
pub fn hire(db: &mut Db, name: &str, roles: &str, team: &str) -> i64 {
    let email = format!("{}@fursa.test", name.to_lowercase());
    let facts = UserFacts::new(name, Some(&email), Roles::parse(roles), team_id(db, team), beginning());
    let directory = Directory::load(db).unwrap().unwrap();
    let hired = user::insert(&mut Tx::of_the_program(db, Arc::new(directory), beginning()), facts).unwrap();
    user::set_password(db, hired.id, &passwords::hash(PasswordCost::Cheap, PASSWORD).unwrap()).unwrap();
    hired.id
}

pub fn team_id(db: &mut Db, name: &str) -> i64 {
    teams::table.filter(teams::name.eq(name)).select(teams::id).first(db).unwrap()
}

/// A dollar is 0.9 euro, in nine decimals.
fn know_rates(db: &mut Db) {
    let since = beginning().date() - chrono::Days::new(300);
    let dollar = (rates::currency.eq("USD"), rates::valid_from.eq(since), rates::rate.eq(900_000_000));
    diesel::insert_into(rates::table).values(dollar).execute(db).unwrap();
}

fn found_lists(db: &mut Db) {
    for ((list, name, code), position) in PICKS.into_iter().zip(1_i64..) {
        let row = (
            pick_items::list.eq(list),
            pick_items::name.eq(name),
            pick_items::code.eq(code),
            pick_items::position.eq(position),
        );
        diesel::insert_into(pick_items::table).values(row).execute(db).unwrap();
    }
}

fn found_tags(db: &mut Db) {
    for name in TAGS {
        let row = (tags::name.eq(name), tags::name_key.eq(text::fold(name)));
        diesel::insert_into(tags::table).values(row).execute(db).unwrap();
    }
}

fn found_pipeline(db: &mut Db) {
    let pipeline = (pipelines::name.eq("Sales"), pipelines::position.eq(1));
    let id: i64 =
        diesel::insert_into(pipelines::table).values(pipeline).returning(pipelines::id).get_result(db).unwrap();
    for ((name, kind, probability, quiet_days), position) in STAGES.into_iter().zip(1_i64..) {
        let row = (
            stages::pipeline_id.eq(id),
            stages::name.eq(name),
            stages::kind.eq(kind),
            stages::probability.eq(probability),
            stages::position.eq(position),
            stages::quiet_days.eq(quiet_days),
            stages::colour.eq(position),
        );
        diesel::insert_into(stages::table).values(row).execute(db).unwrap();
    }
}

fn offer_products(db: &mut Db) {
    for (name, price) in [("Anchor", 120_000_i64), ("Compass", 9_950)] {
        let row = (
            products::name.eq(name),
            products::name_key.eq(text::fold(name)),
            products::price_minor.eq(price),
            products::currency.eq("EUR"),
            products::created_at.eq(beginning()),
        );
        diesel::insert_into(products::table).values(row).execute(db).unwrap();
    }
}
