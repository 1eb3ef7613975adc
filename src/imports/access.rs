//! Who imports, and who sees which import. The one place that says so.

use super::{Kind, store};
use crate::access::Viewer;
use crate::db::Tx;
use crate::db::sql::{Condition, Sql};
use crate::web::Error;

/// May the viewer import at all? Administrators, and managers into the teams they lead.
///
/// # Errors
/// `Forbidden` when not.
pub fn allow(viewer: &Viewer) -> Result<(), Error> {
    if viewer.leads_people() { Ok(()) } else { Err(Error::Forbidden) }
}

/// Can the viewer take this import back now?
///
/// # Errors
/// What the database answers.
pub fn can_take_back(tx: &mut Tx<'_>, import: i64) -> Result<bool, Error> {
    if allow(&tx.viewer).is_err() {
        return Ok(false);
    }
    match store::find(tx, import) {
        Ok(import) => Ok(import.can_be_undone(tx.now)),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// What the viewer may import.
pub fn kinds(viewer: &Viewer) -> impl Iterator<Item = Kind> {
    let is_admin = viewer.is_admin();
    Kind::ALL.iter().copied().filter(move |kind| is_admin || !kind.is_administration())
}

/// May the viewer's imports give records to this person? A manager's to those in the teams they lead.
pub fn gives_to(viewer: &Viewer, person: i64, team: i64) -> bool {
    viewer.is_admin() || viewer.id == person || viewer.teams.contains(&team)
}

/// Imports the viewer sees: administrators all, managers their own.
pub fn visible(viewer: &Viewer) -> Condition {
    let seen = match viewer.is_admin() {
        true => Sql::new("1 = 1"),
        false => Sql::new("batches.created_by = ").bind(viewer.id),
    };
    seen.condition()
}
