//! People of our own company from a file, with the teams and managers it names on the way.
//!
//! A regional office is a team; a manager leads a team of their own below it; who works for a manager is in that team.
//! People without an address own records and cannot sign in.

use super::contacts::{FIRST, LAST, two_names};
use crate::access::{Role, Roles};
use crate::db::Tx;
use crate::identity::user::{self, User, UserFacts};
use crate::imports::cells::Row;
use crate::imports::columns::{Column, Columns, Reads, WordSet};
use crate::imports::desk::Desk;
use crate::imports::lists;
use crate::imports::model::Fate;
use crate::imports::people::Known;
use crate::imports::reading::one_line;
use crate::imports::refusal::{Note, Refusal, Stop, Why};
use crate::imports::target::{Target, named};
use crate::journal::Action;
use crate::values::email::{self, Email};
use crate::values::text;
use crate::web::Error;

/// What a person takes from a file.
pub const COLUMNS: Columns = Columns {
    fields: FIELDS,
    nouns: &["user", "employee", "person", "agent"],
    needs: &["name", "first_name", "last_name", "email"],
};

// messages: role-*
const ROLES: WordSet = WordSet {
    labels: "role-",
    words: &[
        (
            "sales_rep",
            &[
                "sales rep",
                "rep",
                "agent",
                "sales agent",
                "sales",
                "salesperson",
                "account executive",
                "account manager",
                "sdr",
                "bdr",
            ],
        ),
        ("sales_manager", &["sales manager", "manager", "team lead", "team leader", "head of sales"]),
        ("support_agent", &["support agent", "support", "service agent"]),
        ("support_manager", &["support manager", "service manager", "head of support"]),
        ("marketer", &["marketing", "marketing manager"]),
        ("admin", &["administrator", "system administrator"]),
    ],
};

const FIELDS: &[Column] = &[
    Column::one(
        "external_id",
        "external_id",
        Reads::External,
        &["id", "external id", "user id", "employee id", "staff id", "personnel number"],
    ),
    Column::one(
        "name",
        "name",
        Reads::Line,
        &[
            "name",
            "full name",
            "sales agent",
            "agent",
            "sales rep",
            "user",
            "employee",
            "username",
            "display name",
            "salesperson",
            "nombre",
            "imie i nazwisko",
        ],
    ),
    Column::one("first_name", "", Reads::Own, FIRST),
    Column::one("last_name", "", Reads::Own, LAST),
    Column::one(
        "email",
        "",
        Reads::Own,
        &["email", "e mail", "email address", "mail", "work email", "login", "correo"],
    ),
    Column::one(
        "role",
        "roles",
        Reads::Word(&ROLES),
        &["role", "roles", "profile", "job role", "rolle", "rol", "rola"],
    ),
    Column::one(
        "manager",
        "",
        Reads::Own,
        &["manager", "manager name", "sales manager", "reports to", "supervisor", "boss", "team lead", "vorgesetzter"],
    ),
    Column::one(
        "team",
        "",
        Reads::Own,
        &["team", "team name", "sales team", "department", "group", "zespol", "equipo"],
    ),
    Column::one(
        "office",
        "",
        Reads::Own,
        &["office", "regional office", "region", "branch", "location", "territory", "division", "oddzial", "oficina"],
    ),
];

/// Somebody's name: first and last one, where the file has both; a column `Username` mostly has something else.
fn person_name(row: Row<'_>) -> String {
    let both = two_names(row);
    if both.contains(' ') || row.trimmed("name").is_empty() { both } else { row.trimmed("name") }
}

fn add(tx: &mut Tx<'_>, desk: &mut Desk<'_>, facts: UserFacts) -> Result<i64, Stop> {
    let leads = facts.roles().has(Role::SalesManager);
    let filed = user::insert(tx, facts)?;
    let known = Known { id: filed.id, team: filed.team_id, active: true, leads };
    desk.people.add(&filed.name, filed.email.as_deref(), known);
    Ok(filed.id)
}

impl Target for User {
    type Facts = UserFacts;

    fn facts(&self) -> &UserFacts {
        &self.facts
    }

    fn blank(tx: &mut Tx<'_>, desk: &mut Desk<'_>) -> Result<UserFacts, Stop> {
        Ok(UserFacts::new("", None, Roles::of(&[Role::SalesRep]), desk.home_team, tx.now))
    }

