//! Words a browser carries from one step to the next: made here, for one purpose, for whoever sits there, for a while.
//! A ticket is not a session: it opens nothing by itself.

use chrono::{Duration, NaiveDateTime};

use super::signed::{opened, sealed};
use super::{App, Seat};

/// How long there is time for the next step.
const GOOD_FOR: Duration = Duration::minutes(10);

fn purpose(of: &str, seat: &Seat) -> String {
    format!("{of} of {}\0", seat.form_session())
}

/// A ticket with these words.
pub fn give(app: &App, seat: &Seat, of: &str, words: &str) -> String {
    let until = (app.clock.now() + GOOD_FOR).and_utc().timestamp();
    sealed(&app.key, &purpose(of, seat), &format!("{until}.{words}"))
}

/// The words of a ticket given here for this purpose, not too long ago.
pub fn take(app: &App, seat: &Seat, of: &str, given: &str) -> Option<String> {
    let words = opened(&app.key, &purpose(of, seat), given)?;
    let (until, words) = words.split_once('.')?;
    is_good(until, app.clock.now()).then(|| words.to_owned())
}

fn is_good(until: &str, now: NaiveDateTime) -> bool {
    until.parse().is_ok_and(|until: i64| until >= now.and_utc().timestamp())
}
