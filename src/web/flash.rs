//! A message for the next page: what was done, and where it can be taken back. Carried by a cookie that the next page
//! clears, so that reading a page never writes to the database.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

pub use crate::db::{Flash, Undo};

/// The cookie's name.
pub(super) const COOKIE: &str = "fursa_flash";

impl Flash {
    /// Good news.
    pub fn good(message: impl Into<String>) -> Flash {
        Flash { message: message.into(), undo: None, bad: false }
    }

    /// Bad news: something was not done.
    pub fn bad(message: impl Into<String>) -> Flash {
        Flash { message: message.into(), undo: None, bad: true }
    }

    /// With a button that takes it back.
    #[must_use]
    pub fn undo(mut self, action: impl Into<String>, label: impl Into<String>) -> Flash {
        self.undo = Some(Undo { action: action.into(), label: label.into() });
        self
    }

    /// Reads the cookie; anything not of our making is no message.
    pub(super) fn from_cookie(value: &str) -> Option<Flash> {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).ok()?).ok()
    }

    pub(super) fn into_cookie(self) -> Cookie<'static> {
        let text = serde_json::to_vec(&self).unwrap_or_default();
        cookie(URL_SAFE_NO_PAD.encode(text), Duration::minutes(10))
    }
}

/// The cookie that clears the message.
pub(super) fn cleared() -> Cookie<'static> {
    cookie(String::new(), Duration::ZERO)
}

fn cookie(value: String, age: Duration) -> Cookie<'static> {
    Cookie::build(COOKIE, value).path("/").http_only(true).same_site(SameSite::Lax).max_age(age).finish()
}
