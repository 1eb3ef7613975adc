//! Finding records by words, the same on both databases: an index of words that knows which part of a table a record is in.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use super::text::open;
use super::words::{Term, Words, ending, is_of_people};
use crate::access::{Branch, Scope, Sensitive, Viewer};
use crate::db::sql::Sql;
use crate::db::{Db, Tx, dialect};
use crate::listing::{Part, Table};

/// The newest records of a table within a scope in which every word is found.
///
/// # Errors
/// What the database answers.
pub fn ids(tx: &mut Tx<'_>, table: Table, scope: &Scope, typed: &str, limit: usize) -> QueryResult<Vec<i64>> {
    let words = Words::typed_by(&tx.viewer, typed);
    if words.is_empty() || scope.is_nothing() {
        return Ok(Vec::new());
    }
    let id = format!("{}.id", table.name());
    let found = matching(tx.db, table, scope, Part::ALL, &words, &id);
    let (reach, newest) = (scope.words(table.name()), id_column(tx.db, table));
    let sql = found.push(&format!(" AND {reach} ORDER BY {newest} DESC LIMIT {limit}"));
    Ok(sql.load::<(BigInt,), (i64,)>(tx.db)?.into_iter().map(|(id,)| id).collect())
}

/// The column by which a search comes newest first.
pub(crate) fn id_column(db: &Db, table: Table) -> &'static str {
    match (dialect::is_sqlite(db), table) {
        (true, Table::Leads) => "leads_words.rowid",
        (true, Table::Accounts) => "accounts_words.rowid",
        (true, Table::Contacts) => "contacts_words.rowid",
        (true, Table::Opportunities) => "opportunities_words.rowid",
        (false, Table::Leads) => "leads.id",
        (false, Table::Accounts) => "accounts.id",
        (false, Table::Contacts) => "contacts.id",
        (false, Table::Opportunities) => "opportunities.id",
    }
}

/// `SELECT … FROM … WHERE` every word is found. The caller adds its conditions, scope and part among them: what the index
/// knows of them only saves work. SQLite hands out what it finds one by one, the newest first, and looks at each;
/// PostgreSQL gathers everything first, and gathers less of it when its index is asked for what is in reach.
pub(crate) fn matching(db: &Db, table: Table, scope: &Scope, parts: &[Part], words: &Words, columns: &str) -> Sql {
    let name = table.name();
    if words.is_empty() || scope.is_nothing() {
        return Sql::new(&format!("SELECT {columns} FROM {} WHERE 1 = 0", source(db, name)));
    }
    let words = &words.among(table);
    let start = Sql::new(&format!("SELECT {columns} FROM {} WHERE ", source(db, name)));
    if dialect::is_sqlite(db) {
        let wanted = Language::SQLITE.all(table, &Scope::everything(), parts, words);
        return start.push(&format!("{name}_words MATCH ")).bind(wanted);
    }
    // One plan for all words would be the one for frequent ones: newest first, until enough are found.
    let start = start.not_kept();
    let in_reach = |start: Sql| found(start, table, Language::POSTGRES.all(table, scope, parts, words));
    let Some(shared) = scope.shared() else { return in_reach(start) };
    // The index knows nothing of shares: what is shared is looked at record by record, as an array to be found by number.
    let start = if scope.branches().is_empty() { start.push("(") } else { in_reach(start.push("(")).push(" OR ") };
    let start = start.push(&format!("({name}.id = ANY (ARRAY({})) AND ", shared.words()));
    found(start, table, Language::POSTGRES.all(table, &Scope::everything(), parts, words)).push("))")
}

/// That a word of a record begins so, for short tables and short lists: it looks at every row.
pub(crate) fn has_word(viewer: &Viewer, table: Table, word: &str) -> Sql {
    let hides = is_of_people(table) && !viewer.sees(Sensitive::Personal);
    let word = if hides { open(word) } else { word.to_owned() };
    Sql::new(&format!("' ' || {}.search_text LIKE ", table.name())).bind(format!("% {word}%"))
}

/// That a record has these words, as PostgreSQL's index of them is asked.
fn found(start: Sql, table: Table, wanted: String) -> Sql {
    let (name, is_open) = (table.name(), table.condition(Part::Open).unwrap_or("TRUE"));
    start
        .push(&format!("record_words({name}.search_text, {name}.team_id, {name}.owner_id, {is_open}) @@ CAST("))
        .bind(wanted)
        .push(" AS tsquery)")
}

/// The tables a search reads: on SQLite the index of words leads.
fn source(db: &Db, name: &str) -> String {
    match dialect::is_sqlite(db) {
        true => format!("{name}_words CROSS JOIN {name} ON {name}.id = {name}_words.rowid"),
        false => name.to_owned(),
    }
}

/// How an index of words is asked. Words hold letters and digits only, so that nothing needs escaping.
struct Language {
    quote: char,
    prefix: &'static str,
    and: &'static str,
    or: &'static str,
}

impl Language {
    const SQLITE: Language = Language { quote: '"', prefix: " *", and: " AND ", or: " OR " };
    const POSTGRES: Language = Language { quote: '\'', prefix: ":*", and: " & ", or: " | " };

    fn all(&self, table: Table, scope: &Scope, parts: &[Part], words: &Words) -> String {
        let found = words.terms.iter().map(|term| self.term(term));
        let reach = (!scope.is_everything()).then(|| self.reach(scope));
        let part = match parts {
            [part] if table.condition(*part).is_some() => Some(self.exactly(part_word(*part))),
            _ => None,
        };
        found.chain(reach).chain(part).collect::<Vec<_>>().join(self.and)
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Word(word) => self.beginning(word),
            Term::Digits { number, words } => {
                let all = self.together(words);
                let end = ending(number).map(|end| self.beginning(&end));
                end.map_or_else(|| all.clone(), |end| format!("({end}{}{all})", self.or))
            }
            Term::Parted { words, parts } => {
                format!("({}{}{})", self.together(words), self.or, self.together(parts))
            }
        }
    }

    fn together(&self, words: &[String]) -> String {
        let all: Vec<String> = words.iter().map(|word| self.beginning(word)).collect();
        format!("({})", all.join(self.and))
    }

    fn reach(&self, scope: &Scope) -> String {
        let ways: Vec<String> = scope.branches().iter().map(|branch| self.exactly(&way_word(branch))).collect();
        format!("({})", ways.join(self.or))
    }

    fn exactly(&self, word: &str) -> String {
        format!("{0}{word}{0}", self.quote)
    }

    fn beginning(&self, word: &str) -> String {
        format!("{}{}", self.exactly(word), self.prefix)
    }
}

/// The word of the index that says how a record is reached; see the migration.
fn way_word(branch: &Branch) -> String {
    match branch {
        Branch::All => String::new(),
        Branch::Owner(person) => format!("@u{person}"),
        Branch::Team(team) => format!("@t{team}"),
        Branch::Pool(team) => format!("@p{team}"),
    }
}

fn part_word(part: Part) -> &'static str {
    match part {
        Part::Open => "@o",
        Part::Closed => "@c",
    }
}
