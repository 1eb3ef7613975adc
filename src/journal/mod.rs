//! The journal: who changed which record when, and what each field was before and after.
//!
//! Written in the transaction of the change itself. Timelines, stage history, conflict pages and undo are
//! read from it. A record is a struct that serde turns into a map, so no feature writes its own diff.
//! Values stand in a side table, so that a person can be erased while the fact that something happened stays.

mod bulk;
mod diff;
mod listener;
mod merge;
mod read;
mod requests;
mod ways;

pub use bulk::{Entry, write_all};
pub use diff::{Change, diff, differing, fields};
pub use listener::{Listener, listen};
pub use merge::{Bound, Clash, Keep, Merged, Start, merge};
pub use read::{Event, batch_events, changes_of, changes_since, events, events_of, events_told, request_events};
pub use requests::{IMPORT, note, note_undo, undo_since};
pub use ways::Way;

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::Tx;
use crate::db::schema::journal;
use crate::text_enum;

text_enum! {
    /// What kind of record an entry is about.
    pub enum Entity {
        /// A lead.
        Lead = "lead",
        /// An account.
        Account = "account",
        /// A contact.
        Contact = "contact",
        /// An opportunity.
        Opportunity = "opportunity",
        /// A product.
        Product = "product",
        /// Something somebody does with a customer, or for one.
        Activity = "activity",
        /// A person of the company.
        User = "user",
        /// A team.
        Team = "team",
        /// A pipeline.
        Pipeline = "pipeline",
        /// A stage of a pipeline.
        Stage = "stage",
        /// An item of a pick list.
        PickItem = "pick_item",
        /// A tag.
        Tag = "tag",
        /// A dated exchange rate.
        Rate = "rate",
        /// The company's own settings.
        Organization = "organization",
        /// A saved view of a list.
        SavedView = "saved_view",
        /// A text that mails begin with.
        MailTemplate = "mail_template",
    }
}

/// The kinds that are kept in the settings, as a pattern: nobody's in particular, and without a page among the records. A
/// new kind is named here, or wherever the others are told apart.
macro_rules! of_settings {
    () => {
        $crate::journal::Entity::User
            | $crate::journal::Entity::Team
            | $crate::journal::Entity::Pipeline
            | $crate::journal::Entity::Stage
            | $crate::journal::Entity::PickItem
            | $crate::journal::Entity::Tag
            | $crate::journal::Entity::Rate
            | $crate::journal::Entity::Organization
            | $crate::journal::Entity::SavedView
            | $crate::journal::Entity::MailTemplate
    };
}
pub(crate) use of_settings;

text_enum! {
    /// What happened.
    pub enum Action {
        /// Filed for the first time.
        Created = "created",
        /// Fields edited.
        Edited = "edited",
        /// A lead taken from the pool.
        Claimed = "claimed",
        /// A lead given back to the pool.
        Released = "released",
        /// Handed to somebody by somebody else.
        Assigned = "assigned",
        /// A lead turned into customer and deal.
        Qualified = "qualified",
        /// A lead closed without either.
        Disqualified = "disqualified",
        /// A closed lead opened again.
        Reactivated = "reactivated",
        /// A deal moved to another stage.
        Moved = "moved",
        /// A deal won.
        Won = "won",
        /// A deal lost.
        Lost = "lost",
        /// A closed deal opened again.
        Reopened = "reopened",
        /// A planned step done.
        StepDone = "step_done",
        /// A lifecycle derived anew from facts, or set by hand.
        Lifecycle = "lifecycle",
        /// Shown to somebody beyond its owner and team.
        Shared = "shared",
        /// No longer shown to them.
        Unshared = "unshared",
        /// A person's work put into somebody else's hands for a while.
        Delegated = "delegated",
        /// Taken back before its time.
        DelegationEnded = "delegation_ended",
        /// Switched off, not deleted.
        Deactivated = "deactivated",
        /// Removed by taking back the import that made it.
        Removed = "removed",
        /// Put into the bin.
        Deleted = "deleted",
        /// Taken out of the bin.
        Restored = "restored",
        /// Made one with another record: the one that stays, and the one that went.
        Merged = "merged",
        /// Set back to what it was before an import.
        Reverted = "reverted",
        /// Set back to what it was before another action.
        Undone = "undone",
    }
}

