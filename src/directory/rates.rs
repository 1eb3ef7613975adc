//! Dated exchange rates into the company's currency.

use chrono::NaiveDate;

use crate::values::money::{Currency, Rate};

/// A rate and the day it counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedRate {
    /// First day it counts.
    pub valid_from: NaiveDate,
    /// Units of the company's currency for one unit of the other.
    pub rate: Rate,
}

/// Every rate the company has entered.
#[derive(Clone, Debug)]
pub struct RateBook {
    base: Currency,
    /// Sorted by currency, then newest first.
    rows: Vec<(Currency, DatedRate)>,
}

impl RateBook {
    /// A book of these rates into `base`.
    pub fn new(base: Currency, mut rows: Vec<(Currency, DatedRate)>) -> RateBook {
        rows.sort_by(|(a, x), (b, y)| a.as_str().cmp(b.as_str()).then(y.valid_from.cmp(&x.valid_from)));
        RateBook { base, rows }
    }

    /// The company's currency.
    pub fn base(&self) -> Currency {
        self.base
    }

    /// The rate that counted on a day; `None` where none was entered for it. A missing rate is never taken as 1 (rule 10).
    pub fn on(&self, currency: Currency, day: NaiveDate) -> Option<DatedRate> {
        let known = |row: &&(Currency, DatedRate)| row.0 == currency && row.1.valid_from <= day;
        self.rows.iter().find(known).map(|row| row.1)
    }

    /// What one unit of a currency was worth on a day; one for the company's own.
    pub fn rate(&self, currency: Currency, day: NaiveDate) -> Option<Rate> {
        if currency == self.base { Some(Rate::ONE) } else { self.on(currency, day).map(|dated| dated.rate) }
    }

    /// The days after one and up to another on which a rate changed, in order.
    pub fn changes(&self, after: NaiveDate, until: NaiveDate) -> Vec<NaiveDate> {
        let days = self.rows.iter().map(|(_, dated)| dated.valid_from);
        let mut days: Vec<NaiveDate> = days.filter(|day| after < *day && *day <= until).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
