//! Where a one-time link leads: its holder chooses a password. Opening the link uses nothing up, so that a mail program
//! that looks ahead does no harm. A link that expired, was used or never was is answered alike.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, RETRY_AFTER};
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::history::Way;
use super::links::{self, LinkKind};
use super::notices::{self, Notice, Whose};
use super::sign_in::{Arrival, SignInForm, admit};
use super::throttle::{self, Counters, Verdict};
use super::user::{Door, User};
use super::work::{as_their_own, transact};
use super::{letters, passwords, policy, user};
use crate::config::Config;
use crate::db::Db;
use crate::db::schema::{organization, users};
use crate::i18n::Text;
use crate::web::{App, Desk, Error, Form, Guest, Path, Problems, Reply, Ui};

/// What tries of links are counted under: whoever guesses has no account to be counted by.
const TRIED: &str = "one-time link";

/// What the form sends.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ChooseForm {
    password: String,
    again: String,
}

/// The holder of a link, and what everybody knows of them.
struct Holder {
    name: String,
    email: String,
    company: String,
}

impl Holder {
    fn problems(&self, form: &ChooseForm, text: &Text) -> Problems {
        let mut problems = Problems::new();
        if let Some(weakness) = policy::weakness(&form.password, &[&self.name, &self.email, &self.company]) {
            problems.add("password", weakness.sentence(text));
        }
        if form.password != form.again {
            problems.add("again", text.t("password-differs"));
        }
        problems
    }
}

#[derive(Template)]
#[template(path = "identity/choose.html")]
struct ChoosePage {
    ui: Ui,
    problems: Problems,
    kind: LinkKind,
    holder: Holder,
}

impl ChoosePage {
    fn action(&self) -> &str {
        self.ui.here()
    }

    fn title(&self) -> &'static str {
        match self.kind {
            LinkKind::Invitation => self.ui.t("choose-welcome"),
            LinkKind::Reset => self.ui.t("choose-again"),
        }
    }

    fn advice(&self) -> &'static str {
        match self.kind {
            LinkKind::Invitation => self.ui.t("choose-welcome-advice"),
            LinkKind::Reset => self.ui.t("choose-again-advice"),
        }
    }

    fn password_hint(&self) -> String {
        self.ui.n("password-hint", i64::try_from(policy::SHORTEST).unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "identity/link_gone.html")]
struct GonePage {
    ui: Ui,
    kind: LinkKind,
}

impl GonePage {
    fn advice(&self) -> &'static str {
        match self.kind {
            LinkKind::Invitation => self.ui.t("link-gone-invitation"),
            LinkKind::Reset => self.ui.t("link-gone-reset"),
        }
    }
}

/// `GET /invitations/{token}`
pub async fn show_invitation(guest: Guest, token: Path<String>) -> HttpResponse {
    show(guest, LinkKind::Invitation, token).await
}

/// `GET /password-resets/{token}`
pub async fn show_reset(guest: Guest, token: Path<String>) -> HttpResponse {
    show(guest, LinkKind::Reset, token).await
}

