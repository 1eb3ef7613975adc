//! Files as other programs write them: any encoding, delimiter and quoting, told from the file itself.
//!
//! A file is never held in memory: [`examine`] reads its bytes once, [`Shape::of`] looks at its beginning, [`Rows`]
//! reads it row by row.

mod encoding;
mod rows;
mod shape;

pub use encoding::{Bytes, Encoding, examine};
pub use rows::Rows;
pub use shape::Shape;

/// Why a file cannot be read as a table.
#[derive(Debug)]
pub enum FileTrouble {
    /// The system refuses to read it.
    Unreadable(std::io::Error),
    /// There is nothing in it.
    Empty,
    /// A row does not end: mostly a quotation mark that is opened and never closed.
    EndlessRow {
        /// The line it begins on.
        line: u64,
    },
}

impl From<std::io::Error> for FileTrouble {
    fn from(cause: std::io::Error) -> FileTrouble {
        FileTrouble::Unreadable(cause)
    }
}
