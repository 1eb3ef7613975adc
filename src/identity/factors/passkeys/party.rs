//! Who passkeys are made for: this installation, by the name in its address, and a person, by no name.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use webauthn_rs::prelude::{Url, Uuid, Webauthn, WebauthnBuilder};

use crate::web::{Error, Site};

/// How long the browser waits for the person and their authenticator.
const PATIENCE: Duration = Duration::from_secs(300);

/// The party; none where the address is a number and not a name, for which no browser makes passkeys.
pub(super) fn party(site: &Site) -> Option<Webauthn> {
    let origin = Url::parse(site.address()).ok()?;
    let name = origin.domain()?;
    WebauthnBuilder::new(name, &origin).ok()?.timeout(PATIENCE).build().ok()
}

/// Can this address have passkeys?
pub fn are_possible(site: &Site) -> bool {
    party(site).is_some()
}

/// What authenticators know a person by: the same for all their passkeys, and nothing that says who they are.
pub(super) fn handle(own: &[u8], person: i64) -> Result<Uuid, Error> {
    let mac = Hmac::<Sha256>::new_from_slice(own).map_err(|e| Error::Bug(format!("passkey: {e}")))?;
    let bytes = mac.chain_update(b"passkeys of ").chain_update(person.to_be_bytes()).finalize().into_bytes();
    Uuid::from_slice(&bytes[..16]).map_err(|e| Error::Bug(format!("passkey: {e}")))
}
