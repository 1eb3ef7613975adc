//! Signing in and out. Nothing tells whether an address is known: not the words, not the work done, not the throttle.

mod admit;
mod alone;
mod attempt;
mod knock;
mod provider;
mod second;
mod shown;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, RETRY_AFTER};
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

pub use admit::{Arrival, admit};
pub use alone::{again as passkey_again, ask as ask_passkey, enter as enter_alone};
pub(super) use attempt::Attempt;
pub(super) use provider::{Refusal as ProviderRefusal, Told, ask as ask_provider};
pub use provider::{come_back as come_from_provider, leave as leave_for_provider};
pub use second::{again, show_code};

use super::history::Way;
use super::{company, factors, throttle};
use crate::i18n::Text;
use crate::web::{App, Button, Desk, Error, Form, Guest, Params, Problems, Reply, Ui, Unsent, is_signed_in, routes};

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
    /// Can this address have passkeys?
    passkeys: bool,
    /// What people call the provider they may sign in through.
    provider: Option<String>,
}

impl SignInPage {
    /// The door, with what is typed there so far.
    pub(super) fn of(desk: &Desk<'_>, form: SignInForm) -> SignInPage {
        let passkeys = factors::passkeys::are_possible(&desk.site);
        let provider = desk.app.provider.as_ref().map(|provider| provider.name().to_owned());
        SignInPage { ui: desk.ui(), problems: Problems::new(), form, passkeys, provider }
    }

    fn way_to_provider(&self) -> String {
        routes::provider(&self.form.way_on)
    }
}

/// Why somebody was not let in.
pub(super) enum Refusal {
    /// Unknown, or a wrong password: nobody learns which.
    Wrong,
    /// Signed in rightly, but deactivated.
    Inactive,
    /// Too many tries; seconds to wait.
    Early(i64),
    /// Too long between the password and the code.
    Late,
    /// A passkey that was not accepted.
    Passkey,
    /// Somebody came through the provider, and not in.
    Provider(provider::Refusal),
}

impl Refusal {
    /// The field it is said beside.
    fn field(&self) -> &'static str {
        match self {
            Refusal::Wrong | Refusal::Inactive | Refusal::Early(_) => "email",
            Refusal::Late => "password",
            Refusal::Passkey => "passkey",
            Refusal::Provider(_) => "provider",
        }
    }

    /// What they are told.
    pub(super) fn words(&self, text: &Text) -> String {
        let key = match self {
            Refusal::Early(seconds) => return throttle::sentence(text, *seconds),
            Refusal::Wrong => "sign-in-wrong",
            Refusal::Inactive => "sign-in-inactive",
            Refusal::Late => "sign-in-late",
            Refusal::Passkey => "passkey-alone-refused",
            Refusal::Provider(why) => why.key(),
        };
        text.t(key).to_owned()
    }

    /// The status of the page that says so.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Refusal::Early(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Wrong | Refusal::Inactive | Refusal::Late | Refusal::Passkey | Refusal::Provider(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
        }
    }

    /// The page, with how long there is to wait.
    pub(super) fn on(&self, reply: Reply) -> Reply {
        match self {
            Refusal::Early(seconds) => reply.header(RETRY_AFTER, &seconds.to_string()),
            Refusal::Wrong | Refusal::Inactive | Refusal::Late | Refusal::Passkey | Refusal::Provider(_) => reply,
        }
    }
}

/// `GET /sign-in`: the door. Who is in already goes on to what they came for, as they would from here. The provider's
/// door stays open to them, which shows no form and lets one come as somebody else; and so does that of a forgotten
/// password, through which who came by the provider chooses one.
pub async fn show(guest: Guest, Params(form): Params<SignInForm>) -> HttpResponse {
    let token = guest.seat().token();
    let page = move |desk: &mut Desk<'_>| {
        if !company::exists(desk.db)? {
            return Ok(Reply::go(routes::SET_UP));
        }
        if let Some(token) = token
            && is_signed_in(desk.app, desk.db, &token, desk.now)?
        {
            return Ok(Reply::go(form.goal()));
        }
        Reply::page(&SignInPage::of(desk, form))
    };
    guest.serve(false, page).await
}

/// `POST /sign-in`
pub async fn enter(app: web::Data<App>, guest: Guest, Form(form): Form<SignInForm>) -> HttpResponse {
    match knock::knock(&app, &form, &guest).await {
        Ok(Ok(person)) => admit(&app, guest, Arrival { person, way: Way::Password, door: form }).await,
        Ok(Err(refusal)) => refuse(guest, form, refusal).await,
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

/// The door again, with the reason. A password is never sent back.
async fn refuse(guest: Guest, form: SignInForm, refusal: Refusal) -> HttpResponse {
    let form = SignInForm { password: String::new(), ..form };
    guest.serve(false, move |desk| refused(desk, form, &refusal)).await
}

fn refused(desk: &mut Desk<'_>, form: SignInForm, refusal: &Refusal) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    problems.add(refusal.field(), refusal.words(&desk.text));
    let reply = Reply::status(refusal.status(), &SignInPage { problems, ..SignInPage::of(desk, form) })?;
    Ok(refusal.on(reply))
}
