//! Filing a new deal.

use actix_web::HttpResponse;
use serde::Deserialize;

use crate::db::Tx;
use crate::opportunities::form::{self, DealForm};
use crate::opportunities::picker::{self, Party};
use crate::opportunities::views::FormPage;
use crate::opportunities::{OpportunityFacts, OpportunityKind, fields, stage, store};
use crate::web::{Answer, Cx, Error, Flash, Form, Params, Problems, Reply, nonce, routes};

/// What the address of an empty form may bring along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Begun {
    account: String,
    contact: String,
    stage: String,
}

/// `GET /opportunities/new`: the empty form, with a customer or a stage where the address names one.
pub async fn show(cx: Cx, Params(begun): Params<Begun>) -> HttpResponse {
    cx.read(move |tx| {
        sells(tx)?;
        let account_id = begun.account.parse().ok();
        let contact_id = begun.contact.parse().ok();
        let (account, contact) =
            (picker::name_of(tx, Party::Account, account_id)?, picker::name_of(tx, Party::Contact, contact_id)?);
        let form = DealForm {
            nonce: nonce::fresh(),
            account_id: form::id_text(account_id.filter(|_| !account.is_empty())),
            contact_id: form::id_text(contact_id.filter(|_| !contact.is_empty())),
            account_for: account.clone(),
            account,
            contact_for: contact.clone(),
            contact,
            stage_id: begun.stage,
            currency: tx.directory.organization.currency.clone(),
            kind: OpportunityKind::New.name().to_owned(),
            owner_id: tx.viewer.id.to_string(),
            ..DealForm::default()
        };
        Reply::page(&FormPage::new(tx, form, Problems::new())?)
    })
    .await
}

/// `POST /opportunities/new`: files the deal, or shows the form again.
pub async fn create(cx: Cx, Form(form): Form<DealForm>) -> HttpResponse {
    cx.write(move |tx| {
        sells(tx)?;
        if !form.find.is_empty() {
            return Reply::page(&FormPage::new(tx, form, Problems::new())?);
        }
        match check(tx, &form)? {
            Ok(facts) => file(tx, &form, facts),
            Err(problems) => Reply::rejected(&FormPage::new(tx, form, problems)?),
        }
    })
    .await
}

fn sells(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.sells() { Ok(()) } else { Err(Error::Forbidden) }
}

fn file(tx: &mut Tx<'_>, form: &DealForm, facts: OpportunityFacts) -> Answer {
    if let Some(made) = nonce::take(tx, &form.nonce)? {
        return Ok(Reply::go(routes::own_path(&made).unwrap_or(routes::PIPELINE)));
    }
    let deal = store::open(tx, facts)?;
    let path = routes::opportunity(deal.id);
    nonce::keep(tx, &form.nonce, &path)?;
    let said = tx.text.a("opportunities-created", "record", deal.name.as_str());
    Ok(Reply::go(&path).saying(Flash::good(said)))
}

fn check(tx: &mut Tx<'_>, form: &DealForm) -> diesel::QueryResult<Result<OpportunityFacts, Problems>> {
    let mut wrong = Problems::new();
    let text = tx.text;
    let directory = tx.directory.clone();
    let stages = directory.active_pipelines().flat_map(|pipeline| directory.stages_of(pipeline.id));
    let mut open = stages.filter(|stage| stage.kind == crate::directory::StageKind::Open);
    let Some(stage) = open.find(|stage| stage.id.to_string() == form.stage_id) else {
        wrong.add("stage_id", text.t("opportunities-problem-stage"));
        return Ok(Err(wrong));
    };
    let own = directory.organization.currency.as_str();
    let mut facts = OpportunityFacts::starting("", stage, own, tx.viewer.team_id, tx.now);
    facts.owner_id = Some(tx.viewer.id);
    for field in form::filed() {
        form.put(tx, field, &mut facts, &mut wrong)?;
    }
    ask_minimum(tx, &facts, &mut wrong);
    for field in stage::missing(stage, &facts) {
        wrong.add(form::control(field), lacking(tx, field, &stage.name));
    }
    Ok(if wrong.is_empty() { Ok(facts) } else { Err(wrong) })
}

/// A deal has a title, a customer and a value.
fn ask_minimum(tx: &Tx<'_>, facts: &OpportunityFacts, wrong: &mut Problems) {
    if facts.name.is_empty() {
        wrong.add("name", tx.text.t("opportunities-problem-name"));
    }
    let picks = ["account_id", "contact_id"].iter().any(|field| wrong.get(field).is_some());
    if facts.account_id.is_none() && facts.contact_id.is_none() && !picks {
        wrong.add("account_id", tx.text.t("opportunities-problem-customer"));
    }
    if facts.amount_minor.is_none() {
        wrong.add("amount", tx.text.t("opportunities-problem-value"));
    }
}

/// "Proposal needs this: expected close."
pub fn lacking(tx: &Tx<'_>, field: &str, stage: &str) -> String {
    let label = tx.text.t(fields::label(field));
    tx.text.args("opportunities-problem-required", &[("field", label.into()), ("stage", stage.into())])
}
