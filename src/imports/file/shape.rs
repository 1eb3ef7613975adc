//! How a file separates its cells, how it quotes them, and where its head of columns stands.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, StringRecord};

use super::{Bytes, Encoding, FileTrouble};
use crate::imports::columns;

/// What separates cells, the likeliest first.
const DELIMITERS: [u8; 8] = [b',', b';', b'\t', b'|', b'^', b'~', b'\x1f', b':'];

/// How many rows at the beginning decide.
const LOOKED_AT: usize = 100;

/// Among how many rows the head of columns is sought.
const HEAD_AMONG: usize = 20;

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
    /// The file ends with a quotation mark.
    pub ends_quoted: bool,
    /// The first rows below.
    pub sample: Vec<StringRecord>,
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
        let from = usize::from(declared.is_some());
        let tables = candidates.into_iter().map(|delimiter| Table::read(&text, delimiter, backslash, whole, from));
        // The first of equals, for the likelier delimiter stands first.
        let best = tables.reduce(|best, next| if next.score() > best.score() { next } else { best });
        let Table { delimiter, mut rows, head: above, .. } = best.ok_or(FileTrouble::Empty)?;
        let sample = if above < rows.len() { rows.split_off(above + 1) } else { Vec::new() };
        let headers = rows.get(above).ok_or(FileTrouble::Empty)?;
        let headers = headers.iter().map(|name| name.trim().to_owned()).collect();
        let crlf = text.find('\n').is_some_and(|end| text[..end].ends_with('\r'));
        Ok(Shape {
            encoding: bytes.encoding,
            delimiter,
            backslash,
            crlf,
            above,
            headers,
            ends_quoted: bytes.ends_quoted,
            sample,
        })
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
    /// Which row is the head of columns.
    head: usize,
}

impl Table {
    fn read(text: &str, delimiter: u8, backslash: bool, whole: bool, from: usize) -> Table {
        let mut reader = Shape::builder(delimiter, backslash).from_reader(text.as_bytes());
        let mut rows: Vec<StringRecord> = reader.records().map_while(Result::ok).take(LOOKED_AT + 1).collect();
        // The last row may have been cut where the beginning ends.
        if rows.len() > LOOKED_AT || (!whole && rows.len() > 1) {
            rows.pop();
        }
        let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
        for row in &rows {
            *widths.entry(width(row)).or_default() += 1;
        }
        // Titles and footers fill one cell, however many lines there are of them.
        if widths.keys().any(|width| *width > 1) {
            widths.retain(|width, _| *width > 1);
        }
        let (width, regular) = widths.into_iter().max_by_key(|(width, rows)| (*rows, *width)).unwrap_or((0, 0));
        let head = head_row(&rows, width, from);
        Table { delimiter, rows, width, regular, head }
    }

    /// How much this looks like a table: with columns whose names are known, of several columns, not cut in the middle of
    /// cells that another delimiter separates, regular, wide.
    fn score(&self) -> (usize, bool, bool, usize, usize) {
        let head = self.rows.get(self.head);
        let is_cut =
            |cell: &str| DELIMITERS[..4].iter().any(|sign| *sign != self.delimiter && cell.contains(char::from(*sign)));
        let is_whole = head.is_some_and(|head| !head.iter().any(is_cut));
        let share = (self.regular * 100).checked_div(self.rows.len()).unwrap_or(0);
        (head.map_or(0, known), self.width > 1, is_whole, share, self.width)
    }
}

/// How many cells a row has up to its last one that is filled.
fn width(row: &StringRecord) -> usize {
    row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(last, _)| last + 1)
}

fn filled(row: &StringRecord) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// How many cells of a row are names of columns that we know.
fn known(row: &StringRecord) -> usize {
    row.iter().filter(|cell| columns::is_known(cell)).count()
}

/// The first row as wide as the table and mostly filled, for titles above it fill one cell or two; if that has no name we
/// know, a later one that has.
fn head_row(rows: &[StringRecord], usual: usize, from: usize) -> usize {
    let is_wide = |row: &StringRecord| row.len() >= usual && filled(row) * 2 > usual;
    let first = rows.iter().skip(from).position(is_wide).map_or(from, |at| at + from);
    if rows.get(first).is_some_and(|row| known(row) > 0) {
        return first;
    }
    let among = rows.iter().enumerate().take(HEAD_AMONG).skip(from).filter(|(_, row)| known(row) > 1);
    // Of equals the first: what stands in the rows below may be a name by chance.
    among.max_by_key(|(at, row)| (known(row), usize::MAX - at)).map_or(first, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Shape {
        let head = text.as_bytes().to_vec();
        let bytes = Bytes {
            hash: String::new(),
            length: head.len() as u64,
            encoding: Encoding::named("utf-8").unwrap(),
            head,
            ends_quoted: false,
        };
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
        let rows: String = (0..30).map(|n| format!("Firma {n};Ort;{n}00,01;Germany\n")).collect();
        for head in ["Firma;Ort;Umsatz;Land", "Aa;Bb;Cc;Dd"] {
            assert_eq!(shape(&format!("{head}\n{rows}Zwei;Ort\nDrei\n")).delimiter, b';', "{head}");
        }
    }

    #[test]
    fn words_in_cells_do_not_outvote_the_head() {
        let rows: String = (0..9).map(|n| format!("Acme {n},Oslo,a;b;c;d\n")).collect();
        for head in ["name,city,tags", "aa,bb,cc"] {
            assert_eq!(shape(&format!("{head}\n{rows}")).delimiter, b',', "{head}");
        }
    }

    /// Files with something around the table, and the first column's name with the rows above it.
    #[test]
    fn the_head_is_found_among_titles_and_footers() {
        let report = "Opportunity Name,Account Name,Amount\nA,Acme,1\nB,Acme,2\nC,Acme,3\nD,Acme,4\n";
        let footers = "\nGrand Totals (4 records)\nConfidential\nCopyright\nGenerated By: Ada\n11/22/2026\n";
        for (text, above, first) in [
            ("Kundenliste;;\nFirma;Ort;E-Mail\nAcme;Bonn;a@acme.de\n", 1, "Firma"),
            ("Bericht;Mai;;;\nStand: heute;;;;\n;;;;\nNummer;Xy;Zz;Ww;Vv\n1;2;3;4;5\n", 3, "Nummer"),
            ("name,email,phone\nAcme,a@acme.com,123,\nBeta,b@beta.com,456,\n", 0, "name"),
            ("name,email,\nAcme,a@acme.com,123\nBeta,b@beta.com,456\n", 0, "name"),
            (&format!("{report}{footers}"), 0, "Opportunity Name"),
            ("Notes:\n\"When exporting, you may notice\"\n\nFirst Name,Last Name,URL\nAnn,Lee,x\n", 2, "First Name"),
            ("name;notes;city\nAcme;;\nBeta;;\nGamma;;\n", 0, "name"),
        ] {
            let found = shape(text);
            assert_eq!((found.above, found.headers[0].as_str()), (above, first), "{text}");
        }
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
