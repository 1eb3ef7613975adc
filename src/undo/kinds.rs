//! What undoing needs of each kind of record: find it, whoever may see it, and save it, whoever may edit it. Who may
//! take an action back is decided in [`take`](super::take).

use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::deed::Deed;
use super::take::Kept;
use crate::access::Scope;
use crate::accounts::{self, Account};
use crate::activities::{self, Activity};
use crate::contacts::{self, Contact, companies};
use crate::db::sql::Sql;
use crate::db::{Tx, dialect, schema};
use crate::fields::Field;
use crate::journal::{Action, Bound, Change, Entity, Journalled};
use crate::leads::{self, Lead, LeadState};
use crate::opportunities::{self, Opportunity, parties};
use crate::products::{self, Product};

/// A kind of record whose changes can be taken back.
pub(super) trait Undone: Journalled + PartialEq {
    /// Its fields.
    const FIELDS: &'static [Field];
    /// The table it is kept in.
    const TABLE: &'static str;

    /// The record, whoever may see it.
    fn load(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Self>>;

    /// Saves the record with what changed beside its own fields; no, if somebody was quicker.
    fn save(tx: &mut Tx<'_>, before: &Self, after: Self, said: Vec<Change>) -> QueryResult<bool>;

    /// Which of them the viewer may change.
    fn editable(tx: &Tx<'_>) -> Scope;

    /// Whose it is, and of which team.
    fn place(&self) -> (Option<i64>, i64);

    /// What hangs on it and is asked about like a field: companies, contacts.
    fn beside(_: &mut Tx<'_>, _: i64) -> QueryResult<Beside> {
        Ok(Beside::default())
    }

    /// Puts back what hangs on it.
    fn put_beside(_: &mut Tx<'_>, _: i64, _: &Beside) -> QueryResult<()> {
        Ok(())
    }

    /// Sets what follows from the other fields.
    fn settle(_: &Tx<'_>, _: &Deed, _: &Self, _: &mut Self) {}

    /// Why it cannot be as it was.
    fn refused(_: &mut Tx<'_>, _: &Self, _: &Self) -> QueryResult<Option<Kept>> {
        Ok(None)
    }

    /// Brings along what the action did to what hangs on it and is not asked about; answers how that is journalled.
    fn follow(_: &mut Tx<'_>, _: &Deed, _: &Self, _: &Self) -> QueryResult<Option<Change>> {
        Ok(None)
    }

    /// The record, kept from everybody else until the transaction ends.
    fn held(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Self>> {
        // SQLite has one writer: nobody else changes what it reads.
        if !dialect::is_sqlite(tx.db) {
            let row = Sql::new(&format!("SELECT id FROM {} WHERE id = ", Self::TABLE)).bind(id);
            row.push(dialect::for_update(tx.db)).load::<(BigInt,), (i64,)>(tx.db)?;
        }
        Self::load(tx, id)
    }
}

/// What hangs on a record and is part of its history like a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Beside {
    /// The companies of a contact.
    #[serde(default)]
    pub(super) companies: Value,
    /// The contacts of a deal.
    #[serde(default)]
    pub(super) contacts: Value,
}

/// A record with what hangs on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Whole<R> {
    #[serde(flatten)]
    pub(super) record: R,
    #[serde(flatten)]
    pub(super) beside: Beside,
}

impl<R: Journalled> Journalled for Whole<R> {
    const ENTITY: Entity = R::ENTITY;
    const BOUND: &'static [Bound] = R::BOUND;

    fn id(&self) -> i64 {
        self.record.id()
    }

    fn version(&self) -> i64 {
        self.record.version()
    }
}

/// A list as the journal keeps it: none is nothing.
fn listed<T: Serialize>(rows: &[T]) -> Value {
    if rows.is_empty() { Value::Null } else { serde_json::to_value(rows).unwrap_or_default() }
}

fn rows<T: serde::de::DeserializeOwned>(listed: &Value) -> Vec<T> {
    serde_json::from_value(listed.clone()).unwrap_or_default()
}

/// What is the same for every kind but its names.
macro_rules! kept_in {
    ($module:ident) => {
        const FIELDS: &'static [Field] = $module::FIELDS;
        const TABLE: &'static str = stringify!($module);

        fn load(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Self>> {
            schema::$module::table.find(id).select(Self::as_select()).first(tx.db).optional()
        }
    };
}

/// The same, for kinds that belong to somebody.
macro_rules! owned_in {
    ($module:ident) => {
        fn save(tx: &mut Tx<'_>, before: &Self, after: Self, said: Vec<Change>) -> QueryResult<bool> {
            let all = Scope::everything();
            $module::save_within(tx, &all, Action::Undone, before, after.facts, said).map(|saved| saved.is_some())
        }

        fn editable(tx: &Tx<'_>) -> Scope {
            $module::access::editable(&tx.viewer)
        }

        fn place(&self) -> (Option<i64>, i64) {
            (self.owner_id, self.team_id)
        }
    };
}

impl Undone for Lead {
    kept_in!(leads);
    owned_in!(leads);

    fn refused(tx: &mut Tx<'_>, before: &Lead, after: &Lead) -> QueryResult<Option<Kept>> {
        let me = tx.viewer.person();
        let counts = |lead: &Lead| lead.owner_id == me && lead.state == LeadState::Open && lead.claimed_at.is_some();
        let is_full = !counts(before) && counts(after) && leads::is_full(tx)?;
        Ok(is_full.then_some(Kept::Full))
    }
}

impl Undone for Account {
    kept_in!(accounts);
    owned_in!(accounts);
}

impl Undone for Contact {
    kept_in!(contacts);
    owned_in!(contacts);

    fn beside(tx: &mut Tx<'_>, id: i64) -> QueryResult<Beside> {
        Ok(Beside { companies: listed(&companies::of(tx, id)?), ..Beside::default() })
    }

    fn put_beside(tx: &mut Tx<'_>, id: i64, beside: &Beside) -> QueryResult<()> {
        let before = companies::of(tx, id)?;
        let after: Vec<companies::Company> = rows(&beside.companies);
        companies::write(tx, id, &after)?;
        let mut touched = before.iter().chain(&after).map(|company| company.account_id);
        touched.try_for_each(|account| accounts::lifecycle::refresh(tx, account))
    }
}

impl Undone for Opportunity {
    kept_in!(opportunities);
    owned_in!(opportunities);

    fn beside(tx: &mut Tx<'_>, id: i64) -> QueryResult<Beside> {
        Ok(Beside { contacts: listed(&parties::all(tx, id)?), ..Beside::default() })
    }

    fn put_beside(tx: &mut Tx<'_>, id: i64, beside: &Beside) -> QueryResult<()> {
        parties::write(tx, id, &rows::<parties::Party>(&beside.contacts))
    }

    fn settle(tx: &Tx<'_>, deed: &Deed, before: &Opportunity, after: &mut Opportunity) {
        super::deal::settle(tx, deed, before, after);
    }

    fn follow(tx: &mut Tx<'_>, deed: &Deed, before: &Opportunity, after: &Opportunity) -> QueryResult<Option<Change>> {
        super::deal::follow(tx, deed, before, after)
    }
}

impl Undone for Activity {
    kept_in!(activities);
    owned_in!(activities);
}

impl Undone for Product {
    kept_in!(products);

    fn save(tx: &mut Tx<'_>, before: &Product, after: Product, _: Vec<Change>) -> QueryResult<bool> {
        products::save(tx, Action::Undone, before, after.facts).map(|saved| saved.is_some())
    }

    fn editable(tx: &Tx<'_>) -> Scope {
        if products::access::may_edit(&tx.viewer) { Scope::everything() } else { Scope::nothing() }
    }

    fn place(&self) -> (Option<i64>, i64) {
        (None, 0)
    }
}
