//! What a change will do, before it does: how many of the chosen records it reaches, why not the others, and what it asks.

use std::collections::{BTreeMap, HashMap};

use actix_web::HttpResponse;
use askama::Template;
use serde::Deserialize;

use super::change::{Change, Skip, What};
use super::kinds::Bulk;
use super::of_kind;
use super::selection::{self, Selection};
use super::{AT_ONCE, report};
use crate::db::Ids;
use crate::db::Tx;
use crate::directory::{PickList, Stage, StageKind};
use crate::journal;
use crate::removal;
use crate::tags::{self, Typed};
use crate::web::{Answer, Choice, Cx, Error, Params, Path, Problems, Reply, Ui};

/// Which change the page is about, and the stage it is to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    change: String,
    stage: String,
}

/// What a change asks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChangeForm {
    change: String,
    person: Vec<String>,
    team: String,
    status: String,
    stage: String,
    add: String,
    remove: String,
}

/// Somebody records can go to.
struct Receiver {
    id: i64,
    name: String,
    team: String,
    ticked: bool,
}

/// Another change of the same records.
struct Tab {
    what: What,
    href: String,
}

/// The page.
#[derive(Template)]
#[template(path = "bulk/confirm.html")]
struct ConfirmPage {
    ui: Ui,
    what: What,
    tabs: Vec<Tab>,
    selection: Selection,
    able: i64,
    skips: Vec<String>,
    /// What goes along, and what loses its link.
    along: Vec<String>,
    /// The stage asked about; none where it is still to be chosen.
    stage: Option<Stage>,
    choices: Vec<Choice>,
    receivers: Vec<Receiver>,
    offered: Vec<String>,
    form: ChangeForm,
    problems: Problems,
}

impl ConfirmPage {
    /// How many were chosen, of what.
    fn title(&self) -> String {
        // messages: bulk-title-*
        self.ui.n(&format!("bulk-title-{}", self.selection.table.name()), self.selection.chosen)
    }

    // messages: bulk-what-*
    fn name(&self, what: &What) -> &'static str {
        self.ui.t(&format!("bulk-what-{}", what.name()))
    }

    /// How many of them it reaches: "37 of 40".
    fn reach(&self) -> String {
        let key = if self.deletes() { "bulk-reach-delete" } else { "bulk-reach" };
        self.ui.args(key, &[("n", self.able.into()), ("of", self.selection.chosen.into())])
    }

    fn submit(&self) -> String {
        self.ui.n(if self.deletes() { "bulk-submit-delete" } else { "bulk-submit" }, self.able)
    }

    fn deletes(&self) -> bool {
        self.what == What::Delete
    }

    fn action(&self) -> String {
        format!("{}/change", Selection::href(self.selection.id))
    }

    fn most(&self) -> String {
        self.ui.n("bulk-cut", self.selection.chosen)
    }

    fn asks_people(&self) -> bool {
        matches!(self.what, What::Assign | What::Owner)
    }

    fn asks_tags(&self) -> bool {
        self.what == What::Tags
    }

    fn asks_team(&self) -> bool {
        self.what == What::Team
    }

    /// Is the stage still to be chosen?
    fn asks_stage(&self) -> bool {
        self.what == What::Stage && self.stage.is_none()
    }
}

/// `GET /selections/{id}`
pub async fn show(cx: Cx, id: Path<i64>, Params(asked): Params<Asked>) -> HttpResponse {
    cx.read(move |tx| {
        let selection = selection::find(tx, *id)?;
        if let Some(batch) = selection.batch_id {
            return Ok(Reply::go(&report::href(batch)));
        }
        let form = ChangeForm { change: asked.change, stage: asked.stage, ..ChangeForm::default() };
        of_kind!(selection.table, page(tx, selection, form, Problems::new()))
    })
    .await
}

/// The page of a change, as far as it is filled in.
///
/// # Errors
/// `NotFound` for who may change none of these.
pub(super) fn page<R: Bulk>(tx: &mut Tx<'_>, selection: Selection, form: ChangeForm, problems: Problems) -> Answer {
    let what = asked::<R>(tx, &form)?;
    let stage = stage(tx, &form).filter(|_| what == What::Stage);
    let Survey { able, skips, along } = survey::<R>(tx, &selection, what, stage.as_ref())?;
    let page = ConfirmPage {
        tabs: tabs::<R>(tx, &selection),
        choices: choices::<R>(tx, what, &form),
        receivers: receivers::<R>(tx, what, &form),
        offered: if what == What::Tags { tags::offered(tx) } else { Vec::new() },
        ui: Ui::of(tx),
        what,
        able,
        skips,
        along,
        stage,
        selection,
        form,
        problems,
    };
    if page.problems.is_empty() { Reply::page(&page) } else { Reply::rejected(&page) }
}

