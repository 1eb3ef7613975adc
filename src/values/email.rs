//! E-mail addresses: kept as typed, compared by a key (rule 66).

use super::text;

/// An address somebody could be reached at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    /// As it was typed, without blanks around it: what is shown and written to.
    pub typed: String,
    /// The whole address in lower case: what is compared. Dots and `+tags` stay, since only some
    /// providers ignore them.
    pub key: String,
}

/// Why a text is not an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was typed.
    Empty,
    /// Not of the shape `name@host.tld`.
    Malformed,
    /// Longer than mail can carry.
    TooLong,
}

/// The longest address that fits the commands of SMTP, in bytes.
const MAX_BYTES: usize = 254;

impl Email {
    /// Checks the shape and no more: whether mail arrives is only known by sending it.
    pub fn parse(text: &str) -> Result<Email, EmailError> {
        let typed = text.trim();
        if typed.is_empty() {
            return Err(EmailError::Empty);
        }
        if typed.len() > MAX_BYTES {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = typed.split_once('@').ok_or(EmailError::Malformed)?;
        if !is_local(local) || !is_domain(domain) {
            return Err(EmailError::Malformed);
        }
        Ok(Email { typed: typed.to_owned(), key: text::lower(typed) })
    }

    /// The part behind the `@`, in lower case.
    pub fn domain(&self) -> &str {
        self.key.split_once('@').map_or("", |(_, domain)| domain)
    }
}

/// An address as it stands behind `mailto:`. Everything is quoted that could be read as more than an address: a second
/// recipient, a subject, the beginning of another header.
pub fn address(typed: &str) -> String {
    let quoted = |byte: u8| match byte {
        b'@' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    typed.trim().bytes().map(quoted).collect()
}

/// All addresses of a cell: one or several, each bare, behind `mailto:`, or in brackets behind a name. None, where one of
/// them is no address.
pub fn all_in(cell: &str) -> Option<Vec<Email>> {
    let parts = cell.split([',', ';', '\n', '|', '/']).flat_map(|part| part.split(":::"));
    let bare = parts.map(in_brackets).flat_map(str::split_whitespace);
    bare.map(|part| Email::parse(part.strip_prefix("mailto:").unwrap_or(part)).ok()).collect()
}

/// `Ann Lee <ann@x.com>` and `Ann Lee (ann@x.com)` are Ann's address.
fn in_brackets(part: &str) -> &str {
    let inner = part.split_once(['<', '(']).and_then(|(_, rest)| rest.split_once(['>', ')']));
    inner.map(|(inner, _)| inner).filter(|inner| inner.contains('@')).unwrap_or(part)
}

/// Whether addresses of a domain are given to anybody, so that it says nothing about a company.
pub fn is_free_provider(domain: &str) -> bool {
    FREE_PROVIDERS.binary_search(&domain).is_ok()
        || FREE_IN_MANY_COUNTRIES.iter().any(|name| is_country_site(domain, name))
}

/// Whether a domain is `name.xx`, `name.co.xx` or `name.com.xx`.
fn is_country_site(domain: &str, name: &str) -> bool {
    let Some(ending) = domain.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) else {
        return false;
    };
    let country = ending.strip_prefix("co.").or(ending.strip_prefix("com.")).unwrap_or(ending);
    country.len() == 2
}

fn is_local(local: &str) -> bool {
    let is_fine = |c: char| !c.is_whitespace() && !c.is_control() && !"()<>[]:;,\\\"@".contains(c);
    (1..=64).contains(&local.len()) && local.chars().all(is_fine)
}

/// A host name of two labels or more, in any script.
pub(super) fn is_domain(domain: &str) -> bool {
    domain.contains('.') && domain.split('.').all(is_label)
}

fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c == '-' || text::is_of_word(c))
}

/// Sorted, for the search.
#[rustfmt::skip]
const FREE_PROVIDERS: &[&str] = &[
    "126.com", "139.com", "163.com", "abv.bg", "aim.com", "aol.com", "arcor.de", "att.net", "bigpond.com",
    "bluewin.ch", "bol.com.br", "bt.com", "btinternet.com", "charter.net", "chmail.ir", "comcast.net",
    "cox.net", "daum.net", "email.cz", "fastmail.com", "foxmail.com", "free.fr", "freemail.hu", "freenet.de",
    "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hanmail.net",
    "hey.com", "hotmail.com", "icloud.com", "inbox.lv", "inbox.ru", "interia.pl", "laposte.net", "libero.it",
    "list.ru", "live.com", "mac.com", "mail.bg", "mail.com", "mail.ru", "mailfence.com", "me.com", "msn.com",
    "naver.com", "o2.pl", "onet.pl", "online.de", "op.pl", "orange.fr", "outlook.com", "pm.me",
    "poczta.onet.pl", "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rambler.ru",
    "rediffmail.com", "rocketmail.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "sina.com",
    "t-online.de", "terra.com.br", "tlen.pl", "tuta.com", "tuta.io", "tutanota.com", "ukr.net", "uol.com.br",
    "verizon.net", "virgilio.it", "wanadoo.fr", "web.de", "wp.pl", "yahoo.com", "yandex.com", "yandex.ru",
    "yeah.net", "ymail.com", "zoho.com",
];

