//! The page of qualification, and the page that says what came of it.

use askama::Template;

use super::blanks::{self, Left};
use super::candidates::{Candidate, Candidates};
use super::form::{NEW, NONE, QualifyForm};
use crate::contacts::companies;
use crate::db::Tx;
use crate::leads::record::{self, Became};
use crate::leads::{FIELDS, Lead};
use crate::web::{Answer, Choice, Error, Problems, Reply, Ui, routes};
use crate::{accounts, contacts};

/// The questions.
#[derive(Template)]
#[template(path = "leads/qualify.html")]
pub struct QualifyPage {
    ui: Ui,
    id: i64,
    name: String,
    form: QualifyForm,
    found: Candidates,
    accounts: Vec<Choice>,
    contacts: Vec<Choice>,
    deals: Vec<Choice>,
    pipelines: Vec<Choice>,
    currencies: Vec<Choice>,
    problems: Problems,
}

impl QualifyPage {
    /// The page of a form as it stands.
    pub fn of(tx: &Tx<'_>, lead: &Lead, form: QualifyForm, found: Candidates, problems: Problems) -> QualifyPage {
        let pipelines = tx.directory.active_pipelines();
        QualifyPage {
            id: lead.id,
            name: lead.title_name().to_owned(),
            accounts: choices(tx, "account", &found.accounts, &form.account),
            contacts: choices(tx, "contact", &found.contacts, &form.contact),
            deals: choices(tx, "deal", &found.deals, &form.deal),
            currencies: Choice::currencies(&tx.directory, &form.currency),
            pipelines: pipelines.map(|one| Choice::new(one.id.to_string(), &one.name, &form.pipeline)).collect(),
            ui: Ui::of(tx),
            form,
            found,
            problems,
        }
    }

    fn title(&self) -> String {
        self.ui.plain("leads-qualify-title", &[("lead", self.name.as_str().into())])
    }

    fn back(&self) -> String {
        routes::lead(self.id)
    }
}

/// Each likely record, a new one, none.
fn choices(tx: &Tx<'_>, what: &str, found: &[Candidate], current: &str) -> Vec<Choice> {
    // messages: leads-qualify-account-* leads-qualify-contact-* leads-qualify-deal-*
    let say = |word: &str| tx.text.t(&format!("leads-qualify-{what}-{word}"));
    let label = |one: &Candidate| match one.detail.is_empty() {
        true => one.name.clone(),
        false => format!("{} – {}", one.name, one.detail),
    };
    let known = found.iter().map(|one| Choice::new(one.id.to_string(), label(one), current));
    known.chain([Choice::new(NEW, say("new"), current), Choice::new(NONE, say("none"), current)]).collect()
}

/// What came of it.
#[derive(Template)]
#[template(path = "leads/qualified.html")]
struct ResultPage {
    ui: Ui,
    id: i64,
    name: String,
    became: Vec<Became>,
    left: Vec<Left>,
}

impl ResultPage {
    fn title(&self) -> String {
        self.ui.plain("leads-qualified-title", &[("lead", self.name.as_str().into())])
    }

    fn back(&self) -> String {
        routes::lead(self.id)
    }
}

/// The page of a qualified lead: what it became, and what the records kept although the lead says otherwise.
///
/// # Errors
/// What the database answers.
pub fn result(tx: &mut Tx<'_>, lead: &Lead) -> Answer {
    let became = record::became(tx, lead)?;
    let left = left(tx, lead)?;
    let name = lead.title_name().to_owned();
    Reply::page(&ResultPage { ui: Ui::of(tx), id: lead.id, name, became, left })
}

fn left(tx: &mut Tx<'_>, lead: &Lead) -> Result<Vec<Left>, Error> {
    let mut left = Vec::new();
    let account = lead.account_id.map(|id| seen(accounts::find(tx, id))).transpose()?.flatten();
    let contact = lead.contact_id.map(|id| seen(contacts::find(tx, id))).transpose()?.flatten();
    if let Some(account) = &account {
        left.extend(blanks::fill_account(&mut account.facts.clone(), &lead.facts, lead.contact_id.is_none()));
    }
    if let Some(contact) = &contact {
        left.extend(blanks::fill_contact(&mut contact.facts.clone(), &lead.facts, lead.account_id.is_none()));
    }
    if let (Some(account), Some(contact)) = (account, contact)
        && companies::of(tx, contact.id)?.iter().all(|company| company.account_id != account.id)
    {
        left.push(Left { label: "leads-field-account", kept: String::new(), offered: account.name.clone() });
    }
    let of_lead = |left: &Left| FIELDS.iter().find(|field| field.label == left.label);
    left.retain(|left| of_lead(left).is_none_or(|field| field.is_seen_by(&tx.viewer)));
    Ok(left)
}

/// A record out of reach has nothing to tell.
fn seen<R>(found: Result<R, Error>) -> Result<Option<R>, Error> {
    match found {
        Ok(record) => Ok(Some(record)),
        Err(Error::NotFound) => Ok(None),
        Err(failed) => Err(failed),
    }
}
