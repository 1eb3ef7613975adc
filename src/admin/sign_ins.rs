//! Who signed in as a person of late, or tried to, for an administrator who is asked about it.

use actix_web::HttpResponse;
use askama::Template;

use super::gate;
use crate::identity::history::{self, SignIn};
use crate::identity::user::{self, User};
use crate::web::{Cx, Path, Reply, Ui};

#[derive(Template)]
#[template(path = "admin/sign_ins.html")]
struct SignInsPage {
    ui: Ui,
    person: User,
    sign_ins: Vec<SignIn>,
}

/// `GET /settings/people/{id}/sign-ins`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let person = user::find(tx, *id)?;
        let sign_ins = history::of(tx, person.id)?;
        Reply::page(&SignInsPage { person, sign_ins, ui: Ui::of(tx) })
    })
    .await
}
