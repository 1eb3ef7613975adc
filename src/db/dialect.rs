//! Where the two databases want different words: the only match on the backend outside opening and migrating.

use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::{Connection, PgConnection, QueryResult};

use super::Db;

/// Begins a transaction that will write. SQLite takes the write lock now: a transaction that reads first and
/// upgrades later is refused at once instead of waiting its turn.
///
/// # Errors
/// When the lock could not be had in time.
pub fn begin_write(db: &mut Db) -> QueryResult<()> {
    match db {
        Db::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        Db::Pg(conn) => <PgConnection as Connection>::TransactionManager::begin_transaction(conn),
    }
}

/// Ends the transaction: keeps what was written, or takes it back.
///
/// # Errors
/// When the database could not do so.
pub fn end(db: &mut Db, keep: bool) -> QueryResult<()> {
    match keep {
        true => <Db as Connection>::TransactionManager::commit_transaction(db),
        false => <Db as Connection>::TransactionManager::rollback_transaction(db),
    }
}

/// Words that lock the rows a SELECT found until the transaction ends. SQLite has one writer and needs none.
pub fn for_update(db: &Db) -> &'static str {
    match db {
        Db::Sqlite(_) => "",
        Db::Pg(_) => " FOR UPDATE",
    }
}

/// Put before a condition or an order, it keeps SQLite from choosing an index by it. PostgreSQL keeps statistics and
/// chooses for itself.
pub fn unindexed(db: &Db) -> &'static str {
    match db {
        Db::Sqlite(_) => "+",
        Db::Pg(_) => "",
    }
}

/// Is this SQLite, whose index of words is a table of its own?
pub fn is_sqlite(db: &Db) -> bool {
    match db {
        Db::Sqlite(_) => true,
        Db::Pg(_) => false,
    }
}
