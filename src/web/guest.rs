//! A visit by somebody who need not be signed in, and what every visit brings along.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::unsent::Typed;
use super::{App, Error, Flash, Reply, Seat, Site, Ui, Unsent, csrf};
use crate::db::{Db, Page, Request, dialect};
use crate::i18n::{Language, Text};
use crate::values::token;

/// The cookie a form token of a visitor without a session is derived from.
pub(super) const COOKIE: &str = "fursa_guest";

/// The circumstances of a request.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Id, address, browser.
    pub request: Arc<Request>,
    /// Path and query.
    pub here: String,
    pub(super) reads: bool,
    accept_language: String,
    lang: Option<String>,
    /// The browser takes gzip.
    pub gzip: bool,
    /// The message waiting for this page.
    pub flash: Option<Flash>,
    /// Only a part of the page is wanted, to be put into the one shown.
    pub fragment: bool,
    /// The form that came with it, once it has been read.
    pub(super) typed: Option<Typed>,
}

impl Visit {
    /// Reads the circumstances off a request.
    pub fn of(request: &HttpRequest) -> Visit {
        let header = |name: header::HeaderName| {
            request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("").to_owned()
        };
        let query = url::form_urlencoded::parse(request.query_string().as_bytes());
        Visit {
            request: Arc::new(Request {
                id: super::headers::request_id(request),
                address: address(request),
                agent: header(header::USER_AGENT).chars().take(200).collect(),
            }),
            here: request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned(),
            reads: request.method().is_safe(),
            accept_language: header(header::ACCEPT_LANGUAGE),
            lang: query.into_owned().find(|(name, _)| name == "lang").map(|(_, value)| value),
            gzip: super::reply::takes_gzip(request.headers()),
            flash: flash(request),
            fragment: request.headers().contains_key("x-fragment"),
            typed: None,
        }
    }

    /// Where to go after signing in: back here, if this was a page.
    pub fn way_back(&self) -> String {
        if self.reads { self.here.clone() } else { "/".to_owned() }
    }

    /// What was typed, where it was not taken. A part of a page is put into the page that is shown: there is no room
    /// for it.
    pub(super) fn unsent(&self) -> Option<Unsent> {
        let typed = self.typed.as_ref().filter(|_| !self.fragment)?;
        Unsent::of(&self.here, &typed.0)
    }

    /// The reader: `?lang=` for this request, else their own choice, else what the browser asks for.
    pub fn text(&self, own: &str, zone: Tz) -> Text {
        let asked = self.lang.as_deref().and_then(Language::find).or_else(|| Language::find(own));
        Text::new(asked.unwrap_or_else(|| Language::negotiate(&self.accept_language)), zone)
    }

    pub(super) fn page(&self, app: &App, session: &str) -> Page {
        Page {
            here: self.here.clone(),
            csrf: csrf::masked(&app.key, session),
            flash: self.flash.clone(),
            fragment: self.fragment,
            unread: 0,
            renewed: None,
        }
    }
}

fn flash(request: &HttpRequest) -> Option<Flash> {
    let cookie = request.cookie(super::flash::COOKIE)?;
    let app = request.app_data::<web::Data<App>>()?;
    Flash::from_cookie(&app.key, &Seat::of(request).token()?, cookie.value())
}

fn address(request: &HttpRequest) -> String {
    let trusted = request.app_data::<web::Data<App>>().is_some_and(|app| app.config.trust_proxy);
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    // The last entry is the one our own proxy wrote; those before it can be made up.
    let last =
        forwarded.filter(|_| trusted).and_then(|list| list.rsplit(',').next()).map(|part| part.trim().to_owned());
    last.or_else(|| request.peer_addr().map(|peer| peer.ip().to_string())).unwrap_or_default()
}

/// A request of anybody.
pub struct Guest {
    app: Option<web::Data<App>>,
    seat: Seat,
    site: Site,
    cookie: Option<String>,
    /// The cookie, where it was made for this answer.
    fresh: Option<String>,
    known: String,
    visit: Visit,
    /// Id, address, browser.
    pub request: Arc<Request>,
}

impl FromRequest for Guest {
    type Error = Error;
    type Future = Ready<Result<Guest, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Guest::from_parts(request)))
    }
}

