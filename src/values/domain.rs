//! Domains: the part of a website or an address that tells which company it belongs to.

use super::email::{self, Email};
use super::text;

/// The company's domain in the address of its website: `https://www.Acme.co.uk/shop` is
/// `acme.co.uk`. None for what is no web address, and for pages on somebody else's site.
pub fn from_website(website: &str) -> Option<String> {
    let address = text::lower(website.trim());
    let (_scheme, rest) = address.split_once("://").unwrap_or(("", &address));
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    of_host(host.split_once(':').map_or(host, |(host, _port)| host))
}

/// The company's domain in an e-mail address; none where anybody gets one.
pub fn from_email(email: &Email) -> Option<String> {
    if email::is_free_provider(email.domain()) {
        return None;
    }
    of_host(email.domain())
}

fn of_host(host: &str) -> Option<String> {
    let host = host.trim_end_matches('.');
    let is_ip = host.split('.').all(|label| label.bytes().all(|byte| byte.is_ascii_digit()));
    if is_ip || !email::is_domain(host) {
        return None;
    }
    let domain = registered(host);
    let is_shared = SHARED_SITES.contains(&domain) || email::is_free_provider(domain);
    (!is_shared).then(|| domain.to_owned())
}

/// The part somebody registered. The exact answer needs the public suffix list, which changes
/// weekly; two labels, or three under endings like `.co.uk`, are right for nearly every company.
fn registered(host: &str) -> &str {
    let dots: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).collect();
    let [top, rest @ ..] = dots.as_slice() else {
        return host;
    };
    let second_starts = rest.first().map_or(0, |at| at + 1);
    let is_country = host.len() - top == 3;
    let is_ending = is_country && SECOND_LEVELS.contains(&&host[second_starts..*top]);
    let cut = if is_ending { rest.get(1) } else { rest.first() };
    cut.map_or(host, |at| &host[at + 1..])
}

/// Names that registries of countries keep for kinds of owners.
const SECOND_LEVELS: &[&str] = &[
    "ac", "co", "com", "edu", "gob", "gouv", "gov", "info", "ltd", "mil", "ne", "net", "nhs", "or", "org", "plc", "sch",
];

/// Sites on which companies have a page but not a domain.
const SHARED_SITES: &[&str] = &[
    "blogspot.com",
    "facebook.com",
    "fb.com",
    "github.io",
    "instagram.com",
    "linkedin.com",
    "linktr.ee",
    "myshopify.com",
    "t.me",
    "tiktok.com",
    "twitter.com",
    "weebly.com",
    "wixsite.com",
    "wordpress.com",
    "x.com",
    "xing.com",
    "youtube.com",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_website_is_reduced_to_its_domain() {
        for (website, domain) in [
            ("https://www.Acme.com/", "acme.com"),
            ("acme.com", "acme.com"),
            ("http://user@shop.acme.com:8080/a?b#c", "acme.com"),
            ("WWW.ACME.CO.UK", "acme.co.uk"),
            ("https://erp.dhaka.acme.com.bd/login", "acme.com.bd"),
            ("acme.co", "acme.co"),
            ("https://müller.de?x=1", "müller.de"),
            ("https://www.شرکت.ایران", "شرکت.ایران"),
            ("acme.com.", "acme.com"),
        ] {
            assert_eq!(from_website(website).as_deref(), Some(domain), "{website}");
        }
    }

    #[test]
    fn a_page_on_a_shared_site_names_no_company() {
        for website in ["https://facebook.com/acme", "acme.blogspot.com", "https://pl.linkedin.com/in/acme"] {
            assert_eq!(from_website(website), None, "{website}");
        }
    }

    #[test]
    fn what_is_no_web_address_has_no_domain() {
        for text in
            ["", "none", "http://", "http://192.168.0.1/", "http://[::1]/", "see our flyer", "a..b", "localhost:80"]
        {
            assert_eq!(from_website(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_address_tells_the_company_unless_it_was_free() {
        let domain = |text| from_email(&Email::parse(text).unwrap());
        assert_eq!(domain("maria@Sales.Acme.com"), Some("acme.com".to_owned()));
        assert_eq!(domain("maria@gmail.com"), None);
        assert_eq!(domain("maria@yahoo.co.uk"), None);
    }
}
