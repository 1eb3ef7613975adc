//! Imports on the web: choose a file, say how it is read, try it, run it, look at what came of it, undo it.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use csv::StringRecord;
use serde::Deserialize;

use super::access::{allow, kinds};
use super::file::{Rows, Shape, examine};
use super::forms::{Press, ReadingForm};
use super::job::looked_at;
use super::store::{self, Import, MOST_WRONG_KEPT, State, WrongRow};
use super::views::{DraftPage, Line, ListPage, NewPage, ShowPage, Trial, columns, kind_key, understood};
use super::{Hand, Hold, Job, Kind, Options, Trouble, revert, run, uploads, words, wrong as wrong_file};
use crate::db::Tx;
use crate::web::{App, Choice, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, Upload, routes};

/// Imports on a page of the list.
const PAGE: usize = 25;
/// Rows of a file that are shown as a sample.
const SAMPLE: usize = 5;
/// Wrong rows of a trial that are shown.
const SHOWN_WRONG: usize = 20;

/// Where a list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    before: String,
}

/// `GET /imports`.
pub async fn list(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        allow(&tx.viewer)?;
        let before = asked.before.parse().unwrap_or(i64::MAX);
        let mut found = store::newest(tx, before, PAGE as i64 + 1)?;
        let has_more = found.len() > PAGE;
        found.truncate(PAGE);
        let last = found.last().map_or(0, |import| import.id);
        let older = if has_more { format!("{}?before={last}", routes::IMPORTS) } else { String::new() };
        let lines = found.iter().map(|import| line(tx, import)).collect();
        Reply::page(&ListPage { ui: Ui::of(tx), lines, older })
    })
    .await
}

fn line(tx: &Tx<'_>, import: &Import) -> Line {
    Line {
        href: routes::import(import.id),
        title: import.title.clone(),
        kind: tx.text.t(&kind_key(import.kind)),
        at: import.created_at,
        by: tx.directory.person_name(import.created_by).to_owned(),
        counts: import.counts,
        state: tx.text.t(state_key(import, tx.now)),
    }
}

// messages: imports-state-*
fn state_key(import: &Import, now: NaiveDateTime) -> &'static str {
    match import.state {
        _ if import.reverted_at.is_some() => "imports-state-undone",
        State::Running if import.is_interrupted(now) => "imports-state-interrupted",
        State::Running => "imports-state-running",
        State::Failed => "imports-state-failed",
        State::Done | State::Draft => "imports-state-done",
    }
}

/// What the list one came from holds.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    kind: String,
}

/// `GET /imports/new`.
pub async fn new(cx: Cx, Params(wanted): Params<Wanted>) -> HttpResponse {
    cx.read(move |tx| {
        allow(&tx.viewer)?;
        Reply::page(&new_page(tx, Problems::new(), &wanted.kind))
    })
    .await
}

fn new_page(tx: &Tx<'_>, problems: Problems, kind: &str) -> NewPage {
    let choice = |of: Kind| Choice::new(of.name(), tx.text.t(&kind_key(of)), kind);
    NewPage { ui: Ui::of(tx), problems, kinds: kinds(&tx.viewer).map(choice).collect() }
}

/// `POST /imports`: keeps the file and shows what is in it.
pub async fn upload(cx: Cx, mut upload: Upload) -> HttpResponse {
    cx.write_once(move |tx| {
        allow(&tx.viewer)?;
        let said = upload.text("kind").to_owned();
        let mut problems = Problems::new();
        let kind = kinds(&tx.viewer).find(|kind| kind.name() == said);
        let (Some(kind), Some((name, file))) = (kind, upload.files.pop()) else {
            let field = if kind.is_none() { "kind" } else { "file" };
            problems.add(field, tx.text.t(if kind.is_none() { "imports-no-kind" } else { "imports-no-file" }));
            return Reply::rejected(&new_page(tx, problems, &said));
        };
        let shape = examine(file.path()).and_then(|bytes| Ok((Shape::of(&bytes, None)?, bytes.hash)));
        let hash = match shape {
            Ok((_, hash)) => hash,
            Err(trouble) => {
                problems.add("file", Trouble::File(trouble).sentence(&tx.text));
                return Reply::rejected(&new_page(tx, problems, &said));
            }
        };
        let kept = uploads::keep(file).map_err(|e| Error::Bug(format!("keeping an upload: {e}")))?;
        let title: String = name.rsplit(['/', '\\']).next().unwrap_or("").chars().take(200).collect();
        let id = store::file(tx, kind, &title, &hash, &Options::default(), &kept)?;
        Ok(Reply::go(&routes::import(id)))
    })
    .await
}

/// `GET /imports/7`: the draft, the progress, or what came of it.
pub async fn show(cx: Cx, path: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        allow(&tx.viewer)?;
        let import = store::find(tx, *path)?;
        if import.state == State::Draft {
            return Reply::page(&draft(tx, import, ReadingForm::default(), None)?);
        }
        let by = tx.directory.person_name(import.created_by).to_owned();
        let (can_undo, interrupted) = (import.can_be_undone(tx.now), import.is_interrupted(tx.now));
        Reply::page(&ShowPage { ui: Ui::of(tx), import, by, can_undo, interrupted })
    })
    .await
}

