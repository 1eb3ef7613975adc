//! One's own second factor: whether there is one, and the forms that change it.

use actix_web::HttpResponse;
use askama::Template;

use super::store::{Standing, standing};
use crate::db::Tx;
use crate::identity::own_password::Typed;
use crate::web::{Answer, Cx, Problems, Reply, Ui};

#[derive(Template)]
#[template(path = "identity/factor.html")]
struct FactorPage {
    ui: Ui,
    problems: Problems,
    standing: Standing,
    /// A role of theirs needs one.
    needed: bool,
    owes: bool,
}

impl FactorPage {
    /// Is the app all that their role lets them in with?
    fn app_is_needed(&self) -> bool {
        self.needed && self.standing.since.is_some() && self.standing.count() == 1
    }
}

/// `GET /profile/factor`
pub async fn show(cx: Cx) -> HttpResponse {
    cx.read(|tx| answer(tx, Typed::Right)).await
}

/// The page, with what was wrong with the password.
pub(super) fn answer(tx: &mut Tx<'_>, typed: Typed) -> Answer {
    let page = FactorPage {
        standing: standing(tx.db, tx.viewer.id)?,
        problems: typed.problems(&tx.text, "password"),
        needed: tx.directory.organization.needs_factor(tx.viewer.roles),
        owes: tx.viewer.owes_factor,
        ui: Ui::of(tx),
    };
    Reply::status(typed.status(), &page)
}
