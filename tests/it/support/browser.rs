//! A browser: keeps cookies, sends forms as a page would, follows no redirect by itself.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use actix_web::cookie::{Cookie, CookieJar, Key};
use actix_web::http::header;
use actix_web::test::TestRequest;
use diesel::prelude::*;
use fursa::db::schema::sessions;
use fursa::values::token;
use fursa::web::hash_token;

use super::Page;
use super::app::Served;

/// The name under which tests reach the application.
pub const HOST: &str = "fursa.test";

const SESSION: &str = "fursa";

/// What stands between the parts of a form with a file.
const BOUNDARY: &str = "----fursa";

/// A browser with its own cookies.
pub struct Browser {
    served: Rc<Served>,
    cookies: RefCell<BTreeMap<String, String>>,
    token: RefCell<Option<String>>,
    address: Cell<[u8; 4]>,
    host: RefCell<String>,
}

impl Browser {
    /// A browser in which this person has signed in, or nobody.
    pub(super) fn of(served: Rc<Served>, person: Option<i64>) -> Browser {
        let cookies = person.map(|person| (SESSION.to_owned(), session(&served, person)));
        let cookies = RefCell::new(cookies.into_iter().collect());
        let (address, host) = (Cell::new([127, 0, 0, 1]), RefCell::new(HOST.to_owned()));
        Browser { served, cookies, token: RefCell::default(), address, host }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Page {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Sends a form from one of our own pages, with its token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.csrf().await;
        let mut fields = fields.to_vec();
        fields.push(("csrf", &token));
        let origin = format!("http://{}", self.host.borrow());
        self.post_raw(path, &[("origin", &origin), ("sec-fetch-site", "same-origin")], &fields).await
    }

    /// Sends just these fields with just these headers.
    pub async fn post_raw(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Page {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = TestRequest::post().uri(path).set_payload(body);
        let request = request.insert_header((header::CONTENT_TYPE, "application/x-www-form-urlencoded"));
        self.send(headers.iter().fold(request, |request, header| request.insert_header(*header))).await
    }

    /// Sends a form with a file from one of our own pages, with its token.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &str) -> Page {
        let token = self.csrf().await;
        self.upload_raw(path, &[&[("csrf", token.as_str())], fields].concat(), file).await
    }

    /// Sends just these fields and a file, `file.csv`.
    pub async fn upload_raw(&self, path: &str, fields: &[(&str, &str)], file: &str) -> Page {
        self.send_parts(path, None, fields, &[("file.csv", file)]).await
    }

    /// Sends a form of one of our own pages with just these fields, and files with their names.
    pub async fn upload_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str)]) -> Page {
        self.send_parts(path, Some(("sec-fetch-site", "same-origin")), fields, files).await
    }

    async fn send_parts(
        &self,
        path: &str,
        header: Option<(&str, &str)>,
        fields: &[(&str, &str)],
        files: &[(&str, &str)],
    ) -> Page {
        let part = |name: &str, value: &str| {
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body: String = fields.iter().map(|(name, value)| part(name, value)).collect();
        body.extend(files.iter().map(|(name, content)| part(&format!("file\"; filename=\"{name}"), content)));
        body += &format!("--{BOUNDARY}--\r\n");
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = TestRequest::post().uri(path).insert_header((header::CONTENT_TYPE, content_type));
        let request = header.into_iter().fold(request, |request, header| request.insert_header(header));
        self.send(request.set_payload(body)).await
    }

    /// Sends a request with this browser's cookies, and keeps those that come back.
    pub async fn send(&self, request: TestRequest) -> Page {
        let page = self.served.answer(self.dressed(request)).await;
        for cookie in &page.cookies {
            self.keep(cookie);
        }
        page
    }

    /// The token that forms of this browser's pages carry.
    pub async fn csrf(&self) -> String {
        if let Some(known) = self.token.borrow().clone() {
            return known;
        }
        let signed_in = self.cookies.borrow().contains_key(SESSION);
        let page = if signed_in { self.look("/no-such-page").await } else { self.at_the_door().await };
        let found = page.form_value("csrf").unwrap_or_default();
        self.token.replace(Some(found.clone()));
        found
    }

    /// From now on it is somewhere else: requests come from this address.
    pub fn moves_to(&self, address: [u8; 4]) {
        self.address.set(address);
    }

    /// From now on it finds the installation under this name.
    pub fn is_at(&self, host: &str) {
        self.host.replace(host.to_owned());
    }

    /// Sign-in, or set-up where nobody can sign in yet.
    async fn at_the_door(&self) -> Page {
        let page = self.get("/sign-in").await;
        if page.status == 303 { self.get(page.location()).await } else { page }
    }

    /// A cookie's value.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Looks at a page without keeping what it sets: a waiting message still waits.
    async fn look(&self, path: &str) -> Page {
        self.served.answer(self.dressed(TestRequest::get().uri(path))).await
    }

    fn dressed(&self, request: TestRequest) -> TestRequest {
        let request = request
            .insert_header((header::HOST, self.host.borrow().as_str()))
            .peer_addr((self.address.get(), 40_000).into());
        let cookies = self.cookies.borrow();
        cookies.iter().fold(request, |request, (name, value)| request.cookie(Cookie::new(name.clone(), value.clone())))
    }

    fn keep(&self, cookie: &Cookie<'static>) {
        let gone = cookie.value().is_empty() || cookie.max_age().is_some_and(|age| age.is_zero());
        let mut cookies = self.cookies.borrow_mut();
        match gone {
            true => cookies.remove(cookie.name()),
            false => cookies.insert(cookie.name().to_owned(), cookie.value().to_owned()),
        };
        // The token belongs to the session: with another session it is another token.
        if cookie.name() == SESSION {
            self.token.replace(None);
        }
    }
}

/// Seats a person as signing in does: a row in the table, and the cookie as the session middleware writes it.
fn session(served: &Served, person: i64) -> String {
    let token = token::random().unwrap();
    let now = served.app.clock.now();
    let row = (
        sessions::token_hash.eq(hash_token(&token)),
        sessions::user_id.eq(person),
        sessions::created_at.eq(now),
        sessions::seen_at.eq(now),
        sessions::address.eq("127.0.0.1"),
        sessions::agent.eq("tests"),
    );
    let mut db = served.app.pools.writer().unwrap();
    diesel::insert_into(sessions::table).values(row).execute(&mut *db).unwrap();
    let mut jar = CookieJar::new();
    jar.private_mut(&Key::from(&served.app.key)).add(Cookie::new(SESSION, token));
    jar.get(SESSION).unwrap().value().to_owned()
}
