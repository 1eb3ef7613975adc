//! The journal as a file: a row for each field of each entry, as it was written.

use actix_web::HttpResponse;
use serde_json::Value;

use super::page::{kind, name, names, what, who};
use super::search::{Asked, Source, found, sources};
use crate::admin::gate;
use crate::db::Tx;
use crate::journal::{Change, Event};
use crate::listing::csv::{Cell, Sheet};
use crate::web::{Answer, Cx, Params, Reply};

/// How many entries are read at once.
const CHUNK: i64 = 500;

// messages: admin-journal-head-*
const HEADS: [&str; 13] =
    ["at", "who", "behalf", "what", "kind", "id", "record", "field", "before", "after", "address", "agent", "request"];

/// `GET /settings/journal/export`
pub async fn export(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    gate::read(cx, move |tx| file(tx, &asked)).await
}

fn file(tx: &mut Tx<'_>, asked: &Asked) -> Answer {
    let heads = HEADS.map(|head| tx.text.t(&format!("admin-journal-head-{head}")));
    let (mut sheet, mut before) = (Sheet::new(&heads), None);
    loop {
        let events = found(tx, asked, before, CHUNK)?;
        let Some(last) = events.last() else { break };
        before = Some(last.id);
        add(tx, &mut sheet, &events)?;
    }
    Ok(Reply::download("journal.csv", "text/csv; charset=utf-8", sheet.finish()?))
}

fn add(tx: &mut Tx<'_>, sheet: &mut Sheet, events: &[Event]) -> diesel::QueryResult<()> {
    let (names, sources) = (names(tx, events)?, sources(tx, events)?);
    for event in events {
        let record = name(tx, &names, event);
        let source = sources.get(&event.request_id).cloned().unwrap_or_default();
        if event.changes.is_empty() {
            sheet.row(cells(tx, event, &record, &source, None));
        }
        for change in &event.changes {
            sheet.row(cells(tx, event, &record, &source, Some(change)));
        }
    }
    Ok(())
}

fn cells(tx: &Tx<'_>, event: &Event, record: &str, source: &Source, change: Option<&Change>) -> [Cell; 13] {
    let value = |value: Option<Value>| match value {
        None | Some(Value::Null) => Cell::own(""),
        Some(Value::String(text)) => Cell::text(text),
        Some(other @ (Value::Number(_) | Value::Bool(_))) => Cell::own(other),
        Some(other) => Cell::text(other.to_string()),
    };
    [
        Cell::own(tx.text.iso(event.at)),
        Cell::text(who(tx, event.actor_id)),
        Cell::text(tx.directory.person_name(event.on_behalf_of)),
        Cell::text(what(tx, event.action)),
        Cell::text(kind(tx, event.entity)),
        Cell::own(event.record_id),
        Cell::text(record),
        Cell::text(change.map(|change| change.field.clone()).unwrap_or_default()),
        value(change.map(Change::was)),
        value(change.map(Change::is)),
        Cell::text(source.address.as_str()),
        Cell::text(source.agent.as_str()),
        Cell::text(event.request_id.as_str()),
    ]
}
