//! A sign-in as it is found in the database, and what is known of its person at once.

use std::sync::OnceLock;

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Bool, Nullable, Timestamp};

use super::{App, hash_token};
use crate::db::sql::Sql;
use crate::db::{Db, Tx};

/// A session found in the database.
pub(super) struct Sitting {
    pub(super) person: i64,
    created_at: NaiveDateTime,
    pub(super) seen_at: NaiveDateTime,
    pub(super) revision: i64,
    pub(super) acting_for: Option<i64>,
    /// Has the person, or whom they act for, anything still to read? Asked here, so that those who have not pay for no further question.
    told: bool,
}

type Row = (i64, NaiveDateTime, NaiveDateTime, i64, Option<i64>, bool);
type Types = (BigInt, Timestamp, Timestamp, BigInt, Nullable<BigInt>, Bool);

impl Sitting {
    /// The sign-in of a token, while it lasts.
    pub(super) fn of(app: &App, db: &mut Db, token: &str, now: NaiveDateTime) -> QueryResult<Option<Sitting>> {
        let sql = Sql::new(
            "SELECT s.user_id, s.created_at, s.seen_at, o.revision, s.acting_for, EXISTS (SELECT 1 FROM notifications n \
             WHERE n.user_id = COALESCE((SELECT d.person_id FROM delegations d WHERE d.id = s.acting_for), s.user_id) \
             AND n.in_tray AND n.read_at IS NULL) FROM sessions s CROSS JOIN organization o \
             WHERE s.token_hash = ",
        );
        let row: Option<Row> = sql.bind(hash_token(token)).load::<Types, _>(db)?.pop();
        let sitting = |(person, created_at, seen_at, revision, acting_for, told)| Sitting {
            person,
            created_at,
            seen_at,
            revision,
            acting_for,
            told,
        };
        Ok(row.map(sitting).filter(|sitting| sitting.is_alive(app, now)))
    }

    fn is_alive(&self, app: &App, now: NaiveDateTime) -> bool {
        let (seen, begun) = app.config.oldest_session(now);
        self.seen_at >= seen && self.created_at >= begun
    }

    /// How much the viewer has still to read.
    pub(super) fn unread(&self, tx: &mut Tx<'_>) -> QueryResult<i64> {
        match UNREAD.get() {
            Some(unread) if self.told => unread(tx),
            _ => Ok(0),
        }
    }
}

/// Counts what the viewer has still to read.
pub type Unread = fn(&mut Tx<'_>) -> QueryResult<i64>;

static UNREAD: OnceLock<Unread> = OnceLock::new();

/// Says, once, when the program starts, who knows what is still to be read: pages know no feature.
pub fn count_unread(unread: Unread) {
    UNREAD.get_or_init(|| unread);
}
