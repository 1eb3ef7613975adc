//! Saving what a list shows under a new name.

use actix_web::HttpResponse;
use askama::Template;

use super::bar::href;
use super::content::Content;
use super::form::{ViewForm, sharings};
use super::lists::List;
use super::store;
use crate::db::Tx;
use crate::directory::Sharing;
use crate::listing::Asked;
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Params, Problems, Reply, Ui, nonce};

#[derive(Template)]
#[template(path = "saved_views/new.html")]
struct NewPage {
    ui: Ui,
    problems: Problems,
    form: ViewForm,
    list: &'static List,
    back: String,
    words: Vec<String>,
    sharings: Vec<Choice>,
}

/// `GET /views/new`: what is saved, and under which name.
pub async fn blank(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let list = List::named(&tx.viewer, asked.value("list"))?;
        let asked = asked.without(&["list"]);
        let query = Content::applied(tx, list.spec(tx, &asked)?, &asked).to_asked().words();
        let shared = Sharing::Private.name().to_owned();
        let form = ViewForm { nonce: nonce::fresh(), query, shared, ..ViewForm::default() };
        Reply::page(&page(tx, list, form, Problems::new())?)
    })
    .await
}

/// `POST /views`: saves it, and shows the list as the view has it.
pub async fn create(cx: Cx, Form(form): Form<ViewForm>) -> HttpResponse {
    cx.write(move |tx| keep(tx, &form)).await
}

fn keep(tx: &mut Tx<'_>, form: &ViewForm) -> Answer {
    let list = List::named(&tx.viewer, &form.list)?;
    if let Some(place) = nonce::take(tx, &form.nonce)? {
        return Ok(Reply::go(&place));
    }
    let asked = Asked::parse(&form.query);
    let draft = store::draft(tx, list.table.name(), Content::applied(tx, list.spec(tx, &asked)?, &asked));
    let wanted = form.put_into(tx, &draft);
    let problems = form.problems(tx, &draft, &wanted);
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, list, form.clone(), problems)?);
    }
    let said = tx.text.a("saved-done", "name", wanted.name.as_str());
    let id = store::insert(tx, wanted.clone())?;
    if !form.first.is_empty() {
        store::open_with(tx, list.table.name(), Some(Some(id)))?;
    }
    let place = href(list.path, &crate::directory::SavedView { id, ..wanted });
    nonce::keep(tx, &form.nonce, &place)?;
    Ok(Reply::go(&place).saying(Flash::good(said)))
}

fn page(tx: &Tx<'_>, list: &'static List, form: ViewForm, problems: Problems) -> Result<NewPage, Error> {
    let asked = Asked::parse(&form.query);
    Ok(NewPage {
        ui: Ui::of(tx),
        back: asked.on(list.path),
        words: list.words(tx, &asked)?,
        sharings: sharings(tx, Sharing::Private, &form.shared),
        problems,
        form,
        list,
    })
}
