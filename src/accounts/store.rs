//! Filing and saving an account: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;

use super::{Account, AccountFacts, access};
use crate::db::Ids;
use crate::db::schema::accounts;
use crate::duplicates::Keys;
use crate::records::{Derived, Stored, saved, stored};
use crate::search::SearchText;
use crate::values::email::Email;
use crate::values::{domain, phone, text};

impl AccountFacts {
    /// What it is called in lists: its name.
    pub fn title_name(&self) -> &str {
        &self.name
    }

    /// The words it is found by.
    fn search_text(&self, home: &str) -> String {
        SearchText::new()
            .words(&self.name)
            .words(&self.domain)
            .words(&self.emails)
            .words(&self.city)
            .phones(&self.phones, phone::country_of(&self.country, home))
            .finish()
    }

    /// The normalised keys by which its duplicates are found.
    pub fn keys(&self, home: &str) -> Keys {
        Keys::new(phone::country_of(&self.country, home))
            .company(&self.name)
            .emails(&self.emails)
            .phones(&self.phones)
            .website(&self.website)
    }
}

impl Stored for Account {
    type Facts = AccountFacts;

    fn derive(facts: &AccountFacts, home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text(home) }
    }

    fn settle(before: Option<&AccountFacts>, facts: &mut AccountFacts) {
        settle_domain(before, facts);
    }

    fn tags(facts: &AccountFacts) -> &Ids {
        &facts.tags
    }

    fn keys(facts: &AccountFacts, home: &str) -> Option<Keys> {
        Some(facts.keys(home))
    }
}

/// The host name follows from site and mail as they change, unless whoever saves knows another one.
fn settle_domain(before: Option<&AccountFacts>, facts: &mut AccountFacts) {
    let is_given = facts.domain != before.map_or("", |before| before.domain.as_str());
    let is_same = before.is_some_and(|before| before.website == facts.website && before.emails == facts.emails);
    if is_given || (is_same && !facts.domain.is_empty()) {
        return;
    }
    let mails = facts.emails.lines().filter_map(|line| Email::parse(line).ok());
    let from_mail = || mails.filter_map(|email| domain::from_email(&email)).next();
    facts.domain = domain::from_website(&facts.website).or_else(from_mail).unwrap_or_default();
}

stored!(Account in accounts);
saved!(Account);
