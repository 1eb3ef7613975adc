//! Tags: the company's words for its records. Words are renamed, merged and switched off, never deleted: records keep
//! what they carry, and a merger can be taken back.

use actix_web::HttpResponse;
use askama::Template;
use diesel::QueryResult;
use diesel::sql_types::{BigInt, Text};
use serde::Deserialize;

use super::records::{Kept, save};
use super::{fields, gate};
use crate::conflicts::{Asked, Edit};
use crate::db::sql::Sql;
use crate::db::{Tx, dialect};
use crate::directory::Tag;
use crate::journal::{Action, Merged};
use crate::listing::Table;
use crate::tags::{BETWEEN, LONGEST, coin, list_of};
use crate::values::text;
use crate::web::{Answer, Button, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce, too_long};

const LIST: &str = "/settings/tags";

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TagForm {
    nonce: String,
    name: String,
    active: String,
}

/// Which tag stands for another from now on.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct MergeForm {
    into: String,
}

/// A tag of the list.
struct Row {
    tag: Tag,
    /// The tag that stands for it; empty for one that stands for itself.
    merged_into: String,
}

#[derive(Template)]
#[template(path = "admin/tags.html")]
struct ListPage {
    ui: Ui,
    problems: Problems,
    form: TagForm,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "admin/tag.html")]
struct TagPage {
    ui: Ui,
    problems: Problems,
    form: TagForm,
    tag: Tag,
    records: i64,
    /// The same by kind.
    carried: Vec<Carried>,
    /// The tag that stands for it; empty for one that stands for itself.
    merged_into: String,
    others: Vec<Choice>,
}

/// How many records of a kind carry the tag, and where they are listed.
struct Carried {
    label: &'static str,
    count: i64,
    href: String,
}

impl TagPage {
    fn action(&self) -> String {
        page_of(self.tag.id)
    }
}

fn page_of(id: i64) -> String {
    format!("{LIST}/{id}")
}

/// `GET /settings/tags`
pub async fn list(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let form = TagForm { nonce: nonce::fresh(), ..TagForm::default() };
        Reply::page(&list_page(tx, form, Problems::new()))
    })
    .await
}

fn list_page(tx: &Tx<'_>, form: TagForm, problems: Problems) -> ListPage {
    let row = |tag: &Tag| Row { merged_into: stands_for(tx, tag), tag: tag.clone() };
    ListPage { rows: tx.directory.tags.iter().map(row).collect(), ui: Ui::of(tx), form, problems }
}

fn stands_for(tx: &Tx<'_>, tag: &Tag) -> String {
    let other = tag.merged_into.and_then(|into| tx.directory.tag(into));
    other.map(|other| other.name.clone()).unwrap_or_default()
}

/// `POST /settings/tags`: a new word.
pub async fn add(cx: Cx, Form(form): Form<TagForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        if gate::is_again(tx, &form.nonce)? {
            return Ok(done(tx, &form.name));
        }
        let problems = problems(tx, &form.name, 0);
        if !problems.is_empty() {
            return Reply::rejected(&list_page(tx, form, problems));
        }
        coin(tx, &text::line(&form.name))?;
        nonce::keep(tx, &form.nonce, LIST)?;
        Ok(done(tx, &form.name))
    })
    .await
}

/// `GET /settings/tags/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let tag = Tag::find(tx, *id)?;
        let active = if tag.active { "on".to_owned() } else { String::new() };
        let form = TagForm { nonce: String::new(), name: tag.name.clone(), active };
        Reply::page(&page(tx, tag, form, Problems::new())?)
    })
    .await
}

fn page(tx: &mut Tx<'_>, tag: Tag, form: TagForm, problems: Problems) -> Result<TagPage, Error> {
    let carried = carried(tx, &tag)?;
    let records = carried.iter().map(|of_kind| of_kind.count).sum();
    let others = tx.directory.tags_in_use().filter(|other| other.id != tag.id);
    let others = others.map(|other| Choice::new(other.id.to_string(), other.name.as_str(), "")).collect();
    Ok(TagPage { ui: Ui::of(tx), merged_into: stands_for(tx, &tag), records, carried, others, problems, form, tag })
}

