//! Finding, filing and saving one kind of record: the row, what is derived from it, its keys and its journal entry, always
//! together. Each kind says what is its own as a [`Stored`]; `stored!` writes the statements, which diesel wants spelled out
//! for each table.

use std::ops::DerefMut;

use diesel::QueryResult;

use crate::db::Ids;
use crate::db::Tx;
use crate::duplicates::{self, Keys};
use crate::journal::Journalled;
use crate::tags;

/// What two columns are made of: the key a record is sorted by, and the words it is found by.
pub struct Derived {
    /// Sorts as people sort names.
    pub sort_name: String,
    /// Folded, as the search reads it.
    pub search_text: String,
}

/// A kind of record that is kept with what is derived from it.
pub trait Stored: Journalled + DerefMut<Target = Self::Facts> {
    /// Everything of it but its id and version.
    type Facts;

    /// What is made of the other columns; `home` is the company's country, whose phone numbers need no prefix.
    fn derive(facts: &Self::Facts, home: &str) -> Derived;

    /// What follows from what was typed, before it is written.
    fn settle(_before: Option<&Self::Facts>, _facts: &mut Self::Facts) {}

    /// The company's words for it.
    fn tags(facts: &Self::Facts) -> &Ids;

    /// The keys by which its duplicates are found, where it can have any.
    fn keys(_facts: &Self::Facts, _home: &str) -> Option<Keys> {
        None
    }
}

/// Files what a row is found by beside its table: its tags, and the keys of its duplicates as far as they are others than
/// they were.
///
/// # Errors
/// What the database answers.
pub fn index<R: Stored>(tx: &mut Tx<'_>, before: Option<&R>, after: &R) -> QueryResult<()> {
    let none = Ids::default();
    tags::index(tx, R::ENTITY, after.id(), before.map_or(&none, |before| R::tags(before)), R::tags(after))?;
    let home = tx.directory.organization.country.clone();
    let Some(keys) = R::keys(after, &home) else { return Ok(()) };
    if before.and_then(|before| R::keys(before, &home)).as_ref() == Some(&keys) {
        return Ok(());
    }
    duplicates::index(tx, R::ENTITY, after.id(), &keys)
}

