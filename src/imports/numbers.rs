//! Which separator a column of numbers uses: one cell such as `1.234` does not tell, the column mostly does.

use crate::values::digits;

/// What a column uses before its decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separators {
    /// Nothing in the column tells; each cell is read for itself.
    #[default]
    Unknown,
    /// `1.234,50`
    Comma,
    /// `1,234.50`
    Point,
    /// Some cells say one, some the other.
    Mixed,
}

/// The one sign that can only stand before decimals.
const DECIMAL: &str = "٫";

impl Separators {
    /// Takes one cell into account.
    pub fn observe(&mut self, cell: &str) {
        let told = told(&digits::to_ascii(cell.trim()));
        *self = match (*self, told) {
            (known, Separators::Unknown) => known,
            (Separators::Unknown, told) => told,
            (known, told) if known == told => known,
            _ => Separators::Mixed,
        };
    }

    /// The cell with its decimals unmistakable, as far as the column told.
    pub fn plain(self, cell: &str) -> String {
        match self {
            Separators::Comma => cell.replace('.', "").replace(',', DECIMAL),
            Separators::Point => cell.replace(',', "").replace('.', DECIMAL),
            Separators::Unknown | Separators::Mixed => cell.to_owned(),
        }
    }
}

/// What one cell tells: of two separators the last is the decimal one, one that repeats is not, and groups have three.
fn told(cell: &str) -> Separators {
    let count = |sign| cell.matches(sign).count();
    let behind = |sign| cell.rfind(sign).map(|at| cell[at + 1..].chars().take_while(char::is_ascii_digit).count());
    match (count(','), count('.')) {
        (0, 0) => Separators::Unknown,
        (1, 0) if behind(',') != Some(3) => Separators::Comma,
        (0, 1) if behind('.') != Some(3) => Separators::Point,
        (1, 0) | (0, 1) => Separators::Unknown,
        (0, _) => Separators::Comma,
        (_, 0) => Separators::Point,
        _ if cell.rfind(',') > cell.rfind('.') => Separators::Comma,
        _ => Separators::Point,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(cells: &[&str]) -> Separators {
        let mut found = Separators::default();
        cells.iter().for_each(|cell| found.observe(cell));
        found
    }

    #[test]
    fn the_column_tells_what_a_cell_does_not() {
        assert_eq!(column(&["1.234", "9,99"]), Separators::Comma);
        assert_eq!(column(&["1,234", "12.5"]), Separators::Point);
        assert_eq!(column(&["1.234.567"]), Separators::Comma);
        assert_eq!(column(&["1 234,50 zł", "7"]), Separators::Comma);
        assert_eq!(column(&["1.234", "5"]), Separators::Unknown);
        assert_eq!(column(&["1,5", "1.5"]), Separators::Mixed);
    }

    #[test]
    fn a_cell_is_read_as_its_column_says() {
        assert_eq!(Separators::Comma.plain("1.234"), "1234");
        assert_eq!(Separators::Point.plain("1.234"), "1٫234");
    }
}
