//! What an administrator keeps, as records: found by id, saved with version and journal, like any other.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{organization, pick_items, pipelines, stages, tags, teams};
use crate::directory::{Organization, PickItem, Pipeline, Stage, Tag, Team};
use crate::journal::{self, Action, Entity, Journalled};
use crate::web::Error;

/// A record of a small table that the directory holds in memory.
pub(super) trait Kept: Journalled {
    /// The record as it is now; the directory may be a moment old.
    fn find(tx: &mut Tx<'_>, id: i64) -> Result<Self, Error>;
    /// The same record with another version.
    fn at(self, version: i64) -> Self;
    /// Writes the record over the one of this version; answers how many rows there were.
    fn write(&self, tx: &mut Tx<'_>, over: i64) -> QueryResult<usize>;
}

macro_rules! kept {
    ($record:ty, $table:ident, $entity:ident) => {
        kept!($record, $table, $entity, |record| record.id);
    };
    ($record:ty, $table:ident, $entity:ident, |$it:ident| $id:expr) => {
        impl Journalled for $record {
            const ENTITY: Entity = Entity::$entity;

            fn id(&self) -> i64 {
                let $it = self;
                $id
            }

            fn version(&self) -> i64 {
                self.version
            }
        }

        impl Kept for $record {
            fn find(tx: &mut Tx<'_>, id: i64) -> Result<Self, Error> {
                Ok($table::table.find(id).select(<$record>::as_select()).first(tx.db)?)
            }

            fn at(mut self, version: i64) -> Self {
                self.version = version;
                self
            }

            fn write(&self, tx: &mut Tx<'_>, over: i64) -> QueryResult<usize> {
                let row = $table::table.find(self.id()).filter($table::version.eq(over));
                diesel::update(row).set(self).execute(tx.db)
            }
        }
    };
}

/// The company's own row.
pub(super) const COMPANY: i64 = 1;

kept!(Team, teams, Team);
kept!(Pipeline, pipelines, Pipeline);
kept!(Stage, stages, Stage);
kept!(PickItem, pick_items, PickItem);
kept!(Tag, tags, Tag);
kept!(Organization, organization, Organization, |_it| COMPANY);

/// Saves what an action made of a record, if nobody was quicker since `before` was read; `None` if somebody was.
/// Nothing changed, nothing written.
///
/// # Errors
/// What the database answers.
pub(super) fn save<R: Kept + PartialEq>(
    tx: &mut Tx<'_>,
    action: Action,
    before: &R,
    after: R,
) -> QueryResult<Option<R>> {
    if *before == after {
        return Ok(Some(after));
    }
    let after = after.at(before.version() + 1);
    if after.write(tx, before.version())? == 0 {
        return Ok(None);
    }
    journal::changed(tx, action, before, &after)?;
    Ok(Some(after))
}
