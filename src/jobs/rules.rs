//! When a job has its next turn.

use chrono::{Duration, NaiveDateTime};

/// The first wait after a failure, in seconds; each further one doubles it.
const FIRST: i64 = 10;
/// The longest wait after a failure, in seconds.
const LONGEST: i64 = 60 * 60;

/// The next turn after a run that went well. Whatever takes longer than its own time has it again at once.
pub fn next(began: NaiveDateTime, ended: NaiveDateTime, every: Duration) -> NaiveDateTime {
    ended.max(began + every)
}

/// How long to wait after so many failures in a row.
pub fn wait(failures: i64) -> Duration {
    Duration::seconds((FIRST << (failures - 1).clamp(0, 9)).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> NaiveDateTime {
        chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(10, minute, 0).unwrap()
    }

    #[test]
    fn turns_are_counted_from_the_beginning_of_a_run() {
        assert_eq!(next(at(0), at(2), Duration::minutes(15)), at(15));
        assert_eq!(next(at(0), at(20), Duration::minutes(15)), at(20));
    }

    #[test]
    fn waits_grow_and_end() {
        let waits: Vec<i64> = [0, 1, 2, 3, 9, 10, 11, i64::MAX].map(|failures| wait(failures).num_seconds()).into();
        assert_eq!(waits, [10, 10, 20, 40, 2560, 3600, 3600, 3600]);
    }
}
