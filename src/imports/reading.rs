//! What single cells say, told from their text alone: several addresses, ranges, shares, words of a closed set.

use super::refusal::Why;
use crate::values::email::{self, Email};
use crate::values::number::{self, NumberError};
use crate::values::{phone, text};

/// What other programs write where there is nothing. `Nan` in this spelling is somebody's name.
const NOTHING: [&str; 34] = [
    "NULL",
    "null",
    "Null",
    "(null)",
    "<null>",
    "\\N",
    "nil",
    "#N/A",
    "N/A",
    "n/a",
    "-",
    "--",
    "–",
    "—",
    "nan",
    "NaN",
    "NAN",
    "none",
    "None",
    "NONE",
    "(none)",
    "[none]",
    "(blank)",
    "(empty)",
    "undefined",
    "#REF!",
    "#VALUE!",
    "#NAME?",
    "#DIV/0!",
    "#NULL!",
    "#NUM!",
    "#ERROR!",
    "[not provided]",
    "(not set)",
];

/// Is this what other programs write where there is nothing?
pub fn is_nothing(cell: &str) -> bool {
    NOTHING.contains(&cell)
}

/// Line breaks and blanks as one blank: a name broken over two lines is one name.
pub fn one_line(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text that is no longer than the field.
pub fn checked(cell: &str, most: usize) -> Option<&str> {
    (cell.len() <= most || cell.chars().count() <= most).then_some(cell)
}

/// The addresses of a cell, behind those known: a file never takes away an address somebody found.
pub fn emails(known: &str, cell: &str) -> Option<String> {
    let given = email::all_in(cell)?;
    let key = |line: &str| text::lower(line.trim());
    Some(joined(known, given.into_iter().map(|Email { typed, .. }| typed), key))
}

/// The numbers of a cell, behind those known.
pub fn phones(known: &str, cell: &str) -> String {
    let parts = cell.split([';', '\n', '|', ',']).flat_map(|part| part.split(":::")).flat_map(numbers_around_slash);
    let given = parts.map(one_line).filter(|part| !phone::digits(part).is_empty());
    joined(known, given, phone::digits)
}

/// `030 123 45 / 0171 555 66` are two numbers, `030 / 123 45` is one.
fn numbers_around_slash(part: &str) -> Vec<&str> {
    let parts: Vec<&str> = part.split(" / ").collect();
    let are_whole = parts.iter().all(|part| phone::digits(part).len() > 5);
    if are_whole { parts } else { vec![part] }
}

fn joined(known: &str, given: impl Iterator<Item = String>, key: impl Fn(&str) -> String) -> String {
    let mut lines: Vec<String> = known.lines().map(str::to_owned).collect();
    for line in given {
        if !lines.iter().any(|other| key(other) == key(&line)) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// The lower bound of a range of whole numbers: `51-200`, `10,000+`, `Small (1-200)`, `~50`.
pub fn lower_bound(cell: &str) -> Option<i64> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}');
    let begun = &cell[cell.find(|c: char| c.is_ascii_digit())?..];
    let end = begun.find(|c| !is_part(c)).unwrap_or(begun.len());
    let around = cell.chars().filter(|c| !is_part(*c));
    // Anything but what stands around a range is another thing that happens to have digits.
    let is_range = around.clone().any(|c| "-–—−+~<>≥≤≈".contains(c)) || cell.contains(" to ");
    let has_dates = cell.contains(['/', ':']);
    let bound = number::parse_integer(begun[..end].trim_matches([' ', ',', '.'])).ok()?;
    (is_range && !has_dates && !cell.trim_start().starts_with(['-', '−'])).then_some(bound)
}

/// Basis points of a share written as `40`, `40 %` or `12.5%`; in a column of shares of one, as `0.4`.
///
/// # Errors
/// When it is no number, or more than all.
pub fn percent(cell: &str, of_one: bool) -> Result<i64, Why> {
    const DIGITS: u32 = 9;
    let bare = cell.trim_end_matches(['%', '٪', ' ', '\u{a0}']);
    let kept = if of_one { 4 } else { 2 };
    let step = 10_i64.pow(DIGITS - kept);
    // Machines write 33.333333333333336; nobody asks for more than a basis point.
    let fine = number::parse_fraction(cut(bare, DIGITS as usize), DIGITS).map_err(number_trouble)?;
    let points = (fine + step / 2).div_euclid(step);
    if (0..=10_000).contains(&points) { Ok(points) } else { Err(Why::OutOfRange) }
}

/// A number with no more than so many signs behind its last separator.
fn cut(number: &str, most: usize) -> &str {
    let begin = number.rfind(['.', ',']).map_or(number.len(), |at| at + 1);
    number.char_indices().map(|(at, _)| at).find(|at| *at >= begin + most).map_or(number, |end| &number[..end])
}

/// Why a number is none that a field takes.
pub fn number_trouble(wrong: NumberError) -> Why {
    match wrong {
        NumberError::Empty | NumberError::NotANumber => Why::NotANumber,
        NumberError::Ambiguous => Why::UnclearNumber,
        NumberError::TooManyDecimals => Why::TooManyDecimals,
        NumberError::OutOfRange => Why::OutOfRange,
        NumberError::OtherCurrency => Why::OtherCurrency,
    }
}

/// What a word of a closed set is stored as.
pub fn word(known: &[(&'static str, &[&str])], cell: &str) -> Option<&'static str> {
    let said = text::words(cell).join(" ");
    let means = |(stored, names): &&(&'static str, &[&str])| {
        names.contains(&said.as_str()) || text::words(stored).join(" ") == said
    };
    known.iter().find(means).map(|(stored, _)| *stored)
}

/// Is this row the total of those above: a word for it, and for the rest numbers?
pub fn is_total<'c>(cells: impl Iterator<Item = &'c str>) -> bool {
    const TOTALS: [&str; 20] = [
        "total",
        "totals",
        "grand total",
        "grand totals",
        "sub total",
        "subtotal",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "endsumme",
        "suma",
        "razem",
        "lacznie",
        "totale",
        "totaal",
        "somme",
        "ogolem",
        "itogo",
    ];
    let mut filled = cells.map(str::trim).filter(|cell| !cell.is_empty());
    let Some(first) = filled.next().map(|cell| text::words(cell).join(" ")) else { return false };
    let letters = |cell: &str| cell.chars().filter(|c| c.is_alphabetic()).count();
    let is_number = |cell: &str| cell.contains(|c: char| c.is_ascii_digit()) && letters(cell) <= 3;
    let (mut rest, mut all) = (0, true);
    filled.for_each(|cell| (rest, all) = (rest + 1, all && is_number(cell)));
    TOTALS.contains(&first.as_str()) && all && rest > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_adds_addresses_and_takes_none_away() {
        assert_eq!(emails("a@x.com\nb@x.com", "B@X.com; c@x.com").unwrap(), "a@x.com\nb@x.com\nc@x.com");
        assert_eq!(emails("", "nobody"), None);
        assert_eq!(phones("+48 22 123", "4822123, 600 700 800"), "+48 22 123\n600 700 800");
    }

    #[test]
    fn several_numbers_in_a_cell_are_several() {
        for (cell, expected) in [
            ("+1 202-555-0101 ::: +1 202-555-0102", "+1 202-555-0101\n+1 202-555-0102"),
            ("030 123 45 / 0171 555 66", "030 123 45\n0171 555 66"),
            ("030 / 123 45", "030 / 123 45"),
            ("030/12345", "030/12345"),
            ("unknown", ""),
        ] {
            assert_eq!(phones("", cell), expected);
        }
    }

    #[test]
    fn a_range_has_a_lower_bound() {
        for (cell, expected) in [
            ("51-200", Some(51)),
            ("201–500", Some(201)),
            ("1,001-5,000", Some(1001)),
            ("10,000+", Some(10_000)),
            ("Small (1-200)", Some(1)),
            ("50 to 100", Some(50)),
            ("~50", Some(50)),
            ("-50", None),
            ("many", None),
            ("12 apples", None),
            ("11/50", None),
        ] {
            assert_eq!(lower_bound(cell), expected, "{cell}");
        }
    }

    #[test]
    fn shares_are_basis_points() {
        for (cell, of_one, expected) in [
            ("40 %", false, Ok(4000)),
            ("12.5", false, Ok(1250)),
            ("33.333333333333336", false, Ok(3333)),
            ("0,25", true, Ok(2500)),
            ("1", true, Ok(10_000)),
            ("0.6666666666666666", true, Ok(6667)),
            ("140", false, Err(Why::OutOfRange)),
            ("half", false, Err(Why::NotANumber)),
        ] {
            assert_eq!(percent(cell, of_one), expected, "{cell}");
        }
    }

    #[test]
    fn a_total_is_no_record() {
        for (cells, expected) in [
            (["Summe", "", "30"], true),
            (["Grand Total", "12.734,50 €", ""], true),
            (["", "Total:", "EUR 5"], true),
            (["Total", "Paris", "5"], false),
            (["Total", "", ""], false),
            (["Sum of Parts Ltd", "", "5"], false),
        ] {
            assert_eq!(is_total(cells.into_iter()), expected, "{cells:?}");
        }
    }

    #[test]
    fn a_name_over_two_lines_is_one_name() {
        assert_eq!(one_line("Acme\r\n  Corporation"), "Acme Corporation");
    }

    #[test]
    fn what_programs_write_for_nothing_is_nothing() {
        assert!(["None", "NaN", "#REF!", "(blank)", "—"].into_iter().all(is_nothing));
        assert!(!["Nan", "Nonesuch", "0", "no"].into_iter().any(is_nothing));
    }
}
