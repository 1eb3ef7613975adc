//! A file made ready: read twice, its columns matched, its dates and numbers understood. Nothing is written yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::columns::{self, MapTrouble, Mapping, Reads};
use super::file::{Bytes, Encoding, FileTrouble, Shape, examine};
use super::stages;
use super::survey::{Format, Survey, survey};
use super::words::Dictionary;
use super::{Kind, Options};
use crate::i18n::Text;
use crate::values::datetext::DateFormat;
use crate::values::money::Currency;

/// A file made ready.
#[derive(Debug)]
pub struct Job {
    /// What its rows are.
    pub kind: Kind,
    /// The file.
    pub path: PathBuf,
    /// What it is called.
    pub title: String,
    /// Hash of its content.
    pub hash: String,
    /// How it is read.
    pub shape: Shape,
    /// Which column is what.
    pub mapping: Mapping,
    /// How dates are written, per column.
    pub formats: BTreeMap<usize, DateFormat>,
    /// What its columns tell.
    pub survey: Survey,
    /// What its words mean, where somebody said so.
    pub words: Dictionary,
    /// How it was asked for.
    pub options: Options,
}

/// Why a file cannot be imported as it was asked for.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot be read.
    File(FileTrouble),
    /// Its columns cannot be matched; their names.
    Map(MapTrouble, Vec<String>),
    /// A column of dates reads in several ways.
    Dates {
        /// The column.
        column: String,
        /// A cell.
        example: String,
        /// What it may mean.
        readings: Vec<(DateFormat, NaiveDate)>,
    },
    /// No encoding of this name.
    Encoding(String),
    /// No currency of this code.
    Currency(String),
    /// No field of this name to multiply.
    Scale(String),
}

impl From<FileTrouble> for Trouble {
    fn from(trouble: FileTrouble) -> Trouble {
        Trouble::File(trouble)
    }
}

impl Job {
    /// Reads a file and makes it ready.
    ///
    /// # Errors
    /// When it cannot be read, or somebody has to say more about it.
    pub fn prepare(kind: Kind, path: &Path, title: &str, options: Options) -> Result<Job, Trouble> {
        check(kind, &options)?;
        let bytes = looked_at(path, &options)?;
        let shape = Shape::of(&bytes, options.delimiter)?;
        let sample = shape.sample.as_slice();
        let mapping = columns::map(&shape.headers, kind.columns(), &options.map, sample)
            .map_err(|trouble| Trouble::Map(trouble, shape.headers.clone()))?;
        let words = Dictionary::of(&options.words, &mapping);
        let survey = survey(path, &shape, &mapping, &words)?;
        let formats = formats(&shape, &mapping, &survey, &options)?;
        let (path, title) = (path.to_owned(), title.to_owned());
        Ok(Job { kind, path, title, hash: bytes.hash, shape, mapping, formats, survey, words, options })
    }

    /// The field that a column of this name fills; nothing, where it fills none.
    pub fn field_called(&self, header: &str) -> &'static str {
        let named = self.shape.headers.iter().enumerate().filter(|(_, name)| *name == header);
        named.map(|(at, _)| self.mapping.field_at(at)).find(|field| !field.is_empty()).unwrap_or("")
    }

    /// The power of ten that a field's numbers are multiplied by.
    pub fn scale(&self, field: &str) -> u32 {
        self.options.scale.iter().find(|(of, _)| of == field).map_or(0, |(_, power)| *power)
    }
}

/// The bytes of a file, in the encoding somebody said, if they did.
///
/// # Errors
/// When it cannot be read, or there is no such encoding.
pub fn looked_at(path: &Path, options: &Options) -> Result<Bytes, Trouble> {
    let bytes = examine(path)?;
    let said = options.encoding.trim();
    if said.is_empty() {
        return Ok(bytes);
    }
    let encoding = Encoding::named(said).ok_or_else(|| Trouble::Encoding(said.to_owned()))?;
    Ok(Bytes { encoding, ..bytes })
}

