//! An OpenID Connect provider, on this machine: it keeps accounts, and does what a provider should do, or what it should
//! not.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use fursa::config;
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AccessToken, Audience, ClientSecret, EmptyAdditionalClaims, EndUserEmail, IssuerUrl, JsonWebKeyId, Nonce,
    PrivateSigningKey, StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::browser::HOST;
use super::database::beginning;

/// Keys with which it signs: made for these tests, and good for nothing else.
const KEYS: [&str; 2] = [
    "MC4CAQAwBQYDK2VwBCIEIAWQHZzylj1GTGvF9IYFzEneZ3ER3M16LKvqb9ZBUewz",
    "MC4CAQAwBQYDK2VwBCIEIC+ZPMCJGU47wzTerLcUkCtJpOYATO2RkjxTpK4X5x1/",
];

const CLIENT: &str = "fursa";
const SECRET: &str = "what only the two know";

/// What it does that it should not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twist {
    /// Nothing.
    None,
    /// A token for another sign-in.
    Nonce,
    /// A token for another application.
    Audience,
    /// A token in another provider's name.
    Issuer,
    /// A token of yesterday.
    Expired,
    /// A token signed with a key that is not the one it names.
    OtherKey,
    /// A token signed with a key it has never told of.
    UnknownKey,
    /// A token without a signature.
    Unsigned,
    /// A token signed with the secret that both know.
    Secret,
    /// A token that belongs to another one.
    OtherToken,
    /// It tells of somebody else when it is asked for the address.
    OtherPerson,
    /// It takes every code for wrong.
    NoCode,
    /// It sends on whoever asks for a token.
    Elsewhere,
    /// It takes its time.
    Slow,
}

/// An account there.
#[derive(Clone, Debug)]
pub struct Account {
    pub subject: String,
    pub email: Option<String>,
    pub verified: bool,
    /// The address is told to who asks for it only, as many do.
    pub on_request: bool,
}

impl Account {
    /// An account whose address is theirs.
    pub fn of(email: &str) -> Account {
        Account {
            subject: format!("subject of {email}"),
            email: Some(email.to_owned()),
            verified: true,
            on_request: false,
        }
    }
}

/// What was agreed with a browser that has been there.
struct Grant {
    account: Account,
    nonce: String,
    challenge: String,
}

struct Desk {
    twist: Twist,
    /// The number of its key.
    key: usize,
    grants: HashMap<String, Grant>,
    /// How often it was asked what it is.
    asked: usize,
}

/// The provider, for as long as the test runs.
pub struct IdProvider {
    address: SocketAddr,
    desk: Arc<Mutex<Desk>>,
}

/// The settings of a provider that is not there.
pub fn absent() -> config::Provider {
    settings("http://127.0.0.1:9".to_owned())
}

fn settings(issuer: String) -> config::Provider {
    config::Provider {
        issuer,
        client_id: CLIENT.to_owned(),
        client_secret: ClientSecret::new(SECRET.to_owned()),
        // In letters that are nobody's messages.
        name: "\u{3a9}\u{3bc}\u{3ad}\u{3b3}\u{3b1}".to_owned(),
        back: format!("http://{HOST}/sign-in/provider/callback"),
    }
}

impl IdProvider {
    /// Opens on a port of its own.
    pub fn open() -> IdProvider {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let desk = Desk { twist: Twist::None, key: 0, grants: HashMap::new(), asked: 0 };
        let desk = Arc::new(Mutex::new(desk));
        let shared = desk.clone();
        std::thread::spawn(move || {
            for visitor in listener.incoming() {
                let desk = shared.clone();
                std::thread::spawn(move || serve(visitor.unwrap(), &format!("http://{address}"), &desk));
            }
        });
        IdProvider { address, desk }
    }

    /// Its settings.
    pub fn settings(&self) -> config::Provider {
        settings(self.issuer())
    }

