//! Chance, the same on every machine: whoever starts the demonstration on one day sees one company.
//!
//! Whole numbers only. Prices and waiting times of real companies bunch below their average and have a long tail; the
//! table of [`Chance::spread`] has that shape.

/// Quantiles of a log-normal distribution around one, in percent, evenly far apart.
const SPREAD: [i64; 14] = [22, 34, 45, 55, 65, 76, 88, 101, 117, 137, 163, 200, 268, 430];

/// A source of chance.
pub struct Chance(fastrand::Rng);

impl Chance {
    /// The same seed gives the same company.
    pub fn new(seed: u64) -> Chance {
        Chance(fastrand::Rng::with_seed(seed))
    }

    /// A whole number of a range, its ends included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.i64(low..=high.max(low))
    }

    /// Yes, so many times in a hundred.
    pub fn hits(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these.
    pub fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.0.usize(..items.len())]
    }

    /// One of these, the earlier the likelier: a few customers bring most of the business.
    pub fn early_of<T: Copy>(&mut self, items: &[T]) -> T {
        let (one, other) = (self.0.usize(..items.len()), self.0.usize(..items.len()));
        items[one.min(other)]
    }

    /// One of these by weight.
    pub fn weighted<T: Copy>(&mut self, items: &[(T, i64)]) -> T {
        let total: i64 = items.iter().map(|(_, weight)| weight).sum();
        let mut left = self.between(1, total);
        let found = items.iter().find(|(_, weight)| {
            left -= weight;
            left <= 0
        });
        found.map_or(items[0].0, |(item, _)| *item)
    }

    /// A typical figure made untypical: mostly between half and double, at times four times as much.
    pub fn spread(&mut self, typical: i64) -> i64 {
        let step = self.0.usize(..SPREAD.len() - 1);
        let percent = self.between(SPREAD[step], SPREAD[step + 1]);
        typical * percent / 100
    }

    /// A pattern with a digit for every `#`, as `+48 22 555 ## ##`.
    pub fn digits(&mut self, pattern: &str) -> String {
        pattern.chars().map(|c| if c == '#' { self.0.digit(10) } else { c }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_makes_one_company() {
        let draw = |seed| {
            let mut chance = Chance::new(seed);
            (0..50).map(|_| chance.spread(1_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn figures_bunch_below_their_average() {
        let mut chance = Chance::new(1);
        let mut drawn: Vec<i64> = (0..4_000).map(|_| chance.spread(1_000)).collect();
        drawn.sort_unstable();
        let (median, mean) = (drawn[2_000], drawn.iter().sum::<i64>() / 4_000);
        assert!((900..1_100).contains(&median) && mean > median + 100, "median {median}, mean {mean}");
        assert!(drawn[0] >= 220 && drawn[3_999] <= 4_300);
    }

    #[test]
    fn weights_count() {
        let mut chance = Chance::new(2);
        let heavy = (0..1_000).filter(|_| chance.weighted(&[("light", 1), ("heavy", 9)]) == "heavy").count();
        assert!((850..950).contains(&heavy), "{heavy}");
    }
}
