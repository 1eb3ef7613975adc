//! A mail as it is stored, from its first draft on.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use crate::db::schema::{mail_files, mails};
use crate::journal::Entity;
use crate::text_enum;

text_enum! {
    /// How far a mail has come.
    pub enum MailState {
        /// Being written.
        Draft = "draft",
        /// In the outbox.
        Waiting = "waiting",
        /// The mail server has taken it.
        Sent = "sent",
        /// No mail server took it: it can be written on and sent again.
        Failed = "failed",
        /// It came in.
        Received = "received",
    }
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = mails)]
pub struct Mail {
    /// Its id.
    pub id: i64,
    /// Counts what was typed over what.
    pub version: i64,
    /// The activity it is, once it has been sent or has come in.
    pub activity_id: Option<i64>,
    /// How far it has come.
    pub state: MailState,
    /// Who writes it.
    pub author_id: Option<i64>,
    /// What kind of record it is about until it is an activity.
    pub entity: String,
    /// Which one.
    pub record_id: i64,
    /// The mail it answers.
    pub answers_id: Option<i64>,
    /// The ids of the messages before it, the oldest first, with blanks between.
    pub refs: String,
    /// Its own id as a message, without brackets.
    pub message_id: String,
    /// Who sent it: a mailbox.
    pub sender: String,
    /// Whom answers go to: a mailbox, where it is somebody else.
    pub reply_to: String,
    /// Of a draft: who is ticked.
    pub chosen: String,
    /// Of a draft, who else was typed; otherwise a mailbox a line.
    pub recipients: String,
    /// Who has it for information, in the same way.
    pub copies: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
    /// Its text with marks, where it came in with one, as it came.
    pub html: String,
    /// The letter it travels as.
    pub outbox_id: Option<i64>,
    /// Why it was not sent.
    pub trouble: String,
    /// When it was sent or came in.
    pub at: Option<NaiveDateTime>,
    /// When it was last written on.
    pub updated_at: NaiveDateTime,
}

impl Mail {
    /// The record it is about until it is an activity.
    pub fn record(&self) -> Option<(Entity, i64)> {
        self.entity.parse().ok().map(|entity| (entity, self.record_id))
    }

    /// Can it be written on?
    pub fn is_open(&self) -> bool {
        matches!(self.state, MailState::Draft | MailState::Failed)
    }

    /// Who is ticked.
    pub fn chosen(&self) -> Vec<String> {
        self.chosen.split_whitespace().map(str::to_owned).collect()
    }
}

/// A file of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = mail_files)]
pub struct MailFile {
    /// Its id.
    pub id: i64,
    /// What it is called.
    pub name: String,
    /// What kind of file it is.
    pub media_type: String,
    /// How long it is.
    pub bytes: i64,
    /// Where it lies in the store.
    pub hash: String,
}
