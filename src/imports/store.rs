//! Imports as they are kept: the batch with its counts, how it was asked for, and the rows that were wrong.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;

use super::access;
use super::model::{Counts, Kind, Options, Report};
use crate::db::Tx;
use crate::db::schema::{batches, import_wrong_rows, imports};
use crate::db::sql::Sql;
use crate::journal;
use crate::text_enum;
use crate::web::Error;

/// How long an import can be taken back.
pub const UNDO_DAYS: i64 = 30;

/// How long a run may stand still before it counts as interrupted.
const PATIENCE: Duration = Duration::minutes(2);

/// How many wrong rows are kept; the command line writes all of them into a file.
pub const MOST_WRONG_KEPT: i64 = 10_000;

text_enum! {
    /// How far an import is.
    pub enum State {
        /// The file is here, nothing is written.
        Draft = "draft",
        /// At work.
        Running = "running",
        /// Done.
        Done = "done",
        /// Ended early.
        Failed = "failed",
    }
}

/// An import.
#[derive(Clone, Debug)]
pub struct Import {
    /// Its batch.
    pub id: i64,
    /// What it is called: the file's name.
    pub title: String,
    /// Hash of the file.
    pub hash: String,
    /// What its rows are.
    pub kind: Kind,
    /// How far it is.
    pub state: State,
    /// How it was asked for.
    pub options: Options,
    /// What came of it.
    pub report: Report,
    /// How many rows of each outcome.
    pub counts: Counts,
    /// Rows of the file.
    pub expected: i64,
    /// Name of the waiting file.
    pub file: String,
    /// Why it ended early.
    pub failure: String,
    /// Who imported; nobody on the command line.
    pub created_by: Option<i64>,
    /// When.
    pub created_at: NaiveDateTime,
    /// Last progress.
    pub touched_at: NaiveDateTime,
    /// When it was taken back.
    pub reverted_at: Option<NaiveDateTime>,
}

impl Import {
    /// Can it still be taken back?
    pub fn can_be_undone(&self, now: NaiveDateTime) -> bool {
        let has_changed = self.counts.created + self.counts.updated > 0;
        let is_over = self.state != State::Draft && (self.state != State::Running || self.is_interrupted(now));
        has_changed && is_over && self.reverted_at.is_none() && now <= self.undo_until()
    }

    /// Until when.
    pub fn undo_until(&self) -> NaiveDateTime {
        self.created_at + Duration::days(UNDO_DAYS)
    }

    /// A run that stopped with the program it ran in.
    pub fn is_interrupted(&self, now: NaiveDateTime) -> bool {
        self.state == State::Running && now - self.touched_at > PATIENCE
    }
}

type BatchRow = (i64, String, String, Option<i64>, NaiveDateTime, i64, i64, i64, i64, Option<NaiveDateTime>);
type ImportRow = (String, String, String, String, String, i64, NaiveDateTime, String);

const BATCH: (
    batches::id,
    batches::title,
    batches::file_hash,
    batches::created_by,
    batches::created_at,
    batches::rows_created,
    batches::rows_updated,
    batches::rows_skipped,
    batches::rows_wrong,
    batches::reverted_at,
) = (
    batches::id,
    batches::title,
    batches::file_hash,
    batches::created_by,
    batches::created_at,
    batches::rows_created,
    batches::rows_updated,
    batches::rows_skipped,
    batches::rows_wrong,
    batches::reverted_at,
);
const IMPORT: (
    imports::entity,
    imports::state,
    imports::options,
    imports::report,
    imports::file,
    imports::rows_expected,
    imports::touched_at,
    imports::failure,
) = (
    imports::entity,
    imports::state,
    imports::options,
    imports::report,
    imports::file,
    imports::rows_expected,
    imports::touched_at,
    imports::failure,
);

fn import((batch, of): (BatchRow, ImportRow)) -> Result<Import, Error> {
    let (id, title, hash, created_by, created_at, created, updated, skipped, wrong, reverted_at) = batch;
    let (entity, state, options, report, file, expected, touched_at, failure) = of;
    let bug = |what: String| Error::Bug(format!("import {id}: {what}"));
    Ok(Import {
        kind: entity.parse().map_err(bug)?,
        state: state.parse().map_err(bug)?,
        options: serde_json::from_str(&options).map_err(|e| bug(e.to_string()))?,
        report: serde_json::from_str(&report).map_err(|e| bug(e.to_string()))?,
        counts: Counts { created, updated, skipped, wrong },
        id,
        title,
        hash,
        expected,
        file,
        failure,
        created_by,
        created_at,
        touched_at,
        reverted_at,
    })
}

