//! Filing a contact: the short form, the company it works for, and the question whether it is filed already.

use actix_web::HttpResponse;
use askama::Template;

use super::companies::{self, Company};
use super::form::{ContactChoices, ContactForm, derive};
use super::{ContactFacts, access, lifecycle, store};
use crate::customers::picker;
use crate::db::Tx;
use crate::duplicates::{self, Found};
use crate::journal::Entity;
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Problems, Reply, Ui, nonce, routes};

/// What a new contact starts from.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Start {
    name: String,
    account: String,
}

#[derive(Template)]
#[template(path = "contacts/new.html")]
struct NewPage {
    ui: Ui,
    form: ContactForm,
    choices: ContactChoices,
    problems: Problems,
    found: Found,
    /// Who files a contact may say how it is reached.
    hides_personal: bool,
}

impl NewPage {
    fn of(tx: &mut Tx<'_>, form: ContactForm, problems: Problems, found: Found) -> Result<NewPage, Error> {
        let choices = ContactChoices::of(tx, &form, &problems)?;
        Ok(NewPage { ui: Ui::of(tx), form, choices, problems, found, hides_personal: false })
    }
}

/// The empty form; at a company where it was asked for from there.
pub async fn new(cx: Cx, Params(start): Params<Start>) -> HttpResponse {
    cx.read(move |tx| {
        may_create(tx)?;
        let mut form = ContactForm { name: start.name, ..ContactForm::fresh(tx) };
        if let Some(company) = start.account.parse().ok().map(|id| picker::named(tx, id)).transpose()?.flatten() {
            form.company_id = company.id.to_string();
            form.company_for = company.name.clone();
            form.company = company.name;
        }
        Reply::page(&NewPage::of(tx, form, Problems::new(), Found::default())?)
    })
    .await
}

/// Files what was typed, once, however often it is sent.
pub async fn create(cx: Cx, Form(form): Form<ContactForm>) -> HttpResponse {
    cx.write(move |tx| {
        may_create(tx)?;
        if !form.find.is_empty() {
            return Reply::page(&NewPage::of(tx, form, Problems::new(), Found::default())?);
        }
        if let Some(made) = nonce::take(tx, &form.nonce)? {
            return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::CONTACTS)));
        }
        match read(tx, &form)? {
            Ok((facts, company)) => file(tx, form, facts, company),
            Err(problems) => Reply::rejected(&NewPage::of(tx, form, problems, Found::default())?),
        }
    })
    .await
}

fn may_create(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.creates_customers() { Ok(()) } else { Err(Error::Forbidden) }
}

type Read = Result<(ContactFacts, Option<i64>), Problems>;

/// The contact and its company, which is looked up within what the viewer sees (rule 42).
fn read(tx: &mut Tx<'_>, form: &ContactForm) -> Result<Read, Error> {
    let (facts, mut problems) = match form.read_new(tx) {
        Ok(facts) => (Some(facts), Problems::new()),
        Err(problems) => (None, problems),
    };
    let company = picker::chosen(tx, form.company(), None, &mut problems)?;
    Ok(match facts {
        Some(facts) if problems.is_empty() => Ok((facts, company)),
        Some(_) | None => Err(problems),
    })
}

fn file(tx: &mut Tx<'_>, form: ContactForm, mut facts: ContactFacts, company: Option<i64>) -> Answer {
    derive(tx, None, &mut facts);
    if form.anyway.is_empty() {
        let keys = facts.keys(&tx.directory.organization.country);
        let found = duplicates::find_among(tx, &[Entity::Lead, Entity::Contact], &keys, None)?;
        if !found.is_empty() {
            let found = duplicates::mergeable(tx, found)?;
            return Reply::rejected(&NewPage::of(tx, form, Problems::new(), found)?);
        }
    }
    let contact = store::insert(tx, facts)?;
    if let Some(account_id) = company {
        let place = Company { account_id, role: contact.title.clone(), is_primary: true };
        companies::replace(tx, &contact, &[place])?.ok_or(Error::Overtaken)?;
    }
    lifecycle::refresh(tx, contact.id)?;
    let seen = access::visible(&tx.viewer).reaches(contact.id, contact.owner_id, contact.team_id);
    let page = if seen { routes::contact(contact.id) } else { routes::CONTACTS.to_owned() };
    nonce::keep(tx, &form.nonce, &page)?;
    Ok(Reply::go(&page).saying(Flash::good(tx.text.a("contacts-said-created", "name", contact.name.as_str()))))
}