/// The change asked for, if the viewer may make it.
fn asked<R: Bulk>(tx: &Tx<'_>, form: &ChangeForm) -> Result<What, Error> {
    let offers = R::offers(&tx.viewer);
    let asked = form.change.parse::<What>().ok().filter(|what| offers.contains(what));
    asked.or(offers.first().copied()).ok_or(Error::NotFound)
}

fn tabs<R: Bulk>(tx: &Tx<'_>, selection: &Selection) -> Vec<Tab> {
    let href = |what: What| format!("{}?change={}", Selection::href(selection.id), what.name());
    R::offers(&tx.viewer).into_iter().map(|what| Tab { what, href: href(what) }).collect()
}

/// How many of the chosen records a change will reach, how many not and why, and what goes along.
struct Survey {
    able: i64,
    skips: Vec<String>,
    along: Vec<String>,
}

/// Asks each of the chosen records.
fn survey<R: Bulk>(tx: &mut Tx<'_>, selection: &Selection, what: What, stage: Option<&Stage>) -> Result<Survey, Error> {
    let (mut able, mut skips) = (Vec::new(), BTreeMap::<Skip, i64>::new());
    for some in selection.records().chunks(AT_ONCE) {
        let ids: Vec<i64> = some.iter().map(|(id, _)| *id).collect();
        let seen: HashMap<i64, i64> = some.iter().copied().collect();
        let rows = R::load(tx, &ids)?;
        for row in &rows {
            match skip(tx, row, seen.get(&row.id()).copied(), what, stage)? {
                Some(skip) => *skips.entry(skip).or_default() += 1,
                None => able.push(row.id()),
            }
        }
        let gone = i64::try_from(ids.len() - rows.len()).unwrap_or(0);
        if gone > 0 {
            *skips.entry(Skip::Gone).or_default() += gone;
        }
    }
    let along = match what {
        What::Delete => going::<R>(tx, &mut able, &mut skips)?,
        What::Assign | What::Owner | What::Team | What::Status | What::Stage | What::Tags => Vec::new(),
    };
    // messages: bulk-skips-*
    let told = |(skip, n): (Skip, i64)| tx.text.n(&format!("bulk-skips-{}", skip.name()), n);
    let skips = skips.into_iter().map(told).collect();
    Ok(Survey { able: i64::try_from(able.len()).unwrap_or(i64::MAX), skips, along })
}

/// Why a record would stay as it is, as far as that is known before the change is.
fn skip<R: Bulk>(
    tx: &mut Tx<'_>,
    row: &R,
    seen: Option<i64>,
    what: What,
    stage: Option<&Stage>,
) -> Result<Option<Skip>, Error> {
    if let Some(skip) = what.refuses(&tx.viewer, row) {
        return Ok(Some(skip));
    }
    if let Some(seen) = seen.filter(|seen| *seen != row.version())
        && what.is_late(journal::changes_since(tx, R::ENTITY, row.id(), seen)?.keys())
    {
        return Ok(Some(Skip::Changed));
    }
    let Some(stage) = stage else { return Ok(None) };
    if row.is_in(stage) {
        return Ok(Some(Skip::Same));
    }
    Ok((!row.lacks(stage).is_empty()).then_some(Skip::Missing))
}

/// What goes along with those that can be deleted, in sum; those that cannot are skipped.
fn going<R: Bulk>(tx: &mut Tx<'_>, able: &mut Vec<i64>, skips: &mut BTreeMap<Skip, i64>) -> Result<Vec<String>, Error> {
    let (plan, stay) = removal::plan_of_many(tx, R::ENTITY, able)?;
    able.retain(|id| !stay.contains(id));
    if !stay.is_empty() {
        skips.insert(Skip::Deals, i64::try_from(stay.len()).unwrap_or(i64::MAX));
    }
    let days = tx.text.n("removal-advice-many", tx.directory.organization.bin_days);
    Ok(std::iter::once(days).chain(plan.lines(&tx.text)).collect())
}

/// What a select of the page offers.
fn choices<R: Bulk>(tx: &Tx<'_>, what: What, form: &ChangeForm) -> Vec<Choice> {
    match what {
        What::Team => pools::<R>(tx)
            .into_iter()
            .map(|team| Choice::new(team.to_string(), tx.directory.teams.name(team), &form.team))
            .collect(),
        What::Status => tx
            .directory
            .picks(PickList::LeadStatus)
            .map(|item| Choice::new(item.id.to_string(), item.name.as_str(), &form.status))
            .collect(),
        What::Stage => open_stages(tx).map(|stage| named(tx, stage, &form.stage)).collect(),
        What::Assign | What::Owner | What::Tags | What::Delete => Vec::new(),
    }
}

