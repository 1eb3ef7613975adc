//! The one way in. However somebody showed who they are, it ends here: whether they may come in is asked, the sign-in is
//! remembered, the session begins, and they get what they came for.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Refusal, SignInForm, refuse};
use crate::db::Db;
use crate::db::schema::{form_nonces, sessions, users};
use crate::identity::history::{self, Outcome, Way};
use crate::identity::unsent;
use crate::identity::work::transact;
use crate::web::{App, Error, Guest, Reply, Unsent, make_known};

/// Somebody who has shown who they are.
pub struct Arrival {
    /// The person.
    pub person: i64,
    /// How they showed it.
    pub way: Way,
    /// What they brought to the door: the page they want, a form that waits to be sent.
    pub door: SignInForm,
}

/// Lets somebody in who may come in.
pub async fn admit(app: &web::Data<App>, guest: Guest, arrival: Arrival) -> HttpResponse {
    match settle(app, &guest, &arrival).await {
        Ok(Ok(account)) => welcome(app, guest, arrival, &account).await,
        Ok(Err(refusal)) => refuse(guest, arrival.door, refusal).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// Remembers the sign-in; answers the key of the address it is made with.
async fn settle(app: &web::Data<App>, guest: &Guest, arrival: &Arrival) -> Result<Result<String, Refusal>, Error> {
    let (person, way, request) = (arrival.person, arrival.way, guest.request.clone());
    let oldest = chrono::Duration::days(app.config.session_max_days);
    let settle = move |db: &mut Db, now: NaiveDateTime| {
        let known = users::table.find(person).select((users::email_key, users::active));
        let (account, active): (Option<String>, bool) = known.first(db)?;
        let outcome = if active { Outcome::In } else { Outcome::Inactive };
        history::record(db, now, &request, person, (outcome, way))?;
        sweep(db, now, oldest)?;
        Ok(if active { Ok(account.unwrap_or_default()) } else { Err(Refusal::Inactive) })
    };
    transact(app, settle).await
}

/// Removes sign-ins that are over in any case, and the memory of forms nobody will send again.
fn sweep(db: &mut Db, now: NaiveDateTime, oldest: chrono::Duration) -> QueryResult<()> {
    diesel::delete(sessions::table.filter(sessions::created_at.lt(now - oldest))).execute(db)?;
    diesel::delete(form_nonces::table.filter(form_nonces::used_at.lt(now - oldest))).execute(db)?;
    history::sweep(db, now)
}

/// Begins the session, makes the browser known to the account, and shows what was asked for.
async fn welcome(app: &App, guest: Guest, arrival: Arrival, account: &str) -> HttpResponse {
    let known = match make_known(app, account) {
        Ok(known) => known,
        Err(error) => return HttpResponse::from_error(error),
    };
    if let Err(error) = guest.seat().sign_in(arrival.person, &guest.request.address, &guest.request.agent) {
        return HttpResponse::from_error(error);
    }
    let door = &arrival.door;
    let mut response = match Unsent::carried(&door.unsent_to, &door.unsent) {
        Some(unsent) => unsent::show(unsent, guest, StatusCode::OK).await,
        None => Reply::go(door.goal()).into_response(false),
    };
    match response.add_cookie(&known) {
        Ok(()) => response,
        Err(cause) => HttpResponse::from_error(Error::Bug(cause.to_string())),
    }
}
