//! What a handler answers: a page, a redirect, a file. Made whole inside the handler's one blocking step, compressed
//! there too, so that a page leaves in one piece with its length.

use std::cell::RefCell;
use std::fs::File;

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap};
use askama::Template;
use libdeflater::{CompressionLvl, Compressor};

use super::headers::POLICY;
use super::sent::{self, Body};
use super::{App, Error, Flash, Undo};
use crate::db::sql::Sql;

/// What a handler's work ends in.
pub type Answer = Result<Reply, Error>;

/// Below this many bytes compressing costs more than it saves.
const WORTH_COMPRESSING: usize = 1400;

/// A response in the making.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    content_type: &'static str,
    body: Body,
    headers: Vec<(header::HeaderName, String)>,
    cookies: Vec<Cookie<'static>>,
    /// A message for the next page, put there by a redirect.
    flash: Option<Flash>,
    /// The token the sign-in goes on with.
    pub(super) renewed: Option<String>,
    /// Notes to be written once the page is made: none of them is worth keeping anybody from it.
    later: Vec<Sql>,
}

impl Reply {
    fn new(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Reply {
        Reply {
            status,
            content_type,
            body: body.into(),
            headers: Vec::new(),
            cookies: Vec::new(),
            flash: None,
            renewed: None,
            later: Vec::new(),
        }
    }

    /// A page.
    ///
    /// # Errors
    /// When the template fails to render.
    pub fn page(page: &impl Template) -> Answer {
        Reply::status(StatusCode::OK, page)
    }

    /// The form again, with what is wrong: 422.
    ///
    /// # Errors
    /// When the template fails to render.
    pub fn rejected(page: &impl Template) -> Answer {
        Reply::status(StatusCode::UNPROCESSABLE_ENTITY, page)
    }

    /// Somebody else was quicker: 409.
    ///
    /// # Errors
    /// When the template fails to render.
    pub fn conflict(page: &impl Template) -> Answer {
        Reply::status(StatusCode::CONFLICT, page)
    }

    /// A page with any status.
    ///
    /// # Errors
    /// When the template fails to render.
    pub fn status(status: StatusCode, page: &impl Template) -> Answer {
        let mut body = String::with_capacity(24 * 1024);
        page.render_into(&mut body)?;
        Ok(Reply::new(status, "text/html; charset=utf-8", body.into_bytes()))
    }

    /// Plain text.
    pub fn plain(status: StatusCode, text: &str) -> Reply {
        Reply::new(status, "text/plain; charset=utf-8", text.as_bytes().to_vec())
    }

    /// A file to keep, under a name.
    pub fn download(name: &str, content_type: &'static str, body: impl Into<Body>) -> Reply {
        Reply::new(StatusCode::OK, content_type, body)
            .header(header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{}\"", plain(name)))
    }

    /// A page that shows another one of ours in a frame.
    #[must_use]
    pub fn with_frame(self) -> Reply {
        self.header(header::CONTENT_SECURITY_POLICY, &format!("{POLICY}; frame-src 'self'"))
    }

    /// A page that is no template of ours. The caller says by what policy a browser shows it.
    pub fn html(page: String) -> Reply {
        Reply::new(StatusCode::OK, "text/html; charset=utf-8", page.into_bytes())
    }

    /// A file somebody attached: to keep, never to be opened as a page of ours, under its own name.
    pub fn attachment(name: &str, content: File) -> Reply {
        let coded: String = percent_encoded(name);
        let told = format!("attachment; filename=\"{}\"; filename*=UTF-8''{coded}", plain(name));
        Reply::new(StatusCode::OK, "application/octet-stream", Body::Kept(content))
            .header(header::CONTENT_DISPOSITION, &told)
    }

    /// On to another page of ours: 303.
    pub fn go(to: &str) -> Reply {
        Reply::new(StatusCode::SEE_OTHER, "text/plain; charset=utf-8", Vec::new()).header(header::LOCATION, to)
    }

    /// Says something on the next page.
    #[must_use]
    pub fn saying(mut self, flash: Flash) -> Reply {
        self.flash = Some(flash);
        self
    }

    /// Writes this down once the page is made. Reading a page changes nothing else.
    #[must_use]
    pub fn later(mut self, note: Sql) -> Reply {
        self.later.push(note);
        self
    }

