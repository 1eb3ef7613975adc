//! Everybody, those who have left at the end.

use actix_web::HttpResponse;
use askama::Template;

use crate::access::Role;
use crate::admin::gate;
use crate::db::Tx;
use crate::directory::Person;
use crate::web::{Cx, Reply, Ui};

/// A person of the list.
struct Row {
    id: i64,
    name: String,
    email: String,
    roles: String,
    team: String,
    active: bool,
}

#[derive(Template)]
#[template(path = "admin/people.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Row>,
}

/// `GET /settings/people`
pub async fn list(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| Reply::page(&ListPage { rows: rows(tx), ui: Ui::of(tx) })).await
}

fn rows(tx: &Tx<'_>) -> Vec<Row> {
    // messages: role-*
    let role = |role: Role| tx.text.t(&format!("role-{}", role.name())).to_owned();
    let row = |person: &Person| Row {
        id: person.id,
        name: person.name.clone(),
        email: person.email.clone().unwrap_or_default(),
        roles: tx.text.list(&person.roles().iter().map(role).collect::<Vec<_>>()),
        team: tx.directory.teams.name(person.team_id).to_owned(),
        active: person.active,
    };
    let (here, gone): (Vec<&Person>, Vec<&Person>) = tx.directory.people.iter().partition(|person| person.active);
    here.into_iter().chain(gone).map(row).collect()
}
