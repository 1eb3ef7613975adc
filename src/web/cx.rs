//! The signed-in extractor, and the only way from a handler to the records.
//!
//! One blocking step per request: find the session, load the viewer, run the handler's work, render, compress. A
//! handler is a plain function of a [`Tx`]; what it writes is kept only when its reply says that it succeeded.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};
use chrono::{Duration, NaiveDateTime};
use tokio::sync::oneshot;

use super::guest::Visit;
use super::sitting::Sitting;
use super::{Answer, App, Error, Renewal, Reply, Seat, Ui, Undo, behalf, hash_token, routes};
use crate::access::Viewer;
use crate::config::Config;
use crate::db::sql::Sql;
use crate::db::{Db, Tx, dialect};
use crate::directory::Directory;
use crate::journal;

/// How stale the note of a session's last visit may be; writing it on every page would cost a write per page.
const SEEN_EVERY: Duration = Duration::minutes(5);

/// How often work that writes is begun before it is given up: somebody was quicker each time.
const TRIES: usize = 16;

/// A request of somebody who is signed in.
#[derive(Clone)]
pub struct Cx {
    app: web::Data<App>,
    seat: Seat,
    token: String,
    visit: Visit,
    request: HttpRequest,
}

impl FromRequest for Cx {
    type Error = Error;
    type Future = Ready<Result<Cx, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let seat = Seat::of(request);
        let visit = Visit::of(request);
        let app = request.app_data::<web::Data<App>>().cloned();
        let request = request.clone();
        ready(match (seat.token(), app) {
            (Some(token), Some(app)) => Ok(Cx { app, seat, token, visit, request }),
            // Refused when it runs: until then what was typed is read, and can be kept.
            (None, Some(app)) if is_form(&request) => Ok(Cx { app, seat, token: String::new(), visit, request }),
            _ => Err(Error::SignIn { wanted: visit.way_back() }),
        })
    }
}

fn is_form(request: &HttpRequest) -> bool {
    let kinds = ["application/x-www-form-urlencoded", "multipart/form-data"];
    !request.method().is_safe() && kinds.contains(&request.content_type())
}

