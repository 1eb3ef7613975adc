//! Turning a lead into a customer and, mostly, a deal: one page, one submit, one transaction (rules 31 to 35).

mod blanks;
mod candidates;
mod form;
mod make;
mod page;
mod plan;

use actix_web::HttpResponse;
use diesel::QueryResult;

use self::candidates::Candidates;
use self::form::QualifyForm;
use super::edit::{read_only, said_closed};
use super::{Lead, LeadState, store};
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Problems, Reply, routes};

/// The page: the questions of an open lead, what came of a qualified one.
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let lead = may(tx, *id, store::find_editable)?;
        match lead.state {
            LeadState::Qualified => page::result(tx, &lead),
            LeadState::Disqualified => Ok(read_only(tx, &lead)),
            LeadState::Open => ask(tx, &lead),
        }
    })
    .await
}

fn ask(tx: &mut Tx<'_>, lead: &Lead) -> Answer {
    let found = Candidates::of(tx, lead, &QualifyForm::default())?;
    let form = QualifyForm::prefilled(tx, lead, &found);
    Reply::page(&page::QualifyPage::of(tx, lead, form, found, Problems::new()))
}

/// Qualifies the lead; sent twice, the second answer is what the first one made.
pub async fn submit(cx: Cx, id: Path<i64>, Form(form): Form<QualifyForm>) -> HttpResponse {
    cx.write(move |tx| {
        let lead = may(tx, *id, store::hold)?;
        match lead.state {
            LeadState::Qualified => Ok(Reply::go(&result_of(lead.id))),
            LeadState::Disqualified => too_late(tx, &lead, form),
            LeadState::Open => qualify(tx, &lead, form),
        }
    })
    .await
}

fn may(tx: &mut Tx<'_>, id: i64, find: fn(&mut Tx<'_>, i64) -> Result<Lead, Error>) -> Result<Lead, Error> {
    let lead = find(tx, id)?;
    if tx.viewer.sells() { Ok(lead) } else { Err(Error::Forbidden) }
}

/// Somebody closed it meanwhile: what was typed stays on the page.
fn too_late(tx: &mut Tx<'_>, lead: &Lead, form: QualifyForm) -> Answer {
    let found = Candidates::of(tx, lead, &form)?;
    tx.page.flash = Some(said_closed(tx, lead));
    Reply::conflict(&page::QualifyPage::of(tx, lead, form.seeing(&found), found, Problems::new()))
}

fn qualify(tx: &mut Tx<'_>, lead: &Lead, form: QualifyForm) -> Answer {
    // Two leads of one new company, qualified at the same time, must not make two accounts (rule 32).
    dialect::one_at_a_time(tx.db, "qualify")?;
    let found = Candidates::of(tx, lead, &form)?;
    if form.is_search() {
        return Reply::page(&page::QualifyPage::of(tx, lead, form.seeing(&found), found, Problems::new()));
    }
    match plan::read(tx, lead, &form, &found)? {
        Err(problems) => Reply::rejected(&page::QualifyPage::of(tx, lead, form.seeing(&found), found, problems)),
        Ok(plan) => {
            let reply = Reply::go(&result_of(lead.id));
            if !close_open(tx, lead.id)? {
                return Ok(reply);
            }
            make::make(tx, lead, plan)?;
            let said = tx.text.a("leads-said-qualified", "lead", lead.title_name());
            Ok(reply.saying(Flash::good(said)))
        }
    }
}

/// Whoever closes the lead makes its records; nobody else does.
fn close_open(tx: &mut Tx<'_>, id: i64) -> QueryResult<bool> {
    let update = Sql::new("UPDATE leads SET state = 'qualified' WHERE state = 'open' AND id = ").bind(id);
    Ok(update.run(tx.db)? == 1)
}

fn result_of(id: i64) -> String {
    format!("{}/qualification", routes::lead(id))
}
