//! Percentages, from nothing to the whole: probabilities, discounts, shares.

use super::number::{self, NumberError};

/// A percentage in hundredths of a percent, 0 to 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i32);

impl Percent {
    /// Nothing.
    pub const ZERO: Percent = Percent(0);
    /// The whole.
    pub const HUNDRED: Percent = Percent(10_000);

    /// A percentage from stored basis points; none outside 0 to 10,000.
    pub const fn new(basis_points: i32) -> Option<Percent> {
        if basis_points < 0 || basis_points > Self::HUNDRED.0 {
            return None;
        }
        Some(Percent(basis_points))
    }

    /// Reads `12.5`, `12,5 %`, `۱۲٫۵٪`. A lone separator is the decimal one.
    pub fn parse(text: &str) -> Result<Percent, NumberError> {
        let sign = |c: char| matches!(c, '%' | '٪' | '％') || c.is_whitespace();
        let basis_points = number::parse_fraction(text.trim_matches(sign), 2)?;
        i32::try_from(basis_points).ok().and_then(Percent::new).ok_or(NumberError::OutOfRange)
    }

    /// Hundredths of a percent, as stored.
    pub const fn basis_points(self) -> i32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<i32, NumberError> {
        Percent::parse(text).map(Percent::basis_points)
    }

    #[test]
    fn percentages_are_read_as_people_write_them() {
        assert_eq!(read("12.5"), Ok(1_250));
        assert_eq!(read("12,5 %"), Ok(1_250));
        assert_eq!(read("۱۲٫۵٪"), Ok(1_250));
        assert_eq!(read("১০০"), Ok(10_000));
        assert_eq!(read("%0"), Ok(0));
        assert_eq!(read("33.33"), Ok(3_333));
    }

    #[test]
    fn what_is_no_share_is_refused() {
        assert_eq!(read("100.01"), Err(NumberError::OutOfRange));
        assert_eq!(read("-1"), Err(NumberError::OutOfRange));
        assert_eq!(read("99999999999"), Err(NumberError::OutOfRange));
        assert_eq!(read("0.125"), Err(NumberError::TooManyDecimals));
        assert_eq!(read("%"), Err(NumberError::Empty));
        assert_eq!(read("half"), Err(NumberError::NotANumber));
        assert_eq!(Percent::new(10_001), None);
        assert_eq!(Percent::new(-1), None);
    }
}
