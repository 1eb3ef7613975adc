//! Adding contacts to a deal and taking them out.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::conflicts::Edit;
use crate::opportunities::form::{DealForm, line};
use crate::opportunities::picker::{self, Party};
use crate::opportunities::views::PartyPage;
use crate::opportunities::{parties, store};
use crate::web::{Cx, Error, Flash, Form, Path, Problems, Reply, routes};

/// The part of a contact; who it is stands in the picker's fields, those of the deal's own form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Role {
    role: String,
}

/// `GET /opportunities/{id}/contacts`.
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        Reply::page(&PartyPage::of(tx, deal, &DealForm::default(), "", Problems::new())?)
    })
    .await
}

/// `POST /opportunities/{id}/contacts`.
pub async fn add(cx: Cx, id: Path<i64>, Form(posted): Form<Edit<DealForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let (form, role) = (&posted.form, posted.read::<Role>().role);
        let mut wrong = Problems::new();
        if !form.find.is_empty() {
            return Reply::page(&PartyPage::of(tx, deal, form, &role, wrong)?);
        }
        let role_text = line(&tx.text, &mut wrong, "role", &role);
        let chosen = picker::chosen(tx, Party::Contact, form, None, &mut wrong)?;
        if chosen.is_none() {
            wrong.add("contact_id", tx.text.t("opportunities-problem-party"));
        }
        let Some(contact) = chosen.filter(|_| wrong.is_empty()) else {
            return Reply::rejected(&PartyPage::of(tx, deal, form, &role, wrong)?);
        };
        if !parties::add(tx, &deal, contact, &role_text)? {
            return Err(Error::Overtaken);
        }
        let said = Flash::good(tx.text.t("opportunities-party-added"));
        Ok(Reply::go(&format!("{}#contacts", routes::opportunity(deal.id))).saying(said))
    })
    .await
}

/// Nothing but the token.
#[derive(Debug, Default, Deserialize)]
pub struct Empty {}

/// `POST /opportunities/{id}/contacts/{contact}/removal`.
pub async fn remove(cx: Cx, ids: Path<(i64, i64)>, Form(_): Form<Empty>) -> HttpResponse {
    cx.write(move |tx| {
        let (id, contact) = *ids;
        let deal = store::find_editable(tx, id)?;
        if !parties::remove(tx, &deal, contact)? {
            return Err(Error::Overtaken);
        }
        let said = Flash::good(tx.text.t("opportunities-party-removed"));
        Ok(Reply::go(&format!("{}#contacts", routes::opportunity(id))).saying(said))
    })
    .await
}
