//! The program itself, and a provider that others wrote (npm: oidc-provider), found in `OIDC_PROVIDER`: a folder in which it
//! is installed. What is missing is skipped with one line, or fails where `FURSA_TESTS_MUST_RUN=1`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Once;

use diesel::prelude::*;
use fursa::db::schema::{provider_links, sign_ins};
use openidconnect::ureq::{self, Agent, AgentBuilder, Response};
use scraper::{Html, Selector};

use crate::support::run::skip;
use crate::support::server::{Server, Visitor};
use crate::support::*;

both!(a_provider_that_others_wrote_lets_people_in,);

const SCRIPT: &str = include_str!("../fixtures/provider.mjs");

/// The provider; it ends with the test.
struct Provider {
    child: Child,
    issuer: String,
}

impl Provider {
    fn start(at: PathBuf) -> Provider {
        let mut node = Command::new("node");
        let node = node.current_dir(at).args(["--input-type=module", "-"]);
        let mut child = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(SCRIPT.as_bytes()).unwrap();
        let mut issuer = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut issuer).unwrap();
        Provider { child, issuer: issuer.trim().to_owned() }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Somebody's browser at the provider.
struct Guest {
    agent: Agent,
    cookies: BTreeMap<String, String>,
}

impl Guest {
    fn new() -> Guest {
        Guest { agent: AgentBuilder::new().redirects(0).build(), cookies: BTreeMap::new() }
    }

    fn go(&mut self, place: &str, fields: &[(&str, &str)]) -> Response {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let method = if fields.is_empty() { "GET" } else { "POST" };
        let request = self.agent.request(method, place).set("cookie", &cookies.join("; "));
        let response = match if fields.is_empty() { request.call() } else { request.send_form(fields) } {
            Ok(response) | Err(ureq::Error::Status(_, response)) => response,
            Err(error) => panic!("{place}: {error}"),
        };
        for cookie in response.all("set-cookie") {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        response
    }

    /// Follows the link, signs in as this person and consents; answers the link that leads back.
    fn sign_in(&mut self, link: &str, email: &str) -> String {
        let mut response = self.go(link, &[]);
        for _ in 0..20 {
            let here = url::Url::parse(response.get_url()).unwrap();
            let place = match response.header("location") {
                Some(place) => here.join(place).unwrap(),
                None => {
                    let (action, prompt) = form(&response.into_string().unwrap());
                    response = self.go(here.join(&action).unwrap().as_str(), &answers(&prompt, email));
                    continue;
                }
            };
            if place.host_str() == Some("fursa.test") {
                return format!("{}?{}", place.path(), place.query().unwrap());
            }
            response = self.go(place.as_str(), &[]);
        }
        panic!("the provider leads in circles");
    }
}

/// Where its form goes, and what it asks for.
fn form(page: &str) -> (String, String) {
    let page = Html::parse_document(page);
    let attribute = |css: &str, name: &str| {
        let found = page.select(&Selector::parse(css).unwrap()).next();
        found.unwrap_or_else(|| panic!("no {css}: {}", page.html())).attr(name).unwrap().to_owned()
    };
    (attribute("form", "action"), attribute("input[name=prompt]", "value"))
}

fn answers<'a>(prompt: &'a str, email: &'a str) -> Vec<(&'a str, &'a str)> {
    let name = if prompt == "login" { vec![("login", email), ("password", "any")] } else { Vec::new() };
    [vec![("prompt", prompt)], name].concat()
}

fn location(answer: &str) -> String {
    let line = answer.lines().find_map(|line| line.strip_prefix("location: "));
    line.unwrap_or_else(|| panic!("leads nowhere: {answer}")).to_owned()
}

async fn a_provider_that_others_wrote_lets_people_in(app: TestApp) {
    let Some(at) = std::env::var_os("OIDC_PROVIDER").filter(|at| !at.is_empty()).map(PathBuf::from) else {
        static SAID: Once = Once::new();
        return skip(&SAID, "signing in through a provider that others wrote: OIDC_PROVIDER is not set to its folder");
    };
    let provider = Provider::start(at);
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("DATABASE_URL", app.database_url()),
        ("FURSA_BASE_URL", "http://fursa.test"),
        ("FURSA_OIDC_ISSUER", provider.issuer.as_str()),
        ("FURSA_OIDC_CLIENT_ID", "fursa"),
        ("FURSA_OIDC_CLIENT_SECRET", "secret of the tests"),
        ("FURSA_OIDC_NAME", "The staff's"),
    ];
    let server = Server::start(folder.path(), &settings);
    let mut visitor = Visitor::new(&server, "");
    assert!(visitor.get("/sign-in").contains("href=\"/sign-in/provider\""));
    let mut guest = Guest::new();
    // The second time the account is known, and asks for nothing.
    for _ in 0..2 {
        let link = location(&visitor.get("/sign-in/provider?return=%2Fleads"));
        let back = guest.sign_in(&link, "alice@fursa.test");
        assert_eq!(location(&visitor.get(&back)), "/leads", "{}", server.said());
        assert!(visitor.get("/leads").starts_with("HTTP/1.1 200"));
    }
    let alice = app.id(Alice).unwrap();
    let linked: Vec<(String, i64)> =
        app.db(|db| provider_links::table.select((provider_links::subject, provider_links::user_id)).load(db).unwrap());
    assert_eq!(linked, [("alice@fursa.test".to_owned(), alice)]);
    let link = location(&visitor.get("/sign-in/provider"));
    let back = Guest::new().sign_in(&link, "stranger@fursa.test");
    assert!(visitor.get(&back).contains("Nobody signs in here with that account"), "{}", server.said());
    assert_eq!(app.db(|db| sign_ins::table.count().get_result::<i64>(db).unwrap()), 2);
}
