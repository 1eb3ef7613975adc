//! Who signed in as oneself of late, or tried to.

use actix_web::HttpResponse;
use askama::Template;

use crate::identity::history::{self, SignIn};
use crate::web::{Cx, Reply, Ui};

#[derive(Template)]
#[template(path = "identity/sign_ins.html")]
struct SignInsPage {
    ui: Ui,
    sign_ins: Vec<SignIn>,
}

/// `GET /profile/sign-ins`
pub async fn show(cx: Cx) -> HttpResponse {
    cx.read(|tx| {
        let sign_ins = history::of(tx, tx.viewer.id)?;
        Reply::page(&SignInsPage { sign_ins, ui: Ui::of(tx) })
    })
    .await
}
