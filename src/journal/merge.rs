//! Two people edited the same record: what both changed differently is asked, everything else merges (rule 70).

use std::collections::BTreeMap;

use diesel::QueryResult;
use serde_json::{Map, Value};

use super::diff::{fields, restored};
use super::{Change, Journalled, changes_since};
use crate::db::Tx;

/// One field that both changed, differently. Values as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The field's name.
    pub field: String,
    /// What it was when the form was opened.
    pub base: Value,
    /// What this person wants.
    pub mine: Value,
    /// What somebody else has saved meanwhile.
    pub theirs: Value,
}

/// What became of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged<R> {
    /// The record to save.
    Clean(R),
    /// Fields to ask about.
    Clashes(Vec<Clash>),
}

/// Whose value of a field stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What this person wants.
    Mine,
    /// What is stored.
    Theirs,
}

/// What an edit started from, and what was answered since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The version the form was first drawn at.
    pub version: i64,
    /// The version at which the questions were asked.
    pub asked_at: i64,
    /// Whose value stays, by field.
    pub answers: BTreeMap<String, Keep>,
}

/// Merges an edit into the record as it is now, always from where it started: an answer settles its own field and
/// nothing else. `mine` is the current record with every field of the form put in, touched or not.
///
/// # Errors
/// What the database answers.
pub fn merge<R: Journalled>(tx: &mut Tx<'_>, current: &R, mine: &R, start: &Start) -> QueryResult<Merged<R>> {
    if start.version >= current.version() {
        return Ok(Merged::Clean(mine.clone()));
    }
    let theirs = changes_since(tx, R::ENTITY, current.id(), start.version)?;
    Ok(weigh(current, mine, &theirs, &standing(tx, current, start)?))
}

/// The answers that stand: their field has not changed once more since the question was asked.
fn standing<R: Journalled>(tx: &mut Tx<'_>, current: &R, start: &Start) -> QueryResult<BTreeMap<String, Keep>> {
    let mut answers = start.answers.clone();
    if !answers.is_empty() {
        let since = changes_since(tx, R::ENTITY, current.id(), start.asked_at)?;
        answers.retain(|field, _| !since.contains_key(field));
    }
    Ok(answers)
}

fn weigh<R: Journalled>(
    current: &R,
    mine: &R,
    theirs: &BTreeMap<String, Change>,
    answers: &BTreeMap<String, Keep>,
) -> Merged<R> {
    let (now, mut wanted) = (fields(current), fields(mine));
    let mut clashes = Vec::new();
    for (field, change) in theirs {
        let Some(mine) = wanted.get(field).cloned() else { continue };
        let saved = now.get(field).cloned().unwrap_or(Value::Null);
        let base = restored(change.before.as_deref());
        let answer = if mine == base || mine == saved { Some(Keep::Theirs) } else { answers.get(field).copied() };
        match answer {
            // Changed and changed back: nobody else wants anything.
            _ if base == saved => {}
            Some(Keep::Mine) => {}
            Some(Keep::Theirs) => drop(wanted.insert(field.clone(), saved)),
            None => clashes.push(Clash { field: field.clone(), base, mine, theirs: saved }),
        }
    }
    finish(current, wanted, clashes)
}

fn finish<R: Journalled>(current: &R, wanted: Map<String, Value>, clashes: Vec<Clash>) -> Merged<R> {
    if !clashes.is_empty() {
        return Merged::Clashes(clashes);
    }
    // The map was made from this very type: reading it back can only fail by a bug in a field's serde, and then
    // keeping what is stored loses nobody's work silently: the form comes back with the current values.
    Merged::Clean(serde_json::from_value(Value::Object(wanted)).unwrap_or_else(|_| current.clone()))
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;
    use crate::journal::Entity;

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Deal {
        version: i64,
        name: String,
        amount: Option<i64>,
    }

    impl Journalled for Deal {
        const ENTITY: Entity = Entity::Opportunity;
        fn id(&self) -> i64 {
            1
        }
        fn version(&self) -> i64 {
            self.version
        }
    }

    fn deal(name: &str, amount: i64) -> Deal {
        Deal { version: 2, name: name.into(), amount: Some(amount) }
    }

    fn amount_changed() -> BTreeMap<String, Change> {
        let change = Change { field: "amount".into(), before: Some("100".into()), after: Some("200".into()) };
        BTreeMap::from([("amount".to_owned(), change)])
    }

    fn merged(current: &Deal, mine: &Deal) -> Merged<Deal> {
        weigh(current, mine, &amount_changed(), &BTreeMap::new())
    }

    #[test]
    fn different_fields_merge_silently() {
        let merged = merged(&deal("Roof", 200), &deal("Roof and wall", 100));
        assert_eq!(merged, Merged::Clean(deal("Roof and wall", 200)));
    }

    #[test]
    fn the_same_field_changed_twice_is_asked() {
        let Merged::Clashes(clashes) = merged(&deal("Roof", 200), &deal("Roof", 300)) else {
            panic!("a clash was expected");
        };
        assert_eq!((clashes[0].base.clone(), clashes[0].theirs.clone()), (Value::from(100), Value::from(200)));
    }

    #[test]
    fn the_same_change_made_by_both_is_no_clash() {
        assert_eq!(merged(&deal("Roof", 200), &deal("Roof", 200)), Merged::Clean(deal("Roof", 200)));
    }

    #[test]
    fn an_answer_settles_its_own_field() {
        for (keep, amount) in [(Keep::Mine, 300), (Keep::Theirs, 200)] {
            let answers = BTreeMap::from([("amount".to_owned(), keep)]);
            let settled = weigh(&deal("Roof", 200), &deal("Wall", 300), &amount_changed(), &answers);
            assert_eq!(settled, Merged::Clean(deal("Wall", amount)));
        }
    }

    #[test]
    fn what_was_changed_and_changed_back_is_nobodys_wish() {
        assert_eq!(merged(&deal("Roof", 100), &deal("Roof", 300)), Merged::Clean(deal("Roof", 300)));
    }
}
