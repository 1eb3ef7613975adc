//! From what was asked to conditions: each filter's values read by their kind, each that cannot be read set aside.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

use super::asked::Asked;
use super::spec::{Filter, ListSpec, Table};
use super::tagged;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::fields::Kind;
use crate::values::country;
use crate::values::datetext::parse_day;
use crate::values::relative::Relative;
use crate::values::text::fold;

/// One value of a filter, as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Of nobody, in no list.
    Nothing,
    Number(i64),
    Flag(bool),
    Word(String),
    From(NaiveDate),
    To(NaiveDate),
    During(Relative),
}

/// A filter that was asked for, with the words it was asked with.
pub(super) struct Wanted {
    pub(super) filter: Filter,
    /// The name in the address: a range has two.
    pub(super) name: String,
    /// Each value as typed, and as understood.
    pub(super) values: Vec<(String, Option<Value>)>,
    /// Not for this viewer's eyes: none of its values is looked at.
    pub(super) hidden: bool,
}

/// Is the list narrowed by anything a chip shows?
pub fn filtered(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked) -> bool {
    !asked.q().is_empty() || !wanted(tx, spec, asked).is_empty()
}

/// Every filter that was asked for, in the list's order. One the viewer may not use is left out, but for a saved view,
/// which would show more without it.
pub(super) fn wanted(tx: &Tx<'_>, spec: &ListSpec, asked: &Asked) -> Vec<Wanted> {
    let is_hidden = |filter: &Filter| !filter.is_for(&tx.viewer);
    let names = spec.filters.iter().filter(|filter| asked.is_saved() || !is_hidden(filter));
    let found = names.flat_map(|filter| filter_names(*filter)).map(|(filter, name)| {
        let hidden = is_hidden(&filter);
        let understood = |text: &str| if hidden { None } else { read(tx, &filter, &name, text) };
        let values = asked.values(&name).map(|text| (text.to_owned(), understood(text))).collect();
        Wanted { filter, name, values, hidden }
    });
    found.filter(|wanted: &Wanted| !wanted.values.is_empty()).collect()
}

/// The names a filter has in an address, each with the filter.
pub(super) fn filter_names(filter: Filter) -> Vec<(Filter, String)> {
    match is_range(filter.kind) {
        true => ["", "-from", "-to"].map(|end| (filter, format!("{}{end}", filter.name))).into(),
        false => vec![(filter, filter.name.to_owned())],
    }
}

fn is_range(kind: Kind) -> bool {
    matches!(kind, Kind::Day | Kind::Instant)
}

/// Reads one value; `None` when it makes no sense.
fn read(tx: &Tx<'_>, filter: &Filter, name: &str, text: &str) -> Option<Value> {
    let text = text.trim();
    match filter.kind {
        Kind::Day | Kind::Instant if name == filter.name => Relative::parse(text).map(Value::During),
        Kind::Day | Kind::Instant => {
            let day = parse_day(text)?;
            Some(if name.ends_with("-to") { Value::To(day) } else { Value::From(day) })
        }
        Kind::Flag => match text {
            "yes" => Some(Value::Flag(true)),
            "no" => Some(Value::Flag(false)),
            _ => None,
        },
        Kind::Word(_) => filter.words.contains(&text).then(|| Value::Word(text.to_owned())),
        Kind::Country => Some(Value::Word(country_code(tx, text).to_owned())),
        Kind::Text | Kind::Lines | Kind::Currency => Some(Value::Word(text.to_owned())),
        Kind::Person => person(tx, text),
        Kind::Team => known(text, |id| tx.directory.teams.get(id).is_some()),
        Kind::Pick => known(text, |id| tx.directory.pick(id).is_some()),
        Kind::Pipeline => known(text, |id| tx.directory.pipeline(id).is_some()),
        Kind::Tags => tag(tx, text),
        Kind::Stage => known(text, |id| tx.directory.stage(id).is_some()),
        Kind::Money | Kind::Revenue | Kind::Number | Kind::Year | Kind::Percent => text.parse().ok().map(Value::Number),
        Kind::Product | Kind::Account | Kind::Contact | Kind::Lead | Kind::Opportunity => known(text, |id| id > 0),
        Kind::Companies
        | Kind::Parties
        | Kind::People
        | Kind::Contacts
        | Kind::Words(_)
        | Kind::FieldsOf(_)
        | Kind::Rate => None,
    }
}

