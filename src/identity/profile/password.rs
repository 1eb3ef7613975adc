//! A new password in place of the old one. Whoever else is signed in as this person is signed out.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::page::{Shown, answer, done};
use super::sessions::{self, Here};
use crate::config::Config;
use crate::db::Tx;
use crate::identity::notices::{self, Notice, Whose};
use crate::identity::own_password::{self, Typed};
use crate::identity::passwords;
use crate::identity::policy::weakness;
use crate::identity::user::{self, Door};
use crate::web::{Answer, App, Cx, Error, Form, Problems, Renewal};

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

/// `POST /profile/password`
pub async fn change(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    match renew(&app, &cx, form).await {
        Ok(response) | Err(response) => response,
    }
}

async fn renew(app: &web::Data<App>, cx: &Cx, form: PasswordForm) -> Result<HttpResponse, HttpResponse> {
    let typed = own_password::check(app, cx, form.old.clone()).await?;
    let asked = form.clone();
    let problems = cx.ask(move |tx| problems(tx, &asked, typed)).await?;
    if !problems.is_empty() {
        return Ok(refuse(cx, typed, problems).await);
    }
    let hash = passwords::make(app.config.password_cost, form.new).await.map_err(HttpResponse::from_error)?;
    let (here, config) = (sessions::here(cx), cx.config().clone());
    Ok(cx.clone().write_renewed(move |tx, renewal| keep(tx, &config, &here, &hash, renewal)).await)
}

/// What is wrong with the new password, and with the old one. Who has to wait hears of nothing else.
fn problems(tx: &mut Tx<'_>, form: &PasswordForm, typed: Typed) -> Result<Problems, Error> {
    let mut problems = Problems::new();
    let me = user::find(tx, tx.viewer.id)?;
    let about = [me.name.as_str(), me.email.as_deref().unwrap_or(""), &tx.directory.organization.name];
    let waits = matches!(typed, Typed::Early(_));
    if let Some(weakness) = weakness(&form.new, &about).filter(|_| !waits) {
        problems.add("new", weakness.sentence(&tx.text));
    }
    if typed == Typed::Right && form.new == form.old {
        problems.add("new", tx.text.t("profile-password-same"));
    }
    if form.new != form.again && !waits {
        problems.add("again", tx.text.t("password-differs"));
    }
    typed.problems(&tx.text, "old").iter().for_each(|(field, sentence)| problems.add(field, sentence));
    Ok(problems)
}

async fn refuse(cx: &Cx, typed: Typed, problems: Problems) -> HttpResponse {
    let here = sessions::here(cx);
    let status = match typed {
        Typed::Right => StatusCode::UNPROCESSABLE_ENTITY,
        Typed::Wrong | Typed::Unset { .. } | Typed::Early(_) => typed.status(),
    };
    let page = move |tx: &mut Tx<'_>| answer(tx, &here, Shown { status, form: None, problems });
    cx.clone().read(page).await
}

fn keep(tx: &mut Tx<'_>, config: &Config, here: &Here, hash: &str, renewal: &Renewal) -> Answer {
    let me = tx.viewer.id;
    user::set_password(tx.db, me, hash)?;
    user::note_door(tx, me, Door::Chosen)?;
    user::end_sessions(tx.db, me, &here.token_hash)?;
    notices::tell(tx.db, config, tx.now, Whose::own(me), Notice::PasswordChanged)?;
    renewal.take(tx)?;
    Ok(done(tx, "profile-password-changed"))
}
