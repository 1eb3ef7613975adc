//! A password at the door: the try is counted, the work is the same for an address nobody has, and what was wrong is not
//! said.

use std::time::Duration;

use actix_web::web;
use diesel::prelude::*;

use super::{Refusal, SignInForm};
use crate::db::Db;
use crate::db::schema::users;
use crate::identity::history;
use crate::identity::throttle::{self, Counters, Verdict};
use crate::identity::work::transact;
use crate::identity::{passwords, user};
use crate::web::{App, Error, Guest, known_as};

/// A person as the door knows them.
struct Known {
    id: i64,
    hash: Option<String>,
}

/// Counts the try, finds who it may be, reckons with the password, and forgives the try that was right.
pub(super) async fn knock(
    app: &web::Data<App>,
    form: &SignInForm,
    guest: &Guest,
) -> Result<Result<i64, Refusal>, Error> {
    let key = user::email_key(&form.email);
    let counters = match known_as(app, &key, guest.known()) {
        Some(browser) => Counters::alone(&browser),
        None => Counters::of(&key, &guest.request.address),
    };
    let (counted, account) = (counters.clone(), key.clone());
    let look = move |db: &mut Db, now| Ok((throttle::take(db, &counted, now)?, find(db, &account)?));
    let (verdict, known) = transact(app, look).await?;
    match verdict {
        Verdict::Wait { seconds } => return Ok(Err(Refusal::Early(seconds))),
        Verdict::Go { slow } => tokio::time::sleep(Duration::from_secs(slow)).await,
    }
    let (cost, hash) = (app.config.password_cost, known.as_ref().and_then(|known| known.hash.clone()));
    let right = passwords::check(cost, hash, form.password.clone()).await?;
    let Some(known) = known.filter(|_| right) else {
        let request = guest.request.clone();
        transact(app, move |db, now| Ok(history::record_wrong_password(db, now, &request, &key)?)).await?;
        return Ok(Err(Refusal::Wrong));
    };
    forgive(app, &known, counters, form.password.clone()).await?;
    Ok(Ok(known.id))
}

/// The try was right. A hash that is cheaper than a new one would be is made anew while the password is at hand.
async fn forgive(app: &web::Data<App>, known: &Known, counters: Counters, password: String) -> Result<(), Error> {
    let (person, cost) = (known.id, app.config.password_cost);
    let outdated = known.hash.as_deref().is_some_and(|hash| !passwords::is_current(cost, hash));
    let renewed = if outdated { Some(passwords::make(cost, password).await?) } else { None };
    let settle = move |db: &mut Db, _| {
        throttle::forgive(db, &counters)?;
        Ok(renewed.map_or(Ok(()), |hash| user::set_password(db, person, &hash))?)
    };
    transact(app, settle).await
}

fn find(db: &mut Db, email_key: &str) -> QueryResult<Option<Known>> {
    let row = users::table.filter(users::email_key.eq(email_key));
    let row = row.select((users::id, users::password_hash)).first(db).optional()?;
    Ok(row.map(|(id, hash)| Known { id, hash }))
}
