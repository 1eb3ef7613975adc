//! Sums over deals in several currencies (rule 10): each currency for itself, and all of them together in the
//! company's own, each at the rate that counts for it, with a flag for every currency without one. Never added raw.

use crate::values::money::{Currency, Money, Rate};

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
    /// Currencies with amounts that have no rate: these are in no total.
    pub missing: Vec<Currency>,
}

impl Sums {
    /// Adds up parts, each at the rate that counts for it, if there is one; several of one currency become one.
    pub fn of(parts: impl IntoIterator<Item = (Part, Option<Rate>)>, own: Currency) -> Sums {
        let zero = Money::zero(own);
        let mut sums = Sums { count: 0, parts: Vec::new(), amount: zero, weighted: zero, missing: Vec::new() };
        for (part, rate) in parts {
            sums.count += part.count;
            sums.convert(part, rate);
            sums.list(part);
        }
        sums.parts.sort_by_key(|part| (part.currency != own, part.currency.as_str()));
        sums.missing.sort_by_key(|currency| currency.as_str());
        sums
    }

    fn convert(&mut self, part: Part, rate: Option<Rate>) {
        if part.amount == 0 && part.weighted == 0 {
            return;
        }
        let add = |total: Money, minor: i64| {
            let converted = Money::new(minor, part.currency).convert(rate?, total.currency)?;
            total.checked_add(converted)
        };
        match (add(self.amount, part.amount), add(self.weighted, part.weighted)) {
            (Some(amount), Some(weighted)) => (self.amount, self.weighted) = (amount, weighted),
            (None, _) | (_, None) if self.missing.contains(&part.currency) => {}
            (None, _) | (_, None) => self.missing.push(part.currency),
        }
    }

    fn list(&mut self, part: Part) {
        match self.parts.iter_mut().find(|known| known.currency == part.currency) {
            Some(known) => {
                known.count += part.count;
                known.amount = known.amount.saturating_add(part.amount);
                known.weighted = known.weighted.saturating_add(part.weighted);
            }
            None => self.parts.push(part),
        }
    }

    /// Is anything in a currency other than the company's?
    pub fn is_mixed(&self) -> bool {
        self.parts.iter().any(|part| part.currency != self.amount.currency && part.amount != 0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::values::number::LARGEST_AMOUNT;

    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    /// Added up with dollars at 0.5; no rate for pounds.
    fn sums(parts: impl IntoIterator<Item = Part>) -> Sums {
        let rated = parts.into_iter().map(|part| {
            let rate = match part.currency {
                Currency::EUR => Some(Rate::ONE),
                Currency::USD => Rate::parse("0.5").ok(),
                _ => None,
            };
            (part, rate)
        });
        Sums::of(rated, Currency::EUR)
    }

    fn part(code: &str, amount: i64, weighted: i64) -> Part {
        Part { currency: currency(code), count: 1, amount, weighted }
    }

    #[test]
    fn currencies_are_converted_before_they_are_added() {
        let sums = sums([part("EUR", 1_000, 100), part("USD", 1_000, 300)]);
        assert_eq!((sums.amount.minor, sums.weighted.minor, sums.count), (1_500, 250, 2));
        assert!(sums.is_mixed() && sums.missing.is_empty());
    }

    #[test]
    fn a_currency_without_a_rate_is_flagged_and_in_no_total() {
        let sums = sums([part("GBP", 700, 70), part("EUR", 1_000, 100)]);
        assert_eq!((sums.amount.minor, sums.missing.clone()), (1_000, vec![currency("GBP")]));
        assert_eq!(sums.parts[1], part("GBP", 700, 70));
    }

    #[test]
    fn each_part_counts_at_its_own_rate() {
        let rated = ["0.5", "0.25"].map(|rate| (part("USD", 1_000, 100), Rate::parse(rate).ok()));
        let unrated = [(part("USD", 1_000, 100), None), (part("USD", 1, 1), None)];
        let sums = Sums::of(rated.into_iter().chain(unrated), Currency::EUR);
        assert_eq!((sums.amount.minor, sums.weighted.minor, sums.count), (750, 75, 4));
        assert_eq!((sums.parts.len(), sums.parts[0].amount, sums.missing), (1, 3_001, vec![Currency::USD]));
    }

    #[test]
    fn a_deal_without_an_amount_needs_no_rate() {
        let sums = sums([part("GBP", 0, 0)]);
        assert!(sums.missing.is_empty() && !sums.is_mixed());
        assert_eq!(sums.count, 1);
    }

    #[test]
    fn the_same_currency_from_two_stages_is_one_line() {
        let sums = sums([part("USD", 10, 1), part("EUR", 5, 5), part("USD", 30, 3)]);
        let lines: Vec<_> = sums.parts.iter().map(|part| (part.currency, part.count, part.amount)).collect();
        assert_eq!(lines, [(Currency::EUR, 1, 5), (Currency::USD, 2, 40)]);
    }

    proptest! {
        #[test]
        fn deals_of_one_currency_add_up_like_numbers(amounts in prop::collection::vec(0..=LARGEST_AMOUNT, 0..50)) {
            let sums = sums(amounts.iter().map(|amount| part("EUR", *amount, 0)));
            prop_assert_eq!(sums.amount.minor, amounts.iter().sum::<i64>());
            prop_assert_eq!(sums.count, i64::try_from(amounts.len()).unwrap());
        }
    }
}
