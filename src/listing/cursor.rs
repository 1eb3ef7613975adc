//! The place in a list where a page ends: the last row's sort value and id. One that was tampered with, or that belongs
//! to another order, is none: the list begins at its first page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDate};

use super::spec::{Sort, SortKind};
use crate::db::sql::Bind;

/// A row's place in an order.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) value: Bind,
    pub(super) id: i64,
}

impl Place {
    /// The place as it stands in an address.
    pub(super) fn written(&self, sort: Sort) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}\n{}\n{}", sort.name, self.id, shown(&self.value)))
    }

    /// The place an address names.
    pub(super) fn read(written: &str, sort: Sort) -> Option<Place> {
        let bytes = URL_SAFE_NO_PAD.decode(written).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let mut parts = text.splitn(3, '\n');
        let name = parts.next()?;
        let id = parts.next()?.parse().ok()?;
        let value = value(parts.next()?, sort.kind)?;
        (name == sort.name).then_some(Place { value, id })
    }
}

fn shown(value: &Bind) -> String {
    match value {
        Bind::Int(number) => number.to_string(),
        Bind::Text(text) => text.clone(),
        Bind::Instant(instant) => instant.and_utc().timestamp_micros().to_string(),
        Bind::Day(day) => day.to_string(),
        // No sort has values of these kinds.
        Bind::MaybeInt(_) | Bind::MaybeText(_) | Bind::MaybeInstant(_) | Bind::MaybeDay(_) | Bind::Flag(_) => {
            String::new()
        }
    }
}

fn value(text: &str, kind: SortKind) -> Option<Bind> {
    Some(match kind {
        SortKind::Text => Bind::Text(Some(text).filter(|text| !text.contains('\0'))?.to_owned()),
        SortKind::Number => Bind::Int(text.parse().ok()?),
        SortKind::Instant => Bind::Instant(DateTime::from_timestamp_micros(text.parse().ok()?)?.naive_utc()),
        SortKind::Day => Bind::Day(text.parse::<NaiveDate>().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::spec::Direction;
    use super::*;

    const BY_NAME: Sort = Sort::new("name", "", "leads.sort_name", SortKind::Text, Direction::Up);
    const BY_DAY: Sort = Sort::new("day", "", "leads.created_at", SortKind::Instant, Direction::Down);

    #[test]
    fn a_place_survives_its_way_through_an_address() {
        let instant = "2026-11-22T04:50:42.123456".parse().unwrap();
        for (sort, value) in [(BY_NAME, Bind::Text("łukasz\nb".into())), (BY_DAY, Bind::Instant(instant))] {
            let place = Place { value, id: 7 };
            assert_eq!(Place::read(&place.written(sort), sort), Some(place));
        }
    }

    #[test]
    fn a_place_of_another_order_is_none() {
        let place = Place { value: Bind::Text("1".into()), id: 7 };
        assert_eq!(Place::read(&place.written(BY_NAME), BY_DAY), None);
        assert_eq!(Place::read("%%%", BY_NAME), None);
        assert_eq!(Place::read("AAAA", BY_NAME), None);
    }
}
