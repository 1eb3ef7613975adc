//! How a file separates its cells, how it quotes them, and where its head of columns stands.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::{Bytes, Encoding, FileTrouble};

/// What separates cells, the likeliest first.
const DELIMITERS: [u8; 8] = [b',', b';', b'\t', b'|', b'^', b'~', b'\x1f', b':'];

/// How many rows at the beginning decide.
const LOOKED_AT: usize = 100;

/// How a file is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Its encoding.
    pub encoding: Encoding,
    /// What separates its cells.
    pub delimiter: u8,
    /// Quotes inside quoted cells are written `\"` instead of `""`.
    pub backslash: bool,
    /// Rows end with two characters, as on Windows.
    pub crlf: bool,
    /// Rows above the head: titles, `sep=;`.
    pub above: usize,
    /// The names of its columns, as they stand.
    pub headers: Vec<String>,
}

impl Shape {
    /// Looks at the beginning of a file; `delimiter` where somebody knows it better.
    ///
    /// # Errors
    /// When there is no row in it.
    pub fn of(bytes: &Bytes, delimiter: Option<u8>) -> Result<Shape, FileTrouble> {
        let (text, _) = bytes.encoding.decoder().decode_with_bom_removal(&bytes.head);
        let whole = bytes.length == bytes.head.len() as u64;
        let backslash = text.contains("\\\"") && !text.contains("\"\"");
        let declared = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        let chosen = delimiter.or(declared);
        let candidates = chosen.map_or(DELIMITERS.to_vec(), |one| vec![one]);
        let tables = candidates.into_iter().map(|delimiter| Table::read(&text, delimiter, backslash, whole));
        // The first of equals, for the likelier delimiter stands first.
        let best = tables.reduce(|best, next| if next.score() > best.score() { next } else { best });
        let best = best.ok_or(FileTrouble::Empty)?;
        let above = best.head_row(usize::from(declared.is_some()));
        let headers = best.rows.get(above).ok_or(FileTrouble::Empty)?;
        let headers = headers.iter().map(|name| name.trim().to_owned()).collect();
        let crlf = text.find('\n').is_some_and(|end| text[..end].ends_with('\r'));
        Ok(Shape { encoding: bytes.encoding, delimiter: best.delimiter, backslash, crlf, above, headers })
    }

    /// A reader of this shape.
    pub(super) fn builder(delimiter: u8, backslash: bool) -> ReaderBuilder {
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter);
        if backslash {
            builder.double_quote(false).escape(Some(b'\\'));
        }
        builder
    }

    /// What separates the cells, in a word for people.
    pub fn delimiter_name(&self) -> String {
        match self.delimiter {
            b'\t' => "TAB".to_owned(),
            other => char::from(other).to_string(),
        }
    }
}

/// The beginning of a file, read with one delimiter.
struct Table {
    delimiter: u8,
    rows: Vec<StringRecord>,
    /// The usual count of cells in a row.
    width: usize,
    /// How many rows have it.
    regular: usize,
}

impl Table {
    fn read(text: &str, delimiter: u8, backslash: bool, whole: bool) -> Table {
        let mut reader = Shape::builder(delimiter, backslash).from_reader(text.as_bytes());
        let mut rows: Vec<StringRecord> = reader.records().map_while(Result::ok).take(LOOKED_AT + 1).collect();
        // The last row may have been cut where the beginning ends.
        if rows.len() > LOOKED_AT || (!whole && rows.len() > 1) {
            rows.pop();
        }
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for row in &rows {
            *widths.entry(row.len()).or_default() += 1;
        }
        let (width, regular) = widths.into_iter().max_by_key(|(width, rows)| (*rows, *width)).unwrap_or((0, 0));
        Table { delimiter, rows, width, regular }
    }

    /// How much this looks like a table: of several columns, regular, wide.
    fn score(&self) -> (bool, usize, usize) {
        let share = (self.regular * 100).checked_div(self.rows.len()).unwrap_or(0);
        (self.width > 1, share, self.width)
    }

    /// The first row as wide as the table; titles above it are narrower.
    fn head_row(&self, from: usize) -> usize {
        let wide = |row: &StringRecord| row.len() >= self.width;
        self.rows.iter().skip(from).position(wide).map_or(from, |at| at + from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Shape {
        let head = text.as_bytes().to_vec();
        let bytes = Bytes { hash: String::new(), length: head.len() as u64, encoding: Encoding::Utf8, head };
        Shape::of(&bytes, None).unwrap()
    }

    #[test]
    fn every_delimiter_is_told_by_the_rows() {
        for delimiter in DELIMITERS.map(char::from) {
            let text =
                "name,city,note\nAcme,\"Łódź, PL\",x\nBeta,Paris,\"a: b\"\n".replace(',', &delimiter.to_string());
            assert_eq!(char::from(shape(&text).delimiter), delimiter);
        }
    }

    #[test]
    fn decimal_commas_do_not_outvote_semicolons() {
        assert_eq!(shape("name;amount;note\nAcme;1,50;a\nBeta;2,75;b, c\n").delimiter, b';');
    }

    #[test]
    fn titles_above_the_head_are_passed_over() {
        let found = shape("Report of May\n\nname,city\nAcme,Paris\nBeta,Rome\n");
        assert_eq!((found.above, found.headers), (1, vec!["name".to_owned(), "city".to_owned()]));
    }

    #[test]
    fn the_line_excel_writes_for_itself_decides() {
        let found = shape("sep=|\nname|city\nAcme|Paris, France\n");
        assert_eq!((found.delimiter, found.above, found.headers.len()), (b'|', 1, 2));
    }

    #[test]
    fn one_column_is_a_table_too() {
        assert_eq!(shape("company\nAcme\nBeta\n").headers, ["company"]);
    }

    #[test]
    fn quotes_behind_a_backslash_are_known() {
        assert!(shape("name,note\n\"Acme\",\"the \\\"best\\\", they say\"\n").backslash);
    }
}
