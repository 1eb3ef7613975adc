//! From the cells of a row to the fields of a record.
//!
//! An empty cell says nothing; `(clear)` empties a field (rule 68). A cell that cannot be read is a wrong row, never a
//! half-filled record.

use chrono::NaiveDate;
use csv::StringRecord;
use serde_json::{Map, Value};

use super::Job;
use super::access::gives_to;
use super::columns::{Column, Reads};
use super::desk::Desk;
use super::people::Known;
use super::reading::{
    checked, emails, is_nothing, is_total, lower_bound, number_trouble, one_line, percent, phones, word,
};
use super::refusal::{Note, Refusal, Stop, Why};
use crate::db::Ids;
use crate::db::Tx;
use crate::tags::{self, Typed};
use crate::values::country;
use crate::values::datetext::DateFormat;
use crate::values::guard::unguarded;
use crate::values::money::Currency;
use crate::values::number::{self, NumberError};

/// What empties a field.
pub const CLEAR: &str = "(clear)";

/// The longest line of text, in characters, and the longest text.
const LONGEST_LINE: usize = 500;
const LONGEST_TEXT: usize = 20_000;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Nothing.
    Nothing,
    /// That the field is to be emptied.
    Clear,
    /// This.
    Text(String),
}

/// A row of the file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The file.
    pub job: &'r Job,
    /// Its cells.
    pub record: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// What a cell says.
    pub fn cell(&self, at: usize) -> Given {
        let raw = unguarded(self.record.get(at).unwrap_or("").trim());
        match raw {
            "" => Given::Nothing,
            CLEAR => Given::Clear,
            nothing if is_nothing(nothing) => Given::Nothing,
            // PostgreSQL cannot keep a NUL, and nobody types one.
            other => self.job.words.read(at, &other.replace('\0', "")),
        }
    }

    /// A column's name.
    pub fn header(&self, at: usize) -> &'r str {
        self.job.shape.headers.get(at).map_or("", String::as_str)
    }

    /// The first of a field's cells that says something.
    pub fn said(&self, field: &str) -> Option<(usize, Given)> {
        let at = &self.job.mapping.of(field)?.at;
        at.iter().map(|at| (*at, self.cell(*at))).find(|(_, given)| *given != Given::Nothing)
    }

    /// The text of a field, on one line, with the column's name.
    pub fn text(&self, field: &str) -> Option<(&'r str, String)> {
        match self.said(field)? {
            (at, Given::Text(text)) => Some((self.header(at), one_line(&text))),
            (_, Given::Clear | Given::Nothing) => None,
        }
    }

    /// Just the text of a field; empty, where there is none.
    pub fn trimmed(&self, field: &str) -> String {
        self.text(field).map_or(String::new(), |(_, text)| text)
    }

    /// Does any cell say anything?
    pub fn is_empty(&self) -> bool {
        self.record.iter().all(|cell| cell.trim().is_empty())
    }

    /// A total, or a line below the table, is no record.
    ///
    /// # Errors
    /// When it is one.
    pub fn check_is_record(&self, is_below: bool) -> Result<(), Refusal> {
        let first = self.record.iter().map(str::trim).find(|cell| !cell.is_empty()).unwrap_or("");
        if is_total(self.record.iter()) {
            return Err(Refusal::of(Why::Total, "", first));
        }
        let is_line = is_below && self.record.len() == 1 && self.job.shape.headers.len() > 1;
        if is_line { Err(Refusal::of(Why::BelowTable, "", first)) } else { Ok(()) }
    }

    /// More cells than columns: mostly a delimiter inside a cell that nobody quoted.
    ///
    /// # Errors
    /// When there are.
    pub fn check_width(&self) -> Result<(), Refusal> {
        let beyond = self.record.iter().skip(self.job.shape.headers.len()).find(|cell| !cell.trim().is_empty());
        beyond.map_or(Ok(()), |cell| Err(Refusal::of(Why::TooManyCells, "", cell)))
    }

    /// The day of a cell.
    ///
    /// # Errors
    /// When it is none in the column's format.
    pub fn day(&self, at: usize) -> Result<Option<NaiveDate>, Refusal> {
        let Given::Text(cell) = self.cell(at) else { return Ok(None) };
        let format = self.job.formats.get(&at).copied().unwrap_or(DateFormat::YearMonthDay);
        let day = format.parse(&cell).ok_or_else(|| Refusal::of(Why::NotADate, self.header(at), &cell))?;
        Ok(Some(day))
    }

    /// The day of a field.
    ///
    /// # Errors
    /// When it is none in the column's format.
    pub fn day_of(&self, field: &str) -> Result<Option<NaiveDate>, Refusal> {
        self.said(field).map_or(Ok(None), |(at, _)| self.day(at))
    }

    /// The currency of the row's amounts: its own, else one that an amount names, else the one asked for, else one that
    /// an amount's column names, else the record's. A row without amounts leaves a record its currency.
    ///
    /// # Errors
    /// When the row's is none.
    pub fn currency(&self, desk: &mut Desk<'_>, known: Option<&str>) -> Result<Currency, Refusal> {
        let own = known.and_then(|code| Currency::parse(code).ok()).unwrap_or(desk.currency);
        if let Some((column, cell)) = self.text("currency") {
            let meant = number::currency_called(&cell, own);
            return meant.ok_or_else(|| Refusal::of(Why::NotACurrency, column, cell));
        }
        let Some((first, _)) = self.amounts().next() else { return Ok(own) };
        let of_column = number::currency_of_column(self.header(first), own).filter(|_| !desk.currency_said);
        let expected = if desk.currency_said { desk.currency } else { of_column.unwrap_or(own) };
        let named = self.amounts().find_map(|(_, cell)| Some((number::named_currency(&cell, expected)?, cell)));
        match (named, of_column) {
            (Some((named, cell)), _) if named != expected => {
                let sign: String = cell.chars().filter(|c| !c.is_numeric() && !matches!(c, '.' | ',' | ' ')).collect();
                desk.remark(Note::Currency, &sign, named.as_str());
                Ok(named)
            }
            (_, Some(of_column)) if of_column != own => {
                desk.remark(Note::Currency, self.header(first), of_column.as_str());
                Ok(of_column)
            }
            (_, _) => Ok(expected),
        }
    }

    /// Its cells of amounts that say something.
    fn amounts(&self) -> impl Iterator<Item = (usize, String)> {
        let amounts = self.job.mapping.fields.iter().filter(|mapped| mapped.column.reads == Reads::Amount);
        amounts.flat_map(|mapped| &mapped.at).filter_map(|at| match self.cell(*at) {
            Given::Text(cell) => Some((*at, cell)),
            Given::Nothing | Given::Clear => None,
        })
    }

    /// An amount, in minor units.
    ///
    /// # Errors
    /// When it cannot be read as one.
    pub fn amount(&self, at: usize, field: &str, currency: Currency) -> Result<Option<i64>, Refusal> {
        let Given::Text(cell) = self.cell(at) else { return Ok(None) };
        let plain = self.job.survey.numbers.get(at).copied().unwrap_or_default().plain(&cell);
        let read = number::parse_scaled_amount(&plain, currency, self.job.scale(field));
        match read {
            Ok(below) if below < 0 => Err(Refusal::of(Why::OutOfRange, self.header(at), cell)),
            read => read.map(Some).map_err(|wrong| Refusal::of(number_trouble(wrong), self.header(at), cell)),
        }
    }
}

