//! `fursa user`: people, from the command line.

use std::io::{IsTerminal, stdin};

use chrono_tz::Tz;

use super::{Failure, at_work, open, there_is_one};
use crate::access::{Role, Roles};
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Tx;
use crate::i18n::{Language, Text};
use crate::identity::user::{self, UserFacts};
use crate::identity::{codes, passwords, policy};
use crate::values::email::Email;

/// The longest name, as in the form.
const LONGEST_NAME: usize = 200;

/// What can be done with people.
#[derive(clap::Subcommand)]
pub enum Command {
    /// Add a person, with a password read from standard input or a generated one that is printed.
    Add(Add),
}

/// Who is added.
#[derive(clap::Args)]
pub struct Add {
    /// Their name.
    #[arg(long)]
    name: String,
    /// The address they sign in with.
    #[arg(long)]
    email: String,
    /// A role: admin, sales_manager, sales_rep, support_manager, support_agent or marketer; may be given several times.
    #[arg(long, required = true)]
    role: Vec<String>,
    /// Name of their team; the one at the top when left out.
    #[arg(long)]
    team: Option<String>,
    /// Read the password from standard input, one line.
    #[arg(long)]
    password_stdin: bool,
}

/// Runs the command.
///
/// # Errors
/// When there is no company yet, or something about the person is wrong.
pub fn run(config: Config, command: Command) -> Result<(), Failure> {
    let Command::Add(add) = command;
    there_is_one(&config)?;
    let app = open(config, Clock::system())?;
    let given = if add.password_stdin { Some(password(&add)?) } else { None };
    let generated = codes::fresh()?;
    let hash = passwords::hash(app.config.password_cost, given.as_deref().unwrap_or(&generated))?;
    at_work(&app, |tx| insert(tx, &add, &hash))?;
    match given {
        Some(_) => println!("added {}", add.email),
        None => println!("added {}, who signs in with the password {generated} and should change it", add.email),
    }
    Ok(())
}

fn password(add: &Add) -> Result<String, Failure> {
    if stdin().is_terminal() {
        eprintln!("password (shown as it is typed):");
    }
    let mut line = String::new();
    stdin().read_line(&mut line)?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    match policy::weakness(&line, &[&add.email, &add.name]) {
        Some(weakness) => {
            let reason = weakness.sentence(&Text::new(Language::fallback(), Tz::UTC));
            Err(format!("this password is not accepted: {reason}").into())
        }
        None => Ok(line),
    }
}

fn insert(tx: &mut Tx<'_>, add: &Add, hash: &str) -> Result<(), Failure> {
    let email = Email::parse(&add.email).map_err(|_| format!("{:?} is no email address", add.email))?.typed;
    if user::is_taken(tx, &email, None)? {
        return Err(format!("{email} is somebody's already").into());
    }
    let (name, team) = (name(&add.name)?, team(tx, add.team.as_deref())?);
    let facts = UserFacts::new(name, Some(&email), roles(&add.role)?, team, tx.now);
    let filed = user::insert(tx, facts)?;
    Ok(user::set_password(tx.db, filed.id, hash)?)
}

fn name(given: &str) -> Result<&str, Failure> {
    match given.trim() {
        "" => Err("a person needs a name".into()),
        long if long.chars().count() > LONGEST_NAME => {
            Err(format!("a name has at most {LONGEST_NAME} characters").into())
        }
        name => Ok(name),
    }
}

fn roles(names: &[String]) -> Result<Roles, Failure> {
    let read = |name: &String| name.parse::<Role>().map_err(|()| format!("there is no role {name:?}"));
    Ok(Roles::of(&names.iter().map(read).collect::<Result<Vec<_>, _>>()?))
}

fn team(tx: &Tx<'_>, name: Option<&str>) -> Result<i64, Failure> {
    let teams = &tx.directory.teams;
    let found = match name {
        Some(name) => teams.all().iter().find(|team| team.active && team.name == name),
        None => teams.root(),
    };
    Ok(found.ok_or_else(|| format!("there is no team {:?} in use", name.unwrap_or_default()))?.id)
}
