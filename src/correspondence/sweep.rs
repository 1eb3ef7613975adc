//! Forgets mails whose activity is gone for good, and files that belong to no mail.

use chrono::Duration;

use super::store;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::files::Store;
use crate::web::{App, Error};

const GONE: &str = "activity_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM activities a WHERE a.id = mails.activity_id)";

/// Forgets mails whose activity has been gone for longer than anything lies in the bin. Answers how many.
///
/// # Errors
/// What the database answers.
pub fn forget_orphans(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let since = Sql::new("UPDATE mails SET orphaned_at = ").bind(tx.now).push(" WHERE orphaned_at IS NULL AND ");
    since.push(GONE).run(tx.db)?;
    // What came out of the bin again has its mail as before.
    let back = format!("UPDATE mails SET orphaned_at = NULL WHERE orphaned_at IS NOT NULL AND NOT ({GONE})");
    Sql::new(&back).run(tx.db)?;
    let before = tx.now - Duration::days(tx.directory.organization.bin_days + 1);
    Ok(Sql::new("DELETE FROM mails WHERE orphaned_at < ").bind(before).run(tx.db)?)
}

/// Removes the files that no mail names any more; answers how many.
///
/// # Errors
/// What the database and the disk answer.
pub fn files(app: &App) -> Result<usize, Error> {
    let mut db = app.pools.reader()?;
    let gone =
        Store::of(&app.config).sweep(app.clock.now(), |hash| store::names_file(&mut db, hash).map_err(Sweeping::from));
    gone.map_err(|failed| match failed {
        Sweeping::Database(error) => error.into(),
        Sweeping::Disk(error) => Error::Bug(format!("sweeping the files: {error}")),
    })
}

enum Sweeping {
    Database(diesel::result::Error),
    Disk(std::io::Error),
}

impl From<diesel::result::Error> for Sweeping {
    fn from(error: diesel::result::Error) -> Sweeping {
        Sweeping::Database(error)
    }
}

impl From<std::io::Error> for Sweeping {
    fn from(error: std::io::Error) -> Sweeping {
        Sweeping::Disk(error)
    }
}
