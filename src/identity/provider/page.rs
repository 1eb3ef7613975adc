//! One's own account at the provider: since when it signs in, and the form that takes it away.

use actix_web::{HttpResponse, web};
use askama::Template;
use diesel::QueryResult;

use super::store::{self, Standing, standing};
use crate::config::Provider;
use crate::db::Tx;
use crate::identity::own_password::{self, PasswordForm, Typed};
use crate::web::{Answer, App, Cx, Error, Flash, Form, Problems, Renewal, Reply, Ui, hash_token, routes};

#[derive(Template)]
#[template(path = "identity/provider.html")]
pub(super) struct ProviderPage {
    ui: Ui,
    problems: Problems,
    standing: Standing,
}

impl ProviderPage {
    pub(super) fn of(tx: &mut Tx<'_>, provider: &Provider, problems: Problems) -> QueryResult<ProviderPage> {
        Ok(ProviderPage { standing: standing(tx.db, provider, tx.viewer.id)?, problems, ui: Ui::of(tx) })
    }
}

/// `GET /profile/provider`
pub async fn show(app: web::Data<App>, cx: Cx) -> HttpResponse {
    cx.read(move |tx| answer(tx, set(&app)?, Typed::Right)).await
}

/// The provider, where one is set.
pub(super) fn set(app: &App) -> Result<&Provider, Error> {
    app.config.provider.as_ref().ok_or(Error::NotFound)
}

pub(super) fn answer(tx: &mut Tx<'_>, provider: &Provider, typed: Typed) -> Answer {
    let problems = typed.problems(&tx.text, "password");
    Reply::status(typed.status(), &ProviderPage::of(tx, provider, problems)?)
}

/// `POST /profile/provider/removal`
pub async fn remove(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    match own_password::check(&app, &cx, form.password).await {
        Ok(Typed::Right) => {
            let here = cx.seat().token().map(|token| hash_token(&token)).unwrap_or_default();
            cx.write_renewed(move |tx, renewal| take_away(tx, &app, &here, renewal)).await
        }
        Ok(typed) => cx.read(move |tx| answer(tx, set(&app)?, typed)).await,
        Err(response) => response,
    }
}

fn take_away(tx: &mut Tx<'_>, app: &App, here: &str, renewal: &Renewal) -> Answer {
    let provider = set(app)?;
    if store::unlink(tx, app, provider, tx.viewer.id, here)? {
        renewal.take(tx)?;
    }
    let said = tx.text.a("provider-removed", "name", provider.name.as_str());
    Ok(Reply::go(routes::OWN_PROVIDER).saying(Flash::good(said)))
}
