//! What lies on the desks of the mail: texts the company begins with, what was written to customers, what somebody has begun,
//! and one that came in from nobody anybody knows.

use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::staff::PEOPLE;
use crate::correspondence::{self, MailState};
use crate::db::Tx;
use crate::db::schema::{mail_templates, mails};
use crate::db::sql::Sql;
use crate::journal::Entity;

/// Texts the company begins with.
const TEMPLATES: [(&str, &str, &str); 3] = [
    (
        "After a visit",
        "What we saw on your roof",
        "Dear {contact.name},\n\nthank you for showing us around. We will send you the yield forecast and an offer within a week.",
    ),
    (
        "The offer",
        "Our offer: {deal.name}",
        "Dear {contact.name},\n\nhere is our offer for {account.name}. It holds for thirty days; call me with any question.",
    ),
    (
        "First word",
        "Your enquiry",
        "Dear {contact.name},\n\nthank you for writing to {company.name}. When may I call you?",
    ),
];

/// What was written.
const TEXTS: [&str; 4] = [
    "Good morning,\n\nas promised, here is what we talked about. The forecast counts with the shade of the chimney.\n\nKind regards",
    "Hello,\n\nthe fitters could begin in the second week of next month. Would that suit you?\n\nKind regards",
    "Good afternoon,\n\nI have asked about the inverter: the larger one is in stock and costs the same.\n\nKind regards",
    "Hello,\n\na short reminder: the signature is still missing. I am glad to come by.\n\nKind regards",
];

/// So many of the latest messages have a text.
const LATEST: i64 = 150;

/// Sets it up, counted back from `now`.
///
/// # Errors
/// What the database answers.
pub fn set_up(tx: &mut Tx<'_>, now: NaiveDateTime) -> QueryResult<()> {
    for (name, subject, body) in TEMPLATES {
        let what = (mail_templates::name.eq(name), mail_templates::subject.eq(subject), mail_templates::body.eq(body));
        let row = (what, mail_templates::version.eq(1), mail_templates::language.eq("en"));
        diesel::insert_into(mail_templates::table).values(row).execute(tx.db)?;
    }
    written(tx)?;
    begun(tx, now)?;
    came_in(tx, now - Duration::hours(3))
}

type Written = (i64, String, Option<i64>, NaiveDateTime, (String, i64));

/// The texts of what was written to customers.
fn written(tx: &mut Tx<'_>) -> QueryResult<()> {
    let sql = Sql::new(
        "SELECT a.id, a.subject, a.owner_id, a.settled_at, w.entity, w.record_id FROM activities a \
         JOIN activity_about w ON w.activity_id = a.id WHERE a.kind = 'email' AND a.settled_at IS NOT NULL \
         AND a.state = 'done' ORDER BY a.settled_at DESC, a.id LIMIT ",
    );
    let rows: Vec<Written> =
        sql.bind(LATEST).load::<(BigInt, Text, Nullable<BigInt>, Timestamp, (Text, BigInt)), _>(tx.db)?;
    for ((id, subject, owner, at, (entity, record)), text) in rows.into_iter().zip(TEXTS.iter().cycle()) {
        let Ok(entity) = entity.parse::<Entity>() else { continue };
        let to = correspondence::addresses(tx, (entity, record))?;
        let from = owner.and_then(|id| tx.directory.person(id)).and_then(|person| person.email.clone());
        let Some(to) = to.first() else { continue };
        let who = (mails::sender.eq(from.unwrap_or_default()), mails::recipients.eq(to), mails::author_id.eq(owner));
        let what =
            (mails::subject.eq(subject), mails::body.eq(*text), mails::message_id.eq(format!("{id}@jua.example")));
        let when = (mails::at.eq(at), mails::created_at.eq(at), mails::updated_at.eq(at));
        let row = (who, what, when, mails::state.eq(MailState::Sent), mails::activity_id.eq(id));
        diesel::insert_into(mails::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

/// Each of the five has begun one.
fn begun(tx: &mut Tx<'_>, now: NaiveDateTime) -> QueryResult<()> {
    let directory = tx.directory.clone();
    for member in PEOPLE.iter().filter(|member| member.signs_in()) {
        let known = directory.people.iter().find(|person| person.email.as_deref() == Some(member.email));
        let Some(person) = known else { continue };
        let own = Sql::new("SELECT MAX(id) FROM accounts WHERE owner_id = ").bind(person.id);
        let own = own.load::<(Nullable<BigInt>,), (Option<i64>,)>(tx.db)?.first().and_then(|(id,)| *id);
        let about = (mails::entity.eq(Entity::Account.name()), mails::record_id.eq(own.unwrap_or(1)));
        let what = (mails::subject.eq("Our visit next week"), mails::body.eq(TEXTS[1]), mails::author_id.eq(person.id));
        let when = (mails::created_at.eq(now), mails::updated_at.eq(now));
        let row = (about, what, when, mails::state.eq(MailState::Draft));
        diesel::insert_into(mails::table).values(row).execute(tx.db)?;
    }
    Ok(())
}

fn came_in(tx: &mut Tx<'_>, at: NaiveDateTime) -> QueryResult<()> {
    let text = "Good morning,\n\nour school has a flat roof of about 400 square metres. What would it cost to put your panels \
                there, and how long do you need?\n\nHeadmistress Adaeze Nwosu";
    let who =
        (mails::sender.eq("Adaeze Nwosu <office@hillside-school.example>"), mails::recipients.eq("hello@jua.example"));
    let what = (
        mails::subject.eq("Panels for our school"),
        mails::body.eq(text),
        mails::message_id.eq("1@hillside-school.example"),
    );
    let when = (mails::at.eq(at), mails::created_at.eq(at), mails::updated_at.eq(at));
    let row = (who, what, when, mails::state.eq(MailState::Received));
    diesel::insert_into(mails::table).values(row).execute(tx.db).map(drop)
}
