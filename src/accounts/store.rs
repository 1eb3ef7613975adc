//! Filing and saving an account: the row, what is derived from it, its keys and its journal entry, always together.

use diesel::prelude::*;

use super::{Account, AccountFacts, access};
use crate::access::Scope;
use crate::db::schema::accounts;
use crate::db::{Tx, dialect};
use crate::directory::TagIds;
use crate::duplicates::{self, Keys};
use crate::journal::{self, Action, Change, Entity};
use crate::search::SearchText;
use crate::tags;
use crate::values::email::Email;
use crate::values::{domain, phone, text};
use crate::web::Error;

/// What other columns are made from: the sort key and the words it is found by.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = accounts)]
pub(crate) struct Derived {
    pub(crate) sort_name: String,
    pub(crate) search_text: String,
}

impl Derived {
    pub(crate) fn of(facts: &AccountFacts, home: &str) -> Derived {
        Derived { sort_name: text::sort_key(facts.title_name()), search_text: facts.search_text(home) }
    }
}

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

/// The account, if the viewer may see it.
///
/// # Errors
/// `NotFound` when there is none the viewer may know of.
pub fn find(tx: &mut Tx<'_>, id: i64) -> Result<Account, Error> {
    let scope = access::visible(&tx.viewer).condition("accounts");
    Ok(accounts::table.find(id).filter(scope).select(Account::as_select()).first(tx.db)?)
}

/// The account, if the viewer may change it.
///
/// # Errors
/// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
pub fn find_editable(tx: &mut Tx<'_>, id: i64) -> Result<Account, Error> {
    let found = find(tx, id)?;
    let may = access::editable(&tx.viewer).reaches(found.id, found.owner_id, found.team_id);
    if may { Ok(found) } else { Err(Error::Forbidden) }
}

/// Files an account.
///
/// # Errors
/// What the database answers.
pub fn insert(tx: &mut Tx<'_>, mut facts: AccountFacts) -> QueryResult<Account> {
    settle_domain(None, &mut facts);
    let id = dialect::next_id(tx.db, "accounts", Entity::Account.name())?;
    let filed = Account { id, version: 1, facts };
    put(tx, &filed)?;
    journal::created(tx, &filed)?;
    Ok(filed)
}

/// Files an account that brings its id, version and history along: the row and what is derived from it. The
/// caller writes its journal.
///
/// # Errors
/// What the database answers.
pub fn put(tx: &mut Tx<'_>, row: &Account) -> QueryResult<()> {
    let home = tx.directory.organization.country.clone();
    let own = (accounts::id.eq(row.id), accounts::version.eq(row.version));
    diesel::insert_into(accounts::table).values((own, &row.facts, Derived::of(&row.facts, &home))).execute(tx.db)?;
    tags::index(tx, Entity::Account, row.id, &TagIds::default(), &row.facts.tags)?;
    duplicates::index(tx, Entity::Account, row.id, &row.facts.keys(&home))
}

/// Saves what an action made of an account, if nobody was quicker since `before` was read; `None` if somebody was.
/// The caller has checked that the viewer may; the update checks again, in its own condition.
///
/// # Errors
/// What the database answers.
pub fn save(tx: &mut Tx<'_>, action: Action, before: &Account, facts: AccountFacts) -> QueryResult<Option<Account>> {
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
    before: &Account,
    mut facts: AccountFacts,
    said: Vec<Change>,
) -> QueryResult<Option<Account>> {
    facts.updated_at = tx.now;
    settle_domain(Some(&before.facts), &mut facts);
    let after = Account { id: before.id, version: before.version + 1, facts };
    let row = accounts::table
        .find(before.id)
        .filter(accounts::version.eq(before.version))
        .filter(scope.condition("accounts"));
    let home = tx.directory.organization.country.clone();
    let set = (&after.facts, Derived::of(&after.facts, &home), accounts::version.eq(after.version));
    if diesel::update(row).set(set).execute(tx.db)? == 0 {
        return Ok(None);
    }
    tags::index(tx, Entity::Account, after.id, &before.tags, &after.tags)?;
    let keys = after.facts.keys(&home);
    if before.facts.keys(&home) != keys {
        duplicates::index(tx, Entity::Account, after.id, &keys)?;
    }
    journal::changed_with(tx, action, before, &after, said)?;
    Ok(Some(after))
}
