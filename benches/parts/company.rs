//! The company that is measured: its size, its people, and the database it lies in, made once and kept.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use fursa::clock::Clock;
use fursa::config::{Config, Durability, PasswordCost};
use fursa::db::sql::Sql;
use fursa::db::{Db, Pools};
use fursa::i18n::{Language, Text};
use fursa::identity::{passwords, seed};
use fursa::listing::upkeep;

use crate::{Failure, fill};

/// Everybody's password.
pub const PASSWORD: &str = "measured twice, cut once";

/// Changes with what is generated: a database of another edition is made anew.
const EDITION: u32 = 10;

/// How large the company is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub name: &'static str,
    /// And half as many deals.
    pub leads: i64,
}

impl Size {
    pub const ALL: [Size; 3] = [
        Size { name: "10k", leads: 10_000 },
        Size { name: "100k", leads: 100_000 },
        Size { name: "1m", leads: 1_000_000 },
    ];

    pub fn named(name: &str) -> Result<Size, Failure> {
        let found = Size::ALL.into_iter().find(|size| size.name == name);
        found.ok_or_else(|| format!("no size {name:?}: 10k, 100k or 1m").into())
    }
}

/// Where the database lies.
pub enum Backend {
    /// In a file of this directory.
    Sqlite(PathBuf),
    /// On a server, where databases may be made.
    Postgres(String),
}

impl Backend {
    /// As the tables name it.
    pub fn name(&self) -> &'static str {
        match self {
            Backend::Sqlite(_) => "SQLite",
            Backend::Postgres(_) => "PostgreSQL",
        }
    }
}

/// One of the people who look.
#[derive(Clone, Debug)]
pub struct Seat {
    pub name: &'static str,
    pub email: String,
}

/// A filled database.
pub struct Database {
    pub backend: &'static str,
    pub size: Size,
    pub url: String,
    pub seats: Vec<Seat>,
}

impl Database {
    /// Database and size, as the tables name them.
    pub fn place(&self) -> (&'static str, &'static str) {
        (self.backend, self.size.name)
    }

    /// Takes away what measuring added, so that the next run finds as many leads as this one.
    pub fn forget_measured(&self) -> Result<(), Failure> {
        let config = Config { database_url: self.url.clone(), pool: 1, ..Config::default() };
        let mut db = Pools::open(&config)?.writer()?;
        let added = format!("entity = 'lead' AND record_id > {}", self.size.leads);
        let [refusing, allowing] = match self.backend {
            "SQLite" => [
                concat!(
                    include_str!("../../migrations/sqlite/2026-11-22-000025_append_only/up.sql"),
                    include_str!("../../migrations/sqlite/2026-11-23-000040_replaced/up.sql"),
                ),
                concat!(
                    include_str!("../../migrations/sqlite/2026-11-23-000040_replaced/down.sql"),
                    include_str!("../../migrations/sqlite/2026-11-22-000025_append_only/down.sql"),
                ),
            ],
            _ => [
                concat!(
                    include_str!("../../migrations/postgres/2026-11-22-000025_append_only/up.sql"),
                    include_str!("../../migrations/postgres/2026-11-23-000040_replaced/up.sql"),
                ),
                concat!(
                    include_str!("../../migrations/postgres/2026-11-23-000040_replaced/down.sql"),
                    include_str!("../../migrations/postgres/2026-11-22-000025_append_only/down.sql"),
                ),
            ],
        };
        db.batch_execute(&format!(
            "BEGIN; {allowing} DELETE FROM journal_values WHERE journal_id IN (SELECT id FROM journal WHERE {added}); \
             DELETE FROM journal WHERE {added}; DELETE FROM timeline WHERE {added}; DELETE FROM identity_keys WHERE {added}; \
             DELETE FROM leads WHERE id > {}; DELETE FROM form_nonces; DELETE FROM sessions; \
             {refusing} COMMIT",
            self.size.leads
        ))?;
        Ok(())
    }
}

/// Teams and people are the same whatever the size: what grows is the business.
const TEAMS: i64 = 42;
/// People of each of the manager's eight teams, which have thirty; the others are one person each.
const PEOPLE: i64 = 4;

/// The manager of eight teams sits in team 2, the manager of thirty in team 10; the rep in team 4.
const MANAGER_TEAM: i64 = 2;
const WIDE_TEAM: i64 = 10;
const REP_TEAM: i64 = 4;
const WIDE_TEAMS: i64 = 30;

fn seats() -> Vec<Seat> {
    let seat = |name, email: &str| Seat { name, email: format!("{email}@bench.example") };
    let named = [
        ("rep", "rep"),
        ("manager of 8 teams", "manager"),
        ("administrator", "admin"),
        ("manager of 30 teams", "wide"),
    ];
    named.map(|(name, email)| seat(name, email)).to_vec()
}

