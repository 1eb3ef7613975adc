//! Two people edited the same record: what both changed differently is asked, everything else merges (rule 70).

use std::collections::BTreeMap;

use diesel::QueryResult;
use serde_json::{Map, Value};

use super::diff::{fields, restored};
use super::{Change, Journalled, changes_since};
use crate::db::Tx;

/// Fields that another one gives their meaning: amounts their currency. Where that one differs, they are merged and
/// asked about as one with it.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// The field that gives the others their meaning. A flag that is off says that nobody set the others.
    pub by: &'static str,
    /// The others.
    pub fields: &'static [&'static str],
}

impl Bound {
    /// All of them, each once; the first one is what a question about them is called.
    fn all(&self) -> Vec<String> {
        let last = Some(self.by).filter(|by| !self.fields.contains(by));
        self.fields.iter().copied().chain(last).map(str::to_owned).collect()
    }
}

/// What both changed, differently: one field, or several that are one. Values as JSON, in the order of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The names of the fields; the first one stands for all.
    pub fields: Vec<String>,
    /// What they were when the form was opened.
    pub base: Vec<Value>,
    /// What this person wants.
    pub mine: Vec<Value>,
    /// What somebody else has saved meanwhile.
    pub theirs: Vec<Value>,
}

impl Clash {
    /// What the question is called.
    pub fn name(&self) -> &str {
        name(&self.fields)
    }
}

fn name(fields: &[String]) -> &str {
    fields.first().map_or("", String::as_str)
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
    let late = if start.answers.is_empty() {
        BTreeMap::new()
    } else {
        changes_since(tx, R::ENTITY, current.id(), start.asked_at)?
    };
    Ok(weigh(current, mine, &theirs, &Answers { given: &start.answers, late }))
}

/// What was answered, and what has changed since it was asked about.
struct Answers<'a> {
    given: &'a BTreeMap<String, Keep>,
    late: BTreeMap<String, Change>,
}

impl Answers<'_> {
    /// The answer that stands: what it is about has not changed once more.
    fn about(&self, fields: &[String]) -> Option<Keep> {
        let is_late = fields.iter().any(|field| self.late.contains_key(field));
        self.given.get(name(fields)).copied().filter(|_| !is_late)
    }
}

/// The record at the start, as this person wants it, and as it is stored.
struct Sides {
    base: Map<String, Value>,
    mine: Map<String, Value>,
    saved: Map<String, Value>,
}

impl Sides {
    fn of<R: Journalled>(current: &R, mine: &R, theirs: &BTreeMap<String, Change>) -> Sides {
        let saved = fields(current);
        let before = theirs.iter().filter(|(field, _)| saved.contains_key(*field));
        let mut base = saved.clone();
        base.extend(before.map(|(field, change)| (field.clone(), restored(change.before.as_deref()))));
        Sides { base, mine: fields(mine), saved }
    }

    /// What may have to be asked: each field that somebody else changed, together with those it is one with.
    fn questions(&self, bound: &[Bound], theirs: &BTreeMap<String, Change>) -> Vec<Vec<String>> {
        let differs = |by: &str| self.base.get(by) != self.saved.get(by) || self.saved.get(by) != self.mine.get(by);
        let as_one = bound.iter().filter(|bound| differs(bound.by)).map(Bound::all);
        let mut found: Vec<Vec<String>> =
            as_one.filter(|fields| fields.iter().any(|field| theirs.contains_key(field))).collect();
        let alone = theirs.keys().filter(|field| self.saved.contains_key(*field) && !found.concat().contains(field));
        let alone: Vec<Vec<String>> = alone.map(|field| vec![field.clone()]).collect();
        found.extend(alone);
        found
    }

    /// Whose value stays; nothing where only the person can say.
    fn keep(&self, question: &[String], answers: &Answers<'_>) -> Option<Keep> {
        let [base, mine, saved] = [&self.base, &self.mine, &self.saved].map(|side| values(side, question));
        if alike(&base, &saved) {
            // Changed and changed back, or by nobody's own will: nobody else wants anything.
            Some(Keep::Mine)
        } else if alike(&mine, &base) || alike(&mine, &saved) {
            Some(Keep::Theirs)
        } else {
            answers.about(question)
        }
    }

    fn clash(&self, fields: Vec<String>) -> Clash {
        let [base, mine, theirs] = [&self.base, &self.mine, &self.saved].map(|side| values(side, &fields));
        Clash { fields, base, mine, theirs }
    }
}

fn values(side: &Map<String, Value>, fields: &[String]) -> Vec<Value> {
    fields.iter().map(|field| side.get(field).cloned().unwrap_or(Value::Null)).collect()
}

/// The same, or both set by nobody: the flag they are bound by is off.
fn alike(one: &[Value], other: &[Value]) -> bool {
    let is_off = |side: &[Value]| side.len() > 1 && side.last() == Some(&Value::Bool(false));
    one == other || (is_off(one) && is_off(other))
}

