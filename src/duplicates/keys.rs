//! The keys themselves: a value typed in any case, format, legal form or script, brought to one spelling.

use std::collections::BTreeSet;

use crate::text_enum;
use crate::values::email::Email;
use crate::values::phone::Phone;
use crate::values::{company, domain, person, script, text};

text_enum! {
    /// What a key was made from.
    pub enum KeyKind {
        /// An address.
        Email = "email",
        /// A phone number, as E.164 digits.
        Phone = "phone",
        /// A person's name.
        Person = "person",
        /// A company's name without its legal form.
        Company = "company",
        /// The host of a company's site or mail.
        Domain = "domain",
        /// A name's consonants, the same in Latin, Arabic and Bengali script: a hint, not more.
        Sound = "sound",
    }
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// What it was made from.
    pub kind: KeyKind,
    /// The one spelling.
    pub text: String,
}

/// Every key of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    country: String,
    keys: BTreeSet<Key>,
}

impl Keys {
    /// No keys yet; phone numbers without a prefix are read as this country's.
    pub fn new(country: &str) -> Keys {
        Keys { country: country.to_owned(), keys: BTreeSet::new() }
    }

    /// The keys one by one.
    pub fn iter(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter()
    }

    /// A person's name.
    #[must_use]
    pub fn person(self, name: &str) -> Keys {
        self.named(KeyKind::Person, name, |name| person::key(name, ""))
    }

    /// A company's name.
    #[must_use]
    pub fn company(self, name: &str) -> Keys {
        self.named(KeyKind::Company, name, company::key)
    }

    /// Addresses, one a line; those at a company's own host name the company too.
    #[must_use]
    pub fn emails(self, lines: &str) -> Keys {
        lines.lines().filter_map(|line| Email::parse(line).ok()).fold(self, |keys, email| {
            let host = domain::from_email(&email).unwrap_or_default();
            keys.with(KeyKind::Email, email.key.clone()).with(KeyKind::Domain, host)
        })
    }

    /// Phone numbers, one a line.
    #[must_use]
    pub fn phones(self, lines: &str) -> Keys {
        let country = Some(self.country.clone()).filter(|country| !country.is_empty());
        let numbers: Vec<Phone> =
            lines.lines().filter_map(|line| Phone::parse(line, country.as_deref()).ok()).collect();
        numbers.into_iter().fold(self, |keys, phone| keys.with(KeyKind::Phone, phone.e164_key))
    }

    /// A web address.
    #[must_use]
    pub fn website(self, address: &str) -> Keys {
        let host = domain::from_website(address).unwrap_or_default();
        self.with(KeyKind::Domain, host)
    }

    /// A name as it is written, as it would be written with umlauts, and as it sounds.
    fn named(self, kind: KeyKind, name: &str, key: impl Fn(&str) -> String) -> Keys {
        let plain = text::without_umlauts(&text::fold(name)).map(|plain| key(&plain)).unwrap_or_default();
        let heard = script::skeleton(name).unwrap_or_default();
        self.with(kind, key(name)).with(kind, plain).with(KeyKind::Sound, heard)
    }

    fn with(mut self, kind: KeyKind, text: String) -> Keys {
        if !text.is_empty() {
            self.keys.insert(Key { kind, text });
        }
        self
    }
}
