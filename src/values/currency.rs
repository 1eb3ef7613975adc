//! Currencies of ISO 4217: the code and how many decimals its money has.

use std::fmt;

/// One ISO 4217 currency. As small as a byte, so that it travels with every amount.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u8);

/// The text is not the code of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCurrency;

impl Currency {
    /// The euro.
    pub const EUR: Currency = Currency::known("EUR");
    /// The US dollar.
    pub const USD: Currency = Currency::known("USD");

    /// Reads a code, in capitals or not. Withdrawn currencies are read as well: old deals and
    /// imported files still have them.
    pub fn parse(text: &str) -> Result<Currency, UnknownCurrency> {
        let code = text.trim().to_ascii_uppercase();
        TABLE
            .binary_search_by(|row| row.0.cmp(&code))
            .ok()
            .and_then(|index| u8::try_from(index).ok())
            .map(Currency)
            .ok_or(UnknownCurrency)
    }

    /// The currencies in use today, by code: what a select offers.
    pub fn all() -> impl Iterator<Item = Currency> {
        (0..=u8::MAX).zip(TABLE).filter(|(_, row)| row.2 == InUse).map(|(index, _)| Currency(index))
    }

    /// The three letters.
    pub fn as_str(self) -> &'static str {
        self.row().0
    }

    /// How many decimals an amount has: 2 for the euro, 0 for the yen, 3 for the Kuwaiti dinar.
    pub fn exponent(self) -> u32 {
        self.row().1
    }

    fn row(self) -> &'static Row {
        &TABLE[usize::from(self.0)]
    }

    /// Finds a code while compiling; a code that is missing does not compile.
    const fn known(code: &str) -> Currency {
        let wanted = code.as_bytes();
        let mut index = 0;
        loop {
            let row = TABLE[index].0.as_bytes();
            if row[0] == wanted[0] && row[1] == wanted[1] && row[2] == wanted[2] {
                return Currency(index as u8);
            }
            index += 1;
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Currency, UnknownCurrency> {
        Currency::parse(text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    InUse,
    Withdrawn,
}
use Standing::{InUse, Withdrawn};

type Row = (&'static str, u32, Standing);

/// Sorted by code. Left out: metals, bonds, test codes and clearing units, in which nobody buys.
/// `CLF` and `UYW` are in: contracts in Chile and Uruguay are written in those units.
#[rustfmt::skip]
static TABLE: &[Row] = &[
    ("AED", 2, InUse), ("AFN", 2, InUse), ("ALL", 2, InUse), ("AMD", 2, InUse), ("ANG", 2, Withdrawn),
    ("AOA", 2, InUse), ("ARS", 2, InUse), ("AUD", 2, InUse), ("AWG", 2, InUse), ("AZN", 2, InUse),
    ("BAM", 2, InUse), ("BBD", 2, InUse), ("BDT", 2, InUse), ("BGN", 2, Withdrawn), ("BHD", 3, InUse),
    ("BIF", 0, InUse), ("BMD", 2, InUse), ("BND", 2, InUse), ("BOB", 2, InUse), ("BRL", 2, InUse),
    ("BSD", 2, InUse), ("BTN", 2, InUse), ("BWP", 2, InUse), ("BYN", 2, InUse), ("BZD", 2, InUse),
    ("CAD", 2, InUse), ("CDF", 2, InUse), ("CHF", 2, InUse), ("CLF", 4, InUse), ("CLP", 0, InUse),
    ("CNY", 2, InUse), ("COP", 2, InUse), ("CRC", 2, InUse), ("CUP", 2, InUse), ("CVE", 2, InUse),
    ("CZK", 2, InUse), ("DJF", 0, InUse), ("DKK", 2, InUse), ("DOP", 2, InUse), ("DZD", 2, InUse),
    ("EGP", 2, InUse), ("ERN", 2, InUse), ("ETB", 2, InUse), ("EUR", 2, InUse), ("FJD", 2, InUse),
    ("FKP", 2, InUse), ("GBP", 2, InUse), ("GEL", 2, InUse), ("GHS", 2, InUse), ("GIP", 2, InUse),
    ("GMD", 2, InUse), ("GNF", 0, InUse), ("GTQ", 2, InUse), ("GYD", 2, InUse), ("HKD", 2, InUse),
    ("HNL", 2, InUse), ("HRK", 2, Withdrawn), ("HTG", 2, InUse), ("HUF", 2, InUse), ("IDR", 2, InUse),
    ("ILS", 2, InUse), ("INR", 2, InUse), ("IQD", 3, InUse), ("IRR", 2, InUse), ("ISK", 0, InUse),
    ("JMD", 2, InUse), ("JOD", 3, InUse), ("JPY", 0, InUse), ("KES", 2, InUse), ("KGS", 2, InUse),
    ("KHR", 2, InUse), ("KMF", 0, InUse), ("KPW", 2, InUse), ("KRW", 0, InUse), ("KWD", 3, InUse),
    ("KYD", 2, InUse), ("KZT", 2, InUse), ("LAK", 2, InUse), ("LBP", 2, InUse), ("LKR", 2, InUse),
    ("LRD", 2, InUse), ("LSL", 2, InUse), ("LYD", 3, InUse), ("MAD", 2, InUse), ("MDL", 2, InUse),
    ("MGA", 2, InUse), ("MKD", 2, InUse), ("MMK", 2, InUse), ("MNT", 2, InUse), ("MOP", 2, InUse),
    ("MRU", 2, InUse), ("MUR", 2, InUse), ("MVR", 2, InUse), ("MWK", 2, InUse), ("MXN", 2, InUse),
    ("MYR", 2, InUse), ("MZN", 2, InUse), ("NAD", 2, InUse), ("NGN", 2, InUse), ("NIO", 2, InUse),
    ("NOK", 2, InUse), ("NPR", 2, InUse), ("NZD", 2, InUse), ("OMR", 3, InUse), ("PAB", 2, InUse),
    ("PEN", 2, InUse), ("PGK", 2, InUse), ("PHP", 2, InUse), ("PKR", 2, InUse), ("PLN", 2, InUse),
    ("PYG", 0, InUse), ("QAR", 2, InUse), ("RON", 2, InUse), ("RSD", 2, InUse), ("RUB", 2, InUse),
    ("RWF", 0, InUse), ("SAR", 2, InUse), ("SBD", 2, InUse), ("SCR", 2, InUse), ("SDG", 2, InUse),
    ("SEK", 2, InUse), ("SGD", 2, InUse), ("SHP", 2, InUse), ("SLE", 2, InUse), ("SLL", 2, Withdrawn),
    ("SOS", 2, InUse), ("SRD", 2, InUse), ("SSP", 2, InUse), ("STN", 2, InUse), ("SVC", 2, InUse),
    ("SYP", 2, InUse), ("SZL", 2, InUse), ("THB", 2, InUse), ("TJS", 2, InUse), ("TMT", 2, InUse),
    ("TND", 3, InUse), ("TOP", 2, InUse), ("TRY", 2, InUse), ("TTD", 2, InUse), ("TWD", 2, InUse),
    ("TZS", 2, InUse), ("UAH", 2, InUse), ("UGX", 0, InUse), ("USD", 2, InUse), ("UYU", 2, InUse),
    ("UYW", 4, InUse), ("UZS", 2, InUse), ("VED", 2, InUse), ("VES", 2, InUse), ("VND", 0, InUse),
    ("VUV", 0, InUse), ("WST", 2, InUse), ("XAF", 0, InUse), ("XCD", 2, InUse), ("XCG", 2, InUse),
    ("XOF", 0, InUse), ("XPF", 0, InUse), ("YER", 2, InUse), ("ZAR", 2, InUse), ("ZMW", 2, InUse),
    ("ZWG", 2, InUse), ("ZWL", 2, Withdrawn),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_fits_a_byte() {
        assert!(TABLE.is_sorted_by(|a, b| a.0 < b.0));
        assert!(TABLE.len() <= usize::from(u8::MAX));
    }

    #[test]
    fn codes_are_read_in_any_case() {
        assert_eq!(Currency::parse(" eur "), Ok(Currency::EUR));
        assert_eq!(Currency::EUR.to_string(), "EUR");
        assert_eq!(Currency::USD.as_str(), "USD");
        assert_eq!(Currency::parse("EURO"), Err(UnknownCurrency));
        assert_eq!(Currency::parse(""), Err(UnknownCurrency));
        assert_eq!(Currency::parse("€"), Err(UnknownCurrency));
    }

    #[test]
    fn decimals_are_those_of_the_standard() {
        let decimals = |code| Currency::parse(code).map(Currency::exponent);
        assert_eq!(decimals("JPY"), Ok(0));
        assert_eq!(decimals("EUR"), Ok(2));
        assert_eq!(decimals("IRR"), Ok(2));
        assert_eq!(decimals("BDT"), Ok(2));
        for dinar in ["BHD", "KWD", "TND", "JOD", "OMR"] {
            assert_eq!(decimals(dinar), Ok(3));
        }
        assert_eq!(decimals("CLF"), Ok(4));
    }

    #[test]
    fn a_withdrawn_currency_is_read_but_not_offered() {
        let kuna = Currency::parse("HRK").unwrap();
        assert!(!Currency::all().any(|currency| currency == kuna));
        assert!(Currency::all().any(|currency| currency == Currency::EUR));
        assert!(Currency::all().count() > 150);
    }
}
