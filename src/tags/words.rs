//! From typed words to tags.

use diesel::QueryResult;
use diesel::sql_types::BigInt;

use crate::db::Tx;
use crate::db::sql::Sql;
use crate::directory::Tag;
use crate::journal;
use crate::values::text;
use crate::web::{Problems, too_long};

/// The longest name.
pub(crate) const LONGEST: usize = 40;

/// The most tags one record carries.
pub(crate) const MOST: usize = 20;

/// What stands between words; no name has one of them inside.
pub(crate) const BETWEEN: [char; 5] = [',', '،', '、', ';', '\n'];

/// Words as typed, each once.
pub(crate) struct Typed {
    words: Vec<String>,
}

impl Typed {
    /// The words of a line.
    pub(crate) fn of(line: &str) -> Typed {
        let mut words: Vec<String> = Vec::new();
        for word in line.split(BETWEEN).map(text::line).filter(|word| !word.is_empty()) {
            if !words.iter().any(|known| text::fold(known) == text::fold(&word)) {
                words.push(word);
            }
        }
        Typed { words }
    }

    /// One by one.
    pub(crate) fn into_words(self) -> Vec<String> {
        self.words
    }

    /// Nothing typed?
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// The tags that words stand for. A word nobody knows is a problem of the field, unless an administrator typed it: then
/// it is one of the company's from now on.
///
/// # Errors
/// What the database answers.
pub(crate) fn read(tx: &mut Tx<'_>, field: &str, typed: &Typed, wrong: &mut Problems) -> QueryResult<Vec<i64>> {
    let (mut found, mut unknown) = (Vec::new(), Vec::new());
    for word in &typed.words {
        match known(tx, word) {
            Some(tag) if tag.active => found.push(tag.id),
            Some(_) => wrong.add(field, tx.text.a("tags-problem-retired", "tag", word.as_str())),
            None if word.chars().count() > LONGEST => wrong.add(field, too_long(&tx.text, word, LONGEST)),
            None => unknown.push(word.clone()),
        }
    }
    if !tx.viewer.is_admin() {
        refuse(tx, field, &unknown, wrong);
    }
    if wrong.is_empty() {
        for word in &unknown {
            found.push(coin(tx, word)?);
        }
    }
    Ok(found)
}

/// The tags that words stand for, in use or not; a word nobody knows is a problem of the field.
pub(crate) fn look_up(tx: &Tx<'_>, field: &str, typed: &Typed, wrong: &mut Problems) -> Vec<i64> {
    let (found, unknown): (Vec<_>, Vec<_>) =
        typed.words.iter().map(|word| (known(tx, word), word.clone())).partition(|(tag, _)| tag.is_some());
    refuse(tx, field, &unknown.into_iter().map(|(_, word)| word).collect::<Vec<_>>(), wrong);
    found.into_iter().filter_map(|(tag, _)| tag).map(|tag| tag.id).collect()
}

fn refuse(tx: &Tx<'_>, field: &str, unknown: &[String], wrong: &mut Problems) {
    if !unknown.is_empty() {
        wrong.add(field, tx.text.a("tags-problem-unknown", "tags", tx.text.list(unknown)));
    }
}

/// The tag a word stands for, whatever its letters' case and accents.
fn known(tx: &Tx<'_>, word: &str) -> Option<Tag> {
    let key = text::fold(word);
    let named = tx.directory.tags.iter().find(|tag| tag.name_key == key)?;
    tx.directory.tag(named.id).cloned()
}

/// Makes a word one of the company's; one that somebody else has made meanwhile is that one.
///
/// # Errors
/// What the database answers.
pub(crate) fn coin(tx: &mut Tx<'_>, name: &str) -> QueryResult<i64> {
    let key = text::fold(name);
    let insert = Sql::new("INSERT INTO tags (name, name_key) VALUES (").bind(name).push(", ").bind(key.as_str());
    let made: Vec<(i64,)> =
        insert.push(") ON CONFLICT (name_key) DO NOTHING RETURNING id").load::<(BigInt,), _>(tx.db)?;
    if let Some((id,)) = made.first() {
        let tag = Tag { id: *id, version: 1, name: name.to_owned(), name_key: key, active: true, merged_into: None };
        journal::created(tx, &tag)?;
        return Ok(*id);
    }
    let known = Sql::new("SELECT COALESCE(merged_into, id) FROM tags WHERE name_key = ").bind(key);
    known.one::<(BigInt,), (i64,)>(tx.db).map(|(id,)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_apart_and_each_counts_once() {
        let words = |line| Typed::of(line).words;
        assert_eq!(words(" VIP ,vip, Key  account;"), ["VIP", "Key account"]);
        assert_eq!(words("مشتری، VIP"), ["مشتری", "VIP"]);
        assert!(Typed::of(" , ").is_empty());
    }
}
