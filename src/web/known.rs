//! A browser somebody has signed in with before. It keeps a name of its own, good for that account only: guesses made
//! anywhere else do not use up its tries.

use actix_web::cookie::{Cookie, SameSite, time::Duration};

use super::signed::{opened, sealed};
use super::{App, Error};
use crate::values::token;

/// The cookie's name.
pub(super) const COOKIE: &str = "fursa_known";

/// As long as browsers keep a cookie.
const KEPT: Duration = Duration::days(400);

fn purpose(account: &str) -> String {
    format!("known to {account}\0")
}

/// The browser's name, if this account has signed in with it.
pub fn known_as(app: &App, account: &str, cookie: &str) -> Option<String> {
    opened(&app.key, &purpose(account), cookie).map(str::to_owned)
}

/// The cookie by which the browser is known from now on.
///
/// # Errors
/// When the system gives no randomness.
pub fn make_known(app: &App, account: &str) -> Result<Cookie<'static>, Error> {
    let name = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
    let cookie = Cookie::build(COOKIE, sealed(&app.key, &purpose(account), &name)).path("/").max_age(KEPT);
    Ok(cookie.http_only(true).secure(app.config.https()).same_site(SameSite::Lax).finish())
}
