//! What everybody needs to know on every page and few ever change: the company, its people and teams, pipelines and
//! stages, pick lists, tags, currencies and rates. Held in memory, replaced when `organization.revision` has moved.

mod cache;
mod delegations;
mod load;
mod organization;
mod people;
mod picks;
mod pipelines;
mod rates;
mod tags;
mod views;
mod whose;

pub use cache::Cache;
pub use delegations::Delegation;
pub use organization::Organization;
pub use people::{Person, Team, Teams};
pub use picks::{PickItem, PickList};
pub use pipelines::{Pipeline, Stage, StageKind};
pub use rates::{DatedRate, RateBook};
pub use tags::Tag;
pub use views::{SavedView, Sharing, Views};
pub use whose::Whose;

use std::collections::HashMap;
use std::sync::Arc;

use diesel::QueryResult;

use crate::access::{Holder, Viewer};
use crate::db::sql::Sql;
use crate::db::{Db, dialect};

/// The company as it was at one revision.
#[derive(Debug)]
pub struct Directory {
    /// Which revision.
    pub revision: i64,
    /// The company itself.
    pub organization: Organization,
    /// Everybody, by name.
    pub people: Vec<Person>,
    /// The tree of teams.
    pub teams: Teams,
    /// Pipelines in order.
    pub pipelines: Vec<Pipeline>,
    /// Stages of all pipelines, in order.
    pub stages: Vec<Stage>,
    /// Items of all pick lists, in order.
    pub picks: Vec<PickItem>,
    /// Tags, in use or not, by name.
    pub tags: Vec<Tag>,
    /// Codes of the currencies in use, the company's own first.
    pub currencies: Vec<String>,
    /// Dated exchange rates.
    pub rates: RateBook,
    /// Saved views of lists.
    pub views: Views,
    /// Delegations that were not revoked, whatever their days.
    pub delegations: Vec<Delegation>,
    viewers: HashMap<i64, Arc<Viewer>>,
    holders: Vec<Holder>,
}

impl Directory {
    /// The person with this id, active or not.
    pub fn person(&self, id: i64) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Keeps a person until the transaction ends as they are known here: at work, of this team, with these roles. Whoever
    /// is given something is given it by what was read here. Who has left already is given nothing but what was theirs,
    /// and is not asked about.
    ///
    /// # Errors
    /// One that begins the work again where they have left, moved or changed roles since; what the database answers.
    pub fn hold(&self, db: &mut Db, person: Option<i64>) -> QueryResult<()> {
        let Some(person) = person.and_then(|id| self.person(id)).filter(|person| person.active) else { return Ok(()) };
        let row = Sql::new("SELECT id FROM users WHERE active AND id = ").bind(person.id);
        let row =
            row.push(" AND team_id = ").bind(person.team_id).push(" AND roles = ").bind(person.roles_text.as_str());
        dialect::hold_lightly(db, "users", row)
    }

    /// A person's name, or nothing for nobody.
    pub fn person_name(&self, id: Option<i64>) -> &str {
        id.and_then(|id| self.person(id)).map_or("", |person| person.name.as_str())
    }

    /// Has this person left? Then they keep what is closed, and nothing that is open is theirs (rule 44).
    pub fn has_left(&self, person: Option<i64>) -> bool {
        person.and_then(|id| self.person(id)).is_some_and(|person| !person.active)
    }

    /// People who can be given work: active ones.
    pub fn active_people(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.active)
    }

    /// The viewer a signed-in person is, or `None` once deactivated.
    pub fn viewer(&self, id: i64) -> Option<Arc<Viewer>> {
        self.viewers.get(&id).cloned()
    }

    /// The pipeline with this id.
    pub fn pipeline(&self, id: i64) -> Option<&Pipeline> {
        self.pipelines.iter().find(|pipeline| pipeline.id == id)
    }

    /// Pipelines in use, in order.
    pub fn active_pipelines(&self) -> impl Iterator<Item = &Pipeline> + Clone {
        self.pipelines.iter().filter(|pipeline| pipeline.active)
    }

    /// The stage with this id, in use or retired.
    pub fn stage(&self, id: i64) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// Stages of a pipeline that are in use, in order.
    pub fn stages_of(&self, pipeline: i64) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(move |stage| stage.pipeline_id == pipeline && stage.retired_into.is_none())
    }

    /// May a deal be brought into this stage? A retired one takes none, a pipeline that is not in use no open ones.
    pub fn takes_deals(&self, stage: &Stage) -> bool {
        let in_use = || self.pipeline(stage.pipeline_id).is_some_and(|pipeline| pipeline.active);
        stage.retired_into.is_none() && (stage.kind != StageKind::Open || in_use())
    }

    /// Items of a list that are in use, in order.
    pub fn picks(&self, list: PickList) -> impl Iterator<Item = &PickItem> {
        self.picks.iter().filter(move |item| item.list == list && item.active)
    }

    /// The item with this id, in use or not.
    pub fn pick(&self, id: i64) -> Option<&PickItem> {
        self.picks.iter().find(|item| item.id == id)
    }

    /// An item's name, or nothing for none.
    pub fn pick_name(&self, id: Option<i64>) -> &str {
        id.and_then(|id| self.pick(id)).map_or("", |item| item.name.as_str())
    }

    /// The item the program itself knows by this code.
    pub fn pick_by_code(&self, list: PickList, code: &str) -> Option<&PickItem> {
        self.picks.iter().find(|item| item.list == list && item.code == code)
    }
}
