//! Whoever wants to hear of each entry as it is written. The journal knows no feature: who listens says so once, when the
//! program starts.

use std::sync::OnceLock;

use diesel::QueryResult;

use super::{Action, Change, Entity};
use crate::db::Tx;

/// Hears of an entry, in its transaction: of which record it is, what was done, and what changed.
pub type Listener = fn(&mut Tx<'_>, (Entity, i64), Action, &[Change]) -> QueryResult<()>;

static LISTENER: OnceLock<Listener> = OnceLock::new();

/// Listens from now on; whoever listens already goes on.
pub fn listen(listener: Listener) {
    LISTENER.get_or_init(|| listener);
}

pub(super) fn heard(tx: &mut Tx<'_>, record: (Entity, i64), action: Action, changes: &[Change]) -> QueryResult<()> {
    LISTENER.get().map_or(Ok(()), |listener| listener(tx, record, action, changes))
}
