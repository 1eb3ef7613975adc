//! Files of lists, as CSV that a spreadsheet opens without running anything in it (rule 69).
//!
//! A text that begins like a formula gets an apostrophe in front; [`unguarded`] takes it off again, so that a file comes
//! back as it went. Numbers of our own making go out as they are: `-5` is no formula.

use std::io::{self, Write};

use tempfile::{SpooledData, SpooledTempFile};

use crate::values::money::Currency;
use crate::web::{Body, Error};

/// What a formula begins with, or what spreadsheets drop before looking at the next character.
const SUSPICIOUS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Spreadsheets read UTF-8 only when a file says so.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// One value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// What somebody typed: guarded.
    Text(String),
    /// A number, a day, an instant, an id of our own making: as it is.
    Own(String),
}

impl Cell {
    /// What somebody typed.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A value of our own making.
    pub fn own(value: impl ToString) -> Cell {
        Cell::Own(value.to_string())
    }

    /// A value of our own making, or an empty cell.
    pub fn maybe(value: Option<impl ToString>) -> Cell {
        Cell::Own(value.map(|value| value.to_string()).unwrap_or_default())
    }

    /// An amount in minor units of a currency, with a point before its decimals whatever the reader's language; or an
    /// empty cell.
    pub fn amount(minor: Option<i64>, currency: &str) -> Cell {
        let decimals = Currency::parse(currency).map_or(2, Currency::exponent);
        let scale = 10_u64.pow(decimals);
        let written = |minor: i64| {
            let sign = if minor < 0 { "-" } else { "" };
            let (whole, rest) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
            let width = decimals as usize;
            if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:0width$}") }
        };
        Cell::maybe(minor.map(written))
    }

    fn written(self) -> String {
        match self {
            Cell::Text(text) => guarded(text),
            Cell::Own(value) => value,
        }
    }
}

/// How many bytes of a file are kept in memory; a longer one lies on disk, so that a list may be as long as it is.
const IN_MEMORY: usize = 1 << 20;

/// A file in the making.
pub struct Sheet {
    rows: ::csv::Writer<SpooledTempFile>,
    /// What the disk answered first, once it did not take a row.
    failed: Option<io::Error>,
}

impl Sheet {
    /// A file with these column heads.
    pub fn new(heads: &[&str]) -> Sheet {
        let mut file = SpooledTempFile::new(IN_MEMORY);
        let failed = file.write_all(MARK).err();
        let mut sheet = Sheet { rows: ::csv::Writer::from_writer(file), failed };
        sheet.row(heads.iter().map(|head| Cell::text(*head)));
        sheet
    }

    /// Adds a row, with as many cells as the head has. What goes wrong is told at the end.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        if self.failed.is_none() {
            let cells: Vec<String> = cells.into_iter().map(Cell::written).collect();
            self.failed = self.rows.write_record(&cells).err().map(io::Error::from);
        }
    }

    /// The file.
    ///
    /// # Errors
    /// When the disk did not take it.
    pub fn finish(self) -> Result<Body, Error> {
        let Sheet { rows, failed } = self;
        let written =
            failed.map_or(Ok(()), Err).and_then(|()| rows.into_inner().map_err(|e| io::Error::other(e.to_string())));
        match written.map(SpooledTempFile::into_inner) {
            Ok(SpooledData::InMemory(bytes)) => Ok(Body::Whole(bytes.into_inner())),
            Ok(SpooledData::OnDisk(file)) => Ok(Body::Kept(file)),
            Err(error) => Err(Error::Bug(format!("writing a file: {error}"))),
        }
    }
}

/// A text no spreadsheet takes for a formula. One that begins with an apostrophe before such a sign gets another, so
/// that taking one off always gives back what was there.
pub fn guarded(text: String) -> String {
    if text.trim_start_matches('\'').starts_with(SUSPICIOUS) { format!("'{text}") } else { text }
}

/// The text as it was before [`guarded`].
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(SUSPICIOUS) => rest,
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_cell_is_a_formula() {
        for evil in ["=1+1", "+48 22 123", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(guarded(evil.to_owned()), format!("'{evil}"));
        }
        assert_eq!(guarded("O'Neil = fine".to_owned()), "O'Neil = fine");
    }

    #[test]
    fn numbers_of_our_own_stay_numbers() {
        let mut sheet = Sheet::new(&["Name", "Value"]);
        sheet.row([Cell::text("-Ünal, A."), Cell::own(-5)]);
        let Body::Whole(file) = sheet.finish().unwrap() else { panic!("a short file is kept in memory") };
        assert_eq!(String::from_utf8(file).unwrap(), "\u{feff}Name,Value\n\"'-Ünal, A.\",-5\n");
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        assert_eq!(Cell::amount(Some(-1_205), "EUR"), Cell::own("-12.05"));
        assert_eq!(Cell::amount(Some(1_205), "JPY"), Cell::own(1_205));
        assert_eq!(Cell::amount(None, "EUR"), Cell::own(""));
    }

    #[test]
    fn a_long_file_lies_on_disk_and_reads_alike() {
        let sheet = |rows: usize| {
            let mut sheet = Sheet::new(&["Name", "Value"]);
            (0..rows).for_each(|row| sheet.row([Cell::text("x".repeat(1_000)), Cell::own(row)]));
            sheet.finish().unwrap()
        };
        let Body::Whole(short) = sheet(10) else { panic!("a short file is kept in memory") };
        let Body::Kept(mut file) = sheet(2_000) else { panic!("a long file lies on disk") };
        let mut long = String::new();
        file.rewind().unwrap();
        file.read_to_string(&mut long).unwrap();
        assert!(long.as_bytes().starts_with(&short));
        assert_eq!(
            (long.lines().count(), long.lines().last().map(|line| line.ends_with(",1999"))),
            (2_001, Some(true))
        );
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_back(text in "['=+@a-]{0,4}.{0,4}") {
            let out = guarded(text.clone());
            prop_assert_eq!(unguarded(&out), text);
        }
    }
}
