//! A mail as it travels: written by a person, under the company's own address, answered to the person's.
//!
//! Mail servers believe a sender when it comes by the server that may send for that address (SPF, DKIM), which is the company's
//! sender of `FURSA_MAIL_FROM`; the person stands in its name, and in `Reply-To` where answers do not come in here.

use diesel::prelude::*;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Message, message::MessageBuilder};

use super::model::{Mail, MailFile};
use super::{boxes, incoming, store};
use crate::config::Config;
use crate::db::Db;
use crate::db::schema::mails;
use crate::directory::Directory;
use crate::files::Store;

/// What a mail says of who writes it: their mailbox in the company's address, and where answers go.
pub struct Sender {
    /// Who it comes from.
    pub from: Mailbox,
    /// Who answers go to, where somebody reads them.
    pub reply_to: Option<Mailbox>,
}

impl Sender {
    /// Who a person's mails come from.
    ///
    /// # Errors
    /// A sender in the settings that is none.
    pub fn of(
        config: &Config,
        key: &[u8],
        directory: &Directory,
        (person, mail): (i64, i64),
    ) -> Result<Sender, String> {
        let company: Mailbox = config.mail_from.parse().map_err(|e| format!("{e}"))?;
        let person = directory.person(person);
        let name = person.map_or("", |person| person.name.as_str());
        let name = Some(name.to_owned()).filter(|name| !name.is_empty()).or(company.name);
        let own = || person.and_then(|person| person.email.as_ref()?.parse().ok());
        // Where mail comes in, answers do: to an address that says what they answer.
        let address = incoming::for_answers(config, key, mail).or_else(own);
        let reply_to = address.map(|address| Mailbox::new(name.clone(), address));
        Ok(Sender { from: Mailbox::new(name, company.email), reply_to })
    }
}

/// The mail that goes out as a letter of the outbox.
///
/// # Errors
/// What the database answers.
pub fn of_outbox(db: &mut Db, letter: i64) -> QueryResult<Option<(Mail, Vec<MailFile>)>> {
    let mail = mails::table.filter(mails::outbox_id.eq(letter)).select(Mail::as_select()).first(db).optional()?;
    mail.map(|mail: Mail| store::files(db, mail.id).map(|files| (mail, files))).transpose()
}

/// The message: sent twice, it is the same.
///
/// # Errors
/// What cannot be sent, in the words of whoever noticed.
pub fn message(config: &Config, mail: &Mail, files: &[MailFile]) -> Result<Message, String> {
    let mut head: MessageBuilder = Message::builder().from(mail.sender.parse::<Mailbox>().map_err(|e| e.to_string())?);
    if let Ok(reply_to) = mail.reply_to.parse::<Mailbox>() {
        head = head.reply_to(reply_to);
    }
    for mailbox in boxes::read(&mail.recipients)? {
        head = head.to(mailbox);
    }
    for mailbox in boxes::read(&mail.copies)? {
        head = head.cc(mailbox);
    }
    head = head.subject(&mail.subject).message_id(Some(format!("<{}>", mail.message_id)));
    if let Some(at) = mail.at {
        head = head.date(at.and_utc().into());
    }
    let refs: Vec<String> = mail.refs.split_whitespace().map(|id| format!("<{id}>")).collect();
    if let Some(last) = refs.last() {
        let header = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
        head = head.raw_header(header("In-Reply-To", last.clone())).raw_header(header("References", refs.join(" ")));
    }
    let text = mail.body.clone();
    if files.is_empty() {
        return head.header(ContentType::TEXT_PLAIN).body(text).map_err(|e| e.to_string());
    }
    let store = Store::of(config);
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(text));
    for file in files {
        let content = store.read(&file.hash).map_err(|e| format!("{}: {e}", file.name))?;
        let kind = ContentType::parse(&file.media_type).map_err(|e| e.to_string())?;
        parts = parts.singlepart(Attachment::new(file.name.clone()).body(content, kind));
    }
    head.multipart(parts).map_err(|e| e.to_string())
}
