//! What only the passing of days changes: run when the server starts and every hour from then on.

use std::time::Duration;

use actix_web::web;

use super::{Failure, at_work};
use crate::web::App;
use crate::{accounts, contacts, mail, removal};

/// How long the server waits between two runs.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Keeps running until the server stops.
pub fn keep_running(app: web::Data<App>) {
    actix_web::rt::spawn(async move {
        loop {
            let app = app.clone();
            match web::block(move || catch_up(&app)).await {
                Ok(Ok(looked_at)) => tracing::debug!(looked_at, "caught up with the calendar"),
                // Before the company is set up there is nothing to catch up with, and the next hour tries again.
                Ok(Err(failed)) => tracing::debug!(error = %failed, "not caught up with the calendar"),
                Err(stopped) => tracing::error!(error = %stopped, "not caught up with the calendar"),
            }
            tokio::time::sleep(EVERY).await;
        }
    });
}

/// Forgets old letters, moves the lifecycles that no event has moved, and forgets what has lain in the bin for long enough;
/// answers how many records were looked at.
///
/// # Errors
/// When there is no company yet, and what the database answers.
pub fn catch_up(app: &App) -> Result<usize, Failure> {
    at_work(app, |tx| {
        mail::forget_old(tx.db, tx.now)?;
        Ok(accounts::lifecycle::sweep(tx)? + contacts::lifecycle::sweep(tx)? + removal::sweep(tx)?)
    })
}
