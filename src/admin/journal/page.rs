//! The page on which the journal is searched.

use actix_web::HttpResponse;
use askama::Template;
use chrono::NaiveDateTime;
use diesel::QueryResult;
use serde_json::Value;

use super::search::{Asked, Source, found, sources};
use crate::admin::{fields as kept, gate};
use crate::db::Tx;
use crate::directory::Person;
use crate::fields::{self, Field};
use crate::journal::{self, Action, Change, Entity, Event};
use crate::records::{self, Names};
use crate::sharing;
use crate::timeline::{beginning, mentioned_by};
use crate::web::{Answer, Choice, Cx, Params, Reply, Ui};

/// How many entries a page holds.
const PAGE: usize = 40;

const PATH: &str = "/settings/journal";

/// One entry, to read.
struct Line {
    at: NaiveDateTime,
    who: String,
    behalf: String,
    what: &'static str,
    kind: &'static str,
    name: String,
    href: Option<String>,
    source: Option<Source>,
    /// The fields that changed, as many as there is room for.
    fields: Vec<Told>,
    /// How many there are besides.
    more: i64,
}

/// One field, before and after, cut short: the record's history and the file have it whole.
struct Told {
    field: String,
    was: String,
    is: String,
}

/// Fields of one entry that are told.
const TOLD: usize = 3;

/// Letters of a value that are told.
const SHORT: usize = 40;

#[derive(Template)]
#[template(path = "admin/journal.html")]
struct JournalPage {
    ui: Ui,
    asked: Asked,
    people: Vec<Choice>,
    behalves: Vec<Choice>,
    kinds: Vec<Choice>,
    actions: Vec<Choice>,
    lines: Vec<Line>,
    older: String,
}

impl JournalPage {
    fn newest(&self) -> String {
        address(PATH, &self.asked, "")
    }

    fn file(&self) -> String {
        address("/settings/journal/export", &self.asked, "")
    }

    /// Everything that a request did.
    fn of_request(&self, source: &Source) -> String {
        address(PATH, &Asked { source: source.request.clone(), ..Asked::default() }, "")
    }

    fn narrows(&self) -> bool {
        [&self.asked.behalf, &self.asked.from, &self.asked.to, &self.asked.source].iter().any(|typed| !typed.is_empty())
    }
}

