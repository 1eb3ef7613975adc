//! The tree of teams: who is under whom, and which teams show their records to all their members.

use actix_web::HttpResponse;
use askama::Template;
use diesel::prelude::*;
use serde::Deserialize;
use validator::Validate;

use super::records::{Kept, save};
use super::{fields, gate};
use crate::conflicts::{Asked, Edit};
use crate::db::schema::teams;
use crate::db::{Tx, dialect};
use crate::directory::{Team, Teams};
use crate::journal::{self, Action, Merged};
use crate::values::text;
use crate::web::{Answer, Choice, Cx, Error, Flash, Form, Path, Problems, Reply, Ui, nonce};

const LIST: &str = "/settings/teams";

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize, Validate)]
#[serde(default)]
pub struct TeamForm {
    nonce: String,
    #[validate(length(max = 120, code = "too_long"))]
    name: String,
    parent_id: String,
    shares_records: String,
    active: String,
}

impl TeamForm {
    fn of(team: &Team) -> TeamForm {
        let tick = |on: bool| if on { "on".to_owned() } else { String::new() };
        TeamForm {
            nonce: String::new(),
            name: team.name.clone(),
            parent_id: team.parent_id.map(|id| id.to_string()).unwrap_or_default(),
            shares_records: tick(team.shares_records),
            active: tick(team.active),
        }
    }

    /// The team as the form wants it: the root stays the root, whatever was sent.
    fn put_into(&self, team: &Team) -> Team {
        Team {
            name: self.name.trim().to_owned(),
            parent_id: team.parent_id.and(self.parent_id.parse().ok()),
            shares_records: !self.shares_records.is_empty(),
            active: team.parent_id.is_none() || !self.active.is_empty(),
            ..team.clone()
        }
    }
}

/// A team of the list.
struct Row {
    team: Team,
    parent: String,
    depth: usize,
    people: i64,
}

#[derive(Template)]
#[template(path = "admin/teams.html")]
struct ListPage {
    ui: Ui,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "admin/team.html")]
struct TeamPage {
    ui: Ui,
    problems: Problems,
    form: TeamForm,
    /// `None` for a new one.
    team: Option<Team>,
    parents: Vec<Choice>,
}

impl TeamPage {
    fn action(&self) -> String {
        self.team.as_ref().map_or(LIST.to_owned(), |team| format!("{LIST}/{}", team.id))
    }

    fn is_root(&self) -> bool {
        self.team.as_ref().is_some_and(|team| team.parent_id.is_none())
    }

    fn version(&self) -> i64 {
        self.team.as_ref().map_or(0, |team| team.version)
    }
}

/// `GET /settings/teams`
pub async fn list(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| Reply::page(&ListPage { rows: rows(tx), ui: Ui::of(tx) })).await
}

/// `GET /settings/teams/new`
pub async fn blank(cx: Cx) -> HttpResponse {
    gate::read(cx, |tx| {
        let root = tx.directory.teams.root().map(|team| team.id.to_string()).unwrap_or_default();
        let form = TeamForm { nonce: nonce::fresh(), parent_id: root, active: "on".into(), ..TeamForm::default() };
        Reply::page(&page(tx, form, None, Problems::new()))
    })
    .await
}

/// `POST /settings/teams`
pub async fn create(cx: Cx, Form(form): Form<TeamForm>) -> HttpResponse {
    gate::write(cx, move |tx| {
        if gate::is_again(tx, &form.nonce)? {
            return Ok(done(tx, &form.name));
        }
        let draft =
            Team { id: 0, version: 1, name: String::new(), parent_id: Some(0), shares_records: false, active: true };
        let wanted = Team { active: true, ..form.put_into(&draft) };
        let problems = problems(tx, &form, &wanted)?;
        if !problems.is_empty() {
            return Reply::rejected(&page(tx, form, None, problems));
        }
        let place = insert(tx, wanted)?;
        nonce::keep(tx, &form.nonce, &place)?;
        Ok(done(tx, &form.name))
    })
    .await
}

/// `GET /settings/teams/{id}`
pub async fn show(cx: Cx, id: Path<i64>) -> HttpResponse {
    gate::read(cx, move |tx| {
        let team = Team::find(tx, *id)?;
        Reply::page(&page(tx, TeamForm::of(&team), Some(team), Problems::new()))
    })
    .await
}

/// `POST /settings/teams/{id}`
pub async fn update(cx: Cx, id: Path<i64>, Form(edit): Form<Edit<TeamForm>>) -> HttpResponse {
    gate::write(cx, move |tx| change(tx, *id, &edit)).await
}

