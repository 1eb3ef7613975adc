//! What an administrator types about a person, and what may be wrong with it.

use diesel::QueryResult;
use serde::Deserialize;
use validator::Validate;

use crate::access::{Role, Roles};
use crate::db::Tx;
use crate::identity::keepers::locks_out;
use crate::identity::user::{self, User, UserFacts};
use crate::values::email::Email;
use crate::values::text;
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
    /// Who takes over from somebody who no longer sells.
    pub(super) heir: String,
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
            heir: String::new(),
        }
    }

    fn roles(&self) -> Roles {
        Roles::of(&self.roles.iter().filter_map(|name| name.parse().ok()).collect::<Vec<Role>>())
    }

    /// The person as the form wants them.
    pub(super) fn put_into(&self, facts: &UserFacts) -> UserFacts {
        let email = self.email.trim();
        UserFacts {
            name: text::line(&self.name),
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
    pub(super) fn problems(&self, tx: &mut Tx<'_>, person: Option<&User>, wanted: &UserFacts) -> QueryResult<Problems> {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        if wanted.name.is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        }
        if let Some(email) = &wanted.email {
            self.weigh_email(tx, email, person.map(|person| person.id), &mut problems)?;
        }
        if wanted.roles().is_empty() {
            problems.add("roles", tx.text.t("admin-person-no-role"));
        }
        let team = tx.directory.teams.get(wanted.team_id);
        let stays = person.is_some_and(|person| person.team_id == wanted.team_id);
        if !team.is_some_and(|team| team.active || stays) {
            problems.add("team_id", tx.text.t("problem-choose"));
        }
        if let Some(person) = person.filter(|_| problems.is_empty())
            && locks_out(tx, person, wanted)?
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
