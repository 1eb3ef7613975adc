//! Who forgot their password: where to turn to, and what to do when it is done.

use actix_web::HttpResponse;
use askama::Template;

use crate::web::{Guest, Reply, Ui};

#[derive(Template)]
#[template(path = "identity/forgotten.html")]
struct ForgottenPage {
    ui: Ui,
}

#[derive(Template)]
#[template(path = "identity/reset_done.html")]
struct DonePage {
    ui: Ui,
}

/// `GET /password-resets`
pub async fn show(guest: Guest) -> HttpResponse {
    guest.serve(false, |desk| Reply::page(&ForgottenPage { ui: desk.ui() })).await
}

/// `GET /password-resets/done`
pub async fn done(guest: Guest) -> HttpResponse {
    guest.serve(false, |desk| Reply::page(&DonePage { ui: desk.ui() })).await
}