fn weigh<R: Journalled>(current: &R, mine: &R, theirs: &BTreeMap<String, Change>, answers: &Answers<'_>) -> Merged<R> {
    let sides = Sides::of(current, mine, theirs);
    let (mut wanted, mut clashes) = (sides.mine.clone(), Vec::new());
    for question in sides.questions(R::BOUND, theirs) {
        match sides.keep(&question, answers) {
            Some(Keep::Mine) => {}
            Some(Keep::Theirs) => {
                let stored = values(&sides.saved, &question);
                wanted.extend(question.into_iter().zip(stored));
            }
            None => clashes.push(sides.clash(question)),
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
        currency: String,
        chance: i64,
        own_chance: bool,
    }

    impl Journalled for Deal {
        const ENTITY: Entity = Entity::Opportunity;
        const BOUND: &'static [Bound] =
            &[Bound { by: "currency", fields: &["amount"] }, Bound { by: "own_chance", fields: &["chance"] }];
        fn id(&self) -> i64 {
            1
        }
        fn version(&self) -> i64 {
            self.version
        }
    }

    fn deal(name: &str, amount: i64) -> Deal {
        Deal {
            version: 2,
            name: name.into(),
            amount: Some(amount),
            currency: "EUR".into(),
            chance: 10,
            own_chance: false,
        }
    }

    fn in_dollars(amount: i64) -> Deal {
        Deal { currency: "USD".into(), ..deal("Roof", amount) }
    }

    fn chance(chance: i64, own_chance: bool) -> Deal {
        Deal { chance, own_chance, ..deal("Roof", 100) }
    }

    /// Somebody has made `current` of `base`; this person wants `mine`.
    fn weighed(base: &Deal, current: &Deal, mine: &Deal, answers: &[(&str, Keep)]) -> Merged<Deal> {
        let theirs = crate::journal::diff(base, current).into_iter().map(|change| (change.field.clone(), change));
        let given = answers.iter().map(|(field, keep)| ((*field).to_owned(), *keep)).collect();
        weigh(current, mine, &theirs.collect(), &Answers { given: &given, late: BTreeMap::new() })
    }

    /// The same with an amount that somebody has raised from 100 to 200.
    fn merged(mine: &Deal, answers: &[(&str, Keep)]) -> Merged<Deal> {
        weighed(&deal("Roof", 100), &deal("Roof", 200), mine, answers)
    }

    /// What is asked: each field's values at the start, mine and theirs.
    fn asked(merged: Merged<Deal>) -> Vec<(String, [Vec<Value>; 3])> {
        let Merged::Clashes(clashes) = merged else { panic!("a clash was expected: {merged:?}") };
        clashes.into_iter().map(|clash| (clash.name().to_owned(), [clash.base, clash.mine, clash.theirs])).collect()
    }

    #[test]
    fn different_fields_merge_silently() {
        assert_eq!(merged(&deal("Roof and wall", 100), &[]), Merged::Clean(deal("Roof and wall", 200)));
    }

    #[test]
    fn the_same_field_changed_twice_is_asked() {
        let sides = [100, 300, 200].map(|amount| vec![Value::from(amount)]);
        assert_eq!(asked(merged(&deal("Roof", 300), &[])), [("amount".to_owned(), sides)]);
    }

    #[test]
    fn the_same_change_made_by_both_is_no_clash() {
        assert_eq!(merged(&deal("Roof", 200), &[]), Merged::Clean(deal("Roof", 200)));
    }

    #[test]
    fn an_answer_settles_its_own_field() {
        for (keep, amount) in [(Keep::Mine, 300), (Keep::Theirs, 200)] {
            let settled = merged(&deal("Wall", 300), &[("amount", keep)]);
            assert_eq!(settled, Merged::Clean(deal("Wall", amount)));
        }
    }

    #[test]
    fn what_was_changed_and_changed_back_is_nobodys_wish() {
        let base = deal("Roof", 100);
        assert_eq!(weighed(&base, &base, &deal("Roof", 300), &[]), Merged::Clean(deal("Roof", 300)));
    }

    #[test]
    fn an_amount_and_its_currency_are_one() {
        let euros = [Value::from(100), Value::from("EUR")].to_vec();
        let more = [Value::from(300), Value::from("EUR")].to_vec();
        let dollars = [Value::from(100), Value::from("USD")].to_vec();
        let theirs = weighed(&deal("Roof", 100), &in_dollars(100), &deal("Roof", 300), &[]);
        assert_eq!(asked(theirs), [("amount".to_owned(), [euros.clone(), more.clone(), dollars.clone()])]);
        let mine = weighed(&deal("Roof", 100), &deal("Roof", 300), &in_dollars(100), &[]);
        assert_eq!(asked(mine), [("amount".to_owned(), [euros, dollars, more])]);
        let untouched = weighed(&deal("Roof", 100), &in_dollars(100), &deal("Wall", 100), &[]);
        assert_eq!(untouched, Merged::Clean(Deal { name: "Wall".into(), ..in_dollars(100) }));
        let settled = weighed(&deal("Roof", 100), &in_dollars(100), &deal("Roof", 300), &[("amount", Keep::Mine)]);
        assert_eq!(settled, Merged::Clean(deal("Roof", 300)));
    }

    #[test]
    fn a_chance_that_goes_by_the_stage_is_nobodys_wish() {
        // Moved on and estimated by somebody, untouched here: 30 is what the new stage says.
        let untouched = weighed(&chance(10, false), &chance(70, true), &chance(30, false), &[]);
        assert_eq!(untouched, Merged::Clean(chance(70, true)));
        // Only moved on by somebody, estimated here.
        let own = weighed(&chance(10, false), &chance(30, false), &chance(50, true), &[]);
        assert_eq!(own, Merged::Clean(chance(50, true)));
        let both = weighed(&chance(10, false), &chance(70, true), &chance(50, true), &[]);
        assert_eq!(asked(both).len(), 1);
    }
}
