//! Favourites, followed records and those looked at lately, as far as the viewer reaches them now.

use chrono::NaiveDateTime;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use super::Kind;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;

/// Table, what its records are called, and what tells them apart, by kind.
const KINDS: [(Entity, &str, &str, &str); 4] = [
    (
        Entity::Lead,
        "leads",
        "CASE WHEN t.name <> '' THEN t.name ELSE t.company END",
        "CASE WHEN t.name <> '' THEN t.company ELSE '' END",
    ),
    (Entity::Account, "accounts", "t.name", "t.city"),
    (Entity::Contact, "contacts", "t.name", "t.title"),
    (Entity::Opportunity, "opportunities", "t.name", "''"),
];

/// One record kept at hand.
#[derive(Clone, Debug)]
pub struct Line {
    /// Which record.
    pub record: (Entity, i64),
    /// Its page.
    pub href: String,
    /// What it is called.
    pub name: String,
    /// What tells it from its namesakes.
    pub beside: String,
    /// Since when it is kept, or when it was looked at.
    pub at: NaiveDateTime,
}

/// What is kept at hand, the latest first.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    /// Favourites.
    pub favourites: Vec<Line>,
    /// Followed.
    pub followed: Vec<Line>,
    /// Looked at lately.
    pub recent: Vec<Line>,
}

/// A bookmark as it is read: its kind, when, of which record, what that is called and what tells it apart.
pub type Row = (Kind, NaiveDateTime, Entity, i64, String, String);

impl Shelf {
    /// Everything of the viewer's.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>) -> QueryResult<Shelf> {
        let rows: Vec<Row> = Shelf::rows(tx).load::<(Text, Timestamp, Text, BigInt, Text, Text), _>(tx.db)?;
        Ok(Shelf::from(rows))
    }

    /// The statement behind it, in no order.
    pub fn rows(tx: &Tx<'_>) -> Sql {
        // A person has few bookmarks: SQLite, which keeps no statistics, might begin with the records of their teams.
        let mut sql = Sql::default();
        for (place, (entity, table, name, beside)) in KINDS.into_iter().enumerate() {
            let union = if place == 0 { "" } else { " UNION ALL " };
            let reach = records::visible(&tx.viewer, entity).words("t");
            sql = sql.push(&format!(
                "{union}SELECT b.kind, b.at, b.entity, b.record_id, {name} AS name, {beside} AS beside FROM bookmarks b \
                 CROSS JOIN {table} t WHERE t.id = b.record_id AND b.entity = '{}' AND {reach} AND b.user_id = ",
                entity.name()
            ));
            sql = sql.bind(tx.viewer.id);
        }
        sql
    }

    /// The first of each.
    #[must_use]
    pub fn first(mut self, most: usize) -> Shelf {
        self.favourites.truncate(most);
        self.followed.truncate(most);
        self.recent.truncate(most);
        self
    }

    /// All records on it, each once: those looked at lately first.
    pub fn records(&self) -> Vec<&Line> {
        let mut found: Vec<&Line> = Vec::new();
        for line in self.recent.iter().chain(&self.favourites).chain(&self.followed) {
            if !found.iter().any(|known| known.record == line.record) {
                found.push(line);
            }
        }
        found
    }
}

impl From<Vec<Row>> for Shelf {
    fn from(mut rows: Vec<Row>) -> Shelf {
        rows.sort_by_key(|row| std::cmp::Reverse(row.1));
        let of = |kind: Kind| {
            let rows = rows.iter().filter(move |row| row.0 == kind);
            let line = |row: &Row| {
                let href = records::href(row.2, row.3)?;
                Some(Line { record: (row.2, row.3), href, name: row.4.clone(), beside: row.5.clone(), at: row.1 })
            };
            rows.filter_map(line).collect::<Vec<_>>()
        };
        Shelf { favourites: of(Kind::Favourite), followed: of(Kind::Followed), recent: of(Kind::Recent) }
    }
}
