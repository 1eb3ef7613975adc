//! Where the two databases want different words: the only match on the backend outside opening and migrating.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::result::{DatabaseErrorKind, Error};
use diesel::sql_types::BigInt;
use diesel::{Connection, PgConnection, QueryResult, RunQueryDsl};

use super::Db;
use super::sql::Sql;

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

/// Which database answers, and its version.
///
/// # Errors
/// What the database answers.
pub fn version(db: &mut Db) -> QueryResult<String> {
    let (name, asked) = match db {
        Db::Sqlite(_) => ("SQLite", "SELECT sqlite_version()"),
        Db::Pg(_) => ("PostgreSQL", "SELECT current_setting('server_version')"),
    };
    let (version,): (String,) = Sql::new(asked).one::<(diesel::sql_types::Text,), _>(db)?;
    Ok(format!("{name} {version}"))
}

/// Words that lock the rows a SELECT found until the transaction ends. SQLite has one writer and needs none.
/// Others may still point foreign keys at a locked row: whoever waits for that could deadlock with its holder.
pub fn for_update(db: &Db) -> &'static str {
    match db {
        Db::Sqlite(_) => "",
        Db::Pg(_) => " FOR NO KEY UPDATE",
    }
}

/// The same, and others who point a foreign key at a locked row wait as well: for who looks for all that points at it.
pub fn for_removal(db: &Db) -> &'static str {
    match db {
        Db::Sqlite(_) => "",
        Db::Pg(_) => " FOR UPDATE",
    }
}

/// Keeps a row as it is until the transaction ends, if it says so now; an error that begins the work again where it does
/// not any more: what was decided on it was read before. SQLite has one writer, which read it after all others.
///
/// # Errors
/// When the row no longer says so; what the database answers.
pub fn hold(db: &mut Db, table: &str, id: i64, so: &str) -> QueryResult<()> {
    let row = Sql::new(&format!("SELECT id FROM {table} WHERE {so} AND id = ")).bind(id);
    held(db, table, row, "FOR SHARE")
}

/// The same, as far as [`for_removal`] goes: others may edit the row meanwhile. The statement selects its id.
///
/// # Errors
/// When the row is not found; what the database answers.
pub fn hold_lightly(db: &mut Db, table: &str, row: Sql) -> QueryResult<()> {
    held(db, table, row, "FOR KEY SHARE")
}

fn held(db: &mut Db, table: &str, row: Sql, how: &str) -> QueryResult<()> {
    let Db::Pg(_) = db else { return Ok(()) };
    match row.push(&format!(" {how}")).load::<(BigInt,), (i64,)>(db)?.as_slice() {
        [] => {
            let said = format!("{table}: not as it was");
            Err(Error::DatabaseError(DatabaseErrorKind::SerializationFailure, Box::new(said)))
        }
        _ => Ok(()),
    }
}

/// Waits until nobody else is at the same work, and keeps others from it until the transaction ends: for a check that
/// looks for what is *not* there, which no row lock can hold. SQLite has one writer and needs none.
///
/// # Errors
/// What the database answers.
pub fn one_at_a_time(db: &mut Db, work: &str) -> QueryResult<()> {
    match db {
        Db::Sqlite(_) => Ok(()),
        Db::Pg(conn) => {
            let lock = diesel::sql_query("SELECT pg_advisory_xact_lock(hashtext($1))");
            diesel::RunQueryDsl::execute(lock.bind::<diesel::sql_types::Text, _>(work), conn).map(drop)
        }
    }
}

/// Did the database give up a transaction because another one stood in its way, so that it may be begun again?
/// SQLite lets writers wait for each other and never says so.
pub fn is_overtaken(error: &diesel::result::Error) -> bool {
    match error {
        // A record that was just pointed to has gone meanwhile, or one that goes was just pointed to.
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ForeignKeyViolation, _) => {
            true
        }
        // PostgreSQL's class 40: diesel knows no kind of its own for two transactions that wait for each other.
        Error::DatabaseError(DatabaseErrorKind::Unknown, told) => told.message() == "deadlock detected",
        _ => false,
    }
}

/// Says that rows were written with ids of their own, so that the next row gets the next number. SQLite looks for
/// itself; PostgreSQL counts what it gave out and must be told.
///
/// # Errors
/// What the database answers.
pub fn ids_given(db: &mut Db, table: &str) -> QueryResult<()> {
    match db {
        Db::Sqlite(_) => Ok(()),
        Db::Pg(conn) => {
            let next =
                format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 0) + 1, FALSE)");
            diesel::sql_query(format!("{next} FROM {table}")).execute(conn).map(drop)
        }
    }
}

/// The number of the next record of a kind: one that none was ever given, also where that one is no more. SQLite would take
/// the number after the highest there is now; the journal knows every record there ever was.
///
/// # Errors
/// What the database answers.
pub fn next_id(db: &mut Db, table: &str, entity: &str) -> QueryResult<i64> {
    let next = match db {
        Db::Pg(_) => Sql::new(&format!("SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")),
        Db::Sqlite(_) => {
            let known = "SELECT record_id FROM journal WHERE record_id > 0 AND entity = ";
            let now = format!("SELECT 1 + MAX(COALESCE((SELECT MAX(id) FROM {table}), 0), COALESCE(({known}");
            Sql::new(&now).bind(entity).push(" ORDER BY record_id DESC LIMIT 1), 0))")
        }
    };
    next.one::<(BigInt,), (i64,)>(db).map(|(id,)| id)
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

/// Keeps the database's file out of this connection's memory, where it would otherwise be mapped.
///
/// # Errors
/// When the database does not answer.
pub fn spare_memory(db: &mut Db) -> QueryResult<()> {
    match db {
        Db::Sqlite(conn) => conn.batch_execute("PRAGMA mmap_size = 0"),
        Db::Pg(_) => Ok(()),
    }
}
