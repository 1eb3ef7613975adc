//! What an administrator keeps, and what follows from it for everybody else.

mod keepers;
mod leaving;
mod lists;
mod people;
mod pipelines;
mod teams;

use diesel::prelude::*;
use fursa::db::schema::{journal, users};
use fursa::journal::{Action, Entity};

use crate::support::*;

both!(settings_are_for_administrators_only, every_page_of_the_settings_opens);

const PAGES: [&str; 9] = [
    "/settings",
    "/settings/people",
    "/settings/people/new",
    "/settings/teams",
    "/settings/teams/new",
    "/settings/pipelines",
    "/settings/lists",
    "/settings/currencies",
    "/settings/company",
];

/// Sends the form of a page as it stands, but for these fields.
async fn resend(app: &TestApp, page: &str, action: &str, changed: &[(&str, &str)]) -> Page {
    let form = app.get(Ada, page).await.assert_status(200).form(action);
    send(app, &form, action, changed).await
}

async fn send(app: &TestApp, form: &[(String, String)], action: &str, changed: &[(&str, &str)]) -> Page {
    let kept = form.iter().filter(|(name, _)| name != "csrf" && !changed.iter().any(|(other, _)| other == name));
    let mut fields: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.extend(changed);
    app.post(Ada, action, &fields).await
}

fn person(id: Option<i64>) -> String {
    format!("/settings/people/{}", id.unwrap())
}

fn journalled(app: &TestApp, entity: Entity, action: Action) -> i64 {
    let entries = journal::table.filter(journal::entity.eq(entity).and(journal::action.eq(action)));
    app.db(|db| entries.count().get_result(db).unwrap())
}

async fn settings_are_for_administrators_only(app: TestApp) {
    let alice = person(app.id(Alice));
    let deactivation = format!("{alice}/deactivation");
    for who in [Alice, Mona, Sam, Mark] {
        for path in PAGES.into_iter().chain([alice.as_str(), &deactivation, "/settings/lists/industry"]) {
            app.get(who, path).await.assert_status(403);
        }
        for path in ["/settings/people", &alice, &deactivation, "/settings/company", "/settings/rates"] {
            app.post(who, path, &[("name", "Mallory")]).await.assert_status(403);
        }
    }
    assert_eq!(app.db(|db| users::table.filter(users::active.eq(true)).count().get_result::<i64>(db).unwrap()), 7);
}

async fn every_page_of_the_settings_opens(app: TestApp) {
    let (mut seen, mut waiting) = (Vec::new(), vec!["/settings".to_owned()]);
    while let Some(path) = waiting.pop() {
        let page = app.get(Ada, &path).await.assert_status(200);
        seen.push(path);
        for (to, _) in page.links().into_iter().filter(|(to, _)| to.starts_with("/settings")) {
            if !seen.contains(&to) && !waiting.contains(&to) {
                waiting.push(to);
            }
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
}
