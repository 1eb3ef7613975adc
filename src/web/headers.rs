//! What every response says to the browser, and what every request leaves in the log.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{HttpMessage, HttpRequest};

use super::App;

/// The name of the header and of the log field.
const REQUEST_ID: &str = "x-request-id";

/// No inline script or style, nothing from elsewhere, in no frame.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers that keep a page to itself, and to https where people come by it.
pub fn security(app: &App) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((header::CONTENT_SECURITY_POLICY, POLICY))
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::X_FRAME_OPTIONS, "DENY"))
        .add((header::REFERRER_POLICY, "same-origin"))
        .add(("cross-origin-opener-policy", "same-origin"));
    if app.config.https() { headers.add((header::STRICT_TRANSPORT_SECURITY, "max-age=31536000")) } else { headers }
}

/// Middleware: who asks for the head of a page (`HEAD`) gets that of the page itself: how long it is, of what kind, and
/// whether it is there. Behind this every handler reads; the server leaves the body out.
///
/// # Errors
/// What the next service answers as an error of the framework itself.
pub async fn heads(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    next.call(request).await
}

struct RequestId(String);

/// The id of a request: eight random bytes, in hex.
pub(super) fn request_id(request: &HttpRequest) -> String {
    if let Some(known) = request.extensions().get::<RequestId>() {
        return known.0.clone();
    }
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap_or_default();
    let id: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    request.extensions_mut().insert(RequestId(id.clone()));
    id
}

/// The address as the log has it. An id stays; any other word could be a name somebody typed, and so could an address
/// that leads nowhere.
fn place(request: &HttpRequest) -> String {
    let Some(pattern) = request.match_pattern() else { return "unknown".to_owned() };
    let part = |(ours, theirs): (&str, &str)| {
        let is_id = theirs.bytes().all(|byte| byte.is_ascii_digit());
        if ours.starts_with('{') && is_id { theirs.to_owned() } else { ours.to_owned() }
    };
    pattern.split('/').zip(request.path().split('/')).map(part).collect::<Vec<_>>().join("/")
}

/// Middleware: one line per request, with an id that the response carries too. No address, no name, no query: what a
/// person typed stays out of the log.
///
/// # Errors
/// What the next service answers as an error of the framework itself.
pub async fn request_log(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let began = Instant::now();
    let id = request_id(request.request());
    let method = request.method().clone();
    let mut response = next.call(request).await?;
    let path = place(response.request());
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static(REQUEST_ID), value);
    }
    let micros = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX);
    tracing::info!(request = id, %method, path, status = response.status().as_u16(), micros, "request");
    Ok(response)
}