fn change(tx: &mut Tx<'_>, id: i64, edit: &Edit<TeamForm>) -> Answer {
    dialect::one_at_a_time(tx.db, "teams")?;
    let team = Team::find(tx, id)?;
    let mine = edit.form.put_into(&team);
    let wanted = match edit.merge(tx, &team, mine)? {
        Merged::Clean(wanted) => wanted,
        Merged::Clashes(clashes) => {
            let back = format!("{LIST}/{id}");
            let asked =
                Asked { record: &team.name, back: &back, fields: fields::TEAM, version: team.version, currency: "" };
            return edit.ask(tx, asked, &clashes);
        }
    };
    let problems = problems(tx, &edit.form, &wanted)?;
    if !problems.is_empty() {
        return Reply::rejected(&page(tx, edit.form.clone(), Some(team.at(edit.version())), problems));
    }
    save(tx, Action::Edited, &team, wanted)?.ok_or(Error::Overtaken)?;
    Ok(done(tx, &edit.form.name))
}

fn done(tx: &Tx<'_>, name: &str) -> Reply {
    Reply::go(LIST).saying(Flash::good(tx.text.a("admin-saved", "name", name.trim())))
}

fn insert(tx: &mut Tx<'_>, team: Team) -> Result<String, Error> {
    let row = (
        teams::name.eq(&team.name),
        teams::parent_id.eq(team.parent_id),
        teams::shares_records.eq(team.shares_records),
    );
    let id: i64 = diesel::insert_into(teams::table).values(row).returning(teams::id).get_result(tx.db)?;
    journal::created(tx, &Team { id, ..team })?;
    Ok(format!("{LIST}/{id}"))
}

/// Weighed against the teams as they are in the database now: two people may be moving branches at once.
fn problems(tx: &mut Tx<'_>, form: &TeamForm, wanted: &Team) -> QueryResult<Problems> {
    let mut problems = Problems::new();
    if let Err(found) = form.validate() {
        problems.take(&found, &tx.text);
    }
    let all = Teams::new(teams::table.select(Team::as_select()).load(tx.db)?);
    let named_so = |team: &Team| team.id != wanted.id && text::fold(&team.name) == text::fold(&wanted.name);
    if wanted.name.is_empty() {
        problems.add("name", tx.text.t("problem-name"));
    } else if all.all().iter().any(named_so) {
        problems.add("name", tx.text.t("admin-name-taken"));
    }
    let is_root = all.root().is_some_and(|root| root.id == wanted.id);
    if let Some(key) = tree_problem(&all, wanted).filter(|_| !is_root) {
        problems.add("parent_id", tx.text.t(key));
    }
    if !wanted.active && is_peopled(tx, &all, wanted.id) {
        problems.add("active", tx.text.t("admin-team-peopled"));
    }
    Ok(problems)
}

// messages: admin-team-parent-missing admin-team-cycle
fn tree_problem(all: &Teams, wanted: &Team) -> Option<&'static str> {
    let parent = wanted.parent_id.and_then(|id| all.get(id)).filter(|parent| parent.active);
    match parent {
        None => Some("admin-team-parent-missing"),
        Some(parent) if all.subtree(wanted.id).contains(&parent.id) => Some("admin-team-cycle"),
        Some(_) => None,
    }
}

fn is_peopled(tx: &Tx<'_>, all: &Teams, id: i64) -> bool {
    let active_below = all.all().iter().any(|team| team.parent_id == Some(id) && team.active);
    active_below || tx.directory.active_people().any(|person| person.team_id == id)
}

fn page(tx: &Tx<'_>, form: TeamForm, team: Option<Team>, problems: Problems) -> TeamPage {
    let parents = choices(tx, &form.parent_id, team.as_ref().map(|team| team.id));
    TeamPage { ui: Ui::of(tx), problems, form, team, parents }
}

/// Teams in use as choices, in the order of the tree, and the current one even if it is not; without a branch that may
/// not be chosen.
pub(super) fn choices(tx: &Tx<'_>, current: &str, without: Option<i64>) -> Vec<Choice> {
    let teams = &tx.directory.teams;
    let barred = without.map(|id| teams.subtree(id)).unwrap_or_default();
    let may = |team: &&Team| (team.active || team.id.to_string() == current) && !barred.contains(&team.id);
    let offered = in_tree_order(teams).into_iter().filter(may);
    let label = |team: &Team| format!("{}{}", "– ".repeat(teams.depth(team.id)), team.name);
    offered.map(|team| Choice::new(team.id.to_string(), label(team), current)).collect()
}

fn rows(tx: &Tx<'_>) -> Vec<Row> {
    let teams = &tx.directory.teams;
    let people = |id| tx.directory.active_people().filter(|person| person.team_id == id).count();
    let row = |team: &Team| Row {
        team: team.clone(),
        parent: team.parent_id.map(|id| teams.name(id).to_owned()).unwrap_or_default(),
        depth: teams.depth(team.id),
        people: i64::try_from(people(team.id)).unwrap_or(i64::MAX),
    };
    in_tree_order(teams).into_iter().map(row).collect()
}

/// Each team before those below it, sisters by name.
fn in_tree_order(teams: &Teams) -> Vec<&Team> {
    fn add<'a>(teams: &'a Teams, parent: Option<i64>, found: &mut Vec<&'a Team>) {
        for team in teams.all().iter().filter(|team| team.parent_id == parent) {
            found.push(team);
            add(teams, Some(team.id), found);
        }
    }
    let mut found = Vec::new();
    add(teams, None, &mut found);
    found
}
