//! A stored value as its reader reads it.

use chrono::{NaiveDate, NaiveDateTime};
use diesel::QueryResult;
use serde_json::Value;

use crate::db::Tx;
use crate::fields::{Field, Kind};
use crate::i18n::Text;
use crate::web::Error;
use crate::{accounts, contacts, leads, opportunities};

/// The value in words; a name where it is an id, and nothing of a record the reader may not see.
///
/// # Errors
/// What the database answers.
pub(super) fn show(tx: &mut Tx<'_>, field: Field, value: &Value, currency: &str) -> QueryResult<String> {
    let none = || tx.text.t("not-set").to_owned();
    match value {
        Value::Null => Ok(none()),
        Value::String(text) if text.is_empty() => Ok(none()),
        Value::String(text) => Ok(word(tx, field.kind, text)),
        Value::Bool(yes) => Ok(tx.text.t(if *yes { "yes" } else { "no" }).to_owned()),
        Value::Number(number) => named(tx, field.kind, number.as_i64().unwrap_or(0), currency),
        Value::Array(_) | Value::Object(_) => Ok(value.to_string()),
    }
}

fn word(tx: &Tx<'_>, kind: Kind, text: &str) -> String {
    let text_of = &tx.text;
    match kind {
        Kind::Word(family) => text_of.t(&format!("{family}{text}")).to_owned(),
        Kind::Day => text.parse::<NaiveDate>().map_or_else(|_| text.to_owned(), |day| text_of.date(day)),
        Kind::Instant => text.parse::<NaiveDateTime>().map_or_else(|_| text.to_owned(), |at| text_of.instant(at)),
        Kind::Country => code(text_of.countries(), text),
        Kind::Currency => code(text_of.currencies(), text),
        _ => text.to_owned(),
    }
}

fn code(names: &[(&str, &str)], code: &str) -> String {
    names.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name).to_owned()
}

fn named(tx: &mut Tx<'_>, kind: Kind, id: i64, currency: &str) -> QueryResult<String> {
    let (directory, text) = (tx.directory.clone(), tx.text);
    Ok(match kind {
        Kind::Money => tx.text.money(id, currency),
        Kind::Percent => tx.text.percent(i32::try_from(id).unwrap_or(i32::MAX)),
        Kind::Person => directory.person_name(Some(id)).to_owned(),
        Kind::Team => directory.teams.name(id).to_owned(),
        Kind::Pick => directory.pick_name(Some(id)).to_owned(),
        Kind::Pipeline => directory.pipeline(id).map(|found| found.name.clone()).unwrap_or_default(),
        Kind::Stage => directory.stage(id).map(|found| found.name.clone()).unwrap_or_default(),
        Kind::Account => seen(&text, accounts::find(tx, id).map(|found| found.facts.name))?,
        Kind::Contact => seen(&text, contacts::find(tx, id).map(|found| found.facts.name))?,
        Kind::Lead => seen(&text, leads::find(tx, id).map(|found| found.title_name().to_owned()))?,
        Kind::Opportunity => seen(&text, opportunities::find(tx, id).map(|found| found.facts.name))?,
        _ => tx.text.number(id),
    })
}

fn seen(text: &Text, found: Result<String, Error>) -> QueryResult<String> {
    match found {
        Ok(name) => Ok(name),
        Err(Error::Database(failed)) => Err(failed),
        Err(_) => Ok(text.t("conflict-hidden").to_owned()),
    }
}
