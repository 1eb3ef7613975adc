//! The second reading of a file: what its columns tell as a whole, before any row is taken.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::NaiveDate;
use csv::StringRecord;

use super::cells::Given;
use super::columns::{Mapping, Reads};
use super::file::{FileTrouble, Rows, Shape};
use super::numbers::Separators;
use super::stages;
use super::words::Dictionary;
use crate::values::datetext::{DateFormat, Detected, Detector};
use crate::values::guard::unguarded;
use crate::values::number::{self, NumberError};

/// How many different stages a file may name before we stop believing that the column holds stages.
const MOST_STAGES: usize = 60;

/// What is known of the file as a whole.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Rows below the head.
    pub rows: i64,
    /// Per column, where it may hold dates.
    pub dates: Vec<Option<Dates>>,
    /// Per column, where it holds numbers.
    pub numbers: Vec<Separators>,
    /// The stages it names, in the order they come.
    pub stages: Vec<String>,
    /// How many rows come before the last one with several cells; behind it only notes to the table follow.
    pub last_full: i64,
    /// Columns of percentages with a cell that can only be that, and those with a cell that may be a share of one.
    percents: BTreeSet<usize>,
    shares: BTreeSet<usize>,
}

impl Survey {
    /// Does a column write shares of one, `0.4` for 40 %? Then no cell is above one, and not all are nothing.
    pub fn is_of_one(&self, at: usize) -> bool {
        self.shares.contains(&at) && !self.percents.contains(&at)
    }

    fn observe_share(&mut self, at: usize, cell: &str) {
        match number::parse_fraction(cell, 9) {
            Ok(0) => {}
            Ok(1..=1_000_000_000) => drop(self.shares.insert(at)),
            // With more digits than that it is below one all the same, if it begins so.
            Err(NumberError::TooManyDecimals) if cell.starts_with(['0', '.', ',']) => drop(self.shares.insert(at)),
            Ok(_) | Err(_) => drop(self.percents.insert(at)),
        }
    }
}

/// The dates of one column.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    detector: Detector,
    /// A cell that reads differently in two formats.
    example: Option<String>,
    filled: bool,
}

/// What a column of dates comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// This one.
    Known(DateFormat),
    /// Somebody has to choose; an example and its readings.
    Unclear(String, Vec<(DateFormat, NaiveDate)>),
}

impl Dates {
    fn observe(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        self.filled = true;
        self.detector.observe(cell);
        if self.example.is_none() && distinct(&readings(cell)) > 1 {
            self.example = Some(cell.to_owned());
        }
    }

    /// The format, with what somebody said where the column leaves a choice.
    pub fn format(&self, said: Option<DateFormat>) -> Format {
        match (self.detector.finish(), said) {
            (Detected::Certain(format), _) => Format::Known(format),
            (Detected::Ambiguous(left), Some(said)) if left.contains(&said) => Format::Known(said),
            (Detected::None, Some(said)) => Format::Known(said),
            (Detected::Ambiguous(left), _) => match &self.example {
                Some(example) => {
                    let possible = readings(example).into_iter().filter(|(format, _)| left.contains(format));
                    Format::Unclear(example.clone(), possible.collect())
                }
                // Every date reads the same in each format that is left: 5/5/2026.
                None => Format::Known(left[0]),
            },
            (Detected::None, None) => match &self.example {
                Some(example) => Format::Unclear(example.clone(), readings(example)),
                None => Format::Known(DateFormat::YearMonthDay),
            },
        }
    }

    /// Does any cell hold anything?
    pub fn is_filled(&self) -> bool {
        self.filled
    }
}

fn readings(cell: &str) -> Vec<(DateFormat, NaiveDate)> {
    DateFormat::ALL.into_iter().filter_map(|format| Some((format, format.parse(cell)?))).collect()
}

fn distinct(readings: &[(DateFormat, NaiveDate)]) -> usize {
    let mut days: Vec<NaiveDate> = readings.iter().map(|(_, day)| *day).collect();
    days.sort_unstable();
    days.dedup();
    days.len()
}

