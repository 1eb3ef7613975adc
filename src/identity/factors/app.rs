//! The codes of an authenticator app (RFC 6238): six digits, a new one every half minute, one span early or late.

use chrono::NaiveDateTime;
use totp_rs::{Builder, Totp};

use crate::web::Error;

/// As long as the standard asks for.
const LENGTH: usize = 20;

/// The key that the app and this installation share.
pub(super) struct Key([u8; LENGTH]);

impl Key {
    /// A key nobody knows yet.
    pub(super) fn fresh() -> Result<Key, Error> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).map_err(|e| Error::Bug(format!("no randomness: {e}")))?;
        Ok(Key(bytes))
    }

    /// The key of these bytes, if there are as many as a key has.
    pub(super) fn of(bytes: &[u8]) -> Option<Key> {
        bytes.try_into().ok().map(Key)
    }

    /// The key as it is kept.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The span of time whose code this is, around now.
    pub(super) fn span(&self, code: &str, now: NaiveDateTime) -> Option<i64> {
        let seconds = u64::try_from(now.and_utc().timestamp()).ok()?;
        let totp = self.totp("", "").ok()?;
        totp.check(code, seconds).and_then(|span| i64::try_from(span).ok())
    }

    /// The key as it is typed into an app, in groups of four.
    pub(super) fn typed(&self) -> String {
        let text = totp_rs::Secret::from(self.0).to_base32();
        let signs: Vec<char> = text.chars().collect();
        signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }

    /// The address an app reads off a picture: the key, whose it is and where.
    pub(super) fn address(&self, company: &str, account: &str) -> Result<String, Error> {
        let totp = self.totp(company, account)?;
        totp.to_url().map_err(|e| Error::Bug(format!("authenticator app: {e}")))
    }

    fn totp(&self, company: &str, account: &str) -> Result<Totp, Error> {
        // The address parts the two by a colon.
        let issuer = company.replace(':', " ");
        let account = account.replace(':', " ");
        let builder = Builder::new().with_secret(self.0).with_account_name(account).with_issuer(Some(issuer));
        builder.build().map_err(|e| Error::Bug(format!("authenticator app: {e}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    fn at(seconds: i64) -> NaiveDateTime {
        DateTime::from_timestamp(seconds, 0).unwrap().naive_utc()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, its last six digits.
        let key = Key::of(b"12345678901234567890").unwrap();
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(key.span(code, at(seconds)), Some(seconds / 30));
        }
        assert_eq!(key.span("287083", at(59)), None);
    }

    #[test]
    fn a_clock_may_be_one_span_off_and_no_more() {
        let key = Key::of(b"12345678901234567890").unwrap();
        let taken = [-31, -30, 0, 30, 60].map(|off| key.span("081804", at(1_111_111_080 + off)).is_some());
        assert_eq!(taken, [false, true, true, true, false]);
    }

    #[test]
    fn the_key_reads_the_same_in_the_picture_and_in_words() {
        let key = Key::of(b"12345678901234567890").unwrap();
        let address = key.address("Fjord: Trading & Co", "alice@fursa.test").unwrap();
        assert!(address.starts_with("otpauth://totp/Fjord"), "{address}");
        assert!(address.contains(&key.typed().replace(' ', "")), "{address}");
        assert!(address.contains("alice%40fursa.test"), "{address}");
    }
}
