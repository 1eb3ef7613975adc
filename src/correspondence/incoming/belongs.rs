//! What a message belongs to: a pure order of questions, each answered by the database.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::address::{self, Tag};
use super::parse::Incoming;
use crate::activities;
use crate::config::Config;
use crate::correspondence::model::Mail;
use crate::correspondence::store;
use crate::db::Tx;
use crate::db::schema::mails;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records;
use crate::values::email::{self, Email};

/// Where a message is put.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The record it is about.
    pub record: Option<(Entity, i64)>,
    /// The mail it answers.
    pub answers: Option<i64>,
    /// Whose affair it is: who wrote what it answers, or whose records it was sent for.
    pub person: Option<i64>,
    /// Did that person write it themselves, elsewhere?
    pub by_them: bool,
    /// The contact who wrote it, beside the record.
    pub contact: Option<i64>,
}

/// Lines of a forwarded message in which who wrote it is looked for.
const FORWARDED: usize = 40;

/// Finds it; nothing where it belongs to nobody.
///
/// # Errors
/// What the database answers.
pub fn place(tx: &mut Tx<'_>, config: &Config, key: &[u8], mail: &Incoming) -> QueryResult<Option<Place>> {
    let tags: Vec<Tag> = addressed(mail).filter_map(|to| address::said(config, key, to)).collect();
    let tagged = tags.iter().find_map(|tag| if let Tag::Mail(id) = tag { Some(*id) } else { None });
    let answered = match answered(tx, &mail.refs)? {
        Some(found) => Some(found),
        None => tagged.map(|id| by_id(tx, id)).transpose()?.flatten(),
    };
    if let Some(answered) = answered {
        return after(tx, mail, &answered).map(Some);
    }
    let person = tags.iter().find_map(|tag| if let Tag::Person(id) = tag { Some(*id) } else { None });
    if let Some(person) = person.filter(|id| tx.directory.person(*id).is_some_and(|person| person.active)) {
        return tx.as_person(person, |tx| for_person(tx, config, mail, person));
    }
    let from = mail.from.iter().map(|from| from.address.clone()).collect::<Vec<_>>();
    let record = known(tx, &from)?;
    Ok(record.map(|record| Place { record: Some(record), ..Place::default() }))
}

/// Every address it was sent to.
fn addressed(mail: &Incoming) -> impl Iterator<Item = &str> {
    let written = mail.to.iter().chain(&mail.cc).map(|party| party.address.as_str());
    written.chain(mail.delivered.iter().map(String::as_str))
}

/// The youngest of our mails that it comes after.
fn answered(tx: &mut Tx<'_>, refs: &[String]) -> QueryResult<Option<Mail>> {
    if refs.is_empty() {
        return Ok(None);
    }
    let rows = mails::table.filter(mails::message_id.eq_any(refs.to_vec()).and(mails::message_id.ne("")));
    rows.order(mails::id.desc()).select(Mail::as_select()).first(tx.db).optional()
}

fn by_id(tx: &mut Tx<'_>, id: i64) -> QueryResult<Option<Mail>> {
    mails::table.find(id).select(Mail::as_select()).first(tx.db).optional()
}

/// The place of what comes after one of our mails: with its record, and for who wrote it.
fn after(tx: &mut Tx<'_>, mail: &Incoming, answered: &Mail) -> QueryResult<Place> {
    let activity = match answered.activity_id {
        Some(id) => activities::of_ids(tx, &[id])?.pop(),
        None => None,
    };
    let record = match &activity {
        Some(activity) => activity.about(),
        None => answered.record().map(|record| store::standing(tx, record)).transpose()?.flatten(),
    };
    let contact = match (&mail.from, record) {
        (Some(from), Some((entity, _))) if entity != Entity::Contact => {
            known_of(tx, std::slice::from_ref(&from.address), &[Entity::Contact])?.map(|(_, id)| id)
        }
        _ => None,
    };
    let person = answered.author_id.or(activity.and_then(|activity| activity.owner_id));
    Ok(Place { record, answers: Some(answered.id), person, by_them: false, contact })
}

