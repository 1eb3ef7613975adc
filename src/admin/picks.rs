//! Pick lists: the company's own words for sources, statuses, reasons, industries. Words are renamed and switched off,
//! never deleted: records keep what was chosen.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;
use serde::Deserialize;
use validator::Validate;

use super::order::{Step, step};
use super::records::{Kept, save};
use super::{fields, gate};
use crate::conflicts::{Asked, Edit};
use crate::db::Tx;
use crate::db::schema::pick_items;
use crate::directory::{PickItem, PickList};
use crate::journal::{self, Action, Merged};
use crate::values::text;
use crate::web::{Answer, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce};

const LISTS: &str = "/settings/lists";

/// Codes the program itself chooses by: such words are renamed freely and never switched off.
const NEEDED: [&str; 5] = ["new", "contacted", "import", "other", "not_recorded"];

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct PickForm {
    nonce: String,
    #[validate(length(max = 120, code = "too_long"))]
    name: String,
    active: String,
}

/// A list and how many of its words are in use.
struct Row {
    list: PickList,
    words: i64,
}

impl Row {
    fn name(&self, ui: &Ui) -> &'static str {
        ui.t(&title_key(self.list))
    }
}

// messages: admin-list-*
fn title_key(list: PickList) -> String {
    format!("admin-list-{}", list.name().replace('_', "-"))
}

#[derive(Template)]
#[template(path = "admin/lists.html")]
struct IndexPage {
    ui: Ui,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "admin/list.html")]
struct ListPage {
    ui: Ui,
    problems: Problems,
    form: PickForm,
    list: PickList,
    items: Vec<PickItem>,
}

impl ListPage {
    fn title(&self) -> &'static str {
        self.ui.t(&title_key(self.list))
    }
}

#[derive(Template)]
#[template(path = "admin/list_item.html")]
struct ItemPage {
    ui: Ui,
    problems: Problems,
    form: PickForm,
    item: PickItem,
}

impl ItemPage {
    fn list_title(&self) -> &'static str {
        self.ui.t(&title_key(self.item.list))
    }

    fn is_needed(&self) -> bool {
        is_needed(&self.item)
    }
}

fn is_needed(item: &PickItem) -> bool {
    NEEDED.contains(&item.code.as_str())
}

/// `GET /settings/lists`
pub async fn index(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let words = |list| i64::try_from(tx.directory.picks(list).count()).unwrap_or(i64::MAX);
        let rows = PickList::ALL.iter().map(|list| Row { list: *list, words: words(*list) }).collect();
        Reply::page(&IndexPage { rows, ui: Ui::of(tx) })
    })
    .await
}

/// `GET /settings/lists/{list}`
pub async fn show(cx: Cx, list: Path<String>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let form = PickForm { nonce: nonce::fresh(), ..PickForm::default() };
        Reply::page(&page(tx, named(&list)?, form, Problems::new()))
    })
    .await
}

/// `POST /settings/lists/{list}`: a new word at the end.
pub async fn add(cx: Cx, list: Path<String>, Form(form): Form<PickForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let list = named(&list)?;
        if gate::is_again(tx, &form.nonce)? {
            return Ok(done(tx, list, &form.name));
        }
        let problems = problems(tx, list, &form, None);
        if !problems.is_empty() {
            return Reply::rejected(&page(tx, list, form, problems));
        }
        let place = insert(tx, list, form.name.trim())?;
        nonce::keep(tx, &form.nonce, &place)?;
        Ok(done(tx, list, &form.name))
    })
    .await
}

fn insert(tx: &mut Tx<'_>, list: PickList, name: &str) -> Result<String, Error> {
    let of_list = tx.directory.picks.iter().filter(|item| item.list == list);
    let position = of_list.map(|item| item.position).max().unwrap_or(0) + 1;
    let row = (pick_items::list.eq(list), pick_items::name.eq(name), pick_items::position.eq(position));
    let id: i64 = diesel::insert_into(pick_items::table).values(row).returning(pick_items::id).get_result(tx.db)?;
    let (name, code) = (name.to_owned(), String::new());
    journal::created(tx, &PickItem { id, version: 1, list, name, code, position, active: true })?;
    Ok(format!("{LISTS}/{}", list.name()))
}

