//! Signing in through the provider: a link leads there, and a link leads back. Whoever comes back must be the browser that
//! left, not long ago, and once; the provider's word for who it is, is then one way of showing it among others.

use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{Duration, NaiveDateTime};
use diesel::prelude::*;
use serde::Deserialize;

use super::attempt::{self, Attempt};
use super::{Arrival, Refusal as Refused, SignInForm, admit, refuse};
use crate::db::Db;
use crate::db::schema::provider_states;
use crate::db::sql::Sql;
use crate::identity::history::Way;
use crate::identity::provider::{self, Owner};
use crate::identity::throttle::{self, Counters, Verdict};
use crate::identity::work::transact;
use crate::openid::{Failure, Identity, Provider};
use crate::values::token;
use crate::web::{App, Cx, Error, Guest, Params, Reply};

/// How long a way back that was taken is remembered: longer than it would be good.
const REMEMBERED: Duration = Duration::minutes(20);

/// What the provider sends back with the browser.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Brought {
    code: String,
    state: String,
    iss: String,
    error: String,
}

/// Why somebody who came through the provider, or wanted to, was not let in.
#[derive(Clone, Copy, Debug)]
pub(in crate::identity) enum Refusal {
    /// The provider does not answer.
    Absent,
    /// The provider did not let them in, or they did not want to.
    Denied,
    /// Not the browser that left, too late, or for the second time.
    Broken,
    /// What the provider says is not believed.
    Untrusted,
    /// The provider has not made sure that the address is theirs.
    Unverified,
    /// Nobody here.
    Stranger,
    /// Somebody who signs in through another account there.
    OtherAccount,
    /// The account is somebody else's here.
    Taken,
}

impl Refusal {
    // messages: provider-absent provider-denied provider-broken provider-untrusted
    // messages: provider-unverified provider-stranger provider-other provider-taken
    /// Message key of what they are told.
    pub(in crate::identity) fn key(self) -> &'static str {
        match self {
            Refusal::Absent => "provider-absent",
            Refusal::Denied => "provider-denied",
            Refusal::Broken => "provider-broken",
            Refusal::Untrusted => "provider-untrusted",
            Refusal::Unverified => "provider-unverified",
            Refusal::Stranger => "provider-stranger",
            Refusal::OtherAccount => "provider-other",
            Refusal::Taken => "provider-taken",
        }
    }
}

impl From<&Failure> for Refusal {
    fn from(failure: &Failure) -> Refusal {
        match failure {
            Failure::Absent(_) => Refusal::Absent,
            Failure::Untrusted(_) => Refusal::Untrusted,
        }
    }
}

