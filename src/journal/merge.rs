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

/// Merges an edit that started from `seen_version` into the record as it is now.
/// `mine` is the current record with every field of the form put in, touched or not.
///
/// # Errors
/// What the database answers.
pub fn merge<R: Journalled>(tx: &mut Tx<'_>, current: &R, mine: &R, seen_version: i64) -> QueryResult<Merged<R>> {
    if seen_version >= current.version() {
        return Ok(Merged::Clean(mine.clone()));
    }
    let theirs = changes_since(tx, R::ENTITY, current.id(), seen_version)?;
    Ok(weigh(current, mine, &theirs))
}

fn weigh<R: Journalled>(current: &R, mine: &R, theirs: &BTreeMap<String, Change>) -> Merged<R> {
    let (now, mut wanted) = (fields(current), fields(mine));
    let mut clashes = Vec::new();
    for (field, change) in theirs {
        let Some(mine) = wanted.get(field).cloned() else { continue };
        let saved = now.get(field).cloned().unwrap_or(Value::Null);
        let base = restored(change.before.as_deref());
        if mine == base || mine == saved {
            wanted.insert(field.clone(), saved);
        } else {
            clashes.push(Clash { field: field.clone(), base, mine, theirs: saved });
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

    #[test]
    fn different_fields_merge_silently() {
        let merged = weigh(&deal("Roof", 200), &deal("Roof and wall", 100), &amount_changed());
        assert_eq!(merged, Merged::Clean(deal("Roof and wall", 200)));
    }

    #[test]
    fn the_same_field_changed_twice_is_asked() {
        let Merged::Clashes(clashes) = weigh(&deal("Roof", 200), &deal("Roof", 300), &amount_changed()) else {
            panic!("a clash was expected");
        };
        assert_eq!((clashes[0].base.clone(), clashes[0].theirs.clone()), (Value::from(100), Value::from(200)));
    }

    #[test]
    fn the_same_change_made_by_both_is_no_clash() {
        assert_eq!(weigh(&deal("Roof", 200), &deal("Roof", 200), &amount_changed()), Merged::Clean(deal("Roof", 200)));
    }
}
