//! Statements written as SQL, with their values bound, for what the query builder cannot say on both databases.
//!
//! Unlike diesel's own `sql_query`, a statement built here is prepared once per connection and kept: lists and boards
//! are built as text and run on every page. Placeholders are written by the backend (`?` or `$1`).

use std::marker::PhantomData;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::deserialize::FromSqlRow;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::query_dsl::methods::LoadQuery;
use diesel::sql_types::{BigInt, Bool, Date, Nullable, Text, Timestamp};
use diesel::{QueryResult, RunQueryDsl};

use super::{Backend, Db};

/// A value handed to a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Bind {
    /// A whole number, an id, minor units.
    Int(i64),
    /// A whole number or nothing.
    MaybeInt(Option<i64>),
    /// Text.
    Text(String),
    /// Text or nothing.
    MaybeText(Option<String>),
    /// An instant in UTC.
    Instant(NaiveDateTime),
    /// An instant in UTC or nothing.
    MaybeInstant(Option<NaiveDateTime>),
    /// A day.
    Day(NaiveDate),
    /// A day or nothing.
    MaybeDay(Option<NaiveDate>),
    /// Yes or no.
    Flag(bool),
}

macro_rules! bind_from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Bind {
            fn from(value: $from) -> Bind {
                Bind::$variant(value)
            }
        })*
    };
}

bind_from! {
    i64 => Int, Option<i64> => MaybeInt, String => Text, Option<String> => MaybeText, NaiveDateTime => Instant,
    Option<NaiveDateTime> => MaybeInstant, NaiveDate => Day, Option<NaiveDate> => MaybeDay, bool => Flag,
}

impl From<&str> for Bind {
    fn from(value: &str) -> Bind {
        Bind::Text(value.to_owned())
    }
}

#[derive(Clone, Debug)]
enum Piece {
    Words(String),
    Value(Bind),
    /// No words: the statement is not kept.
    NotKept,
}

/// A statement in the making.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    pieces: Vec<Piece>,
}

impl Sql {
    /// A statement that begins with these words.
    pub fn new(words: &str) -> Sql {
        Sql::default().push(words)
    }

    /// Adds words. Never anything a person typed: that is what [`Sql::bind`] is for.
    #[must_use]
    pub fn push(mut self, words: &str) -> Sql {
        self.add(words);
        self
    }

    /// Adds a value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Bind>) -> Sql {
        self.pieces.push(Piece::Value(value.into()));
        self
    }

    /// Adds ids as a list in brackets, each a value: written into the words they would make a new statement of every list.
    #[must_use]
    pub fn ids(self, ids: &[i64]) -> Sql {
        // No record has the id 0: a list is never empty, which PostgreSQL does not take.
        ids.iter().fold(self.push("(0"), |sql, id| sql.push(", ").bind(*id)).push(")")
    }

    /// Has the statement planned for its values each time, instead of kept with one plan for all: where they differ so much
    /// that what is best for one takes another through the whole table.
    #[must_use]
    pub fn not_kept(mut self) -> Sql {
        self.pieces.push(Piece::NotKept);
        self
    }

    /// A condition for the query builder: what is here is true.
    pub fn condition(self) -> Condition {
        Condition(self)
    }

    /// Adds another statement's words and values.
    #[must_use]
    pub fn append(mut self, other: Sql) -> Sql {
        self.pieces.extend(other.pieces);
        self
    }

    fn add(&mut self, words: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Words(last)) => last.push_str(words),
            Some(Piece::Value(_) | Piece::NotKept) | None => self.pieces.push(Piece::Words(words.to_owned())),
        }
    }

    /// Runs the statement and reads its rows; `ST` is the tuple of SQL types of the columns.
    ///
    /// # Errors
    /// What the database answers.
    pub fn load<ST, Row>(self, db: &mut Db) -> QueryResult<Vec<Row>>
    where
        Typed<ST>: for<'q> LoadQuery<'q, Db, Row>,
        Row: FromSqlRow<ST, Backend>,
    {
        RunQueryDsl::load(Typed::<ST> { sql: self, types: PhantomData }, db)
    }

    /// Runs the statement and reads its first row.
    ///
    /// # Errors
    /// `NotFound` when there is none, else what the database answers.
    pub fn one<ST, Row>(self, db: &mut Db) -> QueryResult<Row>
    where
        Typed<ST>: for<'q> LoadQuery<'q, Db, Row>,
        Row: FromSqlRow<ST, Backend>,
    {
        self.load(db)?.into_iter().next().ok_or(diesel::result::Error::NotFound)
    }

    /// Runs the statement; answers how many rows it touched.
    ///
    /// # Errors
    /// What the database answers.
    pub fn run(self, db: &mut Db) -> QueryResult<usize> {
        RunQueryDsl::execute(Typed::<()> { sql: self, types: PhantomData }, db)
    }
}

