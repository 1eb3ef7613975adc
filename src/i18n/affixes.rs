//! What stands before and after a number: the sign, the symbol of a currency, a percent sign.
//!
//! ICU's formatters for currencies and percentages are experimental, and round to the decimals of
//! CLDR, which hide real money (it shows Serbian dinars without paras). So they are asked once for
//! the pattern, and the number is written between. No other module uses the experimental part.

use std::error::Error;

use icu::decimal::input::Decimal;
use icu::experimental::dimension::currency::CurrencyType;
use icu::experimental::dimension::currency::formatter::CurrencyFormatter;
use icu::experimental::dimension::percent::formatter::PercentFormatter;
use icu::locale::Locale;

/// The text around a number, for numbers from zero up and for numbers below.
#[derive(Debug)]
pub(super) struct Affixes {
    positive: (String, String),
    negative: (String, String),
}

impl Affixes {
    /// Around a percentage.
    pub(super) fn percent(locale: &Locale) -> Result<Self, Box<dyn Error>> {
        let formatter = PercentFormatter::try_new(locale.into(), Default::default())?;
        Ok(Self::learn(|number| formatter.format(number).to_string()))
    }

    /// Around an amount of a currency. Without a symbol, or with an unknown code, the code stands in.
    pub(super) fn currency(locale: &Locale, code: &str) -> Self {
        let known = CurrencyType::try_from_str(&code.to_ascii_lowercase()).ok();
        let formatter = known
            .and_then(|currency| CurrencyFormatter::try_new_symbol(locale.into(), currency, Default::default()).ok());
        match formatter {
            Some(known) => Self::learn(|number| known.format_fixed_decimal(number).to_string()),
            None => Self::learn(|number| format!("{code}\u{a0}{number}")),
        }
    }

    /// Reads the affixes off a formatted number.
    fn learn(format: impl Fn(&Decimal) -> String) -> Self {
        Self { positive: around(&format(&Decimal::from(1))), negative: around(&format(&Decimal::from(-1))) }
    }

    /// Puts the affixes around a formatted number without a sign.
    pub(super) fn wrap(&self, negative: bool, number: &str) -> String {
        let (before, after) = match negative {
            true => &self.negative,
            false => &self.positive,
        };
        [before, number, after].concat()
    }

    /// The affixes of a positive number by themselves: a currency's symbol.
    pub(super) fn symbol(&self) -> String {
        let (before, after) = &self.positive;
        [before.trim(), after.trim()].concat()
    }
}

/// What stands before the first and after the last digit.
fn around(formatted: &str) -> (String, String) {
    let before = formatted.split(char::is_numeric).next();
    let after = formatted.rsplit(char::is_numeric).next();
    (before.unwrap_or_default().to_owned(), after.unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu::locale::locale;

    #[test]
    fn the_sign_and_the_symbol_stand_where_the_language_puts_them() {
        let pounds = Affixes::currency(&locale!("en-GB"), "GBP");
        assert_eq!(pounds.wrap(true, "5"), "-£5");
        let zloty = Affixes::currency(&locale!("pl"), "PLN");
        assert_eq!(zloty.wrap(true, "5"), "-5\u{a0}zł");
        assert_eq!(zloty.symbol(), "zł");
    }

    #[test]
    fn an_unknown_currency_shows_its_code() {
        let unknown = Affixes::currency(&locale!("en-GB"), "QQQ");
        assert_eq!(unknown.wrap(false, "5"), "QQQ\u{a0}5");
    }

    #[test]
    fn percentages_follow_the_language() {
        let percent = |locale| Affixes::percent(&locale).unwrap().wrap(true, "12,5");
        assert_eq!(percent(locale!("en-GB")), "-12,5%");
        assert_eq!(percent(locale!("es")), "-12,5\u{a0}%");
    }
}
