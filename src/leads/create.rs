//! Filing a lead: the short form, and the question whether it is filed already.

use actix_web::HttpResponse;
use askama::Template;

use super::access;
use super::fields::Part;
use super::forms::{LeadChoices, LeadForm};
use super::{LeadFacts, store};
use crate::access::Sensitive;
use crate::db::Tx;
use crate::directory::PickList;
use crate::duplicates::{self, Found};
use crate::web::{Answer, Cx, Error, Flash, Form, Problems, Reply, Ui, nonce, routes};

/// The form, empty or with what was typed.
#[derive(Template)]
#[template(path = "leads/new.html")]
struct NewPage {
    ui: Ui,
    form: LeadForm,
    choices: LeadChoices,
    problems: Problems,
    found: Found,
    sees_amounts: bool,
    /// Who files a lead says how it is reached.
    hides_personal: bool,
}

impl NewPage {
    fn of(tx: &Tx<'_>, form: LeadForm, problems: Problems, found: Found) -> NewPage {
        let choices = LeadChoices::of(tx, &form);
        let sees_amounts = tx.viewer.sees(Sensitive::Amounts);
        NewPage { ui: Ui::of(tx), choices, form, problems, found, sees_amounts, hides_personal: false }
    }
}

/// The empty form.
pub async fn new(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        may_create(tx)?;
        Reply::page(&NewPage::of(tx, LeadForm::fresh(tx), Problems::new(), Found::default()))
    })
    .await
}

/// Files what was typed, once, however often it is sent.
pub async fn create(cx: Cx, Form(form): Form<LeadForm>) -> HttpResponse {
    cx.write(move |tx| {
        may_create(tx)?;
        if let Some(made) = nonce::take(tx, &form.nonce)? {
            return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::LEADS)));
        }
        match form.read_new(tx) {
            Ok(facts) => file(tx, form, facts),
            Err(problems) => Reply::rejected(&NewPage::of(tx, form, problems, Found::default())),
        }
    })
    .await
}

fn may_create(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.creates_leads() { Ok(()) } else { Err(Error::NotFound) }
}

fn file(tx: &mut Tx<'_>, form: LeadForm, mut facts: LeadFacts) -> Answer {
    if form.anyway.is_empty() {
        let keys = facts.keys(&tx.directory.organization.country);
        let found = duplicates::find(tx, &keys, None)?;
        if !found.is_empty() {
            let found = duplicates::mergeable(tx, found)?;
            return Reply::rejected(&NewPage::of(tx, form, Problems::new(), found));
        }
    }
    facts.note_contact(is_contacted(tx, facts.status_id), tx.now);
    let lead = store::insert(tx, facts)?;
    let page = if sees(tx, &lead.facts) { routes::lead(lead.id) } else { routes::LEADS.to_owned() };
    nonce::keep(tx, &form.nonce, &page)?;
    let said = tx.text.a("leads-said-created", "lead", lead.title_name());
    Ok(Reply::go(&page).saying(Flash::good(said)))
}

/// Can whoever files it see it afterwards? Not when it goes to somebody of another team.
fn sees(tx: &Tx<'_>, facts: &LeadFacts) -> bool {
    access::visible(&tx.viewer).covers(facts.owner_id, facts.team_id)
}

/// Does this status say that somebody has spoken with the lead?
pub(super) fn is_contacted(tx: &Tx<'_>, status: i64) -> bool {
    tx.directory.pick_by_code(PickList::LeadStatus, "contacted").is_some_and(|item| item.id == status)
}
