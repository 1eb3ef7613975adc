//! Filing and saving a lead: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::{Lead, LeadFacts, access};
use crate::access::Scope;
use crate::db::schema::leads;
use crate::db::sql::Sql;
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
#[diesel(table_name = leads)]
pub(crate) struct Derived {
    pub(crate) sort_name: String,
    pub(crate) search_text: String,
}

impl Derived {
    pub(crate) fn of(facts: &LeadFacts, home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text(home) }
    }
}

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

/// The lead, if the viewer may see it.
///
/// # Errors
/// `NotFound` when there is none the viewer may know of.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Lead, Error> {
    let scope = access::visible(&tx.viewer).condition("leads");
    Ok(leads::table.find(id).filter(scope).select(Lead::as_select()).first(tx.db)?)
}

/// The lead, if the viewer may change it.
///
/// # Errors
/// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
pub fn find_editable(tx: &mut Tx<'_>, id: i64) -> Result<Lead, Error> {
    let found = find(tx, id)?;
    let may = access::editable(&tx.viewer).reaches(found.id, found.owner_id, found.team_id);
    if may { Ok(found) } else { Err(Error::Forbidden) }
}

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

/// Files a lead.
///
/// # Errors
/// What the database answers.
pub fn insert(tx: &mut Tx<'_>, facts: LeadFacts) -> QueryResult<Lead> {
    let id = dialect::next_id(tx.db, "leads", Entity::Lead.name())?;
    let filed = Lead { id, version: 1, facts };
    put(tx, &filed)?;
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Files a lead that brings its id, version and history along: the row and what is derived from it. The
/// caller writes its journal.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, row: &Lead) -> QueryResult<()> {
    let home = tx.directory.organization.country.clone();
    let own = (leads::id.eq(row.id), leads::version.eq(row.version));
    diesel::insert_into(leads::table).values((own, &row.facts, Derived::of(&row.facts, &home))).execute(tx.db)?;
    tags::index(tx, Entity::Lead, row.id, &TagIds::default(), &row.facts.tags)?;
    duplicates::index(tx, Entity::Lead, row.id, &row.facts.keys(&home))
}

/// Saves what an action made of a lead, if nobody was quicker since `before` was read; `None` if somebody was.
/// The caller has checked that the viewer may; the update checks again, in its own condition.
///
/// # Errors
/// What the database answers.
pub fn save(tx: &mut Tx<'_>, action: Action, before: &Lead, facts: LeadFacts) -> QueryResult<Option<Lead>> {
    let scope = access::editable(&tx.viewer);
    save_within(tx, &scope, action, before, facts, Vec::new())
}

/// As [`save`], where another scope decides (a manager hands out leads of a pool above, which they may not edit), and
/// with what the action says beside the record's own fields.
///
/// # Errors
/// What the database answers.
pub fn save_within(
    tx: &mut Tx<'_>,
    scope: &Scope,
    action: Action,
    before: &Lead,
    mut facts: LeadFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Lead>> {
    facts.updated_at = tx.now;
    let after = Lead { id: before.id, version: before.version + 1, facts };
    let row = leads::table.find(before.id).filter(leads::version.eq(before.version)).filter(scope.condition("leads"));
    let home = tx.directory.organization.country.clone();
    let set = (&after.facts, Derived::of(&after.facts, &home), leads::version.eq(after.version));
    if diesel::update(row).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    tags::index(tx, Entity::Lead, after.id, &before.tags, &after.tags)?;
    let keys = after.facts.keys(&home);
    if before.facts.keys(&home) != keys {
        duplicates::index(tx, Entity::Lead, after.id, &keys)?;
    }
    journal::changed_with(tx, action, before, &after, said)?;
    Ok(Some(after))
}