/// The database of a size, made if it is not there.
pub fn ready(backend: &Backend, size: Size) -> Result<Database, Failure> {
    let name = backend.name();
    let (url, is_there) = match backend {
        Backend::Sqlite(directory) => {
            let file = directory.join(format!("{}-{EDITION}.db", size.name));
            (format!("sqlite://{}", file.display()), file.exists())
        }
        Backend::Postgres(admin) => on_server(admin, &format!("fursa_bench_{}_{EDITION}", size.name))?,
    };
    if !is_there {
        eprintln!("making {name} with {} leads …", size.leads);
        make(&url, size)?;
    }
    Ok(Database { backend: name, size, url, seats: seats() })
}

fn on_server(admin: &str, name: &str) -> Result<(String, bool), Failure> {
    use diesel::{Connection, PgConnection, RunQueryDsl};
    let mut server = PgConnection::establish(admin)?;
    let known = diesel::sql_query(format!("SELECT 1 FROM pg_database WHERE datname = '{name}'"));
    let is_there = known.execute(&mut server)? > 0;
    if !is_there {
        diesel::sql_query(format!("CREATE DATABASE {name}")).execute(&mut server)?;
    }
    let mut url = url::Url::parse(admin)?;
    url.set_path(name);
    Ok((url.to_string(), is_there))
}

/// Fills a database; a file gets its name only when it is whole.
fn make(url: &str, size: Size) -> Result<(), Failure> {
    let unfinished = if url.starts_with("sqlite") { format!("{url}.unfinished") } else { url.to_owned() };
    let config = Config { database_url: unfinished.clone(), durability: Durability::Off, pool: 1, ..Config::default() };
    let app = fursa::cli::open(config, Clock::system())?;
    let mut db = app.pools.writer()?;
    found(&mut db)?;
    fill::fill(&mut db, size, &people())?;
    upkeep::rebuild(&mut db)?;
    db.batch_execute(if url.starts_with("sqlite") { "PRAGMA wal_checkpoint(TRUNCATE)" } else { "VACUUM ANALYZE" })?;
    drop((db, app));
    if let (Some(from), Some(to)) = (unfinished.strip_prefix("sqlite://"), url.strip_prefix("sqlite://")) {
        std::fs::rename(from, to)?;
    }
    Ok(())
}

/// Id, team and what they are.
pub struct Worker {
    pub id: i64,
    pub team: i64,
    role: &'static str,
    email: String,
}

/// Everybody. Owners of records come from these, the first ones more often.
pub fn people() -> Vec<Worker> {
    let named =
        |id: i64, team: i64, role, email: &str| Worker { id, team, role, email: format!("{email}@bench.example") };
    let mut people = vec![
        named(1, 1, "admin", "admin"),
        named(2, MANAGER_TEAM, "sales_manager", "manager"),
        named(3, REP_TEAM, "sales_rep", "rep"),
        named(4, WIDE_TEAM, "sales_manager", "wide"),
    ];
    let among = |team: i64| if above(team) == Some(MANAGER_TEAM) || team == MANAGER_TEAM { PEOPLE } else { 1 };
    let reps = (2..=TEAMS).flat_map(|team| (0..among(team)).map(move |_| team));
    people.extend((5..).zip(reps).map(|(id, team)| named(id, team, "sales_rep", &format!("rep{id}"))));
    people
}

/// The team above a team: eight under the manager with theirs, thirty under the other, the rest under the root.
fn above(team: i64) -> Option<i64> {
    match team {
        1 => None,
        MANAGER_TEAM | WIDE_TEAM => Some(1),
        3..=9 => Some(MANAGER_TEAM),
        _ if team < WIDE_TEAM + WIDE_TEAMS => Some(WIDE_TEAM),
        _ => Some(1),
    }
}

fn found(db: &mut Db) -> Result<(), Failure> {
    let text = Text::new(Language::fallback(), chrono_tz::Tz::Europe__Warsaw);
    db.batch_execute(
        "INSERT INTO organization (id, name, currency, zone, country, fiscal_month, lead_cap) \
         VALUES (1, 'Bench', 'EUR', 'Europe/Warsaw', 'PL', 1, 1000000)",
    )?;
    for team in 1..=TEAMS {
        let row = Sql::new("INSERT INTO teams (id, name, parent_id) VALUES (").bind(team).push(", ");
        row.bind(format!("Team {team:03}")).push(", ").bind(above(team)).push(")").run(db)?;
    }
    let hash = passwords::hash(PasswordCost::Full, PASSWORD).map_err(|e| e.to_string())?;
    for person in people() {
        let row = Sql::new(
            "INSERT INTO users (id, name, email, email_key, password_hash, roles, team_id, created_at) VALUES (",
        );
        let row =
            row.bind(person.id).push(", ").bind(format!("Person {}", person.id)).push(", ").bind(person.email.as_str());
        let row =
            row.push(", ").bind(person.email.as_str()).push(", ").bind(hash.as_str()).push(", ").bind(person.role);
        row.push(", ").bind(person.team).push(", '2024-01-01 00:00:00')").run(db)?;
    }
    Ok(seed::seed_lists(db, &text)?)
}