/// Reads the file once.
///
/// # Errors
/// When it cannot be read.
pub fn survey(path: &Path, shape: &Shape, mapping: &Mapping, words: &Dictionary) -> Result<Survey, FileTrouble> {
    let width = shape.headers.len();
    let of_kind = |at: usize, wanted: fn(Reads) -> bool| {
        mapping.fields.iter().any(|mapped| mapped.at.contains(&at) && wanted(mapped.column.reads))
    };
    let is_day = |at: usize| of_kind(at, |reads| reads == Reads::Day) || says_date(&shape.headers[at]);
    let numbers: Vec<usize> =
        (0..width).filter(|at| of_kind(*at, |reads| matches!(reads, Reads::Amount | Reads::Number))).collect();
    let percents: Vec<usize> = (0..width).filter(|at| of_kind(*at, |reads| reads == Reads::Percent)).collect();
    let stage = mapping.of("stage").or_else(|| mapping.of("outcome")).and_then(|mapped| mapped.at.first().copied());
    let mut found = Survey {
        dates: (0..width).map(|at| is_day(at).then(Dates::default)).collect(),
        numbers: vec![Separators::Unknown; width],
        ..Survey::default()
    };
    let (mut rows, mut record) = (Rows::open(path, shape)?, StringRecord::new());
    while rows.next(&mut record)? {
        if record.iter().filter(|cell| !cell.trim().is_empty()).nth(1).is_some() {
            found.last_full = found.rows;
        }
        found.rows += 1;
        for at in &percents {
            match unguarded(record.get(*at).unwrap_or("").trim()) {
                "" => {}
                cell => found.observe_share(*at, cell),
            }
        }
        for (at, dates) in found.dates.iter_mut().enumerate() {
            if let (Some(dates), Some(cell)) = (dates, record.get(at)) {
                dates.observe(cell.trim());
            }
        }
        for at in &numbers {
            found.numbers[*at].observe(unguarded(record.get(*at).unwrap_or("")));
        }
        let cell = |at: usize| record.get(at).map(str::trim).filter(|name| !name.is_empty());
        let named = stage.and_then(|at| Some(words.read(at, cell(at)?)));
        if let Some(Given::Text(name)) = named
            && !stages::says_open(&name)
            && !found.stages.contains(&name)
            && found.stages.len() < MOST_STAGES
        {
            found.stages.push(name);
        }
    }
    Ok(found)
}

/// Is a column about the day something happened, by its name?
pub fn says_date(header: &str) -> bool {
    let words = crate::values::text::words(header);
    words.iter().any(|word| matches!(word.as_str(), "date" | "entered" | "since" | "datum" | "fecha" | "data"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(cells: &[&str]) -> Dates {
        let mut dates = Dates::default();
        cells.iter().for_each(|cell| dates.observe(cell));
        dates
    }

    #[test]
    fn one_day_beyond_twelve_decides_for_the_column() {
        let found = dates(&["03/04/2026", "", "12/31/2026"]).format(None);
        assert_eq!(found, Format::Known(DateFormat::MonthDayYear));
    }

    #[test]
    fn a_column_that_leaves_a_choice_asks_with_both_readings() {
        let column = dates(&["05/05/2026", "03/04/2026"]);
        let Format::Unclear(example, readings) = column.format(None) else { panic!("a question was expected") };
        assert_eq!((example.as_str(), readings.len()), ("03/04/2026", 2));
        assert_eq!(column.format(Some(DateFormat::DayMonthYear)), Format::Known(DateFormat::DayMonthYear));
        assert!(matches!(column.format(Some(DateFormat::YearMonthDay)), Format::Unclear(..)));
    }

    #[test]
    fn dates_that_read_alike_need_no_answer() {
        assert!(matches!(dates(&["05/05/2026"]).format(None), Format::Known(_)));
    }

    #[test]
    fn a_column_written_in_two_ways_asks() {
        assert!(matches!(dates(&["31/12/2026", "12/31/2026", "3/4/2026"]).format(None), Format::Unclear(..)));
    }

    #[test]
    fn a_column_of_shares_is_told_from_one_of_percentages() {
        for (cells, expected) in [
            (["0.25", "1", "0"], true),
            (["0", "1", "1"], true),
            (["0.3333333333333333", "0.5", "1"], true),
            (["0.5", "20", "1"], false),
            (["0.5%", "0.2", "1"], false),
            (["0", "0", "0"], false),
        ] {
            let mut survey = Survey::default();
            cells.iter().for_each(|cell| survey.observe_share(3, cell));
            assert_eq!(survey.is_of_one(3), expected, "{cells:?}");
        }
    }

    #[test]
    fn a_certain_column_needs_no_answer_and_takes_none() {
        let found = dates(&["2026-04-03"]).format(Some(DateFormat::DayMonthYear));
        assert_eq!(found, Format::Known(DateFormat::YearMonthDay));
    }
}
