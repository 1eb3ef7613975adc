//! How somebody says, on a page, how their file is to be read.

use serde::Deserialize;

use super::columns::{LEFT_OUT, Reads};
use super::words::Meaning;
use super::{Kind, Options};

/// The form of a draft.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReadingForm {
    /// ISO 4217 code; empty = the company's.
    pub currency: String,
    /// Name of the pipeline; empty = the first.
    pub pipeline: String,
    /// `dmy`, `mdy`, `ymd` or empty.
    pub dates: String,
    /// The power of ten amounts are multiplied by.
    pub scale: String,
    /// The name of the encoding; empty = as the file tells.
    pub encoding: String,
    /// What separates cells; empty = as the file tells.
    pub delimiter: String,
    /// Make accounts that are only named.
    pub create_accounts: String,
    /// The field of each word that was given a meaning or may be, the word, and its meaning; empty = none.
    pub word_of: Vec<String>,
    /// The words.
    pub word: Vec<String>,
    /// The meanings.
    pub meaning: Vec<String>,
    /// The field each column fills, in the order of the file; empty = none.
    pub column: Vec<String>,
}

impl ReadingForm {
    /// The same as options; a form without columns leaves them to be guessed.
    pub fn options(&self, kind: Kind) -> Options {
        let chosen = |(at, field): (usize, &String)| {
            let ours = if field.is_empty() { LEFT_OUT } else { field.as_str() };
            (format!("#{}", at + 1), ours.to_owned())
        };
        let power: u32 = self.scale.parse().ok().filter(|power| matches!(power, 3 | 6)).unwrap_or(0);
        let amounts = kind.columns().fields.iter().filter(|column| column.reads == Reads::Amount && power > 0);
        Options {
            currency: self.currency.clone(),
            pipeline: self.pipeline.trim().to_owned(),
            dates: self.dates.clone(),
            map: self.column.iter().enumerate().map(chosen).collect(),
            scale: amounts.map(|column| (column.field.to_owned(), power)).collect(),
            delimiter: self.delimiter.bytes().next(),
            encoding: self.encoding.clone(),
            words: self.meanings(),
            create_accounts: self.create_accounts == "on",
        }
    }

    /// The words that were given a meaning.
    pub fn meanings(&self) -> Vec<Meaning> {
        let rows = self.word_of.iter().zip(&self.word).zip(&self.meaning).filter(|(_, ours)| !ours.is_empty());
        rows.map(|((field, theirs), ours)| Meaning { field: field.clone(), theirs: theirs.clone(), ours: ours.clone() })
            .collect()
    }
}

/// A form with nothing to fill in but the button.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Press {}
