//! The whole history of a record: every entry with every field before and after, who, on whose behalf, when and by which
//! import; a button takes back what can still be taken back.

use std::collections::{HashMap, HashSet};

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::prelude::*;
use serde::Deserialize;

use super::words::{mentioned_by, sentence_of};
use crate::db::Tx;
use crate::db::schema::batches;
use crate::db::sql::among;
use crate::fields::{self, Field, Kind};
use crate::journal::{self, Change, Entity, Event, of_settings};
use crate::records::{self, Names, fields_of};
use crate::web::{Answer, Cx, Error, Params, Path, Reply, Ui, routes};
use crate::{accounts, activities, bulk, contacts, imports, leads, opportunities, products, sharing, undo};

/// How many entries a page holds.
const PAGE: usize = 25;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Older {
    /// Entries older than this one.
    before: String,
}

/// One field, before and after, in words.
struct Row {
    label: &'static str,
    was: String,
    is: String,
}

/// One entry.
struct Entry {
    at: NaiveDateTime,
    said: String,
    /// For whom it was done; empty where for nobody else.
    behalf: String,
    /// What the import or batch it was part of is called; none where of none.
    batch: Option<String>,
    rows: Vec<Row>,
    /// Where it is taken back; none where it cannot be.
    undo: Option<String>,
    /// The import's page, where it is taken back with everything the import did.
    import: Option<String>,
}

#[derive(Template)]
#[template(path = "timeline/history.html")]
struct Page {
    ui: Ui,
    name: String,
    href: String,
    /// Where its history begins.
    newest: String,
    entries: Vec<Entry>,
    /// The page of what came before; empty at the beginning.
    older: String,
    later: bool,
}

impl Page {
    fn title(&self) -> String {
        self.ui.plain("timeline-history-title", &[("record", self.name.as_str().into())])
    }
}

/// `GET /leads/{id}/history`.
pub async fn lead(cx: Cx, id: Path<i64>, Params(asked): Params<Older>) -> HttpResponse {
    cx.read(move |tx| page(tx, Entity::Lead, *id, &asked)).await
}

/// `GET /accounts/{id}/history`.
pub async fn account(cx: Cx, id: Path<i64>, Params(asked): Params<Older>) -> HttpResponse {
    cx.read(move |tx| page(tx, Entity::Account, *id, &asked)).await
}

/// `GET /contacts/{id}/history`.
pub async fn contact(cx: Cx, id: Path<i64>, Params(asked): Params<Older>) -> HttpResponse {
    cx.read(move |tx| page(tx, Entity::Contact, *id, &asked)).await
}

/// `GET /opportunities/{id}/history`.
pub async fn opportunity(cx: Cx, id: Path<i64>, Params(asked): Params<Older>) -> HttpResponse {
    cx.read(move |tx| page(tx, Entity::Opportunity, *id, &asked)).await
}

/// `GET /activities/{id}/history`.
pub async fn activity(cx: Cx, id: Path<i64>, Params(asked): Params<Older>) -> HttpResponse {
    cx.read(move |tx| page(tx, Entity::Activity, *id, &asked)).await
}

/// `GET /products/{id}/history`: for whoever sees the catalogue.
pub async fn product(cx: Cx, id: Path<i64>, Params(asked): Params<Older>) -> HttpResponse {
    cx.read(move |tx| match products::access::may_see(&tx.viewer) {
        true => page(tx, Entity::Product, *id, &asked),
        false => Err(Error::Forbidden),
    })
    .await
}

fn page(tx: &mut Tx<'_>, entity: Entity, id: i64, asked: &Older) -> Answer {
    let own = (entity, id);
    let named = records::named(tx, &[own])?.remove(&own).filter(|named| named.visible).ok_or(Error::NotFound)?;
    let (href, newest) = records::shown_at(entity, id).zip(records::history(entity, id)).ok_or(Error::NotFound)?;
    let before = asked.before.parse().ok();
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let told = sharing::told_words(&tx.viewer, entity, "journal", "journal.record_id");
    let mut events = journal::events_told(tx, own, before, most, &told)?;
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    let last = events.last().map_or(0, |event| event.id);
    let older = if more { format!("{newest}?before={last}") } else { String::new() };
    let may_edit = may_edit(tx, entity, id);
    let entries = entries(tx, &named.currency, may_edit, events)?;
    Reply::page(&Page { ui: Ui::of(tx), name: named.name, href, newest, entries, older, later: before.is_some() })
}

