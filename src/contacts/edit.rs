//! Editing a contact, whole or one part of it; two people at once merge field by field (rule 70).

use actix_web::HttpResponse;
use askama::Template;

use super::form::{ContactChoices, ContactForm, derive};
use super::{Contact, FIELDS, access, lifecycle, store};
use crate::access::Sensitive;
use crate::conflicts::{Asked, Edit};
use crate::customers::{self, AskedPart, Part};
use crate::db::Tx;
use crate::journal::{Action, Entity, Merged};
use crate::sharing::{self, Handover};
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, routes};

#[derive(Template)]
#[template(path = "contacts/edit.html")]
struct EditPage {
    ui: Ui,
    id: i64,
    name: String,
    form: ContactForm,
    choices: ContactChoices,
    problems: Problems,
    hides_personal: bool,
    /// Is it shared with somebody, who may be left out when it changes hands?
    shared: bool,
}

impl EditPage {
    fn of(tx: &mut Tx<'_>, contact: &Contact, form: ContactForm, problems: Problems) -> Result<EditPage, Error> {
        let mut choices = ContactChoices::of(tx, &form, &problems)?;
        // Whoever has it by a share hands it to nobody.
        if !access::editable(&tx.viewer).covers(contact.owner_id, contact.team_id) {
            choices.owners.retain(|choice| choice.selected);
        }
        let shared = sharing::is_shared(tx, Entity::Contact, contact.id)?;
        let (id, name) = (contact.id, contact.name.clone());
        let hides_personal = !tx.viewer.sees(Sensitive::Personal);
        Ok(EditPage { ui: Ui::of(tx), id, name, form, choices, problems, hides_personal, shared })
    }

    fn shows(&self, part: Part) -> bool {
        self.form.shows(&part)
    }

    fn back(&self) -> String {
        routes::contact(self.id)
    }

    fn title(&self) -> String {
        self.ui.plain("contacts-edit-title", &[("name", self.name.as_str().into())])
    }

    /// What is edited: the part, or the whole.
    fn heading(&self) -> String {
        let whole = self.ui.a("contacts-edit-title", "name", self.name.as_str());
        customers::heading(&self.ui, &self.form.part, whole)
    }
}

/// The form.
pub async fn form(cx: Cx, id: Path<i64>, Params(asked): Params<AskedPart>) -> HttpResponse {
    cx.read(move |tx| {
        let contact = store::find_editable(tx, *id)?;
        let hidden = asked.name() == Part::Reach.name() && !tx.viewer.sees(Sensitive::Personal);
        let form = ContactForm::of(&contact, if hidden { "" } else { asked.name() });
        Reply::page(&EditPage::of(tx, &contact, form, Problems::new())?)
    })
    .await
}

/// Saves what was typed.
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<ContactForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let current = store::find_editable(tx, *id)?;
        let mut mine = current.clone();
        match edit.form.read_into(tx, current.facts.clone()) {
            Ok(facts) => mine.facts = facts,
            Err(problems) => return Reply::rejected(&EditPage::of(tx, &current, edit.form, problems)?),
        }
        match edit.merge(tx, &current, mine)? {
            Merged::Clean(wanted) => keep(tx, &current, wanted, &edit.read()),
            Merged::Clashes(clashes) => {
                let (version, back) = (current.version, routes::contact(current.id));
                let asked = Asked { record: &current.name, back: &back, fields: FIELDS, version, currency: "" };
                edit.ask(tx, asked, &clashes)
            }
        }
    })
    .await
}

fn keep(tx: &mut Tx<'_>, before: &Contact, mut wanted: Contact, handover: &Handover) -> Answer {
    derive(tx, Some(&before.facts), &mut wanted.facts);
    if wanted.facts != before.facts {
        let action = if wanted.owner_id == before.owner_id { Action::Edited } else { Action::Assigned };
        let saved = store::save(tx, action, before, wanted.facts)?.ok_or(Error::Overtaken)?;
        handover.done(tx, [before.owner_id, saved.owner_id], (Entity::Contact, saved.id, saved.version))?;
        lifecycle::refresh(tx, before.id)?;
    }
    // Whoever hands a contact to another team may not see it any more.
    let page =
        if store::find(tx, before.id).is_ok() { routes::contact(before.id) } else { routes::CONTACTS.to_owned() };
    Ok(Reply::go(&page).saying(Flash::good(tx.text.a("contacts-said-saved", "name", before.name.as_str()))))
}
