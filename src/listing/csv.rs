//! Files of lists, as CSV that a spreadsheet opens without running anything in it (rule 69).
//!
//! A text that begins like a formula gets an apostrophe in front; [`unguarded`] takes it off again, so that a file comes
//! back as it went. Numbers of our own making go out as they are: `-5` is no formula.

use crate::values::money::Currency;

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

/// A file in the making.
pub struct Sheet {
    rows: ::csv::Writer<Vec<u8>>,
}

impl Sheet {
    /// A file with these column heads.
    pub fn new(heads: &[&str]) -> Sheet {
        let mut sheet = Sheet { rows: ::csv::Writer::from_writer(MARK.to_vec()) };
        sheet.row(heads.iter().map(|head| Cell::text(*head)));
        sheet
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let cells: Vec<String> = cells.into_iter().map(Cell::written).collect();
        // Memory takes every row, and every row has as many cells as the head.
        self.rows.write_record(&cells).unwrap_or_default();
    }

    /// The file.
    pub fn finish(self) -> Vec<u8> {
        self.rows.into_inner().unwrap_or_default()
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
        assert_eq!(String::from_utf8(sheet.finish()).unwrap(), "\u{feff}Name,Value\n\"'-Ünal, A.\",-5\n");
    }

    #[test]
    fn an_amount_has_the_decimals_of_its_currency() {
        assert_eq!(Cell::amount(Some(-1_205), "EUR"), Cell::own("-12.05"));
        assert_eq!(Cell::amount(Some(1_205), "JPY"), Cell::own(1_205));
        assert_eq!(Cell::amount(None, "EUR"), Cell::own(""));
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_back(text in "['=+@a-]{0,4}.{0,4}") {
            let out = guarded(text.clone());
            prop_assert_eq!(unguarded(&out), text);
        }
    }
}
