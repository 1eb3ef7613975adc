//! Taking second factors away: the app by its owner, or all there is by an administrator when the phone is lost.

use actix_web::{HttpResponse, web};

use super::page::answer;
use super::set_up::{changed, here};
use super::store;
use crate::db::Tx;
use crate::identity::notices::{self, Notice, Whose};
use crate::identity::own_password::{self, PasswordForm, Typed};
use crate::identity::user;
use crate::web::{Answer, App, Cx, Error, Flash, Form, Renewal, Reply, routes};

/// `POST /profile/factor/removal`
pub async fn by_themselves(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    match own_password::check(&app, &cx, form.password).await {
        Ok(Typed::Right) => {
            let here = here(&cx);
            cx.write_renewed(move |tx, renewal| take_away(tx, &app, &here, renewal)).await
        }
        Ok(typed) => cx.read(move |tx| answer(tx, typed)).await,
        Err(response) => response,
    }
}

fn take_away(tx: &mut Tx<'_>, app: &App, here: &str, renewal: &Renewal) -> Answer {
    let standing = store::standing(tx.db, tx.viewer.id)?;
    if standing.since.is_some() {
        store::remove_app(tx)?;
        changed(tx, app, Notice::FactorRemoved, here)?;
        renewal.take(tx)?;
    }
    // messages: factor-removed factor-app-removed
    let said = if standing.passkeys.is_empty() { "factor-removed" } else { "factor-app-removed" };
    Ok(Reply::go(routes::FACTOR).saying(Flash::good(tx.text.t(said))))
}

/// Takes away what a person shows beside their password, and ends their sign-ins, but for the one at hand where the
/// person is who asks. Who may ask is the caller's to know: an administrator.
///
/// # Errors
/// What the database answers.
pub fn remove_all(tx: &mut Tx<'_>, app: &App, person: i64, here: &str) -> Result<(), Error> {
    store::remove(tx, person)?;
    user::end_sessions(tx.db, person, here)?;
    let whose = Whose { person, actor: tx.viewer.id };
    Ok(notices::tell(tx.db, &app.config, tx.now, whose, Notice::FactorRemoved)?)
}