/// Puts what a row says into a record's fields. Currency and owner first: other fields go by them.
///
/// # Errors
/// When a cell cannot be read.
pub fn fill(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, facts: &mut Map<String, Value>) -> Result<(), Stop> {
    let known = facts.get("currency").and_then(Value::as_str).map(str::to_owned);
    let currency = row.currency(desk, known.as_deref())?;
    if facts.contains_key("currency") {
        facts.insert("currency".into(), currency.as_str().into());
    }
    for mapped in &row.job.mapping.fields {
        let column = mapped.column;
        for at in &mapped.at {
            match row.cell(*at) {
                Given::Nothing => {}
                _ if column.reads == Reads::Own => {}
                Given::Clear => clear(column, facts),
                Given::Text(cell) => {
                    let value = read(tx, desk, row, *at, column, &cell, currency, facts)?;
                    facts.insert(column.stored.to_owned(), value);
                }
            }
        }
    }
    Ok(())
}

fn clear(column: &Column, facts: &mut Map<String, Value>) {
    let empty = match facts.get(column.stored) {
        Some(Value::String(_)) => Value::from(""),
        Some(Value::Array(_)) => Value::Array(Vec::new()),
        Some(_) | None => Value::Null,
    };
    facts.insert(column.stored.to_owned(), empty);
}

