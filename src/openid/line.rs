//! The line to the provider: short waits, no redirect followed, no answer longer than such answers are.

use std::io::Read;
use std::time::Duration;

use openidconnect::http::header::CONTENT_TYPE;
use openidconnect::http::{Response, StatusCode};
use openidconnect::ureq::{self, Agent, AgentBuilder};
use openidconnect::{HttpRequest, HttpResponse};

use crate::config;

/// How long one answer may take, from beginning to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// The most an answer may have, in bytes.
const LONGEST: u64 = 1024 * 1024;

/// The line.
pub(super) struct Line(Agent);

/// Nothing was heard.
#[derive(Debug, thiserror::Error)]
pub enum Unheard {
    /// No connection, no answer in time, or an address of another kind.
    #[error("{0}")]
    Line(#[from] Box<ureq::Error>),
    /// The answer broke off.
    #[error("the answer broke off: {0}")]
    Broken(#[from] std::io::Error),
    /// The answer is none.
    #[error("{0}")]
    Odd(#[from] openidconnect::http::Error),
}

impl Line {
    /// A line to this provider: over TLS, unless it is on this very machine.
    pub(super) fn to(settings: &config::Provider) -> Line {
        let tls = settings.issuer.starts_with("https://");
        Line(AgentBuilder::new().timeout(PATIENCE).redirects(0).https_only(tls).build())
    }

    /// Asks, and answers whatever comes back.
    pub(super) fn ask(&self, request: HttpRequest) -> Result<HttpResponse, Unheard> {
        let asked = self.0.request(request.method().as_str(), &request.uri().to_string());
        let asked = request.headers().iter().fold(asked, |asked, (name, value)| {
            // Whatever is sent was written by this program, in plain letters.
            asked.set(name.as_str(), value.to_str().unwrap_or_default())
        });
        let body = request.body();
        let response = match if body.is_empty() { asked.call() } else { asked.send_bytes(body) } {
            Ok(response) | Err(ureq::Error::Status(_, response)) => response,
            Err(error) => return Err(Box::new(error).into()),
        };
        let status = StatusCode::from_u16(response.status()).unwrap_or(StatusCode::BAD_GATEWAY);
        let kind = response.header(CONTENT_TYPE.as_str()).unwrap_or_default().to_owned();
        let mut body = Vec::new();
        response.into_reader().take(LONGEST).read_to_end(&mut body)?;
        Ok(Response::builder().status(status).header(CONTENT_TYPE, kind).body(body)?)
    }
}
