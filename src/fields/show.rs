//! Stored values in the reader's words: for timelines and conflict pages.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use serde_json::Value;

use super::{Field, Kind};
use crate::db::Ids;
use crate::db::Tx;
use crate::journal::Entity;
use crate::records::{self, Names};
use crate::values::rate::Rate;

/// A value in words; a name where it is an id, and a neutral phrase where the reader may not see what it stands for. An
/// empty value has no words; of a hidden field nobody learns whether it is empty.
///
/// # Errors
/// What the database answers.
pub fn show(tx: &mut Tx<'_>, field: Field, value: &Value, currency: &str) -> QueryResult<String> {
    let names = records::named(tx, &mentioned(field, value))?;
    Ok(show_with(tx, &names, field, value, currency))
}

/// The records a value mentions, to be read for many values at once.
pub fn mentioned(field: Field, value: &Value) -> Vec<(Entity, i64)> {
    match (field.kind, entity(field.kind)) {
        (_, Some(entity)) => value.as_i64().map(|id| (entity, id)).into_iter().collect(),
        (Kind::Companies | Kind::Parties | Kind::Contacts, None) => places(value).map(|(record, _)| record).collect(),
        (_, None) => Vec::new(),
    }
}

/// [`show`], with the names of the mentioned records at hand.
pub fn show_with(tx: &Tx<'_>, names: &Names, field: Field, value: &Value, currency: &str) -> String {
    if !field.is_seen_by(&tx.viewer) {
        return tx.text.t("fields-hidden").to_owned();
    }
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => tx.text.t(if *yes { "yes" } else { "no" }).to_owned(),
        Value::String(text) => text_words(tx, field.kind, text),
        Value::Number(number) => number_words(tx, names, field.kind, number.as_i64().unwrap_or(0), currency),
        Value::Array(ids) if field.kind == Kind::Tags => tag_words(tx, ids),
        Value::Array(ids) if field.kind == Kind::People => people_words(tx, ids),
        Value::Array(_) | Value::Object(_) => list_words(tx, names, value),
    }
}

/// The kind of record a value is the id of.
fn entity(kind: Kind) -> Option<Entity> {
    match kind {
        Kind::Product => Some(Entity::Product),
        Kind::Account => Some(Entity::Account),
        Kind::Contact => Some(Entity::Contact),
        Kind::Lead => Some(Entity::Lead),
        Kind::Opportunity => Some(Entity::Opportunity),
        Kind::Text
        | Kind::Lines
        | Kind::Money
        | Kind::Revenue
        | Kind::Number
        | Kind::Year
        | Kind::Percent
        | Kind::Day
        | Kind::Instant
        | Kind::Flag
        | Kind::Country
        | Kind::Currency
        | Kind::Rate
        | Kind::Word(_)
        | Kind::Words(_)
        | Kind::FieldsOf(_)
        | Kind::Person
        | Kind::Team
        | Kind::Pick
        | Kind::Pipeline
        | Kind::Stage
        | Kind::Tags
        | Kind::Companies
        | Kind::Parties
        | Kind::People
        | Kind::Contacts => None,
    }
}

fn text_words(tx: &Tx<'_>, kind: Kind, text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let several = |name: &dyn Fn(&str) -> String| tx.text.list(&text.split(' ').map(name).collect::<Vec<_>>());
    let day = || text.parse::<NaiveDate>().ok().map(|day| tx.text.date(day));
    let instant = || text.parse::<NaiveDateTime>().ok().map(|at| tx.text.instant(at));
    let words = match kind {
        Kind::Day => day(),
        Kind::Instant => instant(),
        Kind::Country => named_code(tx.text.countries(), text),
        Kind::Currency => named_code(tx.text.currencies(), text),
        Kind::Word(family) => Some(tx.text.t(&format!("{family}{text}")).to_owned()),
        Kind::Words(family) => Some(several(&|word| tx.text.t(&format!("{family}{word}")).to_owned())),
        Kind::FieldsOf(fields) => Some(several(&|name| field_name(tx, fields, name))),
        _ => None,
    };
    words.unwrap_or_else(|| text.to_owned())
}