fn check(kind: Kind, options: &Options) -> Result<(), Trouble> {
    if !options.currency.is_empty() && Currency::parse(&options.currency).is_err() {
        return Err(Trouble::Currency(options.currency.clone()));
    }
    let is_field = |field: &str| kind.columns().fields.iter().any(|column| column.field == field);
    if let Some(unknown) = options.words.iter().find(|meaning| !is_field(&meaning.field)) {
        return Err(Trouble::Map(MapTrouble::UnknownField(unknown.field.clone()), Vec::new()));
    }
    let is_amount = |field: &str| kind.columns().fields.iter().any(|c| c.field == field && c.reads == Reads::Amount);
    match options.scale.iter().find(|(field, _)| !is_amount(field)) {
        Some((field, _)) => Err(Trouble::Scale(field.clone())),
        None => Ok(()),
    }
}

/// The format of every column of dates. Columns that are only dates by their name never ask: nothing may need them.
fn formats(
    shape: &Shape,
    mapping: &Mapping,
    survey: &Survey,
    options: &Options,
) -> Result<BTreeMap<usize, DateFormat>, Trouble> {
    let said = DateFormat::from_code(&options.dates);
    let mut known = BTreeMap::new();
    for (at, dates) in survey.dates.iter().enumerate() {
        let Some(dates) = dates.as_ref().filter(|dates| dates.is_filled()) else { continue };
        let names_stage = survey.stages.iter().any(|stage| stages::is_named_after(&shape.headers[at], stage));
        let is_needed =
            names_stage || mapping.fields.iter().any(|m| m.at.contains(&at) && m.column.reads == Reads::Day);
        match dates.format(said) {
            Format::Known(format) => drop(known.insert(at, format)),
            Format::Unclear(example, readings) if is_needed => {
                return Err(Trouble::Dates { column: shape.headers[at].clone(), example, readings });
            }
            Format::Unclear(..) => {}
        }
    }
    Ok(known)
}

impl Trouble {
    /// The sentence for whoever brought the file.
    pub fn sentence(&self, text: &Text) -> String {
        match self {
            Trouble::File(FileTrouble::Unreadable(cause)) => {
                text.plain("imports-trouble-unreadable", &[("cause", cause.to_string().into())])
            }
            Trouble::File(FileTrouble::Empty) => text.t("imports-trouble-empty").to_owned(),
            Trouble::File(FileTrouble::EndlessRow { line }) => {
                text.plain("imports-trouble-endless", &[("line", (*line as i64).into())])
            }
            Trouble::Map(MapTrouble::UnknownColumn(column), _) => {
                text.plain("imports-trouble-column", &[("column", column.clone().into())])
            }
            Trouble::Map(MapTrouble::UnknownField(field), _) => {
                text.plain("imports-trouble-field", &[("field", field.clone().into())])
            }
            Trouble::Map(MapTrouble::KeyMissing, found) => {
                let found: Vec<&str> = found.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
                text.plain("imports-trouble-key", &[("columns", found.join(", ").into())])
            }
            Trouble::Dates { column, example, readings } => dates_sentence(text, column, example, readings),
            Trouble::Encoding(name) => text.plain("imports-trouble-encoding", &[("name", name.clone().into())]),
            Trouble::Currency(code) => text.plain("imports-trouble-currency", &[("code", code.clone().into())]),
            Trouble::Scale(field) => text.plain("imports-trouble-scale", &[("field", field.clone().into())]),
        }
    }
}

fn dates_sentence(text: &Text, column: &str, example: &str, readings: &[(DateFormat, NaiveDate)]) -> String {
    let each = |(format, day): &(DateFormat, NaiveDate)| format!("{} → {}", format.code(), text.date(*day));
    let readings: Vec<String> = readings.iter().map(each).collect();
    let args = [
        ("column", column.to_owned().into()),
        ("example", example.to_owned().into()),
        ("readings", readings.join(", ").into()),
    ];
    text.plain("imports-trouble-dates", &args)
}
