//! Takes a message in: kept once, put with what it belongs to, told to whose affair it is.

use std::io;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use lettre::message::Mailbox;

use super::belongs::{self, Place};
use super::parse::{Incoming, Kind, Party, parse};
use crate::activities::{self, Activity, ActivityFacts, ActivityKind, ActivityState, Direction};
use crate::correspondence::filing::bind;
use crate::correspondence::model::{Mail, MailState};
use crate::correspondence::store;
use crate::db::schema::mails;
use crate::db::{Ids, Tx};
use crate::files::{self, Kept, Store};
use crate::jobs;
use crate::journal::Entity;
use crate::notifications::{Event, Told, tell};
use crate::web::{App, Error};

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands on timelines.
    Filed,
    /// It belongs to nobody yet: somebody takes it up.
    Waits,
    /// A mail of ours came back: its author is told.
    Returned,
    /// It was here already, or is one of our own.
    Known,
    /// A program sent it, about nothing of ours; or there was nothing in it.
    Dropped,
}

/// Takes a message in. The same one is taken once, however often it is brought.
///
/// # Errors
/// What the database and the disk answer; then it can be brought again.
pub fn ingest(app: &App, raw: &[u8]) -> Result<Outcome, Error> {
    let Some(mail) = parse(raw) else { return Ok(Outcome::Dropped) };
    // Before any row names them, and not while the database waits.
    let files = kept(app, &mail).map_err(|cause| Error::Bug(format!("keeping a file of a mail: {cause}")))?;
    let mut outcome = Outcome::Dropped;
    jobs::in_one(app, |tx| {
        outcome = take(tx, app, &mail, &files)?;
        Ok(1)
    })?;
    Ok(outcome)
}

fn kept(app: &App, mail: &Incoming) -> io::Result<Vec<(String, Kept)>> {
    let store = Store::of(&app.config);
    // A program that came in is kept under a name by which nothing starts it.
    let name = |typed: &str| files::named(typed).or_else(|_| files::named(&format!("{typed}.blocked")));
    let one = |part: &super::parse::Part| {
        Ok((name(&part.name).unwrap_or_else(|_| "file".to_owned()), store.keep(&part.content[..])?))
    };
    mail.files.iter().map(one).collect()
}

fn take(tx: &mut Tx<'_>, app: &App, mail: &Incoming, files: &[(String, Kept)]) -> Result<Outcome, Error> {
    if let Kind::Bounce(of) = &mail.kind {
        return returned(tx, of, mail);
    }
    if belongs::is_known(tx, &mail.message_id)? {
        return Ok(Outcome::Known);
    }
    match belongs::place(tx, &app.config, &app.key, mail)? {
        Some(place) => {
            let row = keep(tx, mail, files, &place)?;
            filed(tx, mail, &row, &place)?;
            Ok(Outcome::Filed)
        }
        None if mail.kind == Kind::Auto => Ok(Outcome::Dropped),
        None => keep(tx, mail, files, &Place::default()).map(|_| Outcome::Waits).map_err(Error::from),
    }
}

/// Notes that our mails came back, and tells who wrote them.
fn returned(tx: &mut Tx<'_>, of: &[String], report: &Incoming) -> Result<Outcome, Error> {
    let ours = mails::table.filter(mails::message_id.eq_any(of.to_vec()).and(mails::message_id.ne("")));
    let ours = ours.filter(mails::state.eq(MailState::Sent).and(mails::trouble.eq("")));
    let rows: Vec<Mail> = ours.select(Mail::as_select()).load(tx.db)?;
    let why: String = report.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(500).collect();
    let why = if why.is_empty() { report.subject.clone() } else { why };
    for mail in &rows {
        diesel::update(mails::table.find(mail.id)).set(mails::trouble.eq(&why)).execute(tx.db)?;
        let activity = mail.activity_id.map(|id| (Entity::Activity, id));
        let record = activity.or(mail.record().map(|record| store::standing(tx, record)).transpose()?.flatten());
        if let (Some(to), Some(record)) = (mail.author_id, record) {
            let key = format!("{}:{}:returned", Event::MailFailed.name(), mail.id);
            tell(tx, &Told { to, event: Event::MailFailed, record, key })?;
        }
    }
    Ok(if rows.is_empty() { Outcome::Dropped } else { Outcome::Returned })
}

fn line(party: &Party) -> String {
    let mailbox = |address| Mailbox::new(Some(party.name.clone()).filter(|name| !name.is_empty()), address);
    party.address.parse().map(mailbox).map_or_else(|_| party.address.clone(), |mailbox| mailbox.to_string())
}

