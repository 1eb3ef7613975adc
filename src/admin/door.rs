//! How people sign in: which roles show more than a password.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::records::{COMPANY, Kept, save};
use super::{fields, gate};
use crate::access::{Role, Roles};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::directory::Organization;
use crate::journal::{Action, Merged};
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Reply, Ui};

const PAGE: &str = "/settings/sign-in";

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct DoorForm {
    roles: Vec<String>,
}

#[derive(Template)]
#[template(path = "admin/door.html")]
struct DoorPage {
    ui: Ui,
    version: i64,
    needed: Roles,
}

impl DoorPage {
    // messages: role-*
    fn roles(&self) -> Vec<Choice> {
        let row = |role: Role| Choice {
            value: role.name().to_owned(),
            label: self.ui.t(&format!("role-{}", role.name())).to_owned(),
            selected: self.needed.has(role),
        };
        Role::ALL.map(row).into()
    }
}

/// `GET /settings/sign-in`
pub async fn show(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let company = Organization::find(tx, COMPANY)?;
        let (needed, version) = (Roles::parse(&company.factor_roles), company.version);
        Reply::page(&DoorPage { ui: Ui::of(tx), version, needed })
    })
    .await
}

/// `POST /settings/sign-in`
pub async fn update(cx: Cx, Form(edit): Form<Edit<DoorForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, &edit)).await
}

fn change(tx: &mut Tx<'_>, edit: &Edit<DoorForm>) -> Answer {
    let company = Organization::find(tx, COMPANY)?;
    let factor_roles = Roles::parse(&edit.form.roles.join(" ")).to_string();
    let mine = Organization { factor_roles, ..company.clone() };
    match edit.merge(tx, &company, mine)? {
        Merged::Clean(wanted) => save(tx, Action::Edited, &company, wanted)?.ok_or(Error::Overtaken)?,
        Merged::Clashes(clashes) => {
            let (record, version) = (company.name.as_str(), company.version);
            return edit.ask(
                tx,
                Asked { record, back: PAGE, fields: fields::COMPANY, version, currency: "" },
                &clashes,
            );
        }
    };
    Ok(Reply::go(PAGE).saying(Flash::good(tx.text.a("admin-saved", "name", tx.text.t("admin-door")))))
}
