//! A contact's companies, added, changed and removed by small forms.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::companies::{self, Company};
use super::{Contact, store};
use crate::accounts::{self, Nothing};
use crate::customers::Typed;
use crate::customers::picker::{self, Picker};
use crate::db::Tx;
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Path, Problems, Reply, Ui, routes};

/// What was typed about a place in a company.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PlaceForm {
    /// Was Find pressed?
    pub find: String,
    /// What was typed to find the company.
    pub company: String,
    /// What the choice was found by.
    pub company_for: String,
    /// The company chosen.
    pub company_id: String,
    /// What the contact is there.
    pub role: String,
    /// `on` for the main company.
    pub primary: String,
}

impl PlaceForm {
    fn company(&self) -> picker::Asked<'_> {
        picker::Asked { field: "company", typed: &self.company, found_by: &self.company_for, id: &self.company_id }
    }
}

/// A company that is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Start {
    account: String,
}

#[derive(Template)]
#[template(path = "contacts/company.html")]
struct PlacePage {
    ui: Ui,
    contact: Contact,
    form: PlaceForm,
    company: Picker,
    problems: Problems,
}

impl PlacePage {
    fn of(tx: &mut Tx<'_>, contact: Contact, form: PlaceForm, problems: Problems) -> Result<PlacePage, Error> {
        let look = !form.find.is_empty() || problems.get("company").is_some();
        let company = picker::picker(tx, form.company(), look)?;
        Ok(PlacePage { ui: Ui::of(tx), contact, form, company, problems })
    }

    fn back(&self) -> String {
        routes::contact(self.contact.id)
    }
}

/// The form: empty, or with a company the contact has already.
pub async fn form(cx: Cx, id: Path<i64>, Params(start): Params<Start>) -> HttpResponse {
    cx.read(move |tx| {
        let contact = store::find_editable(tx, *id)?;
        let mut form = PlaceForm::default();
        if let Some(named) = start.account.parse().ok().map(|id| picker::named(tx, id)).transpose()?.flatten() {
            let known = companies::of(tx, contact.id)?.into_iter().find(|company| company.account_id == named.id);
            form.company_id = named.id.to_string();
            form.company_for = named.name.clone();
            form.company = named.name;
            form.role = known.as_ref().map(|company| company.role.clone()).unwrap_or_default();
            form.primary = known.filter(|company| company.is_primary).map_or(String::new(), |_| "on".to_owned());
        }
        Reply::page(&PlacePage::of(tx, contact, form, Problems::new())?)
    })
    .await
}

/// Adds the company, or changes the role in it.
pub async fn add(cx: Cx, id: Path<i64>, Form(form): Form<PlaceForm>) -> HttpResponse {
    cx.write(move |tx| {
        let contact = store::find_editable(tx, *id)?;
        if !form.find.is_empty() {
            return Reply::page(&PlacePage::of(tx, contact, form, Problems::new())?);
        }
        let mut typed = Typed::new(tx);
        let role = typed.line("role", &form.role);
        let mut problems = typed.problems;
        let chosen = picker::chosen(tx, form.company(), None, &mut problems)?;
        if chosen.is_none() {
            problems.add("company", tx.text.t("contacts-problem-company"));
        }
        match chosen.filter(|_| problems.is_empty()) {
            Some(account_id) => {
                let new = Company { account_id, role, is_primary: !form.primary.is_empty() };
                let all = companies::with(companies::of(tx, contact.id)?, new);
                keep(tx, &contact, &all)
            }
            None => Reply::rejected(&PlacePage::of(tx, contact, form, problems)?),
        }
    })
    .await
}

/// Makes a company the main one.
pub async fn prefer(cx: Cx, ids: Path<(i64, i64)>, Form(_): Form<Nothing>) -> HttpResponse {
    cx.write(move |tx| {
        let (contact, all) = place(tx, *ids)?;
        let one = all.iter().find(|company| company.account_id == ids.1).cloned().ok_or(Error::NotFound)?;
        keep(tx, &contact, &companies::with(all, Company { is_primary: true, ..one }))
    })
    .await
}

/// Takes a company off the contact.
pub async fn remove(cx: Cx, ids: Path<(i64, i64)>, Form(_): Form<Nothing>) -> HttpResponse {
    cx.write(move |tx| {
        let (contact, all) = place(tx, *ids)?;
        keep(tx, &contact, &companies::without(all, ids.1))
    })
    .await
}

/// The contact, which the viewer may edit, and its companies; the one named must be one the viewer sees (rule 42).
fn place(tx: &mut Tx<'_>, (contact, account): (i64, i64)) -> Result<(Contact, Vec<Company>), Error> {
    let contact = store::find_editable(tx, contact)?;
    accounts::find(tx, account)?;
    let all = companies::of(tx, contact.id)?;
    Ok((contact, all))
}

fn keep(tx: &mut Tx<'_>, contact: &Contact, companies: &[Company]) -> Answer {
    companies::replace(tx, contact, companies)?.ok_or(Error::Overtaken)?;
    let said = tx.text.a("contacts-said-saved", "name", contact.name.as_str());
    Ok(Reply::go(&format!("{}#companies", routes::contact(contact.id))).saying(Flash::good(said)))
}