/// Providers with a site per country.
const FREE_IN_MANY_COUNTRIES: &[&str] = &["hotmail", "live", "outlook", "yahoo"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_addresses_in_a_cell_are_all_found() {
        for (cell, expected) in [
            ("a@x.com", Some(vec!["a@x.com"])),
            ("Ann Lee <ann@x.com>", Some(vec!["ann@x.com"])),
            ("Zoë Ångström (zoe@nordic.se)", Some(vec!["zoe@nordic.se"])),
            ("mailto:b@x.com", Some(vec!["b@x.com"])),
            ("c@x.com / c2@x.com", Some(vec!["c@x.com", "c2@x.com"])),
            ("g@x.com ::: g2@x.com", Some(vec!["g@x.com", "g2@x.com"])),
            ("Ann <a@x.com>; Bob <b@x.com>", Some(vec!["a@x.com", "b@x.com"])),
            ("f@x.com;\nf2@x.com", Some(vec!["f@x.com", "f2@x.com"])),
            ("nobody", None),
            ("a@x.com, nobody", None),
        ] {
            let found = all_in(cell).map(|all| all.into_iter().map(|email| email.typed).collect::<Vec<_>>());
            assert_eq!(found, expected.map(|all| all.into_iter().map(str::to_owned).collect()), "{cell}");
        }
    }

    #[test]
    fn an_address_is_kept_as_typed_and_compared_in_lower_case() {
        let email = Email::parse(" Maria.Li+Crm@ACME.com ").unwrap();
        assert_eq!(email.typed, "Maria.Li+Crm@ACME.com");
        assert_eq!(email.key, "maria.li+crm@acme.com");
        assert_eq!(email.domain(), "acme.com");
    }

    #[test]
    fn dots_and_tags_make_another_address() {
        let key = |text| Email::parse(text).map(|email| email.key);
        assert_ne!(key("maria.li@gmail.com"), key("marializ@gmail.com"));
        assert_ne!(key("maria.li@gmail.com"), key("marial.i@gmail.com"));
        assert_ne!(key("maria+a@gmail.com"), key("maria@gmail.com"));
    }

    #[test]
    fn addresses_in_any_script_are_taken() {
        for text in ["info@müller.de", "ali@شرکت.ایران", "রহিম@উদাহরণ.বাংলা", "o'neil@x-y.co.uk", "a@b.c"]
        {
            assert!(Email::parse(text).is_ok(), "{text}");
        }
        let composed = Email::parse("info@M\u{FC}ller.de").unwrap();
        let decomposed = Email::parse("info@Mu\u{308}ller.de").unwrap();
        assert_eq!(composed.key, decomposed.key);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "maria",
            "maria@",
            "@acme.com",
            "maria@acme",
            "a@b@c.de",
            "maria li@acme.com",
            "maria@acme..com",
            "maria@.com",
            "maria@acme.com.",
            "maria@-acme.com",
            "maria@acme_.com",
            "Maria <maria@acme.com>",
            "a@b.de, c@d.de",
            "maria@ac me.com",
        ] {
            assert_eq!(Email::parse(text), Err(EmailError::Malformed), "{text}");
        }
        assert_eq!(Email::parse("  "), Err(EmailError::Empty));
    }

    #[test]
    fn an_address_has_at_most_254_bytes() {
        let domain = format!("{}.com", ["a"; 120].join("."));
        let longest = format!("maria123456@{domain}");
        assert_eq!(longest.len(), 255);
        assert_eq!(Email::parse(&longest), Err(EmailError::TooLong));
        assert!(Email::parse(&longest[1..]).is_ok());
    }

    #[test]
    fn free_providers_are_known_in_their_countries() {
        assert!(FREE_PROVIDERS.is_sorted());
        for domain in ["gmail.com", "web.de", "yahoo.com", "yahoo.co.uk", "yahoo.com.br", "hotmail.fr", "live.nl"] {
            assert!(is_free_provider(domain), "{domain}");
        }
        for domain in ["acme.com", "outlook-partners.com", "live.studio", "yahoo.acme.com", "gmail"] {
            assert!(!is_free_provider(domain), "{domain}");
        }
    }
}
