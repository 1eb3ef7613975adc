//! Signing in with a passkey and nothing else: the authenticator finds a key of its own for this address, and has made
//! sure of its owner. Who comes is not known before: nobody's passkeys are named, and nothing tells whether there are any.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::{Arrival, Refusal, SignInForm, admit, refuse};
use crate::db::Db;
use crate::identity::factors::passkeys::{self, Answer, Came, Offer, Token};
use crate::identity::history::{self, Outcome, Way};
use crate::identity::throttle::{self, Counters};
use crate::identity::work::transact;
use crate::web::{App, Error, Form, Guest, Reply, Ui, routes};

/// What the answer's form sends: it, and what was brought to the door.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PasskeyForm {
    challenge: String,
    credential: String,
    #[serde(rename = "return")]
    way_on: String,
    unsent_to: String,
    unsent: String,
}

#[derive(Template)]
#[template(path = "identity/sign_in_passkey.html")]
struct PasskeyPage {
    ui: Ui,
    form: SignInForm,
    offer: Offer,
}

/// `GET /sign-in/passkey`: a page that was the answer to a form, opened anew.
pub async fn again() -> HttpResponse {
    Reply::go(routes::SIGN_IN).into_response(false)
}

/// `POST /sign-in/passkey`: a challenge for whoever comes.
pub async fn ask(app: web::Data<App>, guest: Guest, Form(form): Form<SignInForm>) -> HttpResponse {
    match offer(&app, &guest).await {
        Ok(Some(offer)) => guest.serve(false, |desk| Reply::page(&PasskeyPage { ui: desk.ui(), form, offer })).await,
        Ok(None) => Reply::go(routes::SIGN_IN).into_response(false),
        Err(error) => HttpResponse::from_error(error),
    }
}

async fn offer(app: &web::Data<App>, guest: &Guest) -> Result<Option<Offer>, Error> {
    let token = Token::fresh(app, guest.seat())?;
    let (site, counters) = (guest.site().clone(), counters(guest));
    let ask = move |db: &mut Db, now: NaiveDateTime| {
        throttle::pass(db, &counters, now)?;
        passkeys::ask_anybody(db, &site, &token, now)
    };
    transact(app, ask).await
}

/// What is counted of a try here.
fn counters(guest: &Guest) -> Counters {
    Counters::at("passkey", &guest.request.address)
}

/// `POST /sign-in/passkey/key`: the answer.
pub async fn enter(app: web::Data<App>, guest: Guest, Form(form): Form<PasskeyForm>) -> HttpResponse {
    let token = passkeys::token(&app, guest.seat(), &form.challenge);
    let answer = Answer { site: guest.site().clone(), token, credential: form.credential };
    let (way_on, unsent_to, unsent) = (form.way_on, form.unsent_to, form.unsent);
    let door = SignInForm { way_on, unsent_to, unsent, ..SignInForm::default() };
    match arrive(&app, &guest, answer).await {
        Ok(Some(person)) => admit(&app, guest, Arrival { person, way: Way::PasskeyAlone, door }).await,
        Ok(None) => refuse(guest, door, Refusal::Passkey).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// Who came, if the answer is right: then the try is taken back, so that a whole office may come in by one address. A try
/// with somebody's passkey that was not right is remembered as theirs.
async fn arrive(app: &web::Data<App>, guest: &Guest, answer: Answer) -> Result<Option<i64>, Error> {
    let (installation, request, counters) = (app.clone(), guest.request.clone(), counters(guest));
    let arrive = move |db: &mut Db, now: NaiveDateTime| match passkeys::take_anybodys(db, &installation, &answer, now)?
    {
        Came::In(person) => {
            throttle::forgive(db, &counters)?;
            Ok(Some(person))
        }
        Came::Refused(Some(person)) => {
            history::record(db, now, &request, person, (Outcome::WrongPasskey, Way::PasskeyAlone))?;
            Ok(None)
        }
        Came::Refused(None) => Ok(None),
    };
    transact(app, arrive).await
}