/// `GET /sign-in/provider`: on to the provider. A link and not a form, which our own policy would keep on this site.
pub async fn leave(app: web::Data<App>, guest: Guest, Params(form): Params<SignInForm>) -> HttpResponse {
    let guest = match guest.seated() {
        Ok(guest) => guest,
        Err(error) => return HttpResponse::from_error(error),
    };
    match way_in(&app, &guest, &form).await {
        Ok(Ok(reply)) => guest.serve(false, |_| Ok(reply)).await,
        Ok(Err(refusal)) => refuse(guest, form, refusal).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

async fn way_in(app: &web::Data<App>, guest: &Guest, form: &SignInForm) -> Result<Result<Reply, Refused>, Error> {
    let attempt = Attempt::begin(&form.way_on)?;
    let promise = attempt.promise();
    let asked = ask(app, move |provider, now| provider.way_in(&promise, now)).await?;
    let cookie = attempt.cookie(app, guest.seat());
    Ok(asked.map(|place| Reply::go(&place).cookie(cookie)).map_err(|failure| told(guest, &failure)))
}

/// `GET /sign-in/provider/callback`: back from the provider.
pub async fn come_back(
    app: web::Data<App>,
    guest: Guest,
    cx: Result<Cx, Error>,
    request: HttpRequest,
    Params(brought): Params<Brought>,
) -> HttpResponse {
    let attempt = Attempt::of(&app, guest.seat(), &request);
    let attempt = attempt.filter(|attempt| token::same(&attempt.promise().state, &brought.state));
    let door = SignInForm { way_on: attempt.iter().map(|it| it.way_on.as_str()).collect(), ..SignInForm::default() };
    let is_ours = attempt.is_some();
    let to_link = attempt.as_ref().and_then(|attempt| attempt.person);
    let told = identify(&app, &guest, attempt, brought).await;
    let mut response = match (to_link, cx) {
        (None, _) => enter_as(&app, guest, told, door).await,
        // Whoever has signed out meanwhile links nothing.
        (Some(_), Err(error)) => HttpResponse::from_error(error),
        (Some(person), Ok(cx)) => match told {
            Ok(told) => provider::come_to_link(app.clone(), cx, person, told).await,
            Err(error) => HttpResponse::from_error(error),
        },
    };
    // An address somebody made up ends nothing that has begun.
    if is_ours && let Err(cause) = response.add_cookie(&attempt::over(&app)) {
        return HttpResponse::from_error(Error::Bug(cause.to_string()));
    }
    response
}

/// Lets in whose account it is.
async fn enter_as(
    app: &web::Data<App>,
    guest: Guest,
    told: Result<Result<Told, Refused>, Error>,
    door: SignInForm,
) -> HttpResponse {
    let found = match told {
        Ok(Ok(told)) => find(app, &guest, told).await,
        Ok(Err(refusal)) => Ok(Err(refusal)),
        Err(error) => Err(error),
    };
    match found {
        Ok(Ok(person)) => admit(app, guest, Arrival { person, way: Way::Provider, door }).await,
        Ok(Err(refusal)) => refuse(guest, door, refusal).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// What the provider has told of whoever came back, and how their tries are counted.
#[derive(Clone, Debug)]
pub(in crate::identity) struct Told {
    /// The account there.
    pub identity: Identity,
    /// The tries of this address.
    pub counters: Counters,
}

/// Which account has come back, if what is said of it may be believed.
async fn identify(
    app: &web::Data<App>,
    guest: &Guest,
    attempt: Option<Attempt>,
    brought: Brought,
) -> Result<Result<Told, Refused>, Error> {
    let provider = app.provider.as_ref().ok_or(Error::NotFound)?;
    let Some(attempt) = attempt else { return Ok(Err(Refused::Provider(Refusal::Broken))) };
    let (promise, counters) = (attempt.promise(), Counters::at("provider", &guest.request.address));
    let (state, counted) = (promise.state.clone(), counters.clone());
    if let Err(refusal) = transact(app, move |db, now| enter(db, &counted, &state, now)).await? {
        return Ok(Err(refusal));
    }
    if let Some(refusal) = refused_there(provider, guest, &brought) {
        return Ok(Err(refusal));
    }
    match ask(app, move |provider, now| provider.identify(brought.code, &promise, now)).await? {
        Ok(identity) => Ok(Ok(Told { identity, counters })),
        Err(failure) => Ok(Err(told(guest, &failure))),
    }
}

/// Counts the try, and takes this way back for the first and only time.
fn enter(db: &mut Db, counters: &Counters, state: &str, now: NaiveDateTime) -> Result<Result<(), Refused>, Error> {
    if let Verdict::Wait { seconds } = throttle::take(db, counters, now)? {
        return Ok(Err(Refused::Early(seconds)));
    }
    let forgotten = provider_states::table.filter(provider_states::used_at.lt(now - REMEMBERED));
    diesel::delete(forgotten).execute(db)?;
    let insert = Sql::new("INSERT INTO provider_states (state, used_at) VALUES (").bind(state).push(", ").bind(now);
    let is_first = insert.push(") ON CONFLICT (state) DO NOTHING").run(db)? == 1;
    Ok(if is_first { Ok(()) } else { Err(Refused::Provider(Refusal::Broken)) })
}

/// What the provider says by itself, with the browser that comes back.
fn refused_there(provider: &Provider, guest: &Guest, brought: &Brought) -> Option<Refused> {
    let refusal = match brought.error.as_str() {
        _ if !brought.iss.is_empty() && brought.iss != provider.issuer() => Refusal::Untrusted,
        "" => return None,
        "access_denied" => Refusal::Denied,
        "server_error" | "temporarily_unavailable" => Refusal::Absent,
        _ => Refusal::Untrusted,
    };
    // Only words of the standard: anybody can put others into the address.
    let known = ["access_denied", "server_error", "temporarily_unavailable", "invalid_request", "unauthorized_client"];
    let said = known.into_iter().find(|word| *word == brought.error).unwrap_or("another");
    tracing::warn!(request = guest.request.id, error = said, "the provider let nobody in");
    Some(Refused::Provider(refusal))
}

/// Who it is here.
async fn find(app: &web::Data<App>, guest: &Guest, told: Told) -> Result<Result<i64, Refused>, Error> {
    let Told { identity, counters } = told;
    let (installation, request) = (app.clone(), guest.request.clone());
    let owner = transact(app, move |db, now| {
        let owner = provider::owner(db, &installation, &request, &identity, now)?;
        if matches!(owner, Owner::Person(_)) {
            throttle::forgive(db, &counters)?;
        }
        Ok(owner)
    });
    let refusal = match owner.await? {
        Owner::Person(person) => return Ok(Ok(person)),
        Owner::Inactive => return Ok(Err(Refused::Inactive)),
        Owner::Unverified => Refusal::Unverified,
        Owner::Nobody => Refusal::Stranger,
        Owner::HasAnother => Refusal::OtherAccount,
    };
    tracing::info!(request = guest.request.id, reason = refusal.key(), "nobody came in through the provider");
    Ok(Err(Refused::Provider(refusal)))
}

/// Talks to the provider, on a thread that may wait.
pub(in crate::identity) async fn ask<T: Send + 'static>(
    app: &web::Data<App>,
    talk: impl FnOnce(&Provider, NaiveDateTime) -> Result<T, Failure> + Send + 'static,
) -> Result<Result<T, Failure>, Error> {
    let app = app.clone();
    let done = web::block(move || app.provider.as_ref().map(|provider| talk(provider, app.clock.now()))).await;
    done.map_err(|e| Error::Bug(e.to_string()))?.ok_or(Error::NotFound)
}

/// Tells the log why, and the visitor what to do.
fn told(guest: &Guest, failure: &Failure) -> Refused {
    tracing::warn!(request = guest.request.id, reason = %failure, "nobody came in through the provider");
    Refused::Provider(failure.into())
}
