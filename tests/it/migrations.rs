//! Migrations come in pairs, go down as well as up, and leave both databases with the same tables: those that
//! `src/db/schema.rs` names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diesel::sql_types::Text;
use fursa::db::sql::Sql;
use fursa::db::{Db, migrate};

use crate::support::*;

both!(
    every_migration_can_be_taken_back_and_run_again,
    the_tables_are_those_of_the_schema,
    both_databases_have_the_same_tables,
    a_database_that_is_up_to_date_is_left_alone,
);

/// Tables that the program does not read by name: diesel's own, and the indexes of words.
fn is_internal(table: &str) -> bool {
    table.starts_with("__diesel") || table.starts_with("sqlite_") || table.contains("_words")
}

/// Table → column → may it be empty?
type Tables = BTreeMap<String, BTreeMap<String, bool>>;

async fn every_migration_can_be_taken_back_and_run_again(app: Untouched) {
    let before = app.db(tables);
    app.db(|db| migrate::down(db).unwrap());
    assert_eq!(app.db(tables), Tables::new(), "the way down leaves nothing behind");
    let steps = app.db(|db| migrate::up(db).unwrap());
    assert_eq!(steps, pairs("sqlite").len());
    assert_eq!(app.db(tables), before);
}

async fn the_tables_are_those_of_the_schema(app: Untouched) {
    same(&app.db(tables), &schema());
}

async fn both_databases_have_the_same_tables(app: Untouched) {
    let other = Untouched::start(Backend::Sqlite).await;
    same(&app.db(tables), &other.db(tables));
}

/// Fails with the table that differs, not with all of them.
#[track_caller]
fn same(found: &Tables, expected: &Tables) {
    for (table, columns) in expected {
        assert_eq!(found.get(table), Some(columns), "{table}");
    }
    let more: Vec<&String> = found.keys().filter(|table| !expected.contains_key(*table)).collect();
    assert!(more.is_empty(), "tables too many: {more:?}");
}

async fn a_database_that_is_up_to_date_is_left_alone(app: TestApp) {
    assert_eq!(app.db(|db| migrate::pending(db).unwrap()), 0);
    assert_eq!(app.db(|db| migrate::up(db).unwrap()), 0);
}

#[test]
fn every_migration_is_written_for_both_databases() {
    let sqlite = pairs("sqlite");
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, pairs("postgres"));
}

/// Names of the migrations; each has a way up and a way down.
fn pairs(backend: &str) -> BTreeSet<String> {
    let folder = Path::new("migrations").join(backend);
    let found = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let names = found.map(|path| {
        for way in ["up.sql", "down.sql"] {
            assert!(path.join(way).is_file(), "{} lacks {way}", path.display());
        }
        path.file_name().unwrap().to_str().unwrap().to_owned()
    });
    names.collect()
}

/// The tables there are.
fn tables(db: &mut Db) -> Tables {
    let rows = match db {
        Db::Sqlite(_) => Sql::new(
            "SELECT m.name, p.name, CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN 'NO' ELSE 'YES' END \
             FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table'",
        ),
        Db::Pg(_) => Sql::new(
            "SELECT c.table_name::text, c.column_name::text, c.is_nullable::text FROM information_schema.columns c \
             JOIN information_schema.tables t USING (table_schema, table_name) \
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'",
        ),
    };
    let rows: Vec<(String, String, String)> = rows.load::<(Text, Text, Text), _>(db).unwrap();
    let mut tables = Tables::new();
    for (table, column, nullable) in rows.into_iter().filter(|(table, _, _)| !is_internal(table)) {
        tables.entry(table).or_default().insert(column, nullable == "YES");
    }
    tables
}

/// The tables as diesel sees them, read from the source.
fn schema() -> Tables {
    let text = std::fs::read_to_string("src/db/schema.rs").unwrap();
    let blocks = text.split("diesel::table! {").skip(1);
    blocks.map(|block| block.split("\n}").next().unwrap()).map(table_of).collect()
}

fn table_of(block: &str) -> (String, BTreeMap<String, bool>) {
    let head = block.lines().find(|line| line.ends_with(") {")).unwrap();
    let name = head.split('(').next().unwrap().trim().to_owned();
    let columns = block.lines().filter_map(|line| line.split_once(" -> "));
    let columns = columns.map(|(column, kind)| (column.trim().to_owned(), kind.starts_with("Nullable")));
    (name, columns.collect())
}