/// The import, if the viewer may see it.
///
/// # Errors
/// `NotFound` when there is none they may know of.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Import, Error> {
    let rows = batches::table.inner_join(imports::table.on(imports::batch_id.eq(batches::id)));
    let found = rows.filter(batches::id.eq(id)).filter(access::visible(&tx.viewer)).select((BATCH, IMPORT));
    import(found.first::<(BatchRow, ImportRow)>(tx.db)?)
}

/// The newest imports the viewer may see, older than `before`; drafts are not among them.
///
/// # Errors
/// What the database answers.
pub fn newest(tx: &mut Tx<'_>, before: i64, most: i64) -> Result<Vec<Import>, Error> {
    let rows = batches::table.inner_join(imports::table.on(imports::batch_id.eq(batches::id)));
    let rows =
        rows.filter(batches::id.lt(before)).filter(imports::state.ne(State::Draft)).filter(access::visible(&tx.viewer));
    let rows = rows.order(batches::id.desc()).limit(most).select((BATCH, IMPORT));
    rows.load::<(BatchRow, ImportRow)>(tx.db)?.into_iter().map(import).collect()
}

/// Was a file with this content imported before, and not taken back?
///
/// # Errors
/// What the database answers.
pub fn was_imported(tx: &mut Tx<'_>, hash: &str, kind: Kind, but: i64) -> QueryResult<bool> {
    let rows = batches::table.inner_join(imports::table.on(imports::batch_id.eq(batches::id)));
    let same = rows.filter(batches::file_hash.eq(hash)).filter(imports::entity.eq(kind)).filter(batches::id.ne(but));
    let count: i64 =
        same.filter(imports::state.ne(State::Draft).and(batches::reverted_at.is_null())).count().get_result(tx.db)?;
    Ok(count > 0)
}

/// Files an import that has not begun; answers its id.
///
/// # Errors
/// What the database answers.
pub fn file(
    tx: &mut Tx<'_>,
    kind: Kind,
    title: &str,
    hash: &str,
    options: &Options,
    waiting: &str,
) -> QueryResult<i64> {
    let batch = (
        batches::kind.eq(journal::IMPORT),
        batches::title.eq(title),
        batches::file_hash.eq(hash),
        batches::created_by.eq(tx.viewer.person()),
        batches::created_at.eq(tx.now),
    );
    let id: i64 = diesel::insert_into(batches::table).values(batch).returning(batches::id).get_result(tx.db)?;
    let row = (
        imports::batch_id.eq(id),
        imports::entity.eq(kind),
        imports::state.eq(State::Draft),
        imports::options.eq(json(options)),
        imports::report.eq(json(&Report::default())),
        imports::file.eq(waiting),
        imports::touched_at.eq(tx.now),
    );
    diesel::insert_into(imports::table).values(row).execute(tx.db)?;
    Ok(id)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned())
}

/// Keeps how a draft is to be read.
///
/// # Errors
/// What the database answers.
pub fn keep_options(tx: &mut Tx<'_>, id: i64, options: &Options) -> QueryResult<()> {
    diesel::update(imports::table.find(id)).set(imports::options.eq(json(options))).execute(tx.db).map(drop)
}

/// A draft begins to run; no, if it was begun already.
///
/// # Errors
/// What the database answers.
pub fn begin(tx: &mut Tx<'_>, id: i64, rows: i64) -> QueryResult<bool> {
    let draft = imports::table.find(id).filter(imports::state.eq(State::Draft));
    let set = (imports::state.eq(State::Running), imports::rows_expected.eq(rows), imports::touched_at.eq(tx.now));
    let begun = diesel::update(draft).set(set).execute(tx.db)? == 1;
    if begun {
        diesel::update(batches::table.find(id)).set(batches::created_at.eq(tx.now)).execute(tx.db)?;
    }
    Ok(begun)
}

