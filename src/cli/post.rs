//! Carries the letters of the outbox to the mail server while the server runs.

use std::time::Duration;

use actix_web::web;

use crate::mail;
use crate::web::App;

/// How long a letter may lie before it is looked for.
const EVERY: Duration = Duration::from_secs(5);

/// Keeps sending until the server stops; without a mail server there is nothing to do.
pub fn keep_running(app: web::Data<App>) {
    if !app.config.sends_mail() {
        return;
    }
    actix_web::rt::spawn(async move {
        loop {
            let app = app.clone();
            match web::block(move || mail::send_due(&app)).await {
                Ok(Ok(0)) => {}
                Ok(Ok(sent)) => tracing::info!(sent, "letters sent"),
                Ok(Err(failed)) => tracing::error!(error = %failed, "letters not sent"),
                Err(stopped) => tracing::error!(error = %stopped, "letters not sent"),
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}