/// May the viewer change the record, and so take back what others did to it?
fn may_edit(tx: &mut Tx<'_>, entity: Entity, id: i64) -> bool {
    match entity {
        Entity::Lead => leads::find_editable(tx, id).is_ok(),
        Entity::Account => accounts::find_editable(tx, id).is_ok(),
        Entity::Contact => contacts::find_editable(tx, id).is_ok(),
        Entity::Opportunity => opportunities::find_editable(tx, id).is_ok(),
        Entity::Activity => activities::find_editable(tx, id).is_ok(),
        Entity::Product => products::access::may_edit(&tx.viewer),
        of_settings!() => false,
    }
}

fn entries(tx: &mut Tx<'_>, currency: &str, may_edit: bool, events: Vec<Event>) -> Result<Vec<Entry>, Error> {
    let wanted: HashSet<(Entity, i64)> =
        events.iter().flat_map(|event| mentioned_by(event.entity, &event.changes)).collect();
    let names = records::named(tx, &wanted.into_iter().collect::<Vec<_>>())?;
    let requests: Vec<String> = events.iter().map(|event| event.request_id.clone()).collect();
    let undoable = undo::undoable(tx, &requests)?;
    let batches = batches_of(tx, &events)?;
    let me = tx.viewer.clone();
    let may_undo = |event: &Event| {
        let is_own = me.did(event.actor_id, event.on_behalf_of);
        (may_edit || is_own) && undoable.contains(&event.request_id)
    };
    let entry = |event: Event| Entry {
        at: event.at,
        said: sentence_of(tx, (event.entity, event.action), (event.actor_id, None), &event.changes),
        behalf: tx.directory.person_name(event.on_behalf_of).to_owned(),
        batch: event.batch_id.map(|id| batches.get(&id).map(|batch| batch.title.clone()).unwrap_or_default()),
        rows: rows(tx, &names, currency, event.entity, &event.changes),
        undo: may_undo(&event).then(|| {
            let own = event.batch_id.filter(|id| batches.get(id).is_some_and(|batch| batch.is_own_bulk));
            own.map_or_else(|| routes::undo(&event.request_id), bulk::removal)
        }),
        import: event
            .batch_id
            .filter(|id| batches.get(id).is_some_and(|batch| batch.is_open_import))
            .map(routes::import),
    };
    Ok(events.into_iter().map(entry).collect())
}

/// What is to be known of a batch.
struct Batch {
    title: String,
    /// Many records that the viewer has changed at once.
    is_own_bulk: bool,
    /// An import that the viewer can take back now.
    is_open_import: bool,
}

/// The batches of these entries.
fn batches_of(tx: &mut Tx<'_>, events: &[Event]) -> Result<HashMap<i64, Batch>, Error> {
    let mut ids: Vec<i64> = events.iter().filter_map(|event| event.batch_id).collect();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let columns = (batches::id, batches::title, batches::kind);
    let rows = batches::table.filter(among("batches.id", &ids)).select(columns);
    let mut found = HashMap::new();
    for (id, title, kind) in rows.load::<(i64, String, String)>(tx.db)? {
        let is_own_bulk = kind == bulk::KIND && bulk::is_own(tx, id)?;
        let is_open_import = kind == journal::IMPORT && imports::can_take_back(tx, id)?;
        found.insert(id, Batch { title, is_own_bulk, is_open_import });
    }
    Ok(found)
}

/// Every field that people know, in the order of the fields; amounts of a change of currency each in their own.
fn rows(tx: &Tx<'_>, names: &Names, currency: &str, entity: Entity, changes: &[Change]) -> Vec<Row> {
    let of = |change: &Change, value: serde_json::Value| (change.field == "currency").then_some(value);
    let was = changes.iter().find_map(|change| of(change, change.was()));
    let is = changes.iter().find_map(|change| of(change, change.is()));
    let code = |side: &Option<serde_json::Value>| {
        side.as_ref().and_then(serde_json::Value::as_str).unwrap_or(currency).to_owned()
    };
    let (was, is) = (code(&was), code(&is));
    let known = fields::changed(fields_of(entity), changes).filter(|(field, _)| field.kind != Kind::Instant);
    let row = |(field, change): (Field, &Change)| Row {
        label: tx.text.t(field.label),
        was: fields::show_with(tx, names, field, &change.was(), &was),
        is: fields::show_with(tx, names, field, &change.is(), &is),
    };
    known.map(row).collect()
}
