//! What a merged record says: chosen field by field, blanks filled by the other's, ways to reach somebody and notes united,
//! the earliest beginning and the furthest lifecycle kept (rule 47).

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde_json::{Map, Value};

use crate::accounts::Lifecycle;
use crate::journal::{Entity, of_settings};
use crate::tags;
use crate::values::digits;

type Fields = Map<String, Value>;

/// Fields that are chosen as one, the first of which names the question.
pub type Question = &'static [&'static str];

const ADDRESS: Question = &["city", "street", "postcode", "region", "country"];

/// Fields that say nothing by themselves.
const BESIDE: [&str; 3] = ["currency", "country", "team_id"];

/// What is chosen about a kind of record.
pub fn questions(entity: Entity) -> &'static [Question] {
    match entity {
        Entity::Lead => &[
            &["name"],
            &["company"],
            &["title"],
            &["website"],
            ADDRESS,
            &["status_id"],
            &["buying_role_id"],
            &["need", "need_note"],
            &["value_minor", "budget", "budget_minor", "currency"],
            &["timeframe"],
            &["authority"],
            &["product_interest"],
            &["owner_id", "team_id", "claimed_at"],
            &["external_id"],
        ],
        Entity::Account => &[
            &["name"],
            &["parent_id"],
            &["industry_id"],
            &["employees"],
            &["founded"],
            &["revenue_minor", "currency"],
            &["website", "domain"],
            ADDRESS,
            &["shipping"],
            &["payment_terms"],
            &["owner_id", "team_id"],
            &["external_id"],
        ],
        Entity::Contact => &[&["name"], &["title"], &["website"], ADDRESS, &["owner_id", "team_id"], &["external_id"]],
        Entity::Opportunity | Entity::Product | Entity::Activity | of_settings!() => &[],
    }
}

fn is_empty(value: Option<&Value>) -> bool {
    value.is_none_or(|value| value.is_null() || value == "" || value == "unknown")
}

/// Does the record say nothing about it?
pub fn is_blank(question: Question, fields: &Fields) -> bool {
    question.iter().filter(|name| !BESIDE.contains(name)).all(|name| is_empty(fields.get(*name)))
}

/// What both say, differently: what somebody must choose.
pub fn open_questions(entity: Entity, winner: &Fields, loser: &Fields) -> Vec<Question> {
    let differs = |question: Question| question.iter().any(|name| winner.get(*name) != loser.get(*name));
    let is_open = |question: Question| !is_blank(question, winner) && !is_blank(question, loser) && differs(question);
    questions(entity).iter().copied().filter(|question| is_open(question)).collect()
}

/// The record that stays, with what it takes over; `theirs` names the questions in which the other one's answer stays.
pub fn merged(entity: Entity, winner: &Fields, loser: &Fields, theirs: &BTreeSet<String>) -> Fields {
    let mut whole = winner.clone();
    for question in questions(entity).iter().copied() {
        let is_chosen = question.first().is_some_and(|name| theirs.contains(*name)) && !is_blank(question, loser);
        let is_theirs = is_chosen || (is_blank(question, winner) && !is_blank(question, loser));
        for name in question {
            if is_theirs || (is_blank(question, winner) && is_empty(winner.get(*name))) {
                take(&mut whole, loser, name);
            }
        }
    }
    unite(&mut whole, loser, "emails", |line| line.to_lowercase());
    unite(&mut whole, loser, "phones", |line| line.chars().filter_map(digits::ascii).collect());
    unite_notes(&mut whole, loser);
    unite_tags(&mut whole, loser);
    begin_earliest(&mut whole, loser);
    go_furthest(&mut whole, loser);
    whole
}

fn take(whole: &mut Fields, from: &Fields, name: &str) {
    if let Some(value) = from.get(name) {
        whole.insert(name.to_owned(), value.clone());
    }
}

fn text<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The lines of both, each once.
fn unite(whole: &mut Fields, loser: &Fields, name: &str, key: fn(&str) -> String) {
    let mut known = BTreeSet::new();
    let lines = text(whole, name).lines().chain(text(loser, name).lines());
    let united: Vec<&str> = lines.filter(|line| known.insert(key(line.trim()))).collect();
    let united = united.join("\n");
    if whole.contains_key(name) {
        whole.insert(name.to_owned(), united.into());
    }
}

fn unite_notes(whole: &mut Fields, loser: &Fields) {
    let (own, other) = (text(whole, "notes").to_owned(), text(loser, "notes"));
    let both = match (own.is_empty(), other.is_empty() || own.contains(other)) {
        (_, true) => own,
        (true, false) => other.to_owned(),
        (false, false) => format!("{own}\n\n{other}"),
    };
    whole.insert("notes".to_owned(), both.into());
}

/// The words of both, those of the one that stays first: no record carries more than there is room for.
fn unite_tags(whole: &mut Fields, loser: &Fields) {
    let list = |fields: &Fields| fields.get("tags").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut united = list(whole);
    for tag in list(loser) {
        if united.len() < tags::MOST && !united.contains(&tag) {
            united.push(tag);
        }
    }
    if whole.contains_key("tags") {
        whole.insert("tags".to_owned(), united.into());
    }
}

