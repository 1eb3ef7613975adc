//! Work on the database between other things: a sign-in counts its try, reckons with the password while it holds no
//! connection, and then writes what came of it.

use actix_web::web;
use chrono::NaiveDateTime;

use crate::db::{Db, dialect};
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
