//! Keys of factors as they are kept: encrypted with a key derived from the installation's own, for one person.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::web::Error;

const NONCE: usize = 12;

fn bug(what: impl std::fmt::Display) -> Error {
    Error::Bug(format!("sealing a factor: {what}"))
}

fn cipher(own: &[u8]) -> Result<Aes256Gcm, Error> {
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(own).map_err(bug)?;
    mac.update(b"factors at rest");
    Aes256Gcm::new_from_slice(&mac.finalize().into_bytes()).map_err(bug)
}

/// The bytes, for whoever has the installation's key, and as this person's only.
pub(super) fn seal(own: &[u8], person: i64, bytes: &[u8]) -> Result<String, Error> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(bug)?;
    let payload = Payload { msg: bytes, aad: &person.to_be_bytes() };
    let sealed = cipher(own)?.encrypt(Nonce::from_slice(&nonce), payload).map_err(bug)?;
    Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
}

/// What [`seal`] was given.
pub(super) fn open(own: &[u8], person: i64, kept: &str) -> Result<Vec<u8>, Error> {
    let bytes = URL_SAFE_NO_PAD.decode(kept).map_err(bug)?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(|| bug("too short"))?;
    let payload = Payload { msg: sealed, aad: &person.to_be_bytes() };
    cipher(own)?.decrypt(Nonce::from_slice(nonce), payload).map_err(bug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_for_its_person_under_its_key_only() {
        let kept = seal(b"own", 7, b"a key").unwrap();
        assert_eq!(open(b"own", 7, &kept).unwrap(), b"a key");
        assert_ne!(kept, seal(b"own", 7, b"a key").unwrap());
        assert!(open(b"own", 8, &kept).is_err());
        assert!(open(b"other", 7, &kept).is_err());
        assert!(open(b"own", 7, "").is_err());
    }
}
