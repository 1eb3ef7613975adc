//! Filing and saving a contact: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;

use super::{Contact, ContactFacts, access};
use crate::db::Ids;
use crate::db::schema::contacts;
use crate::duplicates::Keys;
use crate::records::{Derived, Stored, saved, stored};
use crate::search::SearchText;
use crate::values::{phone, text};

impl ContactFacts {
    /// What it is called in lists: the full name.
    pub fn title_name(&self) -> &str {
        &self.name
    }

    /// The words it is found by.
    fn search_text(&self, home: &str) -> String {
        SearchText::new()
            .words(&self.name)
            .personal()
            .words(&self.emails)
            .words(&self.city)
            .phones(&self.phones, phone::country_of(&self.country, home))
            .finish()
    }

    /// The normalised keys by which its duplicates are found.
    pub fn keys(&self, home: &str) -> Keys {
        Keys::new(phone::country_of(&self.country, home)).person(&self.name).emails(&self.emails).phones(&self.phones)
    }
}

impl Stored for Contact {
    type Facts = ContactFacts;

    fn derive(facts: &ContactFacts, home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text(home) }
    }

    fn tags(facts: &ContactFacts) -> &Ids {
        &facts.tags
    }

    fn keys(facts: &ContactFacts, home: &str) -> Option<Keys> {
        Some(facts.keys(home))
    }
}

stored!(Contact in contacts);
saved!(Contact);
