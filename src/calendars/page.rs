//! Which agendas one reads elsewhere: a page of one's own profile.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::store::Feed;
use super::{address, store};
use crate::agenda;
use crate::db::Tx;
use crate::web::{Answer, App, Button, Choice, Cx, Error, Flash, Form, Path, Reply, Ui, routes};

/// A feed, as the page shows it.
struct Line {
    id: i64,
    name: String,
    address: String,
}

#[derive(Template)]
#[template(path = "calendars/page.html")]
struct FeedsPage {
    ui: Ui,
    lines: Vec<Line>,
    /// Agendas there is no feed of yet.
    agendas: Vec<Choice>,
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FeedForm {
    /// Whose agenda.
    of: String,
}

/// `GET /profile/calendars`.
pub async fn show(cx: Cx, app: web::Data<App>) -> HttpResponse {
    cx.read(move |tx| page(tx, &app)).await
}

fn page(tx: &mut Tx<'_>, app: &App) -> Answer {
    // Addresses are their owner's own: who stands in for somebody does not take them along.
    if tx.viewer.acting.is_some() {
        return Err(Error::Forbidden);
    }
    let feeds = store::of_viewer(tx)?;
    let choices = agenda::choices(tx, "");
    let line = |feed: &Feed| Line {
        id: feed.id,
        name: choices.iter().find(|choice| choice.value == feed.agenda).map(|c| c.label.clone()).unwrap_or_default(),
        address: format!("{}{}", app.config.base_url, address::path(app, feed)),
    };
    let lines = feeds.iter().map(line).collect();
    let is_new = |choice: &Choice| !feeds.iter().any(|feed| feed.agenda == choice.value);
    let agendas = choices.iter().filter(|choice| is_new(choice)).cloned().collect();
    Reply::page(&FeedsPage { lines, agendas, ui: Ui::of(tx) })
}

/// `POST /profile/calendars`.
pub async fn open(cx: Cx, Form(form): Form<FeedForm>) -> HttpResponse {
    change(cx, "calendars-said-opened", move |tx| {
        let whose = agenda::of_whom(tx, &form.of)?;
        store::open(tx, &whose.asked)
    })
    .await
}

/// `POST /profile/calendars/{id}/renewal`.
pub async fn renew(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    change(cx, "calendars-said-renewed", move |tx| store::renew(tx, *id)).await
}

/// `POST /profile/calendars/{id}/end`.
pub async fn end(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    change(cx, "calendars-said-ended", move |tx| store::end(tx, *id)).await
}

async fn change<F>(cx: Cx, said: &'static str, work: F) -> HttpResponse
where
    F: FnOnce(&mut Tx<'_>) -> Result<(), Error> + Clone + Send + 'static,
{
    cx.write(move |tx| {
        if tx.viewer.acting.is_some() {
            return Err(Error::Forbidden);
        }
        work(tx)?;
        Ok(Reply::go(routes::OWN_CALENDARS).saying(Flash::good(tx.text.t(said))))
    })
    .await
}
