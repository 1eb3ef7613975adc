//! The kinds of records that lists show, as whatever is done to any of them sees them: tags, work on many at once.

use diesel::QueryResult;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::access::Viewer;
use crate::accounts::{self, Account};
use crate::contacts::{self, Contact};
use crate::db::Ids;
use crate::db::schema;
use crate::db::sql::{Sql, among};
use crate::db::{Tx, dialect};
use crate::journal::{Action, Journalled};
use crate::leads::{self, Lead};
use crate::listing::Table;
use crate::opportunities::{self, Opportunity};
use crate::web::{Error, routes};

/// A lead, an account, a contact or an opportunity.
pub trait Listed: Journalled + Send + 'static {
    /// Where it is kept.
    const TABLE: Table;

    /// What it is called.
    fn title(&self) -> &str;
    /// Whose it is.
    fn owner_id(&self) -> Option<i64>;
    /// The team it belongs to.
    fn team_id(&self) -> i64;
    /// The company's words for it.
    fn tags(&self) -> &Ids;
    /// Gives it other ones.
    fn set_tags(&mut self, tags: Ids);
    /// Gives it to somebody, or to a team's pool.
    fn hand_to(&mut self, owner: Option<i64>, team: i64);
    /// Is it within what the viewer may change?
    fn is_editable(&self, viewer: &Viewer) -> bool;
    /// May the viewer put it into other hands, where they may change it? Who edits it by a share does not take it from its
    /// owner.
    fn is_handed_on(&self, viewer: &Viewer) -> bool;
    /// May it be changed at all? A closed lead is read-only for everybody.
    fn is_open(&self) -> bool;
    /// Those of these records that the viewer may see.
    ///
    /// # Errors
    /// What the database answers.
    fn load(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<Self>>;
    /// Saves what an action made of it, if nobody was quicker since `before` was read; `None` if somebody was.
    ///
    /// # Errors
    /// What the database answers.
    fn save(tx: &mut Tx<'_>, action: Action, before: &Self, after: Self) -> QueryResult<Option<Self>>;

    /// Its page.
    fn href(&self) -> String {
        page_of(Self::TABLE, self.id())
    }

    /// Keeps records from everybody else until the transaction ends, in the order of their ids: two who want the same
    /// ones wait for each other.
    ///
    /// # Errors
    /// What the database answers.
    fn lock(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<()> {
        let rows = Sql::new(&format!("SELECT id FROM {} WHERE id IN ", Self::TABLE.name())).ids(ids);
        let rows = rows.push(" ORDER BY id").push(dialect::for_update(tx.db));
        rows.load::<(BigInt,), (i64,)>(tx.db).map(drop)
    }

    /// The record for a change by the viewer, kept from everybody else until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
    fn hold(tx: &mut Tx<'_>, id: i64) -> Result<Self, Error> {
        Self::lock(tx, &[id])?;
        let found = Self::load(tx, &[id])?.pop().ok_or(Error::NotFound)?;
        if found.is_editable(&tx.viewer) { Ok(found) } else { Err(Error::Forbidden) }
    }
}

/// The page of a record in a table.
pub fn page_of(table: Table, id: i64) -> String {
    match table {
        Table::Leads => routes::lead(id),
        Table::Accounts => routes::account(id),
        Table::Contacts => routes::contact(id),
        Table::Opportunities => routes::opportunity(id),
    }
}

macro_rules! listed {
    ($record:ty, $table:ident, $kept:ident, $title:expr, $open:expr, $handed:expr) => {
        impl Listed for $record {
            const TABLE: Table = Table::$kept;

            fn title(&self) -> &str {
                let title: fn(&$record) -> &str = $title;
                title(self)
            }

            fn owner_id(&self) -> Option<i64> {
                self.owner_id
            }

            fn team_id(&self) -> i64 {
                self.team_id
            }

            fn tags(&self) -> &Ids {
                &self.tags
            }

            fn set_tags(&mut self, tags: Ids) {
                self.tags = tags;
            }

            fn hand_to(&mut self, owner: Option<i64>, team: i64) {
                (self.owner_id, self.team_id) = (owner, team);
                let handed: fn(&mut $record) = $handed;
                handed(self);
            }

            fn is_editable(&self, viewer: &Viewer) -> bool {
                $table::access::editable(viewer).reaches(self.id, self.owner_id, self.team_id)
            }

            fn is_handed_on(&self, viewer: &Viewer) -> bool {
                $table::access::editable(viewer).covers(self.owner_id, self.team_id)
            }

            fn is_open(&self) -> bool {
                let open: fn(&$record) -> bool = $open;
                open(self)
            }

            fn load(tx: &mut Tx<'_>, ids: &[i64]) -> QueryResult<Vec<Self>> {
                let visible = $table::access::visible(&tx.viewer).condition(Self::TABLE.name());
                let rows = schema::$table::table.filter(among(concat!(stringify!($table), ".id"), ids));
                rows.filter(visible).order(schema::$table::id).select(<$record>::as_select()).load(tx.db)
            }

            fn save(tx: &mut Tx<'_>, action: Action, before: &Self, after: Self) -> QueryResult<Option<Self>> {
                $table::save(tx, action, before, after.facts)
            }
        }
    };
}

listed!(Lead, leads, Leads, |lead| lead.title_name(), |lead| lead.state == leads::LeadState::Open, |lead| {
    // Theirs as handed to them, and not as taken.
    lead.claimed_at = None;
});
listed!(Account, accounts, Accounts, |account| &account.name, |_| true, |_| ());
listed!(Contact, contacts, Contacts, |contact| &contact.name, |_| true, |_| ());
listed!(Opportunity, opportunities, Opportunities, |deal| &deal.name, |_| true, |_| ());
