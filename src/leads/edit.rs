//! Editing a lead, whole or one part of it; two people at once merge field by field (rule 70).

use actix_web::HttpResponse;
use askama::Template;
use diesel::QueryResult;

use super::create::is_contacted;
use super::fields::{FIELDS, Part};
use super::forms::{LeadChoices, LeadForm};
use super::{Lead, LeadState, access, store};
use crate::access::Sensitive;
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::journal::{Action, Entity, Merged};
use crate::sharing::{self, Handover};
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, routes};

/// Which part is asked for.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct AskedPart {
    part: String,
}

#[derive(Template)]
#[template(path = "leads/edit.html")]
struct EditPage {
    ui: Ui,
    id: i64,
    name: String,
    form: LeadForm,
    choices: LeadChoices,
    problems: Problems,
    sees_amounts: bool,
    hides_personal: bool,
    /// Is it shared with somebody, who may be left out when it changes hands?
    shared: bool,
}

impl EditPage {
    fn of(tx: &mut Tx<'_>, lead: &Lead, form: LeadForm, problems: Problems) -> QueryResult<EditPage> {
        let mut choices = LeadChoices::of(tx, &form);
        if !access::may_hand_on(&tx.viewer, lead.owner_id, lead.team_id) {
            choices.holders.retain(|choice| choice.selected);
        }
        let (id, name) = (lead.id, lead.title_name().to_owned());
        let shared = sharing::is_shared(tx, Entity::Lead, id)?;
        let sees_amounts = tx.viewer.sees(Sensitive::Amounts);
        let hides_personal = !tx.viewer.sees(Sensitive::Personal);
        Ok(EditPage { ui: Ui::of(tx), id, name, choices, form, problems, sees_amounts, hides_personal, shared })
    }

    fn back(&self) -> String {
        routes::lead(self.id)
    }

    fn title(&self) -> String {
        self.ui.plain("leads-edit-title", &[("lead", self.name.as_str().into())])
    }
}

/// The form.
pub async fn form(cx: Cx, id: Path<i64>, Params(asked): Params<AskedPart>) -> HttpResponse {
    cx.read(move |tx| {
        let lead = store::find_editable(tx, *id)?;
        if lead.state != LeadState::Open {
            return Ok(read_only(tx, &lead));
        }
        let part = Part::find(&asked.part).filter(|part| part.is_seen_by(&tx.viewer)).map_or("", Part::name);
        let form = LeadForm::of(tx, &lead, part);
        Reply::page(&EditPage::of(tx, &lead, form, Problems::new())?)
    })
    .await
}

/// Saves what was typed.
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<LeadForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let lead = store::hold(tx, *id)?;
        if lead.state != LeadState::Open {
            tx.page.flash = Some(said_closed(tx, &lead));
            return Reply::conflict(&EditPage::of(tx, &lead, edit.form, Problems::new())?);
        }
        match edit.form.read_into(tx, lead.facts.clone()) {
            Ok(facts) => merge(tx, &edit, &lead, Lead { facts, ..lead.clone() }),
            Err(problems) => Reply::rejected(&EditPage::of(tx, &lead, edit.form, problems)?),
        }
    })
    .await
}

fn merge(tx: &mut Tx<'_>, edit: &Edit<LeadForm>, lead: &Lead, mine: Lead) -> Answer {
    match edit.merge(tx, lead, mine)? {
        Merged::Clean(merged) => keep(tx, lead, merged, &edit.read()),
        Merged::Clashes(clashes) => {
            let back = routes::lead(lead.id);
            let (record, currency) = (lead.title_name(), lead.currency.as_str());
            let asked = Asked { record, back: &back, fields: FIELDS, version: lead.version, currency };
            edit.ask(tx, asked, &clashes)
        }
    }
}

fn keep(tx: &mut Tx<'_>, before: &Lead, mut merged: Lead, handover: &Handover) -> Answer {
    merged.facts.note_contact(is_contacted(tx, merged.status_id), tx.now);
    if merged.facts != before.facts {
        let action = if merged.owner_id == before.owner_id { Action::Edited } else { Action::Assigned };
        let saved = store::save(tx, action, before, merged.facts)?.ok_or(Error::Overtaken)?;
        handover.done(tx, [before.owner_id, saved.owner_id], (Entity::Lead, saved.id, saved.version))?;
    }
    let said = tx.text.a("leads-said-saved", "lead", before.title_name());
    // Whoever hands a lead to another team may not see it any more.
    let page = if store::find(tx, before.id).is_ok() { routes::lead(before.id) } else { routes::LEADS.to_owned() };
    Ok(Reply::go(&page).saying(Flash::good(said)))
}

/// A closed lead is not edited: back to its page, which says so.
pub(super) fn read_only(tx: &Tx<'_>, lead: &Lead) -> Reply {
    Reply::go(&routes::lead(lead.id)).saying(said_closed(tx, lead))
}

/// Why nothing is saved. On the page of what was typed, which is not lost by it.
pub(super) fn said_closed(tx: &Tx<'_>, lead: &Lead) -> Flash {
    Flash::bad(tx.text.a("leads-said-closed", "lead", lead.title_name()))
}
