//! What the demonstration company sells, against whom, and what its currencies were worth.

use chrono::NaiveDate;

use super::chance::Chance;
use crate::values::money::Rate;
use crate::values::period;

/// A product.
pub struct Good {
    /// Its name.
    pub name: &'static str,
    /// The family it is part of.
    pub family: &'static str,
    /// What deals are called after it.
    pub noun: &'static str,
    /// Price of one, in cents of the company's currency.
    pub price: i64,
    /// How many a customer takes, at most.
    pub most: i64,
    /// How often it is asked for.
    pub weight: i64,
    /// Bought anew every year.
    pub yearly: bool,
}

const fn good(
    name: &'static str,
    family: &'static str,
    noun: &'static str,
    price: i64,
    most: i64,
    weight: i64,
) -> Good {
    Good { name, family, noun, price, most, weight, yearly: false }
}

/// Everything there is to buy.
pub const GOODS: [Good; 12] = [
    good("Rooftop 30", "Solar", "Rooftop solar", 27_500_00, 1, 15),
    good("Rooftop 120", "Solar", "Rooftop solar", 92_000_00, 2, 13),
    good("Rooftop 500", "Solar", "Large rooftop", 335_000_00, 1, 5),
    good("Field 1M", "Solar", "Solar field", 690_000_00, 2, 2),
    good("Carport", "Solar", "Solar carport", 46_000_00, 3, 5),
    good("Battery 40", "Storage", "Battery storage", 24_800_00, 2, 12),
    good("Battery 200", "Storage", "Battery storage", 104_000_00, 2, 6),
    good("Charge point", "Mobility", "Charge points", 3_900_00, 16, 10),
    good("Heat pump 60", "Heat", "Heat pump", 38_500_00, 2, 7),
    good("Energy monitor", "Service", "Energy monitoring", 1_450_00, 8, 7),
    Good { yearly: true, ..good("Care plan", "Service", "Care plan", 2_400_00, 3, 9) },
    Good { yearly: true, ..good("Care plan plus", "Service", "Care plan plus", 6_900_00, 2, 4) },
];

/// Who else offers the like.
pub const COMPETITORS: [&str; 7] = [
    "Brightfield Power",
    "Amperio",
    "Voltara",
    "Kraftverk Nord",
    "Gulf Solar Works",
    "Mjengo Power",
    "Sonnenbau Direkt",
];

/// Who supplies customers before they change.
pub const INCUMBENTS: [&str; 6] =
    ["City utility", "Generator rental", "Brightfield Power", "Amperio", "Regional grid company", "Own diesel plant"];

/// A currency: its code, what one unit is worth today in billionths of the company's, and how much more it was worth
/// two years ago, in percent.
pub struct Coin {
    /// ISO 4217 code.
    pub code: &'static str,
    /// Billionths of a euro.
    pub worth: i64,
    /// Percent of that, two years ago.
    pub before: i64,
}

const fn coin(code: &'static str, worth: i64, before: i64) -> Coin {
    Coin { code, worth, before }
}

/// Currencies with a rate for every month. Swiss francs have none: the first Swiss deals are young, and nobody has
/// entered a rate yet.
pub const COINS: [Coin; 10] = [
    coin("AED", 235_300_000, 106),
    coin("BDT", 7_060_000, 112),
    coin("DKK", 134_050_000, 100),
    coin("GBP", 1_143_000_000, 103),
    coin("KES", 6_690_000, 97),
    coin("NOK", 85_200_000, 101),
    coin("PLN", 235_600_000, 98),
    coin("SEK", 91_400_000, 95),
    coin("TRY", 20_300_000, 141),
    coin("USD", 864_000_000, 105),
];

/// The currency in use without a rate.
pub const UNRATED: &str = "CHF";

/// What a Swiss franc roughly costs: for prices only, no rate anybody entered.
const UNRATED_WORTH: i64 = 1_065_000_000;

/// Months of rates.
const MONTHS: u32 = 26;

impl Coin {
    /// A rate for the first day of every month up to this one, wandering from what it was to what it is.
    pub fn rates(&self, chance: &mut Chance, today: NaiveDate) -> Vec<(NaiveDate, Rate)> {
        let first = period::Period::month(today).from.checked_sub_months(chrono::Months::new(MONTHS)).unwrap_or(today);
        let rate = |month: u32| {
            let percent = 100 + (self.before - 100) * i64::from(MONTHS - month) / i64::from(MONTHS);
            let worth = self.worth * percent / 100 * chance.between(9_880, 10_120) / 10_000;
            Some((period::months_later(first, month), Rate::new(worth)?))
        };
        (0..=MONTHS).filter_map(rate).collect()
    }
}

/// An amount of cents of euros in another currency, as people round it there: to three figures that matter.
pub fn priced(cents: i64, code: &str) -> i64 {
    let worth = match COINS.iter().find(|coin| coin.code == code) {
        Some(coin) => coin.worth,
        None if code == UNRATED => UNRATED_WORTH,
        None => Rate::ONE.billionths(),
    };
    let minor = i128::from(cents) * i128::from(Rate::ONE.billionths()) / i128::from(worth);
    rounded(i64::try_from(minor).unwrap_or(cents))
}

/// To three figures that matter.
pub fn rounded(minor: i64) -> i64 {
    let mut step = 5_000;
    while minor / step > 400 {
        step *= 10;
    }
    (minor + step / 2) / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_round_where_they_are_paid() {
        assert_eq!(priced(27_513_37, "EUR"), 27_500_00);
        assert_eq!(priced(1_234_00, "EUR"), 1_250_00);
        let shillings = priced(27_500_00, "KES");
        assert!(shillings % 500_000_00 == 0 || shillings % 50_000_00 == 0, "{shillings}");
    }

    #[test]
    fn every_month_has_a_rate_up_to_this_one() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let rates = COINS[8].rates(&mut Chance::new(1), today);
        assert_eq!(rates.len(), 27);
        assert_eq!(rates.last().unwrap().0, "2026-11-01".parse().unwrap());
        assert!(rates[0].1 > rates[26].1);
    }
}
