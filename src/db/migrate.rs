//! Migrations, embedded in the binary in pairs, run at start.

use diesel::connection::SimpleConnection;
use diesel::migration::Result;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Db;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the database up to this binary's schema; answers how many steps that took.
///
/// # Errors
/// When a step fails; on both databases the failed step leaves nothing behind.
pub fn up(db: &mut Db) -> Result<usize> {
    Ok(match db {
        Db::Sqlite(conn) => conn.run_pending_migrations(SQLITE)?.len(),
        Db::Pg(conn) => {
            // Building an index over a large table takes longer than any page may.
            conn.batch_execute("SET statement_timeout = 0")?;
            let steps = conn.run_pending_migrations(POSTGRES)?.len();
            conn.batch_execute("SET statement_timeout = '30s'")?;
            steps
        }
    })
}

/// Takes every migration back, newest first.
///
/// # Errors
/// When a step fails.
pub fn down(db: &mut Db) -> Result<usize> {
    Ok(match db {
        Db::Sqlite(conn) => conn.revert_all_migrations(SQLITE)?.len(),
        Db::Pg(conn) => conn.revert_all_migrations(POSTGRES)?.len(),
    })
}

/// How many steps this binary has that the database lacks.
///
/// # Errors
/// When the database does not answer.
pub fn pending(db: &mut Db) -> Result<usize> {
    Ok(match db {
        Db::Sqlite(conn) => conn.pending_migrations(SQLITE)?.len(),
        Db::Pg(conn) => conn.pending_migrations(POSTGRES)?.len(),
    })
}
