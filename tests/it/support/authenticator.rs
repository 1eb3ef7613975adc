//! An authenticator as software: makes a key for an address and signs with it, as a phone or a security key does for a
//! browser. What it says of itself can be set wrong.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Page;
use super::browser::HOST;

/// An authenticator with one key.
#[derive(Clone)]
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    /// Whose the key is, as the installation told it.
    pub owner: Value,
    /// How often it has signed; zero stays zero.
    pub counter: u32,
    /// Where the browser is, as it tells.
    pub origin: String,
    /// Whom the authenticator takes it for.
    pub party: String,
    /// Does it make sure of its owner?
    pub verifies: bool,
}

impl Authenticator {
    /// A new one, in a browser that looks at the installation.
    pub fn new() -> Authenticator {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).unwrap();
        let id = Sha256::digest(secret)[..16].to_vec();
        let (origin, party) = (format!("http://{HOST}"), HOST.to_owned());
        let key = SigningKey::from_slice(&secret).unwrap();
        Authenticator { key, id, owner: Value::Null, counter: 1, origin, party, verifies: true }
    }

    /// What the browser answers to the page that asks for a new key.
    pub fn make(&mut self, page: &Page) -> String {
        self.owner = options(page)["publicKey"]["user"]["id"].clone();
        let client = self.client(page, "webauthn.create");
        let point = self.key.verifying_key().to_sec1_point(false);
        let mut data = self.data(0x41);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        // A COSE key: type EC2, algorithm ES256, curve P-256, and the two coordinates.
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 32]);
        data.extend(point.y().unwrap());
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(data);
        self.answer(json!({ "clientDataJSON": text(&client), "attestationObject": text(&object) }))
    }

    /// What the browser answers to the page that asks for the key.
    pub fn show(&mut self, page: &Page) -> String {
        self.counter += u32::from(self.counter > 0);
        let (client, data) = (self.client(page, "webauthn.get"), self.data(0x01));
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature: Signature = self.key.sign(&signed);
        self.answer(json!({
            "clientDataJSON": text(&client),
            "authenticatorData": text(&data),
            "signature": text(signature.to_der().as_bytes()),
            "userHandle": self.owner,
        }))
    }

    fn answer(&self, response: Value) -> String {
        json!({ "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "response": response }).to_string()
    }

    /// What the browser says of itself.
    fn client(&self, page: &Page, kind: &str) -> Vec<u8> {
        let challenge = &options(page)["publicKey"]["challenge"];
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false }).to_string().into()
    }

    /// What the authenticator says of itself, somebody being there.
    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.party).to_vec();
        data.push(flags | if self.verifies { 0x04 } else { 0 });
        data.extend(self.counter.to_be_bytes());
        data
    }
}

/// What the page's script hands the browser.
pub fn options(page: &Page) -> Value {
    let found = page.attributes("form[data-options]", "data-options").pop().expect("the page asks for a passkey");
    serde_json::from_str(&found).unwrap()
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
