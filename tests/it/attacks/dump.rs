//! Everything the database holds, table by table, to be compared.

use std::collections::BTreeMap;

use diesel::sql_types::{BigInt, Text};
use fursa::db::sql::Sql;

use crate::support::*;

/// A table and its columns.
struct Table {
    name: String,
    columns: Vec<String>,
}

fn tables() -> Vec<Table> {
    let schema = std::fs::read_to_string("src/db/schema.rs").unwrap();
    let table = |block: &str| Table {
        name: block.split('(').next().unwrap_or("").trim().to_owned(),
        columns: block
            .lines()
            .filter_map(|line| line.split_once(" -> ").map(|(column, _)| column.trim().to_owned()))
            .collect(),
    };
    schema.split("diesel::table! {").skip(1).map(table).collect()
}

/// The contents of each table.
pub fn contents(app: &TestApp) -> BTreeMap<String, String> {
    tables().iter().map(|table| (table.name.clone(), rows_of(app, table))).collect()
}

fn rows_of(app: &TestApp, table: &Table) -> String {
    let line = match app.backend() {
        Backend::Sqlite => {
            let columns: Vec<String> = table.columns.iter().map(|column| format!("quote(\"{column}\")")).collect();
            format!("SELECT {} AS line FROM {} ORDER BY line", columns.join(" || ',' || "), table.name)
        }
        Backend::Postgres => format!("SELECT CAST(t AS TEXT) AS line FROM {} t ORDER BY line", table.name),
    };
    let rows: Vec<(String,)> = app.db(|db| Sql::new(&line).load::<(Text,), _>(db).unwrap());
    rows.into_iter().map(|(line,)| line + "\n").collect()
}

/// Which columns of references hold this number, and how often.
pub fn references(app: &TestApp, columns: &[&str], id: i64) -> BTreeMap<String, i64> {
    let mut found = BTreeMap::new();
    for table in tables() {
        for column in table.columns.iter().filter(|column| columns.contains(&column.as_str())) {
            let count = Sql::new(&format!("SELECT COUNT(*) FROM {} WHERE {column} = ", table.name)).bind(id);
            let (count,): (i64,) = app.db(|db| count.one::<(BigInt,), _>(db).unwrap());
            found.insert(format!("{}.{column}", table.name), count);
        }
    }
    found
}
