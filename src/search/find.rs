//! Finding records by words, the same on both databases.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::words::{Term, Words, ending};
use crate::access::Scope;
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::listing::{Part, Table};

/// The newest records of a table within a scope in which every word is found.
///
/// # Errors
/// What the database answers.
pub fn ids(tx: &mut Tx<'_>, table: Table, scope: &Scope, typed: &str, limit: usize) -> QueryResult<Vec<i64>> {
    let words = Words::of(typed);
    if words.is_empty() || scope.is_nothing() {
        return Ok(Vec::new());
    }
    let id = format!("{}.id", table.name());
    let found = matching(tx.db, table, scope, Part::ALL, &words, &id);
    let reach = scope.words(table.name());
    let newest = id_column(table);
    let sql = found.push(&format!(" AND {reach} ORDER BY {newest} DESC LIMIT {limit}"));
    Ok(sql.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

/// The column by which a search comes newest first.
pub(crate) fn id_column(table: Table) -> &'static str {
    match table {
        Table::Leads => "leads.id",
        Table::Accounts => "accounts.id",
        Table::Contacts => "contacts.id",
        Table::Opportunities => "opportunities.id",
    }
}

/// `SELECT … FROM … WHERE` every word is found. The caller adds its conditions, scope among them.
pub(crate) fn matching(_: &Db, table: Table, _: &Scope, _: &[Part], words: &Words, columns: &str) -> Sql {
    let start = Sql::new(&format!("SELECT {columns} FROM {} WHERE ", table.name()));
    words.terms.iter().fold(start.push(if words.is_empty() { "1 = 0" } else { "1 = 1" }), |sql, term| {
        sql.push(" AND ").append(found(table, term))
    })
}

fn found(table: Table, term: &Term) -> Sql {
    let begins =
        |word: &str| Sql::new(&format!("(' ' || {}.search_text) LIKE ", table.name())).bind(format!("% {word}%"));
    match term {
        Term::Word(word) => begins(word),
        Term::Digits { number, words } => {
            let all = words.iter().map(|word| begins(word)).reduce(|a, b| a.push(" AND ").append(b));
            let either = Sql::new("(").append(begins(&ending(number))).push(" OR (");
            either.append(all.unwrap_or_default()).push("))")
        }
    }
}
