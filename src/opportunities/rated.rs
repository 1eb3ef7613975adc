//! At which rates deals are added up (rule 10): open ones at those of today, won and lost ones at those of the day they
//! were closed, whatever became of the rates since.
//!
//! Rates change a few times a month at most, so that the days between two changes are one period: totals come back from
//! the database by period, not by day, and where no rate changed they cost what they cost without.

use chrono::NaiveDate;

use super::totals::Window;
use crate::db::Tx;

/// The stretches of days with the same rates, as far as closed deals are looked at.
pub struct Periods {
    /// The day whose rates count before the first change.
    first: NaiveDate,
    /// The days of the changes, in order.
    changes: Vec<NaiveDate>,
}

impl Periods {
    /// The periods that closed deals of this window fall into.
    pub fn of(tx: &Tx<'_>, window: Window) -> Periods {
        let first = match window {
            Window::Since(day) => day,
            Window::All => NaiveDate::MIN,
        };
        Periods { first, changes: tx.directory.rates.changes(first, tx.company_today()) }
    }

    /// The number of the period a day lies in, as SQL. Halved again and again: however many periods there are, few
    /// comparisons tell.
    pub fn number(&self, day: &str) -> String {
        number(day, &self.changes, 0)
    }

    /// A day of a period: its rates are those of all its days.
    pub fn day(&self, number: i64) -> NaiveDate {
        let change = usize::try_from(number - 1).ok().and_then(|at| self.changes.get(at));
        change.copied().unwrap_or(self.first)
    }
}

fn number(day: &str, changes: &[NaiveDate], before: usize) -> String {
    let middle = changes.len() / 2;
    match changes.get(middle) {
        None => before.to_string(),
        Some(change) => {
            let sooner = number(day, &changes[..middle], before);
            let later = number(day, &changes[middle + 1..], before + middle + 1);
            format!("CASE WHEN {day} < '{change}' THEN {sooner} ELSE {later} END")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opportunities::samples::instant;

    fn periods(changes: &[u32]) -> Periods {
        let day = |day: &u32| instant(*day).date();
        Periods { first: day(&1), changes: changes.iter().map(day).collect() }
    }

    /// What a database makes of nested cases.
    fn solved(words: &str, day: NaiveDate) -> i64 {
        let Some(rest) = words.strip_prefix("CASE WHEN day < '") else { return words.parse().unwrap() };
        let (change, rest) = rest.split_at(10);
        let rest = rest.strip_prefix("' THEN ").unwrap().strip_suffix(" END").unwrap();
        let mut depth = 0;
        let at = rest.char_indices().find(|(at, _)| {
            depth += i32::from(rest[*at..].starts_with("CASE")) - i32::from(rest[*at..].starts_with("END"));
            depth == 0 && rest[*at..].starts_with(" ELSE ")
        });
        let (sooner, later) = rest.split_at(at.unwrap().0);
        let is_sooner = day < change.parse().unwrap();
        solved(if is_sooner { sooner } else { later.strip_prefix(" ELSE ").unwrap() }, day)
    }

    #[test]
    fn a_day_counts_at_the_last_change_before_it() {
        for changes in [&[][..], &[5], &[5, 9], &[5, 9, 10], &[2, 3, 5, 9, 10, 20, 28]] {
            let periods = periods(changes);
            let words = periods.number("day");
            for day in 1..=28 {
                let last = changes.iter().rev().find(|change| **change <= day).unwrap_or(&1);
                let expected = instant(*last).date();
                assert_eq!(periods.day(solved(&words, instant(day).date())), expected, "{changes:?} {day}");
            }
        }
    }
}
