//! A password to begin with: made by the program, shown to the administrator once, changed by the person.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::LIST;
use crate::admin::gate;
use crate::db::Tx;
use crate::identity::user::{self, User};
use crate::identity::{codes, passwords};
use crate::journal::{self, Action, Journalled};
use crate::web::{Answer, App, Button, Cx, Error, Form, Path, Reply, Ui};

/// A password and its hash.
#[derive(Clone)]
pub(super) struct Fresh {
    pub code: String,
    pub hash: String,
}

/// Makes one, where it holds nobody up.
pub(super) async fn fresh(app: &web::Data<App>) -> Result<Fresh, Error> {
    let code = codes::fresh()?;
    let hash = passwords::make(app.config.password_cost, code.clone()).await?;
    Ok(Fresh { code, hash })
}

#[derive(Template)]
#[template(path = "admin/person_password.html")]
struct PasswordPage {
    ui: Ui,
    name: String,
    email: String,
    code: String,
}

/// Puts the password in place and shows it; reloading the page does not show it again.
pub(super) fn give(tx: &mut Tx<'_>, person: &User, fresh: &Fresh) -> Answer {
    user::set_password(tx.db, person.id, &fresh.hash)?;
    let (name, email) = (person.name.clone(), person.email.clone().unwrap_or_default());
    Reply::page(&PasswordPage { name, email, code: fresh.code.clone(), ui: Ui::of(tx) })
}

/// `POST /settings/people/{id}/password`: a new one for who forgot it. Their sign-ins end.
pub async fn renew(app: web::Data<App>, cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    let fresh = match fresh(&app).await {
        Ok(fresh) => fresh,
        Err(error) => return HttpResponse::from_error(error),
    };
    gate::write(cx, move |tx| {
        let person = user::find(tx, *id)?;
        if person.email.is_none() {
            return Ok(Reply::go(&format!("{LIST}/{}", person.id)));
        }
        user::end_sessions(tx.db, person.id, "")?;
        journal::record(tx, User::ENTITY, person.id, person.version, Action::Edited, &[])?;
        give(tx, &person, &fresh)
    })
    .await
}
