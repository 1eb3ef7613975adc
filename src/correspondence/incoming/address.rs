//! Addresses that say by themselves what a message belongs to: the mailbox's own, with a tag behind `+` (RFC 5233) that only this
//! installation can make. It is good for putting a message with something, and for nothing else.

use lettre::Address;

use crate::config::Config;
use crate::values::token;
use crate::web::sealed;

const PURPOSE: &str = "address of mails\0";

/// Digits of a tag: enough that nobody guesses one, and short enough for any mail server.
const DIGITS: usize = 20;

/// What the tag of an address says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// It answers this mail.
    Mail(i64),
    /// It is for this person's records.
    Person(i64),
}

fn tag(key: &[u8], words: &str) -> String {
    let seal = token::hash(&sealed(key, PURPOSE, words));
    format!("{words}.{}", &seal[..DIGITS])
}

fn tagged(config: &Config, key: &[u8], words: &str) -> Option<Address> {
    let own: Address = config.mail_in.parse().ok()?;
    Address::new(format!("{}+{}", own.user(), tag(key, words)), own.domain()).ok()
}

/// Where answers to a mail go; nothing where this installation takes no mail in.
pub fn for_answers(config: &Config, key: &[u8], mail: i64) -> Option<Address> {
    tagged(config, key, &format!("m{mail}"))
}

/// Where a person sends copies of what they write and get elsewhere.
pub fn for_person(config: &Config, key: &[u8], person: i64) -> Option<Address> {
    tagged(config, key, &format!("p{person}"))
}

/// Is it the mailbox's own address, with whatever tag?
pub fn is_own(config: &Config, address: &str) -> bool {
    let Ok(own) = config.mail_in.parse::<Address>() else { return false };
    let (user, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let user = user.split('+').next().unwrap_or_default();
    user.eq_ignore_ascii_case(own.user()) && domain.eq_ignore_ascii_case(own.domain())
}

/// What an address says that was made here; mail servers may have changed its letters to small ones.
pub fn said(config: &Config, key: &[u8], address: &str) -> Option<Tag> {
    if !is_own(config, address) {
        return None;
    }
    let (user, _) = address.rsplit_once('@')?;
    let given = user.split_once('+')?.1.to_ascii_lowercase();
    let (words, _) = given.split_once('.')?;
    if !token::same(&tag(key, words), &given) {
        return None;
    }
    match words.split_at_checked(1)? {
        ("m", id) => id.parse().ok().map(Tag::Mail),
        ("p", id) => id.parse().ok().map(Tag::Person),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config { mail_in: "crm@fursa.test".to_owned(), ..Config::default() }
    }

    #[test]
    fn a_tag_is_read_by_who_made_it_only() {
        let address = for_answers(&config(), b"key", 17).unwrap().to_string();
        assert_eq!(said(&config(), b"key", &address.to_uppercase()), Some(Tag::Mail(17)));
        assert_eq!(said(&config(), b"other", &address), None);
        assert_eq!(said(&config(), b"key", &address.replace("m17", "m18")), None);
        assert_eq!(said(&config(), b"key", &address.replace("m17", "p17")), None);
        assert_eq!(said(&config(), b"key", &address.replace("fursa.test", "evil.test")), None);
        let dropbox = for_person(&config(), b"key", 3).unwrap().to_string();
        assert_eq!(said(&config(), b"key", &dropbox), Some(Tag::Person(3)));
        assert!(address.split('@').next().unwrap().len() <= 64, "as long as SMTP takes it");
    }

    #[test]
    fn without_a_mailbox_there_is_no_address() {
        assert_eq!(for_answers(&Config::default(), b"key", 17), None);
        assert!(is_own(&config(), "CRM+x@Fursa.test") && !is_own(&config(), "crm@other.test"));
        assert!(!is_own(&Config::default(), ""));
    }
}
