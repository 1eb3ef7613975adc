//! Keeping templates. A field that is none is refused here already: nobody notices it in a mail before the customer does.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::super::TEMPLATE_FIELDS;
use super::super::fill::{FIELDS, Values};
use super::super::form::merge_key;
use super::{MailTemplate, all, find, insert, keeps_shared, save as save_row};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::i18n::Language;
use crate::journal::Merged;
use crate::values::text;
use crate::web::{Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce, routes, too_long};

/// The most characters of a name and of a subject.
const LONGEST_LINE: usize = 200;
/// The most characters of a text.
const LONGEST_TEXT: usize = 20_000;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TemplateForm {
    nonce: String,
    name: String,
    language: String,
    subject: String,
    text: String,
    shared: String,
    active: String,
}

impl TemplateForm {
    fn of(template: &MailTemplate) -> TemplateForm {
        let on = |is_on: bool| if is_on { "on".to_owned() } else { String::new() };
        TemplateForm {
            nonce: String::new(),
            name: template.name.clone(),
            language: template.language.clone(),
            subject: template.subject.clone(),
            text: template.body.clone(),
            shared: on(template.owner_id.is_none()),
            active: on(template.active),
        }
    }

    /// The template that was typed, over the one that was.
    fn read(&self, tx: &Tx<'_>, before: MailTemplate) -> (MailTemplate, Problems) {
        let mut problems = Problems::new();
        let name = text::line(&self.name);
        if name.is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        }
        let body = self.text.trim_end().to_owned();
        if body.trim().is_empty() {
            problems.add("text", tx.text.t("mails-problem-text"));
        }
        for (field, typed, most) in
            [("name", &name, LONGEST_LINE), ("subject", &self.subject, LONGEST_LINE), ("text", &body, LONGEST_TEXT)]
        {
            if typed.chars().count() > most {
                problems.add(field, too_long(&tx.text, typed, most));
            }
            if let Some(unknown) = Values::default().fill(typed).unknown.first().filter(|_| field != "name") {
                problems.add(field, tx.text.a("mails-problem-unknown", "field", unknown.as_str()));
            }
        }
        if !self.language.is_empty() && Language::find(&self.language).is_none() {
            problems.add("language", tx.text.t("problem-choose"));
        }
        let is_shared = if keeps_shared(&tx.viewer) { !self.shared.is_empty() } else { before.owner_id.is_none() };
        let wanted = MailTemplate {
            owner_id: if is_shared { None } else { before.owner_id.or(Some(tx.viewer.id)) },
            name,
            language: self.language.clone(),
            subject: text::line(&self.subject),
            body,
            active: !self.active.is_empty(),
            ..before
        };
        (wanted, problems)
    }
}

/// A template of the list.
struct Row {
    id: i64,
    name: String,
    shared: bool,
    active: bool,
    editable: bool,
}

impl Row {
    fn href(&self) -> String {
        routes::mail_template(self.id)
    }
}

#[derive(Template)]
#[template(path = "correspondence/templates.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "correspondence/template.html")]
struct FormPage {
    ui: Ui,
    problems: Problems,
    form: TemplateForm,
    id: Option<i64>,
    version: i64,
    may_share: bool,
}

impl FormPage {
    fn of(tx: &Tx<'_>, of: Option<(i64, i64)>, form: TemplateForm, problems: Problems) -> FormPage {
        let (id, version) = (of.map(|(id, _)| id), of.map_or(0, |(_, version)| version));
        FormPage { may_share: keeps_shared(&tx.viewer), ui: Ui::of(tx), problems, form, id, version }
    }

    fn action(&self) -> String {
        self.id.map_or_else(|| routes::MAIL_TEMPLATES.to_owned(), routes::mail_template)
    }

    fn languages(&self) -> Vec<Choice> {
        let current = self.form.language.as_str();
        let spoken = Language::all().iter().filter(|it| !it.is_pseudo() || it.tag() == current);
        let row = |it: &Language| Choice::new(it.tag(), self.ui.t(it.name_key()), current);
        std::iter::once(Choice::new("", self.ui.t("not-set"), current)).chain(spoken.map(row)).collect()
    }

    /// The words in braces that are filled.
    fn merge_fields(&self) -> Vec<(String, &'static str)> {
        FIELDS.iter().map(|field| (format!("{{{field}}}"), self.ui.t(&merge_key(field)))).collect()
    }
}

/// `GET /mails/templates`.
pub async fn list(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        let viewer = tx.viewer.clone();
        let row = |template: MailTemplate| Row {
            id: template.id,
            editable: template.is_editable(&viewer),
            shared: template.owner_id.is_none(),
            active: template.active,
            name: template.name,
        };
        let rows = all(tx)?.into_iter().map(row).collect();
        Reply::page(&ListPage { ui: Ui::of(tx), rows })
    })
    .await
}

/// `GET /mails/templates/new`.
pub async fn new(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        let form = TemplateForm { nonce: nonce::fresh(), active: "on".to_owned(), ..TemplateForm::default() };
        Reply::page(&FormPage::of(tx, None, form, Problems::new()))
    })
    .await
}

/// `POST /mails/templates`.
pub async fn create(cx: Cx, Form(form): Form<TemplateForm>) -> HttpResponse {
    cx.write(move |tx| {
        let blank = MailTemplate {
            id: 0,
            version: 1,
            owner_id: Some(tx.viewer.id),
            name: String::new(),
            language: String::new(),
            subject: String::new(),
            body: String::new(),
            active: true,
        };
        let (wanted, problems) = form.read(tx, blank);
        if !problems.is_empty() {
            return Reply::rejected(&FormPage::of(tx, None, form, problems));
        }
        if nonce::take(tx, &form.nonce)?.is_none() {
            insert(tx, wanted)?;
            nonce::keep(tx, &form.nonce, routes::MAIL_TEMPLATES)?;
        }
        Ok(done(tx, &form.name))
    })
    .await
}

/// `GET /mails/templates/{id}`.
pub async fn edit(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let template = editable(tx, *id)?;
        let at = Some((template.id, template.version));
        Reply::page(&FormPage::of(tx, at, TemplateForm::of(&template), Problems::new()))
    })
    .await
}

/// `POST /mails/templates/{id}`; two people at once merge field by field (rule 70).
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<TemplateForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let template = editable(tx, *id)?;
        let (wanted, problems) = edit.form.read(tx, template.clone());
        if !problems.is_empty() {
            let at = Some((template.id, edit.version()));
            return Reply::rejected(&FormPage::of(tx, at, edit.form.clone(), problems));
        }
        let back = routes::mail_template(template.id);
        match edit.merge(tx, &template, wanted)? {
            Merged::Clean(wanted) => {
                if wanted != template {
                    save_row(tx, &template, wanted)?.ok_or(Error::Overtaken)?;
                }
                Ok(done(tx, &edit.form.name))
            }
            Merged::Clashes(clashes) => {
                let (record, version) = (template.name.as_str(), template.version);
                edit.ask(tx, Asked { record, back: &back, fields: TEMPLATE_FIELDS, version, currency: "" }, &clashes)
            }
        }
    })
    .await
}

fn editable(tx: &mut Tx<'_>, id: i64) -> Result<MailTemplate, Error> {
    let template = find(tx, id)?;
    if template.is_editable(&tx.viewer) { Ok(template) } else { Err(Error::Forbidden) }
}

fn done(tx: &Tx<'_>, name: &str) -> Reply {
    let said = Flash::good(tx.text.a("admin-saved", "name", name.trim()));
    Reply::go(routes::MAIL_TEMPLATES).saying(said)
}