/// A country may be asked for by its name: two hundred and fifty options would weigh more than the list.
fn country_code<'a>(tx: &Tx<'_>, text: &'a str) -> &'a str {
    if country::is_country(text) {
        return text;
    }
    let named = tx.text.countries().iter().find(|(_, name)| name.to_lowercase() == text.to_lowercase());
    let code = named.map(|(code, _)| *code).or(country::by_english_name(text).map(|found| found.code));
    code.unwrap_or(text)
}

/// A tag may be asked for by its name, where there are too many to choose from.
fn tag(tx: &Tx<'_>, text: &str) -> Option<Value> {
    let key = fold(text);
    let named = tx.directory.tags.iter().find(|tag| tag.name_key == key).map(|tag| Value::Number(tag.id));
    known(text, |id| tx.directory.tag(id).is_some()).or(named)
}

fn person(tx: &Tx<'_>, text: &str) -> Option<Value> {
    match text {
        "me" => Some(Value::Number(tx.viewer.id)),
        _ => known(text, |id| tx.directory.person(id).is_some()),
    }
}

fn known(text: &str, is_known: impl Fn(i64) -> bool) -> Option<Value> {
    if text == "none" {
        return Some(Value::Nothing);
    }
    text.parse().ok().filter(|id| is_known(*id)).map(Value::Number)
}

impl Wanted {
    /// The one id asked for, where it is one.
    pub(super) fn single(&self) -> Option<i64> {
        match self.values.as_slice() {
            [(_, Some(Value::Number(id)))] => Some(*id),
            _ => None,
        }
    }

    /// Does any of its values make sense?
    pub(super) fn is_understood(&self) -> bool {
        self.values.iter().any(|(_, value)| value.is_some())
    }

    /// A stretch of days: an index in the order of those days begins and ends with it.
    pub(super) fn is_stretch(&self) -> bool {
        is_range(self.filter.kind)
    }
}

/// The conditions of one filter, of which a record must meet one and can meet no two; none when nothing of it was
/// understood.
pub(super) fn alternatives(tx: &Tx<'_>, table: Table, wanted: &Wanted) -> Vec<Sql> {
    if wanted.filter.kind == Kind::Tags {
        return tagged::alternatives(tx, table, wanted);
    }
    let mut values: Vec<&Value> = Vec::new();
    for value in wanted.values.iter().filter_map(|(_, value)| value.as_ref()) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values.into_iter().map(|value| one(tx, wanted.filter, value)).collect()
}

fn one(tx: &Tx<'_>, filter: Filter, value: &Value) -> Sql {
    let column = Sql::new(filter.column);
    match value {
        Value::Nothing => column.push(" IS NULL"),
        Value::Number(number) => column.push(" = ").bind(*number),
        Value::Flag(flag) => column.push(" = ").bind(*flag),
        Value::Word(word) => column.push(" = ").bind(word.as_str()),
        Value::From(day) => column.push(" >= ").append(edge(tx, filter.kind, *day)),
        Value::To(day) => column.push(" < ").append(edge(tx, filter.kind, next_day(*day))),
        Value::During(stretch) => {
            let days = stretch.on(tx.today(), tx.directory.organization.calendar());
            let from = column.push(" >= ").append(edge(tx, filter.kind, days.from));
            from.push(&format!(" AND {} < ", filter.column)).append(edge(tx, filter.kind, days.to))
        }
    }
}

fn edge(tx: &Tx<'_>, kind: Kind, day: NaiveDate) -> Sql {
    match kind {
        Kind::Instant => Sql::default().bind(midnight(day, tx.text.zone())),
        _ => Sql::default().bind(day),
    }
}

fn next_day(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}

/// The instant a day begins in a zone. Where midnight is skipped, the day begins with the first hour there is.
pub(crate) fn midnight(day: NaiveDate, zone: Tz) -> NaiveDateTime {
    let hours = (0..4).filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
    let first = hours.filter_map(|time| zone.from_local_datetime(&day.and_time(time)).earliest()).next();
    first.map_or(day.and_time(NaiveTime::MIN), |instant| instant.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_when_the_clocks_of_its_zone_say_so() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        assert_eq!(midnight(day("2026-11-22"), Tz::Europe__Warsaw), at("2026-11-21T23:00:00"));
        // Cairo skipped from 00:00 to 01:00 on that day.
        assert_eq!(midnight(day("2024-04-26"), Tz::Africa__Cairo), at("2024-04-25T22:00:00"));
    }
}
