//! When a letter that could not be sent is tried again.

use chrono::Duration;

/// Minutes to wait after each try that failed. After the last one it is given up: a day has passed by then.
const WAITS: [i64; 8] = [1, 5, 15, 60, 120, 240, 480, 720];

/// How long to wait after so many tries have failed; `None` when it is given up.
pub fn wait(tries: i64) -> Option<Duration> {
    let past = usize::try_from(tries).ok()?.checked_sub(1)?;
    WAITS.get(past).map(|minutes| Duration::minutes(*minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        assert_eq!(wait(1), Some(Duration::minutes(1)));
        assert_eq!(wait(8), Some(Duration::minutes(720)));
        assert_eq!(wait(9), None);
        assert!(WAITS.is_sorted());
    }
}