    fn matching(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Vec<i64>, Stop> {
        let email = row.trimmed("email");
        if let Some(known) = desk.people.by_email(&email).filter(|_| !email.is_empty()) {
            return Ok(vec![known.id]);
        }
        let mut same = Vec::new();
        for known in desk.people.by_name(&person_name(row)) {
            let user = user::find(tx, known.id)?;
            // Somebody with another address is somebody else.
            if email.is_empty() || user.facts.email.is_none() {
                same.push(known.id);
            }
        }
        Ok(same)
    }

    fn find(tx: &mut Tx<'_>, id: i64) -> Result<User, Error> {
        user::find(tx, id)
    }

    fn settle(
        tx: &mut Tx<'_>,
        desk: &mut Desk<'_>,
        row: Row<'_>,
        known: Option<&User>,
        facts: &mut UserFacts,
    ) -> Result<(), Stop> {
        let name = person_name(row);
        if !name.is_empty() {
            facts.name = name;
        }
        if let Some((column, email)) = row.text("email") {
            let found = email::all_in(&email).and_then(|all| all.into_iter().next());
            let email = found.ok_or_else(|| Refusal::of(Why::NotAnEmail, column, &email))?;
            let holder = desk.people.by_email(&email.key).map(|holder| holder.id);
            if holder.is_some_and(|holder| known.is_none_or(|known| known.id != holder)) {
                return Err(Refusal::of(Why::SeveralMatch, column, email.typed).into());
            }
            // The same address in other letters is no change.
            if facts.email.as_deref().map(text::lower) != Some(email.key) {
                facts.email = Some(email.typed);
            }
        }
        if facts.name.is_empty() {
            facts.name = facts.email.clone().unwrap_or_default();
        }
        named(row, "name", &facts.name)?;
        if let Some(user) = known {
            add_role(desk, user, facts);
        }
        let team = team_of(tx, desk, row)?;
        match (team, known) {
            (Some(team), Some(user)) if team != user.facts.team_id && !leads_own_team(tx, desk, user, team) => {
                // Their open records would have to come along: that is done by hand, in the settings.
                desk.remark(Note::OtherTeam, &facts.name, "");
            }
            (Some(team), None) => facts.team_id = team,
            _ => {}
        }
        Ok(())
    }

    fn create(tx: &mut Tx<'_>, desk: &mut Desk<'_>, _: Row<'_>, facts: UserFacts) -> Result<i64, Stop> {
        add(tx, desk, facts)
    }

    fn update(tx: &mut Tx<'_>, desk: &mut Desk<'_>, _: Row<'_>, known: &User, facts: UserFacts) -> Result<Fate, Stop> {
        if facts == known.facts {
            return Ok(Fate::Skipped);
        }
        let after = user::save(tx, Action::Edited, known, facts)?.ok_or(Error::Forbidden)?;
        let held = desk.people.get(known.id).cloned();
        if let Some(held) = held {
            desk.people.add(&after.facts.name, after.facts.email.as_deref(), held);
        }
        Ok(Fate::Updated)
    }
}

/// A file gives a role and takes none away: the company would be locked out by a list that forgets who administers it.
fn add_role(desk: &mut Desk<'_>, user: &User, facts: &mut UserFacts) {
    let (had, named) = (user.facts.roles(), facts.roles());
    let both = had.and(named);
    if both != had && both != named {
        desk.remark(Note::RoleAdded, &facts.name, "");
    }
    facts.roles = both.to_string();
}

/// A manager's own team lies below the one their row names.
fn leads_own_team(tx: &Tx<'_>, desk: &Desk<'_>, user: &User, named: i64) -> bool {
    let leads = desk.people.get(user.id).is_some_and(|known| known.leads);
    leads && (user.facts.created_at == tx.now || tx.directory.teams.subtree(named).contains(&user.facts.team_id))
}

/// The team a row puts somebody in: their manager's, else the one it names, below the office it names.
fn team_of(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>) -> Result<Option<i64>, Stop> {
    let mut above = desk.home_team;
    let mut found = None;
    for field in ["office", "team"] {
        if let Some((_, name)) = row.text(field) {
            above = team_named(tx, desk, &name, above)?;
            found = Some(above);
        }
    }
    match row.text("manager") {
        Some((column, name)) => managers_team(tx, desk, column, &name, above).map(Some),
        None => Ok(found),
    }
}

fn team_named(tx: &mut Tx<'_>, desk: &mut Desk<'_>, name: &str, above: i64) -> Result<i64, Stop> {
    if let Some(team) = desk.teams.find(name) {
        return Ok(team);
    }
    let team = lists::add_team(tx, name, above)?;
    desk.teams.add(name, team);
    desk.remark(Note::TeamCreated, name, "");
    Ok(team)
}

fn managers_team(tx: &mut Tx<'_>, desk: &mut Desk<'_>, column: &str, cell: &str, above: i64) -> Result<i64, Stop> {
    match desk.people.meant(cell) {
        Ok(known) => Ok(known.team),
        Err(Why::UnknownPerson) => add_manager(tx, desk, cell, above),
        Err(why) => Err(Refusal::of(why, column, cell).into()),
    }
}

/// A manager nobody knows yet, with a team of their own.
fn add_manager(tx: &mut Tx<'_>, desk: &mut Desk<'_>, cell: &str, above: i64) -> Result<i64, Stop> {
    let team_name = tx.text.plain("imports-team-of", &[("name", cell.into())]);
    let team = team_named(tx, desk, &team_name, above)?;
    let email = Email::parse(cell).ok().map(|email| email.typed);
    let facts = UserFacts::new(&one_line(cell), email.as_deref(), Roles::of(&[Role::SalesManager]), team, tx.now);
    add(tx, desk, facts)?;
    desk.remark(Note::ManagerCreated, cell, "");
    Ok(team)
}
