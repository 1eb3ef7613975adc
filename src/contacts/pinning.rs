//! Setting a contact's lifecycle by hand, with a reason, and letting the facts decide again.

use actix_web::HttpResponse;

use super::{Contact, lifecycle, store};
use crate::accounts::{Lifecycle, Nothing, StageForm, StagePage, Subject, said};
use crate::db::Tx;
use crate::journal::Action;
use crate::web::{Answer, Cx, Error, Form, Path, Problems, Reply, routes};

fn subject(contact: &Contact) -> Subject<'_> {
    Subject {
        name: &contact.name,
        list: routes::CONTACTS,
        list_label: "shell-nav-contacts",
        href: routes::contact(contact.id),
        pinned: contact.lifecycle_pinned,
    }
}

/// The page.
pub async fn form(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let contact = store::find_editable(tx, *id)?;
        let stage = contact.lifecycle.name().to_owned();
        let form = StageForm { stage, reason: contact.lifecycle_reason.clone() };
        Reply::page(&StagePage::of(tx, subject(&contact), form, Problems::new()))
    })
    .await
}

/// Sets the stage by hand.
pub async fn save(cx: Cx, id: Path<i64>, Form(form): Form<StageForm>) -> HttpResponse {
    cx.write(move |tx| {
        let contact = store::find_editable(tx, *id)?;
        match form.check(tx) {
            Ok((stage, reason)) => keep(tx, &contact, stage, true, reason),
            Err(problems) => Reply::rejected(&StagePage::of(tx, subject(&contact), form, problems)),
        }
    })
    .await
}

/// Lets the facts decide again.
pub async fn clear(cx: Cx, id: Path<i64>, Form(_): Form<Nothing>) -> HttpResponse {
    cx.write(move |tx| {
        let contact = store::find_editable(tx, *id)?;
        let stage = lifecycle::from_scratch(tx, &contact)?;
        keep(tx, &contact, stage, false, String::new())
    })
    .await
}

fn keep(tx: &mut Tx<'_>, before: &Contact, stage: Lifecycle, pinned: bool, reason: String) -> Answer {
    let mut facts = before.facts.clone();
    facts.lifecycle = stage;
    facts.lifecycle_pinned = pinned;
    facts.lifecycle_reason = reason;
    store::save(tx, Action::Lifecycle, before, facts)?.ok_or(Error::Overtaken)?;
    Ok(Reply::go(&routes::contact(before.id)).saying(said(tx, &before.name, stage)))
}
