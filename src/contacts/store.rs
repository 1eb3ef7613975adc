//! Filing and saving a contact: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;

use super::{Contact, ContactFacts, access};
use crate::access::Scope;
use crate::db::schema::contacts;
use crate::db::{Tx, dialect};
use crate::directory::TagIds;
use crate::duplicates::{self, Keys};
use crate::journal::{self, Action, Change, Entity};
use crate::search::SearchText;
use crate::tags;
use crate::values::{phone, text};
use crate::web::Error;

/// What other columns are made from: the sort key and the words it is found by.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = contacts)]
pub(crate) struct Derived {
    pub(crate) sort_name: String,
    pub(crate) search_text: String,
}

impl Derived {
    pub(crate) fn of(facts: &ContactFacts, home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text(home) }
    }
}

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

/// The contact, if the viewer may see it.
///
/// # Errors
/// `NotFound` when there is none the viewer may know of.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Contact, Error> {
    let scope = access::visible(&tx.viewer).condition("contacts");
    Ok(contacts::table.find(id).filter(scope).select(Contact::as_select()).first(tx.db)?)
}

/// The contact, if the viewer may change it.
///
/// # Errors
/// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
pub fn find_editable(tx: &mut Tx<'_>, id: i64) -> Result<Contact, Error> {
    let found = find(tx, id)?;
    let may = access::editable(&tx.viewer).reaches(found.id, found.owner_id, found.team_id);
    if may { Ok(found) } else { Err(Error::Forbidden) }
}

/// Files a contact.
///
/// # Errors
/// What the database answers.
pub fn insert(tx: &mut Tx<'_>, facts: ContactFacts) -> QueryResult<Contact> {
    let id = dialect::next_id(tx.db, "contacts", Entity::Contact.name())?;
    let filed = Contact { id, version: 1, facts };
    put(tx, &filed)?;
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Files a contact that brings its id, version and history along: the row and what is derived from it. The
/// caller writes its journal.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, row: &Contact) -> QueryResult<()> {
    let home = tx.directory.organization.country.clone();
    let own = (contacts::id.eq(row.id), contacts::version.eq(row.version));
    diesel::insert_into(contacts::table).values((own, &row.facts, Derived::of(&row.facts, &home))).execute(tx.db)?;
    tags::index(tx, Entity::Contact, row.id, &TagIds::default(), &row.facts.tags)?;
    duplicates::index(tx, Entity::Contact, row.id, &row.facts.keys(&home))
}

/// Saves what an action made of a contact, if nobody was quicker since `before` was read; `None` if somebody was.
/// The caller has checked that the viewer may; the update checks again, in its own condition.
///
/// # Errors
/// What the database answers.
pub fn save(tx: &mut Tx<'_>, action: Action, before: &Contact, facts: ContactFacts) -> QueryResult<Option<Contact>> {
    let scope = access::editable(&tx.viewer);
    save_within(tx, &scope, action, before, facts, Vec::new())
}

/// As [`save`], where another scope decides, and with what changed beside the record's own fields.
///
/// # Errors
/// What the database answers.
pub fn save_within(
    tx: &mut Tx<'_>,
    scope: &Scope,
    action: Action,
    before: &Contact,
    mut facts: ContactFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Contact>> {
    facts.updated_at = tx.now;
    let after = Contact { id: before.id, version: before.version + 1, facts };
    let row = contacts::table
        .find(before.id)
        .filter(contacts::version.eq(before.version))
        .filter(scope.condition("contacts"));
    let home = tx.directory.organization.country.clone();
    let set = (&after.facts, Derived::of(&after.facts, &home), contacts::version.eq(after.version));
    if diesel::update(row).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    tags::index(tx, Entity::Contact, after.id, &before.tags, &after.tags)?;
    let keys = after.facts.keys(&home);
    if before.facts.keys(&home) != keys {
        duplicates::index(tx, Entity::Contact, after.id, &keys)?;
    }
    journal::changed_with(tx, action, before, &after, said)?;
    Ok(Some(after))
}