/// The place of what somebody sent for their own records: with whom they wrote to, or who wrote to them.
fn for_person(tx: &mut Tx<'_>, config: &Config, mail: &Incoming, person: i64) -> QueryResult<Place> {
    let own = tx.directory.person(person).and_then(|me| me.email.clone()).unwrap_or_default().to_lowercase();
    let from: Vec<String> = mail.from.iter().map(|from| from.address.clone()).collect();
    let by_them = from.iter().any(|from| from.to_lowercase() == own);
    let others = |party: &String| party.to_lowercase() != own && !address::is_own(config, party);
    let written: Vec<String> = mail.to.iter().chain(&mail.cc).map(|to| to.address.clone()).filter(others).collect();
    let meant = match (by_them, written.is_empty()) {
        (true, false) => written,
        // Forwarded: who wrote it stands in the text.
        (true, true) => in_text(&mail.text).into_iter().filter(others).collect(),
        (false, _) => from,
    };
    let forwarded = by_them && mail.to.iter().chain(&mail.cc).all(|to| !others(&to.address));
    let record = known(tx, &meant)?;
    Ok(Place { record, person: Some(person), by_them: by_them && !forwarded, ..Place::default() })
}

/// The addresses in the first lines of a text.
fn in_text(text: &str) -> Vec<String> {
    let lines = text.lines().take(FORWARDED).filter(|line| line.contains('@'));
    let words = lines.flat_map(|line| line.split(|c: char| c.is_whitespace() || "<>()[],;:\"'".contains(c)));
    words.filter_map(|word| Email::parse(word).ok()).map(|email| email.typed).collect()
}

/// Whom one of these addresses is known of: a contact, else a lead that is open, else a company; the one that was last
/// changed, where there are several, as far as whoever asks may see them.
fn known(tx: &mut Tx<'_>, addresses: &[String]) -> QueryResult<Option<(Entity, i64)>> {
    known_of(tx, addresses, &[Entity::Contact, Entity::Lead, Entity::Account])
}

fn known_of(tx: &mut Tx<'_>, addresses: &[String], kinds: &[Entity]) -> QueryResult<Option<(Entity, i64)>> {
    let keys: Vec<String> =
        addresses.iter().flat_map(|one| email::all_in(one).unwrap_or_default()).map(|one| one.key).collect();
    for key in &keys {
        for kind in kinds {
            let (table, reach) = (records::table(*kind), records::visible(&tx.viewer, *kind).words("r"));
            let open = if *kind == Entity::Lead { " AND r.state = 'open'" } else { "" };
            let sql = Sql::new(&format!(
                "SELECT r.id FROM identity_keys k JOIN {table} r ON r.id = k.record_id WHERE k.entity = "
            ));
            let sql = sql.bind(kind.name()).push(" AND k.kind = 'email' AND k.key = ").bind(key.as_str());
            let sql = sql.push(&format!("{open} AND {reach} ORDER BY r.updated_at DESC, r.id LIMIT 1"));
            if let Some((id,)) = sql.load::<(BigInt,), (i64,)>(tx.db)?.first() {
                return Ok(Some((*kind, *id)));
            }
        }
    }
    Ok(None)
}

/// Whose a record is, and of which team.
///
/// # Errors
/// What the database answers.
pub fn owner_of(tx: &mut Tx<'_>, (entity, id): (Entity, i64)) -> QueryResult<Option<(Option<i64>, i64)>> {
    let sql = Sql::new(&format!("SELECT owner_id, team_id FROM {} WHERE id = ", records::table(entity))).bind(id);
    Ok(sql.load::<(Nullable<BigInt>, BigInt), (Option<i64>, i64)>(tx.db)?.into_iter().next())
}

/// Is a message of this id known that came in?
///
/// # Errors
/// What the database answers.
pub fn is_known(tx: &mut Tx<'_>, message_id: &str) -> QueryResult<bool> {
    let sql = Sql::new("SELECT state FROM mails WHERE message_id = ").bind(message_id).push(" LIMIT 1");
    Ok(!sql.load::<(Text,), (String,)>(tx.db)?.is_empty())
}
