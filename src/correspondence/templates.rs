//! Texts that mails begin with: one's own, and those of the company, which its managers keep.

pub mod handlers;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::boxes;
use super::fill::Values;
use super::model::Mail;
use crate::access::{Role, Viewer};
use crate::db::Tx;
use crate::db::schema::{mail_templates, mails};
use crate::i18n::Language;
use crate::journal::{self, Action, Entity, Journalled};
use crate::web::{Choice, Error, Flash};

/// A text to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = mail_templates, treat_none_as_null = true)]
pub struct MailTemplate {
    /// Its id.
    pub id: i64,
    /// Counts its changes.
    pub version: i64,
    /// Whose it is; nobody's is the company's.
    pub owner_id: Option<i64>,
    /// What it is called.
    pub name: String,
    /// The language it is written in; empty where nobody said.
    pub language: String,
    /// The subject.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Is it offered?
    pub active: bool,
}

impl Journalled for MailTemplate {
    const ENTITY: Entity = Entity::MailTemplate;

    fn id(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i64 {
        self.version
    }
}

/// May the viewer keep the company's templates?
fn keeps_shared(viewer: &Viewer) -> bool {
    viewer.is_admin() || viewer.is(Role::SalesManager) || viewer.is(Role::SupportManager)
}

impl MailTemplate {
    /// May the viewer change it?
    fn is_editable(&self, viewer: &Viewer) -> bool {
        match self.owner_id {
            Some(owner) => owner == viewer.id,
            None => keeps_shared(viewer),
        }
    }
}

/// The templates the viewer knows of: their own, and the company's.
fn all(tx: &mut Tx<'_>) -> QueryResult<Vec<MailTemplate>> {
    let theirs = mail_templates::owner_id.is_null().or(mail_templates::owner_id.eq(Some(tx.viewer.id)));
    let rows = mail_templates::table.filter(theirs);
    rows.order((mail_templates::name, mail_templates::id)).select(MailTemplate::as_select()).load(tx.db)
}

fn find(tx: &mut Tx<'_>, id: i64) -> Result<MailTemplate, Error> {
    let found: MailTemplate = mail_templates::table.find(id).select(MailTemplate::as_select()).first(tx.db)?;
    let is_known = found.owner_id.is_none_or(|owner| owner == tx.viewer.id);
    if is_known { Ok(found) } else { Err(Error::NotFound) }
}

fn insert(tx: &mut Tx<'_>, mut template: MailTemplate) -> QueryResult<MailTemplate> {
    template.id = crate::db::dialect::next_id(tx.db, "mail_templates", Entity::MailTemplate.name())?;
    diesel::insert_into(mail_templates::table).values(&template).execute(tx.db)?;
    journal::created(tx, &template)?;
    Ok(template)
}

fn save(tx: &mut Tx<'_>, before: &MailTemplate, wanted: MailTemplate) -> QueryResult<Option<MailTemplate>> {
    let after = MailTemplate { id: before.id, version: before.version + 1, ..wanted };
    let row = mail_templates::table.find(before.id).filter(mail_templates::version.eq(before.version));
    if diesel::update(row).set(&after).execute(tx.db)? == 0 {
        return Ok(None);
    }
    journal::changed(tx, Action::Edited, before, &after)?;
    Ok(Some(after))
}

/// Templates to choose from, with the language of each.
pub(super) fn choices(tx: &mut Tx<'_>) -> QueryResult<Vec<Choice>> {
    let offered = all(tx)?.into_iter().filter(|template| template.active);
    let label = |template: &MailTemplate| match Language::find(&template.language) {
        Some(language) => tx.text.row(&[template.name.as_str(), tx.text.t(language.name_key())]),
        None => template.name.clone(),
    };
    Ok(offered.map(|template| Choice::new(template.id.to_string(), label(&template), "")).collect())
}

/// Begins a mail with a template: its subject where there is none yet, its text before what is there. What can be filled is.
pub(super) fn begin_with(tx: &mut Tx<'_>, mail: &Mail, chosen: &str) -> Result<Flash, Error> {
    let Ok(id) = chosen.parse() else { return Ok(bad(tx.text.t("mails-problem-template"))) };
    let template = find(tx, id)?;
    let about = mail.record().ok_or(Error::NotFound)?;
    let known = boxes::known(tx, about)?;
    let ticked: Vec<_> = known.into_iter().filter(|known| mail.chosen().contains(&known.value())).collect();
    let values = Values::of(tx, Some(about), &ticked)?;
    let subject = values.fill(&template.subject);
    let body = values.fill(&template.body);
    let is_missing = !subject.missing.is_empty() || !body.missing.is_empty();
    let subject = if mail.subject.trim().is_empty() { subject.text } else { mail.subject.clone() };
    let text = format!("{}\n{}", body.text.trim_end(), mail.body).trim_end().to_owned();
    let row = mails::table.find(mail.id);
    let set = (mails::subject.eq(subject), mails::body.eq(text), mails::version.eq(mail.version + 1));
    diesel::update(row).set(set).execute(tx.db)?;
    Ok(match is_missing {
        true => bad(tx.text.t("mails-said-fill")),
        false => Flash::good(tx.text.a("mails-said-filled", "template", template.name.as_str())),
    })
}

fn bad(sentence: impl Into<String>) -> Flash {
    Flash { bad: true, ..Flash::good(sentence) }
}