/// `POST /invitations/{token}`: the password is chosen, and its owner is in.
pub async fn accept(
    app: web::Data<App>,
    guest: Guest,
    token: Path<String>,
    Form(form): Form<ChooseForm>,
) -> HttpResponse {
    match choose(&app, &guest, LinkKind::Invitation, &token, form).await {
        Ok(Ok(person)) => {
            let arrival = Arrival { person, way: Way::Password, door: SignInForm::default() };
            admit(&app, guest, arrival).await
        }
        Ok(Err(refusal)) => refused(guest, LinkKind::Invitation, refusal).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// `POST /password-resets/{token}`: the password is chosen, and its owner signs in with it as ever.
pub async fn reset(
    app: web::Data<App>,
    guest: Guest,
    token: Path<String>,
    Form(form): Form<ChooseForm>,
) -> HttpResponse {
    match choose(&app, &guest, LinkKind::Reset, &token, form).await {
        Ok(Ok(_)) => Reply::go("/password-resets/done").into_response(false),
        Ok(Err(refusal)) => refused(guest, LinkKind::Reset, refusal).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

async fn show(guest: Guest, kind: LinkKind, token: Path<String>) -> HttpResponse {
    let page = move |desk: &mut Desk<'_>| match holder(desk.db, kind, &token, desk.now)? {
        Some(holder) => form_page(desk, StatusCode::OK, kind, holder, Problems::new()),
        None => gone(desk, kind),
    };
    guest.serve(false, page).await
}

fn form_page(
    desk: &Desk<'_>,
    status: StatusCode,
    kind: LinkKind,
    holder: Holder,
    problems: Problems,
) -> Result<Reply, Error> {
    let page = ChoosePage { ui: desk.ui(), problems, kind, holder };
    Ok(Reply::status(status, &page)?.header(CACHE_CONTROL, "no-store"))
}

fn gone(desk: &Desk<'_>, kind: LinkKind) -> Result<Reply, Error> {
    Reply::status(StatusCode::NOT_FOUND, &GonePage { ui: desk.ui(), kind })
}

fn holder(db: &mut Db, kind: LinkKind, token: &str, now: NaiveDateTime) -> Result<Option<Holder>, Error> {
    let Some(id) = links::holder(db, kind, token, now)? else { return Ok(None) };
    let (name, email): (String, Option<String>) =
        users::table.find(id).select((users::name, users::email)).first(db)?;
    let company = organization::table.select(organization::name).first(db)?;
    Ok(Some(Holder { name, email: email.unwrap_or_default(), company }))
}

/// Why no password was taken.
enum Refusal {
    /// The link works no more, or never did.
    Gone,
    /// Something about the password.
    Problems(Box<Holder>, Problems),
    /// Too many links tried; seconds to wait.
    Early(i64),
}

/// Counts the try, weighs the password, reckons with it while no connection is held, and uses the link up.
async fn choose(
    app: &web::Data<App>,
    guest: &Guest,
    kind: LinkKind,
    token: &str,
    form: ChooseForm,
) -> Result<Result<i64, Refusal>, Error> {
    let counters = Counters::of(TRIED, &guest.request.address);
    let known = match transact(app, trial(kind, token.to_owned(), counters)).await? {
        Ok(holder) => holder,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let problems = known.problems(&form, &guest.ui(None));
    if !problems.is_empty() {
        return Ok(Err(Refusal::Problems(Box::new(known), problems)));
    }
    let hash = passwords::make(app.config.password_cost, form.password).await?;
    let (token, config, request) = (token.to_owned(), app.config.clone(), guest.request.clone());
    let taken = transact(app, move |db, now| {
        let Some(person) = links::take(db, kind, &token, now)? else { return Ok(None) };
        user::set_password(db, person, &hash)?;
        user::end_sessions(db, person, "")?;
        as_their_own(db, &request, person, now, |tx| Ok(user::note_door(tx, person, Door::Chosen)?))?;
        tell(db, &config, now, kind, person)?;
        Ok(Some(person))
    });
    Ok(taken.await?.ok_or(Refusal::Gone))
}

/// Whoever chose their first password knows; of another one the owner of the mailbox is told.
fn tell(db: &mut Db, config: &Config, now: NaiveDateTime, kind: LinkKind, person: i64) -> QueryResult<()> {
    match kind {
        LinkKind::Invitation => Ok(()),
        LinkKind::Reset => {
            notices::keep(db, now, Whose::own(person), Notice::PasswordChanged)?;
            let owner = users::table.find(person).select(User::as_select()).first(db)?;
            letters::post_changed(db, config, now, &owner).map(drop)
        }
    }
}

fn trial(
    kind: LinkKind,
    token: String,
    counters: Counters,
) -> impl FnOnce(&mut Db, NaiveDateTime) -> Result<Result<Holder, Refusal>, Error> {
    move |db, now| {
        if let Verdict::Wait { seconds } = throttle::take(db, &counters, now)? {
            return Ok(Err(Refusal::Early(seconds)));
        }
        let Some(holder) = holder(db, kind, &token, now)? else { return Ok(Err(Refusal::Gone)) };
        throttle::forgive(db, &counters)?;
        Ok(Ok(holder))
    }
}

async fn refused(guest: Guest, kind: LinkKind, refusal: Refusal) -> HttpResponse {
    let page = move |desk: &mut Desk<'_>| match refusal {
        Refusal::Gone => gone(desk, kind),
        Refusal::Problems(holder, problems) => {
            form_page(desk, StatusCode::UNPROCESSABLE_ENTITY, kind, *holder, problems)
        }
        Refusal::Early(seconds) => early(desk, kind, seconds),
    };
    guest.serve(false, page).await
}

/// Whether this very link works is not said to who has to wait.
fn early(desk: &Desk<'_>, kind: LinkKind, seconds: i64) -> Result<Reply, Error> {
    let mut problems = Problems::new();
    problems.add("password", throttle::sentence(&desk.text, seconds));
    let nobody = Holder { name: String::new(), email: String::new(), company: String::new() };
    let page = form_page(desk, StatusCode::TOO_MANY_REQUESTS, kind, nobody, problems)?;
    Ok(page.header(RETRY_AFTER, &seconds.to_string()))
}