impl Cx {
    /// Runs work that reads.
    pub async fn read<F>(self, work: F) -> HttpResponse
    where
        F: FnOnce(&mut Tx<'_>) -> Answer + Send + 'static,
    {
        self.run(Kind::Reads, once(work)).await
    }

    /// Runs work that writes, as one transaction: kept when the reply is a success, taken back otherwise. Where
    /// somebody else was quicker, it is begun again from what they left.
    pub async fn write<F>(self, work: F) -> HttpResponse
    where
        F: FnOnce(&mut Tx<'_>) -> Answer + Clone + Send + 'static,
    {
        self.run(Kind::Writes { tries: TRIES }, move |tx| work.clone()(tx)).await
    }

    /// [`Cx::write`] for work that cannot be done twice: it uses up what the request brought.
    pub async fn write_once<F>(self, work: F) -> HttpResponse
    where
        F: FnOnce(&mut Tx<'_>) -> Answer + Send + 'static,
    {
        self.run(Kind::Writes { tries: 1 }, once(work)).await
    }

    /// [`Cx::write`] for work that renews the sign-in.
    pub async fn write_renewed<F>(self, work: F) -> HttpResponse
    where
        F: FnOnce(&mut Tx<'_>, &Renewal) -> Answer + Clone + Send + 'static,
    {
        match Renewal::of(&self.app, &self.token) {
            Ok(renewal) => self.write(move |tx| work(tx, &renewal)).await,
            Err(error) => HttpResponse::from_error(error),
        }
    }

    /// Runs work that writes and hands back what it found, for a handler that then works without a connection: a
    /// password is reckoned with. An error is the page to answer with.
    ///
    /// # Errors
    /// The page of what went wrong.
    pub async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, HttpResponse> {
        let (found, kept) = oneshot::channel();
        let page = self.clone().write_once(|tx| {
            // The receiver waits below: there is somebody to send to.
            found.send(work(tx)?).ok();
            Ok(Reply::plain(StatusCode::OK, ""))
        });
        let page = page.await;
        kept.await.map_err(|_| page)
    }

    /// The seat this visitor sits on, to leave it.
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The settings.
    pub fn config(&self) -> &Config {
        &self.app.config
    }

    /// The visit's circumstances.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    async fn run<F>(self, kind: Kind, work: F) -> HttpResponse
    where
        F: FnMut(&mut Tx<'_>) -> Answer + Send + 'static,
    {
        let Cx { app, seat, token, mut visit, request } = self;
        visit.typed = request.extensions().get().cloned();
        let gzip = visit.gzip;
        let wanted = visit.way_back();
        if token.is_empty() {
            return HttpResponse::from_error(Error::SignIn { wanted });
        }
        let request_id = visit.request.id.clone();
        let done = web::block(move || job(&app, &token, &visit, kind, work).map(|reply| reply.pack(gzip)));
        match done.await {
            Ok(Ok(parts)) => match parts.renewed.as_deref().map_or(Ok(()), |token| seat.go_on(token)) {
                Ok(()) => parts.unpack(),
                Err(error) => HttpResponse::from_error(error),
            },
            Ok(Err(Error::SignIn { .. })) => HttpResponse::from_error(Error::SignIn { wanted }),
            Ok(Err(error)) => HttpResponse::from_error(error),
            Err(panicked) => {
                tracing::error!(request = request_id, error = %panicked, "handler panicked");
                HttpResponse::from_error(Error::Bug(panicked.to_string()))
            }
        }
    }
}

/// What a request does with the records.
#[derive(Clone, Copy)]
enum Kind {
    Reads,
    /// As one transaction, begun so often at most.
    Writes {
        tries: usize,
    },
}

/// Work that is done once: there is nothing to begin again with.
fn once<F>(work: F) -> impl FnMut(&mut Tx<'_>) -> Answer + Send + 'static
where
    F: FnOnce(&mut Tx<'_>) -> Answer + Send + 'static,
{
    let mut work = Some(work);
    move |tx| work.take().map_or(Err(Error::Overtaken), |work| work(tx))
}

fn job<F>(app: &App, token: &str, visit: &Visit, kind: Kind, mut work: F) -> Result<Reply, Error>
where
    F: FnMut(&mut Tx<'_>) -> Answer,
{
    let now = app.clock.now();
    match kind {
        Kind::Reads => {
            let mut loan = app.pools.reader()?;
            let (mut reply, stale) = serve(app, &mut loan, token, visit, now, |tx| Ok(page_of(work(tx), tx, visit)))?;
            drop(loan);
            if stale {
                note_visit(app, token, now)?;
            }
            write_later(app, reply.take_later());
            Ok(reply)
        }
        Kind::Writes { tries } => {
            let mut loan = app.pools.writer()?;
            let mut reply = in_turn(app, &mut loan, (token, visit, now), tries, work)?;
            drop(loan);
            write_later(app, reply.take_later());
            Ok(reply)
        }
    }
}

/// Work that writes, begun again as long as somebody else is quicker.
fn in_turn<F>(
    app: &App,
    db: &mut Db,
    (token, visit, now): (&str, &Visit, NaiveDateTime),
    tries: usize,
    mut work: F,
) -> Result<Reply, Error>
where
    F: FnMut(&mut Tx<'_>) -> Answer,
{
    for _ in 1..tries {
        let begun = transaction(app, db, token, visit, now, |tx| match work(tx) {
            Err(Error::Overtaken) => Err(Error::Overtaken),
            done => Ok(page_of(done, tx, visit)),
        });
        if !matches!(begun, Err(Error::Overtaken)) {
            return begun;
        }
    }
    transaction(app, db, token, visit, now, |tx| Ok(page_of(work(tx), tx, visit)))
}

/// What went wrong, as a page of the reader's, with what they typed.
fn page_of(done: Answer, tx: &Tx<'_>, visit: &Visit) -> Reply {
    done.unwrap_or_else(|error| error.page(Ui::of(tx), &tx.request.id, visit.unsent()))
}

/// Keeps what was written if the reply says that it succeeded, and from where it was written.
fn transaction<F>(
    app: &App,
    db: &mut Db,
    token: &str,
    visit: &Visit,
    now: NaiveDateTime,
    work: F,
) -> Result<Reply, Error>
where
    F: FnOnce(&mut Tx<'_>) -> Answer,
{
    dialect::begin_write(db)?;
    let done = serve(app, db, token, visit, now, |tx| {
        let reply = work(tx)?;
        if reply.succeeded() {
            return offer_undo(tx, reply);
        }
        Ok(reply)
    });
    let keep = done.as_ref().is_ok_and(|(reply, _)| reply.succeeded());
    dialect::end(db, keep)?;
    done.map(|(reply, _)| reply)
}

/// Notes what the request wrote; a message about what can be taken back gets the button for it.
fn offer_undo(tx: &mut Tx<'_>, reply: Reply) -> Answer {
    let is_reversible = journal::note(tx)?;
    let undo = || Undo { action: super::routes::undo(&tx.request.id), label: tx.text.t("undo").to_owned() };
    Ok(if is_reversible { reply.offering(undo()) } else { reply })
}

/// Finds who is asking and runs the work as them; also says whether the note of their last visit is stale.
fn serve<F>(
    app: &App,
    db: &mut Db,
    token: &str,
    visit: &Visit,
    now: NaiveDateTime,
    work: F,
) -> Result<(Reply, bool), Error>
where
    F: FnOnce(&mut Tx<'_>) -> Answer,
{
    let gone = || Error::SignIn { wanted: String::new() };
    let (sitting, directory, own) = signed_in(app, db, token, now)?.ok_or_else(gone)?;
    let (viewer, over) = behalf::viewer(&directory, own, sitting.acting_for, now);
    let viewer = viewer.at_work(db)?;
    let text = visit.text(&viewer.locale, zone_of(&viewer.zone, &directory));
    let request = visit.request.clone();
    let mut tx = Tx { db, viewer, directory, text, now, request, batch: None, page: visit.page(app, token) };
    if !visit.fragment {
        tx.page.unread = sitting.unread(&mut tx)?;
    }
    if let Some(delegation) = over.filter(|_| visit.reads) {
        tx.page.flash = Some(behalf::said(&mut tx, delegation)?);
    }
    let reply = match turned_away(&tx, visit).or_else(|| over.and_then(|_| behalf::turned_away(visit))) {
        Some(answer) => page_of(answer, &tx, visit),
        None => work(&mut tx)?,
    };
    let renewed = tx.page.renewed.take().filter(|_| reply.succeeded());
    let token = renewed.as_deref().unwrap_or(token);
    let shown = reply.is_page() && visit.flash.is_some();
    let reply = if shown { reply.cookie(super::flash::cleared(app)) } else { reply };
    let told = over.filter(|_| reply.is_page() && !visit.fragment);
    let mut reply = match told {
        Some(_) => reply.later(behalf::forgotten(token)),
        None => reply,
    }
    .with_flash(app, token);
    reply.renewed = renewed;
    Ok((reply, now - sitting.seen_at > SEEN_EVERY))
}

/// What answers those who do not get to what they asked for: without a second factor, or at what is another's alone.
fn turned_away(tx: &Tx<'_>, visit: &Visit) -> Option<Answer> {
    if owes(tx, visit) {
        return Some(ask_factor(visit));
    }
    let is_anothers = tx.viewer.acting.is_some() && routes::is_personal(&visit.here);
    is_anothers.then_some(Err(Error::Forbidden))
}

/// Whoever has yet to set up a second factor reaches nothing but that.
fn owes(tx: &Tx<'_>, visit: &Visit) -> bool {
    tx.viewer.owes_factor && !routes::leads_to_factor(&visit.here)
}

fn ask_factor(visit: &Visit) -> Answer {
    if visit.reads { Ok(Reply::go(routes::FACTOR)) } else { Err(Error::SecondFactor) }
}

fn zone_of(own: &str, directory: &Directory) -> chrono_tz::Tz {
    own.parse().unwrap_or_else(|_| directory.organization.tz())
}

/// Is somebody signed in by this token? Who is, gets in wherever the door leads.
///
/// # Errors
/// What the database answers.
pub fn is_signed_in(app: &App, db: &mut Db, token: &str, now: NaiveDateTime) -> Result<bool, Error> {
    Ok(signed_in(app, db, token, now)?.is_some())
}

type SignedIn = (Sitting, Arc<Directory>, Arc<Viewer>);

fn signed_in(app: &App, db: &mut Db, token: &str, now: NaiveDateTime) -> Result<Option<SignedIn>, Error> {
    let Some(sitting) = Sitting::of(app, db, token, now)? else { return Ok(None) };
    let Some(directory) = app.directory.at(sitting.revision, db)? else { return Ok(None) };
    Ok(directory.viewer(sitting.person).map(|own| (sitting, directory, own)))
}

/// What a page leaves to be noted. A page that was made is shown, noted or not.
fn write_later(app: &App, notes: Vec<Sql>) {
    if notes.is_empty() {
        return;
    }
    let noted = app
        .pools
        .writer()
        .map_err(Error::from)
        .and_then(|mut db| notes.into_iter().try_for_each(|note| note.run(&mut db).map(drop)).map_err(Error::from));
    if let Err(error) = noted {
        tracing::warn!(%error, "not noted that a page was looked at");
    }
}

fn note_visit(app: &App, token: &str, now: NaiveDateTime) -> Result<(), Error> {
    let mut db = app.pools.writer()?;
    let update = Sql::new("UPDATE sessions SET seen_at = ").bind(now).push(" WHERE token_hash = ");
    update.bind(hash_token(token)).run(&mut db)?;
    Ok(())
}
