//! Exchange rates: how many units of one currency a unit of another is worth.

use super::number::{self, NumberError};

/// A positive rate with nine decimals, held as a whole number of billionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

impl Rate {
    /// One for one.
    pub const ONE: Rate = Rate(1_000_000_000);

    /// How many decimals a rate has.
    pub const DECIMALS: u32 = 9;

    /// A rate from stored billionths; none unless positive.
    pub fn new(billionths: i64) -> Option<Rate> {
        (billionths > 0).then_some(Rate(billionths))
    }

    /// Reads `4.2517` or `4,2517`. `1,500` may be one and a half or fifteen hundred shillings: it is refused as
    /// ambiguous, as amounts with three decimals are.
    pub fn parse(text: &str) -> Result<Rate, NumberError> {
        let billionths = number::parse_decimal(text, Self::DECIMALS)?;
        Rate::new(billionths).ok_or(NumberError::OutOfRange)
    }

    /// The rate times a billion, as it is stored.
    pub const fn billionths(self) -> i64 {
        self.0
    }

    /// The rate to write: a whole number and how many of its digits stand after the decimal point. Four, or as many as say
    /// something.
    pub const fn digits(self) -> (i64, u32) {
        let (mut number, mut decimals) = (self.0, 9);
        while decimals > 4 && number % 10 == 0 {
            (number, decimals) = (number / 10, decimals - 1);
        }
        (number, decimals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_behind_a_comma_may_be_thousands() {
        assert_eq!(Rate::parse("4.251").map(Rate::billionths), Ok(4_251_000_000));
        assert_eq!(Rate::parse("1,500"), Err(NumberError::Ambiguous));
        assert_eq!(Rate::parse("1,500.25").map(Rate::billionths), Ok(1_500_250_000_000));
        assert_eq!(Rate::parse("4,2517").map(Rate::billionths), Ok(4_251_700_000));
        assert_eq!(Rate::parse("۴٫۲۵۱۷").map(Rate::billionths), Ok(4_251_700_000));
        assert_eq!(Rate::parse("0.000023456").map(Rate::billionths), Ok(23_456));
    }

    #[test]
    fn zeros_that_nobody_wrote_are_left_out() {
        let digits = |text| Rate::parse(text).map(Rate::digits);
        assert_eq!(digits("4.25"), Ok((42_500, 4)));
        assert_eq!(digits("0.000023456"), Ok((23_456, 9)));
        assert_eq!(digits("4.25175"), Ok((425_175, 5)));
    }

    #[test]
    fn a_rate_is_positive_and_has_nine_decimals() {
        assert_eq!(Rate::parse("0"), Err(NumberError::OutOfRange));
        assert_eq!(Rate::parse("-1"), Err(NumberError::OutOfRange));
        assert_eq!(Rate::parse("0.0000000001"), Err(NumberError::TooManyDecimals));
        assert_eq!(Rate::new(0), None);
    }
}