fn field_name(tx: &Tx<'_>, fields: &[Field], name: &str) -> String {
    Field::find(fields, name).map_or_else(|| name.to_owned(), |field| tx.text.t(field.label).to_owned())
}

fn named_code(codes: &[(&str, &'static str)], code: &str) -> Option<String> {
    codes.iter().find(|(known, _)| *known == code).map(|(_, name)| (*name).to_owned())
}

fn number_words(tx: &Tx<'_>, names: &Names, kind: Kind, number: i64, currency: &str) -> String {
    let directory = &tx.directory;
    match kind {
        Kind::Money | Kind::Revenue => tx.text.money(number, currency),
        Kind::Percent => tx.text.percent(i32::try_from(number).unwrap_or(i32::MAX)),
        Kind::Year => number.to_string(),
        Kind::Rate => Rate::new(number).map(|rate| tx.text.rate(rate)).unwrap_or_default(),
        Kind::Word(family) => tx.text.t(&format!("{family}{number}")).to_owned(),
        Kind::Tags => tag_words(tx, &[number.into()]),
        Kind::Person => directory.person_name(Some(number)).to_owned(),
        Kind::Team => directory.teams.name(number).to_owned(),
        Kind::Pick => directory.pick_name(Some(number)).to_owned(),
        Kind::Pipeline => directory.pipeline(number).map(|found| found.name.clone()).unwrap_or_default(),
        Kind::Stage => directory.stage(number).map(|found| found.name.clone()).unwrap_or_default(),
        other => match entity(other) {
            Some(entity) => record_words(tx, names, entity, number),
            None => tx.text.number(number),
        },
    }
}

fn record_words(tx: &Tx<'_>, names: &Names, entity: Entity, id: i64) -> String {
    let known = names.get(&(entity, id)).filter(|named| named.visible);
    known.map_or_else(|| tx.text.t("fields-record-hidden").to_owned(), |named| named.name.clone())
}

/// Record and role of each of a contact's companies, or of a deal's contacts; contacts by their ids alone have no role.
fn places(value: &Value) -> impl Iterator<Item = ((Entity, i64), &str)> {
    let rows = value.as_array().into_iter().flatten();
    rows.filter_map(|row| {
        if let Some(contact) = row.as_i64() {
            return Some(((Entity::Contact, contact), ""));
        }
        let of = |key: &str, entity| Some((entity, row.get(key)?.as_i64()?));
        let record = of("account_id", Entity::Account).or_else(|| of("contact_id", Entity::Contact))?;
        Some((record, row.get("role").and_then(Value::as_str).unwrap_or("")))
    })
}

fn tag_words(tx: &Tx<'_>, ids: &[Value]) -> String {
    let ids = Ids::of(ids.iter().filter_map(Value::as_i64));
    let names: Vec<String> = tx.directory.tag_names(&ids).into_iter().map(str::to_owned).collect();
    tx.text.list(&names)
}

fn people_words(tx: &Tx<'_>, ids: &[Value]) -> String {
    let name = |id: &Value| tx.directory.person_name(id.as_i64()).to_owned();
    tx.text.list(&ids.iter().map(name).collect::<Vec<_>>())
}

/// Each with its role, as far as the viewer may see it; of the others no more than that there are any.
fn list_words(tx: &Tx<'_>, names: &Names, value: &Value) -> String {
    let seen = |place: &((Entity, i64), &str)| names.get(&place.0).is_some_and(|named| named.visible);
    let (seen, hidden): (Vec<_>, Vec<_>) = places(value).partition(seen);
    let place = |((entity, id), role): ((Entity, i64), &str)| match (record_words(tx, names, entity, id), role) {
        (name, "") => name,
        (name, role) => tx.text.args("fields-company", &[("name", name.into()), ("role", role.into())]),
    };
    let others = (!hidden.is_empty()).then(|| tx.text.t("fields-record-hidden").to_owned());
    let words: Vec<String> = seen.into_iter().map(place).chain(others).collect();
    tx.text.list(&words)
}
