//! What one request did to one record: however often it was saved, as one change of each field.

use std::collections::HashMap;

use serde_json::Value;

use crate::journal::{Action, Change, Entity, Event, Way};
use crate::records::parts;
use crate::removal::merge::INTO;
use crate::sharing::{self, SHARE, With};

/// Whether a record came or went by the action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    Merged(i64),
    /// It came out of the other record again that it had gone into.
    Parted(i64),
    /// It was shown to somebody, or no longer: a deed of its own, beside whatever else was done to the record.
    Shown(With),
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
        let turn = shown(event).map_or(Turn::Stayed, Turn::Shown);
        let (changes, span) = (Vec::new(), [event.id; 2]);
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

    /// The last entry about it.
    pub(super) fn last(&self) -> i64 {
        self.span[1]
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
            parts::FIELD | "moved_version" | "next_step" | "next_step_on" => true,
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
        Way::Back => into.and_then(|into| into.is().as_i64()).map(Turn::Merged),
        Way::Fields | Way::Standing | Way::Shares | Way::Never => None,
    }
}

/// With whom an entry tells that the record was shared, or is no longer.
fn shown(event: &Event) -> Option<With> {
    let is_told = event.action.way() == Way::Shares && event.changes.iter().any(|change| change.field == SHARE);
    sharing::told(&event.changes).filter(|_| is_told).map(|(with, _)| with)
}

/// What is taken back before what: what went comes back first, for others point to it; what came goes last. With whom a
/// record is shared is settled once it is back with its owner.
fn order(deed: &Deed) -> (u8, std::cmp::Reverse<i64>) {
    let [first, last] = deed.span.map(std::cmp::Reverse);
    match deed.turn {
        Turn::Went => (0, last),
        Turn::Stayed => (1, last),
        Turn::Filed | Turn::Restored | Turn::Merged(_) | Turn::Parted(_) => (2, first),
        Turn::Shown(_) => (3, last),
    }
}

/// The deeds of a request, in the order in which they are taken back.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    all: Vec<Deed>,
    /// Where each record's own deed stands.
    places: HashMap<(Entity, i64), usize>,
    /// Where those stand that changed a record by somebody's word.
    stayed: Vec<usize>,
    /// Where those stand that became one with another record, or two again.
    joined: Vec<usize>,
}

impl Deeds {
    fn of(all: Vec<Deed>) -> Deeds {
        let is_own = |deed: &Deed| !matches!(deed.turn, Turn::Shown(_));
        let own = || all.iter().enumerate().filter(|(_, deed)| is_own(deed));
        let places = own().map(|(place, deed)| ((deed.entity, deed.id), place)).collect();
        let stays = |deed: &Deed| deed.turn == Turn::Stayed && !deed.is_lifecycle();
        let stayed = own().filter(|(_, deed)| stays(deed)).map(|(place, _)| place).collect();
        let joins = |deed: &Deed| matches!(deed.turn, Turn::Merged(_) | Turn::Parted(_));
        let joined = own().filter(|(_, deed)| joins(deed)).map(|(place, _)| place).collect();
        Deeds { all, places, stayed, joined }
    }

    /// Every one of them.
    pub(super) fn all(&self) -> &[Deed] {
        &self.all
    }

    /// What people did. How far customers have come follows from it, unless nothing else was done.
    pub(super) fn taken_back(&self) -> impl Iterator<Item = &Deed> {
        let only_lifecycles = self.all.iter().all(Deed::is_lifecycle);
        self.all.iter().filter(move |deed| only_lifecycles || !deed.is_lifecycle())
    }

    /// What was done to a record itself.
    pub(super) fn about(&self, entity: Entity, id: i64) -> Option<&Deed> {
        self.places.get(&(entity, id)).and_then(|place| self.all.get(*place))
    }

    /// The other one of a merge, where this is what the one that stays said since: it went into this record, or parted.
    pub(super) fn other_of_two(&self, deed: &Deed) -> Option<&Deed> {
        let is_other = |one: &&Deed| match one.turn {
            Turn::Merged(into) | Turn::Parted(into) => (one.entity, into) == (deed.entity, deed.id),
            Turn::Stayed | Turn::Filed | Turn::Restored | Turn::Went | Turn::Shown(_) => false,
        };
        self.joined.iter().filter_map(|place| self.all.get(*place)).find(is_other).filter(|_| deed.turn == Turn::Stayed)
    }

    /// Those that changed a record by somebody's word: how far a customer has come follows from others.
    pub(super) fn stayed(&self) -> impl Iterator<Item = &Deed> {
        self.stayed.iter().filter_map(|place| self.all.get(*place))
    }
}

/// The deeds of a request's entries.
pub(super) fn deeds(events: impl IntoIterator<Item = Event>) -> Deeds {
    let mut found: HashMap<(Entity, i64, Option<With>), Deed> = HashMap::new();
    for event in events {
        let key = (event.entity, event.record_id, shown(&event));
        found.entry(key).or_insert_with(|| Deed::begun(&event)).add(event);
    }
    let mut deeds: Vec<Deed> = found.into_values().collect();
    for deed in &mut deeds {
        deed.changes.retain(|change| change.before != change.after);
    }
    let may_be_bare = |deed: &Deed| !matches!(deed.turn, Turn::Stayed | Turn::Shown(_));
    deeds.retain(|deed| !deed.changes.is_empty() || may_be_bare(deed));
    deeds.sort_by_key(order);
    Deeds::of(deeds)
}
