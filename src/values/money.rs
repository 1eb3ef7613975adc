//! Money (rule 1): whole minor units of one currency, never a float. Amounts of two currencies do
//! not add up; they are converted first, with a dated rate.

pub use super::currency::{Currency, UnknownCurrency};
use super::percent::Percent;
pub use super::rate::Rate;

/// An amount in the smallest unit of its currency: 12.50 EUR is `1250`, 12 JPY is `12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// How many of the currency's smallest units.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// So many minor units of a currency.
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// Nothing, in a currency.
    pub const fn zero(currency: Currency) -> Money {
        Money::new(0, currency)
    }

    /// The sum; none for two currencies, or when it is too large to hold.
    pub fn checked_add(self, other: Money) -> Option<Money> {
        if self.currency != other.currency {
            return None;
        }
        let minor = self.minor.checked_add(other.minor)?;
        Some(Money { minor, ..self })
    }

    /// A share of the amount, rounded once, half away from zero.
    pub fn percent(self, share: Percent) -> Money {
        let minor = weighted(self.minor, share);
        Money { minor, ..self }
    }

    /// The same value in another currency, rounded once. The rate says how many whole units of
    /// the other currency one whole unit of this one is worth. None when too large to hold.
    pub fn convert(self, rate: Rate, to: Currency) -> Option<Money> {
        let (from_scale, to_scale) = (scale(self.currency), scale(to));
        let value = i128::from(self.minor).checked_mul(i128::from(rate.billionths()))?.checked_mul(to_scale)?;
        let minor = divide_rounded(value, i128::from(Rate::ONE.billionths()) * from_scale);
        Some(Money::new(i64::try_from(minor).ok()?, to))
    }
}

/// What an open deal promises (rule 21): its amount times its probability, in minor units. Columns
/// of the board compute the same in SQL, deal by deal, and must round alike.
pub fn weighted(amount_minor: i64, probability: Percent) -> i64 {
    let parts = i128::from(amount_minor) * i128::from(probability.basis_points());
    let share = divide_rounded(parts, i128::from(Percent::HUNDRED.basis_points()));
    // A share of at most one hundred percent cannot leave the range of the whole.
    i64::try_from(share).unwrap_or(amount_minor)
}

/// Minor units in one whole unit of a currency.
fn scale(currency: Currency) -> i128 {
    10_i128.pow(currency.exponent())
}

/// Divides by a positive number and rounds half away from zero, as traders do.
fn divide_rounded(value: i128, by: i128) -> i128 {
    let (whole, rest) = (value / by, value % by);
    if rest.abs() * 2 >= by { whole + rest.signum() } else { whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn currency(code: &str) -> Currency {
        Currency::parse(code).unwrap()
    }

    fn percent(basis_points: i32) -> Percent {
        Percent::new(basis_points).unwrap()
    }

    #[test]
    fn amounts_of_two_currencies_never_add_up() {
        let usd = Money::new(1, Currency::USD);
        assert_eq!(eur(1).checked_add(usd), None);
        assert_eq!(eur(150).checked_add(eur(-50)), Some(eur(100)));
    }

    #[test]
    fn a_sum_too_large_is_no_sum() {
        assert_eq!(eur(i64::MAX).checked_add(eur(1)), None);
        assert_eq!(eur(i64::MIN).checked_add(eur(-1)), None);
    }

    #[test]
    fn half_a_cent_rounds_away_from_zero() {
        assert_eq!(eur(1).percent(percent(5000)), eur(1));
        assert_eq!(eur(-1).percent(percent(5000)), eur(-1));
        assert_eq!(eur(1).percent(percent(4999)), eur(0));
        assert_eq!(eur(3).percent(percent(5000)), eur(2));
        assert_eq!(eur(-3).percent(percent(5000)), eur(-2));
    }

    #[test]
    fn a_lost_deal_promises_nothing_and_a_won_one_everything() {
        assert_eq!(weighted(1_250_000, Percent::ZERO), 0);
        assert_eq!(weighted(1_250_000, Percent::HUNDRED), 1_250_000);
        assert_eq!(weighted(i64::MAX, Percent::HUNDRED), i64::MAX);
        assert_eq!(weighted(i64::MIN, Percent::HUNDRED), i64::MIN);
    }

    #[test]
    fn conversion_respects_the_decimals_of_both_currencies() {
        let rate = |text| Rate::parse(text).unwrap();
        let yen = Money::new(16_173, currency("JPY"));
        assert_eq!(eur(10_000).convert(rate("161.725"), currency("JPY")), Some(yen));
        let dinar = Money::new(33_312, currency("KWD"));
        assert_eq!(eur(10_000).convert(rate("0.33312"), currency("KWD")), Some(dinar));
        let back = Money::new(1_000, currency("JPY")).convert(rate("0.006183"), Currency::EUR);
        assert_eq!(back, Some(eur(618)));
    }

    #[test]
    fn a_conversion_too_large_is_none() {
        let rate = Rate::parse("9000000000").unwrap();
        assert_eq!(eur(i64::MAX).convert(rate, currency("CLF")), None);
    }

    proptest! {
        #[test]
        fn a_share_is_within_half_a_unit_of_the_truth(minor in any::<i64>(), bp in 0..=10_000_i32) {
            let rounded = i128::from(weighted(minor, percent(bp))) * 10_000;
            let exact = i128::from(minor) * i128::from(bp);
            prop_assert!((rounded - exact).abs() <= 5_000);
        }

        #[test]
        fn shares_of_a_debt_mirror_shares_of_a_credit(minor in 0..=i64::MAX, bp in 0..=10_000_i32) {
            prop_assert_eq!(weighted(-minor, percent(bp)), -weighted(minor, percent(bp)));
        }

        #[test]
        fn a_greater_chance_never_promises_less(minor in 0..=i64::MAX, bp in 0..10_000_i32) {
            prop_assert!(weighted(minor, percent(bp)) <= weighted(minor, percent(bp + 1)));
        }

        #[test]
        fn a_rate_of_one_changes_nothing(minor in any::<i64>()) {
            let same = eur(minor).convert(Rate::ONE, Currency::USD);
            prop_assert_eq!(same, Some(Money::new(minor, Currency::USD)));
        }
    }
}
