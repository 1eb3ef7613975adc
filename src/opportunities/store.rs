//! Filing and saving an opportunity: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;

use super::{Opportunity, OpportunityFacts, access, spells};
use crate::access::Scope;
use crate::db::schema::opportunities;
use crate::db::{Tx, dialect};
use crate::directory::TagIds;
use crate::journal::{self, Action, Change, Entity};
use crate::search::SearchText;
use crate::tags;
use crate::values::text;
use crate::web::Error;
use crate::{accounts, contacts};

/// What other columns are made from: the sort key and the words it is found by.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = opportunities)]
pub(crate) struct Derived {
    pub(crate) sort_name: String,
    pub(crate) search_text: String,
}

impl Derived {
    pub(crate) fn of(facts: &OpportunityFacts) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text() }
    }
}

impl OpportunityFacts {
    /// What it is called in lists: its own name.
    pub fn title_name(&self) -> &str {
        &self.name
    }

    /// The words it is found by.
    fn search_text(&self) -> String {
        SearchText::new().words(&self.name).words(&self.next_step).finish()
    }
}

/// The opportunity, if the viewer may see it.
///
/// # Errors
/// `NotFound` when there is none the viewer may know of.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Opportunity, Error> {
    let scope = access::visible(&tx.viewer).condition("opportunities");
    Ok(opportunities::table.find(id).filter(scope).select(Opportunity::as_select()).first(tx.db)?)
}

/// The opportunity, if the viewer may change it.
///
/// # Errors
/// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
pub fn find_editable(tx: &mut Tx<'_>, id: i64) -> Result<Opportunity, Error> {
    let found = find(tx, id)?;
    let may = access::editable(&tx.viewer).reaches(found.id, found.owner_id, found.team_id);
    if may { Ok(found) } else { Err(Error::Forbidden) }
}

/// Files a deal and begins its first stay in a stage. What every new deal goes through, however it came about.
///
/// # Errors
/// What the database answers.
pub fn open(tx: &mut Tx<'_>, facts: OpportunityFacts) -> QueryResult<Opportunity> {
    let filed = insert(tx, facts)?;
    spells::begin(tx, &filed)?;
    tell_customers(tx, &filed)?;
    Ok(filed)
}

/// A deal opened, closed, opened again or given another customer moves how far the relation has come (rule 75).
fn tell_customers(tx: &mut Tx<'_>, facts: &OpportunityFacts) -> QueryResult<()> {
    if let Some(account) = facts.account_id {
        accounts::lifecycle::refresh(tx, account)?;
    }
    if let Some(contact) = facts.contact_id {
        contacts::lifecycle::refresh(tx, contact)?;
    }
    Ok(())
}

/// Did anything change that the customers' lifecycle follows from?
fn concerns_customers(before: &OpportunityFacts, after: &OpportunityFacts) -> bool {
    let facts = |deal: &OpportunityFacts| (deal.account_id, deal.contact_id, deal.closed_on, deal.actual_minor);
    facts(before) != facts(after)
}

/// Files the row of an opportunity alone: for who writes its history too.
///
/// # Errors
/// What the database answers.
pub fn insert(tx: &mut Tx<'_>, facts: OpportunityFacts) -> QueryResult<Opportunity> {
    let id = dialect::next_id(tx.db, "opportunities", Entity::Opportunity.name())?;
    let filed = Opportunity { id, version: 1, facts };
    put(tx, &filed)?;
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Files an opportunity that brings its id, version and history along: the row and what is derived from it. The
/// caller writes its journal.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, row: &Opportunity) -> QueryResult<()> {
    let own = (opportunities::id.eq(row.id), opportunities::version.eq(row.version));
    diesel::insert_into(opportunities::table).values((own, &row.facts, Derived::of(&row.facts))).execute(tx.db)?;
    tags::index(tx, Entity::Opportunity, row.id, &TagIds::default(), &row.facts.tags)
}

/// Saves what an action made of an opportunity, if nobody was quicker since `before` was read; `None` if somebody was.
/// The caller has checked that the viewer may; the update checks again, in its own condition.
///
/// # Errors
/// What the database answers.
pub fn save(
    tx: &mut Tx<'_>,
    action: Action,
    before: &Opportunity,
    facts: OpportunityFacts,
) -> QueryResult<Option<Opportunity>> {
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
    before: &Opportunity,
    facts: OpportunityFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Opportunity>> {
    let Some(after) = write_row(tx, scope, action, before, facts, said)? else { return Ok(None) };
    if concerns_customers(before, &after) {
        tell_customers(tx, before)?;
        tell_customers(tx, &after)?;
    }
    Ok(Some(after))
}

/// Saves the row of an opportunity alone: for who tells the customers of many deals at once.
///
/// # Errors
/// What the database answers.
pub fn save_row(
    tx: &mut Tx<'_>,
    action: Action,
    before: &Opportunity,
    facts: OpportunityFacts,
) -> QueryResult<Option<Opportunity>> {
    let scope = access::editable(&tx.viewer);
    write_row(tx, &scope, action, before, facts, Vec::new())
}

fn write_row(
    tx: &mut Tx<'_>,
    scope: &Scope,
    action: Action,
    before: &Opportunity,
    mut facts: OpportunityFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Opportunity>> {
    facts.updated_at = tx.now;
    let after = Opportunity { id: before.id, version: before.version + 1, facts };
    let row = opportunities::table.find(before.id).filter(opportunities::version.eq(before.version));
    let set = (&after.facts, Derived::of(&after.facts), opportunities::version.eq(after.version));
    if diesel::update(row.filter(scope.condition("opportunities"))).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    tags::index(tx, Entity::Opportunity, after.id, &before.tags, &after.tags)?;
    journal::changed_with(tx, action, before, &after, said)?;
    Ok(Some(after))
}