    /// What it calls itself.
    pub fn issuer(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on it does this.
    pub fn twist(&self, twist: Twist) {
        self.desk.lock().unwrap().twist = twist;
    }

    /// It signs with another key from now on.
    pub fn turn_key(&self) {
        self.desk.lock().unwrap().key = 1;
    }

    /// How often it was asked what it is.
    pub fn asked(&self) -> usize {
        self.desk.lock().unwrap().asked
    }

    /// Somebody follows the link that leads there and signs in; answers the link that leads back.
    pub fn sign_in(&self, link: &str, account: &Account) -> String {
        let asked = asked(link);
        for (name, value) in [("client_id", CLIENT), ("response_type", "code"), ("code_challenge_method", "S256")] {
            assert_eq!(asked[name], value);
        }
        assert_eq!(asked["redirect_uri"], self.settings().back);
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let (nonce, challenge) = (asked["nonce"].clone(), asked["code_challenge"].clone());
        assert!(link.starts_with(&self.issuer()) && challenge.len() == 43, "{link}");
        let code = fursa::values::token::random().unwrap();
        let grant = Grant { account: account.clone(), nonce, challenge };
        self.desk.lock().unwrap().grants.insert(code.clone(), grant);
        self.back(link, &[("code", &code)])
    }

    /// The link that leads back, with this beside what always stands in it.
    pub fn back(&self, link: &str, said: &[(&str, &str)]) -> String {
        let (state, issuer) = (asked(link)["state"].clone(), self.issuer());
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("state", &state).append_pair("iss", &issuer).extend_pairs(said);
        format!("/sign-in/provider/callback?{}", query.finish())
    }
}

fn asked(link: &str) -> HashMap<String, String> {
    url::Url::parse(link).unwrap().query_pairs().into_owned().collect()
}

/// A request: its path, its word of who asks, what it brings.
fn read(visitor: &TcpStream) -> Option<(String, String, HashMap<String, String>)> {
    let mut lines = BufReader::new(visitor);
    let mut next = || {
        let mut line = String::new();
        lines.read_line(&mut line).ok().map(|_| line.trim().to_owned())
    };
    let path = next()?.split(' ').nth(1)?.to_owned();
    let (mut who, mut length) = (String::new(), 0);
    while let Some(line) = next().filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(": ")?;
        match name.to_ascii_lowercase().as_str() {
            "authorization" => who = value.to_owned(),
            "content-length" => length = value.parse().ok()?,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    Some((path, who, url::form_urlencoded::parse(&body).into_owned().collect()))
}

fn serve(mut visitor: TcpStream, issuer: &str, desk: &Mutex<Desk>) {
    let Some((path, who, brought)) = read(&visitor) else { return };
    if desk.lock().unwrap().twist == Twist::Slow {
        std::thread::sleep(Duration::from_secs(30));
    }
    let (status, body) = answer(issuer, &mut desk.lock().unwrap(), &path, &who, &brought);
    let head = format!("HTTP/1.1 {status}\r\nLocation: {issuer}/token\r\nContent-Type: application/json\r\n");
    // A visitor who has gone hears nothing more.
    write!(visitor, "{head}Connection: close\r\nContent-Length: {}\r\n\r\n{body}", body.len()).ok();
}

fn answer(
    issuer: &str,
    desk: &mut Desk,
    path: &str,
    who: &str,
    brought: &HashMap<String, String>,
) -> (&'static str, String) {
    let answer = match path {
        "/.well-known/openid-configuration" => {
            desk.asked += 1;
            of_itself(issuer)
        }
        "/keys" => {
            serde_json::to_value(CoreJsonWebKeySet::new(vec![key(desk.key, desk.key).as_verification_key()])).unwrap()
        }
        "/token" if desk.twist == Twist::Elsewhere => return ("307 Elsewhere", String::new()),
        "/token" => return tokens(issuer, desk, who, brought),
        "/person" => return person(desk, who),
        _ => return ("404 Not Found", String::new()),
    };
    ("200 OK", answer.to_string())
}

fn of_itself(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/auth?tenant=1"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/person"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
    })
}

/// One of its keys, under the name of one.
fn key(number: usize, name: usize) -> CoreEdDsaPrivateSigningKey {
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", KEYS[number]);
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(format!("key {name}")))).unwrap()
}