fn lines(parties: &[Party]) -> String {
    parties.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// When it was written, as it says itself; not later than now, whatever the clock of its sender says.
fn written_at(tx: &Tx<'_>, mail: &Incoming) -> NaiveDateTime {
    mail.at.filter(|at| *at <= tx.now).unwrap_or(tx.now)
}

fn keep(tx: &mut Tx<'_>, mail: &Incoming, files: &[(String, Kept)], place: &Place) -> QueryResult<Mail> {
    let state = if place.by_them { MailState::Sent } else { MailState::Received };
    let at = written_at(tx, mail);
    let who = (
        mails::sender.eq(mail.from.as_ref().map(line).unwrap_or_default()),
        mails::reply_to.eq(mail.reply_to.as_ref().map(line).unwrap_or_default()),
        mails::recipients.eq(lines(&mail.to)),
        mails::copies.eq(lines(&mail.cc)),
    );
    let what = (mails::subject.eq(&mail.subject), mails::body.eq(&mail.text), mails::html.eq(&mail.html));
    let thread = (
        mails::message_id.eq(&mail.message_id),
        mails::refs.eq(mail.refs.join(" ")),
        mails::answers_id.eq(place.answers),
        mails::author_id.eq(place.person.filter(|_| place.by_them)),
    );
    let when = (mails::state.eq(state), mails::at.eq(at), mails::created_at.eq(tx.now), mails::updated_at.eq(tx.now));
    let insert = diesel::insert_into(mails::table).values((who, what, thread, when)).returning(mails::id);
    let id: i64 = insert.get_result(tx.db)?;
    for (name, kept) in files {
        store::attach(tx, id, name, files::media_type(name), kept)?;
    }
    mails::table.find(id).select(Mail::as_select()).first(tx.db)
}

/// The activity it is, and who is told of it.
fn filed(tx: &mut Tx<'_>, mail: &Incoming, row: &Mail, place: &Place) -> Result<(), Error> {
    let owned = place.record.map(|record| belongs::owner_of(tx, record)).transpose()?.flatten();
    let is_there = |id: &i64| tx.directory.person(*id).is_some_and(|person| person.active);
    let person = place.person.filter(is_there).or(owned.and_then(|(owner, _)| owner).filter(is_there));
    let team = person.and_then(|id| tx.directory.person(id)).map(|person| person.team_id);
    let root = tx.directory.teams.root().map_or(0, |team| team.id);
    let team = team.or(owned.map(|(_, team)| team)).unwrap_or(root);
    let by_program = mail.kind == Kind::Auto;
    let subject = if mail.subject.is_empty() { tx.text.t("mails-no-subject").to_owned() } else { mail.subject.clone() };
    let subject: String = subject.chars().take(200).collect();
    let mut facts = ActivityFacts { owner_id: person, ..ActivityFacts::starting(&subject, team, tx.now) };
    // What a program sends is worth knowing, and no word with the customer (rule 61).
    facts.kind = if by_program { ActivityKind::Note } else { ActivityKind::Email };
    facts.direction = match (by_program, place.by_them) {
        (true, _) => None,
        (false, true) => Some(Direction::Out),
        (false, false) => Some(Direction::In),
    };
    facts.settle(ActivityState::Done, written_at(tx, mail));
    facts.set_about(place.record);
    facts.guests = Ids::of(place.contact.filter(|id| place.record != Some((Entity::Contact, *id))));
    let activity = activities::insert(tx, facts)?;
    bind(tx, row, &activity)?;
    activities::took_place(tx, &activity)?;
    if !by_program && !place.by_them {
        told(tx, person, &activity)?;
    }
    Ok(())
}

fn told(tx: &mut Tx<'_>, to: Option<i64>, activity: &Activity) -> QueryResult<()> {
    let Some(to) = to else { return Ok(()) };
    let key = format!("{}:{}", Event::MailReceived.name(), activity.id);
    tell(tx, &Told { to, event: Event::MailReceived, record: (Entity::Activity, activity.id), key })
}

/// Somebody takes up a mail that belonged to nobody: it is an activity of theirs from now on, to be put with a record.
///
/// # Errors
/// What the database answers.
pub fn take_up(tx: &mut Tx<'_>, mail: &Mail) -> Result<Activity, Error> {
    let subject = if mail.subject.is_empty() { tx.text.t("mails-no-subject") } else { mail.subject.as_str() };
    let subject: String = subject.chars().take(200).collect();
    let mut facts = ActivityFacts {
        kind: ActivityKind::Email,
        direction: Some(Direction::In),
        owner_id: Some(tx.viewer.id),
        ..ActivityFacts::starting(&subject, tx.viewer.team_id, tx.now)
    };
    facts.settle(ActivityState::Done, mail.at.unwrap_or(tx.now));
    let activity = activities::insert(tx, facts)?;
    bind(tx, mail, &activity)?;
    Ok(activity)
}
