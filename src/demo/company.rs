//! The company itself: its one row, teams, people, products, currencies and rates, put into an empty database.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::chance::Chance;
use super::goods::{COINS, GOODS, UNRATED};
use super::staff::{PASSWORD, PEOPLE, TEAMS};
use crate::config::PasswordCost;
use crate::db::sql::{Sql, insert_rows};
use crate::db::{Db, dialect};
use crate::i18n::Text;
use crate::identity::{passwords, seed};
use crate::values::{text, token};
use crate::web::Error;

/// Its home.
pub const ZONE: chrono_tz::Tz = chrono_tz::Tz::Europe__Warsaw;

/// The second way it sells: what runs out is offered again. Name, kind, probability, days until quiet, colour.
const RENEWALS: [(&str, &str, i64, i64, i64); 4] = [
    ("Due soon", "open", 6_000, 21, 2),
    ("Offer sent", "open", 7_500, 14, 3),
    ("Renewed", "won", 10_000, 0, 5),
    ("Ended", "lost", 0, 0, 8),
];

/// Its words for records.
const TAGS: [&str; 3] = ["Key account", "Reference customer", "Newsletter"];

/// The first of them, by its id.
pub const KEY_ACCOUNT: i64 = 1;

/// Years before the first deal told of when the company began.
const FOUNDED_YEARS_AGO: i64 = 4;

/// Fills the tables everything else refers to. Row `i` of a list of the seed gets id `i + 1`.
///
/// # Errors
/// What the database answers; no randomness for the salts.
pub fn found(
    db: &mut Db,
    words: &Text,
    chance: &mut Chance,
    now: NaiveDateTime,
    cost: PasswordCost,
) -> Result<(), Error> {
    let founded = now - Duration::days(FOUNDED_YEARS_AGO * 365);
    organization(db)?;
    seed::seed_lists(db, words)?;
    renewals(db)?;
    tags(db)?;
    teams(db)?;
    people(db, founded, cost)?;
    products(db, founded)?;
    money(db, chance, now)?;
    Ok(())
}

fn organization(db: &mut Db) -> QueryResult<()> {
    let columns = "id, name, currency, zone, country, demo";
    insert_rows(db, "organization", columns, [()], |sql, ()| {
        let sql = sql.bind(1).push(", ").bind(TEAMS[0].name).push(", ").bind("EUR").push(", ").bind(ZONE.name());
        sql.push(", ").bind("PL").push(", ").bind(true)
    })
}

fn renewals(db: &mut Db) -> QueryResult<()> {
    let pipeline = Sql::new("INSERT INTO pipelines (name, position) VALUES ('Renewals', 2) RETURNING id");
    let (id,): (i64,) = pipeline.one::<(BigInt,), _>(db)?;
    let columns = "pipeline_id, name, kind, probability, position, quiet_days, colour";
    insert_rows(db, "stages", columns, (1..).zip(RENEWALS), |sql, (position, (name, kind, chance, quiet, colour))| {
        let sql = sql.bind(id).push(", ").bind(name).push(", ").bind(kind).push(", ").bind(chance);
        sql.push(", ").bind(position).push(", ").bind(quiet).push(", ").bind(colour)
    })
}

fn tags(db: &mut Db) -> QueryResult<()> {
    insert_rows(db, "tags", "id, name, name_key", (1..).zip(TAGS), |sql, (id, name)| {
        sql.bind(id).push(", ").bind(name).push(", ").bind(text::fold(name))
    })?;
    dialect::ids_given(db, "tags")
}

fn teams(db: &mut Db) -> QueryResult<()> {
    insert_rows(db, "teams", "id, name, parent_id, shares_records", (1..).zip(&TEAMS), |sql, (id, team)| {
        let above = team.above.map(row_id);
        sql.bind(id).push(", ").bind(team.name).push(", ").bind(above).push(", ").bind(team.shares)
    })?;
    dialect::ids_given(db, "teams")
}

fn people(db: &mut Db, founded: NaiveDateTime, cost: PasswordCost) -> Result<(), Error> {
    // The others have signed in before as well, with a password that nobody knows.
    let unknown = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
    let unknown = passwords::hash(cost, &unknown)?;
    let hash = |email: &str, signs_in: bool| match signs_in {
        true => passwords::hash(cost, PASSWORD).map(|hash| (email.to_owned(), hash)),
        false => Ok((email.to_owned(), unknown.clone())),
    };
    let doors = PEOPLE.iter().map(|person| hash(person.email, person.signs_in())).collect::<Result<Vec<_>, _>>()?;
    let columns = "id, name, email, email_key, password_hash, roles, team_id, active, zone, created_at";
    let rows = (1..).zip(PEOPLE.iter().zip(doors));
    insert_rows(db, "users", columns, rows, |sql, (id, (person, (email, hash)))| {
        let sql = sql.bind(id).push(", ").bind(person.name).push(", ").bind(email).push(", ");
        let sql = sql.bind(text::lower(person.email)).push(", ").bind(hash).push(", ").bind(person.role.name());
        let sql = sql.push(", ").bind(row_id(person.team)).push(", ").bind(person.left.is_none());
        sql.push(", ").bind(person.zone).push(", ").bind(founded)
    })?;
    Ok(dialect::ids_given(db, "users")?)
}

fn products(db: &mut Db, founded: NaiveDateTime) -> QueryResult<()> {
    let columns = "id, name, name_key, family, price_minor, currency, created_at";
    insert_rows(db, "products", columns, (1..).zip(&GOODS), |sql, (id, good)| {
        let sql = sql.bind(id).push(", ").bind(good.name).push(", ").bind(text::words(good.name).concat());
        let sql = sql.push(", ").bind(good.family).push(", ").bind(good.price).push(", ").bind("EUR");
        sql.push(", ").bind(founded)
    })?;
    dialect::ids_given(db, "products")
}

fn money(db: &mut Db, chance: &mut Chance, now: NaiveDateTime) -> QueryResult<()> {
    let mut codes = COINS.iter().map(|coin| coin.code).chain([UNRATED]);
    codes.try_for_each(|code| seed::currency(db, code))?;
    let dated = |coin: &super::goods::Coin| {
        let rates = coin.rates(chance, now.date());
        rates.into_iter().map(|(day, rate)| (coin.code, day, rate)).collect::<Vec<_>>()
    };
    let rows: Vec<_> = COINS.iter().flat_map(dated).collect();
    insert_rows(db, "rates", "currency, valid_from, rate", rows, |sql, (code, day, rate)| {
        sql.bind(code).push(", ").bind(day).push(", ").bind(rate.billionths())
    })
}

/// The id of the row at a place of a list of the seed.
pub fn row_id(place: usize) -> i64 {
    i64::try_from(place).map_or(0, |place| place + 1)
}
