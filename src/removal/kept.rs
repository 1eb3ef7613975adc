//! The rows of the bin.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::kinds::{Fields, Leaving};
use super::links::Link;
use crate::db::Tx;
use crate::db::schema::bin;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records::parts::Parts;
use crate::records::{self, Named};
use crate::web::Error;

/// A record in the bin.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = bin)]
pub(super) struct Kept {
    pub(super) id: i64,
    pub(super) entity: Entity,
    pub(super) record_id: i64,
    pub(super) name: String,
    pub(super) owner_id: Option<i64>,
    pub(super) team_id: Option<i64>,
    record: String,
    parts: String,
    links: String,
}

/// As it is written: made here, and read back by [`read`].
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| Error::Bug(format!("a record in the bin: {e}")))
}

impl Kept {
    /// May the viewer restore it?
    pub(super) fn is_theirs(&self, tx: &Tx<'_>) -> bool {
        let scope = records::deletable(&tx.viewer, self.entity);
        self.team_id.map_or(!scope.is_nothing(), |team| scope.covers(self.owner_id, team))
    }

    pub(super) fn fields(&self) -> Result<Fields, Error> {
        read(&self.record)
    }

    pub(super) fn parts(&self) -> Result<Parts, Error> {
        read(&self.parts)
    }

    pub(super) fn links(&self) -> Result<Vec<Link>, Error> {
        read(&self.links)
    }

    /// Keeps another column that points to this record.
    pub(super) fn add_link(&self, tx: &mut Tx<'_>, link: Link) -> Result<(), Error> {
        let mut links = self.links()?;
        links.push(link);
        Ok(diesel::update(bin::table.find(self.id)).set(bin::links.eq(written(&links))).execute(tx.db).map(drop)?)
    }

    /// Points one of this record's own empty columns somewhere.
    pub(super) fn point(&self, tx: &mut Tx<'_>, column: &str, to: i64) -> Result<(), Error> {
        let mut fields = self.fields()?;
        if fields.get(column).is_none_or(serde_json::Value::is_null) {
            fields.insert(column.to_owned(), to.into());
        }
        Ok(diesel::update(bin::table.find(self.id)).set(bin::record.eq(written(&fields))).execute(tx.db).map(drop)?)
    }

    /// Keeps more of what hangs on this record.
    pub(super) fn add_parts(&self, tx: &mut Tx<'_>, more: Parts) -> Result<(), Error> {
        let mut parts = self.parts()?;
        parts.places.extend(more.places);
        parts.parties.extend(more.parties);
        Ok(diesel::update(bin::table.find(self.id)).set(bin::parts.eq(written(&parts))).execute(tx.db).map(drop)?)
    }

    /// Takes the row out of the bin. What went along with it and stays stands by itself from then on.
    pub(super) fn take_out(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let along = bin::table.filter(bin::together_id.eq(self.id));
        diesel::update(along).set(bin::together_id.eq(None::<i64>)).execute(tx.db)?;
        match diesel::delete(bin::table.find(self.id)).execute(tx.db)? {
            1 => Ok(()),
            _ => Err(Error::Overtaken),
        }
    }
}

/// Writes a row of the bin; answers its id.
pub(super) fn put(
    tx: &mut Tx<'_>,
    leaving: &Leaving,
    parts: &Parts,
    links: &[Link],
    together: Option<i64>,
) -> QueryResult<i64> {
    let row = (
        bin::entity.eq(leaving.entity),
        bin::record_id.eq(leaving.id),
        bin::name.eq(&leaving.name),
        bin::owner_id.eq(leaving.owner_id),
        bin::team_id.eq(leaving.team_id),
        bin::deleted_at.eq(tx.now),
        bin::deleted_by.eq(tx.viewer.actor()),
        bin::together_id.eq(together),
        bin::record.eq(written(&leaving.fields)),
        bin::parts.eq(written(parts)),
        bin::links.eq(written(&links)),
    );
    diesel::insert_into(bin::table).values(row).returning(bin::id).get_result(tx.db)
}

/// The row of a record, whoever may restore it.
pub(super) fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Option<Kept>> {
    let row = bin::table.filter(bin::entity.eq(entity).and(bin::record_id.eq(id)));
    row.select(Kept::as_select()).first(tx.db).optional()
}

/// What a record in the bin is called, where the viewer may restore it.
///
/// # Errors
/// What the database answers.
pub fn named(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Option<Named>> {
    let Some(row) = of(tx, entity, id)? else { return Ok(None) };
    let visible = row.is_theirs(tx);
    let name = if visible { row.name } else { String::new() };
    let (detail, currency, team_id) = (String::new(), String::new(), row.team_id.unwrap_or_default());
    Ok(Some(Named { entity, id, name, detail, currency, team_id, visible }))
}

/// The rows that went along with one.
pub(super) fn along(tx: &mut Tx<'_>, row: i64) -> QueryResult<Vec<Kept>> {
    bin::table.filter(bin::together_id.eq(row)).order(bin::id).select(Kept::as_select()).load(tx.db)
}

/// The record of a row of the bin, by the row's number, where the viewer may restore it: of another nobody learns how
/// much there is to read.
pub(super) fn record_of(tx: &mut Tx<'_>, row: i64) -> Result<(Entity, i64), Error> {
    let kept: Kept = bin::table.find(row).select(Kept::as_select()).first(tx.db)?;
    if kept.is_theirs(tx) { Ok((kept.entity, kept.record_id)) } else { Err(Error::NotFound) }
}

/// Forgets for good what has lain in the bin for longer than the company wants; answers how many records that were.
///
/// # Errors
/// What the database answers.
pub fn sweep(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let before: NaiveDateTime = tx.now - Duration::days(tx.directory.organization.bin_days);
    // A merge stays known; what could have taken it back goes too.
    Sql::new("UPDATE merges SET undoing = '' WHERE undoing <> '' AND merged_at < ").bind(before).run(tx.db)?;
    Sql::new("DELETE FROM bin WHERE deleted_at < ").bind(before).run(tx.db)
}
