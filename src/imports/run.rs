//! Runs an import: some hundred rows at a time, each such chunk one transaction, so that nobody else waits long and an
//! import that ends early leaves whole rows behind, which can be taken back.

use std::io;
use std::sync::Arc;

use chrono::NaiveDateTime;
use csv::StringRecord;
use diesel::QueryResult;

use super::cells::{Row, unknown_words};
use super::deals;
use super::desk::Desk;
use super::file::{FileTrouble, Rows};
use super::hold::Hold;
use super::kinds::accounts;
use super::model::{Counts, Fate, Kind, Report};
use super::refusal::{Note, Stop};
use super::rows;
use super::store::{self, MOST_WRONG_KEPT, WrongRow};
use super::target::take;
use super::{Job, Trouble};
use crate::access::Viewer;
use crate::accounts::Account;
use crate::clock::Clock;
use crate::contacts::Contact;
use crate::db::{Db, Request, Tx};
use crate::directory::Directory;
use crate::i18n::Text;
use crate::identity::user::User;
use crate::journal::Entity;
use crate::leads::Lead;
use crate::notifications::{self, Event, Told};
use crate::opportunities::Opportunity;
use crate::products::Product;
use crate::web::Error;

/// Rows of one transaction, and the bytes after which one is full in any case.
const CHUNK_ROWS: usize = 500;
const CHUNK_BYTES: usize = 4 * 1024 * 1024;

/// Who imports.
#[derive(Clone)]
pub struct Hand {
    /// As whom.
    pub viewer: Arc<Viewer>,
    /// Their language and zone.
    pub text: Text,
    /// Names the import in the journal.
    pub request: Arc<Request>,
    /// What time it is.
    pub clock: Clock,
}

/// What came of an import.
#[derive(Debug)]
pub struct Outcome {
    /// Its batch.
    pub batch: i64,
    /// How many rows of each outcome.
    pub counts: Counts,
    /// Everything else.
    pub report: Report,
    /// Why it ended early; empty when it did not.
    pub failure: String,
}

/// Where wrong rows go beside the database.
pub type WrongSink<'w> = &'w mut dyn FnMut(&WrongRow) -> io::Result<()>;

/// Runs an import to its end. `batch` where the import is filed already.
///
/// # Errors
/// When it could not even begin.
pub fn run(
    hold: &mut Hold<'_>,
    hand: &Hand,
    job: &Job,
    batch: Option<i64>,
    wrong: WrongSink<'_>,
) -> Result<Outcome, Error> {
    let now = hand.clock.now();
    let mut run = hold.within(|db| Run::begin(db, hand, job, batch, now))?;
    let failure = match run.all_rows(hold, hand, wrong) {
        Ok(()) => String::new(),
        Err(End::File(trouble)) => Trouble::File(trouble).sentence(&hand.text),
        Err(End::Failed(error)) => {
            tracing::error!(batch = run.batch, error = %error, "import ended early");
            hand.text.a("imports-failure", "line", run.desk.line as i64)
        }
    };
    let report = run.report();
    let (id, counts) = (run.batch, run.counts);
    hold.within(|db| {
        let mut tx = run.tx(db, hand);
        store::progress(&mut tx, id, counts, hand.clock.now())?;
        store::finish(&mut tx, id, &report, &failure)?;
        Ok(tell(&mut tx, id, job.kind)?)
    })?;
    hold.finish()?;
    Ok(Outcome { batch: id, counts, report, failure })
}

/// Tells whoever imports that it is done: they may be elsewhere by now.
fn tell(tx: &mut Tx<'_>, id: i64, kind: Kind) -> QueryResult<()> {
    let Some(to) = tx.viewer.actor() else { return Ok(()) };
    // No kind of record is an import; what it is of is.
    let record = (rows::entity(kind).unwrap_or(Entity::Product), id);
    notifications::tell(tx, &Told { to, event: Event::ImportFinished, record, key: format!("import_finished:{id}") })
}

/// Why a run ends early.
enum End {
    File(FileTrouble),
    Failed(Error),
}

impl From<FileTrouble> for End {
    fn from(trouble: FileTrouble) -> End {
        End::File(trouble)
    }
}

impl From<Error> for End {
    fn from(error: Error) -> End {
        End::Failed(error)
    }
}

struct Run<'a> {
    desk: Desk<'a>,
    directory: Arc<Directory>,
    batch: i64,
    counts: Counts,
    now: NaiveDateTime,
    again: bool,
}

/// Rows read and not yet taken.
type Chunk = Vec<(u64, StringRecord)>;

