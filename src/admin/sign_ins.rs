//! Who signed in as a person of late, or tried to, for an administrator who is asked about it; and the way back in for
//! somebody who has lost their second factor.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::gate;
use crate::config::Config;
use crate::db::Tx;
use crate::identity::factors::{self, Standing};
use crate::identity::history::{self, SignIn};
use crate::identity::own_password::{self, PasswordForm, Typed};
use crate::identity::provider;
use crate::identity::user::{self, User};
use crate::web::{Answer, App, Cx, Flash, Form, Path, Problems, Reply, Ui, hash_token};

#[derive(Template)]
#[template(path = "admin/sign_ins.html")]
struct SignInsPage {
    ui: Ui,
    problems: Problems,
    person: User,
    standing: Standing,
    provider: Option<provider::Standing>,
    sign_ins: Vec<SignIn>,
}

/// `GET /settings/people/{id}/sign-ins`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    let config = cx.config().clone();
    gate::read(cx, move |tx| page(tx, &config, *id, Typed::Right)).await
}

fn page(tx: &mut Tx<'_>, config: &Config, id: i64, typed: Typed) -> Answer {
    let person = user::find(tx, id)?;
    let page = SignInsPage {
        problems: typed.problems(&tx.text, "password"),
        standing: factors::standing(tx.db, person.id)?,
        provider: config.provider.as_ref().map(|it| provider::standing(tx.db, it, person.id)).transpose()?,
        sign_ins: history::of(tx, person.id)?,
        person,
        ui: Ui::of(tx),
    };
    Reply::status(typed.status(), &page)
}

/// `POST /settings/people/{id}/factor/removal`
pub async fn remove_factor(app: web::Data<App>, cx: Cx, id: Path<i64>, Form(form): Form<PasswordForm>) -> HttpResponse {
    match remove(&app, cx, *id, form).await {
        Ok(response) | Err(response) => response,
    }
}

async fn remove(app: &web::Data<App>, cx: Cx, id: i64, form: PasswordForm) -> Result<HttpResponse, HttpResponse> {
    gate::ask(&cx, move |tx| user::find(tx, id)).await?;
    let typed = own_password::check(app, &cx, form.password).await?;
    if typed != Typed::Right {
        let config = cx.config().clone();
        return Ok(gate::read(cx, move |tx| page(tx, &config, id, typed)).await);
    }
    let here = cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default();
    let app = app.clone();
    let take_away = move |tx: &mut Tx<'_>| {
        if factors::standing(tx.db, id)?.any() {
            factors::remove_all(tx, &app, id, &here)?;
        }
        let back = format!("/settings/people/{id}/sign-ins");
        Ok(Reply::go(&back).saying(Flash::good(tx.text.t("admin-factor-removed"))))
    };
    Ok(gate::write(cx, take_away).await)
}