/// `GET /settings/list-items/{id}`
pub async fn item(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let item = PickItem::find(tx, *id)?;
        let active = if item.active { "on".to_owned() } else { String::new() };
        let form = PickForm { nonce: String::new(), name: item.name.clone(), active };
        Reply::page(&ItemPage { ui: Ui::of(tx), problems: Problems::new(), form, item })
    })
    .await
}

/// `POST /settings/list-items/{id}`
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<PickForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, *id, &edit)).await
}

fn change(tx: &mut Tx<'_>, id: i64, edit: &Edit<PickForm>) -> Answer {
    let item = PickItem::find(tx, id)?;
    let (name, active) = (edit.form.name.trim().to_owned(), is_needed(&item) || !edit.form.active.is_empty());
    let wanted = match edit.merge(tx, &item, PickItem { name, active, ..item.clone() })? {
        Merged::Clean(wanted) => wanted,
        Merged::Clashes(clashes) => {
            let back = format!("/settings/list-items/{id}");
            let asked =
                Asked { record: &item.name, back: &back, fields: fields::PICK, version: item.version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    let problems = problems(tx, item.list, &edit.form, Some(&wanted));
    if !problems.is_empty() {
        let (form, item) = (edit.form.clone(), item.at(edit.version()));
        return Reply::rejected(&ItemPage { ui: Ui::of(tx), problems, form, item });
    }
    save(tx, Action::Edited, &item, wanted)?.ok_or(Error::Overtaken)?;
    Ok(done(tx, item.list, &edit.form.name))
}

/// `POST /settings/list-items/{id}/place`
pub async fn place(cx: Cx, id: Path<i64>, Form(asked): Form<Step>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let item = PickItem::find(tx, *id)?;
        let ids = of(tx, item.list).iter().map(|item| item.id).collect();
        for (id, position) in step(ids, item.id, asked.way).into_iter().zip(1..) {
            let before = PickItem::find(tx, id)?;
            save(tx, Action::Edited, &before, PickItem { position, ..before.clone() })?.ok_or(Error::Overtaken)?;
        }
        Ok(Reply::go(&format!("{LISTS}/{}", item.list.name())))
    })
    .await
}

fn problems(tx: &Tx<'_>, list: PickList, form: &PickForm, wanted: Option<&PickItem>) -> Problems {
    let mut problems = Problems::new();
    if let Err(found) = form.validate() {
        problems.take(&found, &tx.text);
    }
    let own = wanted.map_or(0, |item| item.id);
    let key = text::fold(form.name.trim());
    if key.is_empty() {
        problems.add("name", tx.text.t("problem-name"));
    } else if of(tx, list).iter().any(|item| item.id != own && text::fold(&item.name) == key) {
        problems.add("name", tx.text.t("admin-name-taken"));
    }
    let is_last = || !tx.directory.picks(list).any(|item| item.id != own);
    if wanted.is_some_and(|item| !item.active) && is_last() {
        problems.add("active", tx.text.t("admin-list-last"));
    }
    problems
}

fn of(tx: &Tx<'_>, list: PickList) -> Vec<PickItem> {
    tx.directory.picks.iter().filter(|item| item.list == list).cloned().collect()
}

fn named(name: &str) -> Result<PickList, Error> {
    name.parse().map_err(|_| Error::NotFound)
}

fn page(tx: &Tx<'_>, list: PickList, form: PickForm, problems: Problems) -> ListPage {
    ListPage { ui: Ui::of(tx), problems, form, list, items: of(tx, list) }
}

fn done(tx: &Tx<'_>, list: PickList, name: &str) -> Reply {
    let said = Flash::good(tx.text.a("admin-saved", "name", name.trim()));
    Reply::go(&format!("{LISTS}/{}", list.name())).saying(said)
}
