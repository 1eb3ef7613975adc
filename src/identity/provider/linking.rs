//! Linking an account at the provider by oneself: for who has another address there. The password first, then on to the
//! provider by a link; whoever has come back with an account is who asked, in the browser that left.

use actix_web::cookie::Cookie;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::page;
use super::store;
use crate::db::Tx;
use crate::identity::own_password::{self, PasswordForm, Typed};
use crate::identity::sign_in::{Attempt, ProviderRefusal, Refusal, Told, ask_provider};
use crate::identity::throttle;
use crate::web::{Answer, App, Cx, Error, Flash, Form, Problems, Reply, Ui, routes};

/// The way on to the provider: a link, because our own policy keeps every form on this site.
#[derive(Template)]
#[template(path = "identity/provider_on.html")]
struct OnPage {
    ui: Ui,
    name: String,
    place: String,
}

/// `POST /profile/provider/link`
pub async fn ask(app: web::Data<App>, cx: Cx, Form(form): Form<PasswordForm>) -> HttpResponse {
    let asked = match own_password::check(&app, &cx, form.password).await {
        Ok(Typed::Right) => unlinked(&app, &cx).await,
        Ok(typed) => return cx.read(move |tx| page::answer(tx, page::set(&app)?, typed)).await,
        Err(response) => Err(response),
    };
    let person = match asked {
        Ok(Some(person)) => person,
        Ok(None) => return cx.read(|_| Ok(Reply::go(routes::OWN_PROVIDER))).await,
        Err(response) => return response,
    };
    match lead_on(&app, &cx, person).await {
        Ok(Ok((place, cookie))) => cx.read(move |tx| on(tx, &app, place, cookie)).await,
        Ok(Err(refusal)) => cx.read(move |tx| refused(tx, &app, &refusal)).await,
        Err(error) => HttpResponse::from_error(error),
    }
}

/// Who is signed in, unless an account there is theirs already.
async fn unlinked(app: &web::Data<App>, cx: &Cx) -> Result<Option<i64>, HttpResponse> {
    let app = app.clone();
    let look = move |tx: &mut Tx<'_>| {
        let has_one = store::has_one(tx.db, &page::set(&app)?.issuer, tx.viewer.id)?;
        Ok((!has_one).then_some(tx.viewer.id))
    };
    cx.ask(look).await
}

/// A way to the provider that has begun: where it leads, and what the browser is known by when it comes back.
async fn lead_on(
    app: &web::Data<App>,
    cx: &Cx,
    person: i64,
) -> Result<Result<(String, Cookie<'static>), Refusal>, Error> {
    let attempt = Attempt::begin(routes::OWN_PROVIDER)?.of_person(person);
    let promise = attempt.promise();
    let place = ask_provider(app, move |provider, now| provider.way_in(&promise, now)).await?;
    let cookie = attempt.cookie(app, cx.seat());
    Ok(place.map(|place| (place, cookie)).map_err(|failure| Refusal::Provider((&failure).into())))
}

fn on(tx: &mut Tx<'_>, app: &App, place: String, cookie: Cookie<'static>) -> Answer {
    let name = page::set(app)?.name.clone();
    Ok(Reply::page(&OnPage { ui: Ui::of(tx), name, place })?.cookie(cookie))
}

/// Back from the provider: links the account that was shown there to this person, who is still the one signed in here.
pub(in crate::identity) async fn come(
    app: web::Data<App>,
    cx: Cx,
    person: i64,
    told: Result<Told, Refusal>,
) -> HttpResponse {
    match told {
        Ok(told) => cx.write(move |tx| link(tx, &app, person, &told)).await,
        Err(refusal) => cx.read(move |tx| refused(tx, &app, &refusal)).await,
    }
}

fn link(tx: &mut Tx<'_>, app: &App, person: i64, told: &Told) -> Answer {
    let provider = page::set(app)?;
    let refuse = |why: ProviderRefusal| Refusal::Provider(why);
    if tx.viewer.id != person || tx.viewer.actor() != Some(person) {
        return refused(tx, app, &refuse(ProviderRefusal::Broken));
    }
    let whose = store::find(tx.db, &provider.issuer, &told.identity)?.map(|(person, _)| person);
    let is_linked = match whose {
        Some(owner) if owner == person => true,
        Some(_) => return refused(tx, app, &refuse(ProviderRefusal::Taken)),
        None if store::has_one(tx.db, &provider.issuer, person)? => {
            return refused(tx, app, &refuse(ProviderRefusal::OtherAccount));
        }
        None => store::link(tx, app, &provider.issuer, &told.identity)?,
    };
    if !is_linked {
        return Err(Error::Overtaken);
    }
    throttle::forgive(tx.db, &told.counters)?;
    let said = tx.text.a("provider-linked-now", "name", provider.name.as_str());
    Ok(Reply::go(routes::OWN_PROVIDER).saying(Flash::good(said)))
}

/// One's own page, with the reason why nothing was linked.
fn refused(tx: &mut Tx<'_>, app: &App, refusal: &Refusal) -> Answer {
    let mut problems = Problems::new();
    problems.add("password", refusal.words(&tx.text));
    let page = page::ProviderPage::of(tx, page::set(app)?, problems)?;
    Ok(refusal.on(Reply::status(refusal.status(), &page)?))
}
