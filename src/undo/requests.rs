//! Which requests can be taken back, and by whom they have been.

use std::collections::HashSet;

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::access::Viewer;
use crate::db::Tx;
use crate::db::schema::journal_requests;
use crate::db::sql::Sql;
use crate::journal::undo_since;

/// A request that changed something.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = journal_requests)]
pub struct Known {
    /// Its name.
    pub request_id: String,
    /// When.
    pub at: NaiveDateTime,
    /// Who.
    pub actor_id: Option<i64>,
    /// In whose name, where they stood in for somebody.
    pub on_behalf_of: Option<i64>,
    /// May everything it did be taken back?
    pub reversible: bool,
    /// The request it took back itself.
    pub undoes: Option<String>,
}

impl Known {
    /// Was it done by the viewer, or in their name?
    pub fn is_of(&self, viewer: &Viewer) -> bool {
        viewer.did(self.actor_id, self.on_behalf_of)
    }

    /// Is it too late?
    pub fn is_old(&self, now: NaiveDateTime) -> bool {
        self.at < undo_since(now)
    }
}

/// A request that changed something; none where it is not known from where it came.
///
/// # Errors
/// What the database answers.
pub fn known(tx: &mut Tx<'_>, request: &str) -> QueryResult<Option<Known>> {
    journal_requests::table.find(request).select(Known::as_select()).first(tx.db).optional()
}

/// Those of these requests that can be taken back now.
///
/// # Errors
/// What the database answers.
pub fn undoable(tx: &mut Tx<'_>, requests: &[String]) -> QueryResult<HashSet<String>> {
    let since = undo_since(tx.now);
    let mut found = HashSet::new();
    for known in of(tx, "request_id", requests)? {
        if known.reversible && known.at >= since {
            found.insert(known.request_id);
        }
    }
    for undo in of(tx, "undoes", requests)? {
        if let Some(undone) = undo.undoes.clone().filter(|undone| found.contains(undone))
            && !is_undone(tx, &undo.request_id)?
        {
            found.remove(&undone);
        }
    }
    Ok(found)
}

/// Has a request been taken back, and has that not been taken back in its turn?
pub(super) fn is_undone(tx: &mut Tx<'_>, request: &str) -> QueryResult<bool> {
    for undo in of(tx, "undoes", &[request.to_owned()])? {
        if !is_undone(tx, &undo.request_id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn of(tx: &mut Tx<'_>, column: &str, requests: &[String]) -> QueryResult<Vec<Known>> {
    let mut words = Sql::new(&format!("journal_requests.{column} IN (''"));
    for request in requests {
        words = words.push(", ").bind(request.as_str());
    }
    journal_requests::table.filter(words.push(")").condition()).select(Known::as_select()).load(tx.db)
}