/// A record whose changes are journalled: all its fields go through serde, except those derived from others.
pub trait Journalled: Serialize + DeserializeOwned + Clone {
    /// What kind of record it is.
    const ENTITY: Entity;
    /// Its fields that mean something only together with another.
    const BOUND: &'static [Bound] = &[];
    /// Fields that say what other records do, and have their history there.
    const ELSEWHERE: &'static [&'static str] = &[];
    /// Fields that concern somebody else as soon as the record is filed: whose it is, who takes part, who is named in it.
    const TOLD: &'static [&'static str] = &[];
    /// Its id.
    fn id(&self) -> i64;
    /// Counts its changes; the version after the change when journalled as `after`.
    fn version(&self) -> i64;
}

/// Journals that a record was filed.
///
/// # Errors
/// What the database answers.
pub fn created<R: Journalled>(tx: &mut Tx<'_>, row: &R) -> QueryResult<()> {
    write(tx, R::ENTITY, row.id(), row.version(), Action::Created, &[])?;
    let told: Vec<Change> = R::TOLD.iter().filter_map(|field| begun(&fields(row), field)).collect();
    listener::heard(tx, (R::ENTITY, row.id()), Action::Created, &told)
}

/// What a new record says in a field.
fn begun(fields: &serde_json::Map<String, serde_json::Value>, field: &str) -> Option<Change> {
    let after = diff::stored(fields.get(field)?)?;
    Some(Change { field: field.to_owned(), before: None, after: Some(after) })
}

/// Journals what an action changed, field by field; nothing is written when nothing changed.
///
/// # Errors
/// What the database answers.
pub fn changed<R: Journalled>(tx: &mut Tx<'_>, action: Action, before: &R, after: &R) -> QueryResult<()> {
    changed_with(tx, action, before, after, Vec::new())
}

/// The same, with what changed beside the record's own fields.
///
/// # Errors
/// What the database answers.
pub fn changed_with<R: Journalled>(
    tx: &mut Tx<'_>,
    action: Action,
    before: &R,
    after: &R,
    said: Vec<Change>,
) -> QueryResult<()> {
    let own = diff(before, after).into_iter().filter(|change| !R::ELSEWHERE.contains(&change.field.as_str()));
    let changes: Vec<Change> = own.chain(said).collect();
    if changes.is_empty() {
        return Ok(());
    }
    record(tx, R::ENTITY, after.id(), after.version(), action, &changes).map(drop)
}

/// Writes one entry with its values, and tells whom it concerns; answers its id.
///
/// # Errors
/// What the database answers.
pub fn record(
    tx: &mut Tx<'_>,
    entity: Entity,
    id: i64,
    version: i64,
    action: Action,
    changes: &[Change],
) -> QueryResult<i64> {
    let entry = write(tx, entity, id, version, action, changes)?;
    listener::heard(tx, (entity, id), action, changes)?;
    Ok(entry)
}

fn write(
    tx: &mut Tx<'_>,
    entity: Entity,
    id: i64,
    version: i64,
    action: Action,
    changes: &[Change],
) -> QueryResult<i64> {
    let row = (
        journal::at.eq(tx.now),
        journal::actor_id.eq(tx.viewer.actor()),
        journal::on_behalf_of.eq(tx.viewer.on_behalf_of()),
        journal::request_id.eq(&tx.request.id),
        journal::batch_id.eq(tx.batch),
        journal::entity.eq(entity),
        journal::record_id.eq(id),
        journal::version.eq(version),
        journal::action.eq(action),
    );
    let entry: i64 = diesel::insert_into(journal::table).values(row).returning(journal::id).get_result(tx.db)?;
    bulk::write_values(tx.db, changes.iter().map(|change| (entry, change)))?;
    Ok(entry)
}