/// Writes `find`, `find_editable`, `insert`, `put` and `write` of a [`Stored`] kind, whose table and `access` are in scope.
macro_rules! stored {
    ($record:ident in $table:ident) => {
        /// The record, if the viewer may see it.
        ///
        /// # Errors
        /// `NotFound` when there is none the viewer may know of.
        pub fn find(tx: &mut $crate::db::Tx<'_>, id: i64) -> Result<$record, $crate::web::Error> {
            let scope = access::visible(&tx.viewer).condition(stringify!($table));
            Ok($table::table.find(id).filter(scope).select($record::as_select()).first(tx.db)?)
        }

        /// The record, if the viewer may change it.
        ///
        /// # Errors
        /// `NotFound` when the viewer may not know of it, `Forbidden` when they may see it only.
        pub fn find_editable(tx: &mut $crate::db::Tx<'_>, id: i64) -> Result<$record, $crate::web::Error> {
            let found = find(tx, id)?;
            let may = access::editable(&tx.viewer).reaches(found.id, found.owner_id, found.team_id);
            if may { Ok(found) } else { Err($crate::web::Error::Forbidden) }
        }

        /// Files a record: the row alone, where more belongs to it.
        ///
        /// # Errors
        /// What the database answers.
        pub fn insert(
            tx: &mut $crate::db::Tx<'_>,
            mut facts: <$record as $crate::records::Stored>::Facts,
        ) -> diesel::QueryResult<$record> {
            <$record as $crate::records::Stored>::settle(None, &mut facts);
            let name = <$record as $crate::journal::Journalled>::ENTITY.name();
            let id = $crate::db::dialect::next_id(tx.db, stringify!($table), name)?;
            let filed = $record { id, version: 1, facts };
            put(tx, &filed)?;
            $crate::journal::created(tx, &filed)?;
            Ok(filed)
        }

        /// Files a record that brings its id, version and history along: the row and what is derived from it. The caller
        /// writes its journal.
        ///
        /// # Errors
        /// What the database answers.
        pub fn put(tx: &mut $crate::db::Tx<'_>, row: &$record) -> diesel::QueryResult<()> {
            let derived = <$record as $crate::records::Stored>::derive(row, &tx.directory.organization.country);
            let own = ($table::id.eq(row.id), $table::version.eq(row.version));
            tx.directory.hold(tx.db, row.owner_id)?;
            let made = ($table::sort_name.eq(derived.sort_name), $table::search_text.eq(derived.search_text));
            diesel::insert_into($table::table).values((own, &row.facts, made)).execute(tx.db)?;
            $crate::records::index(tx, None, row)
        }

        /// Writes what an action made of a record, if nobody was quicker since `before` was read and it is in the scope;
        /// `None` if not.
        fn write(
            tx: &mut $crate::db::Tx<'_>,
            scope: &$crate::access::Scope,
            action: $crate::journal::Action,
            before: &$record,
            mut facts: <$record as $crate::records::Stored>::Facts,
            said: Vec<$crate::journal::Change>,
        ) -> diesel::QueryResult<Option<$record>> {
            facts.updated_at = tx.now;
            if facts.owner_id != before.owner_id {
                tx.directory.hold(tx.db, facts.owner_id)?;
            }
            <$record as $crate::records::Stored>::settle(Some(&before.facts), &mut facts);
            let after = $record { id: before.id, version: before.version + 1, facts };
            let derived = <$record as $crate::records::Stored>::derive(&after, &tx.directory.organization.country);
            let row = $table::table.find(before.id).filter($table::version.eq(before.version));
            let made = ($table::sort_name.eq(derived.sort_name), $table::search_text.eq(derived.search_text));
            let set = (&after.facts, made, $table::version.eq(after.version));
            if diesel::update(row.filter(scope.condition(stringify!($table)))).set(set).execute(tx.db)? == 0 {
                return Ok(None);
            }
            $crate::records::index(tx, Some(before), &after)?;
            $crate::journal::changed_with(tx, action, before, &after, said)?;
            let record = (<$record as $crate::journal::Journalled>::ENTITY, after.id);
            $crate::activities::follow_owner(tx, record, before.owner_id, after.owner_id)?;
            Ok(Some(after))
        }
    };
}
pub(crate) use stored;

/// Writes `save` and `save_within` of a `stored!` kind of which nothing else follows.
macro_rules! saved {
    ($record:ident) => {
        /// Saves what an action made of a record, if nobody was quicker since `before` was read; `None` if somebody was.
        /// The caller has checked that the viewer may; the update checks again, in its own condition.
        ///
        /// # Errors
        /// What the database answers.
        pub fn save(
            tx: &mut $crate::db::Tx<'_>,
            action: $crate::journal::Action,
            before: &$record,
            facts: <$record as $crate::records::Stored>::Facts,
        ) -> diesel::QueryResult<Option<$record>> {
            let scope = access::editable(&tx.viewer);
            save_within(tx, &scope, action, before, facts, Vec::new())
        }

        /// As [`save`], where another scope decides, and with what the action says beside the record's own fields.
        ///
        /// # Errors
        /// What the database answers.
        pub fn save_within(
            tx: &mut $crate::db::Tx<'_>,
            scope: &$crate::access::Scope,
            action: $crate::journal::Action,
            before: &$record,
            facts: <$record as $crate::records::Stored>::Facts,
            said: Vec<$crate::journal::Change>,
        ) -> diesel::QueryResult<Option<$record>> {
            write(tx, scope, action, before, facts, said)
        }
    };
}
pub(crate) use saved;