    /// What is to be written down.
    pub(super) fn take_later(&mut self) -> Vec<Sql> {
        std::mem::take(&mut self.later)
    }

    /// What the message says can be taken back there, unless it names another way.
    #[must_use]
    pub(super) fn offering(mut self, undo: Undo) -> Reply {
        if let Some(flash) = self.flash.as_mut().filter(|flash| flash.undo.is_none()) {
            flash.undo = Some(undo);
        }
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: &str) -> Reply {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Sets a cookie.
    #[must_use]
    pub fn cookie(mut self, cookie: Cookie<'static>) -> Reply {
        self.cookies.push(cookie);
        self
    }

    /// Makes the message a cookie of this session.
    #[must_use]
    pub(super) fn with_flash(mut self, app: &App, session: &str) -> Reply {
        self.cookies.extend(self.flash.take().map(|flash| flash.into_cookie(app, session)));
        self
    }

    /// Did the request do what was asked? Only then is what it wrote kept.
    pub fn succeeded(&self) -> bool {
        self.status.is_success() || self.status.is_redirection()
    }

    /// Was a whole page shown, on which a waiting message stood?
    pub(super) fn is_page(&self) -> bool {
        self.content_type.starts_with("text/html")
    }

    /// Compresses the body, where the browser takes it and it is worth it. Done inside the blocking step.
    #[must_use]
    pub(super) fn pack(mut self, gzip: bool) -> Reply {
        self.headers.push((header::VARY, "Accept-Encoding".to_owned()));
        let (body, is_smaller) = match self.body {
            Body::Whole(body) if gzip && body.len() >= WORTH_COMPRESSING => (Body::Whole(compressed(&body)), true),
            Body::Kept(file) if gzip => smaller(file),
            body => (body, false),
        };
        self.body = body;
        if is_smaller {
            self.headers.push((header::CONTENT_ENCODING, "gzip".to_owned()));
        }
        self
    }

    /// The response as the framework sends it.
    pub(super) fn unpack(self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.content_type(self.content_type);
        response.insert_header((header::CACHE_CONTROL, "private, no-cache"));
        for (name, value) in self.headers {
            response.insert_header((name, value));
        }
        for cookie in self.cookies {
            response.cookie(cookie);
        }
        match self.body {
            Body::Whole(body) => response.body(body),
            Body::Kept(file) => match sent::ready(file) {
                Ok((file, length)) => response.no_chunking(length).streaming(sent::pieces(file)),
                Err(error) => HttpResponse::from_error(Error::Bug(format!("reading a file to be sent: {error}"))),
            },
        }
    }

    /// The response of a reply made outside a blocking step.
    pub fn into_response(self, gzip: bool) -> HttpResponse {
        self.pack(gzip).unpack()
    }
}

/// A name every browser reads alike.
fn plain(name: &str) -> String {
    name.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect()
}

/// A name as RFC 5987 says it.
fn percent_encoded(name: &str) -> String {
    let coded = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    name.bytes().map(coded).collect()
}

thread_local! {
    /// Each thread keeps its compressor: making one costs as much as compressing a small page.
    static GZIP: RefCell<Compressor> = RefCell::new(Compressor::new(level()));
}

/// The first level that compresses at all: half the time of the next, and a tenth more bytes.
fn level() -> CompressionLvl {
    CompressionLvl::new(1).unwrap_or_default()
}

fn compressed(body: &[u8]) -> Vec<u8> {
    GZIP.with_borrow_mut(|gzip| {
        let mut out = vec![0; gzip.gzip_compress_bound(body.len())];
        // There is room by the bound; should it ever not do, an empty body shows at once where half a page would not.
        let length = gzip.gzip_compress(body, &mut out).unwrap_or(0);
        out.truncate(length);
        out
    })
}

/// The file compressed; as it is, where the disk has no room for that.
fn smaller(file: File) -> (Body, bool) {
    match file.try_clone().and_then(sent::smaller) {
        Ok(smaller) => (Body::Kept(smaller), true),
        Err(error) => {
            tracing::warn!(%error, "a file is sent uncompressed");
            (Body::Kept(file), false)
        }
    }
}

/// Does the browser take gzip?
pub(super) fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("gzip") && !parts.any(|weight| weight == "q=0")
    })
}
