//! What a record is to the viewer of its page, and that they looked at it.

use chrono::{Duration, NaiveDateTime};
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text, Timestamp};

use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::notifications;
use crate::text_enum;
use crate::web::{Answer, Reply};

/// How many records are remembered as looked at.
const REMEMBERED: i64 = 20;

text_enum! {
    /// Why a record is kept at hand.
    pub enum Kind {
        /// Looked at lately.
        Recent = "recent",
        /// A favourite.
        Favourite = "favourite",
        /// Followed: changes by others are told.
        Followed = "followed",
    }
}

/// What a record is to the viewer.
pub struct Marks {
    /// What kind of record.
    pub entity: Entity,
    /// Which one.
    pub id: i64,
    /// Is it a favourite?
    pub favourite: bool,
    /// Is it followed?
    pub followed: bool,
    /// Notes that it was looked at, once the page is made; nothing where it was the last one before, too.
    visit: Vec<Sql>,
}

impl Marks {
    /// What the record, whose page is being made, is to the viewer.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Marks> {
        let me = tx.viewer.id;
        let sql = Sql::new("SELECT kind, entity, record_id, at FROM bookmarks WHERE user_id = ").bind(me);
        let sql = sql.push(" AND kind IN ('favourite', 'followed') AND entity = ").bind(entity.name());
        let sql = sql.push(" AND record_id = ").bind(id).push(
            " UNION ALL SELECT kind, entity, record_id, at FROM (SELECT kind, entity, record_id, at FROM bookmarks \
             WHERE kind = 'recent' AND user_id = ",
        );
        let sql = sql.bind(me).push(" ORDER BY at DESC LIMIT 1) AS last");
        let rows: Vec<(Kind, Entity, i64, NaiveDateTime)> = sql.load::<(Text, Text, BigInt, Timestamp), _>(tx.db)?;
        let last = rows.iter().find(|row| row.0 == Kind::Recent);
        let is_last = last.is_some_and(|last| (last.1, last.2) == (entity, id));
        // Two in one instant keep their order.
        let at = last.map_or(tx.now, |last| tx.now.max(last.3 + Duration::microseconds(1)));
        let mut visit = if is_last { Vec::new() } else { visit(me, entity, id, at) };
        if tx.page.unread > 0 {
            visit.push(notifications::read_about(me, entity, id, tx.now));
        }
        Ok(Marks {
            entity,
            id,
            favourite: rows.iter().any(|row| row.0 == Kind::Favourite),
            followed: rows.iter().any(|row| row.0 == Kind::Followed),
            // It is not who they act for that looks.
            visit: if tx.viewer.acting.is_some() { Vec::new() } else { visit },
        })
    }

    /// That the record was looked at, to be noted once its page is made.
    pub fn visit(&self) -> Visit {
        Visit(self.visit.clone())
    }
}

/// That a record was looked at.
pub struct Visit(Vec<Sql>);

impl Visit {
    /// The page, after which it is noted.
    ///
    /// # Errors
    /// What went wrong with the page.
    pub fn after(self, page: Answer) -> Answer {
        page.map(|reply| self.0.into_iter().fold(reply, Reply::later))
    }
}

/// Keeps a bookmark, or sets it to a later time.
pub(super) fn keep(person: i64, kind: Kind, entity: Entity, id: i64, at: NaiveDateTime) -> Sql {
    let insert = Sql::new("INSERT INTO bookmarks (user_id, kind, entity, record_id, at) VALUES (").bind(person);
    let insert = insert.push(", ").bind(kind.name()).push(", ").bind(entity.name()).push(", ").bind(id);
    let insert = insert.push(", ").bind(at);
    insert.push(") ON CONFLICT (user_id, kind, entity, record_id) DO UPDATE SET at = excluded.at")
}

/// Whose it is, and as what.
pub type Passed = (i64, Kind);

/// Whoever had one of two merged records as a favourite, or followed it, has the one that stays. What they had stays too:
/// it is at hand again when the merge is taken back. Answers who had it only by that.
///
/// # Errors
/// What the database answers.
pub fn pass_on(tx: &mut Tx<'_>, entity: Entity, from: i64, to: i64) -> QueryResult<Vec<Passed>> {
    let (theirs, own) = (kept_of(tx, entity, from)?, kept_of(tx, entity, to)?);
    let has = |one: &Passed| own.iter().any(|(passed, _)| passed == one);
    let passed: Vec<(Passed, NaiveDateTime)> = theirs.into_iter().filter(|(one, _)| !has(one)).collect();
    passed.iter().try_for_each(|((person, kind), at)| keep(*person, *kind, entity, to, *at).run(tx.db).map(drop))?;
    Ok(passed.into_iter().map(|(one, _)| one).collect())
}

/// Takes back what was passed on.
///
/// # Errors
/// What the database answers.
pub fn take_back(tx: &mut Tx<'_>, entity: Entity, from: i64, passed: &[Passed]) -> QueryResult<()> {
    passed.iter().try_for_each(|(person, kind)| {
        let delete = Sql::new("DELETE FROM bookmarks WHERE user_id = ").bind(*person).push(" AND kind = ");
        let delete = delete.bind(kind.name()).push(" AND entity = ").bind(entity.name()).push(" AND record_id = ");
        delete.bind(from).run(tx.db).map(drop)
    })
}

/// Forgets a record that is no more and does not come back.
///
/// # Errors
/// What the database answers.
pub fn forget(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<()> {
    let delete = Sql::new("DELETE FROM bookmarks WHERE entity = ").bind(entity.name());
    delete.push(" AND record_id = ").bind(id).run(tx.db).map(drop)
}

/// Whose favourite a record is, and who follows it, each since when.
fn kept_of(tx: &mut Tx<'_>, entity: Entity, id: i64) -> QueryResult<Vec<(Passed, NaiveDateTime)>> {
    let select =
        Sql::new("SELECT user_id, kind, at FROM bookmarks WHERE kind IN ('favourite', 'followed') AND entity = ");
    let select = select.bind(entity.name()).push(" AND record_id = ").bind(id).push(" ORDER BY user_id, kind");
    let rows: Vec<(i64, Kind, NaiveDateTime)> = select.load::<(BigInt, Text, Timestamp), _>(tx.db)?;
    Ok(rows.into_iter().map(|(person, kind, at)| ((person, kind), at)).collect())
}

/// Puts the record on top of those looked at, and forgets the oldest.
fn visit(person: i64, entity: Entity, id: i64, at: NaiveDateTime) -> Vec<Sql> {
    let old = Sql::new("DELETE FROM bookmarks WHERE kind = 'recent' AND user_id = ").bind(person);
    let old = old
        .push(" AND at < (SELECT MIN(latest.at) FROM (SELECT at FROM bookmarks WHERE kind = 'recent' AND user_id = ");
    let old = old.bind(person).push(" ORDER BY at DESC LIMIT ").bind(REMEMBERED).push(") AS latest)");
    vec![keep(person, Kind::Recent, entity, id, at), old]
}