fn instant(fields: &Fields, name: &str) -> Option<NaiveDateTime> {
    fields.get(name).and_then(|value| serde_json::from_value(value.clone()).ok())
}

/// The one that was filed first says when it began and where it came from.
fn begin_earliest(whole: &mut Fields, loser: &Fields) {
    if instant(loser, "created_at") < instant(whole, "created_at") {
        take(whole, loser, "created_at");
        take(whole, loser, "source_id");
    }
    let spoken = instant(loser, "first_contact_at");
    if spoken.is_some() && instant(whole, "first_contact_at").is_none_or(|own| spoken < Some(own)) {
        take(whole, loser, "first_contact_at");
    }
}

/// The furthest lifecycle, unless somebody has set it by hand.
fn go_furthest(whole: &mut Fields, loser: &Fields) {
    let stage = |fields: &Fields| -> Option<Lifecycle> {
        fields.get("lifecycle").and_then(|value| serde_json::from_value(value.clone()).ok())
    };
    let is_pinned = whole.get("lifecycle_pinned").and_then(Value::as_bool).unwrap_or(false);
    if !is_pinned && stage(loser).map(reach) > stage(whole).map(reach) {
        take(whole, loser, "lifecycle");
    }
}

/// Who buys has come further than who has stopped.
fn reach(stage: Lifecycle) -> u8 {
    match stage {
        Lifecycle::Suspect => 0,
        Lifecycle::Prospect => 1,
        Lifecycle::Potential => 2,
        Lifecycle::Inactive => 3,
        Lifecycle::Active => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(value: Value) -> Fields {
        value.as_object().unwrap().clone()
    }

    fn one() -> Fields {
        fields(json!({"name": "Arctic", "city": "", "street": "", "country": "FI", "website": "", "employees": 7,
            "emails": "Hi@arctic.example", "phones": "+358 1 23", "notes": "Old", "lifecycle": "suspect",
            "lifecycle_pinned": false, "created_at": "2026-02-01T00:00:00"}))
    }

    fn other() -> Fields {
        fields(
            json!({"name": "Arctic Oy", "city": "Turku", "street": "Quay 1", "country": "SE", "website": "arctic.example",
            "employees": 9, "emails": "hi@arctic.example\nbuy@arctic.example", "phones": "+358123", "notes": "New",
            "lifecycle": "active", "lifecycle_pinned": false, "created_at": "2026-01-01T00:00:00"}),
        )
    }

    #[test]
    fn blanks_are_filled_and_what_is_known_stays() {
        let whole = merged(Entity::Account, &one(), &other(), &BTreeSet::new());
        assert_eq!((text(&whole, "name"), whole["employees"].as_i64()), ("Arctic", Some(7)));
        // An address is one: no street of one with the country of the other.
        assert_eq!([text(&whole, "street"), text(&whole, "country")], ["Quay 1", "SE"]);
        assert_eq!(text(&whole, "website"), "arctic.example");
    }

    #[test]
    fn what_is_chosen_comes_from_the_other() {
        let theirs = BTreeSet::from(["name".to_owned()]);
        let whole = merged(Entity::Account, &one(), &other(), &theirs);
        assert_eq!((text(&whole, "name"), whole["employees"].as_i64()), ("Arctic Oy", Some(7)));
    }

    #[test]
    fn ways_to_reach_somebody_and_notes_are_united() {
        let whole = merged(Entity::Account, &one(), &other(), &BTreeSet::new());
        assert_eq!(text(&whole, "emails"), "Hi@arctic.example\nbuy@arctic.example");
        assert_eq!((text(&whole, "phones"), text(&whole, "notes")), ("+358 1 23", "Old\n\nNew"));
    }

    #[test]
    fn tags_are_united_as_far_as_there_is_room() {
        let tagged = |tags: std::ops::Range<i64>| fields(json!({ "tags": tags.collect::<Vec<_>>() }));
        let united =
            |own, theirs| merged(Entity::Lead, &tagged(own), &tagged(theirs), &BTreeSet::new())["tags"].clone();
        assert_eq!(united(1..3, 2..5), json!([1, 2, 3, 4]));
        assert_eq!(united(0..19, 30..40).as_array().unwrap().len(), tags::MOST);
    }

    #[test]
    fn the_earliest_beginning_and_the_furthest_lifecycle_stay() {
        let whole = merged(Entity::Account, &one(), &other(), &BTreeSet::new());
        assert_eq!([text(&whole, "created_at"), text(&whole, "lifecycle")], ["2026-01-01T00:00:00", "active"]);
        let mut pinned = one();
        pinned.insert("lifecycle_pinned".into(), true.into());
        let whole = merged(Entity::Account, &pinned, &other(), &BTreeSet::new());
        assert_eq!(text(&whole, "lifecycle"), "suspect");
    }

    #[test]
    fn only_what_both_say_differently_is_asked() {
        let asked = open_questions(Entity::Account, &one(), &other());
        assert_eq!(asked.iter().map(|question| question[0]).collect::<Vec<_>>(), ["name", "employees"]);
    }
}
