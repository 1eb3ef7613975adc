//! What follows once a mail was sent, or was not: it becomes an activity of its author's, told on the timelines of the record
//! and of whom it went to; of one that did not arrive the author is told.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::boxes;
use super::model::{Mail, MailState};
use super::store;
use crate::activities::{self, Activity, ActivityFacts, ActivityKind, ActivityState, Direction};
use crate::db::schema::mails;
use crate::db::{Db, Ids, Tx};
use crate::journal::Entity;
use crate::notifications::{Event, Told, tell};
use crate::web::Error;

/// The most mails of one run.
const AT_ONCE: i64 = 100;

/// Does something follow from any mail?
///
/// # Errors
/// What the database answers.
pub fn is_any_due(db: &mut Db, _: NaiveDateTime) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(mails::table.filter(mails::unfiled))).get_result(db)
}

/// Does what follows; answers of how many mails.
///
/// # Errors
/// When somebody was quicker; what the database answers.
pub fn file(tx: &mut Tx<'_>) -> Result<usize, Error> {
    let due = mails::table.filter(mails::unfiled).order(mails::id).limit(AT_ONCE);
    let due: Vec<Mail> = due.select(Mail::as_select()).load(tx.db)?;
    for mail in &due {
        let author = mail.author_id.unwrap_or_default();
        // As they themselves; of who has left since, the program says it.
        if tx.as_person(author, |tx| settle(tx, mail))?.is_none() {
            settle(tx, mail)?;
        }
        diesel::update(mails::table.find(mail.id)).set(mails::unfiled.eq(false)).execute(tx.db)?;
    }
    Ok(due.len())
}

fn settle(tx: &mut Tx<'_>, mail: &Mail) -> Result<(), Error> {
    match mail.state {
        MailState::Sent => sent(tx, mail),
        MailState::Failed => failed(tx, mail),
        MailState::Draft | MailState::Waiting | MailState::Received => Ok(()),
    }
}

fn sent(tx: &mut Tx<'_>, mail: &Mail) -> Result<(), Error> {
    let author = mail.author_id.and_then(|id| tx.directory.person(id).cloned());
    let root = tx.directory.teams.root().map_or(0, |team| team.id);
    let team = author.as_ref().map_or(root, |person| person.team_id);
    let mut facts = ActivityFacts {
        kind: ActivityKind::Email,
        direction: Some(Direction::Out),
        owner_id: author.filter(|person| person.active).map(|person| person.id),
        ..ActivityFacts::starting(&mail.subject, team, tx.now)
    };
    facts.settle(ActivityState::Done, mail.at.unwrap_or(tx.now));
    let record = mail.record().map(|record| store::standing(tx, record)).transpose()?.flatten();
    facts.set_about(record);
    facts.guests = guests(tx, mail, record)?;
    let activity = activities::insert(tx, facts)?;
    activities::took_place(tx, &activity)?;
    bind(tx, mail, &activity)?;
    Ok(())
}

/// The mail is this activity from now on.
pub(super) fn bind(tx: &mut Tx<'_>, mail: &Mail, activity: &Activity) -> QueryResult<()> {
    let set = (mails::activity_id.eq(activity.id), mails::outbox_id.eq(None::<i64>));
    diesel::update(mails::table.find(mail.id)).set(set).execute(tx.db).map(drop)
}

/// The contacts of the record among those it went to.
fn guests(tx: &mut Tx<'_>, mail: &Mail, record: Option<(Entity, i64)>) -> Result<Ids, Error> {
    let Some(record) = record else { return Ok(Ids::default()) };
    let all = boxes::read(&format!("{}\n{}", mail.recipients, mail.copies)).unwrap_or_default();
    let keys: Vec<String> = all.iter().map(boxes::key).collect();
    let known = boxes::known(tx, record)?;
    let meant =
        known.into_iter().filter(|known| known.entity == Entity::Contact && (Entity::Contact, known.id) != record);
    Ok(Ids::of(meant.filter(|known| keys.contains(&known.email.to_lowercase())).map(|known| known.id)))
}

fn failed(tx: &mut Tx<'_>, mail: &Mail) -> Result<(), Error> {
    let record = mail.record().map(|record| store::standing(tx, record)).transpose()?.flatten();
    let (Some(to), Some(record)) = (mail.author_id, record) else { return Ok(()) };
    let key = format!("{}:{}:{}", Event::MailFailed.name(), mail.id, mail.version);
    Ok(tell(tx, &Told { to, event: Event::MailFailed, record, key })?)
}
