//! Activities, as timelines tell them.

use chrono::NaiveDateTime;

use super::page::{About, Entry, Talk};
use crate::activities::{Activity, ActivityState};
use crate::db::Tx;
use crate::journal::Entity;
use crate::records::Names;
use crate::web::routes;

/// How much of what is written about one is told; its page has the rest.
const LONGEST: usize = 400;

/// Every record that must be named to tell an activity.
pub(super) fn mentioned(activity: &Activity) -> impl Iterator<Item = (Entity, i64)> + '_ {
    activity.about().into_iter().chain(activity.guests.iter().map(|id| (Entity::Contact, id)))
}

// messages: activities-kind-* activities-state-*
/// An activity as an entry: what kind of thing it was, and whose; about what, with whom, what came of it.
pub(super) fn entry(
    tx: &Tx<'_>,
    names: &Names,
    own: (Entity, i64),
    at: NaiveDateTime,
    activity: &Activity,
    mail: &str,
) -> Entry {
    let kind = tx.text.t(&format!("activities-kind-{}", activity.kind.name()));
    let who = tx.directory.person_name(activity.owner_id);
    let facts: Vec<&str> = [kind, who].into_iter().filter(|fact| !fact.is_empty()).collect();
    let about = activity.about().filter(|about| *about != own).and_then(|about| names.get(&about));
    let about = about.and_then(|named| Some(About { name: named.name.clone(), href: named.href()? }));
    Entry {
        at,
        said: tx.text.row(&facts),
        imported: false,
        grey: false,
        about,
        changes: beside(tx, names, activity),
        talk: Some(Talk {
            subject: activity.subject.clone(),
            href: routes::activity(activity.id),
            ended: ended(activity),
            notes: first_of(if mail.is_empty() { &activity.notes } else { mail }),
        }),
    }
}

/// How it ended, where it did not take place.
fn ended(activity: &Activity) -> Option<String> {
    match activity.state {
        ActivityState::Done | ActivityState::Planned => None,
        ActivityState::NotHeld | ActivityState::Cancelled => {
            Some(format!("activities-state-{}", activity.state.name()))
        }
    }
}

/// What came of it, how long it took, where and with whom.
fn beside(tx: &Tx<'_>, names: &Names, activity: &Activity) -> Vec<String> {
    let outcome = tx.directory.pick_name(activity.outcome_id).to_owned();
    let length = activity.minutes.map(|minutes| tx.text.n("duration-minutes", minutes)).unwrap_or_default();
    let people = activity.people.iter().map(|id| tx.directory.person_name(Some(id)).to_owned());
    let seen = |id| names.get(&(Entity::Contact, id)).filter(|named| named.visible).map(|named| named.name.clone());
    let contacts = activity.guests.iter().filter_map(seen);
    let all = [outcome, length, activity.place.clone()].into_iter().chain(people).chain(contacts);
    all.filter(|fact| !fact.is_empty()).collect()
}

fn first_of(notes: &str) -> String {
    match notes.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", notes[..end].trim_end()),
        None => notes.to_owned(),
    }
}
