//! The rows of feeds.

use diesel::prelude::*;

use crate::db::schema::calendar_feeds;
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::values::token;
use crate::web::Error;

/// An agenda that is read elsewhere.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = calendar_feeds)]
pub struct Feed {
    /// Its id.
    pub id: i64,
    /// Who reads it: what they see, it shows.
    pub user_id: i64,
    /// Whose agenda: `person-7`, `team-3`.
    pub agenda: String,
    /// The secret part of its address is made of this.
    pub nonce: String,
}

/// The feed with this id.
///
/// # Errors
/// What the database answers.
pub(super) fn find(db: &mut Db, id: i64) -> QueryResult<Option<Feed>> {
    calendar_feeds::table.find(id).select(Feed::as_select()).first(db).optional()
}

/// The viewer's feeds.
///
/// # Errors
/// What the database answers.
pub(super) fn of_viewer(tx: &mut Tx<'_>) -> QueryResult<Vec<Feed>> {
    let own = calendar_feeds::table.filter(calendar_feeds::user_id.eq(tx.viewer.id));
    own.order(calendar_feeds::id).select(Feed::as_select()).load(tx.db)
}

fn nonce() -> Result<String, Error> {
    token::random().map_err(|none| Error::Bug(format!("{none:?}")))
}

/// Opens a feed of an agenda for the viewer; the one there is where there is one.
///
/// # Errors
/// What the database answers; when the system gives no randomness.
pub(super) fn open(tx: &mut Tx<'_>, agenda: &str) -> Result<(), Error> {
    let insert =
        Sql::new("INSERT INTO calendar_feeds (user_id, agenda, nonce, created_at) VALUES (").bind(tx.viewer.id);
    let insert = insert.push(", ").bind(agenda).push(", ").bind(nonce()?).push(", ").bind(tx.now);
    insert.push(") ON CONFLICT (user_id, agenda) DO NOTHING").run(tx.db)?;
    Ok(())
}

/// Gives a feed of the viewer another address; the one it had is good for nothing from now on.
///
/// # Errors
/// `NotFound` where it is none of theirs; what the database answers.
pub(super) fn renew(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let own = calendar_feeds::table.find(id).filter(calendar_feeds::user_id.eq(tx.viewer.id));
    let done = diesel::update(own).set(calendar_feeds::nonce.eq(nonce()?)).execute(tx.db)?;
    if done == 0 { Err(Error::NotFound) } else { Ok(()) }
}

/// Ends a feed of the viewer.
///
/// # Errors
/// `NotFound` where it is none of theirs; what the database answers.
pub(super) fn end(tx: &mut Tx<'_>, id: i64) -> Result<(), Error> {
    let own = calendar_feeds::table.filter(calendar_feeds::id.eq(id).and(calendar_feeds::user_id.eq(tx.viewer.id)));
    if diesel::delete(own).execute(tx.db)? == 0 { Err(Error::NotFound) } else { Ok(()) }
}
