//! Somebody leaves: they can no longer sign in, and what they were working on goes to somebody else or waits for them.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::LIST;
use super::edit;
use crate::admin::follow::{Holding, hand_over, heir, heirs, holding};
use crate::admin::gate;
use crate::db::Tx;
use crate::identity::keepers::locks_out;
use crate::identity::user::{self, User, UserFacts};
use crate::journal::Action;
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui};

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct LeaveForm {
    heir: String,
}

#[derive(Template)]
#[template(path = "admin/person_leaves.html")]
struct LeavePage {
    ui: Ui,
    problems: Problems,
    person: User,
    holding: Holding,
    heirs: Vec<Choice>,
}

impl LeavePage {
    fn title(&self) -> String {
        self.ui.plain("admin-person-leaves-title", &[("name", self.person.name.as_str().into())])
    }
}

/// `GET /settings/people/{id}/deactivation`
pub async fn ask(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let person = user::find(tx, *id)?;
        Reply::page(&page(tx, person, "", Problems::new())?)
    })
    .await
}

/// `POST /settings/people/{id}/deactivation`
pub async fn deactivate(cx: Cx, id: Path<i64>, Form(form): Form<LeaveForm>) -> HttpResponse {
    gate::write(cx, move |tx| leave(tx, *id, &form)).await
}

fn leave(tx: &mut Tx<'_>, id: i64, form: &LeaveForm) -> Answer {
    let person = user::find(tx, id)?;
    let wanted = UserFacts { active: false, ..person.facts.clone() };
    let held = holding(tx, id)?;
    let heir = heir(tx, id, held, &form.heir);
    let mut problems = Problems::new();
    if locks_out(tx, &person, &wanted)? {
        problems.add("heir", tx.text.t("admin-person-last"));
    }
    if heir.is_none() && !form.heir.is_empty() {
        problems.add("heir", tx.text.t("problem-choose"));
    }
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, person, &form.heir, problems)?);
    }
    if let Some(heir) = heir {
        hand_over(tx, id, heir)?;
    }
    user::save(tx, Action::Deactivated, &person, wanted)?.ok_or(Error::Overtaken)?;
    user::end_sessions(tx.db, id, "")?;
    Ok(done(tx, "admin-person-left", &person))
}

/// `POST /settings/people/{id}/activation`: they are back.
pub async fn activate(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let person = user::find(tx, *id)?;
        if !tx.directory.teams.get(person.team_id).is_some_and(|team| team.active) {
            return edit::ask_team(tx, person);
        }
        let wanted = UserFacts { active: true, ..person.facts.clone() };
        user::save(tx, Action::Edited, &person, wanted)?.ok_or(Error::Overtaken)?;
        Ok(done(tx, "admin-person-back", &person))
    })
    .await
}

// messages: admin-person-left admin-person-back
fn done(tx: &Tx<'_>, key: &str, person: &User) -> Reply {
    Reply::go(LIST).saying(Flash::good(tx.text.a(key, "name", person.name.as_str())))
}

fn page(tx: &mut Tx<'_>, person: User, chosen: &str, problems: Problems) -> Result<LeavePage, Error> {
    let stays = Choice::new("", tx.text.t("admin-person-leaves-stay"), chosen);
    let holding = holding(tx, person.id)?;
    let others = heirs(tx, person.id, holding);
    let others = others.map(|other| Choice::new(other.id.to_string(), other.name.as_str(), chosen));
    let heirs = std::iter::once(stays).chain(others).collect();
    Ok(LeavePage { ui: Ui::of(tx), problems, person, holding, heirs })
}
