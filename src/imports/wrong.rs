//! The file of rows that were not imported: as they were, with the reason in a last column, to repair and bring again.

use std::io::{self, Write};

use super::store::WrongRow;
use crate::values::guard::{guarded, unguarded};

/// A file of wrong rows being written.
pub struct WrongFile<W: Write> {
    writer: csv::Writer<W>,
    width: usize,
}

impl<W: Write> WrongFile<W> {
    /// Begins the file with the columns it had, and one for the reason.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(to: W, headers: &[String], reason: &str) -> io::Result<WrongFile<W>> {
        let mut file =
            WrongFile { writer: csv::WriterBuilder::new().flexible(true).from_writer(to), width: headers.len() };
        let row = headers.iter().map(String::as_str).chain([reason]);
        file.put(row)?;
        Ok(file)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, row: &WrongRow) -> io::Result<()> {
        let missing = self.width.saturating_sub(row.cells.len());
        let cells = row.cells.iter().map(String::as_str).chain(std::iter::repeat_n("", missing));
        self.put(cells.chain([row.reason.as_str()]))
    }

    fn put<'c>(&mut self, cells: impl Iterator<Item = &'c str>) -> io::Result<()> {
        self.writer.write_record(cells.map(|cell| guarded(unguarded(cell)).into_owned())).map_err(io::Error::other)
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// The wrong rows of an import as one file.
///
/// # Errors
/// When memory cannot hold it.
pub fn file(headers: &[String], reason: &str, rows: &[WrongRow]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut file = WrongFile::begin(&mut bytes, headers, reason)?;
    rows.iter().try_for_each(|row| file.write(row))?;
    file.flush()?;
    drop(file);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_row_keeps_its_columns_and_says_why() {
        let row = |cells: &[&str]| WrongRow {
            line: 2,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            reason: "No owner".to_owned(),
        };
        let headers = ["name".to_owned(), "owner".to_owned()];
        let bytes = file(&headers, "reason", &[row(&["=1+1", "Zoë, \"x\""]), row(&["short"])]).unwrap();
        let expected = "name,owner,reason\n'=1+1,\"Zoë, \"\"x\"\"\",No owner\nshort,,No owner\n";
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
