//! The company of the tests: Fjord Trading in Warsaw, counting in euros, founded as any other. Its teams are Fjord
//! Trading → North → North-East, and South beside North. A rate is known for the dollar and none for the pound.

use std::sync::Arc;

use diesel::prelude::*;
use fursa::access::Roles;
use fursa::config::PasswordCost;
use fursa::db::schema::{products, rates, teams};
use fursa::db::{Db, Tx};
use fursa::directory::Directory;
use fursa::i18n::{Language, Text};
use fursa::identity::company::{self, Company, Founder};
use fursa::identity::passwords;
use fursa::identity::user::{self, UserFacts};
use fursa::values::text;

use super::Who;
use super::database::beginning;

/// What everybody of the cast signs in with.
pub const PASSWORD: &str = "forty anchors in the fog";

const TEAMS: [(&str, &str); 3] = [("North", "Fjord Trading"), ("North-East", "North"), ("South", "Fjord Trading")];

/// Founds the company in an empty database.
pub fn found(db: &mut Db) {
    let warsaw = chrono_tz::Europe::Warsaw;
    let company = Company {
        name: "Fjord Trading".into(),
        currency: "EUR".into(),
        zone: warsaw.name().into(),
        country: "PL".into(),
        fiscal_month: 1,
    };
    let password_hash = passwords::hash(PasswordCost::Cheap, PASSWORD).unwrap();
    let founder = Founder { name: Who::Ada.name().into(), email: Who::Ada.email(), password_hash };
    company::found(db, beginning(), &Text::new(Language::fallback(), warsaw), &company, &founder).unwrap();
    for (name, above) in TEAMS {
        let row = (teams::name.eq(name), teams::parent_id.eq(team_id(db, above)));
        diesel::insert_into(teams::table).values(row).execute(db).unwrap();
    }
    for who in Who::CAST.into_iter().filter(|who| *who != Who::Ada) {
        hire(db, who.name(), &Roles::of(&[who.role()]).to_string(), who.team());
    }
    know_rates(db);
    offer_products(db);
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