#[expect(clippy::too_many_arguments, reason = "the cell, where it stands, and what it is read against")]
fn read(
    tx: &mut Tx<'_>,
    desk: &mut Desk<'_>,
    row: Row<'_>,
    at: usize,
    column: &Column,
    cell: &str,
    currency: Currency,
    facts: &mut Map<String, Value>,
) -> Result<Value, Stop> {
    let header = row.header(at);
    let wrong = |why| Refusal::of(why, header, cell);
    let known = facts.get(column.stored).and_then(Value::as_str).unwrap_or("");
    let kept = facts.get(column.stored).cloned().unwrap_or_default();
    let as_it_is = || kept.clone();
    Ok(match column.reads {
        Reads::Own => Value::Null,
        Reads::External | Reads::Line => {
            checked(&one_line(cell), LONGEST_LINE).ok_or_else(|| wrong(Why::TooLong))?.into()
        }
        Reads::Lines => checked(&cell.replace("\r\n", "\n"), LONGEST_TEXT).ok_or_else(|| wrong(Why::TooLong))?.into(),
        Reads::Emails => emails(known, cell).ok_or_else(|| wrong(Why::NotAnEmail))?.into(),
        Reads::Phones => phones(known, cell).into(),
        Reads::Amount => row.amount(at, column.field, currency)?.into(),
        Reads::Number => match whole(desk, row, at, cell).map_err(wrong)? {
            Some(number) => number.into(),
            None => as_it_is(),
        },
        Reads::Percent => percent(cell, row.job.survey.is_of_one(at)).map_err(wrong)?.into(),
        Reads::Day => serde_json::to_value(row.day(at)?).unwrap_or_default(),
        Reads::Country => country_code(desk, cell, facts).into(),
        Reads::Person => owner(person(tx, desk, header, cell)?, facts).into(),
        Reads::Pick(list) => desk.pick(list, header, cell)?.into(),
        Reads::Tags => tags(tx, desk, row, at, cell)?,
        Reads::OpenPick(list) => desk.open_pick(tx, list, header, &one_line(cell))?.map_or_else(as_it_is, Value::from),
        Reads::Word(set) => word(set.words, cell).ok_or_else(|| wrong(Why::UnknownWord))?.into(),
    })
}

/// The tags of a cell, each a word or what was said that it means.
fn tags(tx: &mut Tx<'_>, desk: &mut Desk<'_>, row: Row<'_>, at: usize, cell: &str) -> Result<Value, Stop> {
    let mut found = Vec::new();
    for word in tags_in(row, at, cell) {
        found.extend(desk.tag(tx, row.header(at), &word)?);
    }
    let found = Ids::of(found);
    if found.iter().count() > tags::MOST {
        return Err(Refusal::of(Why::TooManyTags, row.header(at), cell).into());
    }
    Ok(serde_json::to_value(found).unwrap_or_default())
}

