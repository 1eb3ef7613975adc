//! What people are told: that a lead is theirs now, that somebody named them, that it is time for the visit.
//!
//! Everything told is a row (`store`), written in the transaction of what it tells of: a change that is taken back tells
//! nobody. What colleagues do is read off the journal as it is written (`follow`), so that no feature has to think of
//! telling; what time brings, jobs find ([`remind`], [`find_waiting`]). A row stands in the tray until it is read, and goes
//! out by mail a little later unless it was read by then ([`send`]); each person chooses which, event by event. Once a day
//! who wants it gets everything that waits for them in one letter ([`send_digests`]).
//!
//! A notification is no way to a record: what is out of somebody's reach when they look is neither shown nor counted nor
//! sent (rule 41). Being named gives nobody sight of a record.

mod choices;
mod digest;
mod event;
mod follow;
mod letters;
mod mentions;
mod reminders;
mod store;
mod tray;
mod waiting;

pub use digest::{is_any_due as is_any_digest_due, send as send_digests};
pub use event::Event;
pub use letters::{is_any_due as is_any_letter_due, send};
pub use reminders::{follow as follow_reminder, is_any_due as is_any_reminder_due, tell as remind};
pub use store::{Told, forget_old, forget_record, read_about, tell, unread};
pub use waiting::find as find_waiting;

/// Listens to the journal, and counts for every page what is still to be read: once, when the program starts.
pub fn begin() {
    crate::journal::listen(follow::told_by);
    crate::web::count_unread(unread);
}

crate::routes! {
    get "/notifications" => tray::show,
    post "/notifications/read" => tray::read_all,
    post "/notifications/{id:[0-9]+}/read" => tray::read,
    get "/profile/notifications" => choices::show,
    post "/profile/notifications" => choices::save,
}
