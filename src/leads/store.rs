//! Filing and saving a lead: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Lead, LeadFacts, access};
use crate::db::Ids;
use crate::db::schema::leads;
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::duplicates::Keys;
use crate::records::{Derived, Stored, saved, stored};
use crate::search::SearchText;
use crate::values::{phone, text};
use crate::web::Error;

impl LeadFacts {
    /// What it is called in lists: the person, else the company.
    pub fn title_name(&self) -> &str {
        if self.name.is_empty() { &self.company } else { &self.name }
    }

    /// The words it is found by.
    fn search_text(&self, home: &str) -> String {
        SearchText::new()
            .words(&self.name)
            .words(&self.company)
            .personal()
            .words(&self.emails)
            .phones(&self.phones, phone::country_of(&self.country, home))
            .finish()
    }

    /// The normalised keys by which its duplicates are found.
    pub fn keys(&self, home: &str) -> Keys {
        Keys::new(phone::country_of(&self.country, home))
            .person(&self.name)
            .company(&self.company)
            .emails(&self.emails)
            .phones(&self.phones)
            .website(&self.website)
    }
}

impl Stored for Lead {
    type Facts = LeadFacts;

    fn derive(facts: &LeadFacts, home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text(home) }
    }

    fn tags(facts: &LeadFacts) -> &Ids {
        &facts.tags
    }

    fn keys(facts: &LeadFacts, home: &str) -> Option<Keys> {
        Some(facts.keys(home))
    }
}

stored!(Lead in leads);
saved!(Lead);

/// The lead, if the viewer may change it, kept from everybody else until the transaction ends: what is decided about it
/// then still holds when it is saved.
///
/// # Errors
/// As [`find_editable`].
pub fn hold(tx: &mut Tx<'_>, id: i64) -> Result<Lead, Error> {
    lock(tx, id)?;
    find_editable(tx, id)
}

/// Keeps a lead from everybody else until the transaction ends.
pub(super) fn lock(tx: &mut Tx<'_>, id: i64) -> QueryResult<()> {
    let row = Sql::new("SELECT id FROM leads WHERE id = ").bind(id).push(dialect::for_update(tx.db));
    row.load::<(BigInt,), (i64,)>(tx.db).map(drop)
}
