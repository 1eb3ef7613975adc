//! Filing an account: the short form, and the question whether it is filed already.

use actix_web::HttpResponse;
use askama::Template;

use super::form::{AccountChoices, AccountForm, derive};
use super::{AccountFacts, access, lifecycle, store};
use crate::customers::picker;
use crate::db::Tx;
use crate::duplicates::{self, Found};
use crate::journal::Entity;
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Problems, Reply, Ui, nonce, routes};

/// What a new account starts from.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Start {
    name: String,
    parent: String,
}

#[derive(Template)]
#[template(path = "accounts/new.html")]
struct NewPage {
    ui: Ui,
    form: AccountForm,
    choices: AccountChoices,
    problems: Problems,
    found: Found,
}

impl NewPage {
    fn of(tx: &mut Tx<'_>, form: AccountForm, problems: Problems, found: Found) -> Result<NewPage, Error> {
        let choices = AccountChoices::of(tx, &form, &problems)?;
        Ok(NewPage { ui: Ui::of(tx), form, choices, problems, found })
    }
}

/// The empty form; below a company where it was asked for from there.
pub async fn new(cx: Cx, Params(start): Params<Start>) -> HttpResponse {
    cx.read(move |tx| {
        may_create(tx)?;
        let mut form = AccountForm { name: start.name, ..AccountForm::fresh(tx) };
        if let Some(parent) = start.parent.parse().ok().map(|id| picker::named(tx, id)).transpose()?.flatten() {
            form.parent_id = parent.id.to_string();
            form.parent_for = parent.name.clone();
            form.parent = parent.name;
        }
        Reply::page(&NewPage::of(tx, form, Problems::new(), Found::default())?)
    })
    .await
}

/// Files what was typed, once, however often it is sent.
pub async fn create(cx: Cx, Form(form): Form<AccountForm>) -> HttpResponse {
    cx.write(move |tx| {
        may_create(tx)?;
        if !form.find.is_empty() {
            return Reply::page(&NewPage::of(tx, form, Problems::new(), Found::default())?);
        }
        if let Some(made) = nonce::take(tx, &form.nonce)? {
            return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::ACCOUNTS)));
        }
        match form.read_new(tx)? {
            Ok(facts) => file(tx, form, facts),
            Err(problems) => Reply::rejected(&NewPage::of(tx, form, problems, Found::default())?),
        }
    })
    .await
}

fn may_create(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.creates_customers() { Ok(()) } else { Err(Error::Forbidden) }
}

fn file(tx: &mut Tx<'_>, form: AccountForm, mut facts: AccountFacts) -> Answer {
    derive(tx, None, &mut facts);
    if form.anyway.is_empty() {
        let keys = facts.keys(&tx.directory.organization.country);
        let found = duplicates::find_among(tx, &[Entity::Lead, Entity::Account], &keys, None)?;
        if !found.is_empty() {
            let found = duplicates::mergeable(tx, found)?;
            return Reply::rejected(&NewPage::of(tx, form, Problems::new(), found)?);
        }
    }
    let account = store::insert(tx, facts)?;
    lifecycle::refresh(tx, account.id)?;
    let seen = access::visible(&tx.viewer).reaches(account.id, account.owner_id, account.team_id);
    let page = if seen { routes::account(account.id) } else { routes::ACCOUNTS.to_owned() };
    nonce::keep(tx, &form.nonce, &page)?;
    Ok(Reply::go(&page).saying(Flash::good(tx.text.a("accounts-said-created", "name", account.name.as_str()))))
}