/// Takes a code once, from who has the secret and what the code was asked for with.
fn tokens(issuer: &str, desk: &mut Desk, who: &str, brought: &HashMap<String, String>) -> (&'static str, String) {
    let secret = url::form_urlencoded::byte_serialize(SECRET.as_bytes()).collect::<String>();
    if who != format!("Basic {}", STANDARD.encode(format!("{CLIENT}:{secret}"))) {
        return ("401 Unauthorized", json!({ "error": "invalid_client" }).to_string());
    }
    let code = brought.get("code").map(String::as_str).unwrap_or_default();
    let proof = URL_SAFE_NO_PAD.encode(Sha256::digest(brought.get("code_verifier").map_or("", String::as_str)));
    let grant = desk.grants.get(code).filter(|grant| grant.challenge == proof && desk.twist != Twist::NoCode);
    let Some(grant) = grant else {
        return ("400 Bad Request", json!({ "error": "invalid_grant" }).to_string());
    };
    // The code goes on as the token with which the person is asked about.
    let token = id_token(issuer, desk, grant, code);
    let answer = json!({ "access_token": code, "token_type": "Bearer", "id_token": token });
    ("200 OK", answer.to_string())
}

fn id_token(issuer: &str, desk: &Desk, grant: &Grant, code: &str) -> String {
    let (twist, begun) = (desk.twist, beginning().and_utc());
    let claims = claims(issuer, twist, grant, begun);
    let belongs = if twist == Twist::OtherToken { "another" } else { code };
    let (alg, access) = (CoreJwsSigningAlgorithm::EdDsa, AccessToken::new(belongs.to_owned()));
    let token = match twist {
        Twist::Secret => {
            let alg = CoreJwsSigningAlgorithm::HmacSha256;
            CoreIdToken::new(claims, &CoreHmacKey::new(SECRET), alg, Some(&access), None)
        }
        Twist::OtherKey => CoreIdToken::new(claims, &key(1 - desk.key, desk.key), alg, Some(&access), None),
        Twist::UnknownKey => CoreIdToken::new(claims, &key(1 - desk.key, 7), alg, Some(&access), None),
        _ => CoreIdToken::new(claims, &key(desk.key, desk.key), alg, Some(&access), None),
    };
    let token = token.unwrap().to_string();
    if twist != Twist::Unsigned {
        return token;
    }
    let body = token.split('.').nth(1).unwrap();
    format!("{}.{body}.", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#))
}

fn claims(issuer: &str, twist: Twist, grant: &Grant, begun: DateTime<Utc>) -> CoreIdTokenClaims {
    let issuer = if twist == Twist::Issuer { "http://127.0.0.1:9" } else { issuer };
    let audience = if twist == Twist::Audience { "another" } else { CLIENT };
    let nonce = if twist == Twist::Nonce { "another" } else { grant.nonce.as_str() };
    let until = begun + TimeDelta::seconds(if twist == Twist::Expired { -1 } else { 12 * 60 * 60 });
    let told = StandardClaims::new(SubjectIdentifier::new(grant.account.subject.clone()));
    let told = match &grant.account.email {
        Some(email) if !grant.account.on_request => {
            told.set_email(Some(EndUserEmail::new(email.clone()))).set_email_verified(Some(grant.account.verified))
        }
        _ => told,
    };
    let audience = vec![Audience::new(audience.to_owned())];
    let issuer = IssuerUrl::new(issuer.to_owned()).unwrap();
    let claims = CoreIdTokenClaims::new(issuer, audience, until, begun, told, EmptyAdditionalClaims {});
    claims.set_nonce(Some(Nonce::new(nonce.to_owned())))
}

fn person(desk: &Desk, who: &str) -> (&'static str, String) {
    let grant = who.strip_prefix("Bearer ").and_then(|code| desk.grants.get(code));
    let Some(Grant { account, .. }) = grant else { return ("401 Unauthorized", String::new()) };
    let subject = if desk.twist == Twist::OtherPerson { "another" } else { account.subject.as_str() };
    let told = json!({ "sub": subject, "email": account.email, "email_verified": account.verified });
    ("200 OK", told.to_string())
}
