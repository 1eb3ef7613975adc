//! The pages of imports.

use askama::Template;
use chrono::NaiveDateTime;

use super::forms::ReadingForm;
use super::model::{Counts, Report};
use super::store::{Import, State, WrongRow};
use super::{Job, Kind};
use crate::web::{Choice, Problems, Ui, routes};

/// One import in the list.
#[derive(Debug)]
pub struct Line {
    /// Where its page is.
    pub href: String,
    /// The file.
    pub title: String,
    /// What its rows are.
    pub kind: &'static str,
    /// When.
    pub at: NaiveDateTime,
    /// Who.
    pub by: String,
    /// The four counts.
    pub counts: Counts,
    /// How it stands.
    pub state: &'static str,
}

/// The list of imports.
#[derive(Template)]
#[template(path = "imports/list.html")]
pub struct ListPage {
    /// The shell.
    pub ui: Ui,
    /// Newest first.
    pub lines: Vec<Line>,
    /// Older ones; empty for none.
    pub older: String,
}

/// Choosing a file.
#[derive(Template)]
#[template(path = "imports/new.html")]
pub struct NewPage {
    /// The shell.
    pub ui: Ui,
    /// What is wrong.
    pub problems: Problems,
    /// What may be imported.
    pub kinds: Vec<Choice>,
}

/// One column of a file, with the first cells under it.
#[derive(Debug)]
pub struct ColumnView {
    /// Its place, from 1.
    pub number: usize,
    /// Its name.
    pub header: String,
    /// The fields it may fill.
    pub choices: Vec<Choice>,
    /// Its first cells.
    pub cells: String,
}

/// A word of the file that is not known here.
#[derive(Debug)]
pub struct WordView {
    /// Its place among them, from 1.
    pub number: usize,
    /// The field whose cells hold it.
    pub field: String,
    /// What people call that field.
    pub called: String,
    /// The word.
    pub word: String,
    /// How many rows have it, if it has made them wrong.
    pub rows: Option<i64>,
    /// What it may mean.
    pub choices: Vec<Choice>,
}

/// What a trial came to.
#[derive(Debug)]
pub struct Trial {
    /// The four counts.
    pub counts: Counts,
    /// Everything remarkable.
    pub report: Report,
    /// The first wrong rows: line and reason.
    pub wrong: Vec<WrongRow>,
}

/// Saying how a file is to be read, and trying it.
#[derive(Template)]
#[template(path = "imports/draft.html")]
pub struct DraftPage {
    /// The shell.
    pub ui: Ui,
    /// The import.
    pub import: Import,
    /// What is wrong with the file or the choices.
    pub problems: Problems,
    /// The form as it was sent.
    pub form: ReadingForm,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// How the file was read; empty when it could not be.
    pub encoding: String,
    /// What separates its cells.
    pub delimiter: String,
    /// Rows of the file.
    pub rows: i64,
    /// The encodings it may be in.
    pub encodings: Vec<Choice>,
    /// What may separate its cells.
    pub delimiters: Vec<Choice>,
    /// The currencies.
    pub currencies: Vec<Choice>,
    /// How dates may be written.
    pub dates: Vec<Choice>,
    /// In what amounts may be.
    pub scales: Vec<Choice>,
    /// Words that may be given a meaning.
    pub words: Vec<WordView>,
    /// What a trial came to, once tried.
    pub trial: Option<Trial>,
}

/// What came of an import.
#[derive(Template)]
#[template(path = "imports/show.html")]
pub struct ShowPage {
    /// The shell.
    pub ui: Ui,
    /// The import.
    pub import: Import,
    /// Who imported.
    pub by: String,
    /// Can it be undone now?
    pub can_undo: bool,
    /// Stopped half-way with the program?
    pub interrupted: bool,
}

impl DraftPage {
    /// Where the form goes to be tried.
    pub fn trial_url(&self) -> String {
        format!("{}/trial", routes::import(self.import.id))
    }

    /// Where it goes to be run.
    pub fn run_url(&self) -> String {
        format!("{}/run", routes::import(self.import.id))
    }

    /// Where it goes to be thrown away.
    pub fn discard_url(&self) -> String {
        format!("{}/removal", routes::import(self.import.id))
    }

    /// Deals go into a pipeline.
    pub fn has_pipeline(&self) -> bool {
        self.import.kind == Kind::Opportunities
    }

    /// Contacts and deals name accounts.
    pub fn names_accounts(&self) -> bool {
        matches!(self.import.kind, Kind::Contacts | Kind::Opportunities)
    }
}

impl ShowPage {
    /// Where the records lie that were made.
    pub fn created_url(&self) -> Option<String> {
        self.rows_url(self.import.counts.created, "created")
    }

    /// Where those lie that were changed.
    pub fn updated_url(&self) -> Option<String> {
        self.rows_url(self.import.counts.updated, "updated")
    }

    /// As long as there are any.
    fn rows_url(&self, count: i64, of: &str) -> Option<String> {
        let is_there = count > 0 && self.import.reverted_at.is_none();
        super::rows::href(&self.import).filter(|_| is_there).map(|rows| format!("{rows}?of={of}"))
    }

    /// Still at work?
    pub fn is_running(&self) -> bool {
        self.import.state == State::Running && !self.interrupted
    }

    /// What a column was read as: a field, or the stage it dates.
    pub fn field_name(&self, ours: &str) -> String {
        let is_field = self.import.kind.columns().fields.iter().any(|column| column.field == ours);
        match is_field {
            true => self.ui.t(&field_key(ours)).to_owned(),
            false => self.ui.a("imports-stage-entered", "stage", ours),
        }
    }

    /// Where the wrong rows are.
    pub fn wrong_url(&self) -> String {
        format!("{}/wrong", routes::import(self.import.id))
    }

    /// Where it is undone.
    pub fn undo_url(&self) -> String {
        format!("{}/reversal", routes::import(self.import.id))
    }
}

/// Message key of what rows are.
// messages: imports-kind-*
pub fn kind_key(kind: Kind) -> String {
    format!("imports-kind-{}", kind.name())
}

/// The columns of a file made ready, or, where it could not be, as they stand.
pub fn columns(
    ui: &Ui,
    kind: Kind,
    headers: &[String],
    chosen: impl Fn(usize) -> String,
    sample: &[Vec<String>],
) -> Vec<ColumnView> {
    let fields: Vec<&str> = kind.columns().fields.iter().map(|column| column.field).collect();
    let view = |(at, header): (usize, &String)| {
        let current = chosen(at);
        let none = Choice::new("", ui.t("imports-column-unused"), &current);
        let label = |field: &&str| ui.t(&field_key(field));
        let each = fields.iter().map(|field| Choice::new(*field, label(field), &current));
        let cells: Vec<&str> =
            sample.iter().filter_map(|row| row.get(at)).map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        ColumnView {
            number: at + 1,
            header: header.clone(),
            choices: std::iter::once(none).chain(each).collect(),
            cells: cells.join(" · "),
        }
    };
    headers.iter().enumerate().map(view).collect()
}

/// The field a column fills, as the job understands it.
pub fn understood(job: &Job) -> impl Fn(usize) -> String + '_ {
    |at| job.mapping.field_at(at).to_owned()
}

/// Message key of what a field is called.
// messages: imports-field-*
pub fn field_key(field: &str) -> String {
    format!("imports-field-{}", field.replace('_', "-"))
}
