//! Setting up an authenticator app: the password once more, a picture to read into the app, one code as proof, and the
//! recovery codes, shown once.

use actix_web::{HttpResponse, web};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::app::Key;
use super::page::answer;
use super::picture::Picture;
use super::store;
use crate::db::Tx;
use crate::identity::notices::{self, Notice, Whose};
use crate::identity::own_password::{self, PasswordForm, Typed};
use crate::identity::{codes, user};
use crate::web::{Answer, App, Cx, Error, Flash, Form, Problems, Renewal, Reply, Ui, hash_token, routes, ticket};

/// What a ticket for the second step of setting up is good for.
const PURPOSE: &str = "key of an app";

/// A code, as proof that the app has the key.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    factor_key: String,
    factor_code: String,
}

#[derive(Template)]
#[template(path = "identity/factor_set_up.html")]
struct SetUpPage {
    ui: Ui,
    problems: Problems,
    picture: Picture,
    typed: String,
    factor_key: String,
}

/// Recovery codes, shown once.
#[derive(Template)]
#[template(path = "identity/factor_codes.html")]
struct CodesPage {
    ui: Ui,
    codes: Vec<String>,
    is_new: bool,
}

/// `POST /profile/factor`: a key to read into the app.
pub async fn begin(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    match own_password::check(&app, &cx, form.password).await {
        Ok(Typed::Right) => offer(&app, cx).await,
        Ok(typed) => cx.read(move |tx| answer(tx, typed)).await,
        Err(response) => response,
    }
}

async fn offer(app: &App, cx: Cx) -> HttpResponse {
    let key = match Key::fresh() {
        Ok(key) => key,
        Err(error) => return HttpResponse::from_error(error),
    };
    let factor_key = ticket::give(app, cx.seat(), PURPOSE, &URL_SAFE_NO_PAD.encode(key.bytes()));
    cx.read(move |tx| page(tx, &key, factor_key, Problems::new())).await
}

fn page(tx: &mut Tx<'_>, key: &Key, factor_key: String, problems: Problems) -> Answer {
    let me = user::find(tx, tx.viewer.id)?;
    let account = me.email.as_deref().unwrap_or(&me.name);
    let picture = Picture::of(&key.address(&tx.directory.organization.name, account)?)?;
    let page = SetUpPage { picture, typed: key.typed(), factor_key, ui: Ui::of(tx), problems };
    if page.problems.is_empty() { Reply::page(&page) } else { Reply::rejected(&page) }
}

/// `POST /profile/factor/app`: the code proves that the app has the key.
pub async fn finish(app: web::Data<App>, cx: Cx, Form(form): Form<ProofForm>) -> HttpResponse {
    let words = ticket::take(&app, cx.seat(), PURPOSE, &form.factor_key);
    let key = words.and_then(|words| URL_SAFE_NO_PAD.decode(words).ok()).and_then(|bytes| Key::of(&bytes));
    let Some(key) = key.map(std::sync::Arc::new) else {
        let late = |tx: &mut Tx<'_>| Ok(Reply::go(routes::FACTOR).saying(Flash::bad(tx.text.t("factor-late"))));
        return cx.read(late).await;
    };
    let here = here(&cx);
    cx.write_renewed(move |tx, renewal| prove(tx, &app, &key, &form, (&here, renewal))).await
}

/// What the table of sign-ins keeps in place of the token at hand.
pub(super) fn here(cx: &Cx) -> String {
    cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default()
}

fn prove(tx: &mut Tx<'_>, app: &App, key: &Key, form: &ProofForm, (here, renewal): (&str, &Renewal)) -> Answer {
    let Some(span) = key.span(&codes::plain(&form.factor_code), tx.now) else {
        let mut problems = Problems::new();
        problems.add("factor_code", tx.text.t("factor-code-wrong"));
        return page(tx, key, form.factor_key.clone(), problems);
    };
    store::keep_app(tx, &app.key, key, span)?;
    changed(tx, app, Notice::FactorSet, here)?;
    show_codes(tx, renewal, true)
}

/// Tells the person, and ends what else is signed in as them.
pub(super) fn changed(tx: &mut Tx<'_>, app: &App, notice: Notice, here: &str) -> Result<(), Error> {
    let me = tx.viewer.id;
    user::end_sessions(tx.db, me, here)?;
    Ok(notices::tell(tx.db, &app.config, tx.now, Whose::own(me), notice)?)
}

/// Recovery codes, shown once, under the new token of the sign-in.
pub(super) fn show_codes(tx: &mut Tx<'_>, renewal: &Renewal, is_new: bool) -> Answer {
    let codes = store::make_codes(tx)?;
    renewal.take(tx)?;
    Reply::page(&CodesPage { codes, is_new, ui: Ui::of(tx) })
}

/// `POST /profile/factor/codes`: recovery codes anew.
pub async fn renew_codes(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    match own_password::check(&app, &cx, form.password).await {
        Ok(Typed::Right) => {
            let here = here(&cx);
            cx.write_renewed(move |tx, renewal| made_anew(tx, &app, &here, renewal)).await
        }
        Ok(typed) => cx.read(move |tx| answer(tx, typed)).await,
        Err(response) => response,
    }
}

fn made_anew(tx: &mut Tx<'_>, app: &App, here: &str, renewal: &Renewal) -> Answer {
    if !store::standing(tx.db, tx.viewer.id)?.any() {
        return Ok(Reply::go(routes::FACTOR));
    }
    changed(tx, app, Notice::CodesMade, here)?;
    show_codes(tx, renewal, false)
}
