//! A file, row by row, in constant memory.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::StringRecord;
use encoding_rs_io::DecodeReaderBytesBuilder;

use super::{FileTrouble, Shape};

/// The most bytes one row may have. A quotation mark that is never closed swallows the rest of the file; here it stops.
const LONGEST_ROW: u64 = 16 * 1024 * 1024;

/// The rows of a file below its head.
pub struct Rows {
    reader: csv::Reader<Box<dyn Read + Send>>,
    /// Bytes read since the last row ended.
    spent: Arc<AtomicU64>,
    line: u64,
    crlf: bool,
    ends_quoted: bool,
    /// The last cell of the row read last goes over several lines.
    is_open: bool,
}

impl Rows {
    /// Opens a file and passes over its head.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(path: &Path, shape: &Shape) -> Result<Rows, FileTrouble> {
        let file = BufReader::with_capacity(256 * 1024, File::open(path)?);
        let mut decode = DecodeReaderBytesBuilder::new();
        let decoded = decode.encoding(Some(shape.encoding.decoder())).strip_bom(true).build(file);
        let spent = Arc::new(AtomicU64::new(0));
        let metered: Box<dyn Read + Send> = Box::new(Metered { inner: decoded, spent: spent.clone() });
        let reader = Shape::builder(shape.delimiter, shape.backslash).from_reader(metered);
        let mut rows =
            Rows { reader, spent, line: 0, crlf: shape.crlf, ends_quoted: shape.ends_quoted, is_open: false };
        let mut head = StringRecord::new();
        for _ in 0..=shape.above {
            rows.next(&mut head)?;
        }
        Ok(rows)
    }

    /// Reads the next row into `record`; no, at the end.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next(&mut self, record: &mut StringRecord) -> Result<bool, FileTrouble> {
        self.spent.store(0, Ordering::Relaxed);
        let line = self.reader.position().line();
        let before = self.line;
        let found = self.reader.read_record(record).map_err(|wrong| trouble(wrong, line))?;
        if !found && self.is_open && !self.ends_quoted {
            // Lines in the last cell of all are quoted, and the quotation mark behind them is not there.
            return Err(FileTrouble::EndlessRow { line: before });
        }
        self.is_open = record.iter().next_back().is_some_and(|cell| cell.contains('\n'));
        // The reader counts a line when it meets its last character; of two it stops before that one.
        self.line = record.position().map_or(line, |at| at.line() + u64::from(self.crlf && at.byte() > 0));
        Ok(found)
    }

    /// The line on which the row last read begins; the first is 1.
    pub fn line(&self) -> u64 {
        self.line
    }
}

fn trouble(wrong: csv::Error, line: u64) -> FileTrouble {
    match wrong.into_kind() {
        csv::ErrorKind::Io(cause) if cause.kind() == io::ErrorKind::FileTooLarge => FileTrouble::EndlessRow { line },
        csv::ErrorKind::Io(cause) => FileTrouble::Unreadable(cause),
        other => FileTrouble::Unreadable(io::Error::other(format!("{other:?}"))),
    }
}

/// Counts the bytes of the row being read.
struct Metered<R> {
    inner: R,
    spent: Arc<AtomicU64>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let spent = self.spent.fetch_add(read as u64, Ordering::Relaxed);
        if spent > LONGEST_ROW {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::imports::file::examine;

    fn rows(bytes: &[u8]) -> Result<Vec<Vec<String>>, FileTrouble> {
        let mut file = tempfile::NamedTempFile::new()?;
        file.write_all(bytes)?;
        let shape = Shape::of(&examine(file.path())?, None)?;
        let mut rows = Rows::open(file.path(), &shape)?;
        let (mut record, mut all) = (StringRecord::new(), Vec::new());
        while rows.next(&mut record)? {
            all.push(record.iter().map(str::to_owned).collect());
        }
        Ok(all)
    }

    #[test]
    fn every_encoding_reads_the_same() {
        let text = "name;city\nMüller;Köln\n\"Zoë\r\nLtd\";Paris\n";
        let expected = [["Müller", "Köln"], ["Zoë\r\nLtd", "Paris"]];
        let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        let reversed: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect();
        let western = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, utf16, reversed, western] {
            assert_eq!(rows(&bytes).unwrap(), expected);
        }
    }

    #[test]
    fn a_row_knows_its_line() {
        for text in ["a,b\n1,2\n3,\"4\n5\"\n6,7\n", "a,b\r\n1,2\r\n3,\"4\r\n5\"\r\n6,7\r\n"] {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(text.as_bytes()).unwrap();
            let shape = Shape::of(&examine(file.path()).unwrap(), None).unwrap();
            let mut rows = Rows::open(file.path(), &shape).unwrap();
            let (mut record, mut lines) = (StringRecord::new(), Vec::new());
            while rows.next(&mut record).unwrap() {
                lines.push(rows.line());
            }
            assert_eq!(lines, [2, 3, 5]);
        }
    }

    #[test]
    fn a_quote_never_closed_is_named_with_its_line() {
        let mut text = b"name,note\nAcme,fine\nBeta,\"open\n".to_vec();
        text.resize(40 * 1024 * 1024, b'x');
        assert!(matches!(rows(&text), Err(FileTrouble::EndlessRow { line: 3 })));
        let swallowed = b"name,note\nAcme,fine\nBeta,\"open\nGamma,x\nDelta,y\n";
        assert!(matches!(rows(swallowed), Err(FileTrouble::EndlessRow { line: 3 })));
        let closed = b"name,note\nAcme,fine\nBeta,\"open\nGamma,x\"\n\n";
        assert_eq!(rows(closed).unwrap().len(), 2);
    }
}
