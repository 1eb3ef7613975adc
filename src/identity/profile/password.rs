//! A new password in place of the old one. Whoever else is signed in as this person is signed out.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use diesel::prelude::*;
use serde::Deserialize;

use super::page::{Shown, answer, done};
use super::sessions::{self, Here};
use crate::db::Tx;
use crate::db::schema::users;
use crate::identity::policy::weakness;
use crate::identity::throttle::{self, Counters, Verdict};
use crate::identity::{passwords, user};
use crate::web::{App, Cx, Error, Form, Problems};

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

/// What the check needs, read while a connection is at hand.
struct Known {
    verdict: Verdict,
    hash: Option<String>,
    problems: Problems,
}

/// `POST /profile/password`
pub async fn change(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    match renew(&app, &cx, form).await {
        Ok(response) | Err(response) => response,
    }
}

async fn renew(app: &web::Data<App>, cx: &Cx, form: PasswordForm) -> Result<HttpResponse, HttpResponse> {
    let asked = form.clone();
    let known = cx.ask(move |tx| look(tx, &asked)).await?;
    let mut problems = known.problems;
    match known.verdict {
        Verdict::Wait { seconds } => {
            return Ok(refuse(cx, StatusCode::TOO_MANY_REQUESTS, move |tx| too_early(tx, seconds)).await);
        }
        Verdict::Go { .. } => {}
    }
    let cost = app.config.password_cost;
    let right = passwords::check(cost, known.hash, form.old).await.map_err(HttpResponse::from_error)?;
    if right {
        cx.ask(forgive).await?;
    }
    if !right || !problems.is_empty() {
        let told = move |tx: &Tx<'_>| {
            if !right {
                problems.add("old", tx.text.t("profile-password-wrong"));
            }
            problems
        };
        return Ok(refuse(cx, StatusCode::UNPROCESSABLE_ENTITY, told).await);
    }
    let hash = passwords::make(cost, form.new).await.map_err(HttpResponse::from_error)?;
    let here = sessions::here(cx);
    Ok(cx.clone().write(move |tx| keep(tx, &here, &hash)).await)
}

fn counters(tx: &Tx<'_>) -> Counters {
    // Only who is signed in gets here: what others do at the door is nothing to them.
    Counters::alone(&format!("password of {}", tx.viewer.id))
}

fn forgive(tx: &mut Tx<'_>) -> Result<(), Error> {
    let counters = counters(tx);
    Ok(throttle::forgive(tx.db, &counters)?)
}

fn look(tx: &mut Tx<'_>, form: &PasswordForm) -> Result<Known, Error> {
    let counters = counters(tx);
    let verdict = throttle::take(tx.db, &counters, tx.now)?;
    let me = user::find(tx, tx.viewer.id)?;
    let hash = users::table.find(me.id).select(users::password_hash).first(tx.db)?;
    let mut problems = Problems::new();
    let about = [me.name.as_str(), me.email.as_deref().unwrap_or(""), &tx.directory.organization.name];
    if let Some(weakness) = weakness(&form.new, &about) {
        problems.add("new", weakness.sentence(&tx.text));
    }
    if form.new != form.again {
        problems.add("again", tx.text.t("password-differs"));
    }
    Ok(Known { verdict, hash, problems })
}

fn too_early(tx: &Tx<'_>, seconds: i64) -> Problems {
    let mut problems = Problems::new();
    problems.add("old", throttle::sentence(&tx.text, seconds));
    problems
}

async fn refuse(
    cx: &Cx,
    status: StatusCode,
    problems: impl FnOnce(&Tx<'_>) -> Problems + Send + 'static,
) -> HttpResponse {
    let here = sessions::here(cx);
    let page = move |tx: &mut Tx<'_>| {
        let problems = problems(tx);
        answer(tx, &here, Shown { status, form: None, problems })
    };
    cx.clone().read(page).await
}

fn keep(tx: &mut Tx<'_>, here: &Here, hash: &str) -> crate::web::Answer {
    let me = tx.viewer.id;
    user::set_password(tx.db, me, hash)?;
    user::end_sessions(tx.db, me, &here.token_hash)?;
    Ok(done(tx, "profile-password-changed"))
}
