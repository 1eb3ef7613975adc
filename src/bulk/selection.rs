//! Chosen records, as they were when they were chosen.

use chrono::{Days, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{DAYS, KIND};
use crate::db::schema::selections;
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::listing::Table;
use crate::web::Error;

/// A record with the version it had.
pub type Chosen = (i64, i64);

/// What somebody chose.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = selections)]
pub struct Selection {
    /// Its id.
    pub id: i64,
    /// The table of the records.
    #[diesel(column_name = entity)]
    pub table: Table,
    /// The list they were chosen on.
    pub back: String,
    records: String,
    /// How many.
    pub chosen: i64,
    /// Were there more than are changed at once?
    pub cut: bool,
    /// What was done to them, once it was.
    pub batch_id: Option<i64>,
    /// The same as it is kept.
    pub change: String,
    /// How many of them it has reached.
    pub done: i64,
    /// Back to which entry of the journal it has been taken back.
    pub undone: Option<i64>,
    /// How many stayed as they are when it was taken back.
    pub kept: i64,
}

impl Selection {
    /// The records, in the order of their ids.
    pub fn records(&self) -> Vec<Chosen> {
        let pair = |text: &str| {
            let (id, version) = text.split_once('-')?;
            Some((id.parse().ok()?, version.parse().ok()?))
        };
        self.records.split(',').filter_map(pair).collect()
    }

    /// Its page.
    pub fn href(id: i64) -> String {
        format!("/selections/{id}")
    }
}

/// Keeps what was chosen; answers its id.
///
/// # Errors
/// What the database answers.
pub fn keep(tx: &mut Tx<'_>, table: Table, back: &str, records: &[Chosen], cut: bool) -> QueryResult<i64> {
    let text: Vec<String> = records.iter().map(|(id, version)| format!("{id}-{version}")).collect();
    let row = (
        selections::viewer_id.eq(tx.viewer.id),
        selections::entity.eq(table),
        selections::back.eq(back),
        selections::records.eq(text.join(",")),
        selections::chosen.eq(i64::try_from(records.len()).unwrap_or(i64::MAX)),
        selections::cut.eq(cut),
        selections::created_at.eq(tx.now),
    );
    diesel::insert_into(selections::table).values(row).returning(selections::id).get_result(tx.db)
}

/// Forgets what nobody went on with, and what is told long enough; answers how many rows that were.
///
/// # Errors
/// What the database answers.
pub fn sweep(tx: &mut Tx<'_>) -> QueryResult<usize> {
    let old = oldest(tx);
    let day = tx.now.checked_sub_days(Days::new(1)).unwrap_or(tx.now);
    let idle = selections::batch_id.is_null().and(selections::created_at.lt(day));
    let chosen = diesel::delete(selections::table.filter(selections::created_at.lt(old).or(idle))).execute(tx.db)?;
    let told = Sql::new("DELETE FROM bulk_skips WHERE batch_id IN (SELECT id FROM batches WHERE kind = ").bind(KIND);
    Ok(chosen + told.push(" AND created_at < ").bind(old).push(")").run(tx.db)?)
}

/// What is older is told no more.
pub fn oldest(tx: &Tx<'_>) -> NaiveDateTime {
    tx.now - chrono::Duration::days(DAYS)
}

/// What the viewer chose under this id.
///
/// # Errors
/// `NotFound` when it is nobody's, or somebody else's.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Selection, Error> {
    let own = selections::table.find(id).filter(selections::viewer_id.eq(tx.viewer.id));
    let young = own.filter(selections::created_at.ge(oldest(tx)));
    Ok(young.select(Selection::as_select()).first(tx.db)?)
}

/// The same for work on it: two presses wait for each other.
///
/// # Errors
/// As [`find`].
pub fn hold(tx: &mut Tx<'_>, id: i64) -> Result<Selection, Error> {
    let row = Sql::new("SELECT id FROM selections WHERE id = ").bind(id).push(dialect::for_update(tx.db));
    row.load::<(BigInt,), (i64,)>(tx.db)?;
    find(tx, id)
}

/// Did the viewer make this batch, and lately?
///
/// # Errors
/// What the database answers.
pub fn is_own(tx: &mut Tx<'_>, batch: i64) -> Result<bool, Error> {
    match of_batch(tx, batch) {
        Ok(_) => Ok(true),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The selection a batch was made of, if the viewer made it.
///
/// # Errors
/// `NotFound` when there is none, or none of theirs.
pub fn of_batch(tx: &mut Tx<'_>, batch: i64) -> Result<Selection, Error> {
    let own = selections::viewer_id.eq(tx.viewer.id);
    let of_it = selections::table.filter(selections::batch_id.eq(batch).and(own)).select(selections::id);
    let id: i64 = of_it.first(tx.db)?;
    find(tx, id)
}
