//! Editing an account, whole or one part of it; two people at once merge field by field (rule 70).

use actix_web::HttpResponse;
use askama::Template;

use super::form::{AccountChoices, AccountForm, derive};
use super::{Account, FIELDS, access, lifecycle, store};
use crate::conflicts::{Asked, Edit};
use crate::customers::{self, AskedPart, Part};
use crate::db::Tx;
use crate::journal::{Action, Entity, Merged};
use crate::sharing::{self, Handover};
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, routes};

#[derive(Template)]
#[template(path = "accounts/edit.html")]
struct EditPage {
    ui: Ui,
    id: i64,
    name: String,
    form: AccountForm,
    choices: AccountChoices,
    problems: Problems,
    /// Is it shared with somebody, who may be left out when it changes hands?
    shared: bool,
}

impl EditPage {
    fn of(tx: &mut Tx<'_>, account: &Account, form: AccountForm, problems: Problems) -> Result<EditPage, Error> {
        let mut choices = AccountChoices::of(tx, &form, &problems)?;
        // Whoever has it by a share hands it to nobody.
        if !access::editable(&tx.viewer).covers(account.owner_id, account.team_id) {
            choices.owners.retain(|choice| choice.selected);
        }
        let shared = sharing::is_shared(tx, Entity::Account, account.id)?;
        Ok(EditPage { ui: Ui::of(tx), id: account.id, name: account.name.clone(), form, choices, problems, shared })
    }

    fn shows(&self, part: Part) -> bool {
        self.form.shows(&part)
    }

    fn back(&self) -> String {
        routes::account(self.id)
    }

    fn title(&self) -> String {
        self.ui.plain("accounts-edit-title", &[("name", self.name.as_str().into())])
    }

    /// What is edited: the part, or the whole.
    fn heading(&self) -> String {
        let whole = self.ui.a("accounts-edit-title", "name", self.name.as_str());
        customers::heading(&self.ui, &self.form.part, whole)
    }
}

/// The form.
pub async fn form(cx: Cx, id: Path<i64>, Params(asked): Params<AskedPart>) -> HttpResponse {
    cx.read(move |tx| {
        let account = store::find_editable(tx, *id)?;
        let form = AccountForm::of(tx, &account, asked.name())?;
        Reply::page(&EditPage::of(tx, &account, form, Problems::new())?)
    })
    .await
}

/// Saves what was typed.
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<AccountForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let current = store::find_editable(tx, *id)?;
        if !edit.form.find.is_empty() {
            return Reply::page(&EditPage::of(tx, &current, edit.form, Problems::new())?);
        }
        let mut mine = current.clone();
        match edit.form.read_into(tx, Some(current.id), current.facts.clone())? {
            Ok(facts) => mine.facts = facts,
            Err(problems) => return Reply::rejected(&EditPage::of(tx, &current, edit.form, problems)?),
        }
        match edit.merge(tx, &current, mine)? {
            Merged::Clean(wanted) => keep(tx, &current, wanted, &edit.read()),
            Merged::Clashes(clashes) => {
                let (version, back) = (current.version, routes::account(current.id));
                let (record, currency) = (current.name.as_str(), current.currency.as_str());
                edit.ask(tx, Asked { record, back: &back, fields: FIELDS, version, currency }, &clashes)
            }
        }
    })
    .await
}

fn keep(tx: &mut Tx<'_>, before: &Account, mut wanted: Account, handover: &Handover) -> Answer {
    derive(tx, Some(&before.facts), &mut wanted.facts);
    if wanted.facts != before.facts {
        let action = if wanted.owner_id == before.owner_id { Action::Edited } else { Action::Assigned };
        let saved = store::save(tx, action, before, wanted.facts)?.ok_or(Error::Overtaken)?;
        handover.done(tx, [before.owner_id, saved.owner_id], (Entity::Account, saved.id, saved.version))?;
        lifecycle::refresh(tx, before.id)?;
    }
    // Whoever hands an account to another team may not see it any more.
    let page =
        if store::find(tx, before.id).is_ok() { routes::account(before.id) } else { routes::ACCOUNTS.to_owned() };
    Ok(Reply::go(&page).saying(Flash::good(tx.text.a("accounts-said-saved", "name", before.name.as_str()))))
}
