//! Cells in which a spreadsheet would see a formula: an export puts an apostrophe before them, an import takes exactly
//! that apostrophe away again (rule 69).

use std::borrow::Cow;

/// What a formula begins with.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell as a file carries it.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if needs_guard(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// The cell as it was before it was guarded.
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| needs_guard(rest)).unwrap_or(cell)
}

/// Apostrophes before a formula count too: what was typed as `'=1` must come back as `'=1`.
fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_is_guarded_and_a_name_is_not() {
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("-5"), "'-5");
        assert_eq!(guarded("O'Neil"), "O'Neil");
        assert_eq!(guarded("'t Hart"), "'t Hart");
    }

    proptest! {
        #[test]
        fn what_goes_out_comes_back(cell in "'{0,3}[=+@\t\r-]?.{0,5}") {
            let sent = guarded(&cell);
            prop_assert_eq!(unguarded(&sent), cell.as_str());
            prop_assert!(!guarded(&cell).starts_with(FORMULA));
        }
    }
}
