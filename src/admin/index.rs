//! The front page of the settings: what there is to keep, and how much of it.

use actix_web::HttpResponse;
use askama::Template;

use super::gate;
use crate::access::{Roles, Sensitive};
use crate::db::Tx;
use crate::jobs;
use crate::mail;
use crate::web::{Answer, Cx, Reply, Ui, routes};

/// One part of the settings.
struct Part {
    href: &'static str,
    name: &'static str,
    /// A sentence about what it holds now.
    holds: String,
}

#[derive(Template)]
#[template(path = "admin/index.html")]
struct IndexPage {
    ui: Ui,
    parts: Vec<Part>,
}

/// `GET /settings`
pub async fn show(cx: Cx) -> HttpResponse {
    gate::read(cx, page).await
}

fn page(tx: &mut Tx<'_>) -> Answer {
    let failing = jobs::all(tx.db)?.values().filter(|row| row.failures > 0).count();
    let letters = mail::standing(tx.db)?.failed;
    Reply::page(&IndexPage { parts: parts(tx, failing, letters), ui: Ui::of(tx) })
}

fn parts(tx: &Tx<'_>, failing: usize, letters: i64) -> Vec<Part> {
    let (directory, text) = (&tx.directory, &tx.text);
    let count = |key: &str, n: usize| text.n(key, i64::try_from(n).unwrap_or(i64::MAX));
    let teams = directory.teams.all().iter().filter(|team| team.active).count();
    let stages = directory.active_pipelines().map(|pipeline| directory.stages_of(pipeline.id).count()).sum();
    let items = directory.picks.iter().filter(|item| item.active).count();
    let part = |href, name, holds| Part { href, name, holds };
    let fails = match failing {
        0 => text.t("admin-holds-jobs").to_owned(),
        some => count("admin-holds-jobs-failing", some),
    };
    let letters = text.n("admin-letters-failed", letters);
    // messages: admin-holds-*
    vec![
        part("/settings/people", "admin-people", count("admin-holds-people", directory.active_people().count())),
        part("/settings/teams", "admin-teams", count("admin-holds-teams", teams)),
        part("/settings/pipelines", "admin-pipelines", count("admin-holds-stages", stages)),
        part("/settings/lists", "admin-lists", count("admin-holds-items", items)),
        part("/settings/tags", "admin-tags", count("admin-holds-tags", directory.tags_in_use().count())),
        part("/settings/currencies", "admin-currencies", text.list(&directory.currencies)),
        part("/settings/sign-in", "admin-door", door(tx)),
        part("/settings/visibility", "admin-visibility", visibility(tx)),
        part("/settings/company", "admin-company", directory.organization.name.clone()),
        part(routes::BIN, "removal-bin", text.n("removal-bin-days", directory.organization.bin_days)),
        part("/settings/jobs", "jobs-title", fails),
        part("/settings/mail", "admin-letters", letters),
        part("/settings/journal", "admin-journal", text.t("admin-holds-journal").to_owned()),
        part(routes::IMPORTS, "imports-title", text.t("admin-holds-imports").to_owned()),
    ]
}

/// Which roles show more than a password.
fn door(tx: &Tx<'_>) -> String {
    match Roles::parse(&tx.directory.organization.factor_roles) {
        roles if roles.is_empty() => tx.text.t("admin-holds-door-none").to_owned(),
        roles => named(tx, roles),
    }
}

/// Which roles do not see everything.
fn visibility(tx: &Tx<'_>) -> String {
    let company = &tx.directory.organization;
    let hidden = Sensitive::ALL.into_iter().fold(Roles::default(), |all, group| all.and(company.hidden_from(group)));
    match hidden.is_empty() {
        true => tx.text.t("admin-holds-visibility-all").to_owned(),
        false => tx.text.a("admin-holds-visibility", "roles", named(tx, hidden)),
    }
}

// messages: role-*
fn named(tx: &Tx<'_>, roles: Roles) -> String {
    let name = |role: crate::access::Role| tx.text.t(&format!("role-{}", role.name())).to_owned();
    tx.text.list(&roles.iter().map(name).collect::<Vec<_>>())
}
