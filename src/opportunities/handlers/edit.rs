//! Editing a deal, whole or one part of it; what others changed meanwhile is merged or asked about.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::journal::{Action, Clash, Entity, Merged};
use crate::opportunities::fields::FIELDS;
use crate::opportunities::form::{self, DealForm, Part};
use crate::opportunities::views::FormPage;
use crate::opportunities::{Opportunity, store};
use crate::sharing::Handover;
use crate::web::{Answer, Cx, Flash, Form, Params, Path, Problems, Reply, routes};

/// Which part to edit.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    part: String,
}

/// `GET /opportunities/{id}/edit`.
pub async fn show(cx: Cx, id: Path<i64>, Params(wanted): Params<Wanted>) -> HttpResponse {
    cx.read(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let mut form = DealForm::of(tx, &deal)?;
        form.part = wanted.part;
        Reply::page(&FormPage::edit(tx, &deal, form, Problems::new())?)
    })
    .await
}

/// `POST /opportunities/{id}/edit`.
pub async fn save(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<DealForm>>) -> HttpResponse {
    cx.write(move |tx| {
        let deal = store::find_editable(tx, *id)?;
        let mut problems = Problems::new();
        let mine = fill(tx, &deal, &edit.form, &mut problems)?;
        if !edit.form.find.is_empty() {
            return Reply::page(&FormPage::edit(tx, &deal, edit.form, Problems::new())?);
        }
        if !problems.is_empty() {
            return Reply::rejected(&FormPage::edit(tx, &deal, edit.form, problems)?);
        }
        match edit.merge(tx, &deal, mine)? {
            Merged::Clean(wanted) => keep(tx, &deal, wanted, &edit),
            Merged::Clashes(clashes) => ask(tx, &deal, &edit, &clashes),
        }
    })
    .await
}

/// The deal with every field of the form, or of the one part, put in.
fn fill(
    tx: &mut Tx<'_>,
    deal: &Opportunity,
    form: &DealForm,
    problems: &mut Problems,
) -> diesel::QueryResult<Opportunity> {
    let mut mine = deal.clone();
    let only = form.part.parse::<Part>().ok();
    for field in form::edited().filter(|field| only.is_none_or(|part| part.fields().contains(field))) {
        form.put(tx, field, &mut mine.facts, problems)?;
    }
    if mine.name.is_empty() {
        problems.add("name", tx.text.t("opportunities-problem-name"));
    }
    Ok(mine)
}

fn keep(tx: &mut Tx<'_>, deal: &Opportunity, wanted: Opportunity, edit: &Edit<DealForm>) -> Answer {
    let action = if wanted.owner_id == deal.owner_id { Action::Edited } else { Action::Assigned };
    match store::save(tx, action, deal, wanted.facts)? {
        Some(saved) => {
            let owners = [deal.owner_id, saved.owner_id];
            edit.read::<Handover>().done(tx, owners, (Entity::Opportunity, saved.id, saved.version))?;
            let said = tx.text.a("opportunities-saved", "record", saved.name.as_str());
            let seen = store::find(tx, saved.id).is_ok();
            let to = if seen { routes::opportunity(saved.id) } else { routes::PIPELINE.to_owned() };
            Ok(Reply::go(&to).saying(Flash::good(said)))
        }
        // Somebody saved between our reading and our writing: merge once more, with what is stored now.
        None => again(tx, deal.id, edit),
    }
}

fn again(tx: &mut Tx<'_>, id: i64, edit: &Edit<DealForm>) -> Answer {
    let deal = store::find_editable(tx, id)?;
    let mine = fill(tx, &deal, &edit.form, &mut Problems::new())?;
    match edit.merge(tx, &deal, mine)? {
        Merged::Clean(wanted) => keep(tx, &deal, wanted, edit),
        Merged::Clashes(clashes) => ask(tx, &deal, edit, &clashes),
    }
}

/// Asks about the fields that clash.
pub(super) fn ask<T>(tx: &mut Tx<'_>, deal: &Opportunity, edit: &Edit<T>, clashes: &[Clash]) -> Answer {
    let back = routes::opportunity(deal.id);
    let asked =
        Asked { record: &deal.name, back: &back, fields: FIELDS, version: deal.version, currency: &deal.currency };
    edit.ask(tx, asked, clashes)
}
