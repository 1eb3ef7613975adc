//! Journal entries as sentences.

use std::collections::HashSet;

use diesel::QueryResult;
use serde_json::Value;

use super::page::{About, Entry};
use super::queries::{Event, Told, What};
use super::talk;
use crate::db::Tx;
use crate::fields::{self, Field, Kind};
use crate::journal::{Action, Change, Entity};
use crate::records::{self, Names, fields_of};
use crate::sharing;

/// How many characters of a value are told: a timeline says that a note changed, the record says what it is.
const LONGEST: usize = 60;
/// How many changed fields are told in one line.
const MOST_FIELDS: usize = 6;

/// The entries of a record's history, in their order.
pub(super) fn entries(tx: &mut Tx<'_>, own: (Entity, i64), told: Vec<Told>) -> QueryResult<Vec<Entry>> {
    let names = records::named(tx, &mentioned(&told))?;
    let entry = |told: Told| match told.what {
        What::Entry(event) => entry(tx, &names, own, event),
        What::Activity(activity, mail) => talk::entry(tx, &names, own, told.place.at, &activity, &mail),
    };
    Ok(told.into_iter().map(entry).collect())
}

/// Every record that must be named to tell these events: the one it happened to, and those its values stand for.
fn mentioned(told: &[Told]) -> Vec<(Entity, i64)> {
    let mut wanted: HashSet<(Entity, i64)> = HashSet::new();
    for one in told {
        match &one.what {
            What::Activity(activity, _) => wanted.extend(talk::mentioned(activity)),
            What::Entry(event) => {
                wanted.insert((event.entity, event.record_id));
                for (field, change) in known_changes(event) {
                    wanted.extend(fields::mentioned(field, &change.was()));
                    wanted.extend(fields::mentioned(field, &change.is()));
                }
            }
        }
    }
    wanted.into_iter().collect()
}

/// The changes people know the fields of, in the order of the fields. Instants are not typed by anybody: they repeat when
/// the entry itself happened.
fn known_changes(event: &Event) -> Vec<(Field, &Change)> {
    let known = fields::changed(fields_of(event.entity), &event.changes);
    known.filter(|(field, _)| field.kind != Kind::Instant).collect()
}

fn entry(tx: &Tx<'_>, names: &Names, own: (Entity, i64), event: Event) -> Entry {
    let named = names.get(&(event.entity, event.record_id));
    let currency = named.map_or("", |named| named.currency.as_str());
    let changes = changed(tx, names, currency, known_changes(&event));
    let about = named
        .filter(|_| own != (event.entity, event.record_id))
        .and_then(|named| Some(About { name: named.name.clone(), href: named.href()? }));
    Entry {
        at: event.at,
        said: sentence_of(tx, (event.entity, event.action), (event.actor_id, event.on_behalf_of), &event.changes),
        // The other batches hand leads out.
        imported: event.batch_id.is_some() && event.action != Action::Assigned,
        grey: event.action == Action::Edited,
        about,
        changes,
        talk: None,
    }
}

/// Every record that must be named to tell these changes.
pub(crate) fn mentioned_by(entity: Entity, changes: &[Change]) -> Vec<(Entity, i64)> {
    let values = fields::changed(fields_of(entity), changes)
        .flat_map(|(field, change)| [(field, change.was()), (field, change.is())]);
    values.flat_map(|(field, value)| fields::mentioned(field, &value)).collect()
}

// messages: timeline-product-* timeline-lead-* timeline-account-* timeline-contact-* timeline-opportunity-*
// messages: timeline-activity-*
/// Who did what, and for whom where that is told with it.
pub(crate) fn sentence_of(
    tx: &Tx<'_>,
    (entity, action): (Entity, Action),
    by: (Option<i64>, Option<i64>),
    changes: &[Change],
) -> String {
    let who = who(tx, by);
    let who = who.as_str();
    if let Some(said) = shared(tx, action, changes, who) {
        return said;
    }
    let key = format!("timeline-{}-{}", entity.name(), action.name());
    let key = if tx.text.has(&key) { key.as_str() } else { "timeline-other" };
    tx.text.a(key, "who", who)
}

/// Who it was, and in whose name.
fn who(tx: &Tx<'_>, (actor, behalf): (Option<i64>, Option<i64>)) -> String {
    let who = match tx.directory.person_name(actor) {
        "" => tx.text.t("timeline-program"),
        name => name,
    };
    match tx.directory.person_name(behalf) {
        "" => who.to_owned(),
        person => tx.text.args("delegations-for", &[("who", who.into()), ("person", person.into())]),
    }
}

/// With whom a record was shared, or is no longer.
fn shared(tx: &Tx<'_>, action: Action, changes: &[Change], who: &str) -> Option<String> {
    let (with, to_edit) = sharing::told(changes)?;
    let with = match with {
        sharing::With::Person(id) => tx.directory.person_name(Some(id)).to_owned(),
        sharing::With::Team(id) => tx.text.plain("sharing-team", &[("team", tx.directory.teams.name(id).into())]),
    };
    let key = match (action == Action::Unshared, to_edit) {
        (true, _) => "sharing-told-ended",
        (false, true) => "sharing-told-edit",
        (false, false) => "sharing-told-read",
    };
    Some(tx.text.args(key, &[("who", who.into()), ("with", with.into())]))
}

/// What changed, one phrase a field.
fn changed(tx: &Tx<'_>, names: &Names, currency: &str, changes: Vec<(Field, &Change)>) -> Vec<String> {
    let more = changes.len().saturating_sub(MOST_FIELDS);
    let told = changes.into_iter().take(MOST_FIELDS);
    let mut phrases: Vec<String> = told.map(|(field, change)| phrase(tx, names, currency, field, change)).collect();
    if more > 0 {
        phrases.push(tx.text.n("timeline-more-changes", i64::try_from(more).unwrap_or(i64::MAX)));
    }
    phrases
}

fn phrase(tx: &Tx<'_>, names: &Names, currency: &str, field: Field, change: &Change) -> String {
    if !field.is_seen_by(&tx.viewer) {
        return tx.text.a("timeline-change-hidden", "field", tx.text.t(field.label));
    }
    let say = |value: &Value| beginning(&fields::show_with(tx, names, field, value, currency), LONGEST);
    let (was, is) = (say(&change.was()), say(&change.is()));
    let key = match (was.is_empty(), is.is_empty()) {
        (true, _) => "timeline-change-set",
        (false, true) => "timeline-change-cleared",
        (false, false) => "timeline-change",
    };
    let label = tx.text.t(field.label);
    tx.text.args(key, &[("field", label.into()), ("was", was.into()), ("is", is.into())])
}

/// The beginning of a value, on one line: so many characters of it.
pub(crate) fn beginning(words: &str, longest: usize) -> String {
    let line = words.lines().collect::<Vec<_>>().join(", ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, beginning};

    #[test]
    fn a_long_value_is_told_by_its_beginning() {
        assert_eq!(beginning("a@x.example\nb@x.example", LONGEST), "a@x.example, b@x.example");
        assert_eq!(beginning(&"ś".repeat(70), LONGEST), format!("{}…", "ś".repeat(60)));
    }
}
