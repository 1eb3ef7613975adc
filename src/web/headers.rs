//! What every response says to the browser, and what every request leaves in the log.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::{DefaultHeaders, Next};
use actix_web::{HttpMessage, HttpRequest};

use super::App;

/// The name of the header and of the log field.
const REQUEST_ID: &str = "x-request-id";

/// No inline script or style, nothing from elsewhere, in no frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
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

/// The address without the secret of a one-time link, which would let in whoever reads the log.
fn speakable(request: &HttpRequest) -> String {
    let secret = request.match_info().get("token").filter(|token| !token.is_empty());
    secret.map_or_else(|| request.path().to_owned(), |token| request.path().replace(token, "…"))
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
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static(REQUEST_ID), value);
    }
    let micros = i64::try_from(began.elapsed().as_micros()).unwrap_or(i64::MAX);
    let path = speakable(response.request());
    tracing::info!(request = id, %method, path, status = response.status().as_u16(), micros, "request");
    Ok(response)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_secret_of_a_link_stays_out_of_the_log() {
        let link = TestRequest::with_uri("/invitations/s3cret").param("token", "s3cret").to_http_request();
        assert_eq!(speakable(&link), "/invitations/…");
        assert_eq!(speakable(&TestRequest::with_uri("/leads/7").param("id", "7").to_http_request()), "/leads/7");
    }
}
