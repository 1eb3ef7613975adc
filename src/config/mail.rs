//! The settings of mail out. A mail server needs a sender, and links need the address people use.

use lettre::Address;
use lettre::message::Mailbox;
use url::Url;

use super::{BadSetting, Reader, refused};

impl Reader<'_> {
    /// The mail server; one without a word about encryption is asked for it, and taken without where it has none.
    pub(super) fn smtp_url(&self) -> Result<String, BadSetting> {
        const NAME: &str = "FURSA_SMTP_URL";
        let value = self.text(NAME);
        if value.is_empty() {
            return Ok(value);
        }
        let expected = "smtp://name:password@host:port or smtps://…, and FURSA_BASE_URL and FURSA_MAIL_FROM set";
        let read = Url::parse(&value).ok().filter(Url::has_host);
        let Some(url) = read else { return Err(refused(NAME, &value, expected)) };
        let is_whole = !self.text("FURSA_BASE_URL").is_empty() && !self.text("FURSA_MAIL_FROM").is_empty();
        match with_encryption(url).filter(|_| is_whole) {
            Some(url) => Ok(url.to_string()),
            None => Err(refused(NAME, &value, expected)),
        }
    }

    /// The address mail comes in by: bare, for tags are put into it.
    pub(super) fn mail_in(&self) -> Result<String, BadSetting> {
        let value = self.text("FURSA_MAIL_IN").trim().to_owned();
        let is_bare = value.parse::<Address>().is_ok_and(|address| !address.user().contains('+'));
        if value.is_empty() || is_bare {
            return Ok(value);
        }
        Err(refused("FURSA_MAIL_IN", &value, "an address without a name, as crm@example.com"))
    }

    /// The mailbox it is fetched from: over TLS, but for a server on this machine.
    pub(super) fn imap_url(&self) -> Result<String, BadSetting> {
        const NAME: &str = "FURSA_IMAP_URL";
        let value = self.text(NAME);
        if value.is_empty() {
            return Ok(value);
        }
        let expected = "imaps://name:password@host/INBOX, or imap://… on this machine, and FURSA_MAIL_IN set";
        let is_here = |url: &Url| matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        let is_good = |url: &Url| url.scheme() == "imaps" || (url.scheme() == "imap" && is_here(url));
        let read = Url::parse(&value).ok().filter(Url::has_host).filter(is_good);
        match read.filter(|_| !self.text("FURSA_MAIL_IN").is_empty()) {
            Some(url) => Ok(url.to_string()),
            None => Err(refused(NAME, &value, expected)),
        }
    }

    /// Who letters come from.
    pub(super) fn mail_from(&self) -> Result<String, BadSetting> {
        let value = self.text("FURSA_MAIL_FROM");
        if value.is_empty() || value.parse::<Mailbox>().is_ok() {
            return Ok(value);
        }
        Err(refused("FURSA_MAIL_FROM", &value, "an address, as Fursa <crm@example.com>"))
    }
}

/// The address with a word about encryption that is known; `tls=none` for a server on this machine that has none.
fn with_encryption(mut url: Url) -> Option<Url> {
    let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, word)| word.into_owned());
    match (url.scheme(), asked.as_deref()) {
        ("smtps", _) | ("smtp", Some("required" | "opportunistic")) => {}
        ("smtp", None) => {
            url.query_pairs_mut().append_pair("tls", "opportunistic");
        }
        ("smtp", Some("none")) => url.set_query(None),
        _ => return None,
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::config::Config;

    fn with(url: &str, base: &str, from: &str) -> Result<Config, String> {
        let settings = [("FURSA_SMTP_URL", url), ("FURSA_BASE_URL", base), ("FURSA_MAIL_FROM", from)];
        let map: HashMap<String, String> = settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        Config::from_map(&map).map_err(|bad| bad.to_string())
    }

    const SITE: &str = "https://crm.example.com";
    const FROM: &str = "Fursa <crm@example.com>";

    #[test]
    fn a_mail_server_is_asked_for_encryption_and_keeps_what_was_said_about_it() {
        let read = |url: &str| with(url, SITE, FROM).unwrap().smtp_url;
        assert_eq!(read("smtp://localhost:25"), "smtp://localhost:25?tls=opportunistic");
        assert_eq!(read("smtp://a:b@mail.test:587?tls=required"), "smtp://a:b@mail.test:587?tls=required");
        assert_eq!(read("smtps://a:b@mail.test"), "smtps://a:b@mail.test");
        assert_eq!(read("smtp://localhost:25?tls=none"), "smtp://localhost:25");
        assert!(!with("", "", "").unwrap().sends_mail());
    }

    #[test]
    fn a_mailbox_is_read_over_tls_or_on_this_machine() {
        let with = |url: &str, address: &str| {
            let map = [("FURSA_IMAP_URL", url), ("FURSA_MAIL_IN", address)];
            let map: HashMap<String, String> = map.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
            Config::from_map(&map).map_err(|bad| bad.to_string())
        };
        for url in ["imaps://a:b@mail.test/INBOX", "imap://a:b@127.0.0.1:1143/CRM"] {
            assert!(with(url, "crm@x.test").unwrap().fetches_mail(), "{url}");
            assert!(with(url, "").is_err(), "{url} without an address");
        }
        for url in ["imap://a:s3cret@mail.test", "http://a:s3cret@mail.test", "a:s3cret@mail.test"] {
            let refused = with(url, "crm@x.test").unwrap_err();
            assert!(refused.contains("FURSA_IMAP_URL") && !refused.contains("s3cret"), "{refused}");
        }
        assert!(with("", "CRM <crm@x.test>").is_err() && with("", "crm+x@x.test").is_err());
        assert!(!with("", "crm@x.test").unwrap().fetches_mail());
    }

    #[test]
    fn a_mail_server_needs_a_sender_and_a_site_and_never_shows_its_password() {
        for (url, base, from) in [
            ("smtp://a:s3cret@mail.test", "", FROM),
            ("smtp://a:s3cret@mail.test", SITE, ""),
            ("http://a:s3cret@mail.test", SITE, FROM),
            ("a:s3cret@mail.test", SITE, FROM),
            ("smtp://a:s3cret@mail.test?tls=maybe", SITE, FROM),
        ] {
            let refused = with(url, base, from).unwrap_err();
            assert!(refused.contains("FURSA_SMTP_URL") && !refused.contains("s3cret"), "{refused}");
        }
        assert!(with("smtp://mail.test", SITE, "nobody").unwrap_err().contains("FURSA_MAIL_FROM"));
    }
}
