//! Nobody locks the company out (rule 45): somebody who can sign in and administer is always left.

use diesel::prelude::*;

use super::user::{User, UserFacts};
use crate::access::{Role, Roles};
use crate::db::schema::users;
use crate::db::{Tx, dialect};

/// Would the change leave nobody to administer? Somebody without a password cannot sign in and does not count. Asked
/// one at a time: two administrators demoting each other at once must not both be allowed.
///
/// # Errors
/// What the database answers.
pub fn locks_out(tx: &mut Tx<'_>, before: &User, after: &UserFacts) -> QueryResult<bool> {
    if !administers(before) || administers(after) {
        return Ok(false);
    }
    dialect::one_at_a_time(tx.db, "administrators")?;
    let others = users::table.filter(users::id.ne(before.id).and(users::active.eq(true)));
    let others = others.filter(users::email.is_not_null().and(users::password_hash.is_not_null()));
    let roles: Vec<String> = others.select(users::roles).load(tx.db)?;
    Ok(!roles.iter().any(|roles| Roles::parse(roles).has(Role::Admin)))
}

fn administers(person: &UserFacts) -> bool {
    person.active && person.email.is_some() && person.roles().has(Role::Admin)
}
