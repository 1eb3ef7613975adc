//! In whose name a sign-in works: that of who is signed in, or of somebody they stand in for, until that is over. Then
//! the next page says so, and a form that was opened in the other's name is not taken in one's own.

use std::sync::Arc;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Answer, Error, Flash, Visit, hash_token, routes};
use crate::access::Viewer;
use crate::db::Tx;
use crate::db::schema::delegations;
use crate::db::sql::Sql;
use crate::directory::Directory;

/// As whom a request is served; with the delegation by which the sign-in may no longer act, where it is such a one.
pub(super) fn viewer(
    directory: &Directory,
    own: Arc<Viewer>,
    acting_for: Option<i64>,
    now: NaiveDateTime,
) -> (Arc<Viewer>, Option<i64>) {
    let Some(delegation) = acting_for else { return (own, None) };
    match directory.acting(delegation, own.id, directory.organization.today(now)) {
        Some(acting) => (Arc::new(acting), None),
        None => (own, Some(delegation)),
    }
}

/// That one is oneself again.
///
/// # Errors
/// What the database answers.
pub(super) fn said(tx: &mut Tx<'_>, delegation: i64) -> QueryResult<Flash> {
    let away = delegations::table.find(delegation).select(delegations::person_id).first::<i64>(tx.db).optional()?;
    Ok(Flash::bad(tx.text.a("delegations-said-over", "person", tx.directory.person_name(away))))
}

/// What answers a form that may have been opened in the other's name.
pub(super) fn turned_away(visit: &Visit) -> Option<Answer> {
    (!visit.reads && !routes::ends_acting(&visit.here)).then_some(Err(Error::ActsNoLonger))
}

/// Forgets by what the sign-in acted, once that has been said.
pub(super) fn forgotten(token: &str) -> Sql {
    Sql::new("UPDATE sessions SET acting_for = NULL WHERE token_hash = ").bind(hash_token(token))
}
