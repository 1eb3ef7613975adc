//! The pages of mails that are still being written.

use askama::Template;
use diesel::QueryResult;

use super::boxes::{self, Known};
use super::fill::FIELDS;
use super::form::{MailForm, merge_key};
use super::model::{Mail, MailFile};
use super::part::Draft;
use super::{store, templates};
use crate::activities;
use crate::config::Config;
use crate::db::Tx;
use crate::journal::Entity;
use crate::records;
use crate::web::{Choice, Problems, Ui, routes};

/// The form.
#[derive(Template)]
#[template(path = "correspondence/form.html")]
pub struct MailPage {
    ui: Ui,
    id: Option<i64>,
    form: MailForm,
    problems: Problems,
    /// The record it is about: its name and its page; none of one that is gone.
    about: Option<(String, String)>,
    /// Whom the record knows.
    known: Vec<Choice>,
    files: Vec<MailFile>,
    templates: Vec<Choice>,
    /// Why it was not sent.
    trouble: String,
    sends: bool,
    /// The mail as the reader's own mail program takes it over, where this installation sends none.
    elsewhere: String,
}

impl MailPage {
    /// The form of a mail about a record the viewer may see, or of one of their own.
    ///
    /// # Errors
    /// What the database answers.
    pub fn of(
        tx: &mut Tx<'_>,
        config: &Config,
        mail: Option<&Mail>,
        mut form: MailForm,
        about: (Entity, i64),
        problems: Problems,
    ) -> QueryResult<MailPage> {
        let named = records::named(tx, &[about])?.remove(&about).filter(|named| named.visible);
        let known = boxes::known(tx, about)?;
        // What was ticked stays ticked whichever of the two says so: by address after it had been on its way.
        let known = known.iter().map(|known| choice(tx, &form, known)).collect();
        form.about = activities::about_value(about);
        Ok(MailPage {
            about: named.and_then(|named| Some((named.name.clone(), named.href()?))),
            known,
            id: mail.map(|mail| mail.id),
            files: mail.map(|mail| store::files(tx.db, mail.id)).transpose()?.unwrap_or_default(),
            templates: templates::choices(tx)?,
            trouble: mail.map(|mail| mail.trouble.clone()).unwrap_or_default(),
            sends: config.sends_mail(),
            elsewhere: elsewhere(&form),
            ui: Ui::of(tx),
            form,
            problems,
        })
    }

    fn action(&self) -> String {
        self.id.map_or_else(|| routes::MAILS.to_owned(), routes::mail)
    }

    fn back(&self) -> &str {
        self.about.as_ref().map_or(routes::MAILS, |(_, href)| href)
    }

    fn size(&self, file: &MailFile) -> String {
        size(&self.ui, file.bytes)
    }

    /// The words in braces that are filled.
    fn merge_fields(&self) -> Vec<(String, &'static str)> {
        FIELDS.iter().map(|field| (format!("{{{field}}}"), self.ui.t(&merge_key(field)))).collect()
    }
}

fn choice(tx: &Tx<'_>, form: &MailForm, known: &Known) -> Choice {
    let value = known.value();
    Choice { selected: form.who.contains(&value), label: known.label(tx), value }
}

/// How long a file is, in words.
pub fn size(ui: &Ui, bytes: i64) -> String {
    ui.n("mails-kilobytes", (bytes + 1023) / 1024)
}

fn elsewhere(form: &MailForm) -> String {
    let coded =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let to: Vec<String> = boxes::read(&form.to).unwrap_or_default().iter().map(boxes::key).collect();
    format!("mailto:{}?subject={}&body={}", coded(&to.join(",")), coded(&form.subject), coded(&form.text))
}

/// One's own mails that are no activities yet.
#[derive(Template)]
#[template(path = "correspondence/drafts.html")]
pub struct DraftsPage {
    pub(super) ui: Ui,
    pub(super) lines: Vec<Draft>,
    /// May the reader take up what belongs to nobody?
    pub(super) sorts: bool,
}
