//! The account with which somebody signs in through the provider, for an administrator who is asked about it: when another
//! one is to take its place.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::gate;
use crate::config::Provider;
use crate::db::Tx;
use crate::identity::own_password::{self, PasswordForm, Typed};
use crate::identity::provider::{self, Standing};
use crate::identity::user::{self, User};
use crate::web::{Answer, App, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, hash_token};

#[derive(Template)]
#[template(path = "admin/provider.html")]
struct ProviderPage {
    ui: Ui,
    problems: Problems,
    person: User,
    standing: Standing,
}

/// `GET /settings/people/{id}/provider`
pub async fn show(app: web::Data<App>, cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| page(tx, set(&app)?, *id, Typed::Right)).await
}

/// The provider, where one is set.
fn set(app: &App) -> Result<&Provider, Error> {
    app.config.provider.as_ref().ok_or(Error::NotFound)
}

fn page(tx: &mut Tx<'_>, provider: &Provider, id: i64, typed: Typed) -> Answer {
    let person = user::find(tx, id)?;
    let page = ProviderPage {
        problems: typed.problems(&tx.text, "password"),
        standing: provider::standing(tx.db, provider, person.id)?,
        person,
        ui: Ui::of(tx),
    };
    Reply::status(typed.status(), &page)
}

/// `POST /settings/people/{id}/provider/removal`
pub async fn remove(app: web::Data<App>, cx: Cx, id: Path<i64>, Form(form): Form<PasswordForm>) -> HttpResponse {
    match unlink(&app, cx, *id, form).await {
        Ok(response) | Err(response) => response,
    }
}

async fn unlink(app: &web::Data<App>, cx: Cx, id: i64, form: PasswordForm) -> Result<HttpResponse, HttpResponse> {
    gate::ask(&cx, move |tx| user::find(tx, id)).await?;
    let typed = own_password::check(app, &cx, form.password).await?;
    let app = app.clone();
    if typed != Typed::Right {
        return Ok(gate::read(cx, move |tx| page(tx, set(&app)?, id, typed)).await);
    }
    let here = cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default();
    let take_away = move |tx: &mut Tx<'_>| {
        provider::unlink(tx, &app, set(&app)?, id, &here)?;
        let back = format!("/settings/people/{id}/provider");
        Ok(Reply::go(&back).saying(Flash::good(tx.text.t("admin-provider-removed"))))
    };
    Ok(gate::write(cx, take_away).await)
}