/// Rows one statement inserts: enough that the statement's own cost no longer counts, few enough for every database.
const ROWS_AT_ONCE: usize = 256;

/// Inserts rows, many with one statement; `put` writes one row's values with commas between. An insert as long as the
/// one before it is prepared already.
///
/// # Errors
/// What the database answers.
pub fn insert_rows<Row>(
    db: &mut Db,
    table: &str,
    columns: &str,
    rows: impl IntoIterator<Item = Row>,
    put: impl Fn(Sql, Row) -> Sql,
) -> QueryResult<()> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut sql = Sql::new(&format!("INSERT INTO {table} ({columns}) VALUES "));
        for (index, row) in rows.by_ref().take(ROWS_AT_ONCE).enumerate() {
            sql = put(sql.push(if index == 0 { "(" } else { ", (" }), row).push(")");
        }
        sql.run(db)?;
    }
    Ok(())
}

/// A statement whose columns have known SQL types.
pub struct Typed<ST> {
    sql: Sql,
    types: PhantomData<ST>,
}

impl<ST> QueryId for Typed<ST> {
    type QueryId = ();
    // The words differ from value to value of this type: the cache goes by the words.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<ST> Query for Typed<ST> {
    type SqlType = ST;
}

impl<ST> RunQueryDsl<Db> for Typed<ST> {}

impl<ST> QueryFragment<Backend> for Typed<ST> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        self.sql.walk_ast(out)
    }
}

/// A condition written as SQL. With diesel's own literals and lists a statement would be prepared anew each time it runs;
/// with these it is kept.
#[derive(Clone, Debug)]
pub struct Condition(Sql);

/// Is the value of a column one of these ids?
pub fn among(column: &str, ids: &[i64]) -> Condition {
    Sql::new(&format!("{column} IN ")).ids(ids).condition()
}

impl Expression for Condition {
    type SqlType = Bool;
}

impl<From> AppearsOnTable<From> for Condition {}

impl<From> SelectableExpression<From> for Condition {}

impl<Grouping> ValidGrouping<Grouping> for Condition {
    type IsAggregate = is_aggregate::No;
}

impl QueryId for Condition {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Backend> for Condition {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Backend> for Sql {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Backend>) -> QueryResult<()> {
        for piece in &self.pieces {
            match piece {
                Piece::Words(words) => out.push_sql(words),
                Piece::Value(value) => push_value(&mut out, value)?,
                Piece::NotKept => out.unsafe_to_cache_prepared(),
            }
        }
        Ok(())
    }
}

fn push_value<'b>(out: &mut AstPass<'_, 'b, Backend>, value: &'b Bind) -> QueryResult<()> {
    match value {
        Bind::Int(v) => out.push_bind_param::<BigInt, i64>(v),
        Bind::MaybeInt(v) => out.push_bind_param::<Nullable<BigInt>, Option<i64>>(v),
        Bind::Text(v) => out.push_bind_param::<Text, String>(v),
        Bind::MaybeText(v) => out.push_bind_param::<Nullable<Text>, Option<String>>(v),
        Bind::Instant(v) => out.push_bind_param::<Timestamp, NaiveDateTime>(v),
        Bind::MaybeInstant(v) => out.push_bind_param::<Nullable<Timestamp>, Option<NaiveDateTime>>(v),
        Bind::Day(v) => out.push_bind_param::<Date, NaiveDate>(v),
        Bind::MaybeDay(v) => out.push_bind_param::<Nullable<Date>, Option<NaiveDate>>(v),
        Bind::Flag(v) => out.push_bind_param::<Bool, bool>(v),
    }
}
