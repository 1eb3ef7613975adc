//! What is typed of a mail, and what is wrong with it when it is to be sent.

use diesel::QueryResult;
use lettre::message::Mailbox;
use serde::Deserialize;

use super::boxes::{self, Known};
use super::fill::{Filled, Values};
use super::model::{Mail, MailFile};
use super::store::{self, Written};
use crate::config::Config;
use crate::db::Tx;
use crate::values::text;
use crate::web::{Problems, nonce, too_long};

/// The most characters of a subject: longer ones are cut by mail programs.
const LONGEST_SUBJECT: usize = 200;
/// The most characters of a text.
const LONGEST_TEXT: usize = 100_000;
/// The most a mail goes to: what goes to more is a campaign, which asks whether they want it.
const MOST_RECIPIENTS: usize = 50;

/// Everything the form sends, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MailForm {
    /// Makes a second press find what the first one made.
    pub nonce: String,
    /// The version that was written on.
    pub version: String,
    /// The record it is about, as `opportunity-12`.
    pub about: String,
    /// The mail it answers.
    pub answers: String,
    /// Who is ticked, as `contact-7`.
    pub who: Vec<String>,
    /// Who else has it.
    pub to: String,
    /// Who has it for information.
    pub cc: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// The template to begin with.
    pub template: String,
    /// Files to be taken off.
    pub off: Vec<String>,
    /// The button: `send`, `fill` for a template, otherwise it is only kept.
    pub what: String,
}

impl MailForm {
    /// The form of a mail nobody has written on yet.
    ///
    /// # Errors
    /// What the database answers.
    pub fn fresh(tx: &mut Tx<'_>) -> QueryResult<MailForm> {
        let signature = store::signature(tx)?;
        let text = if signature.is_empty() { String::new() } else { format!("\n\n-- \n{signature}") };
        Ok(MailForm { nonce: nonce::fresh(), text, ..MailForm::default() })
    }

    /// The form of a draft.
    pub fn of(mail: &Mail) -> MailForm {
        MailForm {
            version: mail.version.to_string(),
            who: mail.chosen(),
            to: mail.recipients.clone(),
            cc: mail.copies.clone(),
            subject: mail.subject.clone(),
            text: mail.body.clone(),
            answers: mail.answers_id.map(|id| id.to_string()).unwrap_or_default(),
            ..MailForm::default()
        }
    }

    /// What of it is kept, whatever it is.
    pub fn written(&self) -> Written {
        let is_value = |value: &&String| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let chosen: Vec<&str> = self.who.iter().filter(is_value).map(String::as_str).collect();
        Written {
            chosen: chosen.join(" "),
            recipients: self.to.trim().to_owned(),
            copies: self.cc.trim().to_owned(),
            subject: text::line(&self.subject),
            body: self.text.trim_end().to_owned(),
        }
    }
}

/// A mail that can be sent.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Who has it.
    pub to: Vec<Mailbox>,
    /// Who has it for information.
    pub cc: Vec<Mailbox>,
    /// Its subject, filled.
    pub subject: String,
    /// Its text, filled.
    pub body: String,
}

/// The mail as it would be sent.
///
/// # Errors
/// What is wrong with it, field by field; what the database answers, outside.
pub fn check(
    tx: &mut Tx<'_>,
    config: &Config,
    mail: &Mail,
    files: &[MailFile],
    known: &[Known],
) -> QueryResult<Result<Ready, Problems>> {
    let mut problems = Problems::new();
    let chosen = mail.chosen();
    let ticked: Vec<Known> = known.iter().filter(|known| chosen.contains(&known.value())).cloned().collect();
    let mut to: Vec<Mailbox> = ticked.iter().filter_map(Known::mailbox).collect();
    to.extend(mailboxes(tx, &mut problems, "to", &mail.recipients));
    let cc = mailboxes(tx, &mut problems, "cc", &mail.copies);
    if to.is_empty() {
        problems.add("to", tx.text.t("mails-problem-nobody"));
    } else if to.len() + cc.len() > MOST_RECIPIENTS {
        problems.add("to", tx.text.n("mails-problem-many", i64::try_from(MOST_RECIPIENTS).unwrap_or_default()));
    }
    let values = Values::of(tx, mail.record(), &ticked)?;
    let subject = filled(tx, &mut problems, "subject", values.fill(&mail.subject));
    let body = filled(tx, &mut problems, "text", values.fill(&mail.body));
    if subject.trim().is_empty() {
        problems.add("subject", tx.text.t("mails-problem-subject"));
    } else if subject.chars().count() > LONGEST_SUBJECT {
        problems.add("subject", too_long(&tx.text, &subject, LONGEST_SUBJECT));
    }
    if body.trim().is_empty() {
        problems.add("text", tx.text.t("mails-problem-text"));
    } else if body.chars().count() > LONGEST_TEXT {
        problems.add("text", too_long(&tx.text, &body, LONGEST_TEXT));
    }
    if let Some(sentence) = too_heavy(tx, config, files.iter().map(|file| file.bytes).sum()) {
        problems.add("file", sentence);
    }
    Ok(if problems.is_empty() { Ok(Ready { to: once(to), cc: once(cc), subject, body }) } else { Err(problems) })
}

/// What is wrong with files that are too much for a mail.
pub fn too_heavy(tx: &Tx<'_>, config: &Config, bytes: i64) -> Option<String> {
    // What travels is a third longer than what is attached.
    let most = i64::try_from(config.mail_size).unwrap_or(i64::MAX) / 4 * 3;
    (bytes > most).then(|| tx.text.n("mails-problem-heavy", most / (1024 * 1024)))
}

fn mailboxes(tx: &Tx<'_>, problems: &mut Problems, field: &str, typed: &str) -> Vec<Mailbox> {
    boxes::read(typed).unwrap_or_else(|wrong| {
        problems.add(field, tx.text.a("mails-problem-address", "typed", wrong.as_str()));
        Vec::new()
    })
}

/// Each address once.
fn once(boxes: Vec<Mailbox>) -> Vec<Mailbox> {
    let mut kept: Vec<Mailbox> = Vec::new();
    for mailbox in boxes {
        if !kept.iter().any(|known| boxes::key(known) == boxes::key(&mailbox)) {
            kept.push(mailbox);
        }
    }
    kept
}

// messages: mails-merge-*
fn filled(tx: &Tx<'_>, problems: &mut Problems, field: &str, filled: Filled) -> String {
    if let Some(unknown) = filled.unknown.first() {
        problems.add(field, tx.text.a("mails-problem-unknown", "field", unknown.as_str()));
    }
    if let Some(missing) = filled.missing.first() {
        let what = tx.text.t(&merge_key(missing));
        let args = [("field", format!("{{{missing}}}").into()), ("what", what.into())];
        problems.add(field, tx.text.args("mails-problem-missing", &args));
    }
    filled.text
}

/// What a merge field stands for: message key.
pub fn merge_key(field: &str) -> String {
    format!("mails-merge-{}", field.replace(['.', '_'], "-"))
}
