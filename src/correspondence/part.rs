//! What other pages show of mails: what the reader has begun about a record, and what a mail says that is an activity.

use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use super::boxes;
use super::model::{MailFile, MailState};
use super::{pages, store};
use crate::activities::{Activity, access};
use crate::db::Tx;
use crate::journal::Entity;
use crate::web::{Ui, routes};

/// The most of one's unfinished mails that a page shows.
const SHOWN: i64 = 50;

/// A mail of one's own that is no activity yet.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its page.
    pub href: String,
    /// Its subject; empty while it has none.
    pub subject: String,
    /// How far it has come: message key.
    pub state: String,
    /// Was it given up?
    pub failed: bool,
    /// When it was last written on.
    pub at: NaiveDateTime,
}

// messages: mails-state-*
/// The reader's own unfinished mails about a record.
///
/// # Errors
/// What the database answers.
pub fn drafts_about(tx: &mut Tx<'_>, record: (Entity, i64)) -> QueryResult<Vec<Draft>> {
    drafts(tx, Some(record))
}

pub(super) fn drafts(tx: &mut Tx<'_>, record: Option<(Entity, i64)>) -> QueryResult<Vec<Draft>> {
    let mails = store::unfinished(tx, record, SHOWN)?;
    let line = |mail: super::Mail| Draft {
        href: routes::mail(mail.id),
        state: format!("mails-state-{}", mail.state.name()),
        failed: mail.state == MailState::Failed,
        subject: mail.subject,
        at: mail.updated_at,
    };
    Ok(mails.into_iter().map(line).collect())
}

/// What an activity's page shows of the mail it is.
#[derive(Template)]
#[template(path = "correspondence/mail.html")]
pub struct OnActivity {
    ui: Ui,
    from: String,
    to: String,
    copies: String,
    message_id: String,
    body: String,
    /// What is attached: name, size and address.
    files: Vec<(String, String, String)>,
    answer_href: String,
    /// Where it is put with another record; empty for who may not.
    filing_href: String,
    /// The mail as it was written, where it came with marks.
    page_href: String,
    /// Why it came back.
    trouble: String,
}

impl OnActivity {
    /// Does it hold the mail as it was written?
    pub fn shows_frame(&self) -> bool {
        !self.page_href.is_empty()
    }

    /// The part of the page; none of an activity that is no mail. The caller has checked that the viewer sees the activity.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(tx: &mut Tx<'_>, activity: &Activity) -> QueryResult<Option<OnActivity>> {
        let Some(mail) = store::of_activity(tx, activity.id)? else { return Ok(None) };
        let ui = Ui::of(tx);
        let own = routes::mail(mail.id);
        let file = |file: MailFile| (file.name, pages::size(&ui, file.bytes), format!("{own}/files/{}", file.id));
        let may_file = access::editable(&tx.viewer).covers(activity.owner_id, activity.team_id);
        let files = store::files(tx.db, mail.id)?.into_iter().map(file).collect();
        Ok(Some(OnActivity {
            from: boxes::shown(tx, &mail.sender),
            to: boxes::shown(tx, &mail.recipients),
            copies: boxes::shown(tx, &mail.copies),
            answer_href: format!("{}/new?answers={}", routes::MAILS, mail.id),
            filing_href: if may_file { format!("{own}/filing") } else { String::new() },
            page_href: if mail.html.is_empty() { String::new() } else { format!("{own}/page") },
            trouble: mail.trouble,
            message_id: mail.message_id,
            body: mail.body,
            files,
            ui,
        }))
    }
}
