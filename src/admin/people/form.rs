//! What an administrator types about a person, and what may be wrong with it.

use diesel::prelude::*;
use serde::Deserialize;
use validator::Validate;

use super::rules::{Keeper, leaves_nobody};
use crate::access::{Role, Roles};
use crate::db::schema::users;
use crate::db::{Tx, dialect};
use crate::identity::user::{self, User, UserFacts};
use crate::values::email::Email;
use crate::web::Problems;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PersonForm {
    pub(super) nonce: String,
    #[validate(length(max = 200, code = "too_long"))]
    pub(super) name: String,
    pub(super) email: String,
    pub(super) roles: Vec<String>,
    pub(super) team_id: String,
    pub(super) sees_amounts: String,
}

impl PersonForm {
    pub(super) fn of(person: &User) -> PersonForm {
        PersonForm {
            nonce: String::new(),
            name: person.name.clone(),
            email: person.email.clone().unwrap_or_default(),
            roles: person.roles().iter().map(|role| role.name().to_owned()).collect(),
            team_id: person.team_id.to_string(),
            sees_amounts: if person.sees_amounts { "on".into() } else { String::new() },
        }
    }

    fn roles(&self) -> Roles {
        Roles::of(&self.roles.iter().filter_map(|name| name.parse().ok()).collect::<Vec<Role>>())
    }

    /// The person as the form wants them.
    pub(super) fn put_into(&self, facts: &UserFacts) -> UserFacts {
        let email = self.email.trim();
        UserFacts {
            name: self.name.trim().to_owned(),
            email: (!email.is_empty()).then(|| email.to_owned()),
            roles: self.roles().to_string(),
            team_id: self.team_id.parse().unwrap_or(0),
            sees_amounts: !self.sees_amounts.is_empty(),
            ..facts.clone()
        }
    }

    /// What is wrong with the form, and with what it makes of the person.
    ///
    /// # Errors
    /// What the database answers.
    pub(super) fn problems(&self, tx: &mut Tx<'_>, id: Option<i64>, wanted: &UserFacts) -> QueryResult<Problems> {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        if wanted.name.is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        }
        if let Some(email) = &wanted.email {
            self.weigh_email(tx, email, id, &mut problems)?;
        }
        if wanted.roles().is_empty() {
            problems.add("roles", tx.text.t("admin-person-no-role"));
        }
        let team = tx.directory.teams.get(wanted.team_id);
        let stays = id.and_then(|id| tx.directory.person(id)).is_some_and(|person| person.team_id == wanted.team_id);
        if !team.is_some_and(|team| team.active || stays) {
            problems.add("team_id", tx.text.t("problem-choose"));
        }
        if let Some(id) = id.filter(|_| problems.is_empty())
            && is_last_administrator(tx, id, wanted)?
        {
            problems.add("roles", tx.text.t("admin-person-last"));
        }
        Ok(problems)
    }

    fn weigh_email(&self, tx: &mut Tx<'_>, email: &str, id: Option<i64>, problems: &mut Problems) -> QueryResult<()> {
        if Email::parse(email).is_err() {
            problems.add("email", tx.text.t("problem-email"));
        } else if user::is_taken(tx, email, id)? {
            problems.add("email", tx.text.t("admin-person-email-taken"));
        }
        Ok(())
    }
}

/// Would the change leave nobody to administer? Asked one at a time: two administrators demoting each other at once
/// must not both be allowed.
///
/// # Errors
/// What the database answers.
pub(super) fn is_last_administrator(tx: &mut Tx<'_>, id: i64, wanted: &UserFacts) -> QueryResult<bool> {
    dialect::one_at_a_time(tx.db, "administrators")?;
    let people: Vec<User> = users::table.filter(users::active.eq(true)).select(User::as_select()).load(tx.db)?;
    let keepers: Vec<Keeper> =
        people.iter().map(|person| Keeper { id: person.id, can_administer: can_administer(person) }).collect();
    Ok(leaves_nobody(&keepers, id, can_administer(wanted)))
}

fn can_administer(person: &UserFacts) -> bool {
    person.active && person.email.is_some() && person.roles().has(Role::Admin)
}
