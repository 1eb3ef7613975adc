//! Everybody, those who have left at the end.

use std::collections::HashMap;

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;

use crate::access::Role;
use crate::admin::gate;
use crate::db::Tx;
use crate::directory::Person;
use crate::identity::{history, user};
use crate::web::{Cx, Reply, Ui};

/// A person of the list.
struct Row {
    id: i64,
    name: String,
    email: String,
    roles: String,
    team: String,
    /// Message key of what keeps them out, if anything does.
    out: &'static str,
    /// When they signed in last, within the month that is remembered.
    last: Option<NaiveDateTime>,
}

#[derive(Template)]
#[template(path = "admin/people.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Row>,
}

/// Who was in, and who never was.
struct SignIns {
    last: HashMap<i64, NaiveDateTime>,
    never: Vec<i64>,
}

impl SignIns {
    fn load(tx: &mut Tx<'_>) -> QueryResult<SignIns> {
        Ok(SignIns { last: history::last_of_all(tx)?, never: user::never_in(tx.db)? })
    }

    // messages: admin-off admin-person-invited
    fn out(&self, person: &Person) -> &'static str {
        match person {
            gone if !gone.active => "admin-off",
            invited if self.never.contains(&invited.id) => "admin-person-invited",
            _ => "",
        }
    }
}

/// `GET /settings/people`
pub async fn list(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| Reply::page(&ListPage { rows: rows(tx)?, ui: Ui::of(tx) })).await
}

fn rows(tx: &mut Tx<'_>) -> QueryResult<Vec<Row>> {
    let sign_ins = SignIns::load(tx)?;
    // messages: role-*
    let role = |role: Role| tx.text.t(&format!("role-{}", role.name())).to_owned();
    let row = |person: &Person| Row {
        id: person.id,
        name: person.name.clone(),
        email: person.email.clone().unwrap_or_default(),
        roles: tx.text.list(&person.roles().iter().map(role).collect::<Vec<_>>()),
        team: tx.directory.teams.name(person.team_id).to_owned(),
        out: sign_ins.out(person),
        last: sign_ins.last.get(&person.id).copied(),
    };
    let (here, gone): (Vec<&Person>, Vec<&Person>) = tx.directory.people.iter().partition(|person| person.active);
    Ok(here.into_iter().chain(gone).map(row).collect())
}
