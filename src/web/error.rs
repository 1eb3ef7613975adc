//! What can go wrong, once, and the page each case becomes: with the way on, in the reader's language.

use std::fmt;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{ConnectionType, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError, web};
use askama::Template;

use super::{App, Guest, Reply, Ui, Unsent};
use crate::db::dialect;

/// A request that does not end in the page asked for.
#[derive(Debug)]
pub enum Error {
    /// No such record, or none this viewer may know of: the two look the same (rule 42).
    NotFound,
    /// The record may be seen, the action is not theirs.
    Forbidden,
    /// Nobody is signed in; where to go afterwards.
    SignIn {
        /// Path and query asked for.
        wanted: String,
    },
    /// A role of theirs needs a second factor, and they have none yet.
    SecondFactor,
    /// They acted for somebody when the form was opened, and may no longer.
    ActsNoLonger,
    /// The request cannot be understood.
    BadRequest,
    /// The form did not come from one of our own pages, or from a session that has ended.
    CrossSite,
    /// More than the server takes in one request.
    TooLarge,
    /// It comes too slowly to be waited for.
    TooSlow,
    /// Too many tries; come back later.
    TooMany {
        /// Seconds to wait.
        seconds: i64,
    },
    /// No connection to the database came free.
    Busy,
    /// Somebody else changed the same at the same moment: what was begun is taken back, to be begun again.
    Overtaken,
    /// The database failed.
    Database(diesel::result::Error),
    /// Something that cannot happen did.
    Bug(String),
}

impl Error {
    /// The status it is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Forbidden | Error::CrossSite | Error::SecondFactor => StatusCode::FORBIDDEN,
            Error::SignIn { .. } => StatusCode::SEE_OTHER,
            Error::ActsNoLonger => StatusCode::CONFLICT,
            Error::BadRequest => StatusCode::BAD_REQUEST,
            Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Error::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Busy | Error::Overtaken => StatusCode::SERVICE_UNAVAILABLE,
            Error::Database(_) | Error::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The beginning of its message keys: `-title` says what, `-advice` what to do.
    fn key(&self) -> &'static str {
        match self {
            Error::NotFound => "error-not-found",
            Error::Forbidden => "error-forbidden",
            Error::CrossSite => "error-cross-site",
            Error::SecondFactor => "error-second-factor",
            Error::ActsNoLonger => "error-acts-no-longer",
            Error::SignIn { .. } | Error::BadRequest => "error-bad-request",
            Error::TooLarge => "error-too-large",
            Error::TooSlow => "error-too-slow",
            Error::TooMany { .. } => "error-too-many",
            Error::Busy | Error::Overtaken => "error-busy",
            Error::Database(_) | Error::Bug(_) => "error-bug",
        }
    }

    /// A failure of ours, to be logged with its cause.
    fn is_ours(&self) -> bool {
        self.status().is_server_error()
    }

    /// The error as a page, inside the shell where somebody is signed in, with what was typed in vain.
    pub fn page(&self, ui: Ui, request_id: &str, unsent: Option<Unsent>) -> Reply {
        if self.is_ours() {
            tracing::error!(request = request_id, error = %self, "request failed");
        }
        let reference = if self.is_ours() { request_id.to_owned() } else { String::new() };
        let status = self.status();
        let words = Words { key: self.key(), reference };
        // What another site has sent nobody typed.
        let typed = |unsent: &Unsent| !unsent.typed().is_empty() && !matches!(self, Error::CrossSite);
        let unsent = unsent.filter(typed);
        // What is too much once is too much again.
        let again = !matches!(self, Error::TooLarge);
        let page = match ui.signed_in() {
            true => Reply::status(status, &ErrorPage { ui, words, unsent, again }),
            false => Reply::status(status, &BareErrorPage { ui, words, unsent, again }),
        };
        let page = page.unwrap_or_else(|failed| Reply::plain(status, &failed.to_string()));
        match self {
            Error::TooMany { seconds } => page.header(header::RETRY_AFTER, &seconds.to_string()),
            _ => page,
        }
    }
}

/// An error inside the shell.
#[derive(Template)]
#[template(path = "shared/error.html")]
struct ErrorPage {
    ui: Ui,
    words: Words,
    unsent: Option<Unsent>,
    again: bool,
}

/// An error where nobody is signed in.
#[derive(Template)]
#[template(path = "shared/error_bare.html")]
struct BareErrorPage {
    ui: Ui,
    words: Words,
    unsent: Option<Unsent>,
    again: bool,
}

struct Words {
    key: &'static str,
    reference: String,
}

impl Words {
    // messages: error-*
    /// What happened.
    fn title(&self, ui: &Ui) -> &'static str {
        ui.t(&format!("{}-title", self.key))
    }

    /// What to do now.
    fn advice(&self, ui: &Ui) -> &'static str {
        ui.t(&format!("{}-advice", self.key))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Database(cause) => write!(out, "database: {cause}"),
            Error::Bug(what) => write!(out, "bug: {what}"),
            other => write!(out, "{other:?}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Error {
        match error {
            diesel::result::Error::NotFound => Error::NotFound,
            other if dialect::is_overtaken(&other) => Error::Overtaken,
            other => Error::Database(other),
        }
    }
}

impl From<diesel::r2d2::PoolError> for Error {
    fn from(_: diesel::r2d2::PoolError) -> Error {
        Error::Busy
    }
}

impl From<askama::Error> for Error {
    fn from(error: askama::Error) -> Error {
        Error::Bug(format!("template: {error}"))
    }
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// Bare: [`show_errors`] writes the page, which needs the request's language.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        match self {
            Error::SignIn { wanted } => HttpResponse::SeeOther()
                .insert_header((header::LOCATION, super::routes::sign_in(wanted)))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .finish(),
            other => HttpResponse::new(other.status()),
        }
    }
}

/// Middleware: gives errors that arose before or outside a handler their page.
///
/// # Errors
/// What the next service answers as an error of the framework itself.
pub async fn show_errors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let guest = Guest::from_parts(request.request());
    let gzip = super::reply::takes_gzip(request.headers());
    let app = request.app_data::<web::Data<App>>().cloned();
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(failed) => return Err(failed),
    };
    let Some(error) = response.response().error().and_then(|cause| cause.as_error::<Error>()) else {
        return Ok(response);
    };
    if matches!(error, Error::SignIn { .. }) {
        return Ok(response);
    }
    let ui = guest.ui(app.as_ref().map(|app| &***app));
    let unsent = Unsent::read(response.request());
    let mut page = error.page(ui, &guest.request.id, unsent).into_response(gzip);
    if matches!(error, Error::TooLarge | Error::TooSlow) {
        // Nothing more of what is still coming is waited for.
        page.head_mut().set_connection_type(ConnectionType::Close);
    }
    let (request, _) = response.into_parts();
    Ok(ServiceResponse::new(request, page))
}
