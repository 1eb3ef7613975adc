//! The address of a feed.

use super::store::Feed;
use crate::web::{self, App, routes};

/// What a token of a feed is good for: to read this one, with this nonce.
fn purpose(feed: &Feed) -> String {
    format!("calendar of {} {}\0", feed.user_id, feed.nonce)
}

/// Where a feed is read, without the name of the site.
pub(super) fn path(app: &App, feed: &Feed) -> String {
    format!("{}/{}.ics", routes::CALENDARS, web::sealed(&app.key, &purpose(feed), &feed.id.to_string()))
}

/// The id a token claims to be of.
pub(super) fn claimed(token: &str) -> Option<i64> {
    token.split('.').next()?.parse().ok()
}

/// Was the token made for this feed, as it is now?
pub(super) fn opens(app: &App, feed: &Feed, token: &str) -> bool {
    web::opened(&app.key, &purpose(feed), token).is_some()
}