impl<'a> Run<'a> {
    fn begin(db: &mut Db, hand: &Hand, job: &'a Job, batch: Option<i64>, now: NaiveDateTime) -> Result<Run<'a>, Error> {
        let directory = Directory::load(db)?.ok_or_else(|| Error::Bug("the company is not set up".into()))?;
        let mut tx = transaction(db, hand, Arc::new(directory), now, batch);
        let batch = match batch {
            Some(batch) => batch,
            None => {
                let filed = store::file(&mut tx, job.kind, &job.title, &job.hash, &job.options, "")?;
                store::begin(&mut tx, filed, job.survey.rows)?;
                filed
            }
        };
        tx.batch = Some(batch);
        let again = store::was_imported(&mut tx, &job.hash, job.kind, batch)?;
        let mut desk = Desk::set(&mut tx, job)?;
        if job.kind == Kind::Opportunities {
            deals::set_pipeline(&mut tx, &mut desk).map_err(broken)?;
        }
        let directory = tx.directory.clone();
        Ok(Run { desk, directory, batch, counts: Counts::default(), now, again })
    }

    fn tx<'t>(&self, db: &'t mut Db, hand: &Hand) -> Tx<'t> {
        transaction(db, hand, self.directory.clone(), self.now, Some(self.batch))
    }

    fn all_rows(&mut self, hold: &mut Hold<'_>, hand: &Hand, wrong: WrongSink<'_>) -> Result<(), End> {
        let mut rows = Rows::open(&self.desk.job.path, &self.desk.job.shape)?;
        loop {
            let chunk = next_chunk(&mut rows)?;
            if chunk.is_empty() {
                break;
            }
            let bad = hold.within(|db| self.chunk(db, hand, &chunk))?;
            bad.iter().try_for_each(&mut *wrong).map_err(FileTrouble::Unreadable)?;
        }
        if self.desk.job.kind == Kind::Accounts {
            let late = hold.within(|db| {
                let mut tx = self.tx(db, hand);
                accounts::join_parents(&mut tx, &mut self.desk).map_err(broken)
            })?;
            self.counts.skipped -= late;
            self.counts.updated += late;
        }
        Ok(())
    }

    /// Takes the rows of one transaction; answers those that were wrong. Counts change only if it all is kept.
    fn chunk(&mut self, db: &mut Db, hand: &Hand, chunk: &Chunk) -> Result<Vec<WrongRow>, Error> {
        let mut tx = self.tx(db, hand);
        let mut counts = self.counts;
        let mut bad = Vec::new();
        for (line, record) in chunk {
            self.desk.line = *line;
            let is_below = counts.total() > self.desk.job.survey.last_full;
            match one(&mut tx, &mut self.desk, record, is_below) {
                Ok(fate) => counts.count(fate),
                Err(Stop::Broken(error)) => return Err(error),
                Err(Stop::Wrong(refusal)) => {
                    let mut refusals = unknown_words(&tx, &self.desk, Row { job: self.desk.job, record });
                    refusals.insert(0, refusal.clone());
                    self.desk.unknown.note(self.desk.job, *line, &refusals);
                    let cells = record.iter().map(str::to_owned).collect();
                    let row = WrongRow { line: *line as i64, cells, reason: refusal.sentence(&hand.text) };
                    if counts.wrong < MOST_WRONG_KEPT {
                        store::keep_wrong(&mut tx, self.batch, &row)?;
                    }
                    counts.wrong += 1;
                    bad.push(row);
                }
            }
        }
        self.desk.customers.refresh(&mut tx)?;
        store::progress(&mut tx, self.batch, counts, hand.clock.now())?;
        self.counts = counts;
        Ok(bad)
    }

    fn report(&self) -> Report {
        let job = self.desk.job;
        let headers = &job.shape.headers;
        let entry = |at: usize| self.desk.entries.iter().find(|(column, _)| *column == at).map(|(_, stage)| *stage);
        let meaning = |at: usize| match entry(at) {
            Some(stage) => {
                self.desk.stages.iter().find(|known| known.id == stage).map_or("", |stage| stage.name.as_str())
            }
            None => job.mapping.field_at(at),
        };
        let (read, unused): (Vec<usize>, Vec<usize>) = (0..headers.len()).partition(|at| !meaning(*at).is_empty());
        Report {
            encoding: job.shape.encoding.name().to_owned(),
            delimiter: job.shape.delimiter_name(),
            headers: headers.clone(),
            read: read.into_iter().map(|at| (headers[at].clone(), meaning(at).to_owned())).collect(),
            unused: unused.into_iter().map(|at| headers[at].clone()).filter(|name| !name.is_empty()).collect(),
            remarks: self.desk.remarks.clone(),
            unknown: self.desk.unknown.clone(),
            again: self.again,
            kept: Vec::new(),
        }
    }
}

fn transaction<'t>(
    db: &'t mut Db,
    hand: &Hand,
    directory: Arc<Directory>,
    now: NaiveDateTime,
    batch: Option<i64>,
) -> Tx<'t> {
    Tx {
        db,
        viewer: hand.viewer.clone(),
        directory,
        text: hand.text,
        now,
        request: hand.request.clone(),
        batch,
        page: Default::default(),
    }
}

fn next_chunk(rows: &mut Rows) -> Result<Chunk, FileTrouble> {
    let (mut chunk, mut bytes) = (Vec::new(), 0);
    let mut record = StringRecord::new();
    while chunk.len() < CHUNK_ROWS && bytes < CHUNK_BYTES && rows.next(&mut record)? {
        bytes += record.as_slice().len();
        chunk.push((rows.line(), record.clone()));
    }
    Ok(chunk)
}

fn one(tx: &mut Tx<'_>, desk: &mut Desk<'_>, record: &StringRecord, is_below: bool) -> Result<Fate, Stop> {
    let row = Row { job: desk.job, record };
    if row.is_empty() {
        return Ok(Fate::Skipped);
    }
    row.check_is_record(is_below)?;
    row.check_width()?;
    if let Some(cell) = record.iter().find(|cell| cell.contains(char::REPLACEMENT_CHARACTER)) {
        desk.remark(Note::Letters, cell, "");
    }
    match desk.job.kind {
        Kind::Accounts => take::<Account>(tx, desk, row),
        Kind::Contacts => take::<Contact>(tx, desk, row),
        Kind::Leads => take::<Lead>(tx, desk, row),
        Kind::Users => take::<User>(tx, desk, row),
        Kind::Products => take::<Product>(tx, desk, row),
        Kind::Opportunities => take::<Opportunity>(tx, desk, row),
    }
}

/// A refusal where no row is at hand is a failure of the whole. What the row says stays out of the log.
fn broken(stop: Stop) -> Error {
    match stop {
        Stop::Broken(error) => error,
        Stop::Wrong(refusal) => Error::Bug(format!("a row was refused: {:?}", refusal.why)),
    }
}
