//! The rows of mails: drafts, what is on its way, what has become an activity.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::model::{Mail, MailFile, MailState};
use crate::activities::{self, Activity};
use crate::db::schema::{mail_files, mails, signatures};
use crate::db::sql::Sql;
use crate::db::{Db, Tx};
use crate::files::Kept;
use crate::journal::Entity;
use crate::mail;
use crate::web::Error;

/// What is written on a draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, AsChangeset)]
#[diesel(table_name = mails)]
pub struct Written {
    /// Who is ticked.
    pub chosen: String,
    /// Who else was typed.
    pub recipients: String,
    /// Who has it for information.
    pub copies: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

/// A mail of the viewer's own that is no activity yet: being written, on its way, or not sent.
///
/// # Errors
/// `NotFound` where it is none of theirs; what the database answers.
pub fn own(tx: &mut Tx<'_>, id: i64) -> Result<Mail, Error> {
    let own = mails::table.find(id).filter(mails::author_id.eq(tx.viewer.id));
    Ok(own.select(Mail::as_select()).first(tx.db)?)
}

/// A mail the viewer may see: it is an activity that they see.
///
/// # Errors
/// `NotFound` otherwise; what the database answers.
pub fn seen(tx: &mut Tx<'_>, id: i64) -> Result<(Mail, Activity), Error> {
    let mail: Mail = mails::table.find(id).select(Mail::as_select()).first(tx.db)?;
    let activity = activities::find(tx, mail.activity_id.ok_or(Error::NotFound)?)?;
    Ok((mail, activity))
}

/// The mail an activity is, if it is one. The caller has checked that the viewer sees the activity.
///
/// # Errors
/// What the database answers.
pub fn of_activity(tx: &mut Tx<'_>, activity: i64) -> QueryResult<Option<Mail>> {
    mails::table.filter(mails::activity_id.eq(activity)).select(Mail::as_select()).first(tx.db).optional()
}

/// Is this activity a mail?
///
/// # Errors
/// What the database answers.
pub fn is_mail(tx: &mut Tx<'_>, activity: i64) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(mails::table.filter(mails::activity_id.eq(activity)))).get_result(tx.db)
}

/// How the mails begin that these activities are.
///
/// # Errors
/// What the database answers.
pub fn texts_of(tx: &mut Tx<'_>, activities: &[i64]) -> QueryResult<Vec<(i64, String)>> {
    if activities.is_empty() {
        return Ok(Vec::new());
    }
    let rows = mails::table.filter(mails::activity_id.eq_any(activities.to_vec()));
    let rows: Vec<(Option<i64>, String)> = rows.select((mails::activity_id, mails::body)).load(tx.db)?;
    Ok(rows.into_iter().filter_map(|(activity, text)| Some((activity?, text))).collect())
}

/// The viewer's own mails that are no activities yet, the youngest first: all, or those about a record.
///
/// # Errors
/// What the database answers.
pub fn unfinished(tx: &mut Tx<'_>, record: Option<(Entity, i64)>, most: i64) -> QueryResult<Vec<Mail>> {
    let own = mails::table.filter(mails::author_id.eq(tx.viewer.id).and(mails::activity_id.is_null())).into_boxed();
    let own = match record {
        Some((entity, id)) => own.filter(mails::entity.eq(entity.name()).and(mails::record_id.eq(id))),
        None => own,
    };
    own.order((mails::updated_at.desc(), mails::id.desc())).limit(most).select(Mail::as_select()).load(tx.db)
}

/// Begins a draft.
///
/// # Errors
/// What the database answers.
pub fn begin(
    tx: &mut Tx<'_>,
    (entity, record): (Entity, i64),
    answers: Option<&Mail>,
    written: &Written,
) -> QueryResult<Mail> {
    let refs = answers.map(|mail| [mail.refs.as_str(), mail.message_id.as_str()].join(" ").trim().to_owned());
    let row = (
        (mails::state.eq(MailState::Draft), mails::author_id.eq(tx.viewer.id)),
        (mails::entity.eq(entity.name()), mails::record_id.eq(record)),
        (mails::answers_id.eq(answers.map(|mail| mail.id)), mails::refs.eq(refs.unwrap_or_default())),
        (mails::created_at.eq(tx.now), mails::updated_at.eq(tx.now)),
    );
    let id: i64 = diesel::insert_into(mails::table).values(row).returning(mails::id).get_result(tx.db)?;
    let row = mails::table.find(id);
    diesel::update(row).set(written).execute(tx.db)?;
    row.select(Mail::as_select()).first(tx.db)
}

/// Writes on a draft, if nobody has since it was read.
///
/// # Errors
/// What the database answers.
pub fn write(tx: &mut Tx<'_>, mail: &Mail, written: &Written) -> QueryResult<Option<Mail>> {
    let row = mails::table.find(mail.id).filter(mails::version.eq(mail.version));
    let row = row.filter(mails::state.eq_any([MailState::Draft, MailState::Failed]));
    let counted = (mails::version.eq(mail.version + 1), mails::updated_at.eq(tx.now));
    let fresh = (mails::state.eq(MailState::Draft), mails::outbox_id.eq(None::<i64>), mails::trouble.eq(""));
    if diesel::update(row).set((written, counted, fresh)).execute(tx.db)? == 0 {
        return Ok(None);
    }
    // The letter that did not arrive is none any more: another will be sent.
    mail.outbox_id.map(|letter| mail::forget(tx.db, letter)).transpose()?;
    mails::table.find(mail.id).select(Mail::as_select()).first(tx.db).map(Some)
}

/// Throws a draft away.
///
/// # Errors
/// What the database answers.
pub fn discard(tx: &mut Tx<'_>, mail: &Mail) -> QueryResult<()> {
    mail.outbox_id.map(|letter| mail::forget(tx.db, letter)).transpose()?;
    diesel::delete(mails::table.find(mail.id)).execute(tx.db).map(drop)
}

/// The files of a mail, in the order in which they were attached.
///
/// # Errors
/// What the database answers.
pub fn files(db: &mut Db, mail: i64) -> QueryResult<Vec<MailFile>> {
    let rows = mail_files::table.filter(mail_files::mail_id.eq(mail));
    rows.order(mail_files::id).select(MailFile::as_select()).load(db)
}

/// Attaches a file that is in the store.
///
/// # Errors
/// What the database answers.
pub fn attach(tx: &mut Tx<'_>, mail: i64, name: &str, media_type: &str, kept: &Kept) -> QueryResult<()> {
    let row = (
        mail_files::mail_id.eq(mail),
        mail_files::name.eq(name),
        mail_files::media_type.eq(media_type),
        mail_files::bytes.eq(kept.bytes),
        mail_files::hash.eq(&kept.hash),
    );
    diesel::insert_into(mail_files::table).values(row).execute(tx.db).map(drop)
}

/// Takes files off a mail.
///
/// # Errors
/// What the database answers.
pub fn detach(tx: &mut Tx<'_>, mail: i64, files: &[i64]) -> QueryResult<()> {
    let rows = mail_files::table.filter(mail_files::mail_id.eq(mail).and(mail_files::id.eq_any(files.to_vec())));
    diesel::delete(rows).execute(tx.db).map(drop)
}

/// Does any mail have a file of this content?
///
/// # Errors
/// What the database answers.
pub fn names_file(db: &mut Db, hash: &str) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(mail_files::table.filter(mail_files::hash.eq(hash)))).get_result(db)
}

