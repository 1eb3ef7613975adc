//! The second step: the password was right, and a code or a passkey is asked for. Until it comes there is no session, only
//! a ticket that says whose it must be.

use actix_web::http::StatusCode;
use actix_web::http::header::RETRY_AFTER;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::shown::Shown;
use super::{Arrival, Refusal, SignInForm, admit, refuse};
use crate::db::Db;
use crate::db::schema::users;
use crate::identity::factors::passkeys::{self, Asked, Token};
use crate::identity::history::{self, Way};
use crate::identity::throttle::{self, Counters, Verdict};
use crate::identity::work::transact;
use crate::values::token;
use crate::web::{App, Desk, Error, Form, Guest, Problems, Reply, Ui, known_as, routes, ticket};

/// What the ticket is good for.
const PURPOSE: &str = "second step";

/// What the forms of the second step send.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    pub(super) ticket: String,
    pub(super) factor_code: String,
    /// The ticket of a challenge for a passkey, and what the browser answers it with.
    pub(super) challenge: String,
    pub(super) credential: String,
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
    asked: Asked,
}

impl CodePage {
    /// Whose code is asked for.
    fn hint(&self) -> &'static str {
        self.ui.t(if self.asked.app { "sign-in-code-hint" } else { "passkey-code-hint" })
    }
}

/// The password as the ticket knows it: with another password the ticket is worth nothing.
pub(super) fn trace(hash: Option<&str>) -> String {
    token::hash(hash.unwrap_or_default())[..16].to_owned()
}

/// Asks a person who has shown who they are for their factor.
pub(super) async fn ask(app: &web::Data<App>, guest: Guest, arrival: Arrival, trace: &str) -> HttpResponse {
    let ticket =
        ticket::give(app, guest.seat(), PURPOSE, &format!("{}.{}.{trace}", arrival.person, arrival.way.name()));
    let SignInForm { way_on, unsent_to, unsent, .. } = arrival.door;
    let form = CodeForm { ticket, way_on, unsent_to, unsent, ..CodeForm::default() };
    show(app, guest, arrival.person, form, None).await
}

/// Why somebody is asked again.
pub(super) enum Wrong {
    Code,
    Passkey,
    /// Too many tries; seconds to wait.
    Early(i64),
}

/// The page, with a fresh challenge for their passkeys.
async fn show(app: &web::Data<App>, guest: Guest, person: i64, form: CodeForm, wrong: Option<Wrong>) -> HttpResponse {
    let asked = match Token::fresh(app, guest.seat()) {
        Ok(token) => {
            let site = guest.site().clone();
            transact(app, move |db, now| passkeys::ask(db, &site, person, &token, now)).await
        }
        Err(error) => Err(error),
    };
    match asked {
        Ok(asked) => guest.serve(false, move |desk| answer(desk, form, asked, wrong)).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

fn answer(desk: &mut Desk<'_>, form: CodeForm, asked: Asked, wrong: Option<Wrong>) -> Result<Reply, Error> {
    let (text, mut problems) = (&desk.text, Problems::new());
    let (status, wait) = match wrong {
        None => (StatusCode::OK, None),
        Some(Wrong::Early(seconds)) => (StatusCode::TOO_MANY_REQUESTS, Some(seconds)),
        Some(Wrong::Code | Wrong::Passkey) => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    match wrong {
        None => {}
        Some(Wrong::Code) => problems.add("factor_code", text.t("sign-in-code-wrong")),
        Some(Wrong::Passkey) => problems.add("passkey", text.t("passkey-refused")),
        Some(Wrong::Early(seconds)) => problems.add("factor_code", throttle::sentence(text, seconds)),
    }
    let reply = Reply::status(status, &CodePage { ui: desk.ui(), problems, form, asked })?;
    Ok(match wait {
        Some(seconds) => reply.header(RETRY_AFTER, &seconds.to_string()),
        None => reply,
    })
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
    let wrong = match check(&app, &guest, person, trace, Shown::of(&app, &guest, &form)).await {
        Ok(Checked::Right(way)) => {
            let way = way.after(first);
            return admit(&app, guest, Arrival { person, way, door: form.door() }).await;
        }
        Ok(Checked::Late) => return refuse(guest, form.door(), Refusal::Late).await,
        Ok(Checked::Wrong(wrong)) => wrong,
        Err(error) => return HttpResponse::from_error(error),
    };
    show(&app, guest, person, form, Some(wrong)).await
}

/// Who, what they showed first, and the trace of their password.
fn carried(words: &str) -> Option<(i64, Way, String)> {
    let [person, first, trace] = words.split('.').collect::<Vec<_>>()[..] else { return None };
    Some((person.parse().ok()?, first.parse().ok()?, trace.to_owned()))
}

/// What was shown.
enum Checked {
    Right(Way),
    Wrong(Wrong),
    /// The password has changed since.
    Late,
}

/// Counts the try, takes what is shown, and forgives the try that was right.
async fn check(app: &web::Data<App>, guest: &Guest, person: i64, seen: String, shown: Shown) -> Result<Checked, Error> {
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
            return Ok(Checked::Wrong(Wrong::Early(seconds)));
        }
        let Some(way) = shown.take(db, &installation, person, now)? else {
            let (wrong, outcome, way) = shown.when_wrong();
            history::record(db, now, &request, person, (outcome, way))?;
            return Ok(Checked::Wrong(wrong));
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