/// `POST /imports/7/trial`: what would happen.
pub async fn trial(cx: Cx, path: Path<i64>, Form(form): Form<ReadingForm>, app: web::Data<App>) -> HttpResponse {
    cx.read(move |tx| {
        allow(&tx.viewer)?;
        let import = draft_of(tx, *path)?;
        let Ok(job) = prepared(&import, &form) else { return Reply::rejected(&draft(tx, import, form, None)?) };
        let mut hold = Hold::trial(&app.pools, &app.config)?;
        let mut wrong = Vec::new();
        let mut sink = |row: &WrongRow| {
            if wrong.len() < SHOWN_WRONG {
                wrong.push(row.clone());
            }
            Ok(())
        };
        let outcome = run(&mut hold, &hand(tx, &app), &job, None, &mut sink)?;
        let trial = Trial { counts: outcome.counts, report: outcome.report, wrong };
        Reply::page(&draft(tx, import, form, Some(trial))?)
    })
    .await
}

/// `POST /imports/7/run`: begins; the page then shows how far it is.
pub async fn start(cx: Cx, path: Path<i64>, Form(form): Form<ReadingForm>, app: web::Data<App>) -> HttpResponse {
    let id = *path;
    let shared = app.clone();
    let (send, receive) = std::sync::mpsc::channel();
    let reply = cx
        .write(move |tx| {
            allow(&tx.viewer)?;
            let import = store::find(tx, id)?;
            if import.state != State::Draft {
                return Ok(Reply::go(&routes::import(id)));
            }
            let Ok(job) = prepared(&import, &form) else { return Reply::rejected(&draft(tx, import, form, None)?) };
            store::keep_options(tx, id, &job.options)?;
            if store::begin(tx, id, job.survey.rows)? {
                send.send((job, hand(tx, &shared), import.file)).map_err(|e| Error::Bug(e.to_string()))?;
            }
            Ok(Reply::go(&routes::import(id)))
        })
        .await;
    // Only what has been kept is begun.
    if let Some((job, hand, file)) = receive.try_recv().ok().filter(|_| reply.status().is_redirection()) {
        std::thread::spawn(move || work(&app, id, &job, &hand, &file));
    }
    reply
}

fn work(app: &App, id: i64, job: &Job, hand: &Hand, file: &str) {
    let mut hold = Hold::live(&app.pools);
    if let Err(error) = run(&mut hold, hand, job, Some(id), &mut |_| Ok(())) {
        tracing::error!(batch = id, error = %error, "import could not run");
    }
    uploads::remove(file);
}

/// `GET /imports/7/wrong`: the wrong rows, to repair.
pub async fn wrong(cx: Cx, path: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        allow(&tx.viewer)?;
        let import = store::find(tx, *path)?;
        let rows = store::wrong_rows(tx, import.id, MOST_WRONG_KEPT)?;
        let bytes = wrong_file::file(&import.report.headers, tx.text.t("imports-reason"), &rows);
        let bytes = bytes.map_err(|e| Error::Bug(e.to_string()))?;
        let name = format!("{}.wrong.csv", import.title.trim_end_matches(".csv"));
        Ok(Reply::download(&name, "text/csv; charset=utf-8", bytes))
    })
    .await
}

/// `POST /imports/7/reversal`: undo.
pub async fn undo(cx: Cx, path: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
    cx.write(move |tx| {
        allow(&tx.viewer)?;
        let import = store::find(tx, *path)?;
        let back = Reply::go(&routes::import(import.id));
        if !import.can_be_undone(tx.now) {
            return Ok(back.saying(Flash::bad(tx.text.t("imports-too-late"))));
        }
        let done = revert::revert(tx, &import)?;
        let args = [("removed", done.removed.into()), ("restored", done.restored.into()), ("kept", done.kept.into())];
        Ok(back.saying(Flash::good(tx.text.args("imports-undone", &args))))
    })
    .await
}

/// `POST /imports/7/removal`: throws a draft away.
pub async fn discard(cx: Cx, path: Path<i64>, Form(_): Form<Press>) -> HttpResponse {
    cx.write(move |tx| {
        allow(&tx.viewer)?;
        let import = draft_of(tx, *path)?;
        store::forget(tx, import.id)?;
        uploads::remove(&import.file);
        Ok(Reply::go(routes::IMPORTS))
    })
    .await
}

fn draft_of(tx: &mut Tx<'_>, id: i64) -> Result<Import, Error> {
    let import = store::find(tx, id)?;
    if import.state == State::Draft { Ok(import) } else { Err(Error::NotFound) }
}

fn hand(tx: &Tx<'_>, app: &App) -> Hand {
    Hand { viewer: tx.viewer.clone(), text: tx.text, request: Arc::clone(&tx.request), clock: app.clock.clone() }
}

