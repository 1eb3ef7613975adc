//! Links in the database.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::config::Provider;
use crate::db::schema::{provider_links, users};
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::i18n::Text;
use crate::identity::notices::{self, Notice, Whose};
use crate::identity::user;
use crate::journal::{self, Action, Change, Entity};
use crate::openid::Identity;
use crate::web::{App, Error};

/// How somebody stands with the provider.
#[derive(Clone, Debug)]
pub struct Standing {
    /// What people call it.
    pub name: String,
    /// Since when an account there is theirs; none without.
    pub since: Option<NaiveDateTime>,
}

impl Standing {
    /// In words.
    pub fn sentence(&self, text: &Text) -> String {
        // messages: provider-linked provider-not-linked
        let key = if self.since.is_some() { "provider-linked" } else { "provider-not-linked" };
        text.a(key, "name", self.name.as_str())
    }
}

/// How this person stands with the provider.
///
/// # Errors
/// What the database answers.
pub fn standing(db: &mut Db, provider: &Provider, person: i64) -> QueryResult<Standing> {
    let since = of_person(&provider.issuer, person).select(provider_links::created_at).first(db).optional()?;
    Ok(Standing { name: provider.name.clone(), since })
}

#[diesel::dsl::auto_type]
fn of_person<'a>(issuer: &'a str, person: i64) -> _ {
    provider_links::table.filter(provider_links::issuer.eq(issuer).and(provider_links::user_id.eq(person)))
}

/// Does this person have an account there?
pub(super) fn has_one(db: &mut Db, issuer: &str, person: i64) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(of_person(issuer, person))).get_result(db)
}

/// Whose account it is, and whether they may sign in.
pub(super) fn find(db: &mut Db, issuer: &str, identity: &Identity) -> QueryResult<Option<(i64, bool)>> {
    let link = provider_links::table.find((issuer, &identity.subject));
    let link = link.inner_join(users::table.on(users::id.eq(provider_links::user_id)));
    link.select((users::id, users::active)).first(db).optional()
}

/// Makes the account that of whoever is at work. Not where it is somebody's by now, or they have one.
pub(super) fn link(tx: &mut Tx<'_>, app: &App, issuer: &str, identity: &Identity) -> Result<bool, Error> {
    let person = tx.viewer.id;
    let insert = Sql::new("INSERT INTO provider_links (issuer, subject, user_id, created_at) VALUES (").bind(issuer);
    let insert = insert.push(", ").bind(identity.subject.as_str()).push(", ").bind(person).push(", ").bind(tx.now);
    if insert.push(") ON CONFLICT DO NOTHING").run(tx.db)? == 0 {
        return Ok(false);
    }
    mark(tx, person, true)?;
    notices::tell(tx.db, &app.config, tx.now, Whose::own(person), Notice::ProviderLinked)?;
    Ok(true)
}

/// Takes the account away from a person, and ends their sign-ins, but for the one at hand where the person is who asks. Says
/// whether there was one. Who may ask is the caller's to know: oneself, or an administrator.
///
/// # Errors
/// What the database answers.
pub fn unlink(tx: &mut Tx<'_>, app: &App, provider: &Provider, person: i64, here: &str) -> Result<bool, Error> {
    if diesel::delete(of_person(&provider.issuer, person)).execute(tx.db)? == 0 {
        return Ok(false);
    }
    mark(tx, person, false)?;
    user::end_sessions(tx.db, person, here)?;
    let whose = Whose { person, actor: tx.viewer.id };
    notices::tell(tx.db, &app.config, tx.now, whose, Notice::ProviderUnlinked)?;
    Ok(true)
}

/// Notes in the journal that the person has an account there, or no longer.
fn mark(tx: &mut Tx<'_>, person: i64, has: bool) -> QueryResult<()> {
    let version: i64 = users::table.find(person).select(users::version).first(tx.db)?;
    let json = |has: bool| Some(has.to_string());
    let change = Change { field: "has_provider".to_owned(), before: json(!has), after: json(has) };
    journal::record(tx, Entity::User, person, version, Action::Edited, &[change]).map(drop)
}
