//! Tags put on a record and taken off again, on its page.

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::part::offered;
use super::words::{self, MOST, Typed};
use crate::db::Ids;
use crate::db::Tx;
use crate::journal::Action;
use crate::records::Listed;
use crate::web::{Answer, Button, Cx, Error, Flash, Form, Path, Problems, Reply, Ui};

/// Words as typed, with commas between.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TagForm {
    tags: String,
}

/// The words again, with what is wrong about them.
#[derive(Template)]
#[template(path = "tags/form.html")]
struct TagsPage {
    ui: Ui,
    record: String,
    back: String,
    typed: String,
    offered: Vec<String>,
    problems: Problems,
}

/// `POST …/tags`: puts the words on the record, beside those it has.
pub async fn add<R: Listed>(cx: Cx, id: Path<i64>, Form(form): Form<TagForm>) -> HttpResponse {
    cx.write(move |tx| {
        let record = hold::<R>(tx, *id)?;
        let mut wrong = Problems::new();
        let words = Typed::of(&form.tags);
        if words.is_empty() {
            wrong.add("tags", tx.text.t("tags-problem-none"));
        }
        let new = words::read(tx, "tags", &words, &mut wrong)?;
        let wanted = Ids::of(record.tags().iter().chain(new));
        if wanted.iter().count() > MOST {
            wrong.add("tags", tx.text.n("tags-problem-many", i64::try_from(MOST).unwrap_or(i64::MAX)));
        }
        if !wrong.is_empty() {
            return rejected(tx, &record, form, wrong);
        }
        put(tx, &record, wanted)
    })
    .await
}

/// `POST …/tags/{tag}/removal`: takes a word off the record, whichever of those merged into it is carried.
pub async fn remove<R: Listed>(cx: Cx, path: Path<(i64, i64)>, Form(_): Form<Button>) -> HttpResponse {
    cx.write(move |tx| {
        let (id, tag) = *path;
        let record = hold::<R>(tx, id)?;
        let gone = tx.directory.tag_and_merged(tag);
        let left = Ids::of(record.tags().iter().filter(|one| !gone.contains(one)));
        put(tx, &record, left)
    })
    .await
}

/// The record, if the viewer may change it; a closed lead is read-only for everybody.
fn hold<R: Listed>(tx: &mut Tx<'_>, id: i64) -> Result<R, Error> {
    let record = R::hold(tx, id)?;
    if record.is_open() { Ok(record) } else { Err(Error::Forbidden) }
}

fn put<R: Listed>(tx: &mut Tx<'_>, record: &R, wanted: Ids) -> Answer {
    let mut after = record.clone();
    after.set_tags(wanted);
    if after.tags() != record.tags() {
        R::save(tx, Action::Edited, record, after)?.ok_or(Error::Overtaken)?;
    }
    let said = Flash::good(tx.text.a("tags-said-saved", "record", record.title()));
    Ok(Reply::go(&format!("{}#tags", record.href())).saying(said))
}

fn rejected(tx: &Tx<'_>, record: &impl Listed, form: TagForm, problems: Problems) -> Answer {
    Reply::rejected(&TagsPage {
        ui: Ui::of(tx),
        record: record.title().to_owned(),
        back: record.href(),
        typed: form.tags,
        offered: offered(tx),
        problems,
    })
}
