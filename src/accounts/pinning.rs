//! Setting an account's lifecycle by hand, with a reason, and letting the facts decide again.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::{Account, Lifecycle, lifecycle, store};
use crate::customers::Typed;
use crate::db::Tx;
use crate::journal::Action;
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, routes};

/// What was typed about a customer's lifecycle.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct StageForm {
    /// The stage.
    pub stage: String,
    /// Why.
    pub reason: String,
}

impl StageForm {
    /// Stage and reason, or what is wrong with them.
    pub(crate) fn check(&self, tx: &Tx<'_>) -> Result<(Lifecycle, String), Problems> {
        let mut typed = Typed::new(tx);
        let stage = self.stage.parse::<Lifecycle>();
        if stage.is_err() {
            typed.problems.add("stage", tx.text.t("customers-lifecycle-stage-missing"));
        }
        let reason = typed.name("reason", &self.reason, "customers-lifecycle-reason-missing");
        match stage {
            Ok(stage) if typed.problems.is_empty() => Ok((stage, reason)),
            Ok(_) | Err(_) => Err(typed.problems),
        }
    }
}

/// A form that asks nothing.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Nothing {}

/// The page on which a customer's stage is set.
#[derive(Template)]
#[template(path = "customers/lifecycle.html")]
pub(crate) struct StagePage {
    ui: Ui,
    name: String,
    list: &'static str,
    list_label: &'static str,
    href: String,
    pinned: bool,
    stages: Vec<Choice>,
    form: StageForm,
    problems: Problems,
}

/// What the page is about.
pub(crate) struct Subject<'a> {
    pub(crate) name: &'a str,
    pub(crate) list: &'static str,
    pub(crate) list_label: &'static str,
    pub(crate) href: String,
    pub(crate) pinned: bool,
}

impl StagePage {
    // messages: accounts-lifecycle-* shell-nav-accounts shell-nav-contacts
    pub(crate) fn of(tx: &Tx<'_>, subject: Subject<'_>, form: StageForm, problems: Problems) -> StagePage {
        let label = |stage: &Lifecycle| tx.text.t(&format!("accounts-lifecycle-{}", stage.name()));
        let stages = Lifecycle::ALL.iter().map(|stage| Choice::new(stage.name(), label(stage), &form.stage)).collect();
        let Subject { name, list, list_label, href, pinned } = subject;
        StagePage { ui: Ui::of(tx), name: name.to_owned(), list, list_label, href, pinned, stages, form, problems }
    }
}

/// The sentence after a change.
pub(crate) fn said(tx: &Tx<'_>, name: &str, stage: Lifecycle) -> Flash {
    let stage = tx.text.t(&format!("accounts-lifecycle-{}", stage.name()));
    Flash::good(tx.text.args("customers-lifecycle-said", &[("name", name.into()), ("stage", stage.into())]))
}

fn subject(account: &Account) -> Subject<'_> {
    Subject {
        name: &account.name,
        list: routes::ACCOUNTS,
        list_label: "shell-nav-accounts",
        href: routes::account(account.id),
        pinned: account.lifecycle_pinned,
    }
}

/// The page.
pub async fn form(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let account = store::find_editable(tx, *id)?;
        let stage = account.lifecycle.name().to_owned();
        let form = StageForm { stage, reason: account.lifecycle_reason.clone() };
        Reply::page(&StagePage::of(tx, subject(&account), form, Problems::new()))
    })
    .await
}

/// Sets the stage by hand.
pub async fn save(cx: Cx, id: Path<i64>, Form(form): Form<StageForm>) -> HttpResponse {
    cx.write(move |tx| {
        let account = store::find_editable(tx, *id)?;
        match form.check(tx) {
            Ok((stage, reason)) => keep(tx, &account, stage, true, reason),
            Err(problems) => Reply::rejected(&StagePage::of(tx, subject(&account), form, problems)),
        }
    })
    .await
}

/// Lets the facts decide again.
pub async fn clear(cx: Cx, id: Path<i64>, Form(_): Form<Nothing>) -> HttpResponse {
    cx.write(move |tx| {
        let account = store::find_editable(tx, *id)?;
        let stage = lifecycle::from_scratch(tx, &account)?;
        keep(tx, &account, stage, false, String::new())
    })
    .await
}

fn keep(tx: &mut Tx<'_>, before: &Account, stage: Lifecycle, pinned: bool, reason: String) -> Answer {
    let mut facts = before.facts.clone();
    facts.lifecycle = stage;
    facts.lifecycle_pinned = pinned;
    facts.lifecycle_reason = reason;
    store::save(tx, Action::Lifecycle, before, facts)?.ok_or(Error::Overtaken)?;
    Ok(Reply::go(&routes::account(before.id)).saying(said(tx, &before.name, stage)))
}
