//! What one request did to one record: however often it was saved, as one change of each field.

use std::collections::HashMap;

use serde_json::Value;

use crate::journal::{Action, Change, Entity, Event, Way};
use crate::records::parts;
use crate::removal::merge::INTO;

/// Whether a record came or went by the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Neither: it was changed.
    Stayed,
    /// It was filed.
    Filed,
    /// It was restored from the bin.
    Restored,
    /// It went into the bin.
    Went,
    /// It went into another record.
    Merged,
    /// It came out of the other record again that it had gone into.
    Parted(i64),
}

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
    /// Did it come or go?
    pub(super) turn: Turn,
    /// Did it win or lose a deal?
    pub(super) closing: bool,
    /// Each field before the first change and after the last.
    pub(super) changes: Vec<Change>,
    /// The first entry about the record, and the last: what was done last, is taken back first.
    span: [i64; 2],
}

impl Deed {
    fn begun(event: &Event) -> Deed {
        let Event { entity, record_id: id, version, actor_id, on_behalf_of, .. } = *event;
        let (turn, changes, span) = (Turn::Stayed, Vec::new(), [event.id; 2]);
        Deed { entity, id, version, actor_id, on_behalf_of, turn, closing: false, changes, span }
    }

    fn add(&mut self, event: Event) {
        (self.version, self.span[1]) = (event.version, event.id);
        self.turn = turned(&event).unwrap_or(self.turn);
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
        self.turn == Turn::Stayed && matches!(self.changes.as_slice(), [only] if only.field == "lifecycle")
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

/// Whether a record came or went by what an entry tells.
fn turned(event: &Event) -> Option<Turn> {
    let into = event.changes.iter().find(|change| change.field == INTO);
    match event.action.way() {
        Way::Away if event.action == Action::Created => Some(Turn::Filed),
        Way::Away => Some(into.and_then(|into| into.was().as_i64()).map_or(Turn::Restored, Turn::Parted)),
        Way::Back if event.action == Action::Deleted => Some(Turn::Went),
        Way::Back => into.map(|_| Turn::Merged),
        Way::Fields | Way::Standing | Way::Never => None,
    }
}

/// What is taken back before what: what went comes back first, for others point to it; what came goes last.
fn order(deed: &Deed) -> (u8, std::cmp::Reverse<i64>) {
    let [first, last] = deed.span.map(std::cmp::Reverse);
    match deed.turn {
        Turn::Went => (0, last),
        Turn::Stayed => (1, last),
        Turn::Filed | Turn::Restored | Turn::Merged | Turn::Parted(_) => (2, first),
    }
}

/// The deeds of a request's entries, in the order in which they are taken back.
pub(super) fn deeds(events: impl IntoIterator<Item = Event>) -> Vec<Deed> {
    let mut found: HashMap<(Entity, i64), Deed> = HashMap::new();
    for event in events {
        let key = (event.entity, event.record_id);
        found.entry(key).or_insert_with(|| Deed::begun(&event)).add(event);
    }
    let mut deeds: Vec<Deed> = found.into_values().collect();
    for deed in &mut deeds {
        deed.changes.retain(|change| change.before != change.after);
    }
    deeds.retain(|deed| !deed.changes.is_empty() || deed.turn != Turn::Stayed);
    deeds.sort_by_key(order);
    deeds
}
