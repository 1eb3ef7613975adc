//! How one language writes numbers, money, dates, times and lists. Built once, used everywhere.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use icu::calendar::{Date, Iso};
use icu::datetime::fieldsets::{MD, T, YMD, YMDE};
use icu::datetime::{DateTimeFormatter, NoCalendarFormatter};
use icu::decimal::DecimalFormatter;
use icu::decimal::input::Decimal;
use icu::list::options::ListFormatterOptions;
use icu::list::{ListFormatter, parts};
use icu::locale::Locale;
use icu::time::Time;
use writeable::{Part, PartsWrite, Writeable};

use super::affixes::Affixes;
use super::pseudo::Disguise;
use crate::values::text::isolated;

/// The formats of one language.
pub(super) struct Formats {
    locale: Locale,
    numbers: DecimalFormatter,
    percent: Affixes,
    /// A currency is learned when first shown: few companies use more than three.
    currencies: HashMap<String, OnceLock<Affixes>>,
    day: DateTimeFormatter<YMD>,
    day_month: DateTimeFormatter<MD>,
    weekday: DateTimeFormatter<YMDE>,
    time: NoCalendarFormatter<T>,
    lists: ListFormatter,
    disguise: Disguise,
}

impl Formats {
    /// The formats of a locale, ready for these currencies.
    pub(super) fn new<'a>(
        locale: &str,
        currencies: impl Iterator<Item = &'a str>,
        disguise: Disguise,
    ) -> Result<Self, Box<dyn Error>> {
        let locale: Locale = locale.parse()?;
        let empty = |code: &str| (code.to_owned(), OnceLock::new());
        Ok(Self {
            numbers: DecimalFormatter::try_new((&locale).into(), Default::default())?,
            percent: Affixes::percent(&locale)?,
            currencies: currencies.map(empty).collect(),
            day: DateTimeFormatter::try_new((&locale).into(), YMD::medium())?,
            day_month: DateTimeFormatter::try_new((&locale).into(), MD::medium())?,
            weekday: DateTimeFormatter::try_new((&locale).into(), YMDE::medium())?,
            time: NoCalendarFormatter::try_new((&locale).into(), T::hm())?,
            lists: ListFormatter::try_new_and((&locale).into(), ListFormatterOptions::default())?,
            locale,
            disguise,
        })
    }

    /// A number with its last `decimals` digits after the decimal point.
    pub(super) fn decimal(&self, scaled: i64, decimals: u32) -> String {
        self.numbers.format_to_string(&shifted(scaled, decimals))
    }

    /// A percentage given in hundredths of a percent, without trailing zeros.
    pub(super) fn percent(&self, basis_points: i32) -> String {
        let mut number = shifted(basis_points.unsigned_abs().into(), 2);
        number.absolute.trim_end();
        let number = self.numbers.format_to_string(&number);
        self.percent.wrap(basis_points < 0, &number)
    }

    /// An amount to the last minor unit.
    pub(super) fn money(&self, minor: i64, currency: &str) -> String {
        let mut amount = Decimal::from(minor.unsigned_abs());
        amount.multiply_pow10(-decimals_of(currency));
        self.with_symbol(minor < 0, &amount, currency)
    }

    /// An amount in whole units, half a unit away from zero.
    pub(super) fn money_whole(&self, minor: i64, currency: &str) -> String {
        let unit = 10_u64.pow(decimals_of(currency).unsigned_abs().into());
        let whole = (minor.unsigned_abs() + unit / 2) / unit;
        self.with_symbol(minor < 0 && whole > 0, &Decimal::from(whole), currency)
    }

    fn with_symbol(&self, negative: bool, amount: &Decimal, currency: &str) -> String {
        let amount = self.numbers.format_to_string(amount);
        match self.affixes(currency) {
            Some(affixes) => affixes.wrap(negative, &amount),
            None => Affixes::currency(&self.locale, currency).wrap(negative, &amount),
        }
    }

    fn affixes(&self, currency: &str) -> Option<&Affixes> {
        let place = self.currencies.get(currency)?;
        Some(place.get_or_init(|| Affixes::currency(&self.locale, currency)))
    }

    /// What stands for a currency in an amount.
    pub(super) fn symbol(&self, currency: &str) -> String {
        self.affixes(currency).map(Affixes::symbol).unwrap_or_default()
    }

    /// Day, month and year.
    pub(super) fn date(&self, date: NaiveDate) -> String {
        self.dated(date, |date| self.day.format(date).to_string())
    }

    /// Day and month.
    pub(super) fn day_month(&self, date: NaiveDate) -> String {
        self.dated(date, |date| self.day_month.format(date).to_string())
    }

    /// Weekday, day, month and year.
    pub(super) fn weekday_date(&self, date: NaiveDate) -> String {
        self.dated(date, |date| self.weekday.format(date).to_string())
    }

    /// Years beyond what ICU knows are written as ISO 8601 writes them.
    fn dated(&self, date: NaiveDate, format: impl Fn(&Date<Iso>) -> String) -> String {
        let (month, day) = (date.month() as u8, date.day() as u8);
        match Date::try_new_iso(date.year(), month, day) {
            Ok(known) => self.disguise.words(format(&known)),
            Err(_) => date.to_string(),
        }
    }

    /// Hours and minutes.
    pub(super) fn time(&self, time: NaiveTime) -> String {
        match Time::try_new(time.hour() as u8, time.minute() as u8, 0, 0) {
            Ok(known) => self.disguise.words(self.time.format(&known).to_string()),
            Err(_) => time.format("%H:%M").to_string(),
        }
    }

    /// Items joined as in a sentence, each isolated from the direction of the others.
    pub(super) fn list(&self, items: &[String]) -> String {
        let mut sentence = Sentence { text: String::new(), disguise: self.disguise };
        // A `String` accepts everything: there is no failure to handle.
        let _ = self.lists.format(items.iter()).write_to_parts(&mut sentence);
        sentence.text
    }
}

fn shifted(scaled: i64, decimals: u32) -> Decimal {
    let mut number = Decimal::from(scaled);
    number.multiply_pow10(-i16::try_from(decimals).unwrap_or(i16::MAX));
    number
}

/// How many decimals a currency has by ISO 4217. CLDR's own table leaves out coins gone from use.
fn decimals_of(currency: &str) -> i16 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND" | "VUV"
        | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}

/// Takes a list apart into items, which are data, and the words between them.
struct Sentence {
    text: String,
    disguise: Disguise,
}

impl fmt::Write for Sentence {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text.push_str(text);
        Ok(())
    }
}

impl PartsWrite for Sentence {
    type SubPartsWrite = Self;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Self) -> fmt::Result) -> fmt::Result {
        let start = self.text.len();
        write(self)?;
        let written = self.text.split_off(start);
        if part == parts::ELEMENT {
            self.text.push_str(&isolated(&written));
        } else {
            self.text.push_str(&self.disguise.words(written));
        }
        Ok(())
    }
}
