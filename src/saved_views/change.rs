//! A view and what can be changed about it: its name, who uses it, what it shows; or it goes.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::bar::href;
use super::content::Content;
use super::fields::FIELDS;
use super::form::{ViewForm, sharings};
use super::lists::{self, List};
use super::store;
use crate::conflicts::{self, Edit};
use crate::db::Tx;
use crate::directory::SavedView;
use crate::journal::{self, Entity, Merged};
use crate::listing::{Asked, Table};
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui};

/// What is shown, to be kept in place of what was.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Contents {
    query: String,
    version: String,
}

#[derive(Template)]
#[template(path = "saved_views/view.html")]
struct ViewPage {
    ui: Ui,
    problems: Problems,
    form: ViewForm,
    view: SavedView,
    version: i64,
    list: &'static List,
    href: String,
    words: Vec<String>,
    sharings: Vec<Choice>,
    team: String,
}

impl ViewPage {
    fn all(&self) -> String {
        all(&self.view)
    }
}

/// The page of all views of the list.
fn all(view: &SavedView) -> String {
    format!("/views?list={}", view.list)
}

/// `GET /views/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    cx.read(move |tx| {
        let view = store::find_changeable(tx, *id)?;
        Reply::page(&page(tx, ViewForm::of(&view), view.version, view, Problems::new())?)
    })
    .await
}

/// `POST /views/{id}`: another name, other users.
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<ViewForm>>) -> HttpResponse {
    cx.write(move |tx| change(tx, *id, &edit)).await
}

fn change(tx: &mut Tx<'_>, id: i64, edit: &Edit<ViewForm>) -> Answer {
    let view = store::find_changeable(tx, id)?;
    let mine = edit.form.put_into(tx, &view);
    let wanted = match edit.merge(tx, &view, mine)? {
        Merged::Clean(wanted) => wanted,
        Merged::Clashes(clashes) => {
            let back = format!("/views/{id}");
            let asked = conflicts::Asked {
                record: &view.name,
                back: &back,
                fields: FIELDS,
                version: view.version,
                currency: "",
            };
            return edit.ask(tx, asked, &clashes);
        }
    };
    let problems = edit.form.problems(tx, &view, &wanted);
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, edit.form.clone(), edit.version(), view, problems)?);
    }
    let said = tx.text.a("saved-done", "name", wanted.name.as_str());
    store::save(tx, &view, wanted)?;
    Ok(Reply::go(&all(&view)).saying(Flash::good(said)))
}

/// `POST /views/{id}/contents`: what the list shows now, in place of what the view had.
pub async fn contents(cx: Cx, id: Path<i64>, Form(form): Form<Contents>) -> HttpResponse {
    cx.write(move |tx| {
        let view = store::find_changeable(tx, *id)?;
        let (list, asked) = (list_of(&view)?, Asked::parse(&form.query));
        let applied = Content::applied(tx, list.spec(tx, &asked)?, &asked);
        if applied.is_too_long() {
            return Ok(Reply::go(&href(list.path, &view)).saying(Flash::bad(tx.text.t("saved-too-long"))));
        }
        let Content { query, sort, columns } = applied;
        let wanted = SavedView { query, sort, shown: columns, ..view.clone() };
        let place = href(list.path, &wanted);
        if is_late(tx, &view, &form.version)? {
            let said = tx.text.a("saved-meanwhile", "name", view.name.as_str());
            return Ok(Reply::go(&place).saying(Flash::bad(said)));
        }
        let said = tx.text.a("saved-done", "name", view.name.as_str());
        store::save(tx, &view, wanted)?;
        Ok(Reply::go(&place).saying(Flash::good(said)))
    })
    .await
}

/// Has somebody else changed what the view shows since the page was made? What they have done is not overwritten unseen
/// (rule 70); another name is no clash.
fn is_late(tx: &mut Tx<'_>, view: &SavedView, seen: &str) -> Result<bool, Error> {
    let seen = seen.parse().unwrap_or(0);
    let since = journal::changes_since(tx, Entity::SavedView, view.id, seen)?;
    Ok(["query", "sort", "shown"].iter().any(|field| since.contains_key(*field)))
}

/// `POST /views/{id}/removal`
pub async fn remove(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let view = store::find_changeable(tx, *id)?;
        store::remove(tx, &view)?;
        let said = tx.text.a("saved-removed", "name", view.name.as_str());
        Ok(Reply::go(&all(&view)).saying(Flash::good(said)))
    })
    .await
}

fn list_of(view: &SavedView) -> Result<&'static List, Error> {
    view.list.parse::<Table>().map(lists::of).map_err(|_| Error::NotFound)
}

fn page(tx: &Tx<'_>, form: ViewForm, version: i64, view: SavedView, problems: Problems) -> Result<ViewPage, Error> {
    let list = list_of(&view)?;
    Ok(ViewPage {
        ui: Ui::of(tx),
        href: href(list.path, &view),
        words: list.words(tx, &Content::kept(&view).to_asked().from_view(view.id, &Asked::default()))?,
        sharings: sharings(tx, view.shared, &form.shared),
        team: view.team_id.map(|team| tx.directory.teams.name(team).to_owned()).unwrap_or_default(),
        problems,
        form,
        version,
        view,
        list,
    })
}