/// The words of a cell, as they are called here.
fn tags_in(row: Row<'_>, at: usize, cell: &str) -> Vec<String> {
    let meant = Typed::of(cell).into_words().into_iter().map(|word| row.job.words.read(at, &word));
    meant.filter_map(|said| if let Given::Text(word) = said { Some(word) } else { None }).collect()
}

/// A whole number; of a range its lower bound, and what is none is left out, with a remark.
fn whole(desk: &mut Desk<'_>, row: Row<'_>, at: usize, cell: &str) -> Result<Option<i64>, Why> {
    let plain = row.job.survey.numbers.get(at).copied().unwrap_or_default().plain(cell);
    match number::parse_integer(&plain) {
        Ok(value) if value < 0 => Err(Why::OutOfRange),
        Ok(value) => Ok(Some(value)),
        Err(NumberError::NotANumber) => {
            let bound = lower_bound(cell);
            match bound {
                Some(bound) => desk.remark(Note::Range, cell, &bound.to_string()),
                None => desk.remark(Note::LeftOut, cell, row.header(at)),
            }
            Ok(bound)
        }
        Err(NumberError::TooManyDecimals) => Err(Why::NotWhole),
        Err(wrong) => Err(number_trouble(wrong)),
    }
}

/// The country's code. One that nobody knows is kept as text beside the region, so that the address still reads right.
fn country_code(desk: &mut Desk<'_>, cell: &str, facts: &mut Map<String, Value>) -> String {
    if let Some(found) = country::by_english_name(cell) {
        if !found.exact {
            desk.remark(Note::Country, cell, found.code);
        }
        return found.code.to_owned();
    }
    desk.remark(Note::CountryKept, cell, "");
    let region = facts.get("region").and_then(Value::as_str).unwrap_or("").to_owned();
    if !region.contains(cell) {
        let both = if region.is_empty() { cell.to_owned() } else { format!("{region}, {cell}") };
        facts.insert("region".into(), both.into());
    }
    String::new()
}

/// The one person a cell means, if the viewer may give them records.
fn person<'d>(tx: &Tx<'_>, desk: &'d Desk<'_>, header: &str, cell: &str) -> Result<&'d Known, Refusal> {
    let meant = desk.people.meant(&one_line(cell)).map_err(|why| Refusal::of(why, header, cell))?;
    let is_reached = gives_to(&tx.viewer, meant.id, meant.team);
    if is_reached { Ok(meant) } else { Err(Refusal::of(Why::ForeignPerson, header, cell)) }
}

/// The owner, whose team the record goes to.
fn owner(meant: &Known, facts: &mut Map<String, Value>) -> i64 {
    if facts.get("owner_id").and_then(Value::as_i64) != Some(meant.id) {
        facts.insert("team_id".into(), meant.team.into());
    }
    meant.id
}

/// Everything in a row that stands for a person or an item of a list here, and for none of them.
pub fn unknown_words(tx: &Tx<'_>, desk: &Desk<'_>, row: Row<'_>) -> Vec<Refusal> {
    let mut unknown = Vec::new();
    for mapped in &row.job.mapping.fields {
        for at in &mapped.at {
            let (header, Given::Text(cell)) = (row.header(*at), row.cell(*at)) else { continue };
            let refused = match mapped.column.reads {
                Reads::Person => person(tx, desk, header, &cell).err(),
                Reads::Pick(list) => desk.pick(list, header, &cell).err(),
                Reads::Tags => {
                    let words = tags_in(row, *at, &cell).into_iter();
                    unknown.extend(words.filter_map(|word| desk.known_tag(tx, header, &word).err()));
                    None
                }
                Reads::Word(set) if word(set.words, &cell).is_none() => {
                    Some(Refusal::of(Why::UnknownWord, header, cell))
                }
                _ => None,
            };
            unknown.extend(refused);
        }
    }
    unknown
}
