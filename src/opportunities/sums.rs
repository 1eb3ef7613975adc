//! Sums over deals in several currencies (rule 10): each currency for itself, and all of them together in the
//! company's own at the rate of a day, with a flag for every currency that has none. Never added raw.

use chrono::NaiveDate;

use crate::directory::RateBook;
use crate::values::money::{Currency, Money};

/// What some deals of one currency come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The currency.
    pub currency: Currency,
    /// How many deals.
    pub count: i64,
    /// Their amounts together, in minor units.
    pub amount: i64,
    /// Each amount times its probability, rounded deal by deal, together.
    pub weighted: i64,
}

/// What deals come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// How many deals, whatever their currency.
    pub count: i64,
    /// Each currency for itself, the company's own first.
    pub parts: Vec<Part>,
    /// All that could be converted, in the company's currency.
    pub amount: Money,
    /// The same of the weighted amounts.
    pub weighted: Money,
    /// Currencies with amounts and no rate that day: they are in no total.
    pub missing: Vec<Currency>,
}

impl Sums {
    /// Adds up parts; several of one currency become one.
    pub fn of(parts: impl IntoIterator<Item = Part>, rates: &RateBook, day: NaiveDate) -> Sums {
        let parts = merged(parts, rates.base());
        let mut sums = Sums {
            count: parts.iter().map(|part| part.count).sum(),
            amount: Money::zero(rates.base()),
            weighted: Money::zero(rates.base()),
            missing: Vec::new(),
            parts,
        };
        for part in sums.parts.clone() {
            sums.add(part, rates, day);
        }
        sums
    }

    fn add(&mut self, part: Part, rates: &RateBook, day: NaiveDate) {
        if part.amount == 0 && part.weighted == 0 {
            return;
        }
        let add = |total: Money, minor: i64| {
            rates.convert(Money::new(minor, part.currency), day).and_then(|converted| total.checked_add(converted))
        };
        match (add(self.amount, part.amount), add(self.weighted, part.weighted)) {
            (Some(amount), Some(weighted)) => {
                self.amount = amount;
                self.weighted = weighted;
            }
            (None, _) | (_, None) => self.missing.push(part.currency),
        }
    }

    /// Is anything in a currency other than the company's?
    pub fn is_mixed(&self) -> bool {
        self.parts.iter().any(|part| part.currency != self.amount.currency && part.amount != 0)
    }
}

fn merged(parts: impl IntoIterator<Item = Part>, own: Currency) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for part in parts {
        match all.iter_mut().find(|known| known.currency == part.currency) {
            Some(known) => {
                known.count += part.count;
                known.amount = known.amount.saturating_add(part.amount);
                known.weighted = known.weighted.saturating_add(part.weighted);
            }
            None => all.push(part),
        }
    }
    all.sort_by_key(|part| (part.currency != own, part.currency.as_str()));
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::directory::DatedRate;
    use crate::opportunities::samples::instant;
    use crate::values::money::Rate;

    fn day() -> NaiveDate {
        instant(10).date()
    }

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    /// Dollars at 0.5 since the fifth; no rate for pounds.
    fn rates() -> RateBook {
        let rate = DatedRate { valid_from: instant(5).date(), rate: Rate::parse("0.5").unwrap() };
        RateBook::new(Currency::EUR, vec![(Currency::USD, rate)])
    }

    fn part(code: &str, amount: i64, weighted: i64) -> Part {
        Part { currency: currency(code), count: 1, amount, weighted }
    }

    #[test]
    fn currencies_are_converted_before_they_are_added() {
        let sums = Sums::of([part("EUR", 1_000, 100), part("USD", 1_000, 300)], &rates(), day());
        assert_eq!((sums.amount.minor, sums.weighted.minor, sums.count), (1_500, 250, 2));
        assert!(sums.is_mixed() && sums.missing.is_empty());
    }

    #[test]
    fn a_currency_without_a_rate_is_flagged_and_in_no_total() {
        let sums = Sums::of([part("GBP", 700, 70), part("EUR", 1_000, 100)], &rates(), day());
        assert_eq!((sums.amount.minor, sums.missing.clone()), (1_000, vec![currency("GBP")]));
        assert_eq!(sums.parts[1], part("GBP", 700, 70));
    }

    #[test]
    fn a_rate_counts_from_its_day_on() {
        let before = instant(4).date();
        let sums = Sums::of([part("USD", 1_000, 0)], &rates(), before);
        assert_eq!((sums.amount.minor, sums.missing), (0, vec![Currency::USD]));
    }

    #[test]
    fn a_deal_without_an_amount_needs_no_rate() {
        let sums = Sums::of([part("GBP", 0, 0)], &rates(), day());
        assert!(sums.missing.is_empty() && !sums.is_mixed());
        assert_eq!(sums.count, 1);
    }

    #[test]
    fn the_same_currency_from_two_stages_is_one_line() {
        let sums = Sums::of([part("USD", 10, 1), part("EUR", 5, 5), part("USD", 30, 3)], &rates(), day());
        let lines: Vec<_> = sums.parts.iter().map(|part| (part.currency, part.count, part.amount)).collect();
        assert_eq!(lines, [(Currency::EUR, 1, 5), (Currency::USD, 2, 40)]);
    }

    proptest! {
        #[test]
        fn deals_of_one_currency_add_up_like_numbers(amounts in prop::collection::vec(0_i64..1_000_000_000, 0..50)) {
            let sums = Sums::of(amounts.iter().map(|amount| part("EUR", *amount, 0)), &rates(), day());
            prop_assert_eq!(sums.amount.minor, amounts.iter().sum::<i64>());
            prop_assert_eq!(sums.count, i64::try_from(amounts.len()).unwrap());
        }
    }
}
