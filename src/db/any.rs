//! The connection that is one of two.

#![expect(missing_docs, reason = "what the derive writes beside the enum has no documentation of its own")]

/// A connection to one of the two databases.
#[derive(diesel::MultiConnection)]
pub enum Db {
    /// SQLite, embedded.
    Sqlite(diesel::SqliteConnection),
    /// PostgreSQL.
    Pg(diesel::PgConnection),
}
