//! Adding a passkey: the password once more and a name, then what the authenticator makes of the challenge.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;
use validator::Validate;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Webauthn};

use super::offer::{Offer, Token, token};
use super::party::{are_possible, handle, party};
use super::{challenges, store};
use crate::db::Tx;
use crate::identity::factors::set_up::{changed, here, show_codes};
use crate::identity::factors::store::standing;
use crate::identity::notices::Notice;
use crate::identity::own_password::{self, Typed};
use crate::identity::user;
use crate::web::{Answer, App, Cx, Error, Flash, Form, Problems, Renewal, Reply, Site, Ui, routes};

/// The password, and what the passkey is called.
#[derive(Clone, Default, Deserialize, Validate)]
#[serde(default)]
pub struct NameForm {
    #[validate(length(max = 80, code = "too_long"))]
    pub(super) name: String,
    pub(super) password: String,
}

impl NameForm {
    /// What is wrong with the name.
    pub(super) fn problems(&self, tx: &Tx<'_>) -> Problems {
        let mut problems = Problems::new();
        if let Err(found) = self.validate() {
            problems.take(&found, &tx.text);
        }
        if self.name.trim().is_empty() {
            problems.add("name", tx.text.t("problem-name"));
        }
        problems
    }
}

/// What the browser answers.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct KeyForm {
    name: String,
    challenge: String,
    credential: String,
}

#[derive(Template)]
#[template(path = "identity/passkey_new.html")]
struct NewPage {
    ui: Ui,
    problems: Problems,
    called: String,
    /// Can this address have passkeys?
    possible: bool,
    /// The first factor brings recovery codes.
    first: bool,
}

#[derive(Template)]
#[template(path = "identity/passkey_make.html")]
struct MakePage {
    ui: Ui,
    called: String,
    offer: Offer,
}

/// `GET /profile/factor/passkeys/new`
pub async fn show(cx: Cx, site: Site) -> HttpResponse {
    cx.read(move |tx| Reply::page(&page(tx, &site, String::new(), Problems::new())?)).await
}

fn page(tx: &mut Tx<'_>, site: &Site, called: String, problems: Problems) -> Result<NewPage, Error> {
    let first = !standing(tx.db, tx.viewer.id)?.any();
    Ok(NewPage { possible: are_possible(site), first, ui: Ui::of(tx), problems, called })
}

fn wrong(tx: &mut Tx<'_>, site: &Site, called: String, typed: Typed) -> Answer {
    let problems = typed.problems(&tx.text, "password");
    Reply::status(typed.status(), &page(tx, site, called, problems)?)
}

/// `POST /profile/factor/passkeys`: a challenge for the authenticator.
pub async fn begin(app: web::Data<App>, cx: Cx, site: Site, Form(form): Form<NameForm>) -> HttpResponse {
    let typed = match own_password::check(&app, &cx, form.password.clone()).await {
        Ok(typed) => typed,
        Err(response) => return response,
    };
    let token = match Token::fresh(&app, cx.seat()) {
        Ok(token) => token,
        Err(error) => return HttpResponse::from_error(error),
    };
    match typed {
        Typed::Right => cx.write(move |tx| offer(tx, &app, &site, &form, &token)).await,
        Typed::Wrong | Typed::Unset { .. } | Typed::Early(_) => {
            cx.read(move |tx| wrong(tx, &site, form.name, typed)).await
        }
    }
}

fn offer(tx: &mut Tx<'_>, app: &App, site: &Site, form: &NameForm, token: &Token) -> Answer {
    let (problems, party) = (form.problems(tx), party(site));
    let (true, Some(party)) = (problems.is_empty(), party) else {
        return Reply::rejected(&page(tx, site, form.name.clone(), problems)?);
    };
    let offer = challenge(tx, app, &party, token)?;
    Reply::page(&MakePage { ui: Ui::of(tx), called: form.name.trim().to_owned(), offer })
}

fn challenge(tx: &mut Tx<'_>, app: &App, party: &Webauthn, token: &Token) -> Result<Offer, Error> {
    let bug = |error: &dyn std::fmt::Display| Error::Bug(format!("passkey: {error}"));
    let me = user::find(tx, tx.viewer.id)?;
    let known = store::keys(tx.db, me.id)?.iter().map(|key| key.cred_id().clone()).collect();
    let (account, whose) = (me.email.as_deref().unwrap_or(&me.name), handle(&app.key, me.id)?);
    let begun = party.start_passkey_registration(whose, account, &me.name, Some(known));
    let (options, state) = begun.map_err(|e| bug(&e))?;
    challenges::keep(tx.db, tx.now, Some(me.id), &token.secret, &state)?;
    let mut options = serde_json::to_value(&options).map_err(|e| bug(&e))?;
    // A key that is found without naming its owner is shown by name in the browser's list.
    if let Some(wanted) = options.pointer_mut("/publicKey/authenticatorSelection/residentKey") {
        *wanted = Value::from("preferred");
    }
    Offer::of(token, &options)
}

/// `POST /profile/factor/passkeys/key`: what the authenticator made.
pub async fn finish(app: web::Data<App>, cx: Cx, site: Site, Form(form): Form<KeyForm>) -> HttpResponse {
    let (token, here) = (token(&app, cx.seat(), &form.challenge), here(&cx));
    let named = NameForm { name: form.name, ..NameForm::default() };
    cx.write_renewed(move |tx, renewal| match examined(tx, &site, &token, &form.credential)? {
        // The page has carried the name over: it is as it was checked, or the answer is not the page's.
        Some(key) if named.problems(tx).is_empty() => keep(tx, &app, named.name.trim(), &key, (&here, renewal)),
        Some(_) | None => Ok(refused(tx, "passkey-not-made")),
    })
    .await
}

/// The key, if the answer is right in all ways.
fn examined(tx: &mut Tx<'_>, site: &Site, token: &str, said: &str) -> Result<Option<Passkey>, Error> {
    let asked = challenges::take::<PasskeyRegistration>(tx.db, tx.now, Some(tx.viewer.id), token)?;
    let said = serde_json::from_str::<RegisterPublicKeyCredential>(said).ok();
    let (Some(party), Some(asked), Some(said)) = (party(site), asked, said) else { return Ok(None) };
    Ok(party.finish_passkey_registration(&said, &asked).ok())
}

// messages: passkey-not-made passkey-known
fn refused(tx: &Tx<'_>, key: &str) -> Reply {
    Reply::go(routes::FACTOR).saying(Flash::bad(tx.text.t(key)))
}

fn keep(tx: &mut Tx<'_>, app: &App, name: &str, key: &Passkey, (here, renewal): (&str, &Renewal)) -> Answer {
    let first = !standing(tx.db, tx.viewer.id)?.any();
    if !store::keep(tx, name, key)? {
        return Ok(refused(tx, "passkey-known"));
    }
    changed(tx, app, Notice::PasskeyAdded, here)?;
    if first {
        return show_codes(tx, renewal, true);
    }
    renewal.take(tx)?;
    Ok(Reply::go(routes::FACTOR).saying(Flash::good(tx.text.a("passkey-added", "name", name))))
}
