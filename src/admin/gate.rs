//! Administrators only: everything below `/settings` goes through here.

use actix_web::HttpResponse;

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

fn admit(tx: &Tx<'_>) -> Result<(), Error> {
    if tx.viewer.is_admin() { Ok(()) } else { Err(Error::Forbidden) }
}

/// Files what a create form asks for, once however often it is pressed; answers where it is.
///
/// # Errors
/// What the work fails with.
pub(super) fn once(
    tx: &mut Tx<'_>,
    nonce: &str,
    work: impl FnOnce(&mut Tx<'_>) -> Result<String, Error>,
) -> Result<String, Error> {
    if let Some(made) = nonce::take(tx, nonce)? {
        return Ok(made);
    }
    let made = work(tx)?;
    nonce::keep(tx, nonce, &made)?;
    Ok(made)
}
