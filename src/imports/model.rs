//! What is imported, how it was asked for, and what came of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::columns::Columns;
use super::kinds;
use super::refusal::Note;
use super::words::{Meaning, Unknowns};
use crate::text_enum;

text_enum! {
    /// What the rows of a file are.
    pub enum Kind {
        /// Customer companies.
        Accounts = "accounts",
        /// People at them.
        Contacts = "contacts",
        /// People who might buy.
        Leads = "leads",
        /// People of our own company, with their teams.
        Users = "users",
        /// What is sold.
        Products = "products",
        /// Deals.
        Opportunities = "opportunities",
    }
}

impl Kind {
    /// What it takes from a file.
    pub fn columns(self) -> &'static Columns {
        match self {
            Kind::Accounts => &kinds::accounts::COLUMNS,
            Kind::Contacts => &kinds::contacts::COLUMNS,
            Kind::Leads => &kinds::leads::COLUMNS,
            Kind::Users => &kinds::users::COLUMNS,
            Kind::Products => &kinds::products::COLUMNS,
            Kind::Opportunities => &kinds::deal_columns::COLUMNS,
        }
    }

    /// Changes the company itself: administrators only.
    pub fn is_administration(self) -> bool {
        matches!(self, Kind::Users | Kind::Products)
    }
}

/// How a file is to be read, as far as the file does not say so itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// ISO 4217 code of amounts whose row has none; empty = the company's.
    pub currency: String,
    /// Name of the pipeline; made if it does not exist. Empty = the first one.
    pub pipeline: String,
    /// `dmy`, `mdy` or `ymd`, for columns that do not tell; empty = they must.
    pub dates: String,
    /// Columns of theirs and the fields of ours they fill.
    pub map: Vec<(String, String)>,
    /// Fields and the power of ten their numbers are to be multiplied by: `revenue` in millions is 6.
    pub scale: Vec<(String, u32)>,
    /// What separates the cells, where the file does not tell.
    pub delimiter: Option<u8>,
    /// The name of the encoding, where the file does not tell; empty = it does.
    pub encoding: String,
    /// What words of theirs mean.
    pub words: Vec<Meaning>,
    /// Make an account for every company that deals or contacts name and nobody knows.
    pub create_accounts: bool,
}

/// How many rows of each outcome. The four add up to the rows of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// New records.
    pub created: i64,
    /// Records that differed.
    pub updated: i64,
    /// Rows that say what is known already.
    pub skipped: i64,
    /// Rows that were not imported.
    pub wrong: i64,
}

impl Counts {
    /// All rows.
    pub fn total(self) -> i64 {
        self.created + self.updated + self.skipped + self.wrong
    }

    /// Counts one row.
    pub fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Created => self.created += 1,
            Fate::Updated => self.updated += 1,
            Fate::Skipped => self.skipped += 1,
        }
    }
}

/// What became of a row that was not wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new record.
    Created,
    /// A record that differed.
    Updated,
    /// Nothing to do.
    Skipped,
}

/// A remark that many rows may share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// What about.
    pub note: Note,
    /// What the file says.
    pub value: String,
    /// What was made of it.
    pub meant: String,
}

impl Remark {
    /// The sentence for whoever reads the report.
    pub fn sentence(&self, text: &crate::i18n::Text) -> String {
        // messages: imports-note-*
        let args = [("value", self.value.clone().into()), ("meant", self.meant.clone().into())];
        text.plain(&format!("imports-note-{}", self.note.name()), &args)
    }
}

/// How often, and where first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// Rows.
    pub times: i64,
    /// Line of the first.
    pub line: u64,
}

impl Seen {
    /// The line of the first, as a number to format.
    pub fn first(&self) -> i64 {
        i64::try_from(self.line).unwrap_or(i64::MAX)
    }
}

/// How many different remarks a report keeps; a column full of nonsense must not fill the memory.
const MOST_REMARKS: usize = 200;

/// Remarks, each once.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Remarks {
    rows: Vec<(Remark, Seen)>,
    /// Remarks beyond those kept.
    pub more: i64,
    #[serde(skip)]
    at: BTreeMap<Remark, usize>,
}

impl Remarks {
    /// Notes a remark about a line.
    pub fn add(&mut self, line: u64, note: Note, value: &str, meant: &str) {
        let remark = Remark { note, value: super::refusal::shortened(value), meant: meant.to_owned() };
        match self.at.get(&remark) {
            Some(at) => self.rows[*at].1.times += 1,
            None if self.rows.len() < MOST_REMARKS => {
                self.at.insert(remark.clone(), self.rows.len());
                self.rows.push((remark, Seen { times: 1, line }));
            }
            None => self.more += 1,
        }
    }

    /// The remarks, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &(Remark, Seen)> {
        self.rows.iter()
    }

    /// Nothing to remark?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// What came of an import, besides its counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Encoding and delimiter, as they were told.
    pub encoding: String,
    /// What separates cells.
    pub delimiter: String,
    /// The names of all columns.
    pub headers: Vec<String>,
    /// Columns that were read: theirs, ours.
    pub read: Vec<(String, String)>,
    /// Columns that nobody needs.
    pub unused: Vec<String>,
    /// What was read although it was not quite right.
    pub remarks: Remarks,
    /// Words that made rows wrong.
    pub unknown: Unknowns,
    /// The same file was imported before.
    pub again: bool,
    /// Records that taking the import back had to leave, and why.
    pub kept: Vec<String>,
}