/// By kind, with what was merged into it. One that was merged itself is listed with the other.
fn carried(tx: &mut Tx<'_>, tag: &Tag) -> QueryResult<Vec<Carried>> {
    let ids = if tag.merged_into.is_none() { tx.directory.tag_and_merged(tag.id) } else { vec![tag.id] };
    let sql = Sql::new("SELECT entity, COUNT(DISTINCT record_id) FROM taggings WHERE tag_id IN ").ids(&ids);
    let counts: Vec<(String, i64)> = sql.push(" GROUP BY entity").load::<(Text, BigInt), _>(tx.db)?;
    // messages: shell-nav-leads shell-nav-accounts shell-nav-contacts opportunities-list-title
    let kinds = [
        (Table::Leads, "shell-nav-leads"),
        (Table::Accounts, "shell-nav-accounts"),
        (Table::Contacts, "shell-nav-contacts"),
        (Table::Opportunities, "opportunities-list-title"),
    ];
    let of_kind = |(table, label): (Table, &str)| {
        let (_, count) = counts.iter().find(|(entity, _)| entity == table.entity().name())?;
        Some(Carried { label: tx.text.t(label), count: *count, href: list_of(table, tag.id) })
    };
    Ok(kinds.into_iter().filter_map(of_kind).collect())
}

/// `POST /settings/tags/{id}`
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<TagForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, *id, &edit)).await
}

fn change(tx: &mut Tx<'_>, id: i64, edit: &Edit<TagForm>) -> Answer {
    let tag = Tag::find(tx, id)?;
    let name = text::line(&edit.form.name);
    let wanted = Tag { name_key: text::fold(&name), name, active: !edit.form.active.is_empty(), ..tag.clone() };
    let wanted = match edit.merge(tx, &tag, wanted)? {
        Merged::Clean(wanted) => Tag { name_key: text::fold(&wanted.name), ..wanted },
        Merged::Clashes(clashes) => {
            let back = page_of(id);
            let asked =
                Asked { record: &tag.name, back: &back, fields: fields::TAG, version: tag.version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    let problems = problems(tx, &wanted.name, id);
    if !problems.is_empty() {
        let page = page(tx, tag.at(edit.version()), edit.form.clone(), problems)?;
        return Reply::rejected(&page);
    }
    save(tx, Action::Edited, &tag, wanted)?.ok_or(Error::Overtaken)?;
    Ok(done(tx, &edit.form.name))
}

/// `POST /settings/tags/{id}/merger`: from now on another word stands for this one, wherever it is carried.
pub async fn merge(cx: Cx, id: Path<i64>, Form(form): Form<MergeForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        dialect::one_at_a_time(tx.db, "tags")?;
        let tag = Tag::find(tx, *id)?;
        let other = form.into.parse().ok().map(|into| Tag::find(tx, into)).transpose()?;
        let other = other.filter(|other| other.id != tag.id && other.active && other.merged_into.is_none());
        let Some(other) = other.filter(|_| tag.merged_into.is_none()) else {
            let mut wrong = Problems::new();
            wrong.add("into", tx.text.t("admin-tag-into-which"));
            let form = TagForm { name: tag.name.clone(), active: "on".to_owned(), ..TagForm::default() };
            return Reply::rejected(&page(tx, tag, form, wrong)?);
        };
        save(tx, Action::Edited, &tag, Tag { merged_into: Some(other.id), ..tag.clone() })?.ok_or(Error::Overtaken)?;
        let names = [("tag", tag.name.as_str().into()), ("other", other.name.as_str().into())];
        let said = Flash::good(tx.text.args("admin-tag-said-merged", &names));
        Ok(Reply::go(LIST).saying(said.undo(format!("{}/merger/removal", page_of(tag.id)), tx.text.t("undo"))))
    })
    .await
}

/// `POST /settings/tags/{id}/merger/removal`: the word stands for itself again.
pub async fn separate(cx: Cx, id: Path<i64>, Form(_): Form<Button>) -> HttpResponse {
    gate::write(cx, move |tx| {
        let tag = Tag::find(tx, *id)?;
        save(tx, Action::Edited, &tag, Tag { merged_into: None, ..tag.clone() })?.ok_or(Error::Overtaken)?;
        Ok(done(tx, &tag.name))
    })
    .await
}

fn problems(tx: &Tx<'_>, name: &str, own: i64) -> Problems {
    let mut problems = Problems::new();
    let key = text::fold(&text::line(name));
    if key.is_empty() {
        problems.add("name", tx.text.t("problem-name"));
    } else if name.contains(BETWEEN) {
        problems.add("name", tx.text.t("admin-tag-comma"));
    } else if text::line(name).chars().count() > LONGEST {
        problems.add("name", too_long(&tx.text, name, LONGEST));
    } else if tx.directory.tags.iter().any(|tag| tag.id != own && tag.name_key == key) {
        problems.add("name", tx.text.t("admin-tag-taken"));
    }
    problems
}

fn done(tx: &Tx<'_>, name: &str) -> Reply {
    Reply::go(LIST).saying(Flash::good(tx.text.a("admin-saved", "name", text::line(name))))
}