/// A connection on loan to nobody in particular: for signing in, setting up, and asking whether all is well.
pub struct Desk<'a> {
    /// The connection.
    pub db: &'a mut Db,
    /// The installation.
    pub app: &'a App,
    /// The reader's language and zone.
    pub text: Text,
    /// The present instant, in UTC.
    pub now: NaiveDateTime,
    /// The request.
    pub request: Arc<Request>,
    /// Where the visitor found the installation.
    pub site: Site,
    ui: Ui,
}

impl Desk<'_> {
    /// What the page shows around its content.
    pub fn ui(&self) -> Ui {
        self.ui.clone()
    }
}

impl Guest {
    /// Reads the visit off a request.
    pub fn from_parts(request: &HttpRequest) -> Guest {
        let visit = Visit::of(request);
        let cookie = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned()).filter(|value| !value.is_empty());
        let app = request.app_data::<web::Data<App>>().cloned();
        let known = request.cookie(super::known::COOKIE).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
        let (seat, site, request) = (Seat::of(request), Site::of(request), visit.request.clone());
        Guest { app, seat, site, cookie, fresh: None, known, request, visit }
    }

    /// With a cookie by which the next request is known to come from the same browser, if it goes out with [`Guest::serve`].
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seated(mut self) -> Result<Guest, Error> {
        if self.cookie.is_none() {
            let fresh = token::random().map_err(|none| Error::Bug(format!("{none:?}")))?;
            self.seat = self.seat.of_guest(&fresh);
            (self.cookie, self.fresh) = (Some(fresh.clone()), Some(fresh));
        }
        Ok(self)
    }

    /// The seat, to sign in.
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// Where they found the installation.
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Answers whoever has just signed in here: what is said goes with the new session.
    pub fn answer_in(&self, app: &App, reply: Reply) -> HttpResponse {
        reply.with_flash(app, &self.seat.form_session()).into_response(false)
    }

    /// The cookie by which this browser may be known from an earlier sign-in.
    pub fn known(&self) -> &str {
        &self.known
    }

    /// Is there a token of a session, alive or not?
    pub fn has_token(&self) -> bool {
        self.seat.token().is_some()
    }

    /// The shell of a page for somebody not signed in.
    pub fn ui(&self, app: Option<&App>) -> Ui {
        let text = self.visit.text("", Tz::UTC);
        let session = self.seat.form_session();
        Ui::signed_out(text, app.map(|app| self.visit.page(app, &session)).unwrap_or_default())
    }

    /// Runs work for a visitor, as one transaction when it writes.
    pub async fn serve<F>(self, writes: bool, work: F) -> HttpResponse
    where
        F: FnOnce(&mut Desk<'_>) -> Result<Reply, Error> + Send + 'static,
    {
        let Some(app) = self.app.clone() else { return HttpResponse::from_error(Error::Bug("no app".into())) };
        let guest = match self.seated() {
            Ok(guest) => guest,
            Err(error) => return HttpResponse::from_error(error),
        };
        let (ui, fresh) = (guest.ui(Some(&app)), guest.fresh);
        let (text, asked, gzip) = (guest.visit.text("", Tz::UTC), (guest.request, guest.site), guest.visit.gzip);
        let secure = app.config.https();
        let done = web::block(move || at_desk(&app, ui, text, asked, writes, work)).await;
        let reply = match done {
            Ok(Ok(reply)) => reply,
            Ok(Err(error)) => return HttpResponse::from_error(error),
            Err(panicked) => return HttpResponse::from_error(Error::Bug(panicked.to_string())),
        };
        let reply = match fresh {
            Some(value) => reply.cookie(guest_cookie(value, secure)),
            None => reply,
        };
        reply.into_response(gzip)
    }
}

fn at_desk<F>(
    app: &App,
    ui: Ui,
    text: Text,
    (request, site): (Arc<Request>, Site),
    writes: bool,
    work: F,
) -> Result<Reply, Error>
where
    F: FnOnce(&mut Desk<'_>) -> Result<Reply, Error>,
{
    let mut loan = if writes { app.pools.writer()? } else { app.pools.reader()? };
    if writes {
        dialect::begin_write(&mut loan)?;
    }
    let mut desk = Desk { db: &mut loan, app, text, now: app.clock.now(), request, site, ui };
    let done = work(&mut desk).unwrap_or_else(|error| error.page(desk.ui(), &desk.request.id, None));
    if writes {
        dialect::end(&mut loan, done.succeeded())?;
    }
    Ok(done)
}

fn guest_cookie(value: String, secure: bool) -> Cookie<'static> {
    Cookie::build(COOKIE, value).path("/").http_only(true).secure(secure).same_site(SameSite::Lax).finish()
}