/// What the viewer's mails end with.
///
/// # Errors
/// What the database answers.
pub fn signature(tx: &mut Tx<'_>) -> QueryResult<String> {
    let row = signatures::table.find(tx.viewer.id).select(signatures::body);
    row.first(tx.db).optional().map(Option::unwrap_or_default)
}

/// Has the viewer's mails end with this.
///
/// # Errors
/// What the database answers.
pub fn sign(tx: &mut Tx<'_>, body: &str) -> QueryResult<()> {
    let insert = Sql::new("INSERT INTO signatures (user_id, body) VALUES (").bind(tx.viewer.id).push(", ").bind(body);
    insert.push(") ON CONFLICT (user_id) DO UPDATE SET body = excluded.body").run(tx.db).map(drop)
}

/// The record that stands where one stood: itself, or the one it was merged into; none where it is no more.
///
/// # Errors
/// What the database answers.
pub fn standing(tx: &mut Tx<'_>, (entity, id): (Entity, i64)) -> QueryResult<Option<(Entity, i64)>> {
    let table = crate::records::table(entity);
    let mut at = id;
    // Merged again and again, it is found at last; not for ever, whatever the rows say.
    for _ in 0..32 {
        let exists = Sql::new(&format!("SELECT EXISTS (SELECT 1 FROM {table} WHERE id = ")).bind(at).push(")");
        if exists.one::<(Bool,), (bool,)>(tx.db)?.0 {
            return Ok(Some((entity, at)));
        }
        let won = Sql::new("SELECT winner_id FROM merges WHERE entity = ").bind(entity.name());
        let won = won.push(" AND loser_id = ").bind(at).push(" ORDER BY id DESC LIMIT 1");
        match won.load::<(BigInt,), (i64,)>(tx.db)?.first() {
            Some((winner,)) => at = *winner,
            None => return Ok(None),
        }
    }
    Ok(None)
}
