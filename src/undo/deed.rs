//! What one request did to one record: however often it was saved, as one change of each field.

use std::collections::HashMap;

use serde_json::Value;

use crate::journal::{Action, Change, Entity, Event};
use crate::records::parts;

/// What one request did to one record.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    /// What kind of record.
    pub(super) entity: Entity,
    /// Which record.
    pub(super) id: i64,
    /// The record's version afterwards.
    pub(super) version: i64,
    /// Who did it.
    pub(super) actor_id: Option<i64>,
    /// In whose name, where they stood in for somebody.
    pub(super) on_behalf_of: Option<i64>,
    /// Did it win or lose a deal?
    pub(super) closing: bool,
    /// Each field before the first change and after the last.
    pub(super) changes: Vec<Change>,
    /// The last entry about the record: what was done last, is taken back first.
    last: i64,
}

impl Deed {
    fn begun(event: &Event) -> Deed {
        let Event { entity, record_id: id, version, actor_id, on_behalf_of, .. } = *event;
        Deed { entity, id, version, actor_id, on_behalf_of, closing: false, changes: Vec::new(), last: event.id }
    }

    fn add(&mut self, event: Event) {
        (self.version, self.last) = (event.version, event.id);
        self.closing |= matches!(event.action, Action::Won | Action::Lost);
        for change in event.changes {
            match self.changes.iter_mut().find(|known| known.field == change.field) {
                Some(known) => known.after = change.after,
                None => self.changes.push(change),
            }
        }
    }

    /// What it changed of a field.
    pub(super) fn change(&self, field: &str) -> Option<&Change> {
        self.changes.iter().find(|change| change.field == field)
    }

    /// Is a field still as the action left it, or none of the action's business?
    pub(super) fn left(&self, field: &str, now: &Value) -> bool {
        self.change(field).is_none_or(|change| change.is() == *now)
    }

    /// Did it only move how far the relation with a customer has come?
    pub(super) fn is_lifecycle(&self) -> bool {
        matches!(self.changes.as_slice(), [only] if only.field == "lifecycle")
    }

    /// Did the chance of the deal come with its stage?
    fn brought_chance(&self) -> bool {
        self.change("stage_id").is_some() && self.change("probability_overridden").is_none()
    }

    /// Fields that people changed, without what follows from them and what hangs on the record.
    pub(super) fn fields(&self) -> impl Iterator<Item = &Change> {
        let follows = |field: &str| match field {
            parts::FIELD | "moved_version" => true,
            "probability" => self.brought_chance(),
            _ => false,
        };
        self.changes.iter().filter(move |change| !follows(&change.field))
    }
}

/// The deeds of a request's entries, what was done last first.
pub(super) fn deeds(events: Vec<Event>) -> Vec<Deed> {
    let mut found: HashMap<(Entity, i64), Deed> = HashMap::new();
    for event in events {
        let key = (event.entity, event.record_id);
        found.entry(key).or_insert_with(|| Deed::begun(&event)).add(event);
    }
    let mut deeds: Vec<Deed> = found.into_values().collect();
    for deed in &mut deeds {
        deed.changes.retain(|change| change.before != change.after);
    }
    deeds.retain(|deed| !deed.changes.is_empty());
    deeds.sort_by_key(|deed| std::cmp::Reverse(deed.last));
    deeds
}