fn address(path: &str, asked: &Asked, before: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in &journal::fields(asked) {
        if let Some(typed) = value.as_str().filter(|typed| !typed.is_empty()) {
            query.append_pair(name, typed);
        }
    }
    if !before.is_empty() {
        query.append_pair("before", before);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// `GET /settings/journal`
pub async fn show(cx: Cx, Params(asked): Params<Asked>) -> HttpResponse {
    gate::read(cx, move |tx| page(tx, asked)).await
}

fn page(tx: &mut Tx<'_>, asked: Asked) -> Answer {
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let mut events = found(tx, &asked, asked.before.parse().ok(), most)?;
    let more = events.len() > PAGE;
    events.truncate(PAGE);
    let last = events.last().map(|event| event.id.to_string()).filter(|_| more);
    let older = last.map(|last| address(PATH, &asked, &last)).unwrap_or_default();
    let lines = lines(tx, &events)?;
    let any = |label: &str| Choice::new("", tx.text.t(label), "-");
    let kinds = Entity::ALL.iter().map(|entity| Choice::new(entity.name(), kind(tx, *entity), &asked.kind));
    let actions = Action::ALL.iter().map(|action| Choice::new(action.name(), what(tx, *action), &asked.action));
    // messages: admin-journal-any-kind admin-journal-any-action
    Reply::page(&JournalPage {
        people: people(tx, &asked.person),
        behalves: people(tx, &asked.behalf),
        kinds: std::iter::once(any("admin-journal-any-kind")).chain(kinds).collect(),
        actions: std::iter::once(any("admin-journal-any-action")).chain(actions).collect(),
        ui: Ui::of(tx),
        lines,
        older,
        asked,
    })
}

/// Everybody, also those who left.
fn people(tx: &Tx<'_>, chosen: &str) -> Vec<Choice> {
    let choice = |person: &Person| Choice::new(person.id.to_string(), person.name.as_str(), chosen);
    let anybody = Choice::new("", tx.text.t("admin-journal-anybody"), "-");
    std::iter::once(anybody).chain(tx.directory.people.iter().map(choice)).collect()
}

// messages: admin-journal-kind-* admin-journal-action-*
/// What a kind of record is called.
pub(super) fn kind(tx: &Tx<'_>, entity: Entity) -> &'static str {
    tx.text.t(&format!("admin-journal-kind-{}", entity.name().replace('_', "-")))
}

/// What an action is called.
pub(super) fn what(tx: &Tx<'_>, action: Action) -> &'static str {
    tx.text.t(&format!("admin-journal-action-{}", action.name().replace('_', "-")))
}

/// Who did it.
pub(super) fn who(tx: &Tx<'_>, person: Option<i64>) -> String {
    match tx.directory.person_name(person) {
        "" => tx.text.t("timeline-program").to_owned(),
        name => name.to_owned(),
    }
}

/// What the records of these entries are called.
pub(super) fn names(tx: &mut Tx<'_>, events: &[Event]) -> QueryResult<Names> {
    let own = events.iter().map(|event| (event.entity, event.record_id));
    let mentioned = events.iter().flat_map(|event| mentioned_by(event.entity, &event.changes));
    let wanted: Vec<_> = own.chain(mentioned).collect();
    records::named(tx, &wanted)
}

/// What a record is called; kinds without a name, and records that are no more, by their number.
pub(super) fn name(tx: &Tx<'_>, names: &Names, event: &Event) -> String {
    let id = event.record_id;
    let known = match event.entity {
        Entity::User => tx.directory.person_name(Some(id)).to_owned(),
        Entity::Team => tx.directory.teams.name(id).to_owned(),
        Entity::Pipeline => tx.directory.pipeline(id).map(|known| known.name.clone()).unwrap_or_default(),
        Entity::Stage => tx.directory.stage(id).map(|known| known.name.clone()).unwrap_or_default(),
        Entity::PickItem => tx.directory.pick_name(Some(id)).to_owned(),
        Entity::Tag => {
            tx.directory.tags.iter().find(|tag| tag.id == id).map(|tag| tag.name.clone()).unwrap_or_default()
        }
        Entity::Lead
        | Entity::Account
        | Entity::Contact
        | Entity::Opportunity
        | Entity::Product
        | Entity::Activity
        | Entity::Rate
        | Entity::SavedView
        | Entity::MailTemplate
        | Entity::Organization => names.get(&(event.entity, id)).map(|named| named.name.clone()).unwrap_or_default(),
    };
    if known.is_empty() { id.to_string() } else { known }
}

/// A field by the name people know it by.
fn told(tx: &Tx<'_>, names: &Names, event: &Event, (field, change): (Field, &Change)) -> Told {
    let currency = names.get(&(event.entity, event.record_id)).map_or("", |named| named.currency.as_str());
    let words = |value: Value| beginning(&fields::show_with(tx, names, field, &value, currency), SHORT);
    Told { field: tx.text.t(field.label).to_owned(), was: words(change.was()), is: words(change.is()) }
}

fn lines(tx: &mut Tx<'_>, events: &[Event]) -> QueryResult<Vec<Line>> {
    let (names, sources) = (names(tx, events)?, sources(tx, events)?);
    let told = |event: &Event| -> Vec<Told> {
        let fields = || readable(event).take(TOLD).map(|change| told(tx, &names, event, change)).collect();
        shared(tx, event).map_or_else(fields, |share| vec![share])
    };
    let line = |event: &Event| Line {
        at: event.at,
        who: who(tx, event.actor_id),
        behalf: tx.directory.person_name(event.on_behalf_of).to_owned(),
        what: what(tx, event.action),
        kind: kind(tx, event.entity),
        name: name(tx, &names, event),
        href: names
            .get(&(event.entity, event.record_id))
            .filter(|named| named.visible)
            .and_then(|named| records::history(named.entity, named.id)),
        source: sources.get(&event.request_id).cloned(),
        fields: told(event),
        more: i64::try_from(readable(event).count().saturating_sub(TOLD)).unwrap_or(i64::MAX),
    };
    Ok(events.iter().map(line).collect())
}

/// The changes that people can read.
fn readable(event: &Event) -> impl Iterator<Item = (Field, &Change)> {
    fields::changed(kept::of(event.entity), &event.changes)
}

/// With whom a record was shared, and to what end, before and after; nothing of another entry.
fn shared(tx: &Tx<'_>, event: &Event) -> Option<Told> {
    let change = event.changes.iter().find(|change| change.field == sharing::SHARE)?;
    let words = |value: Value| match sharing::kept(value) {
        Some(share) => {
            let end = tx.text.t(if share.may_edit { "sharing-edit" } else { "sharing-read" });
            tx.text.row(&[&sharing::name(tx, share.with), end])
        }
        None => String::new(),
    };
    Some(Told { field: tx.text.t("sharing-shares").to_owned(), was: words(change.was()), is: words(change.is()) })
}
