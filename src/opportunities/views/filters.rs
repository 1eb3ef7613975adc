//! The line of filters above board and list: the same on both.

use super::board::marks;
use super::choices::{kinds, picks};
use crate::access::Role;
use crate::db::Tx;
use crate::directory::{PickList, StageKind};
use crate::listing::{Asked, Chip, stretches};
use crate::opportunities::list;
use crate::tags::TagFilter;
use crate::web::Choice;

/// The filters as they stand.
pub struct Filters {
    /// Words searched for.
    pub q: String,
    /// Owners within reach.
    pub owners: Vec<Choice>,
    /// Quiet, late, unplanned.
    pub marks: Vec<Choice>,
    /// Kinds of business.
    pub kinds: Vec<Choice>,
    /// Sources.
    pub sources: Vec<Choice>,
    /// Currencies.
    pub currencies: Vec<Choice>,
    /// Tags.
    pub tag: TagFilter,
    /// Stages: on the list only.
    pub stages: Vec<Choice>,
    /// Expected close, by today.
    pub closes: Vec<Choice>,
    /// Opened, by today.
    pub created: Vec<Choice>,
    /// Expected close from.
    pub close_from: String,
    /// Expected close to.
    pub close_to: String,
    /// What the form passes on unseen.
    pub kept: Vec<(String, String)>,
    /// Something behind "More filters" is on.
    pub more_open: bool,
}

/// What stands behind "More filters".
const RARE: [&str; 8] = ["kind", "source", "currency", "tag", "close", "close-from", "close-to", "created"];
/// What has a control of its own on board and list, so the form does not pass it on unseen.
const SHOWN: [&str; 11] =
    ["q", "owner", "mark", "kind", "source", "currency", "tag", "close", "close-from", "close-to", "created"];
/// Everything board and list are narrowed by.
const NARROWING: [&str; 22] = [
    "close",
    "closed-on",
    "created",
    "created-from",
    "created-to",
    "q",
    "owner",
    "closed-owner",
    "mark",
    "kind",
    "source",
    "currency",
    "tag",
    "stage",
    "pipeline",
    "close-from",
    "close-to",
    "closed-on-from",
    "closed-on-to",
    "account",
    "contact",
    "closed",
];

impl Filters {
    /// The filters of an address; what has a control on this page besides those on both.
    pub fn of(tx: &Tx<'_>, asked: &Asked, shown: &[&str]) -> Filters {
        let value = |name: &str| asked.value(name).to_owned();
        Filters {
            q: asked.q().to_owned(),
            owners: owners(tx, asked.value("owner")),
            marks: marks(tx, asked),
            kinds: any(tx, kinds(tx, asked.value("kind")), asked.value("kind")),
            sources: any(tx, named(picks(tx, PickList::LeadSource, asked.value("source"))), asked.value("source")),
            currencies: any(tx, Choice::currencies(&tx.directory, asked.value("currency")), asked.value("currency")),
            tag: TagFilter::of(tx, asked),
            stages: any(tx, stages(tx, asked.value("stage")), asked.value("stage")),
            closes: stretches(tx, asked.value("close"), true),
            created: stretches(tx, asked.value("created"), false),
            close_from: value("close-from"),
            close_to: value("close-to"),
            kept: asked.unseen(&[&SHOWN[..], shown].concat()),
            more_open: RARE.iter().any(|name| asked.has(name)),
        }
    }
}

/// The same page narrowed by nothing but what is kept.
pub fn cleared(asked: &Asked, keeping: &[&str]) -> Asked {
    let gone: Vec<&str> = NARROWING.into_iter().filter(|name| !keeping.contains(name)).collect();
    asked.without(&gone)
}

fn any(tx: &Tx<'_>, choices: Vec<Choice>, current: &str) -> Vec<Choice> {
    std::iter::once(Choice::new("", tx.text.t("opportunities-any"), current)).chain(choices).collect()
}

fn named(choices: Vec<Choice>) -> Vec<Choice> {
    choices.into_iter().filter(|choice| !choice.value.is_empty()).collect()
}

fn stages(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let pipelines = tx.directory.active_pipelines();
    let all = pipelines.flat_map(|pipeline| tx.directory.stages_of(pipeline.id));
    let name = |stage| super::choices::stage_name(&tx.directory, stage);
    all.map(|stage| Choice::new(stage.id.to_string(), name(stage), current)).collect()
}

/// Oneself first, then everybody whose deals the viewer reaches.
fn owners(tx: &Tx<'_>, current: &str) -> Vec<Choice> {
    let scope = list::scope(tx);
    let sells = [Role::Admin, Role::SalesManager, Role::SalesRep];
    let people = tx.directory.people.iter().filter(|person| person.roles().any(&sells));
    let reached = people.filter(|person| person.id != tx.viewer.id && scope.covers(Some(person.id), person.team_id));
    let me = tx.viewer.sells().then(|| Choice::new("me", tx.text.t("opportunities-mine"), current));
    let nobody = Choice::new("none", tx.text.t("opportunities-nobody"), current);
    let each = reached.map(|person| Choice::new(person.id.to_string(), person.name.clone(), current));
    let any = Choice::new("", tx.text.t("opportunities-anybody"), current);
    std::iter::once(any).chain(me).chain([nobody]).chain(each).collect()
}

/// What the board is narrowed by, in words, each with the address without it.
pub fn chips(tx: &Tx<'_>, asked: &Asked, chips: Vec<Chip>) -> Vec<Chip> {
    chips.into_iter().chain(list::mark_chip(tx, asked)).collect()
}

/// The stage's kind as a tag's class.
pub fn tag(kind: StageKind) -> &'static str {
    match kind {
        StageKind::Open => "info",
        StageKind::Won => "good",
        StageKind::Lost => "danger",
    }
}
