//! Words this installation gave to a browser and takes back only as it gave them: signed with its key, for one purpose.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::values::token;

/// Bytes of a signature.
pub(super) const LENGTH: usize = 32;

/// The signature of words. Purposes end where no words of theirs begin: with a blank or a zero byte.
pub(super) fn signature(key: &[u8], purpose: &str, words: &str) -> [u8; LENGTH] {
    let mut out = [0; LENGTH];
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) {
        mac.update(purpose.as_bytes());
        mac.update(words.as_bytes());
        out.copy_from_slice(&mac.finalize().into_bytes());
    }
    out
}

/// The words with their signature.
pub fn sealed(key: &[u8], purpose: &str, words: &str) -> String {
    format!("{words}.{}", URL_SAFE_NO_PAD.encode(signature(key, purpose, words)))
}

/// The words, if they were sealed here for this purpose.
pub fn opened<'w>(key: &[u8], purpose: &str, given: &'w str) -> Option<&'w str> {
    let (words, _) = given.rsplit_once('.')?;
    token::same(&sealed(key, purpose, words), given).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back_as_they_were_given() {
        let given = sealed(b"key", "flash of alice\0", "a.b");
        assert_eq!(opened(b"key", "flash of alice\0", &given), Some("a.b"));
        assert_eq!(opened(b"key", "flash of bob\0", &given), None);
        assert_eq!(opened(b"other", "flash of alice\0", &given), None);
        assert_eq!(opened(b"key", "flash of alice\0", &given.replace("a.b", "a.c")), None);
        assert_eq!(opened(b"key", "flash of alice\0", "a"), None);
    }
}
