//! Forms are taken only from our own pages: the browser's word for where a request came from, plus a token in each
//! form that only pages of this very session carry.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use super::signed::{LENGTH, signature};
use super::{App, Error};

/// The token of a session: derived, so that nothing more needs to be stored.
fn token(key: &[u8], session: &str) -> [u8; LENGTH] {
    signature(key, "form of ", session)
}

/// The token as a form carries it, masked anew each time so that compressing a page tells nothing about it.
pub(super) fn masked(key: &[u8], session: &str) -> String {
    let mut both = [0; 2 * LENGTH];
    getrandom::fill(&mut both[..LENGTH]).unwrap_or_default();
    let token = token(key, session);
    for (at, byte) in token.iter().enumerate() {
        both[LENGTH + at] = both[at] ^ byte;
    }
    URL_SAFE_NO_PAD.encode(both)
}

/// Is this the token of that session?
pub(super) fn matches(key: &[u8], session: &str, given: &str) -> bool {
    let Ok(both) = URL_SAFE_NO_PAD.decode(given) else { return false };
    if both.len() != 2 * LENGTH {
        return false;
    }
    let plain: Vec<u8> = both[..LENGTH].iter().zip(&both[LENGTH..]).map(|(pad, byte)| pad ^ byte).collect();
    plain.ct_eq(&token(key, session)).into()
}

/// Middleware: refuses what says it comes from elsewhere. Where the browser says nothing, the form's token decides.
///
/// # Errors
/// What the next service answers as an error of the framework itself.
pub async fn same_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || !is_foreign(&request) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    Ok(request.into_response(HttpResponse::from_error(Error::CrossSite)))
}

fn is_foreign(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return true;
    }
    let Some(origin) = header(header::ORIGIN.as_str()) else { return false };
    let base = request.app_data::<web::Data<App>>().map_or("", |app| app.config.base_url.as_str());
    let own_host = header(header::HOST.as_str()).unwrap_or("");
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    origin != base && host != own_host
}

/// Does the browser say that the request comes from one of our own pages? [`same_origin`] has refused what says otherwise;
/// what says nothing may come from anywhere.
pub fn is_from_here(request: &HttpRequest) -> bool {
    let headers = request.headers();
    headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin") || headers.contains_key(header::ORIGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_own_session_only() {
        let form = masked(b"key", "alice");
        assert!(matches(b"key", "alice", &form));
        assert!(!matches(b"key", "bob", &form));
        assert!(!matches(b"other", "alice", &form));
        assert!(!matches(b"key", "alice", ""));
    }

    #[test]
    fn two_pages_never_carry_the_same_text() {
        assert_ne!(masked(b"key", "alice"), masked(b"key", "alice"));
    }
}
