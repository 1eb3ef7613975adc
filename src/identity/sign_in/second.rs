//! The second step: the password was right, and a code is asked for. Until it comes there is no session, only a ticket
//! that says whose code it must be.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::{Arrival, Refusal, SignInForm, admit, refuse};
use crate::db::Db;
use crate::db::schema::users;
use crate::identity::factors;
use crate::identity::history::{self, Outcome, Way};
use crate::identity::throttle::{self, Counters, Verdict};
use crate::identity::work::transact;
use crate::values::token;
use crate::web::{App, Desk, Error, Form, Guest, Problems, Reply, Ui, known_as, routes, ticket};

/// What the ticket is good for.
const PURPOSE: &str = "second step";

/// What the form of the second step sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    ticket: String,
    factor_code: String,
    #[serde(rename = "return")]
    way_on: String,
    unsent_to: String,
    unsent: String,
}

impl CodeForm {
    /// What was brought to the door, with nothing typed.
    fn door(self) -> SignInForm {
        let (way_on, unsent_to, unsent) = (self.way_on, self.unsent_to, self.unsent);
        SignInForm { way_on, unsent_to, unsent, ..SignInForm::default() }
    }
}

#[derive(Template)]
#[template(path = "identity/sign_in_code.html")]
struct CodePage {
    ui: Ui,
    problems: Problems,
    form: CodeForm,
}

/// The password as the ticket knows it: with another password the ticket is worth nothing.
pub(super) fn trace(hash: Option<&str>) -> String {
    token::hash(hash.unwrap_or_default())[..16].to_owned()
}

/// Asks for the code of a person whose password was right.
pub(super) async fn ask(app: &App, guest: Guest, arrival: Arrival, trace: &str) -> HttpResponse {
    let ticket =
        ticket::give(app, guest.seat(), PURPOSE, &format!("{}.{}.{trace}", arrival.person, arrival.way.name()));
    let SignInForm { way_on, unsent_to, unsent, .. } = arrival.door;
    let form = CodeForm { ticket, factor_code: String::new(), way_on, unsent_to, unsent };
    guest.serve(false, |desk| Reply::page(&CodePage { ui: desk.ui(), problems: Problems::new(), form })).await
}

/// `GET /sign-in/code`: a page that was the answer to a form, opened anew.
pub async fn again() -> HttpResponse {
    Reply::go(routes::SIGN_IN).into_response(false)
}

/// `POST /sign-in/code`
pub async fn show_code(app: web::Data<App>, guest: Guest, Form(form): Form<CodeForm>) -> HttpResponse {
    let words = ticket::take(&app, guest.seat(), PURPOSE, &form.ticket);
    let Some((person, first, trace)) = words.as_deref().and_then(carried) else {
        return refuse(guest, form.door(), Refusal::Late).await;
    };
    match check(&app, &guest, person, trace, form.factor_code.clone()).await {
        Ok(Checked::Right(way)) => {
            let way = way.after(first);
            admit(&app, guest, Arrival { person, way, door: form.door() }).await
        }
        Ok(Checked::Late) => refuse(guest, form.door(), Refusal::Late).await,
        Ok(Checked::Wrong) => guest.serve(false, move |desk| refused(desk, form, None)).await,
        Ok(Checked::Early(seconds)) => guest.serve(false, move |desk| refused(desk, form, Some(seconds))).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// Who, what they showed first, and the trace of their password.
fn carried(words: &str) -> Option<(i64, Way, String)> {
    let [person, first, trace] = words.split('.').collect::<Vec<_>>()[..] else { return None };
    Some((person.parse().ok()?, first.parse().ok()?, trace.to_owned()))
}

/// What a code was.
enum Checked {
    Right(Way),
    Wrong,
    /// The password has changed since.
    Late,
    /// Too many tries; seconds to wait.
    Early(i64),
}

/// Counts the try, takes the code, and forgives the try that was right.
async fn check(
    app: &web::Data<App>,
    guest: &Guest,
    person: i64,
    seen: String,
    typed: String,
) -> Result<Checked, Error> {
    let (installation, known, request) = (app.clone(), guest.known().to_owned(), guest.request.clone());
    let check = move |db: &mut Db, now: NaiveDateTime| {
        let row = users::table.find(person).select((users::email_key, users::password_hash));
        let (account, hash): (Option<String>, Option<String>) = row.first(db)?;
        if trace(hash.as_deref()) != seen {
            return Ok(Checked::Late);
        }
        let browser = known_as(&installation, &account.unwrap_or_default(), &known);
        let counters = counters(person, browser.as_deref());
        if let Verdict::Wait { seconds } = throttle::take(db, &counters, now)? {
            return Ok(Checked::Early(seconds));
        }
        let Some(way) = factors::take_code(db, &installation, person, &typed, now)? else {
            history::record(db, now, &request, person, (Outcome::WrongCode, Way::Code))?;
            return Ok(Checked::Wrong);
        };
        throttle::forgive(db, &counters)?;
        Ok(Checked::Right(way))
    };
    transact(app, check).await
}

/// Whoever gets here knows the password: six digits are few, and all who guess them, wherever they sit, share their
/// tries. A browser the person has signed in with before has its own.
fn counters(person: i64, browser: Option<&str>) -> Counters {
    match browser {
        Some(browser) => Counters::alone(&format!("code of {person} at {browser}")),
        None => Counters::alone(&format!("code of {person}")),
    }
}

fn refused(desk: &mut Desk<'_>, form: CodeForm, wait: Option<i64>) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    let form = CodeForm { factor_code: String::new(), ..form };
    match wait {
        Some(seconds) => {
            problems.add("factor_code", throttle::sentence(&desk.text, seconds));
            let page = CodePage { ui: desk.ui(), problems, form };
            Ok(Reply::status(StatusCode::TOO_MANY_REQUESTS, &page)?.header(RETRY_AFTER, &seconds.to_string()))
        }
        None => {
            problems.add("factor_code", desk.text.t("sign-in-code-wrong"));
            Reply::rejected(&CodePage { ui: desk.ui(), problems, form })
        }
    }
}
