//! The one way in. However somebody showed who they are, it ends here: whether they may come in and whether they have
//! shown enough is asked, the sign-in is remembered, the session begins, and they get what they came for.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::{Refusal, SignInForm, refuse, second};
use crate::db::Db;
use crate::db::schema::users;
use crate::identity::history::{self, Outcome, Way};
use crate::identity::notices::{self, Notice};
use crate::identity::unsent;
use crate::identity::work::transact;
use crate::web::{App, Error, Flash, Guest, Reply, Unsent, make_known};

/// Somebody who has shown who they are.
pub struct Arrival {
    /// The person.
    pub person: i64,
    /// How they showed it.
    pub way: Way,
    /// What they brought to the door: the page they want, a form that waits to be sent.
    pub door: SignInForm,
}

impl Arrival {
    fn unsent(&self) -> Option<Unsent> {
        Unsent::carried(&self.door.unsent_to, &self.door.unsent)
    }
}

/// What becomes of somebody at the door.
enum Settled {
    /// In, with the key of their address, and what they are told.
    In { account: String, notices: Vec<Notice> },
    /// A code is asked for first; with the trace of the password that was right.
    Code(String),
    /// Switched off.
    Inactive,
}

/// Lets somebody in who may come in.
pub async fn admit(app: &web::Data<App>, guest: Guest, arrival: Arrival) -> HttpResponse {
    match settle(app, &guest, &arrival).await {
        Ok(Settled::In { account, notices }) => welcome(app, guest, arrival, &account, &notices).await,
        Ok(Settled::Code(trace)) => second::ask(app, guest, arrival, &trace).await,
        Ok(Settled::Inactive) => refuse(guest, arrival.door, Refusal::Inactive).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// Decides, and remembers the sign-in.
async fn settle(app: &web::Data<App>, guest: &Guest, arrival: &Arrival) -> Result<Settled, Error> {
    let (person, way, request) = (arrival.person, arrival.way, guest.request.clone());
    // What waits to be sent is shown first: then there is no next page to say it on.
    let tells = arrival.unsent().is_none();
    let settle = move |db: &mut Db, now: NaiveDateTime| {
        let known = users::table.find(person);
        let known = known.select((users::email_key, users::password_hash, users::active, users::has_factor));
        let (account, hash, active, has_factor): (Option<String>, Option<String>, bool, bool) = known.first(db)?;
        if !active {
            history::record(db, now, &request, person, (Outcome::Inactive, way))?;
            return Ok(Settled::Inactive);
        }
        if has_factor && !way.is_enough() {
            return Ok(Settled::Code(second::trace(hash.as_deref())));
        }
        history::record(db, now, &request, person, (Outcome::In, way))?;
        let notices = if tells { notices::take_untold(db, now, person)? } else { Vec::new() };
        Ok(Settled::In { account: account.unwrap_or_default(), notices })
    };
    transact(app, settle).await
}

/// Begins the session, makes the browser known to the account, and shows what was asked for.
async fn welcome(app: &App, guest: Guest, arrival: Arrival, account: &str, notices: &[Notice]) -> HttpResponse {
    let known = match make_known(app, account) {
        Ok(known) => known,
        Err(error) => return HttpResponse::from_error(error),
    };
    if let Err(error) = guest.seat().sign_in(arrival.person, &guest.request.address, &guest.request.agent) {
        return HttpResponse::from_error(error);
    }
    let mut response = match arrival.unsent() {
        Some(unsent) => unsent::show(unsent, guest, StatusCode::OK).await,
        None => go_on(app, &guest, arrival.door.goal(), notices),
    };
    match response.add_cookie(&known) {
        Ok(()) => response,
        Err(cause) => HttpResponse::from_error(Error::Bug(cause.to_string())),
    }
}

/// To the page asked for, which says what was changed about the sign-in meanwhile.
fn go_on(app: &App, guest: &Guest, goal: &str, notices: &[Notice]) -> HttpResponse {
    let reply = Reply::go(goal);
    if notices.is_empty() {
        return reply.into_response(false);
    }
    let ui = guest.ui(Some(app));
    let what: Vec<String> = notices.iter().map(|notice| notice.sentence(&ui).to_owned()).collect();
    guest.answer_in(app, reply.saying(Flash::good(ui.a("notices-flash", "what", what.join(" · ")))))
}