fn prepared(import: &Import, form: &ReadingForm) -> Result<Job, Trouble> {
    let gone = || Trouble::File(super::file::FileTrouble::Unreadable(std::io::ErrorKind::NotFound.into()));
    let path = uploads::path(&import.file).ok_or_else(gone)?;
    let mut options = form.options(import.kind);
    // Cut in another way the file has other columns than those that were chosen for.
    if Shape::of(&looked_at(&path, &options)?, options.delimiter)?.headers.len() != form.column.len() {
        options.map.clear();
    }
    Job::prepare(import.kind, &path, &import.title, options)
}

/// The page of a draft: the form as it was sent, the columns with a sample, and what is wrong.
fn draft(tx: &mut Tx<'_>, import: Import, form: ReadingForm, trial: Option<Trial>) -> Result<DraftPage, Error> {
    let ui = Ui::of(tx);
    let mut problems = Problems::new();
    let path = uploads::path(&import.file).ok_or(Error::NotFound)?;
    let broken = |e: Trouble| Error::Bug(format!("{e:?}"));
    let options = form.options(import.kind);
    let bytes = looked_at(&path, &options).or_else(|_| looked_at(&path, &Options::default())).map_err(broken)?;
    let shape = Shape::of(&bytes, options.delimiter).map_err(|e| broken(e.into()))?;
    let sample = sample(&path, &shape);
    let (views, rows) = match prepared(&import, &form) {
        Ok(job) => (columns(&ui, import.kind, &shape.headers, understood(&job), &sample), job.survey.rows),
        Err(trouble) => {
            let field = if matches!(trouble, Trouble::Dates { .. }) { "dates" } else { "column-1" };
            problems.add(field, trouble.sentence(&tx.text));
            let guess =
                super::columns::map(&shape.headers, import.kind.columns(), &[], &shape.sample).unwrap_or_default();
            let chosen = |at: usize| form.column.get(at).cloned().unwrap_or_else(|| guess.field_at(at).to_owned());
            (columns(&ui, import.kind, &shape.headers, chosen, &sample), 0)
        }
    };
    let unknown = trial.as_ref().map(|trial| trial.report.unknown.clone()).unwrap_or_default();
    let words = words::views(tx, import.kind, &form, &unknown)?;
    Ok(DraftPage {
        currencies: currencies(tx, &ui, &form.currency),
        dates: choices(&ui, "imports-dates", &["", "dmy", "mdy", "ymd"], &form.dates),
        scales: choices(&ui, "imports-scale", &["", "3", "6"], &form.scale),
        encodings: named_choices(&ui, &ENCODINGS, &form.encoding),
        delimiters: named_choices(&ui, &DELIMITERS, &form.delimiter),
        encoding: shape.encoding.name().to_owned(),
        delimiter: shape.delimiter_name(),
        columns: views,
        words,
        ui,
        import,
        problems,
        form,
        rows,
        trial,
    })
}

/// Encodings that are not always told right, each by its own name.
const ENCODINGS: [(&str, &str); 10] = [
    ("utf-8", "UTF-8"),
    ("utf-16le", "UTF-16"),
    ("windows-1250", "Windows-1250"),
    ("windows-1251", "Windows-1251"),
    ("windows-1252", "Windows-1252"),
    ("windows-1256", "Windows-1256"),
    ("shift_jis", "Shift_JIS"),
    ("gbk", "GBK"),
    ("big5", "Big5"),
    ("euc-kr", "EUC-KR"),
];
/// What may separate cells.
const DELIMITERS: [(&str, &str); 5] = [(",", ","), (";", ";"), ("\t", "TAB"), ("|", "|"), ("^", "^")];

/// As the file tells, or one of these.
fn named_choices(ui: &Ui, named: &[(&str, &str)], current: &str) -> Vec<Choice> {
    let none = Choice::new("", ui.t("imports-as-the-file-tells"), current);
    std::iter::once(none).chain(named.iter().map(|(value, name)| Choice::new(*value, *name, current))).collect()
}

/// None first: whoever says nothing leaves records the currency they have.
fn currencies(tx: &Tx<'_>, ui: &Ui, current: &str) -> Vec<Choice> {
    let none =
        Choice::new("", ui.a("imports-currency-none", "code", tx.directory.organization.currency.as_str()), current);
    std::iter::once(none).chain(Choice::currencies(&tx.directory, current)).collect()
}

fn choices(ui: &Ui, key: &str, values: &[&str], current: &str) -> Vec<Choice> {
    // messages: imports-dates-*, imports-scale-*
    let label = |value: &str| ui.t(&format!("{key}-{}", if value.is_empty() { "none" } else { value }));
    values.iter().map(|value| Choice::new(*value, label(value), current)).collect()
}

fn sample(path: &std::path::Path, shape: &Shape) -> Vec<Vec<String>> {
    let Ok(mut rows) = Rows::open(path, shape) else { return Vec::new() };
    let mut record = StringRecord::new();
    let mut found = Vec::new();
    while found.len() < SAMPLE && matches!(rows.next(&mut record), Ok(true)) {
        found.push(record.iter().map(|cell| super::refusal::shortened(cell.trim())).collect());
    }
    found
}
