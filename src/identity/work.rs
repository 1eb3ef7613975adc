//! Work on the database between other things: a sign-in counts its try, reckons with the password while it holds no
//! connection, and then writes what came of it.

use std::sync::Arc;

use actix_web::web;
use chrono::NaiveDateTime;

use crate::db::{Db, Page, Request, Tx, dialect};
use crate::directory::Directory;
use crate::i18n::{Language, Text};
use crate::journal;
use crate::web::{App, Error};

/// One transaction, kept when the work succeeds.
pub async fn transact<T: Send + 'static>(
    app: &web::Data<App>,
    work: impl FnOnce(&mut Db, NaiveDateTime) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let app = app.clone();
    let done = web::block(move || {
        let (mut loan, now) = (app.pools.writer()?, app.clock.now());
        dialect::begin_write(&mut loan)?;
        let done = work(&mut loan, now);
        dialect::end(&mut loan, done.is_ok())?;
        done
    });
    done.await.map_err(|e| Error::Bug(e.to_string()))?
}

/// Work that is somebody's own doing, before they are in. `None` where they may not come in.
///
/// # Errors
/// What the database answers, and what the work does.
pub fn as_their_own<T>(
    db: &mut Db,
    request: &Arc<Request>,
    person: i64,
    now: NaiveDateTime,
    work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    let Some(directory) = Directory::load(db)?.map(Arc::new) else { return Ok(None) };
    let Some(viewer) = directory.viewer(person) else { return Ok(None) };
    let text = Text::new(Language::fallback(), directory.organization.tz());
    let (request, page) = (request.clone(), Page::default());
    let mut tx = Tx { db, viewer, directory, text, now, request, batch: None, page };
    let done = work(&mut tx)?;
    journal::note(&mut tx)?;
    Ok(Some(done))
}
