//! The buttons of a record's page: a favourite or not, followed or not.

use actix_web::HttpResponse;
use serde::Deserialize;

use super::Kind;
use super::marks::keep;
use crate::db::Tx;
use crate::db::sql::Sql;
use crate::journal::Entity;
use crate::records::{self, Named};
use crate::web::{Answer, Cx, Error, Flash, Form, Reply, routes};

/// Which record, and the page to come back to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    entity: String,
    id: String,
    #[serde(rename = "return")]
    back: String,
}

/// `POST /favourites`
pub async fn favour(cx: Cx, Form(form): Form<Chosen>) -> HttpResponse {
    cx.write(move |tx| add(tx, &form, Kind::Favourite, "bookmarks-favoured")).await
}

/// `POST /favourites/removal`
pub async fn drop_favourite(cx: Cx, Form(form): Form<Chosen>) -> HttpResponse {
    cx.write(move |tx| drop_from(tx, &form, Kind::Favourite, "bookmarks-favourite-dropped")).await
}

/// `POST /followed`
pub async fn follow(cx: Cx, Form(form): Form<Chosen>) -> HttpResponse {
    cx.write(move |tx| add(tx, &form, Kind::Followed, "bookmarks-following")).await
}

/// `POST /followed/removal`
pub async fn drop_followed(cx: Cx, Form(form): Form<Chosen>) -> HttpResponse {
    cx.write(move |tx| drop_from(tx, &form, Kind::Followed, "bookmarks-followed-dropped")).await
}

// messages: bookmarks-favoured bookmarks-favourite-dropped bookmarks-following bookmarks-followed-dropped
fn add(tx: &mut Tx<'_>, form: &Chosen, kind: Kind, said: &str) -> Answer {
    let record = seen(tx, form)?;
    keep(tx.viewer.id, kind, record.entity, record.id, tx.now).run(tx.db)?;
    done(tx, form, &record, said)
}

fn drop_from(tx: &mut Tx<'_>, form: &Chosen, kind: Kind, said: &str) -> Answer {
    let record = seen(tx, form)?;
    let drop = Sql::new("DELETE FROM bookmarks WHERE user_id = ").bind(tx.viewer.id);
    let drop = drop.push(" AND kind = ").bind(kind.name()).push(" AND entity = ").bind(record.entity.name());
    drop.push(" AND record_id = ").bind(record.id).run(tx.db)?;
    done(tx, form, &record, said)
}

/// The record, as far as the viewer sees it (rule 42).
fn seen(tx: &mut Tx<'_>, form: &Chosen) -> Result<Named, Error> {
    let key = form.entity.parse::<Entity>().ok().zip(form.id.parse::<i64>().ok());
    let key = key.filter(|(entity, id)| records::href(*entity, *id).is_some()).ok_or(Error::NotFound)?;
    let named = records::named(tx, &[key])?.remove(&key);
    named.filter(|named| named.visible).ok_or(Error::NotFound)
}

fn done(tx: &Tx<'_>, form: &Chosen, record: &Named, said: &str) -> Answer {
    let page = record.href().unwrap_or_else(|| routes::HOME.to_owned());
    let back = routes::own_path(&form.back).unwrap_or(&page);
    Ok(Reply::go(back).saying(Flash::good(tx.text.a(said, "name", record.name.as_str()))))
}
