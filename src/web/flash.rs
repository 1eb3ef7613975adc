//! A message for the next page: what was done, and where it can be taken back. Carried by a cookie that the next page
//! clears, so that reading a page never writes to the database. Signed for the session: a button of it posts where it says.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::App;
use super::signed::{opened, sealed};
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

    /// Reads the cookie; anything not of our making, for this very session, is no message.
    pub(super) fn from_cookie(key: &[u8], session: &str, value: &str) -> Option<Flash> {
        let words = opened(key, &purpose(session), value)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(words).ok()?).ok()
    }

    pub(super) fn into_cookie(self, app: &App, session: &str) -> Cookie<'static> {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self).unwrap_or_default());
        cookie(app, sealed(&app.key, &purpose(session), &text), Duration::minutes(10))
    }
}

fn purpose(session: &str) -> String {
    format!("flash of {session}\0")
}

/// The cookie that clears the message.
pub(super) fn cleared(app: &App) -> Cookie<'static> {
    cookie(app, String::new(), Duration::ZERO)
}

fn cookie(app: &App, value: String, age: Duration) -> Cookie<'static> {
    let cookie = Cookie::build(COOKIE, value).path("/").http_only(true).same_site(SameSite::Lax);
    cookie.secure(app.config.https()).max_age(age).finish()
}