/// Open stages that take deals: closing asks about each deal, and is not done to many at once.
fn open_stages<'d>(tx: &'d Tx<'_>) -> impl Iterator<Item = &'d Stage> {
    let pipelines = tx.directory.active_pipelines();
    let stages = pipelines.flat_map(move |pipeline| tx.directory.stages_of(pipeline.id));
    stages.filter(move |stage| stage.kind == StageKind::Open && tx.directory.takes_deals(stage))
}

fn named(tx: &Tx<'_>, stage: &Stage, current: &str) -> Choice {
    let pipeline = tx.directory.pipeline(stage.pipeline_id).map_or("", |pipeline| pipeline.name.as_str());
    let is_only = tx.directory.active_pipelines().count() < 2;
    let name = if is_only { stage.name.clone() } else { tx.text.row(&[pipeline, &stage.name]) };
    Choice::new(stage.id.to_string(), name, current)
}

fn stage(tx: &Tx<'_>, form: &ChangeForm) -> Option<Stage> {
    let id: i64 = form.stage.parse().ok()?;
    open_stages(tx).find(|stage| stage.id == id).cloned()
}

/// Teams in whose pool the viewer would still have what they put there.
fn pools<R: Bulk>(tx: &Tx<'_>) -> Vec<i64> {
    let teams = tx.directory.teams.all().iter().filter(|team| team.active);
    teams.filter(|team| R::may_pool(&tx.viewer, team.id)).map(|team| team.id).collect()
}

fn receivers<R: Bulk>(tx: &Tx<'_>, what: What, form: &ChangeForm) -> Vec<Receiver> {
    if !matches!(what, What::Assign | What::Owner) {
        return Vec::new();
    }
    let receiver = |person: &crate::directory::Person| Receiver {
        id: person.id,
        name: person.name.clone(),
        team: tx.directory.teams.name(person.team_id).to_owned(),
        ticked: form.person.contains(&person.id.to_string()),
    };
    R::receivers(tx).into_iter().map(receiver).collect()
}

/// The change a form asks for; what is wrong with it, where something is.
///
/// # Errors
/// `NotFound` for who may not make it; what the database answers.
pub(super) fn read<R: Bulk>(tx: &mut Tx<'_>, form: &ChangeForm) -> Result<Result<Change, Problems>, Error> {
    let mut wrong = Problems::new();
    let change = match asked::<R>(tx, form)? {
        What::Assign => Some(Change::Assign { people: people::<R>(tx, form, &mut wrong) }),
        What::Owner => Some(Change::Owner { people: people::<R>(tx, form, &mut wrong) }),
        What::Team => {
            let team = form.team.parse().ok().filter(|team| pools::<R>(tx).contains(team));
            wanted(tx, team, "team", &mut wrong).map(|team| Change::Team { team })
        }
        What::Status => {
            let status = form.status.parse().ok().and_then(|id| tx.directory.pick(id));
            let status = status.filter(|item| item.list == PickList::LeadStatus && item.active).map(|item| item.id);
            wanted(tx, status, "status", &mut wrong).map(|status| Change::Status { status })
        }
        What::Stage => {
            let stage = stage(tx, form).map(|stage| stage.id);
            wanted(tx, stage, "stage", &mut wrong).map(|stage| Change::Stage { stage })
        }
        What::Tags => words(tx, form, &mut wrong)?,
        // Only who says so deletes.
        What::Delete if form.change == What::Delete.name() => Some(Change::Delete),
        What::Delete => return Err(Error::NotFound),
    };
    Ok(change.filter(|_| wrong.is_empty()).ok_or(wrong))
}

fn wanted(tx: &Tx<'_>, id: Option<i64>, field: &str, wrong: &mut Problems) -> Option<i64> {
    if id.is_none() {
        wrong.add(field, tx.text.t("bulk-problem-choice"));
    }
    id
}

fn people<R: Bulk>(tx: &Tx<'_>, form: &ChangeForm, wrong: &mut Problems) -> Vec<i64> {
    let able = R::receivers(tx).into_iter().filter(|person| form.person.contains(&person.id.to_string()));
    let people: Vec<i64> = able.map(|person| person.id).collect();
    if people.is_empty() {
        wrong.add("person", tx.text.t("bulk-problem-person"));
    }
    people
}

fn words(tx: &mut Tx<'_>, form: &ChangeForm, wrong: &mut Problems) -> Result<Option<Change>, Error> {
    let (add, remove) = (Typed::of(&form.add), Typed::of(&form.remove));
    if add.is_empty() && remove.is_empty() {
        wrong.add("add", tx.text.t("tags-problem-none"));
        return Ok(None);
    }
    let remove = Ids::of(tags::look_up(tx, "remove", &remove, wrong));
    let add = Ids::of(tags::read(tx, "add", &add, wrong)?);
    Ok(Some(Change::Tags { add, remove }))
}
