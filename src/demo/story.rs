//! A record's life, told as what was done to it and when. Each deed becomes the entry the journal would have got: the
//! difference between the record before and after.

use chrono::NaiveDateTime;
use serde_json::{Map, Value};

use crate::accounts::Account;
use crate::contacts::Contact;
use crate::journal::{Action, Change, Entry, Journalled, differing, fields};
use crate::leads::Lead;
use crate::opportunities::Opportunity;

/// A record that remembers how often and when it last changed.
pub trait Aging: Journalled {
    /// Counts one change more, made at this instant.
    fn age(&mut self, at: NaiveDateTime);
}

macro_rules! aging {
    ($($record:ty),+) => {
        $(impl Aging for $record {
            fn age(&mut self, at: NaiveDateTime) {
                self.version += 1;
                self.facts.updated_at = at;
            }
        })+
    };
}

aging!(Account, Contact, Lead, Opportunity);

/// A record with everything that happened to it.
pub struct Story<R> {
    /// The record as it is now.
    pub record: R,
    /// When something last happened.
    pub at: NaiveDateTime,
    /// What happened, oldest first.
    pub entries: Vec<Entry>,
    /// The record as the journal compares it: reading it anew for every deed would take longer than all the rest.
    fields: Map<String, Value>,
}

impl<R: Aging> Story<R> {
    /// Somebody files the record.
    pub fn begins(record: R, at: NaiveDateTime, actor: Option<i64>) -> Story<R> {
        let filed = entry(&record, at, actor, Action::Created);
        let fields = fields(&record);
        Story { record, at, entries: vec![filed], fields }
    }

    /// Somebody changes it. Nothing is told of a deed that changed nothing.
    pub fn then(&mut self, at: NaiveDateTime, actor: Option<i64>, action: Action, deed: impl FnOnce(&mut R)) {
        deed(&mut self.record);
        let after = fields(&self.record);
        let own = |change: &Change| !R::ELSEWHERE.contains(&change.field.as_str());
        let changes: Vec<Change> = differing(&self.fields, &after).into_iter().filter(own).collect();
        if changes.is_empty() {
            return;
        }
        self.fields = after;
        self.record.age(at);
        self.at = at;
        self.entries.push(Entry { changes, ..entry(&self.record, at, actor, action) });
    }
}

fn entry<R: Journalled>(record: &R, at: NaiveDateTime, actor_id: Option<i64>, action: Action) -> Entry {
    let (entity, record_id, version) = (R::ENTITY, record.id(), record.version());
    Entry { at, actor_id, entity, record_id, version, action, changes: Vec::new() }
}
