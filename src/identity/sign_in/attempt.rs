//! A browser on its way to the provider and back: it keeps a secret of its own, which nobody else gets to see, for ten
//! minutes. What the provider is told, and what is compared when the browser comes back, is derived from it.

use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::openid::Promise;
use crate::values::token;
use crate::web::{App, Error, Seat, routes, ticket};

/// The cookie's name, and the only addresses it goes to.
const COOKIE: &str = "fursa_provider";

/// What the ticket in it is good for.
const PURPOSE: &str = "way to the provider";

/// As long as the ticket.
const KEPT: Duration = Duration::minutes(10);

/// The longest way on that a cookie holds beside the rest.
const LONGEST: usize = 2000;

/// A sign-in through the provider that has begun.
pub(in crate::identity) struct Attempt {
    secret: String,
    /// Where to go afterwards.
    pub way_on: String,
    /// Who wants the account linked to them, and is signed in already.
    pub person: Option<i64>,
}

impl Attempt {
    /// A sign-in that begins now.
    pub(in crate::identity) fn begin(way_on: &str) -> Result<Attempt, Error> {
        let secret = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
        let way_on = routes::own_path(way_on).filter(|way| way.len() <= LONGEST).unwrap_or_default();
        Ok(Attempt { secret, way_on: way_on.to_owned(), person: None })
    }

    /// The same way, to have the account linked to this person.
    #[must_use]
    pub(in crate::identity) fn of_person(self, person: i64) -> Attempt {
        Attempt { person: Some(person), ..self }
    }

    /// The one that this browser has begun, not too long ago.
    pub(super) fn of(app: &App, seat: &Seat, request: &HttpRequest) -> Option<Attempt> {
        let words = ticket::take(app, seat, PURPOSE, request.cookie(COOKIE)?.value())?;
        let (secret, rest) = words.split_once('.')?;
        let (way_on, person) = rest.split_once('.')?;
        let way_on = String::from_utf8(URL_SAFE_NO_PAD.decode(way_on).ok()?).ok()?;
        Some(Attempt { secret: secret.to_owned(), way_on, person: person.parse().ok() })
    }

    /// What is agreed with the provider.
    pub(in crate::identity) fn promise(&self) -> Promise {
        let derived = |what: &str| token::hash(&format!("{what} of {}", self.secret));
        Promise { state: derived("state"), nonce: derived("nonce"), verifier: derived("verifier") }
    }

    /// The cookie by which the browser is known when it comes back: from another site, by a link.
    pub(in crate::identity) fn cookie(&self, app: &App, seat: &Seat) -> Cookie<'static> {
        let person = self.person.map(|person| person.to_string()).unwrap_or_default();
        let words = format!("{}.{}.{person}", self.secret, URL_SAFE_NO_PAD.encode(&self.way_on));
        cookie(app, ticket::give(app, seat, PURPOSE, &words), KEPT)
    }
}

/// The cookie of an attempt that is over.
pub(super) fn over(app: &App) -> Cookie<'static> {
    cookie(app, String::new(), Duration::ZERO)
}

fn cookie(app: &App, value: String, kept: Duration) -> Cookie<'static> {
    let cookie = Cookie::build(COOKIE, value).path(routes::PROVIDER).max_age(kept).http_only(true);
    cookie.secure(app.config.https()).same_site(SameSite::Lax).finish()
}
