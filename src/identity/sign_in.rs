//! Signing in and out. Nothing tells whether an address is known: not the words, not the work done, not the throttle.

use actix_web::http::header::HeaderName;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::passwords;
use crate::db::Db;
use crate::db::schema::{organization, users};
use crate::values::text;
use crate::web::{App, Desk, Error, Form, Guest, Params, Problems, Reply, Ui, routes};

/// What the sign-in form sends, and what its address may carry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    email: String,
    password: String,
    /// Where to go afterwards.
    #[serde(rename = "return")]
    way_on: String,
}

impl SignInForm {
    /// The page asked for, if it is one of ours.
    fn goal(&self) -> &str {
        routes::own_path(&self.way_on).unwrap_or(routes::HOME)
    }
}

/// A form that is only a button.
#[derive(Debug, Deserialize)]
pub struct Button {}

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
struct SignInPage {
    ui: Ui,
    problems: Problems,
    form: SignInForm,
}

/// Why somebody was not let in.
enum Refusal {
    /// Unknown, or a wrong password: nobody learns which.
    Wrong,
    /// Signed in rightly, but deactivated.
    Inactive,
}

/// `GET /sign-in`
pub async fn show(guest: Guest, Params(form): Params<SignInForm>) -> HttpResponse {
    let page = |desk: &mut Desk<'_>| {
        if organization::table.count().get_result::<i64>(desk.db)? == 0 {
            return Ok(Reply::go(routes::SET_UP));
        }
        Reply::page(&SignInPage { ui: desk.ui(), problems: Problems::new(), form })
    };
    guest.serve(false, page).await
}

/// `POST /sign-in`
pub async fn enter(app: web::Data<App>, guest: Guest, Form(form): Form<SignInForm>) -> HttpResponse {
    match knock(&app, &form).await {
        Ok(Ok(person)) => welcome(&guest, person, &form),
        Ok(Err(refusal)) => guest.serve(false, move |desk| refused(desk, form, &refusal)).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// `POST /sign-out`
pub async fn leave(guest: Guest, Form(_): Form<Button>) -> HttpResponse {
    guest.seat().sign_out();
    // What the browser still shows on Back was this person's.
    let clears = HeaderName::from_static("clear-site-data");
    Reply::go(routes::SIGN_IN).header(clears, "\"cache\"").into_response(false)
}

/// A person as the door knows them.
struct Known {
    id: i64,
    hash: Option<String>,
    active: bool,
}

async fn knock(app: &web::Data<App>, form: &SignInForm) -> Result<Result<i64, Refusal>, Error> {
    let key = text::lower(form.email.trim());
    let known = at_database(app, move |db, _| find(db, &key)).await?;
    let hash = known.as_ref().and_then(|known| known.hash.clone());
    let right = passwords::check(app.config.password_cost, hash, form.password.clone()).await?;
    Ok(match known.filter(|_| right) {
        Some(known) if known.active => Ok(known.id),
        Some(_) => Err(Refusal::Inactive),
        None => Err(Refusal::Wrong),
    })
}

fn find(db: &mut Db, email_key: &str) -> QueryResult<Option<Known>> {
    let row = users::table.filter(users::email_key.eq(email_key));
    let row = row.select((users::id, users::password_hash, users::active)).first(db).optional()?;
    Ok(row.map(|(id, hash, active)| Known { id, hash, active }))
}

async fn at_database<T: Send + 'static>(
    app: &web::Data<App>,
    work: impl FnOnce(&mut Db, NaiveDateTime) -> QueryResult<T> + Send + 'static,
) -> Result<T, Error> {
    let app = app.clone();
    let done = web::block(move || -> Result<T, Error> { Ok(work(&mut *app.pools.writer()?, app.clock.now())?) });
    done.await.map_err(|e| Error::Bug(e.to_string()))?
}

fn welcome(guest: &Guest, person: i64, form: &SignInForm) -> HttpResponse {
    match guest.seat().sign_in(person, &guest.request.address, &guest.request.agent) {
        Ok(()) => Reply::go(form.goal()).into_response(false),
        Err(error) => HttpResponse::from_error(error),
    }
}

fn refused(desk: &mut Desk<'_>, form: SignInForm, refusal: &Refusal) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    let text = &desk.text;
    match refusal {
        Refusal::Wrong => problems.add("email", text.t("sign-in-wrong")),
        Refusal::Inactive => problems.add("email", text.t("sign-in-inactive")),
    }
    let form = SignInForm { password: String::new(), ..form };
    Reply::rejected(&SignInPage { ui: desk.ui(), problems, form })
}
