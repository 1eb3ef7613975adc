//! Signing in and out. Nothing tells whether an address is known: not the words, not the work done, not the throttle.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, RETRY_AFTER};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::throttle::{self, Counters, Verdict};
use super::unsent;
use super::work::transact;
use super::{company, passwords, user};
use crate::db::Db;
use crate::db::schema::{form_nonces, sessions, users};
use crate::web::{
    App, Button, Desk, Error, Form, Guest, Params, Problems, Reply, Ui, Unsent, known_as, make_known, routes,
};

/// What the sign-in form sends, and what its address may carry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    email: String,
    password: String,
    /// Where to go afterwards.
    #[serde(rename = "return")]
    way_on: String,
    /// A form that could not be sent without signing in: its address, and its fields as a browser writes them.
    unsent_to: String,
    unsent: String,
}

impl SignInForm {
    /// Nothing typed yet, and a form waiting behind the door.
    pub(super) fn before(unsent: &Unsent) -> SignInForm {
        SignInForm { unsent_to: unsent.to.clone(), unsent: unsent.encoded(), ..SignInForm::default() }
    }

    /// The page asked for, if it is one of ours.
    fn goal(&self) -> &str {
        routes::own_path(&self.way_on).unwrap_or(routes::HOME)
    }
}

#[derive(Template)]
#[template(path = "identity/sign_in.html")]
pub(super) struct SignInPage {
    ui: Ui,
    problems: Problems,
    form: SignInForm,
}

impl SignInPage {
    /// The door, with what is typed there so far.
    pub(super) fn of(ui: Ui, form: SignInForm) -> SignInPage {
        SignInPage { ui, problems: Problems::new(), form }
    }
}

/// Why somebody was not let in.
enum Refusal {
    /// Unknown, or a wrong password: nobody learns which.
    Wrong,
    /// Signed in rightly, but deactivated.
    Inactive,
    /// Too many tries; seconds to wait.
    Early(i64),
}

/// `GET /sign-in`
pub async fn show(guest: Guest, Params(form): Params<SignInForm>) -> HttpResponse {
    let page = |desk: &mut Desk<'_>| {
        if !company::exists(desk.db)? {
            return Ok(Reply::go(routes::SET_UP));
        }
        Reply::page(&SignInPage::of(desk.ui(), form))
    };
    guest.serve(false, page).await
}

/// `POST /sign-in`
pub async fn enter(app: web::Data<App>, guest: Guest, Form(form): Form<SignInForm>) -> HttpResponse {
    match knock(&app, &form, &guest).await {
        Ok(Ok(person)) => welcome(&app, guest, person, &form).await,
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

/// Counts the try, finds who it may be, reckons with the password, and forgives the try that was right.
async fn knock(app: &web::Data<App>, form: &SignInForm, guest: &Guest) -> Result<Result<i64, Refusal>, Error> {
    let key = user::email_key(&form.email);
    let counters = match known_as(app, &key, guest.known()) {
        Some(browser) => Counters::alone(&browser),
        None => Counters::of(&key, &guest.request.address),
    };
    let counted = counters.clone();
    let look = move |db: &mut Db, now| Ok((throttle::take(db, &counted, now)?, find(db, &key)?));
    let (verdict, known) = transact(app, look).await?;
    match verdict {
        Verdict::Wait { seconds } => return Ok(Err(Refusal::Early(seconds))),
        Verdict::Go { slow } => tokio::time::sleep(Duration::from_secs(slow)).await,
    }
    let (cost, hash) = (app.config.password_cost, known.as_ref().and_then(|known| known.hash.clone()));
    if !passwords::check(cost, hash, form.password.clone()).await? {
        return Ok(Err(Refusal::Wrong));
    }
    admit(app, known, counters, form.password.clone()).await
}

async fn admit(
    app: &web::Data<App>,
    known: Option<Known>,
    counters: Counters,
    password: String,
) -> Result<Result<i64, Refusal>, Error> {
    let Some(known) = known else { return Ok(Err(Refusal::Wrong)) };
    let cost = app.config.password_cost;
    let outdated = known.hash.as_deref().is_some_and(|hash| !passwords::is_current(cost, hash));
    let renewed = if outdated { Some(passwords::make(cost, password).await?) } else { None };
    let (person, oldest) = (known.id, chrono::Duration::days(app.config.session_max_days));
    let settle = move |db: &mut Db, now: NaiveDateTime| {
        throttle::forgive(db, &counters)?;
        renewed.map_or(Ok(()), |hash| user::set_password(db, person, &hash))?;
        sweep(db, now, oldest)
    };
    transact(app, settle).await?;
    Ok(if known.active { Ok(person) } else { Err(Refusal::Inactive) })
}

fn find(db: &mut Db, email_key: &str) -> QueryResult<Option<Known>> {
    let row = users::table.filter(users::email_key.eq(email_key));
    let row = row.select((users::id, users::password_hash, users::active)).first(db).optional()?;
    Ok(row.map(|(id, hash, active)| Known { id, hash, active }))
}

/// Removes sign-ins that are over in any case, and the memory of forms nobody will send again.
fn sweep(db: &mut Db, now: NaiveDateTime, oldest: chrono::Duration) -> Result<(), Error> {
    diesel::delete(sessions::table.filter(sessions::created_at.lt(now - oldest))).execute(db)?;
    diesel::delete(form_nonces::table.filter(form_nonces::used_at.lt(now - oldest))).execute(db)?;
    Ok(())
}

async fn welcome(app: &App, guest: Guest, person: i64, form: &SignInForm) -> HttpResponse {
    let known = match make_known(app, &user::email_key(&form.email)) {
        Ok(known) => known,
        Err(error) => return HttpResponse::from_error(error),
    };
    if let Err(error) = guest.seat().sign_in(person, &guest.request.address, &guest.request.agent) {
        return HttpResponse::from_error(error);
    }
    let mut response = match Unsent::carried(&form.unsent_to, &form.unsent) {
        Some(unsent) => unsent::show(unsent, guest, StatusCode::OK).await,
        None => Reply::go(form.goal()).into_response(false),
    };
    match response.add_cookie(&known) {
        Ok(()) => response,
        Err(cause) => HttpResponse::from_error(Error::Bug(cause.to_string())),
    }
}

fn refused(desk: &mut Desk<'_>, form: SignInForm, refusal: &Refusal) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    let text = &desk.text;
    let status = match refusal {
        Refusal::Early(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Wrong | Refusal::Inactive => StatusCode::UNPROCESSABLE_ENTITY,
    };
    match refusal {
        Refusal::Wrong => problems.add("email", text.t("sign-in-wrong")),
        Refusal::Inactive => problems.add("email", text.t("sign-in-inactive")),
        Refusal::Early(seconds) => problems.add("email", throttle::sentence(text, *seconds)),
    }
    let form = SignInForm { password: String::new(), ..form };
    let reply = Reply::status(status, &SignInPage { ui: desk.ui(), problems, form })?;
    Ok(match refusal {
        Refusal::Early(seconds) => reply.header(RETRY_AFTER, &seconds.to_string()),
        Refusal::Wrong | Refusal::Inactive => reply,
    })
}
