//! Who forgot their password: with a mail server they are sent a one-time link, without one an administrator gives it.
//! Nothing tells whether an address is known: not the words, not the time they take.

use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use futures_util::future::join;
use serde::Deserialize;

use super::letters;
use super::links::{self, LinkKind};
use super::throttle::{self, Counters, Verdict};
use super::user::{self, User};
use super::work::transact;
use crate::config::Config;
use crate::db::Db;
use crate::db::schema::users;
use crate::values::email::Email;
use crate::web::{App, Desk, Error, Form, Guest, Problems, Reply, Ui};

const ASK: &str = "/password-resets";

/// An answer takes no less than this: more than writing a letter does.
const AT_LEAST: Duration = Duration::from_millis(400);

/// The most links somebody is sent within the life of one: whoever presses again gets another, and nobody's mailbox is
/// filled by others.
const MOST: i64 = 3;

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    email: String,
}

#[derive(Template)]
#[template(path = "identity/forgotten.html")]
struct ForgottenPage {
    ui: Ui,
    problems: Problems,
    form: AskForm,
    sends_mail: bool,
}

#[derive(Template)]
#[template(path = "identity/reset_told.html")]
struct ToldPage {
    ui: Ui,
    title: &'static str,
    advice: String,
}

/// `GET /password-resets`
pub async fn show(guest: Guest) -> HttpResponse {
    guest.serve(false, |desk| Reply::page(&page(desk, AskForm::default(), Problems::new()))).await
}

/// `GET /password-resets/sent`
pub async fn sent(guest: Guest) -> HttpResponse {
    let hours = LinkKind::Reset.lifetime().num_hours();
    let page = move |desk: &mut Desk<'_>| {
        let (title, advice) = (desk.text.t("reset-sent-title"), desk.text.n("reset-sent-advice", hours));
        Reply::page(&ToldPage { ui: desk.ui(), title, advice })
    };
    guest.serve(false, page).await
}

/// `GET /password-resets/done`
pub async fn done(guest: Guest) -> HttpResponse {
    let page = |desk: &mut Desk<'_>| {
        let (title, advice) = (desk.text.t("reset-done-title"), desk.text.t("reset-done-advice").to_owned());
        Reply::page(&ToldPage { ui: desk.ui(), title, advice })
    };
    guest.serve(false, page).await
}

/// `POST /password-resets`
pub async fn ask(app: web::Data<App>, guest: Guest, Form(form): Form<AskForm>) -> HttpResponse {
    if !app.config.sends_mail() {
        return Reply::go(ASK).into_response(false);
    }
    if Email::parse(&form.email).is_err() {
        return guest.serve(false, |desk| unreadable(desk, form)).await;
    }
    let (asked, ()) = join(take_up(&app, &form, &guest.request.address), tokio::time::sleep(AT_LEAST)).await;
    match asked {
        Ok(Verdict::Go { .. }) => Reply::go("/password-resets/sent").into_response(false),
        Ok(Verdict::Wait { seconds }) => guest.serve(false, move |desk| early(desk, form, seconds)).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

fn page(desk: &Desk<'_>, form: AskForm, problems: Problems) -> ForgottenPage {
    ForgottenPage { ui: desk.ui(), problems, form, sends_mail: desk.app.config.sends_mail() }
}

fn unreadable(desk: &mut Desk<'_>, form: AskForm) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    problems.add("email", desk.text.t("problem-email"));
    Reply::rejected(&page(desk, form, problems))
}

fn early(desk: &mut Desk<'_>, form: AskForm, seconds: i64) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    problems.add("email", throttle::sentence(&desk.text, seconds));
    let reply = Reply::status(StatusCode::TOO_MANY_REQUESTS, &page(desk, form, problems))?;
    Ok(reply.header(RETRY_AFTER, &seconds.to_string()))
}

/// Counts the wish, which nothing forgives, and fulfils it where there is somebody.
async fn take_up(app: &web::Data<App>, form: &AskForm, address: &str) -> Result<Verdict, Error> {
    let key = user::email_key(&form.email);
    let counters = Counters::of(&format!("reset {key}"), address);
    let config = app.config.clone();
    transact(app, move |db, now| {
        let verdict = throttle::take(db, &counters, now)?;
        if matches!(verdict, Verdict::Go { .. }) {
            send(db, &config, &key, now)?;
        }
        Ok(verdict)
    })
    .await
}

/// Somebody who has never signed in has nothing to forget: they are invited by an administrator.
fn send(db: &mut Db, config: &Config, key: &str, now: NaiveDateTime) -> Result<(), Error> {
    let person = users::table.filter(users::email_key.eq(key).and(users::active.eq(true)));
    let Some(person) = person.select(User::as_select()).first(db).optional()? else { return Ok(()) };
    if !user::was_never_in(db, person.id)? && links::count(db, person.id, now)? < MOST {
        let link = links::make(db, person.id, LinkKind::Reset, now)?;
        letters::post_link(db, config, now, &person, &link)?;
    }
    Ok(())
}
