//! One of one's own passkeys: another name for it, or away with it. Both ask for the password.

use actix_web::{HttpResponse, web};
use askama::Template;

use super::add::NameForm;
use super::store::{self, Listed};
use crate::db::Tx;
use crate::identity::factors::set_up::{changed, here};
use crate::identity::factors::store::{remove_one, standing};
use crate::identity::notices::Notice;
use crate::identity::own_password::{self, Typed};
use crate::web::{Answer, App, Cx, Flash, Form, Path, Problems, Renewal, Reply, Ui, routes};

#[derive(Template)]
#[template(path = "identity/passkey.html")]
struct PasskeyPage {
    ui: Ui,
    problems: Problems,
    passkey: Listed,
    /// What is typed as its name.
    called: String,
    /// A role of theirs needs a factor, and this is the only one.
    needed: bool,
}

impl PasskeyPage {
    fn of(tx: &mut Tx<'_>, id: i64, problems: Problems) -> Result<PasskeyPage, crate::web::Error> {
        let passkey = store::of(tx.db, tx.viewer.id, id)?;
        let needs = tx.directory.organization.needs_factor(tx.viewer.roles);
        let needed = needs && standing(tx.db, tx.viewer.id)?.count() == 1;
        Ok(PasskeyPage { called: passkey.name.clone(), passkey, needed, problems, ui: Ui::of(tx) })
    }
}

/// `GET /profile/factor/passkeys/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| Reply::page(&PasskeyPage::of(tx, *id, Problems::new())?)).await
}

fn wrong(tx: &mut Tx<'_>, id: i64, form: NameForm, typed: Typed) -> Answer {
    let problems = typed.problems(&tx.text, "password");
    let page = PasskeyPage { called: form.name, ..PasskeyPage::of(tx, id, problems)? };
    Reply::status(typed.status(), &page)
}

/// `POST /profile/factor/passkeys/{id}`
pub async fn rename(app: web::Data<App>, cx: Cx, id: Path<i64>, Form(form): Form<NameForm>) -> HttpResponse {
    match own_password::check(&app, &cx, form.password.clone()).await {
        Ok(Typed::Right) => cx.write(move |tx| renamed(tx, *id, form)).await,
        Ok(typed) => cx.read(move |tx| wrong(tx, *id, form, typed)).await,
        Err(response) => response,
    }
}

fn renamed(tx: &mut Tx<'_>, id: i64, form: NameForm) -> Answer {
    let problems = form.problems(tx);
    let page = PasskeyPage::of(tx, id, problems)?;
    if !page.problems.is_empty() {
        return Reply::rejected(&PasskeyPage { called: form.name, ..page });
    }
    store::rename(tx, id, form.name.trim())?;
    Ok(Reply::go(routes::FACTOR).saying(Flash::good(tx.text.a("passkey-renamed", "name", form.name.trim()))))
}

/// `POST /profile/factor/passkeys/{id}/removal`
pub async fn remove(app: web::Data<App>, cx: Cx, id: Path<i64>, Form(form): Form<NameForm>) -> HttpResponse {
    match own_password::check(&app, &cx, form.password.clone()).await {
        Ok(Typed::Right) => {
            let here = here(&cx);
            cx.write_renewed(move |tx, renewal| removed(tx, &app, *id, (&here, renewal))).await
        }
        Ok(typed) => cx.read(move |tx| wrong(tx, *id, form, typed)).await,
        Err(response) => response,
    }
}

fn removed(tx: &mut Tx<'_>, app: &App, id: i64, (here, renewal): (&str, &Renewal)) -> Answer {
    let passkey = store::of(tx.db, tx.viewer.id, id)?;
    remove_one(tx, passkey.id)?;
    changed(tx, app, Notice::PasskeyRemoved, here)?;
    renewal.take(tx)?;
    Ok(Reply::go(routes::FACTOR).saying(Flash::good(tx.text.a("passkey-removed", "name", passkey.name.as_str()))))
}
