//! Administrators only: everything below `/settings` goes through here.

use actix_web::HttpResponse;
use diesel::QueryResult;

use crate::db::Tx;
use crate::web::{Answer, Cx, Error, nonce};

/// Runs an administrator's work that reads.
pub(super) async fn read(cx: Cx, work: impl FnOnce(&mut Tx<'_>) -> Answer + Send + 'static) -> HttpResponse {
    cx.read(|tx| admit(tx).and_then(|()| work(tx))).await
}

/// Runs an administrator's work that writes.
pub(super) async fn write(cx: Cx, work: impl FnOnce(&mut Tx<'_>) -> Answer + Clone + Send + 'static) -> HttpResponse {
    cx.write(move |tx| admit(tx).and_then(|()| work(tx))).await
}

/// Runs an administrator's work whose outcome the handler goes on with.
///
/// # Errors
/// The page of what went wrong.
pub(super) async fn ask<T: Send + 'static>(
    cx: &Cx,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, HttpResponse> {
    cx.ask(|tx| admit(tx).and_then(|()| work(tx))).await
}

fn admit(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.is_admin() { Ok(()) } else { Err(Error::Forbidden) }
}

/// Was the form sent before? Then what it asks for is made already, and its name is no longer free.
///
/// # Errors
/// What the database answers.
pub(super) fn is_again(tx: &mut Tx<'_>, nonce: &str) -> QueryResult<bool> {
    Ok(nonce::take(tx, nonce)?.is_some())
}