/// Keeps how far a run is.
///
/// # Errors
/// What the database answers.
pub fn progress(tx: &mut Tx<'_>, id: i64, counts: Counts, at: NaiveDateTime) -> QueryResult<()> {
    let set = (
        batches::rows_total.eq(counts.total()),
        batches::rows_created.eq(counts.created),
        batches::rows_updated.eq(counts.updated),
        batches::rows_skipped.eq(counts.skipped),
        batches::rows_wrong.eq(counts.wrong),
    );
    diesel::update(batches::table.find(id)).set(set).execute(tx.db)?;
    diesel::update(imports::table.find(id)).set(imports::touched_at.eq(at)).execute(tx.db).map(drop)
}

/// Keeps what came of a run.
///
/// # Errors
/// What the database answers.
pub fn finish(tx: &mut Tx<'_>, id: i64, report: &Report, failure: &str) -> QueryResult<()> {
    let state = if failure.is_empty() { State::Done } else { State::Failed };
    let set = (
        imports::state.eq(state),
        imports::report.eq(json(report)),
        imports::failure.eq(failure),
        imports::file.eq(""),
    );
    diesel::update(imports::table.find(id)).set(set).execute(tx.db).map(drop)
}

/// Keeps the report of an import that has been taken back.
///
/// # Errors
/// What the database answers.
pub fn mark_reverted(tx: &mut Tx<'_>, id: i64, report: &Report) -> QueryResult<()> {
    let set = (batches::reverted_at.eq(tx.now), batches::reverted_by.eq(tx.viewer.actor()));
    diesel::update(batches::table.find(id)).set(set).execute(tx.db)?;
    diesel::update(imports::table.find(id)).set(imports::report.eq(json(report))).execute(tx.db).map(drop)
}

/// A row that was not imported.
#[derive(Clone, Debug)]
pub struct WrongRow {
    /// The line it begins on.
    pub line: i64,
    /// Its cells.
    pub cells: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Keeps a wrong row.
///
/// # Errors
/// What the database answers.
pub fn keep_wrong(tx: &mut Tx<'_>, id: i64, wrong: &WrongRow) -> QueryResult<()> {
    let row = (
        import_wrong_rows::batch_id.eq(id),
        import_wrong_rows::line.eq(wrong.line),
        import_wrong_rows::cells.eq(json(&wrong.cells)),
        import_wrong_rows::reason.eq(&wrong.reason),
    );
    diesel::insert_into(import_wrong_rows::table).values(row).execute(tx.db).map(drop)
}

/// The wrong rows of an import, in the order of the file. The caller has found the import.
///
/// # Errors
/// What the database answers.
pub fn wrong_rows(tx: &mut Tx<'_>, id: i64, most: i64) -> QueryResult<Vec<WrongRow>> {
    let rows = import_wrong_rows::table.filter(import_wrong_rows::batch_id.eq(id)).order(import_wrong_rows::line);
    let rows = rows.limit(most).select((import_wrong_rows::line, import_wrong_rows::cells, import_wrong_rows::reason));
    let rows: Vec<(i64, String, String)> = rows.load(tx.db)?;
    let row = |(line, cells, reason): (i64, String, String)| WrongRow {
        line,
        cells: serde_json::from_str(&cells).unwrap_or_default(),
        reason,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Forgets drafts nobody ran for a day, and the wrong rows of imports that can no longer be taken back; answers how many
/// rows that were, and the names of files that nothing waits for any more.
///
/// # Errors
/// What the database answers.
pub fn sweep(tx: &mut Tx<'_>) -> QueryResult<(usize, Vec<String>)> {
    let (yesterday, long_ago) = (tx.now - Duration::days(1), tx.now - Duration::days(UNDO_DAYS));
    let stale = imports::table.filter(imports::state.eq(State::Draft).and(imports::touched_at.lt(yesterday)));
    let stale: Vec<(i64, String)> = stale.select((imports::batch_id, imports::file)).load(tx.db)?;
    for (id, _) in &stale {
        forget(tx, *id)?;
    }
    let old = "DELETE FROM import_wrong_rows WHERE batch_id IN (SELECT id FROM batches WHERE created_at < ";
    let wrong = Sql::new(old).bind(long_ago).push(")").run(tx.db)?;
    Ok((stale.len() + wrong, stale.into_iter().map(|(_, file)| file).collect()))
}

/// Forgets a draft.
///
/// # Errors
/// What the database answers.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> QueryResult<()> {
    diesel::delete(imports::table.find(id)).execute(tx.db)?;
    diesel::delete(batches::table.find(id)).execute(tx.db).map(drop)
}
